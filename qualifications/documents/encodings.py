"""In which encoding a text was saved: decided from its bytes, because nobody says."""

import codecs
import re
from collections.abc import Iterable
from itertools import pairwise

from models.errors import UnsupportedFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The letters above ASCII that a text in each encoding is made of, commonest languages only.
_LETTERS = {
    "cp1252": "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ€’‘“”«»–—…°ºª·•¿¡§²³½®©™£",  # noqa: E501
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰöüÖÜäôľĺŕâîșțşţăŞŢĂÂÎđĐß€’‘“”„«»–—…°§",  # noqa: E501
    "cp1254": "çğıöşüÇĞİÖŞÜâîûÂ€’‘“”«»–—…°§",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐ№«»–—…„“”’€§",  # noqa: E501
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ«»–—’€",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ،؛؟ـپچژگکھےًٌٍَُِّْéèêàâçîôûü«»–—’€",
}  # fmt: skip
# Frequent letters of text that is not in Latin script: they tell Cyrillic from Greek from Arabic.
_FREQUENT = {
    "cp1251": "оеаинтсрвлкмдпіяьы",
    "cp1253": "αοιετσνηυρπκμλς",
    "cp1256": "اليمونرتبةعدسفهكقحج",
}
_SAMPLE = 400_000
_MOST_BROKEN = 0.002


def encoding_of(chunks: Iterable[bytes]) -> tuple[str, str]:
    """The encoding of a text and how to treat bytes that do not fit it ('strict' or 'replace').

    A byte-order mark decides, then UTF-8 over the whole text, then the likeliest legacy encoding
    of the bytes above ASCII. Raises UnsupportedFile where the bytes are not text at all.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    start, high, broken, above = b"", bytearray(), 0, 0
    for chunk in chunks:
        if not start:
            start = chunk
            if marked := next((name for bom, name in _BOMS if chunk.startswith(bom)), None):
                return marked, "replace"
            if wide := _wide(chunk):
                return wide, "replace"
            _check_is_text(chunk)
        if not chunk.isascii():
            text = decoder.decode(chunk)
            broken += text.count("\ufffd")
            above += sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
            if len(high) < _SAMPLE:
                high += chunk
    broken += decoder.decode(b"", final=True).count("\ufffd")
    if broken == 0:
        return "utf-8", "strict"
    if broken <= above * _MOST_BROKEN:
        return "utf-8", "replace"
    return _legacy(bytes(high[:_SAMPLE])), "replace"


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of ordinary text is zero."""
    head = start[:2000]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _check_is_text(start: bytes) -> None:
    head = start[:8192]
    control = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 26, 27))
    if b"\0" in head or control > len(head) // 100:
        raise UnsupportedFile(
            "This is not a list: its bytes are not text and not a spreadsheet.",
            "Save the list as .xlsx, .csv or .json and send that file.",
        )


def _legacy(sample: bytes) -> str:
    return max(_LETTERS, key=lambda name: _likelihood(sample, name))


def _likelihood(sample: bytes, encoding: str) -> float:
    """How well a sample's bytes above ASCII read as words in an encoding; at most 1."""
    text = sample.decode(encoding, "replace")
    above = [c for c in text if c > "\x7f"]
    known = _LETTERS[encoding]
    score = sum(c in known for c in above) / len(above)
    # A capital behind a small letter, or a sign inside a word, is the mark of a wrong encoding.
    odd = len(re.findall(r"[^\W\d_][^\w\s.,;:/'’\-()\"&|«»–—“”…\x00-\x7f][^\W\d_]", text))
    odd += sum(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(text))
    score -= 2 * odd / len(above)
    if encoding in _FREQUENT:
        frequent = sum(c in _FREQUENT[encoding] for c in text.lower() if c > "\x7f") / len(above)
        mixed = len(re.findall(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text)) / len(above)
        score += (0.4 if frequent > 0.55 else -0.4) - mixed
    return score
