"""What a statement shows, before it is HTML or PDF: sections, rows and lists in two languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.outcomes import Purpose, Recognition
from models.people import Credential
from qualifications.explain import ELEMENTS, KINDS, cited, what_it_is
from qualifications.sentences import (
    ENGLISH,
    Sentence,
    is_said_in,
    known_language,
    said_in,
    word,
)
from qualifications.sentences.values import country_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text in the reader's language and, where it is known there, in the host's."""

    reader: str
    reader_language: str
    other: str | None = None
    other_language: str = ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A heading and a fact as it stands, a sentence, or both."""

    heading: Pair
    fact: str | None = None
    said: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a list: what is said, by whom, and where."""

    said: Pair
    who: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page under a heading: a table or a list (ul, or ol where order matters)."""

    heading: Pair
    rows: tuple[Row, ...] = ()
    items: tuple[Item, ...] = ()
    list: str = "ul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A statement: its title, the notice that it is no decision, and its sections."""

    title: Pair
    notice: Pair
    subject: str
    reader: str
    sections: tuple[Section, ...]


class Languages:
    """The reader's language and the host's beside it."""

    def __init__(self, reader: str, other: str) -> None:
        self.reader, self.other = known_language(reader), known_language(other)

    def pair(self, text: str) -> Pair:
        """A text in both languages; only in the reader's where the host's is the same or unknown.

        What is not known in the reader's language either stands in English, and is marked so.
        """
        language = self.reader if is_said_in(text, self.reader) else ENGLISH
        other = None
        if self.other != self.reader and isinstance(text, Sentence):
            other = said_in(text, self.other) if is_said_in(text, self.other) else None
        return Pair(
            reader=said_in(text, language),
            reader_language=language,
            other=other if other != said_in(text, language) else None,
            other_language=self.other,
        )

    def word(self, key: str) -> Pair:
        """A fixed word or sentence in both languages."""
        return self.pair(Sentence.made(word(key, ENGLISH), key, {}))


def page_of(
    answer: Recognition,
    credential: Credential,
    *,
    host: str | None,
    purpose: Purpose,
    languages: Languages,
) -> Page:
    """The statement on an answer."""
    sections = (
        _credential(answer, credential, languages),
        *_treated(answer, host, purpose, languages),
        *_reasons(answer, languages),
        *_steps(answer, languages),
        *_sources(answer, languages),
    )
    return Page(
        title=languages.word("page.title"),
        notice=languages.word("page.notice"),
        subject=credential.title.strip(),
        reader=languages.reader,
        sections=sections,
    )


def _credential(answer: Recognition, credential: Credential, languages: Languages) -> Section:
    facts = what_it_is(answer, credential, languages.reader)
    return Section(
        heading=languages.word("head.credential"),
        rows=tuple(Row(heading=languages.word(f"head.{key}"), fact=fact) for key, fact in facts),
    )


def _treated(
    answer: Recognition, host: str | None, purpose: Purpose, languages: Languages
) -> Iterator[Section]:
    if answer.outcome is None or host is None:
        return
    rows = [
        Row(heading=languages.word("page.host"), fact=_names(host, languages)),
        _row(languages, "page.purpose", f"purpose.{purpose.value}"),
        _row(languages, "page.outcome", f"outcome.{answer.outcome.value}"),
    ]
    if answer.host_equivalent:
        nearest = answer.host_equivalent
        said = languages.pair(nearest) if isinstance(nearest, Sentence) else None
        fact = None if said else nearest
        rows.append(Row(heading=languages.word("head.nearest"), fact=fact, said=said))
    for key in ELEMENTS:
        element = (answer.elements or {}).get(key)
        if element is not None:
            status = word(f"status.{element.status}", languages.reader)
            heading = languages.word(f"element_name.{key}")
            rows.append(Row(heading=heading, fact=status, said=languages.pair(element.because)))
    if answer.decided_by is not None:
        rule = languages.pair(answer.decided_by.text)
        rows.append(Row(heading=languages.word("head.decided_by"), said=rule))
    sure = f"{answer.confidence:.0%}"
    rows += [
        Row(heading=languages.word("head.confidence"), fact=sure),
        Row(heading=languages.word("page.date"), fact=answer.on.isoformat()),
    ]
    yield Section(heading=languages.word("page.treated"), rows=tuple(rows))


def _names(host: str, languages: Languages) -> str:
    names = (country_in(host, languages.reader), country_in(host, languages.other))
    return " · ".join(dict.fromkeys(names))


def _row(languages: Languages, heading: str, key: str) -> Row:
    return Row(heading=languages.word(heading), said=languages.word(key))


def _reasons(answer: Recognition, languages: Languages) -> Iterator[Section]:
    for kind in KINDS:
        said = [Item(said=languages.pair(r.text)) for r in answer.reasons if r.type == kind]
        if said:
            yield Section(heading=languages.word(f"reason.{kind}"), items=tuple(said))


def _steps(answer: Recognition, languages: Languages) -> Iterator[Section]:
    items = tuple(
        Item(said=languages.pair(step.text), who=step.authority, url=step.url)
        for step in answer.next_steps
    )
    if items:
        yield Section(heading=languages.word("head.next"), items=items, list="ol")


def _sources(answer: Recognition, languages: Languages) -> Iterator[Section]:
    # A source keeps the name under which it can be looked up, so it is not translated.
    items = tuple(
        Item(said=Pair(reader=cited(source), reader_language=ENGLISH)) for source in answer.sources
    )
    if items:
        yield Section(heading=languages.word("head.sources"), items=items)
