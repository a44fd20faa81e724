"""What the probability of a competence is worth: held against occupations that were left out.

For each field of study, each occupation that lives off it is left out in turn; the skills that the
others make likely are then held against what the official relations say that it asks for. So a
probability says how often an occupation that the field prepares for asks for the skill, and not
yet how often a person with the award has it.

    python tests/benchmarks/competence_calibration.py FOLDER_OF_ESCO_RELATIONS
"""

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualifications.competences import Competences
from qualifications.fields import load_fields
from qualifications.taxonomy.implied import ImpliedSkills
from qualifications.taxonomy.snapshot import load_taxonomy

_EDGES = (0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_LEVEL = 6


def relations(folder: Path, competences: Competences) -> NDArray[np.int8]:
    """Occupations × skills: 2 where a relation is essential, 1 where it is optional."""
    taxonomy = competences.taxonomy
    occupations = {o.uri: n for n, o in enumerate(taxonomy.occupations)}
    skills = {s.uri: n for n, s in enumerate(taxonomy.skills)}
    asked = np.zeros((len(occupations), len(skills)), dtype=np.int8)
    with next(folder.glob("occupationSkillRelations*.csv")).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            where = occupations.get(row["occupationUri"]), skills.get(row["skillUri"])
            if None not in where:
                asked[where] = max(asked[where], 2 if row["relationType"] == "essential" else 1)
    return asked


def held_out(
    competences: Competences, asked: NDArray[np.int8]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int8]]]:
    """For every field and left-out occupation: probabilities, own knowledge, what is asked."""
    for field in sorted(code for code in load_fields().titles if len(code) == 4):
        for occupation in competences.occupations_of(field, _LEVEL):
            if not asked[occupation].any():
                continue
            numbers, values = competences.likely(field, _LEVEL, without=occupation)
            own = competences.is_knowledge_of(field)[numbers]
            yield values, own, asked[occupation, numbers]


def table(folder: Path) -> dict[str, Any]:
    """The share of held-out occupations that ask for a skill, by its stated probability."""
    taxonomy = load_taxonomy()
    competences = Competences(taxonomy, ImpliedSkills.load(taxonomy))
    found = list(held_out(competences, relations(folder, competences)))
    values, own, asked = (np.concatenate(parts) for parts in zip(*found, strict=True))
    rows: dict[str, Any] = {"left_out": len(found), "pairs": len(values)}
    for name, chosen in (("knowledge of the field", own), ("other", ~own)):
        rows[name] = [
            {
                "stated": f"{low} to {high}",
                "mean": round(float(values[inside].mean()), 3),
                "pairs": int(inside.sum()),
                "essential": round(float((asked[inside] == 2).mean()), 3),
                "essential or optional": round(float((asked[inside] > 0).mean()), 3),
            }
            for low, high in zip(_EDGES, (*_EDGES[1:], 1.0), strict=True)
            if (inside := chosen & (values >= low) & (values < high)).any()
        ]
    return rows


def main() -> None:
    """Print the table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the official CSV of relations")
    print(json.dumps(table(parser.parse_args().folder), indent=1))


if __name__ == "__main__":
    main()
