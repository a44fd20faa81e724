"""The label files a linker is trained on: what each concept is called, in every language.

The files are tab-separated and gzipped: ``occupation_labels.tsv.gz`` and ``skill_labels.tsv.gz``
(uri, lang, preferred, alternatives separated by ``|``) and ``isco08_labels.tsv.gz`` (code, lang,
label). They never ship; only the weights learned from them do.
"""

import gzip
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qualifications.taxonomy.concepts import ISCO_BASE, Kind, Taxonomy, isco_uri
from qualifications.taxonomy.text import clean, fold

__all__ = ["Label", "data_version", "own_labels", "read_labels", "taxonomy_labels"]

_OWN: dict[Kind, Path] = {
    "occupation": Path(__file__).parent / "training" / "titles.toml",
    "skill": Path(__file__).parent / "training" / "skills.toml",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One name of one concept in one language; `key` is its folded spelling."""

    uri: str
    language: str
    text: str
    preferred: bool
    key: str

    @property
    def hidden(self) -> bool:
        """Whether the label is in the development set: a fifth of the alternative labels."""
        of_group = self.uri.startswith(ISCO_BASE) and self.language != "en"
        if self.preferred and not of_group:
            return False
        name = f"{self.uri}|{self.language}|{self.text.casefold()}"
        return hashlib.blake2b(name.encode(), digest_size=4).digest()[0] % 5 == 0


def read_labels(folder: Path, kind: Kind) -> list[Label]:
    """Every label of the kind, without repeats; occupations include the ISCO-08 groups."""
    found: dict[tuple[str, str, str], Label] = {}
    for uri, language, text, preferred in _named(folder, kind):
        key = fold(clean(text))
        if key:
            label = Label(uri, language, text.strip(), preferred, key)
            found.setdefault((uri, language, text.strip().casefold()), label)
    return list(found.values())


def _named(folder: Path, kind: Kind) -> Iterator[tuple[str, str, str, bool]]:
    for row in _rows(folder / f"{kind}_labels.tsv.gz"):
        if len(row) > 2 and row[0].startswith("http"):
            yield row[0], row[1], row[2], True
            for alternative in row[3].split("|") if len(row) > 3 else ():
                yield row[0], row[1], alternative, False
    if kind == "occupation":
        for row in _rows(folder / "isco08_labels.tsv.gz"):
            if len(row) == 3 and row[0].isdigit():
                yield isco_uri(row[0]), row[1], row[2], True


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\r\n").split("\t")


def own_labels(taxonomy: Taxonomy, kind: Kind) -> list[Label]:
    """Our own tables of everyday wordings; the first of each language counts as preferred.

    A title as broad as an ISCO-08 group stands under the group's code. What the taxonomy lacks is
    left out.
    """
    uris = {preferred: uri for uri, preferred, _ in taxonomy.names(kind)}
    uris |= {group.code: group.uri for group in taxonomy.isco_groups if kind == "occupation"}
    found = []
    for name, languages in tomllib.loads(_OWN[kind].read_text("utf-8")).items():
        for language, titles in languages.items() if name in uris else ():
            for place, title in enumerate(titles.split("|")):
                key = fold(clean(title))
                found.append(Label(uris[name], language, title, place == 0, key))
    return found


def taxonomy_labels(taxonomy: Taxonomy, kind: Kind, *, known: Iterable[Label]) -> list[Label]:
    """The English names the taxonomy has and the label files lack."""
    met = {(label.uri, label.key) for label in known if label.language == "en"}
    added = []
    for uri, preferred, alternatives in taxonomy.names(kind):
        for text in (preferred, *alternatives):
            key = fold(clean(text))
            if key and (uri, key) not in met:
                met.add((uri, key))
                added.append(Label(uri, "en", text, text == preferred, key))
    return added


def data_version(folder: Path) -> str:
    """A short digest of the label files, so that weights can name the data they learned from."""
    digest = hashlib.sha256()
    for path in (*sorted(folder.glob("*_labels.tsv.gz")), *_OWN.values()):
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
