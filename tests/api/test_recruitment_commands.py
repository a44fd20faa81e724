"""Checking offers on the command line, as recruiters, caseworkers and workers do."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from api.cli import cli
from api.commands.offer_lines import LineCheck, check_lines
from models.errors import FieldRefused, FileRefused, HighRoadError, RuleBookBroken

Run = Callable[..., Result]

FEE = [{"item": "service_fee", "amount": 1500, "currency": "USD", "payer": "worker"}]
OFFER = {
    "id": "mason",
    "dossier": {"origin_country": "NP", "residence_country": "NP", "destination": "QA"},
    "vacancy": {"isco08": "7112"},
    "contract": {"document_custody": "employer"},
    "costs": {"costs": FEE},
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `highroad` in this process, in an empty folder with a home of its own."""
    monkeypatch.setenv("HIGHROAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def highroad(*arguments: object, given: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(a) for a in arguments], input=given)

    return highroad


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """One offer as a person writes it: JSON over several lines."""
    path = tmp_path / "offer.json"
    path.write_text(json.dumps(OFFER, indent=2), encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_offer_in_a_json_file_is_checked(run: Run, offer: Path) -> None:
    done = run("check", "--input", offer, "--on", "2026-11-01")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["id"], answer["verdict"]) == (0, "mason", "BLOCK")


def test_lines_are_answered_in_order_and_a_bad_one_in_its_place(run: Run) -> None:
    lines = [json.dumps(OFFER), "no json", json.dumps({"id": "x", "contract": {"custody": 1}})]
    done = run("check", given="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [("error" in a, a["id"]) for a in answers] == [
        (False, "mason"),
        (True, "line-2"),
        (True, "x"),
    ]


@pytest.mark.parametrize("more", [(), ("--explain", "--for", "worker")])
def test_a_contract_given_to_check_is_sent_to_propose(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "contract.pdf").write_bytes(b"%PDF-1.4\n\xe2\xe3\xcf\xd3")
    refused = run("check", "--input", tmp_path / "contract.pdf", *more)
    assert isinstance(refused.exception, FileRefused)
    assert "is a PDF" in refused.exception.problem
    assert "highroad propose" in refused.exception.what_to_do


def test_an_offer_is_explained_from_standard_input_as_one_object(run: Run, offer: Path) -> None:
    done = run("check", "--explain", given=offer.read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert done.stdout.startswith("BLOCK")
    assert "FEE-01" in done.stdout and "within 7 days" in done.stdout


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You must not pay this"),
        ("fr", "Vous ne devez pas payer"),
        ("es", "No debe pagarlo"),
        ("ar", "ليس عليك دفع ذلك"),
    ],
)
def test_a_worker_reads_it_in_the_language_asked(
    run: Run, offer: Path, language: str, said: str
) -> None:
    done = run("check", "--input", offer, "--for", "worker", "--language", language)
    assert done.exit_code == 0
    assert said in done.stdout
    assert "FEE-01" not in done.stdout


@pytest.mark.parametrize(
    ("language", "title", "remedy", "head"),
    [
        (
            "fr",
            "Le travailleur ne paie aucune commission",
            "Personne ne peut demander",
            "QUESTIONS",
        ),
        ("es", "El trabajador no paga ninguna comisión", "Nadie puede pedir", "PREGUNTAS"),
        ("ar", "لا يدفع العامل أي رسوم", "لا يجوز لأحد", "الأسئلة"),
    ],
)
def test_every_sentence_of_an_answer_is_in_the_language_asked(
    run: Run, offer: Path, tmp_path: Path, language: str, title: str, remedy: str, head: str
) -> None:
    asked = ("check", "--input", offer, "--on", "2026-11-01", "--language", language)
    answer = json.loads(run(*asked).stdout)
    (fee,) = [f for f in answer["findings"] if f["rule"] == "FEE-01"]
    assert fee["title"].startswith(title) and fee["remedy"].startswith(remedy)
    assert (answer["language"], fee["result"], fee["asked_of"]) == (language, "FAIL", None)
    run(*asked, "--output", tmp_path / "o.csv")
    (row,) = rows(tmp_path / "o.csv")
    assert title in row["fails"] and remedy in row["remedies"]
    told = run(*asked, "--for", "caseworker", "--explain").stdout
    assert head in told and title in told and "QUESTIONS" not in told.replace(head, "")
    page = run(*asked, "--html").stdout
    assert f'lang="{language}"' in page and title in page


def test_english_is_what_is_told_by_default(run: Run, offer: Path) -> None:
    asked = ("check", "--input", offer, "--on", "2026-11-01")
    assert run(*asked).stdout == run(*asked, "--language", "en").stdout
    assert "in_words" not in run(*asked).stdout


def test_a_page_is_written_for_one_offer_only(run: Run, offer: Path, tmp_path: Path) -> None:
    page = tmp_path / "w.html"
    done = run("check", "--input", offer, "--for", "worker", "--language", "ar", "--html",
               "--output", page)  # fmt: skip
    assert done.exit_code == 0
    assert 'dir="rtl"' in page.read_text(encoding="utf-8")
    two = run("check", "--html", given=f"{json.dumps(OFFER)}\n{json.dumps(OFFER)}\n")
    assert two.exit_code == 2


def test_several_offers_are_explained_one_after_another(run: Run) -> None:
    bad = json.dumps({"id": "bad", "vacancy": {"isco08": "mason"}})
    done = run("check", "--explain", given=f"{json.dumps(OFFER)}\n{bad}\n")
    assert done.exit_code == 1
    assert "== mason ==" in done.stdout
    assert "'mason' is not an ISCO-08 code" in done.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--for", "lawyer"),
        ("--explain", "--language", "tlh"),
        ("--for", "worker", "--language", "tlh"),
        ("--profile", "no_such"),
        ("--on", "yesterday"),
    ],
)
def test_a_wrong_option_is_refused(run: Run, offer: Path, wrong: tuple[str, ...]) -> None:
    done = run("check", "--input", offer, *wrong)
    refused = done.exit_code == 2 or isinstance(done.exception, FieldRefused)
    assert refused or '"error"' in done.stdout
    assert "BLOCK" not in done.stdout


def test_an_unread_text_may_be_made_to_hold_only(run: Run, offer: Path) -> None:
    held = run("check", "--input", offer, "--unverified", "hold", "--on", "2026-11-01")
    findings = {f["rule"]: f["result"] for f in json.loads(held.stdout)["findings"]}
    assert findings["FEE-01"] == "UNKNOWN"


TABLE = [
    ["id", "dossier.origin_country", "dossier.destination", "dossier.transit", "vacancy.isco08",
     "vacancy.hours_week", "contract.written", "costs.costs", "evidence.contract"],
    ["a", "NP", "QA", "IN; AE", "7112", "48", "yes", json.dumps(FEE), "documented"],
    ["b", "PH", "GB", "", "2221", "forty", "", "", ""],
    ["c", "XX", "GB", "", "2221", "40", "", "", ""],
    ["", "PH", "GB", "", "2221", "37.5", "no", "", ""],
]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_of_facts_is_read_like_json(run: Run, tmp_path: Path, mark: str) -> None:
    table, out = tmp_path / "offers.csv", tmp_path / "out.jsonl"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(TABLE)
    done = run("check", "--input", table, "--output", out, "--on", "2026-11-01", "--all")
    assert done.exit_code == 1
    a, b, c, last = (json.loads(x) for x in out.read_text(encoding="utf-8").splitlines())
    facts = {k: v for f in a["findings"] for k, v in f["facts"].items()}
    assert facts["costs.costs"]["value"] == FEE
    assert facts["contract.written"] == {"value": True, "evidence": "documented"}
    assert facts["vacancy.hours_week"]["value"] == 48
    assert a["verdict"] == "BLOCK"
    assert "'forty' is not a plain number" in b["error"]["problem"]
    assert "not a country code" in c["error"]["problem"]
    assert last["id"] == "row-5" and "error" not in last
    refused = rows(Path(f"{out}.errors.csv"))
    assert [(r["row"], r["column"]) for r in refused] == [
        ("3", "vacancy.hours_week"),
        ("4", "dossier.origin_country"),
    ]


def test_a_workbook_of_facts_is_read_and_answered_as_a_workbook(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "on", "dossier.destination", "vacancy.isco08", "vacancy.start",
                        "contract.document_custody", "vacancy.pay.amount"])  # fmt: skip
    book.active.append(["a", "2026-11-01", "QA", 7112, "2027-01-01", "employer", 1000])
    book.save(tmp_path / "offers.xlsx")
    out = tmp_path / "out.xlsx"
    done = run("check", "--input", tmp_path / "offers.xlsx", "--output", out)
    assert done.exit_code == 0
    heading, first = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    found = dict(zip(heading, first, strict=True))
    assert (found["id"], found["verdict"], found["on"]) == ("a", "BLOCK", "2026-11-01")
    assert "MOV-01" in found["fails"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,contract.custody\na,worker\n", "contract.document_custody"),
        ("id,dossier.destination,dossier.destination\na,QA,QA\n", "twice"),
        ("id,dossier.destination\n", "no offer"),
        ("", "empty"),
    ],
)
def test_a_table_that_is_none_is_refused_as_a_whole(
    run: Run, tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    done = run("check", "--input", tmp_path / "t.csv")
    assert isinstance(done.exception, FileRefused)
    assert problem in str(done.exception)


@pytest.fixture
def vacancies(tmp_path: Path) -> Path:
    """A French vacancy list; one row has an offer of its own, one cannot be used."""
    path = tmp_path / "liste.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "Intitulé du poste", "Employeur", "Pays", "offer"])
        writer.writerow(["V1", "Infirmier en soins généraux", "CHU Nord", "FR", ""])
        writer.writerow(["V2", "Maçon", "Al Bina", "QA", json.dumps({"costs": {"costs": FEE}})])
        writer.writerow(["V3", "", "Al Bina", "QA", ""])
    return path


def test_a_whole_list_is_told_in_the_language_asked(
    run: Run, vacancies: Path, tmp_path: Path
) -> None:
    out, counts = tmp_path / "out.csv", tmp_path / "counts.txt"
    run("check", "--vacancies", vacancies, "--origin", "NP", "--output", out, "--summary", counts,
        "--on", "2026-11-01", "--language", "es")  # fmt: skip
    told = rows(out)
    assert "FEE-01 El trabajador no paga ninguna comisión" in told[1]["fails"]
    assert "Nadie puede pedir" in told[1]["remedies"]
    assert all("¿Quién guarda el pasaporte" in row["questions"] for row in told)
    assert not any("Who " in cell for row in told for cell in row.values())
    text = counts.read_text(encoding="utf-8")
    assert text.startswith("Ofertas: 2") and "Reglas incumplidas" in text
    assert "[crítica]" in text and "[critical]" not in text


def test_a_whole_list_is_checked_in_one_pass_and_summed_up(
    run: Run, vacancies: Path, tmp_path: Path
) -> None:
    out, counts = tmp_path / "out.csv", tmp_path / "counts.json"
    done = run("check", "--vacancies", vacancies, "--origin", "NP", "--output", out,
               "--summary", counts, "--on", "2026-11-01")  # fmt: skip
    assert done.exit_code == 1
    assert [(r["id"], r["verdict"], r["corridor"]) for r in rows(out)] == [
        ("V1", "HOLD", "NP > FR"),
        ("V2", "BLOCK", "NP > QA"),
    ]
    assert [r["row"] for r in rows(Path(f"{out}.errors.csv"))] == ["4"]
    summary = json.loads(counts.read_text(encoding="utf-8"))
    assert summary["verdicts"] == {"BLOCK": 1, "HOLD": 1}
    assert {g["name"] for g in summary["employers"]} == {"Al Bina", "CHU Nord"}


@pytest.mark.parametrize("name", ["counts.csv", "counts.txt"])
def test_a_summary_is_written_in_each_kind(
    run: Run, vacancies: Path, tmp_path: Path, name: str
) -> None:
    run("check", "--vacancies", vacancies, "--output", tmp_path / "o.jsonl", "--summary",
        tmp_path / name)  # fmt: skip
    assert "FEE-01" in (tmp_path / name).read_text(encoding="utf-8-sig")


def test_a_rule_is_shown_and_printed_for_signature(run: Run, tmp_path: Path) -> None:
    assert "Applies when" in run("rules", "show", "fee-01").stdout
    assert run("rules", "show", "FEE-99").exit_code == 2
    run("rules", "show", "FEE-01", "--html", tmp_path / "one" / "fee.html")
    assert "Sign-off" in (tmp_path / "one" / "fee.html").read_text(encoding="utf-8")
    run("rules", "print", tmp_path / "all")
    pages = {path.name for path in (tmp_path / "all").iterdir()}
    assert {"index.html", "FEE-01.html", "MOV-01.html"} <= pages


def test_the_rule_book_in_use_has_nothing_grave_to_mend(run: Run) -> None:
    assert run("rules", "lint", "--on", "2026-11-23").exit_code == 0


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A rule book of its own: the shipped one, one edition later, with one rule made stricter."""
    folder = tmp_path / "book"
    shipped = Path(str(files("matching.recruitment")))
    for part in ("rules", "parameters", "lists"):
        shutil.copytree(shipped / part, folder / part)
    for single in shipped.glob("*.toml"):
        if single.name != "facts.toml":
            shutil.copy(single, folder / single.name)
    (folder / "book.toml").write_text("edition = 99\nissued = 2026-11-24\n", encoding="utf-8")
    rule = folder / "rules" / "EQL" / "EQL-05.toml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace('severity = "minor"', 'severity = "major"'), encoding="utf-8")
    return folder


def test_two_rule_books_are_compared(run: Run, book: Path) -> None:
    shipped = Path(str(files("matching.recruitment")))
    done = run("rules", "diff", shipped, book)
    assert done.exit_code == 0
    assert "edited: EQL-05" in done.stdout
    assert isinstance(run("rules", "diff", shipped, book / "none").exception, FileRefused)


def test_a_folder_is_linted(run: Run, book: Path) -> None:
    rule = book / "rules" / "EQL" / "EQL-05.toml"
    rule.write_text("colour = 1\n" + rule.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("rules", "lint", book)
    assert done.exit_code == 1 and "EQL-05.toml" in done.stdout


def test_a_signed_rule_book_is_installed_and_used_and_another_key_is_refused(
    run: Run, book: Path, tmp_path: Path
) -> None:
    run("rules", "keys", tmp_path / "ours")
    run("rules", "keys", tmp_path / "theirs")
    bundle = tmp_path / "rules.zip"
    run("rules", "bundle", book, bundle, "--key", tmp_path / "ours.private.pem")
    wrong = run("rules", "install", bundle, "--key", tmp_path / "theirs.public.pem")
    assert isinstance(wrong.exception, RuleBookBroken)
    done = run("rules", "install", bundle, "--key", tmp_path / "ours.public.pem")
    assert done.exit_code == 0
    assert "major" in run("rules", "show", "EQL-05").stdout
    assert (tmp_path / "ours.private.pem").stat().st_mode & 0o077 == 0


def test_a_contract_proposes_facts_and_checks_nothing(run: Run, tmp_path: Path) -> None:
    contract = tmp_path / "contract.txt"
    contract.write_text("The employer shall keep the passport of the employee.", encoding="utf-8")
    done = run("propose", contract, "--quiet")
    (found,) = json.loads(done.stdout)
    assert (found["path"], found["value"]) == ("contract.document_custody", "employer")
    assert found["sentence"] == contract.read_text(encoding="utf-8")
    assert isinstance(run("propose", tmp_path / "none.pdf").exception, FileRefused)


def test_due_rules_end_with_one(run: Run) -> None:
    assert run("rules", "due", "--on", "2026-11-23").exit_code == 0
    late = run("rules", "due", "--on", "2031-01-01")
    assert late.exit_code == 1 and "FEE-01" in late.stdout


def test_every_refusal_is_one_of_ours(run: Run, tmp_path: Path) -> None:
    for name, content in {
        "a.json": b"\xff\xfe\x00",
        "b.xlsx": b"PK\x03\x04",
        "c.json": b"1 2",
    }.items():
        (tmp_path / name).write_bytes(content)
        done = run("check", "--input", tmp_path / name)
        ours: Any = done.exception
        assert done.exit_code == 1 and (isinstance(ours, HighRoadError | SystemExit))


def test_a_long_list_is_answered_by_several_processes_as_by_one(tmp_path: Path) -> None:
    lines = [json.dumps({**OFFER, "id": f"offer-{number}"}) for number in range(250)]
    lines[120:121] = ["no json", json.dumps({"id": "x", "contract": {"custody": 1}}), "[" * 5000]
    source = tmp_path / "offers.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = LineCheck(home=tmp_path, profile="iris_strict", on=date(2026, 11, 1))
    texts = []
    for long_list in (10, 10_000):
        target = tmp_path / f"out-{long_list}.jsonl"
        assert check_lines(asked, str(source), str(target), long_list=long_list) == 1
        texts.append(target.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    answers = [json.loads(line) for line in texts[0].splitlines()]
    assert len(answers) == 252
    assert [a["id"] for a in answers if "error" in a] == ["line-121", "x", "line-123"]


def test_a_file_nested_beyond_reason_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    deep.write_text('{"a":' * 5000 + "1" + "}" * 5000, encoding="utf-8")
    for more in ((), ("--explain",)):
        refused = run("check", "--input", deep, *more)
        assert isinstance(refused.exception, FileRefused)
        assert "nested too deeply" in str(refused.exception)
