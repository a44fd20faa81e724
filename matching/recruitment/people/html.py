"""Pages for people as self-contained HTML: no scripts, no network, readable in print and aloud."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from matching.recruitment.people.case_file import CaseFile
from matching.recruitment.people.casework import casework
from matching.recruitment.people.lawyer import RulePage
from matching.recruitment.people.worker import WorkerPage
from matching.recruitment.rulebook import RuleBook


def worker_html(page: WorkerPage) -> str:
    """A worker's page, in the direction of its language."""
    return _template("worker").render(page=page)


def caseworker_html(case: CaseFile, name: str | None = None) -> str:
    """A case with everything in it, in its language; `name` is the offer's id or title."""
    return _template("caseworker").render(case=case, name=name)


def rule_html(page: RulePage, book: RuleBook) -> str:
    """One rule on a page to print and sign."""
    return _template("rule").render(page=page, rule=page.rule, rulebook=book.version)


def rules_index_html(book: RuleBook) -> str:
    """The list of all rule pages, with who signed which."""
    return _template("index").render(rules=book.rules, rulebook=book.version)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("matching.recruitment.people", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["source"] = casework("en").source
    return made


def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html.jinja")
