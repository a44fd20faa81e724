"""The statement that a person can keep: accessible HTML, PDF, and JSON signed by this installation.

It is plainly no official decision. Equal input and key give equal bytes.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jinja2 import Environment

from models.outcomes import Purpose, Recognition
from models.people import Credential
from qualifications.documents.keys import did_of
from qualifications.documents.page import Languages, Page, page_of
from qualifications.documents.proofs import sign
from qualifications.recognition_objects import as_object
from qualifications.sentences import RIGHT_TO_LEFT, known_language, word

_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
)
# The language of a host in which its own side of a statement is written.
_SPOKEN: Final[Mapping[str, str]] = {
    "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "de": "AT CH DE LI",
    "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PY SV UY VE",
    "fr": "BF BJ CD CG CI FR GA GN LU MC ML NE SN TG",
    "it": "IT SM",
    "nl": "BE NL SR",
    "no": "NO",
    "pl": "PL",
    "sv": "SE",
    "uk": "UA",
}
_LANGUAGE_OF: Final = {c: lang for lang, codes in _SPOKEN.items() for c in codes.split()}


def as_html(
    answer: Recognition,
    credential: Credential,
    *,
    host: str | None = None,
    purpose: Purpose | str | None = None,
    language: str = "en",
) -> str:
    """The statement as one HTML page without anything from outside.

    It stands in the reader's `language` (ISO 639-1; English where it is not known here), and in
    the host's beside it as far as that is known.
    """
    page = statement_page(answer, credential, host=host, purpose=purpose, language=language)
    shown: str = _template().render(page=page, reader=page.reader, direction=_direction)
    return shown


def as_pdf(
    answer: Recognition,
    credential: Credential,
    *,
    host: str | None = None,
    purpose: Purpose | str | None = None,
    language: str = "en",
) -> bytes:
    """The same statement as one tagged PDF file."""
    # The writer of PDF takes a third of a second to import, and few answers are printed.
    from qualifications.documents.pdf import as_pdf as printed

    page = statement_page(answer, credential, host=host, purpose=purpose, language=language)
    return printed(page, answer.on)


def statement_page(
    answer: Recognition,
    credential: Credential,
    *,
    host: str | None,
    purpose: Purpose | str | None,
    language: str,
) -> Page:
    """What a statement shows, in the reader's language and the host's."""
    return page_of(
        answer,
        credential,
        host=host,
        purpose=Purpose(purpose or Purpose.EMPLOYMENT),
        languages=Languages(language, _LANGUAGE_OF.get(host or "", "en")),
    )


def as_signed_json(
    answer: Recognition,
    credential: Credential,
    key: Ed25519PrivateKey,
    *,
    host: str | None = None,
    purpose: Purpose | str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """The statement as a W3C Verifiable Credential, signed by the key of this installation.

    Its sentences stand in the reader's `language` and, as `for_host`, in the host's.
    """
    reader, other = known_language(language), _LANGUAGE_OF.get(host or "", "en")
    beside = {"for_host": _in_language(answer, other)} if other != reader and host else {}
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
            "credential": _stated(credential),
            "host": host,
            "purpose": Purpose(purpose or Purpose.EMPLOYMENT).value if host else None,
            **_in_language(answer, reader),
            **beside,
        },
    }
    return sign(document, key, answer.on)


def _in_language(answer: Recognition, language: str) -> dict[str, Any]:
    """The answer and the notice that it is no decision, with the language that they stand in."""
    notice = word("head.not_official", language)
    return {"language": language, "notice": notice, "answer": as_object(answer, language)}


def _stated(credential: Credential) -> dict[str, Any]:
    names = ("title", "country", "institution", "field", "profession", "year", "duration_years")
    known = {
        name: getattr(credential, name)
        for name in (*names, "started", "ects", "grade", "documents")
    }
    return {name: value for name, value in known.items() if value is not None}


def _direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1)
def _template() -> Any:
    path = files("qualifications") / "documents" / "statement.html.j2"
    page = Environment(autoescape=True, trim_blocks=False)
    return page.from_string(path.read_text(encoding="utf-8"))
