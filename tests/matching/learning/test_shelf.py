"""Models kept by name: one in use, every change undone as it was done."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matching.learning.shelf import SHIPPED, Shelf
from matching.model import Model
from models.errors import ModelRefused

ON = date(2026, 11, 1)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for number in (1, 2):
        model = replace(Model.expert(), name=f"outcomes-{number}", calibrated=True)
        shelf.keep(model, {"data": {"placed": number}}, f"<h1>card {number}</h1>")
    return shelf


def test_the_shipped_model_is_in_use_until_another_is(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "new")
    assert shelf.names() == (SHIPPED,) and shelf.name_in_use() == SHIPPED
    assert shelf.model().name == SHIPPED and not shelf.model().calibrated
    assert shelf.next_name() == "outcomes-1"


def test_keeping_a_model_does_not_put_it_to_use(shelf: Shelf) -> None:
    assert shelf.names() == (SHIPPED, "outcomes-1", "outcomes-2")
    assert shelf.name_in_use() == SHIPPED and shelf.next_name() == "outcomes-3"
    assert shelf.card("outcomes-2").read_text() == "<h1>card 2</h1>"


def test_use_and_revert_walk_back_step_by_step(shelf: Shelf) -> None:
    shelf.use("outcomes-1", ON)
    shelf.use("outcomes-2", ON)
    assert shelf.model().name == "outcomes-2"
    assert shelf.revert(ON) == "outcomes-1" == shelf.model().name
    assert shelf.revert(ON) == SHIPPED == shelf.model().name
    with pytest.raises(ModelRefused, match="nothing to go back to"):
        shelf.revert(ON)
    assert [line["done"] for line in shelf.history()] == [
        "shipped", "used", "used", "reverted", "reverted",
    ]  # fmt: skip


def test_a_new_choice_after_a_revert_is_undone_alone(shelf: Shelf) -> None:
    shelf.use("outcomes-1", ON)
    shelf.revert(ON)
    shelf.use("outcomes-2", ON)
    assert shelf.revert(ON) == SHIPPED


def test_unknown_and_taken_names_are_refused(shelf: Shelf) -> None:
    with pytest.raises(ModelRefused, match="no model called 'nosuch'"):
        shelf.use("nosuch", ON)
    with pytest.raises(ModelRefused, match="taken or not plain"):
        shelf.keep(replace(Model.expert(), name="outcomes-1"), {}, "")
    with pytest.raises(ModelRefused, match="taken or not plain"):
        shelf.keep(replace(Model.expert(), name="../elsewhere"), {}, "")
    with pytest.raises(ModelRefused, match="has no card"):
        shelf.card(SHIPPED)


def test_a_model_of_other_features_cannot_be_used(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "models" / "outcomes-1" / "model.json"
    data = json.loads(path.read_text())
    del data["features"]["languages"]
    path.write_text(json.dumps(data))
    with pytest.raises(ModelRefused, match="other features"):
        shelf.use("outcomes-1", ON)
    assert shelf.name_in_use() == SHIPPED


def test_a_broken_log_is_said_and_not_guessed(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "models" / "in_use.json").write_text("not json")
    with pytest.raises(ModelRefused, match=r"in_use\.json"):
        shelf.model()


def test_outcomes_10_comes_after_outcomes_9(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in (9, 10, 2):
        shelf.keep(replace(Model.expert(), name=f"outcomes-{number}"), {}, "")
    assert shelf.names()[1:] == ("outcomes-2", "outcomes-9", "outcomes-10")
    assert shelf.next_name() == "outcomes-11"
