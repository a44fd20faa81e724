"""A statement as a PDF: tagged, in the languages of its page, with its text to copy and search.

Equal pages give equal bytes: the day of the answer is the document's date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Final

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from qualifications.documents.fonts import FIRST, faces_for, writable
from qualifications.documents.page import Item, Page, Pair, Row, Section
from qualifications.sentences import RIGHT_TO_LEFT

_MARGIN: Final = 18.0  # millimetres
_TEXT, _SMALL, _HEADING, _TITLE = 10.5, 9.0, 13.0, 17.0  # points
_LEADING: Final = 0.5  # millimetres of line height for each point
_INDENT: Final = 5.0
_BLACK, _GREY = (0, 0, 0), (70, 70, 70)


def as_pdf(page: Page, on: date) -> bytes:
    """The page as one PDF file; equal pages and days give equal bytes."""
    pdf = _Paper(page, on)
    pdf.tagged("H1", page.title, size=_TITLE)
    pdf.notice(page.notice)
    for section in page.sections:
        _write_section(pdf, section)
    return bytes(pdf.output())


def _write_section(pdf: "_Paper", section: Section) -> None:
    pdf.ln(4)
    pdf.tagged("H2", section.heading, size=_HEADING, keep=25)
    for row in section.rows:
        _write_row(pdf, row)
    for number, item in enumerate(section.items, 1):
        mark = f"{number}." if section.list == "ol" else "•"
        _write_item(pdf, mark, item)


def _write_row(pdf: "_Paper", row: Row) -> None:
    pdf.tagged("P", row.heading, size=_SMALL, colour=_GREY, keep=12)
    if row.fact:
        pdf.line_of(row.fact, pdf.reader, indent=_INDENT)
    if row.said:
        pdf.tagged("P", row.said, indent=_INDENT)
    pdf.ln(1)


def _write_item(pdf: "_Paper", mark: str, item: Item) -> None:
    pdf.tagged("P", item.said, indent=_INDENT, before=f"{mark} ")
    for more in filter(None, (item.who, item.url)):
        is_link = more == item.url
        pdf.line_of(more, pdf.reader, indent=2 * _INDENT, size=_SMALL, link=more if is_link else "")
    pdf.ln(1)


class _Paper(FPDF):
    """A4 pages whose paragraphs are tagged, each in its language and direction."""

    def __init__(self, page: Page, on: date) -> None:
        super().__init__(format="A4")
        self.reader = page.reader
        self._faces = faces_for(_texts(page))
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN)
        self.set_lang(page.reader)
        self.set_title(f"{page.title.reader}: {page.subject}")
        self.set_subject(page.notice.reader)
        self.set_creation_date(datetime.combine(on, time(), UTC))
        self.set_display_mode("default")
        for face in self._faces:
            self.add_font(face.family, fname=face.path, collection_font_number=face.number)
        self.set_fallback_fonts([f.family for f in self._faces if f is not FIRST])
        self.set_font(FIRST.family, size=_TEXT)
        self.add_page()

    def footer(self) -> None:
        """The number of the page, which is no part of the text."""
        self.set_y(-12)
        self.set_font(FIRST.family, size=_SMALL)
        self.set_text_shaping(False)
        self._out("/Artifact BMC")
        self.cell(0, 5, f"{self.page_no()}", align=Align.C)
        self._out("EMC")

    def notice(self, pair: Pair) -> None:
        """The notice that this is no decision, in a frame."""
        self.ln(2)
        top, start = self.get_y(), self.page
        self.set_y(top + 2)
        self.tagged("P", pair, indent=3)
        if self.page == start:
            self.rect(self.l_margin, top, self.epw, self.get_y() - top + 2)
        self.ln(4)

    def tagged(
        self,
        kind: str,
        pair: Pair,
        *,
        size: float = _TEXT,
        colour: tuple[int, int, int] = _BLACK,
        indent: float = 0.0,
        keep: float = 0.0,
        before: str = "",
    ) -> None:
        """A text in the reader's language and, smaller and grey below it, in the host's.

        `keep` is the room in millimetres that must be left on the page.
        """
        if keep and self.will_page_break(keep):
            self.add_page()
        reader = before + pair.reader
        self.line_of(reader, pair.reader_language, indent, size, colour, kind=kind)
        if pair.other:
            small = min(size - 1, _SMALL) if kind == "P" else size - 3
            self.line_of(pair.other, pair.other_language, indent, small, _GREY)

    def line_of(
        self,
        text: str,
        language: str,
        indent: float = 0.0,
        size: float = _TEXT,
        colour: tuple[int, int, int] = _BLACK,
        *,
        kind: str = "P",
        link: str = "",
    ) -> None:
        """One paragraph of one language, whole on a page."""
        self.set_font(FIRST.family, size=size)
        self.set_text_color(*colour)
        rtl, page_rtl = language in RIGHT_TO_LEFT, self.reader in RIGHT_TO_LEFT
        self.set_text_shaping(True, direction="rtl" if rtl else "ltr")
        # The page's direction says where a paragraph begins; a foreign one stands on its side.
        self.set_x(self.l_margin + (0.0 if page_rtl else indent))
        how = {
            "w": self.epw - indent,
            "h": size * _LEADING,
            "text": writable(text, self._faces),
            "align": Align.R if page_rtl else Align.L,
        }
        height = float(
            self.multi_cell(**how, dry_run=True, output=MethodReturnValue.HEIGHT)  # type: ignore[arg-type]
        )
        if self.will_page_break(height):
            self.add_page()
            self.set_x(self.l_margin + (0.0 if page_rtl else indent))
        with self._tag(kind, language):
            self.multi_cell(**how, link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)  # type: ignore[arg-type]

    @contextmanager
    def _tag(self, kind: str, language: str) -> Iterator[None]:
        """What is written within is one element of the document's structure."""
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=number)
        self._out(f"/{kind} <</MCID {number} /Lang ({language})>> BDC")
        yield
        self._out("EMC")


def _texts(page: Page) -> Iterator[str]:
    """Every text of a page, to see which letters it needs."""
    yield from (page.subject, *_pair(page.title), *_pair(page.notice), "0123456789•.")
    for section in page.sections:
        yield from _pair(section.heading)
        for row in section.rows:
            yield from (*_pair(row.heading), row.fact or "", *_pair(row.said))
        for item in section.items:
            yield from (*_pair(item.said), item.who or "", item.url or "")


def _pair(pair: Pair | None) -> tuple[str, ...]:
    return () if pair is None else (pair.reader, pair.other or "")
