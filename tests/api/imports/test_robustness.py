"""Whatever a file holds, it is read or refused with a sentence; nothing else comes out."""

import io
import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from api.imports import read_list
from api.imports.headings import ListKind, fields_of
from models.errors import FileRefused

ON = date(2026, 11, 23)
KINDS = st.sampled_from(["vacancy", "candidate"])


def read_or_refuse(content: bytes, kind: ListKind, name: str = "list.csv") -> None:
    refused = None
    try:
        reading = read_list(content, name=name, list_kind=kind, on=ON)
        rows = list(reading)
    except FileRefused as error:
        refused = error
    if refused is not None:
        assert refused.problem
        assert refused.what_to_do
        return
    numbers = {row.number for row in rows} | {refusal.row for refusal in reading.refusals}
    assert len(numbers) <= reading.total
    assert all(r.problem and r.what_to_do and r.row > 0 for r in reading.refusals)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), KINDS, st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.jsonl"]))
def test_any_bytes(content: bytes, kind: ListKind, name: str) -> None:
    read_or_refuse(content, kind, name)


@settings(max_examples=200, deadline=None)
@given(st.data(), KINDS)
def test_any_cells_under_understood_headings(data: st.DataObject, kind: ListKind) -> None:
    headings = sorted(fields_of(kind))
    cell = st.one_of(
        st.text(max_size=30),
        st.sampled_from(["1", "01/02/2026", '"', "=1+1", "; |", "2018-2024", "B2", "DE", "-"]),
    )
    rows = data.draw(
        st.lists(st.lists(cell, min_size=1, max_size=len(headings) + 1), min_size=1, max_size=4)
    )
    text = "\n".join(";".join(row) for row in [headings, *rows])
    read_or_refuse(text.encode("utf-8", "replace"), kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "country", "year", "language", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.data(), KINDS)
def test_any_json_values_under_understood_names(data: st.DataObject, kind: ListKind) -> None:
    names = st.sampled_from(sorted(fields_of(kind)))
    rows = data.draw(st.lists(st.dictionaries(names, JSON, max_size=8), min_size=1, max_size=3))
    read_or_refuse(json.dumps(rows).encode(), kind, "list.json")


@pytest.mark.parametrize("seed", range(25))
def test_a_workbook_with_damaged_bytes(seed: int) -> None:
    chance = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["title", "country"])
    sheet.append(["Cook", "FR"])
    stream = io.BytesIO()
    book.save(stream)
    content = bytearray(stream.getvalue())
    for _ in range(chance.randrange(1, 30)):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    read_or_refuse(bytes(content), "vacancy", "list.xlsx")
