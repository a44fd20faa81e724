"""Learning a ranker from outcomes, testing it, and choosing which one is in use."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from api.commands.common import Exit, On, Quiet, Teller, installation
from api.exports import write_refusals
from api.imports.refusals import Refusal
from api.learning import Evidence, gather
from api.model_card import model_card
from matching.learning.measures import Interval
from matching.learning.shelf import SHIPPED, Entry

_SHOWN, _ROWS_NAMED = 12, 5

train = typer.Typer(
    no_args_is_help=True, help="Train a model: the ranker from outcomes, the linker from labels."
)
evaluate = typer.Typer(no_args_is_help=True, help="Measure a model beside simpler tools.")
models = typer.Typer(no_args_is_help=True, help="The rankers here: list, use, revert, card.")

Outcomes = Annotated[
    Path, typer.Option(help="Outcomes: CSV, XLSX or JSON Lines, a row a proposal.", dir_okay=False)
]
Vacancies = Annotated[
    Path | None, typer.Option(help="Vacancy list. Default: the imported vacancies.")
]
Candidates = Annotated[
    Path | None, typer.Option(help="Candidate list. Default: the imported candidates.")
]


@train.command("ranker")
def train_ranker(
    outcomes: Outcomes,
    vacancies: Vacancies = None,
    candidates: Candidates = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the model. Default: outcomes-1, outcomes-2 ...")
    ] = None,
    use: Annotated[bool, typer.Option("--use", help="Put it to use at once.")] = False,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Learn a ranker from outcomes, test it on the latest of them, and write its model card.

    Rows that cannot be used go to OUTCOMES.errors.csv; the others teach. The model is kept, not
    used, until you say so: highroad models use NAME.
    """
    # Late: scikit-learn takes a second, which no other command should wait for.
    from matching.learning.additivity import learn_with_pairs
    from matching.learning.training import refuse_too_few
    from matching.learning.trial import measured

    tell, day = Teller(quiet=quiet), on or date.today()
    app = installation(quiet=quiet)
    called = app.models.free_name(name)
    evidence = gather(app, outcomes, vacancies=vacancies, candidates=candidates, on=day, tell=tell)
    _tell_rows(outcomes, evidence, tell)
    parts = refuse_too_few(evidence.examples)
    tell("Learning")
    learnt, additivity = learn_with_pairs(parts, called)
    found = measured(learnt, evidence.examples, parts, app.models.model(), evidence.groups)
    found["additivity"] = additivity.as_json()
    found = {**found, "on": day.isoformat(), "source": outcomes.name}
    card = model_card(learnt.model, found, source=outcomes.name, on=day)
    path = app.models.keep(learnt.model, found, card)
    _say_found(found, path, use)
    if use:
        app.models.use(learnt.model.name, day)
        Console().print(f"In use from now on: {learnt.model.name}. A running service: restart it.")
    raise typer.Exit(Exit.REFUSED_ROWS if evidence.refusals else Exit.DONE)


def _tell_rows(outcomes: Path, evidence: Evidence, tell: Teller) -> None:
    for note in evidence.notes:
        tell(note)
    for line in islice(_grouped(evidence.refusals), _SHOWN):
        tell(line)
    errors = write_refusals(outcomes, evidence.refusals)
    more = f"; every reason is in {errors}" if errors else ""
    used = len(evidence.examples)
    tell(f"{evidence.rows} outcomes read, {used} used, {len(evidence.refusals)} problems{more}")


def _grouped(refusals: Sequence[Refusal]) -> Iterator[str]:
    """Each kind of problem once, with the rows that have it, the most frequent first."""
    kinds: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in refusals:
        kinds.setdefault((refusal.column, refusal.problem), []).append(refusal)
    for (column, problem), those in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        rows = ", ".join(str(r.row) for r in those[:_ROWS_NAMED])
        more = f" and {len(those) - _ROWS_NAMED} more" if len(those) > _ROWS_NAMED else ""
        where = f"row{'s' if len(those) > 1 else ''} {rows}{more}"
        first = those[0]
        value = f" (such as '{first.value}')" if first.value else ""
        said = f"{column}{value}: {problem}" if column else problem
        yield f"{first.file} {where}: {said} {first.what_to_do}"


def _say_found(found: dict[str, Any], card: Path, use: bool) -> None:
    say = Console(soft_wrap=True, highlight=False).print
    gain, error = found["ranking"]["gain_over_in_use"], found["calibration"]["error"]
    better = "better" if gain["low"] > 0 else "worse" if gain["high"] < 0 else "perhaps no better"
    say(f"Learnt {found['model']} from {found['data']['placed']} good placements.")
    say(
        f"On {found['ranking']['lists']} later lists: NDCG@10 "
        f"{found['ranking']['ndcg'][found['model']]['value']:.3f}, "
        f"{gain['value']:+.3f} ({gain['low']:+.3f} to {gain['high']:+.3f}) "
        f"against {found['in_use']}: {better}. Calibration error {error:.3f}."
    )
    say(_said_of_additivity(found["additivity"]))
    say(f"Model card: {card}")
    if not use:
        say(f"Put it to use with: highroad models use {found['model']}")


def _said_of_additivity(found: dict[str, Any]) -> str:
    cost, pairs = found["cost"], [" with ".join(pair) for pair in found["pairs"]]
    said = (
        f"What being additive costs on {found['lists']} later lists: {cost['value']:.1%} of "
        f"NDCG@10 ({cost['low']:.1%} to {cost['high']:.1%}), {found['allowed']:.0%} allowed"
    )
    if pairs:
        return f"{said}; that is with pairs: {', '.join(pairs)}."
    return f"{said}; no pair is used." if found["within"] else f"{said}; no pair won it back."


@evaluate.command("ranker")
def evaluate_ranker(
    outcomes: Annotated[
        Path | None,
        typer.Option(help="Outcomes to measure on. Default: a simulated market.", dir_okay=False),
    ] = None,
    vacancies: Vacancies = None,
    candidates: Candidates = None,
    people: Annotated[int, typer.Option(min=500, help="Simulated people.")] = 3000,
    work: Annotated[int, typer.Option(min=400, help="Simulated vacancies.")] = 1500,
    seed: Annotated[int, typer.Option(help="Seed of the simulated market.")] = 1,
    on: On = None,
    quiet: Quiet = False,
) -> None:
    """Measure the rankers here beside simpler ones: on the latest outcomes, or on a simulation.

    In the simulated market the truth is known; a ranker is learnt there from its history alone.
    """
    from api.ranker_trial import on_outcomes, on_simulated_market  # late, as above

    tell, app = Teller(quiet=quiet), installation(quiet=quiet)
    if outcomes is None:
        rows = on_simulated_market(app, people=people, work=work, seed=seed, tell=tell)
        title = f"NDCG@10 against the truth of a simulated market (seed {seed})"
    else:
        evidence = gather(
            app, outcomes, vacancies=vacancies, candidates=candidates,
            on=on or date.today(), tell=tell,
        )  # fmt: skip
        _tell_rows(outcomes, evidence, tell)
        rows = on_outcomes(app, evidence.examples)
        title = "NDCG@10 on the latest fifth of the outcomes"
    Console().print(_table(title, rows))


def _table(title: str, rows: dict[str, Interval]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("ranking")
    table.add_column("NDCG@10", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, found in sorted(rows.items(), key=lambda pair: -np.nan_to_num(pair[1].value)):
        table.add_row(name, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}")
    return table


@models.command("list")
def list_models() -> None:
    """Every ranker here, with what was measured when it was learnt, and which one is in use."""
    say = Console(soft_wrap=True, highlight=False).print
    for entry in installation().models.entries():
        say(f"{'in use' if entry.in_use else '      '}  {entry.name:14}  {_said_of(entry)}")


def _said_of(entry: Entry) -> str:
    m = entry.measures
    if not m:
        return (
            "points set by hand; shows no probability" if entry.name == SHIPPED else "no measures"
        )
    return (
        f"learnt {m['on']} from {m['source']}, {m['data']['placed']} good placements; NDCG@10 "
        f"{m['ranking']['gain_over_in_use']['value']:+.3f} against {m['in_use']}; "
        f"calibration error {m['calibration']['error']:.3f}"
    )


Name = Annotated[str, typer.Argument(help="Name of the model; see: highroad models list")]


@models.command("use")
def use_model(name: Name) -> None:
    """Put a ranker to use; every match from then on carries its name."""
    installation().models.use(name, date.today())
    Console().print(f"In use from now on: {name}. A running service takes it up when restarted.")


@models.command("revert")
def revert_model() -> None:
    """Go back to the ranker that was in use before this one."""
    name = installation().models.revert(date.today())
    Console().print(f"Back to: {name}. A running service takes it up when restarted.")


@models.command("card")
def show_card(
    name: Annotated[str | None, typer.Argument(help="Default: the model in use.")] = None,
) -> None:
    """Say where a ranker's card lies, to open it in a browser."""
    shelf = installation().models
    Console(soft_wrap=True).print(str(shelf.card(name or shelf.name_in_use())))
