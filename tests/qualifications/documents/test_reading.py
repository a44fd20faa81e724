"""Structured papers, signed or not: what is read from them, and what is refused."""

import copy
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from models.errors import EmptyFile, FieldRefused, HighRoadError, UnsupportedFile
from models.people import Credential
from qualifications.documents.keys import (
    did_of,
    from_multibase,
    installation_key,
    key_of,
    multibase,
)
from qualifications.documents.proofs import check, sign
from qualifications.documents.reading import PaperRead, read_document
from qualifications.recognition import Recogniser
from qualifications.statement import as_html, as_signed_json

ON = date(2026, 11, 23)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = did_of(KEY.public_key())

DIPLOMA = {
    "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model"],
    "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
    "issuanceDate": "2019-07-02T00:00:00Z",
    "issuer": {
        "legalName": {"el": "Εθνικό Μετσόβιο Πολυτεχνείο", "en": "NTUA"},
        "location": {"address": {"countryCode": {"id": "http://x/country/GRC"}}},
    },
    "credentialSubject": {
        "givenName": {"en": "Maria"},
        "hasClaim": [
            {
                "type": "LearningAchievement",
                "title": {"en": "Diploma in Civil Engineering", "el": "Δίπλωμα Πολιτικού"},
                "awardedBy": {"awardingDate": "2019-07-01"},
                "specifiedBy": {"duration": "P60M"},
                "provenBy": {"grade": {"noteLiteral": {"en": "8.5"}}},
            },
            {"type": "LearningEntitlement", "title": {"en": "May practise"}},
        ],
    },
}
BADGE = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://uon.example",
        "type": ["Profile"],
        "name": "University of Nairobi",
        "address": {"addressCountryCode": "KE"},
    },
    "validFrom": "2018-12-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "achievement": {"name": "Bachelor of Science", "fieldOfStudy": "Nursing"},
    },
}
RESUME = {
    "basics": {"name": "A", "email": "a@example.org"},
    "education": [
        {"institution": "Makerere University", "area": "Law", "studyType": "LLB", "endDate": "2015"}
    ],
}


def read(document: object, **options: Any) -> PaperRead:
    content = document if isinstance(document, str) else json.dumps(document)
    return read_document(content.encode(), "paper.json", on=ON, **options)


def test_a_european_credential_gives_its_achievements_in_the_original_language() -> None:
    (paper,) = read(DIPLOMA).credentials
    assert paper == Credential(
        title="Δίπλωμα Πολιτικού",
        country="GR",
        institution="Εθνικό Μετσόβιο Πολυτεχνείο",
        year=2019,
        duration_years=5.0,
        grade="8.5",
        documents="complete",
    )


@pytest.mark.parametrize(
    ("document", "kind", "title", "country", "field", "year"),
    [
        (BADGE, "open badge", "Bachelor of Science", "KE", "Nursing", 2018),
        (RESUME, "json resume", "LLB", None, "Law", 2015),
    ],
)
def test_other_papers_give_their_awards(
    document: object, kind: str, title: str, country: str | None, field: str, year: int
) -> None:
    paper = read(document)
    (credential,) = paper.credentials
    assert paper.kind == kind
    found = (credential.title, credential.country, credential.field, credential.year)
    assert found == (title, country, field, year)


def test_a_signed_badge_is_verified_only_where_its_key_is_trusted() -> None:
    signed = sign(BADGE, KEY, ON)
    assert read(signed).proof.state == "fits"
    assert read(signed).credentials[0].documents == "complete"
    assert any("not known here" in note for note in read(signed).notes)
    assert read(signed, trusted=[DID]).credentials[0].documents == "verified"
    # Trust in a name proves nothing: anybody can write a name.
    assert read(signed, trusted=["https://uon.example"]).credentials[0].documents == "complete"


def forged(path: tuple[str, ...], value: object) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(sign(BADGE, KEY, ON))
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "achievement", "name"), "Doctor of Medicine"),
        (("issuer", "name"), "Harvard University"),
        (("proof", "created"), "2001-01-01T00:00:00Z"),
        (("proof", "proofValue"), "z111"),
        (("proof", "proofValue"), "not base58 0OIl"),
    ],
)
def test_a_forged_signature_is_refused_with_the_reason(path: tuple[str, ...], value: str) -> None:
    with pytest.raises(FieldRefused, match="signature"):
        read(forged(path, value))


def test_a_signature_that_cannot_be_checked_offline_is_said_to_be_unchecked() -> None:
    elsewhere = forged(("proof", "verificationMethod"), "did:web:uon.example#1")
    other_suite = forged(("proof", "cryptosuite"), "ecdsa-rdfc-2019")
    for document in (elsewhere, other_suite):
        paper = read(document, trusted=[DID])
        assert paper.proof.state == "unchecked"
        assert paper.credentials[0].documents == "complete"


def token(content: Mapping[str, Any], **header: Any) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    return jwt.encode(dict(content), key, "ES256", headers={"jwk": public, **header})


def test_a_badge_as_a_signed_token_is_checked_by_the_key_it_carries() -> None:
    written = token(BADGE, kid=DID)
    paper = read(written, trusted=[DID])
    assert paper.proof.state == "fits"
    assert paper.credentials[0].documents == "complete"  # a kid is only a name
    assert read(written, trusted=[paper.proof.key or ""]).credentials[0].documents == "verified"


def test_a_forged_token_is_refused() -> None:
    head, body, signature = token(BADGE).split(".")
    other = token({**BADGE, "type": ["VerifiableCredential"]}).split(".")[1]
    with pytest.raises(FieldRefused, match="does not fit"):
        read(f"{head}.{other}.{signature}")
    unsigned = jwt.encode(dict(BADGE), None, algorithm="none")
    with pytest.raises(FieldRefused, match="proves nothing"):
        read(unsigned + "x" if unsigned.count(".") < 2 else unsigned)
    with pytest.raises(FieldRefused):
        read(f"{head}.{body}!.{signature}")


def test_dates_and_status_are_read_from_the_document_alone() -> None:
    past = {**BADGE, "validUntil": "2020-01-01T00:00:00Z", "credentialStatus": {"id": "x"}}
    notes = " ".join(read(past).notes)
    assert "valid until 2020-01-01; the award itself does not expire" in notes
    assert "was not looked up" in notes
    assert "only from" in " ".join(read({**BADGE, "validFrom": "2030-01-01"}).notes)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", UnsupportedFile),
        ("[]", UnsupportedFile),
        ('{"type": "Menu"}', UnsupportedFile),
        ("[" * 100_000, UnsupportedFile),
        (json.dumps({**BADGE, "credentialSubject": {}}), EmptyFile),
        (json.dumps({"basics": {}, "education": []}), EmptyFile),
    ],
)
def test_what_is_no_paper_is_refused(content: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "credentialSubject", "achievement", "name", "issuer", "proof", "hasClaim",
                 "title", "education", "basics", "studyType", "address", "location", "validFrom"]
            ),
            inner,
            max_size=4,
        ),
        max_leaves=12,
    ),
    st.sampled_from([["OpenBadgeCredential"], ["EuropeanDigitalCredential"], None]),
)  # fmt: skip
def test_any_json_is_read_or_refused_with_a_sentence(document: object, kind: object) -> None:
    if isinstance(document, dict) and kind:
        document["type"] = kind
    with suppress(HighRoadError):
        assert read(document).credentials


@given(st.binary(max_size=40))
def test_base58_gives_back_what_was_written(raw: bytes) -> None:
    assert from_multibase(multibase(raw)) == raw


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first, again = installation_key(tmp_path), installation_key(tmp_path)
    assert did_of(first.public_key()) == did_of(again.public_key())
    path = tmp_path / "keys" / "statements.pem"
    assert path.stat().st_mode & 0o077 == 0
    assert key_of(DID) is not None
    path.write_text("broken")
    with pytest.raises(UnsupportedFile, match="Move it away"):
        installation_key(tmp_path)


PAPER = Credential(title="Диплом <script>спеціаліста", country="UA", year=2009)
ANSWER = Recogniser.load().recognise(PAPER, host="DE", purpose="study", on=ON)


def test_a_signed_statement_can_be_checked_and_read_back() -> None:
    statement = as_signed_json(ANSWER, PAPER, KEY, host="DE", purpose="study")
    assert check(json.loads(json.dumps(statement))).state == "fits"
    assert "not an official decision" in statement["credentialSubject"]["notice"]
    (paper,) = read(statement).credentials
    assert (paper.title, paper.country, paper.year) == (PAPER.title, "UA", 2009)
    assert statement == as_signed_json(ANSWER, PAPER, KEY, host="DE", purpose="study")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("uk", "ltr"), ("xx", "ltr")])
def test_a_page_speaks_the_readers_language_and_the_hosts(language: str, direction: str) -> None:
    page = as_html(ANSWER, PAPER, host="DE", purpose="study", language=language)
    assert f'dir="{direction}"' in page.split("<head>")[0]
    assert "kein amtlicher Bescheid" in page
    assert "<script" not in page
    assert "http-equiv" in page and "src=" not in page and "<link" not in page
    assert page == as_html(ANSWER, PAPER, host="DE", purpose="study", language=language)
