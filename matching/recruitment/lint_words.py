"""What is wrong with the translations of a rule book: what lacks, what fell behind, what differs.

No program can tell whether a translation is right; this finds what a program can tell.
"""

from collections.abc import Iterator

from matching.recruitment.complaint import Complaint
from matching.recruitment.rule import Rule
from matching.recruitment.rulebook import RuleBook
from matching.recruitment.translations import (
    LANGUAGES,
    TEXTS,
    RuleWords,
    Translation,
    english_of,
    figures,
)


def of_translations(book: RuleBook) -> Iterator[Complaint]:
    """What must be mended in the words of every language."""
    for language, name in LANGUAGES.items():
        if language not in book.translations:
            yield Complaint(
                where=f"translations/{language}",
                problem=f"There are no {name} words; readers get the English.",
                what_to_do="Add a file for each family of rules.",
                grave=False,
            )
    for translation in book.translations.values():
        yield from _of_language(book, translation)


def _of_language(book: RuleBook, translation: Translation) -> Iterator[Complaint]:
    where = f"translations/{translation.language}"
    for rule in book.rules:
        words = translation.rules.get(rule.id)
        if words is None:
            yield Complaint(
                where=f"{where}: {rule.id}",
                problem="It has no title, question and remedy in this language.",
                what_to_do="Add them to the family's file.",
            )
        else:
            yield from _of_words(rule, words, f"{where}: {rule.id}")
    known = {*book.by_id, *book.tables.instruments}
    for name in sorted({*translation.rules, *translation.instruments} - known):
        yield Complaint(
            where=f"{where}: {name}",
            problem="The rule book has nothing of this name.",
            what_to_do="Take it out or correct the id.",
        )


def _of_words(rule: Rule, words: RuleWords, where: str) -> Iterator[Complaint]:
    mark = english_of(rule)
    if words.english != mark:
        yield Complaint(
            where=where,
            problem="It was written for an earlier English text.",
            what_to_do=f'Read both; once they say the same, write english = "{mark}".',
        )
    for text in TEXTS:
        wanted, found = figures(getattr(rule, text)), figures(getattr(words, text))
        if wanted != found:
            yield Complaint(
                where=where,
                problem=f"Its {text} has {_listed(found)} where the English has {_listed(wanted)}.",
                what_to_do="Bring figures and places to fill in into line.",
            )


def _listed(marks: list[str]) -> str:
    return ", ".join(marks) or "no figure"
