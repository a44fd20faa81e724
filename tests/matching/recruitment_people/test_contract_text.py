"""What a contract seems to state is proposed with its sentence, and asserted to nobody."""

import io
import re
import tomllib
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.recruitment.contract_sentences import number, sentences_of, sums_in
from matching.recruitment.contract_text import Proposal, contract_text, propose
from matching.recruitment.dossier import Dossier
from models.errors import EmptyFile, FileRefused, OversizedFile, UnsupportedFile
from qualifications.documents.written import MOST_CHARACTERS

ENGLISH = """EMPLOYMENT CONTRACT
1. Place of work: Building 4, Al Wakrah, Qatar.
2. The contract is valid for a period of two (2) years.
3. The Employee shall receive a basic salary of QAR 1,200.00 per month.
4. Normal working hours are 48 hours per week, with one day off.
5. The Employer shall keep the passport of the
employee for safekeeping.
6. The cost of recruitment fees of USD 1,500 shall be borne by the worker.
7. QAR 150 shall be deducted from the salary each month for accommodation.
8. Either party may terminate by giving 30 days notice.
9. An employee who resigns before the end shall pay a penalty of QAR 2,000.
10. The return ticket shall be paid by the employer.
11. This contract is drawn up in English and Arabic. The employee may not join a trade union.
"""


def values(text: str) -> dict[str, object]:
    return {p.path: p.value for p in propose(text)}


def pdf(lines: Sequence[str]) -> bytes:
    """A small PDF with these lines as text, written by hand."""
    escaped = (re.sub(r"([()\\])", r"\\\1", line) for line in lines)
    shown = " ".join(f"({line}) Tj T*" for line in escaped)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for count, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (count, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(out),
    )
    return out + head + tail


def word(paragraphs: Sequence[str], table: Sequence[tuple[str, str]] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = document.add_table(rows=0, cols=2)
    for left, right in table:
        cells = made.add_row().cells
        cells[0].text, cells[1].text = left, right
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_contract_in_english_proposes_what_it_says() -> None:
    found = values(ENGLISH)
    assert (
        found.items()
        >= {
            "vacancy.workplace_address": "Building 4, Al Wakrah, Qatar",
            "contract.months": 24.0,
            "vacancy.pay.basic": 1200.0,
            "vacancy.pay.currency": "QAR",
            "vacancy.pay.period": "month",
            "vacancy.hours_week": 48.0,
            "contract.document_custody": "employer",
            "contract.termination.worker_notice_days": 30.0,
            "contract.termination.employer_notice_days": 30.0,
            "contract.termination.penalty": 2000.0,
            "contract.repatriation.payer": "employer",
            "contract.bans_union": True,
        }.items()
    )
    assert found["contract.languages"] == ["en", "ar"]
    assert found["costs.costs[+]"] == {
        "item": "service_fee", "payer": "worker", "amount": 1500.0, "currency": "USD",
    }  # fmt: skip
    assert found["contract.deductions[+]"] == {
        "purpose": "housing", "amount": 150.0, "currency": "QAR",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("Le salaire mensuel est fixé à 2 400,50 EUR par mois.", "vacancy.pay.amount", 2400.5),
        ("La durée du travail est de 39 heures par semaine.", "vacancy.hours_week", 39.0),
        ("Horaire : 8 heures par jour, 6 jours par semaine.", "vacancy.hours_week", 48.0),
        ("Le passeport du salarié est conservé par l'employeur.", "contract.document_custody",
         "employer"),
        ("Le préavis est d'un mois de part et d'autre.",
         "contract.termination.worker_notice_days", 30.0),
        ("Les frais de visa sont à la charge du salarié.", "costs.costs[+]",
         {"item": "admin", "document": "visa", "payer": "worker"}),
        ("El trabajador percibirá un salario de 1.350,00 € al mes.", "vacancy.pay.amount", 1350.0),
        ("La jornada será de 40 horas semanales.", "vacancy.hours_week", 40.0),
        ("Trabajará 9 horas al día, 6 días a la semana.", "vacancy.hours_week", 54.0),
        ("El trabajador conservará su pasaporte.", "contract.document_custody", "worker"),
        ("Los gastos de contratación serán pagados por el trabajador.", "costs.costs[+]",
         {"item": "service_fee", "payer": "worker"}),
        ("El pasaje de regreso corre a cargo del empleador.", "contract.repatriation.payer",
         "employer"),
        ("Der Arbeitnehmer erhält ein Grundgehalt von 3.100,00 EUR monatlich.",
         "vacancy.pay.basic", 3100.0),
        ("Die Arbeitszeit beträgt 38,5 Stunden pro Woche.", "vacancy.hours_week", 38.5),
        ("Gearbeitet wird 7,5 Stunden täglich an 5 Tagen pro Woche.", "vacancy.hours_week", 37.5),
        ("Die Kosten für das Visum trägt der Arbeitgeber.", "costs.costs[+]",
         {"item": "admin", "document": "visa", "payer": "employer"}),
        ("Der Reisepass verbleibt beim Arbeitnehmer.", "contract.document_custody", "worker"),
        ("Der Vertrag ist auf 24 Monate befristet.", "contract.months", 24.0),
        ("يتقاضى العامل راتبًا أساسيًا قدره ١٥٠٠ ريال سعودي شهريًا.", "vacancy.pay.basic", 1500.0),
        ("يحتفظ صاحب العمل بجواز سفر العامل.", "contract.document_custody", "employer"),
        ("يتحمل صاحب العمل تذكرة العودة.", "contract.repatriation.payer", "employer"),
        ("The passport shall remain with the employee.", "contract.document_custody", "worker"),
        ("The employer shall not keep the passport.", "contract.document_custody", "worker"),
        ("The helper gets two weeks' notice.", "contract.particulars.termination",
         True),
    ],
)  # fmt: skip
def test_a_clause_in_its_language_proposes_its_fact(text: str, path: str, value: object) -> None:
    assert (path, value) in [(p.path, p.value) for p in propose(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The worker shall not be charged any recruitment fee.",
        "No deduction for accommodation is made from the salary.",
        "The company has 48 employees and was founded in 1999.",
        "Passports are issued by the ministry.",
        "The salary is to be agreed.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
    ],
)
def test_what_is_denied_or_not_said_is_not_proposed_as_a_cost(text: str) -> None:
    paths = {p.path for p in propose(text)}
    assert not paths & {"costs.costs[+]", "contract.deductions[+]", "contract.document_custody",
                        "vacancy.hours_week", "vacancy.pay.amount"}  # fmt: skip


def test_each_proposal_shows_the_sentence_it_rests_on() -> None:
    plain = " ".join(ENGLISH.split())
    for proposal in propose(ENGLISH):
        assert proposal.sentence in plain
        assert 0 < proposal.confidence <= 0.9


def test_two_values_for_one_fact_are_both_shown_with_less_confidence() -> None:
    text = "The working time is 40 hours per week. In summer it is 60 hours per week."
    hours = [p for p in propose(text) if p.path == "vacancy.hours_week"]
    assert [(p.value, p.confidence) for p in hours] == [(40.0, 0.3), (60.0, 0.3)]


def test_two_people_before_the_verb_leave_it_less_sure() -> None:
    (found,) = [
        p
        for p in propose("Where the worker resigns, the employer pays the return ticket.")
        if p.path == "contract.repatriation.payer"
    ]
    assert (found.value, found.confidence) == ("employer", 0.5)


def confirmed(proposals: Sequence[Proposal]) -> dict[str, object]:
    """The facts that a person would confirm, as a dossier takes them."""
    facts: dict[str, object] = {}
    for proposal in proposals:
        *above, last = proposal.path.split(".")
        place = facts
        for step in above:
            place = place.setdefault(step, {})  # type: ignore[assignment]
        if last.endswith("[+]"):
            place.setdefault(last.removesuffix("[+]"), []).append(proposal.value)  # type: ignore[attr-defined]
        else:
            place[last] = proposal.value
    return facts


def test_what_is_proposed_can_be_confirmed_and_is_then_only_declared() -> None:
    dossier = Dossier.parse(confirmed(propose(ENGLISH)))
    assert dossier.facts["contract.document_custody"] == "employer"
    assert {dossier.level(path).name for path in dossier.facts} == {"DECLARED"}


def test_the_same_contract_as_text_pdf_and_word_proposes_the_same() -> None:
    lines = [line for line in ENGLISH.splitlines() if line]
    asked = ("vacancy.pay.basic", "contract.document_custody", "contract.months")
    wanted = {path: values(ENGLISH)[path] for path in asked}
    for content in (ENGLISH.encode(), ENGLISH.encode("utf-16"), pdf(lines), word(lines)):
        found = values(contract_text(content))
        assert {path: found.get(path) for path in asked} == wanted


def test_a_table_in_a_word_file_is_read() -> None:
    content = word(["Contract of employment for a mason in Doha, both parties signing below."],
                   [("Place of work", "Doha"), ("Salary", "QAR 1,500 per month")])  # fmt: skip
    found = values(contract_text(content))
    assert found["vacancy.workplace_address"] == "Doha"
    assert found["vacancy.pay.amount"] == 1500.0


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 70_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFile),
        (pdf([]), EmptyFile),
        (b"%PDF-1.7 and then nothing", FileRefused),
        (b"PK\x03\x04 broken", FileRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", UnsupportedFile),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", UnsupportedFile),
        (b"a" * 10_000_001, OversizedFile),
        (b"word " * (MOST_CHARACTERS // 4), OversizedFile),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as said:
        contract_text(content)
    assert said.value.problem and said.value.what_to_do


def test_a_document_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(OversizedFile):
        contract_text(bomb())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,500", 1500.0), ("1.500", 1500.0), ("1.500,00", 1500.0), ("1,500.50", 1500.5),
        ("1 500,5", 1500.5), ("12.5", 12.5), ("1'200", 1200.0), ("950", 950.0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_contracts_write_them(text: str, read: float) -> None:
    assert number(text) == read


def test_a_bare_dollar_names_no_currency() -> None:
    assert [(s.amount, s.currency) for s in sums_in("a fee of $ 1,500 or US$ 20")] == [
        (1500.0, None),
        (20.0, "USD"),
    ]


def test_a_contract_as_long_as_may_be_is_read_to_its_end() -> None:
    filling = "The quick brown party of the first part, subject to notice, pays. "
    text = (filling * (MOST_CHARACTERS // len(filling)))[: MOST_CHARACTERS - len(ENGLISH)] + ENGLISH
    assert values(text)["vacancy.hours_week"] == 48.0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for proposal in propose(text):
        assert proposal.sentence
    assert all(sentences_of(text))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b""]))
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    with suppress(FileRefused):
        assert isinstance(contract_text(start + content), str)


CONTRACTS = Path(__file__).parent / "contracts"
Said = tuple[str, str]


def said(path: str, value: object) -> Said:
    """A fact in one form, whether a person wrote it down or the reader proposes it."""
    if isinstance(value, dict):
        return path, repr(sorted((key, number_of(inner)) for key, inner in value.items()))
    return path, repr(sorted(value) if isinstance(value, list) else number_of(value))


def number_of(value: object) -> object:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else value


def read_and_wanted(path: Path) -> tuple[set[Said], set[Said]]:
    contract = tomllib.loads(path.read_text("utf-8"))
    wanted = {said(name, value) for name, value in contract["facts"].items()}
    wanted |= {said(line["path"], line["value"]) for line in contract["lines"]}
    proposed = propose(contract["text"])
    return {said(p.path, p.value) for p in proposed if "particulars" not in p.path}, wanted


@pytest.mark.parametrize("path", sorted(CONTRACTS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_realistic_contract_is_read_nearly_whole_and_nothing_false_is_proposed(
    path: Path,
) -> None:
    proposed, wanted = read_and_wanted(path)
    assert proposed <= wanted, proposed - wanted
    assert len(proposed & wanted) >= 0.75 * len(wanted), wanted - proposed


def test_a_fee_that_is_kept_from_the_pay_is_not_the_pay() -> None:
    text = """Article 3. Salaire : 1 200 AED par mois, payé en espèces.
Article 6. Les frais de recrutement de 2 000 USD seront retenus sur son salaire.
"""
    assert [p.value for p in propose(text) if p.path == "vacancy.pay.amount"] == [1200.0]
