from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import cli
from models.errors import FileRefused, InputRefused
from qualifications.taxonomy.concepts import Taxonomy
from qualifications.taxonomy.evaluation import METHODS, evaluated, read_gold, study_linker
from qualifications.taxonomy.labels import Label
from qualifications.taxonomy.linker import Linker
from qualifications.taxonomy.pictures import comparison_picture, curve_picture
from qualifications.taxonomy.text import fold

TITLES = {"plumber": "plumber", "Maçon": "bricklayer", "sous chef": "head chef"}


def gold(taxonomy: Taxonomy, folder: Path) -> Path:
    uris = {preferred: uri for uri, preferred, _ in taxonomy.names("occupation")}
    rows = [f"{text}\t{uris[label]}\ten" for text, label in TITLES.items()]
    path = folder / "gold.tsv"
    path.write_text("\n".join(["text\turi\tlanguage", *rows]), "utf-8")
    return path


def test_every_method_is_measured_on_the_same_questions(
    linker: Linker, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    asked = read_gold(gold(taxonomy, tmp_path), taxonomy)
    names = [
        Label(uri, "en", name, True, fold(name))
        for uri, name, _ in list(taxonomy.names("occupation"))[::20]
    ]
    names += [Label(question.uri, "en", "a name", False, "a name") for question in asked]
    figures = evaluated(asked, linker.of_kind("occupation"), names, lambda line: None, 1)
    assert {(row.language, row.method) for row in figures} == {
        (language, method) for language in ("all", "en") for method in METHODS
    }
    for row in figures:
        assert row.questions == 3
        for value, low, high in (row.mrr, *row.hits.values()):
            assert 0 <= low <= value <= high <= 1
        assert row.hits[1][0] <= row.hits[5][0] <= row.hits[10][0]
    own = next(row for row in figures if row.method == METHODS[0])
    assert own.hits[10][0] >= 2 / 3


@pytest.mark.parametrize(
    "content", ["", "a\tb\n1\t2\n", "text\turi\nnurse\thttp://example.org/none\n", b"\xff\xfe\x00"]
)
def test_a_table_that_cannot_be_used_is_refused(
    taxonomy: Taxonomy, tmp_path: Path, content: str | bytes
) -> None:
    path = tmp_path / "gold.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileRefused):
        read_gold(path, taxonomy)


def test_weights_that_saw_the_answers_are_not_measured(taxonomy: Taxonomy, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="seen every label"):
        study_linker("occupation", tmp_path, taxonomy, [])


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["evaluate", "linker"], InputRefused),
        (["evaluate", "linker", "--gold", "x", "--kind", "planet"], InputRefused),
        (["train", "linker", "--labels", "."], FileRefused),
        (["train", "linker", "--labels", ".", "--only", "planet"], InputRefused),
    ],
)
def test_wrong_commands_are_refused_in_words(
    arguments: list[str], refusal: type[Exception], tmp_path: Path
) -> None:
    given = [str(tmp_path) if word == "." else word for word in arguments]
    result = CliRunner().invoke(cli, given)
    assert isinstance(result.exception, refusal)


def test_pictures_hold_what_they_show() -> None:
    curve = curve_picture({"occupations": [(1000, 0.5), (2000, 0.75)]}, "Learning <fast>")
    assert curve.startswith("<svg") and "0.750" in curve and "&lt;fast&gt;" in curve
    bars = comparison_picture({"en": {"one": (0.5, 0.4, 0.6), "two": (0.3, 0.2, 0.4)}}, "Bars")
    assert bars.count("<rect") == 3 and "two" in bars
