"""How long 100,000 credentials take on every core, and one alone.

    python tests/benchmarks/bench_recognition.py [--credentials 100000]

The titles are those of the tests, as papers of 163 countries word them; each line has a year, a
length, a host, a purpose and an institution of its own, so that little is answered from memory.
"""

import argparse
import csv
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from api.commands.credential_batches import LineRecognition
from api.commands.long_lists import answer_lines
from api.settings import load_settings
from models.people import Credential
from qualifications.countries import load_countries
from qualifications.institutions import Institutions
from qualifications.recognition import Recogniser
from qualifications.recognition_batch import recognise_line

ON = date(2026, 11, 23)
TITLES = Path(__file__).parents[1] / "qualifications" / "recognition" / "titles_on_papers.csv"
HOSTS = [
    "DE",
    "NL",
    "GB",
    "IE",
    "FR",
    "ES",
    "IT",
    "SE",
    "NO",
    "PL",
    "CA",
    "US",
    "AU",
    "NZ",
    "AE",
    "ZA",
    "JP",
    "PT",
]
PURPOSES = ("study", "employment", "regulated_profession", "visa")
FIELDS = ("nursing", "civil engineering", "accounting", "informatique", "medicina", "право", "工学")
PROFESSIONS = ("nurse", "engineer", "teacher", None)


def credentials(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Made-up lines over real award names; equal seeds give equal lines."""
    dice = random.Random(seed)
    with TITLES.open(encoding="utf-8") as file:
        titles = [(row["country"], row["title"]) for row in csv.DictReader(file, delimiter="|")]
    for number in range(count):
        country, title = dice.choice(titles)
        yield {
            "id": f"c{number}",
            "title": f"{title} – {dice.choice(FIELDS)} {number % 9973}",
            "country": country,
            "year": dice.randint(1975, 2026),
            "duration_years": dice.choice((2, 3, 4, 5, None)),
            "institution": f"University of {chr(65 + number % 26)}{number % 20011}",
            "profession": dice.choice(PROFESSIONS),
            "host": dice.choice(HOSTS),
            "purpose": dice.choice(PURPOSES),
        }


def one_alone(count: int = 300) -> list[float]:
    """Milliseconds of single answers, each to a credential not seen before."""
    taken = []
    for line in credentials(20, seed=3):  # what is read once: countries, institutions, fields
        recognise_line(line, on=ON)
    for line in credentials(count, seed=11):
        begun = time.perf_counter()
        recognise_line(line, on=ON)
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def many(count: int) -> float:
    """Seconds for a batch from file to file, on every core."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        lines = (json.dumps(line, ensure_ascii=False) for line in credentials(count))
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        terms = LineRecognition(settings=load_settings(), on=ON)
        begun = time.perf_counter()
        answer_lines(terms, str(source), str(target))
        taken = time.perf_counter() - begun
        with target.open(encoding="utf-8") as answers:
            assert sum(1 for _ in answers) == count
        return taken


def parts(count: int = 2000) -> Iterator[tuple[str, float]]:
    """Seconds for what an import of people does with credentials, each not seen before."""
    begun = time.perf_counter()
    load_countries()
    yield "all country files read", time.perf_counter() - begun
    recogniser, institutions = Recogniser.load(), Institutions.load()
    lines = list(credentials(count, seed=13))
    begun = time.perf_counter()
    for line in lines:
        title, country, year = line["title"], line["country"], line["year"]
        recogniser.normalise(Credential(title=title, country=country, year=year))
    yield f"{count} credentials normalised", time.perf_counter() - begun
    begun = time.perf_counter()
    for line in lines:
        institutions.link(line["institution"])
    yield f"{count} names of institutions linked", time.perf_counter() - begun


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--credentials", type=int, default=100_000)
    count = options.parse_args().credentials
    for what, seconds in parts():
        print(f"{what}: {seconds:.2f} s")
    taken = one_alone()
    print(f"one alone: median {statistics.median(taken):.2f} ms, slowest {taken[-1]:.2f} ms")
    seconds = many(count)
    print(
        f"{count} credentials on {os.cpu_count()} cores: {seconds:.0f} s, {count / seconds:.0f}/s"
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"CPU of all processes: {cpu:.0f} s; memory of the largest: {used.ru_maxrss // 1024} MB")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
