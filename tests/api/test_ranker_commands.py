"""Learning a ranker on the command line as a ministry's analyst does, and choosing one."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import cli
from api.composition import HighRoad
from api.match_lines import match_line
from api.settings import load_settings
from fixtures.market import Market, Person, simulate, write_market
from fixtures.market.demand import Opening
from models.errors import FileRefused, InputRefused, LearningRefused, ModelRefused
from models.levels import CEFR
from models.people import Candidate, Credential, Experience, LanguageSkill, Link
from models.protected import Protected
from models.work import Vacancy

Run = Callable[..., Result]


def candidate(person: Person) -> Candidate:
    """The person as normalising would have them, without the linker's time."""
    truth = person.truth
    return Candidate(
        id=person.id,
        country=truth.residence,
        credentials=(Credential(title="as written", isced_level=truth.isced_level),),
        experience=tuple(
            Experience(
                title="as written",
                occupation=Link(uri=truth.uri, confidence=0.9),
                start=date(job.start // 12, job.start % 12 + 1, 1),
                ongoing=True,
            )
            for job in truth.jobs
            if job.occupation == truth.occupation
        ),
        languages=truth.languages,
        protected=Protected(gender=truth.gender, citizenship=(truth.origin,)),
    )


def vacancy(opening: Opening) -> Vacancy:
    asked = opening.row["languages"].split()[-1:] if opening.language else []
    languages = tuple(LanguageSkill(code=opening.language or "", cefr=CEFR.of(a)) for a in asked)
    return Vacancy(
        id=opening.id,
        title=opening.row["title"],
        occupation=Link(uri=opening.trade.uri, confidence=0.9),
        country=opening.row["country"],
        education_level=opening.schooling,
        languages=languages,
    )


@pytest.fixture(scope="module")
def market() -> Market:
    return simulate(people_count=1500, vacancy_count=900, seed=2)


@pytest.fixture(scope="module")
def home(market: Market, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store holds the market's people and work, and their spoilt outcomes."""
    home = tmp_path_factory.mktemp("home")
    app = HighRoad(load_settings({"HIGHROAD_HOME": str(home)}))
    app.store.put_candidates([candidate(p) for p in market.people.values()])
    app.store.put_vacancies([vacancy(o) for o in market.openings])
    app.store.close()
    write_market(home / "lists", market, slips=0.03)
    return home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HIGHROAD_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")

    def highroad(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in arguments])

    return highroad


def test_learning_keeps_a_model_with_its_card_and_refuses_rows_in_words(
    run: Run, home: Path
) -> None:
    outcomes = home / "lists" / "outcomes.csv"
    result = run("train", "ranker", "--outcomes", outcomes, "--on", "2026-11-01")
    assert result.exit_code == 1, result.output
    assert "Learnt outcomes-1" in result.output and "against expert-1" in result.output
    with (home / "lists" / "outcomes.csv.errors.csv").open(encoding="utf-8-sig") as stream:
        refused = list(csv.DictReader(stream))
    assert {"candidate_id", "date", "vacancy_id"} <= {row["column"] for row in refused}
    assert all(row["problem"] and row["what_to_do"] for row in refused)
    measures = json.loads((home / "models" / "outcomes-1" / "measures.json").read_text())
    assert measures["data"]["placed"] >= 300 and measures["calibration"]["error"] < 0.05
    card = (home / "models" / "outcomes-1" / "card.html").read_text(encoding="utf-8")
    assert card.count("<svg") >= 6 and "Intended use" in card and "<script" not in card
    assert "http" not in card.replace("http-equiv", "")


def test_every_match_names_the_model_that_made_it_and_outcomes_bring_a_probability(
    run: Run, home: Path, market: Market
) -> None:
    vacancy_id = market.openings[-1].id

    def first() -> dict[str, object]:
        app = HighRoad(load_settings({"HIGHROAD_HOME": str(home)}))
        found = app.matches_for_vacancy(vacancy_id, on=date(2026, 11, 1))
        app.store.close()
        return match_line(found.matches[0])

    by_hand = first()
    assert (by_hand["model"], by_hand["probability"]) == ("expert-1", None)
    assert run("models", "use", "outcomes-1").exit_code == 0
    learnt = first()
    assert learnt["model"] == "outcomes-1" and 0 < learnt["probability"] < 1
    reasons = learnt["reasons"]
    assert sum(r["contribution"] for r in reasons) == pytest.approx(learnt["score"], abs=1e-6)
    listed = run("models", "list").output
    assert "in use  outcomes-1" in listed and "good placements" in listed
    assert run("models", "card").output.strip().endswith("card.html")
    assert "Back to: expert-1" in run("models", "revert").output
    assert first()["model"] == "expert-1"


def test_measuring_on_outcomes_compares_what_is_on_the_shelf(run: Run, home: Path) -> None:
    result = run("evaluate", "ranker", "--outcomes", home / "lists" / "outcomes.csv", "--quiet")
    assert result.exit_code == 0, result.output
    assert "expert-1" in result.output and "the lists' own order" in result.output


def test_too_few_outcomes_are_refused_and_nothing_is_kept(
    run: Run, home: Path, tmp_path: Path
) -> None:
    lines = (home / "lists" / "outcomes.csv").read_text(encoding="utf-8").splitlines()
    few = tmp_path / "few.csv"
    few.write_text("\n".join(lines[:200]), encoding="utf-8")
    result = run("train", "ranker", "--outcomes", few)
    assert isinstance(result.exception, LearningRefused)
    assert "300 good placements" in result.exception.what_to_do


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("models", "use", "nosuch"), ModelRefused),
        (("models", "card", "expert-1"), ModelRefused),
        (("train", "ranker", "--outcomes", "x.csv", "--name", "expert-1"), ModelRefused),
        (("train", "ranker", "--outcomes", "x.csv", "--name", "Model A"), ModelRefused),
        (("train", "ranker", "--outcomes", "missing.csv"), FileRefused),
        (("train", "ranker", "--outcomes", "x.csv", "--candidates", "y.csv"), InputRefused),
    ],
)
def test_refusals_are_sentences(
    run: Run, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    assert isinstance(run(*arguments).exception, error)


def test_outcomes_need_people_to_be_about(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path))
    result = run("train", "ranker", "--outcomes", tmp_path / "x.csv")
    assert isinstance(result.exception, InputRefused) and "import" in result.exception.what_to_do
