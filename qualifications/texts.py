"""What the texts of a list mean: the linker's share of normalising, apart from people and papers.

It takes texts and gives concepts, so that another process can do it while the list is being read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from threadpoolctl import threadpool_limits

from models.people import Link
from qualifications.identity import Identity, Paper, identity_of
from qualifications.taxonomy.concepts import Kind
from qualifications.taxonomy.extract import Extraction, extract_many
from qualifications.taxonomy.linker import Linker
from qualifications.told_work import ToldWork, lives, offers

_MOST_EXTRACTED = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts to be understood: titles, skills, passages of running text, and papers.

    Of the passages, `lives` must tell of past work and `offers` what a vacancy is for, since no
    column does.
    """

    occupations: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    lives: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What texts were understood as; None where the linker abstained."""

    links: Mapping[tuple[Kind, str], Link | None] = field(default_factory=dict)
    shown: Mapping[str, Extraction] = field(default_factory=dict)
    told: Mapping[str, ToldWork] = field(default_factory=dict)
    papers: Mapping[Paper, Identity] = field(default_factory=dict)


def understand(texts: Texts, linker: Linker) -> Meanings:
    """Link every title and skill, read every passage and identify every paper, all at once.

    On one thread, so that sums come out alike in whatever process, to the last bit.
    """
    with threadpool_limits(1):
        return _understood(texts, linker)


def _understood(texts: Texts, linker: Linker) -> Meanings:
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("occupation", texts.occupations),
        ("skill", texts.skills),
    )
    links: dict[tuple[Kind, str], Link | None] = {}
    for kind, asked in kinds:
        for text, found in zip(asked, linker.link_many(asked, kind, top=1), strict=True):
            link = Link(uri=found[0].uri, confidence=found[0].score) if found else None
            links[kind, text] = link
    shown = extract_many(texts.passages, linker, top=_MOST_EXTRACTED, closely=False)
    extractions = dict(zip(texts.passages, shown, strict=True))
    lived = lives(texts.lives, [extractions[text] for text in texts.lives], linker)
    offered = offers(texts.offers, [extractions[text] for text in texts.offers], linker)
    return Meanings(
        links=links,
        shown=extractions,
        told=dict(zip((*texts.lives, *texts.offers), (*lived, *offered), strict=True)),
        papers={paper: identity_of(paper) for paper in texts.papers},
    )
