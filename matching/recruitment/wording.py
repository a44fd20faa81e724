"""Verdicts in the reader's language: titles, questions, remedies and instruments of findings.

What is found stays what it is: only the sentences that people read change. A text that nobody has
translated, or whose translation fell behind its rule, stays English, and a question is translated
only where it is known to be the one that its rule and facts give.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from matching.recruitment.people.casework import Casework, casework
from matching.recruitment.rule import Rule
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.translations import RuleWords, Translation, english_of
from models.findings import Finding, ReviewStatus, Source
from models.outcomes import Verdict

MOST_KEPT = 20_000
_EVIDENCE = ("evidence.", ".level")


class Wording:
    """Says what a rule book found in one language; finds the same finding's words only once."""

    def __init__(self, book: RuleBook, language: str) -> None:
        self.language = language
        self._rules = book.by_id
        self._words = _words(book, language)
        self._instruments = _instruments(book, language)
        self._english = casework("en")
        self._said = casework(language) if self._words else self._english
        # The finding is kept beside its words, so that its place in memory stays its own.
        self._kept: dict[int, tuple[Finding, Finding]] = {}
        self._sources: dict[str, tuple[Source, ...]] = {}

    def verdict(self, verdict: Verdict) -> Verdict:
        """The verdict with every finding in words of the language."""
        if not self._words:
            return verdict
        return replace(verdict, findings=tuple([self.finding(f) for f in verdict.findings]))

    def finding(self, finding: Finding) -> Finding:
        """The finding with title, question, remedy and sources in the language."""
        known = self._kept.get(id(finding))
        if known is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            known = self._kept[id(finding)] = (finding, self._told(finding))
        return known[1]

    def rule(self, rule: Rule) -> RuleWords:
        """The words of a rule; its English ones where nobody has translated them."""
        return self._words.get(rule.id) or english_words(rule)

    def sources(self, rule: Rule) -> tuple[Source, ...]:
        """What a rule rests on, instruments by their titles in the language."""
        return tuple(map(self._titled, rule.sources))

    def _told(self, finding: Finding) -> Finding:
        words, rule = self._words.get(finding.rule), self._rules.get(finding.rule)
        if words is None or rule is None:
            return finding
        return replace(
            finding,
            title=words.title,
            question=self._question(finding, rule, words),
            remedy=words.remedy if finding.remedy == rule.remedy else finding.remedy,
            parameters={name: self._dated(use) for name, use in finding.parameters.items()},
            sources=self._named(finding),
        )

    def _dated(self, use: object) -> object:
        """A parameter that was used, with its source in the language."""
        source = use.get("source") if isinstance(use, Mapping) else None
        if not isinstance(use, Mapping) or not isinstance(source, Source):
            return use
        return {**use, "source": self._titled(source)}

    def _question(self, finding: Finding, rule: Rule, words: RuleWords) -> str | None:
        """The question in the language, where the English one is known to be the rule's."""
        if finding.question is None or finding.question == rule.question:
            return finding.question and words.question
        english = _composed(finding, rule.question, self._english)
        asked = replace(finding, sources=self._named(finding))
        for was, told in zip(english, _composed(asked, words.question, self._said), strict=True):
            if was == finding.question:
                return told
        return finding.question

    def _named(self, finding: Finding) -> tuple[Source, ...]:
        known = self._sources.get(finding.rule)
        if known is None:
            known = self._sources[finding.rule] = tuple(map(self._titled, finding.sources))
        return known

    def _titled(self, source: Source) -> Source:
        title = self._instruments.get(source.instrument)
        return replace(source, instrument=title) if title else source


@lru_cache(maxsize=32)
def _shipped(language: str) -> Translation:
    return RuleBook.load().translations.get(language) or Translation(language=language)


def english_words(rule: Rule) -> RuleWords:
    """What a rule says in English."""
    return RuleWords(
        title=rule.title, question=rule.question, remedy=rule.remedy, english=english_of(rule)
    )


def _words(book: RuleBook, language: str) -> Mapping[str, RuleWords]:
    """The words that say what the English of each rule says today: the book's, else the shipped."""
    own = book.translations.get(language) or Translation(language=language)
    if not (own.rules or _shipped(language).rules):
        return {}
    found: dict[str, RuleWords] = {}
    for rule in book.rules:
        mark = english_of(rule)
        for words in (own.rules.get(rule.id), _shipped(language).rules.get(rule.id)):
            if words is not None and words.english == mark:
                found.setdefault(rule.id, words)
    return found


def _instruments(book: RuleBook, language: str) -> Mapping[str, str]:
    """Titles of instruments in the language, by their title in the book."""
    own = book.translations.get(language) or Translation(language=language)
    titles = {**_shipped(language).instruments, **own.instruments}
    known = book.tables.instruments
    return {known[id_].instrument: title for id_, title in titles.items() if id_ in known}


def _composed(finding: Finding, question: str, said: Casework) -> tuple[str | None, str | None]:
    """The questions that are made of more than the rule's own, where the finding has a place.

    Which document shows what was only stated, and whether a text that nobody has read forbids it.
    """
    before, after = _EVIDENCE
    shown = all(path.startswith(before) and path.endswith(after) for path in finding.needed)
    paths = [path.removeprefix(before).removesuffix(after) for path in finding.needed]
    subjects = said.joined(said.meaning(path) for path in paths)
    unread = [s for s in finding.sources if s.review is ReviewStatus.UNVERIFIED]
    return (
        said.say("question.document", subjects=subjects, question=question) if shown else None,
        said.say("question.reading", text=said.pinpointed(unread[0])) if unread else None,
    )
