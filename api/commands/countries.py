"""Country files on the command line: read and check them, sign, install, compare, take back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Exit, On, Teller, installation
from api.commands.key_files import bytes_of, write_key_pair
from api.commands.lines import read_lines
from models.errors import CountryFileBroken, FileRefused, UnknownCountry
from models.outcomes import Purpose
from qualifications.change_questions import Asked
from qualifications.countries import (
    RULE_FILES,
    SHIPPED,
    CountryFile,
    country_files,
    load_countries,
    read_country,
    rule_file,
)
from qualifications.country_changes import changes, told
from qualifications.country_editions import (
    edition_in_use,
    install_bundle,
    make_bundle,
    opened,
    revert,
    use_installed,
)
from qualifications.credential_lines import read_line
from qualifications.explain import cited
from qualifications.rule_checks import check_rule_file, rule_files

countries = typer.Typer(no_args_is_help=True, help="Education systems: the files of each country.")


def _in_use() -> Path:
    """The folder of this installation, its country files now in use."""
    home: Path = installation().settings.home
    use_installed(home)
    return home


@countries.command("list")
def countries_list() -> None:
    """Print every country: its awards, how many have years, how far they were read."""
    home = _in_use()
    table = Table("code", "country", "awards", "with years", "review")
    for code, country in load_countries().items():
        bounded = sum(1 for a in country.awards if a.from_year or a.to_year)
        reviews = ", ".join(sorted({a.source.review.value for a in country.awards}))
        table.add_row(code, country.name_en, str(len(country.awards)), str(bounded), reviews)
    Console().print(table)
    edition = edition_in_use(home)
    Teller()(f"Edition {edition.number} of {edition.issued} is in use")


@countries.command("show")
def countries_show(
    code: Annotated[str, typer.Argument(help="Country, for example PH.")],
) -> None:
    """Print one country: its ladder, its awards with level and years, marks, authority, sources."""
    _in_use()
    country = load_countries().get(code.upper())
    if country is None:
        raise UnknownCountry(
            f"There is no country file for '{code}'.", "See: highroad countries list."
        )
    for line in _page(country):
        typer.echo(line)


def _page(country: CountryFile) -> Iterator[str]:
    yield f"{country.name_en} ({country.name}), {country.code}"
    yield "Ladder:"
    for rung in country.ladder:
        years = f", {rung.years:g} years" if rung.years else ""
        yield f"  ISCED {rung.level}  {rung.name} – {rung.name_en}{years}"
    yield "Awards:"
    for award in country.awards:
        eqf = f", EQF {award.eqf}" if award.eqf else ""
        years = f", {award.years:g} years" if award.years else ""
        since = f", {award.from_year or ''}-{award.to_year or ''}"
        bounds = since if award.from_year or award.to_year else ""
        yield f"  ISCED {award.level}{eqf}  {award.name} – {award.name_en}{years}{bounds}"
    for scale in country.grading:
        yield f"Marks: {scale.name}, best {scale.best:g}, lowest pass {scale.lowest_pass:g}"
    yield f"Asks are answered by: {country.authority.name}, {country.authority.url or 'no address'}"
    yield "Sources:"
    yield from (f"  {key}: {cited(source)}" for key, source in country.sources.items())


@countries.command("lint")
def countries_lint(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of country files; without it those in use.")
    ] = None,
) -> None:
    """Print what must be mended in country files; 1 if there is anything."""
    if folder is not None and not folder.is_dir():
        raise FileRefused(f"There is no folder {folder}.", "Give a folder of country files.")
    chosen = folder if folder is not None else use_installed(installation().settings.home)
    broken = found = 0
    for file, read in _checks(chosen or SHIPPED):
        found += 1
        try:
            read(file)
        except CountryFileBroken as error:
            broken += 1
            typer.echo(error.problem)
    Teller()(f"{found} files, {broken} to mend" if broken else f"{found} files, nothing to mend")
    raise typer.Exit(Exit.REFUSED_ROWS if broken or not found else Exit.DONE)


def _checks(folder: Traversable) -> Iterator[tuple[Traversable, Callable[[Traversable], object]]]:
    """The files of a folder, each with what reads it; shipped rules stand in another folder."""
    yield from ((file, read_country) for file in country_files(folder))
    shipped = [rule_file(name, None) for name in RULE_FILES]
    rules = shipped if folder is SHIPPED else rule_files(folder)
    yield from ((file, partial(check_rule_file, folder=folder)) for file in rules)


@countries.command("diff")
def countries_diff(
    old: Annotated[Path, typer.Argument(help="Country files: a folder or a bundle.")],
    new: Annotated[Path, typer.Argument(help="Those to compare them with.")],
    credentials: Annotated[
        str | None,
        typer.Option(help="JSON Lines of credentials of your own that are asked as well."),
    ] = None,
    on: On = None,
) -> None:
    """Print the answers that change from one edition of the country files to another.

    Asked are all awards of the countries whose files differ, and awards of every country where a
    host, a treaty, a profession or a permit differs, for every purpose; files that an edition lacks
    are those that came with the program. Answers that change alike stand in one line.
    """
    with ExitStack() as stack:
        before, after = (stack.enter_context(opened(_there(path))) for path in (old, new))
        asked = _asked(credentials) if credentials else ()
        found = tuple(changes(before, after, on=on or date.today(), asked=asked))
        for line in told(found):
            typer.echo(line)
    Teller()(f"{len(found)} answers change" if found else "No answer changes")


def _asked(source: str) -> Iterator[Asked]:
    for line in read_lines(source):
        if "error" in line:
            raise FileRefused(line["error"]["problem"], line["error"]["what_to_do"])
        credential, host, purpose = read_line(line)
        named = credential.profession is not None
        free = (p for p in Purpose if named or p is not Purpose.REGULATED_PROFESSION)
        aims = [purpose] if purpose else list(free)
        yield from (Asked(credential=credential, host=host, purpose=aim.value) for aim in aims)


def _there(path: Path) -> Path:
    if not path.exists():
        raise FileRefused(f"There is nothing at {path}.", "Give a folder or a bundle.")
    return path


@countries.command("keys")
def countries_keys(
    name: Annotated[Path, typer.Argument(help="Writes NAME.private.pem and NAME.public.pem.")],
) -> None:
    """Make a pair of keys: the private one signs bundles, the public one is handed out."""
    Teller()(write_key_pair(name))


@countries.command("bundle")
def countries_bundle(
    folder: Annotated[Path, typer.Argument(help="Country files with their edition.toml.")],
    file: Annotated[Path, typer.Argument(help="The bundle to write.")],
    key: Annotated[Path, typer.Option(help="The private key (PEM) to sign with.")],
) -> None:
    """Sign country files, all of them or a few, and write them as one file that others install."""
    make_bundle(_there(folder), bytes_of(key), file)
    Teller()(f"Signed and written: {file}")


@countries.command("install")
def countries_install(
    bundle: Annotated[Path, typer.Argument(help="The bundle as handed out.")],
    key: Annotated[Path, typer.Option(help="The public key (PEM) that you trust.")],
) -> None:
    """Install signed country files without a new version of the program, whole or not at all."""
    bytes_of(bundle)
    done = install_bundle(bundle, installation().settings.home, bytes_of(key))
    Teller()(f"Edition {done.number} of {done.issued} is in use")


@countries.command("revert")
def countries_revert() -> None:
    """Take the installed country files back: the edition before them is used again."""
    done = revert(installation().settings.home)
    Teller()(f"Edition {done.number} of {done.issued} is in use again")
