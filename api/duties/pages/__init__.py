"""Pages for people as single HTML files: no scripts, no network, readable in print and aloud."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def page(name: str, **values: object) -> str:
    """The page of a template with these values."""
    return _environment().get_template(f"{name}.html.jinja").render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api.duties", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
