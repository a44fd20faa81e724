"""The statement that a person can keep: accessible HTML, and JSON signed by this installation.

It is plainly no official decision. Equal input and key give equal bytes.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jinja2 import Environment

from models.outcomes import Purpose, Recognition
from models.people import Credential
from models.rules import load_toml
from qualifications.countries import country_name, is_country
from qualifications.documents.keys import did_of
from qualifications.documents.proofs import sign
from qualifications.explain import NOT_OFFICIAL, OUTCOMES, STATUSES, cited, what_it_is
from qualifications.recognition_batch import as_object

_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
)
_LANGUAGE_OF: Final[Mapping[str, str]] = {
    "DE": "de", "AT": "de", "CH": "de", "FR": "fr", "SN": "fr", "CI": "fr", "ES": "es", "MX": "es",
    "CO": "es", "AR": "es", "CL": "es", "PE": "es", "IT": "it", "PL": "pl", "NL": "nl", "BE": "nl",
    "UA": "uk", "AE": "ar", "SA": "ar", "QA": "ar", "JO": "ar", "EG": "ar",
}  # fmt: skip


def as_html(
    answer: Recognition,
    credential: Credential,
    *,
    host: str | None = None,
    purpose: Purpose | str | None = None,
    language: str = "en",
) -> str:
    """The statement as one HTML page without anything from outside.

    Headings stand in the reader's `language` (ISO 639-1; English where it is not known here) and
    in the host's, side by side; the sentences are English.
    """
    words = _words()
    page: str = _template().render(
        words=words,
        reader=language if language in words else "en",
        other=_LANGUAGE_OF.get(host or "", "en"),
        credential=credential,
        answer=answer,
        facts=list(what_it_is(answer, credential)),
        host=country_name(host) if host and is_country(host) else host or "",
        purpose=Purpose(purpose or Purpose.EMPLOYMENT).value.replace("_", " "),
        outcome=OUTCOMES[answer.outcome] if answer.outcome else "",
        statuses=STATUSES,
        sources=[cited(source) for source in answer.sources],
    )
    return page


def as_signed_json(
    answer: Recognition,
    credential: Credential,
    key: Ed25519PrivateKey,
    *,
    host: str | None = None,
    purpose: Purpose | str | None = None,
) -> dict[str, Any]:
    """The statement as a W3C Verifiable Credential, signed by the key of this installation."""
    document = {
        "@context": list(_CONTEXTS),
        "type": ["VerifiableCredential"],
        "issuer": {
            "id": did_of(key.public_key()),
            "name": "A HighRoad installation, which is no authority",
        },
        "validFrom": f"{answer.on.isoformat()}T00:00:00Z",
        "credentialSubject": {
            "type": "RecognitionStatement",
            "notice": NOT_OFFICIAL,
            "credential": _stated(credential),
            "host": host,
            "purpose": Purpose(purpose or Purpose.EMPLOYMENT).value if host else None,
            "answer": as_object(answer),
        },
    }
    return sign(document, key, answer.on)


def _stated(credential: Credential) -> dict[str, Any]:
    names = ("title", "country", "institution", "field", "profession", "year", "duration_years")
    known = {name: getattr(credential, name) for name in (*names, "grade", "documents")}
    return {name: value for name, value in known.items() if value is not None}


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    path = files("qualifications") / "documents" / "statement_words.toml"
    return cast("dict[str, Any]", load_toml(path))


@lru_cache(maxsize=1)
def _template() -> Any:
    path = files("qualifications") / "documents" / "statement.html.j2"
    page = Environment(autoescape=True, trim_blocks=False)
    return page.from_string(path.read_text(encoding="utf-8"))
