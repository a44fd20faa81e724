"""How far a stated confidence of an award's level can be relied on: a table and a picture.

Asks every title of one or more lists (tab-separated: country, title, level) and sets the share that
was right beside the confidence that was stated, with 95 % intervals (Wilson).

    python tests/benchmarks/recognition_calibration.py --plot docs/recognition-calibration.svg
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path

from qualifications.awards import identify

OWN_LIST = Path(__file__).parents[1] / "qualifications" / "award_titles.tsv"
_Z = 1.959964  # two-sided 95 %
_WIDTH = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers whose stated confidence lies close together, and how many of them were right."""

    stated: float
    titles: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.titles


def answered(files: Sequence[Path]) -> list[tuple[float, bool]]:
    """The stated confidence of each title (0 where no level is given), and whether it was right."""
    found = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                answer = identify(row["title"], row["country"])
                found.append((answer.confidence, answer.level == int(row["level"])))
    return found


def bins(answers: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """The answers by stated confidence, in steps of a tenth, the least confident first."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        groups.setdefault(int(confidence / _WIDTH + 1e-9), []).append((confidence, right))
    for _, group in sorted(groups.items()):
        right = sum(was_right for _, was_right in group)
        low, high = wilson(right, len(group))
        stated = sum(confidence for confidence, _ in group) / len(group)
        yield Bin(stated=stated, titles=len(group), right=right, low=low, high=high)


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    share, z2 = right / of, _Z**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of**2)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def plot(found: Sequence[Bin], path: Path) -> None:
    """Draw the bins beside the line on which confidence and share agree, with the counts below."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "highroad", "font.size": 10})
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(5, 5.2), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    stated = [b.stated for b in found]
    share = [b.share for b in found]
    reach = [[b.share - b.low for b in found], [b.high - b.share for b in found]]
    above.plot([0, 1], [0, 1], ":", color="grey", label="as sure as right")
    above.errorbar(stated, share, yerr=reach, fmt="o", capsize=4, label="right, with 95 % interval")
    above.set(ylabel="share of levels that are right", ylim=(0, 1.04), xlim=(0, 1.04))
    above.legend(frameon=False, loc="lower right")
    below.bar(stated, [b.titles for b in found], width=0.03)
    for one in found:
        below.annotate(str(one.titles), (one.stated, one.titles), ha="center", va="bottom")
    most = max(b.titles for b in found)
    below.set(xlabel="stated confidence", ylabel="titles", ylim=(0, most * 1.25))
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print the table as JSON, and draw it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="*", type=Path, default=[OWN_LIST])
    parser.add_argument("--plot", type=Path, help="where to draw it, as SVG or PNG")
    given = parser.parse_args()
    answers = answered(given.lists)
    found = tuple(bins(answers))
    error = sum(b.titles * abs(b.stated - b.share) for b in found) / len(answers)
    print(json.dumps({"titles": len(answers), "calibration_error": round(error, 4)}))
    for one in found:
        print(json.dumps({key: round(value, 3) for key, value in asdict(one).items()}))
    if given.plot:
        plot(found, given.plot)


if __name__ == "__main__":
    main()
