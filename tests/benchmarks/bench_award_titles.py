"""How often the level of a collected award title is right, and what a stated confidence keeps.

    python tests/benchmarks/bench_award_titles.py [--picture docs/award-titles-calibration.svg]

The lists were collected before the country files were looked at. What the first run of each gave,
before anything was mended, is kept in `award_titles_first_runs.tsv` and drawn beside what is said
now; the figures of now are no blind ones.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from qualifications.awards import identify

FOLDER = Path(__file__).parents[1] / "qualifications"
LISTS = tuple(
    f"award_titles_{which}.tsv" for which in ("found", "fresh", "last", "fourth", "fifth")
)
SIDE, EDGE = 300, 46
STYLE = "<style>svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#16202b}</style>"


class Kept(NamedTuple):
    """Titles answered with one confidence, and how many of them had the right level."""

    confidence: float
    titles: int
    right: int

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share that is right."""
        z, n, share = 1.96, self.titles, self.right / self.titles
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return middle - half, middle + half


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file of tab-separated values."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def now() -> list[Kept]:
    """What each confidence keeps as the program stands."""
    stated: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for row in (row for name in LISTS for row in table(FOLDER / name)):
        year = int(row["year"]) if row["year"] else None
        found = identify(row["title"], row["country"], year)
        stated[found.confidence] += 1
        right[found.confidence] += found.level == int(row["level"])
    return [Kept(said, stated[said], right[said]) for said in sorted(stated)]


def first() -> list[Kept]:
    """What each confidence kept at the first run of each list."""
    stated: Counter[float] = Counter()
    right: Counter[float] = Counter()
    for row in table(FOLDER / "award_titles_first_runs.tsv"):
        stated[float(row["confidence"])] += int(row["titles"])
        right[float(row["confidence"])] += int(row["right"])
    return [Kept(said, stated[said], right[said]) for said in sorted(stated)]


def _at(share: float) -> float:
    return EDGE + SIDE * (1 - share)


def _mark(kept: Kept, colour: str, shift: int) -> str:
    low, high = kept.interval()
    x = EDGE + SIDE * kept.confidence + shift
    share = kept.right / kept.titles
    return (
        f'<path d="M{x:.1f} {_at(low):.1f}V{_at(high):.1f}" stroke="{colour}"/>'
        f'<circle cx="{x:.1f}" cy="{_at(share):.1f}" r="4" fill="{colour}">'
        f"<title>said {kept.confidence:.2f}: {kept.right} of {kept.titles} right</title></circle>"
    )


def picture(path: Path, before: list[Kept], after: list[Kept]) -> None:
    """What was said against the share that was right, with intervals, as SVG."""
    ticks = "".join(
        f'<text x="{EDGE - 8}" y="{_at(t / 5) + 4:.1f}" text-anchor="end">{t / 5:.1f}</text>'
        f'<text x="{EDGE + SIDE * t / 5:.1f}" y="{EDGE + SIDE + 18}" text-anchor="middle">'
        f"{t / 5:.1f}</text>"
        for t in range(6)
    )
    marks = "".join(_mark(k, "#b3541e", -3) for k in before if k.titles > 2)
    marks += "".join(_mark(k, "#1f5f8b", 3) for k in after if k.titles > 2)
    size = SIDE + 2 * EDGE
    body = (
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<path d="M{EDGE} {EDGE + SIDE}L{EDGE + SIDE} {EDGE}" stroke="#999" '
        f'stroke-dasharray="4"/>{ticks}{marks}'
        f'<text x="{EDGE}" y="18">share of levels right, by the confidence stated</text>'
        f'<text x="{EDGE}" y="34">brown: first runs; blue: as it stands</text>'
    )
    head = f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="Calibration of award titles"'
    path.write_text(f'{head} xmlns="http://www.w3.org/2000/svg">{STYLE}{body}</svg>\n', "utf-8")


def main() -> None:
    """Print what each confidence kept at first and keeps now, and draw it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    before, after = first(), now()
    for name, kept in (("first runs", before), ("now", after)):
        titles, right = sum(k.titles for k in kept), sum(k.right for k in kept)
        print(f"{name}: {right} of {titles} right ({right / titles:.3f})")
        for k in kept:
            print(f"  said {k.confidence:.2f}: {k.right} of {k.titles} ({k.right / k.titles:.3f})")
    if asked.picture:
        picture(asked.picture, before, after)


if __name__ == "__main__":
    main()
