"""Every page that a ministry is given, in a real Chromium: read by eye, by keyboard, by ear."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli import cli
from api.model_card import model_card
from fixtures import load
from matching.features import FEATURES
from matching.learning.additivity import learn_with_pairs
from matching.learning.examples import Examples
from matching.learning.training import parted
from matching.learning.trial import measured
from matching.model import Model

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1300,900",
)  # fmt: skip
PAGES = ("needs", "audit", "card", "match")
PEOPLE = 150
WIDTHS = (320, 1200)

# Runs beside the page, which stays as it is: its own policy forbids every script and every request.
LOOK = """
const page = document.querySelector('iframe');
const seen = () => {
  const w = page.contentWindow, d = page.contentDocument, all = q => [...d.querySelectorAll(q)];
  const text = e => (e.textContent || '').trim();
  const shown = e => e.getClientRects().length > 0;
  const named = e => (e.getAttribute('aria-label') || '').trim() ||
    (e.querySelector(':scope > title') && text(e.querySelector(':scope > title'))) ||
    (e.getAttribute('aria-labelledby') || '').split(' ').some(i => d.getElementById(i));
  const channels = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = c => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = channels(w.getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > .99) return c; } return [255, 255, 255]; };
  const dim = [];
  for (const e of all('body *')) {
    const said = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (e.closest('svg') || !shown(e) || !said) continue;
    const s = w.getComputedStyle(e), size = parseFloat(s.fontSize), bold = +s.fontWeight >= 700;
    const [a, b] = [light(channels(s.color)), light(behind(e))].sort((x, y) => y - x);
    const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    const apart = (a + .05) / (b + .05);
    if (apart < least - .01) dim.push(text(e).slice(0, 40) + ' ' + apart.toFixed(2));
  }
  const label = t => (t.caption && text(t.caption)) || t.hasAttribute('aria-label') ||
    t.hasAttribute('aria-labelledby') || t.closest('section, details, figure');
  const under = t => all('h2, h3').some(h => h.compareDocumentPosition(t) & 4);
  const tiny = e => shown(e) && parseFloat(w.getComputedStyle(e).fontSize) < 10;
  return {
    lang: d.documentElement.lang, title: d.title, mains: all('main').length,
    wide: d.documentElement.scrollWidth, room: d.documentElement.clientWidth,
    wordless: all('svg, img, canvas').filter(e => e.getAttribute('aria-hidden') !== 'true' &&
      !(e.tagName === 'IMG' ? e.alt : e.getAttribute('role') === 'img' && named(e))).length,
    tables: all('table').length,
    headless: all('table').filter(t => !t.querySelector('thead th[scope=col]')).length,
    untitled: all('table').filter(t => !label(t) && !under(t)).length,
    cells: all('table.cards tbody td').filter(c => !c.dataset.name).length,
    small: all('td, th').filter(tiny).length,
    headings: all('h1,h2,h3,h4,h5,h6').map(h => +h.tagName[1]),
    unreachable: all('a, summary, button').filter(e => e.tabIndex < 0 || !text(e)).length,
    forced: all('[tabindex]').filter(e => e.tabIndex > 0).length,
    dead: all('a[href^="#"]').filter(a => !d.getElementById(a.hash.slice(1))).length,
    requests: w.performance.getEntriesByType('resource').map(r => r.name),
    elsewhere: all('[src], link[href]').length, scripts: all('script').length, dim,
  };
};
page.onload = () => { document.title = 'done'; document.body.append(Object.assign(
  document.createElement('pre'), {id: 'seen', textContent: JSON.stringify(seen())})); };
"""


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(found for name in names if (found := shutil.which(name)))


def outcomes(lists: int) -> Examples:
    """Lists of ten whose outcomes skills and languages decide."""
    random = np.random.default_rng(0)
    rows = 10 * lists
    X = random.random((rows, len(FEATURES)))
    score = -3 + 5 * X[:, 0] + 2 * X[:, FEATURES.index("languages")]
    placed = (random.random(rows) < 1 / (1 + np.exp(-score))).astype(float)
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(lists)]
    return Examples(
        X=X, placed=placed, interviewed=placed, stayed=placed,
        position=np.tile(np.arange(1, 11), lists),
        on=np.repeat(np.array(days, dtype="datetime64[D]"), 10),
        list_of=np.repeat(np.arange(lists), 10),
        vacancies=tuple(f"V{n}" for n in range(lists)),
        candidates=tuple(f"C{n % 700}" for n in range(rows)),
    )  # fmt: skip


def write_card(path: Path) -> None:
    examples = outcomes(150)
    parts = parted(examples)
    learnt, additivity = learn_with_pairs(parts, "outcomes-1")
    groups = {"gender": {id: ("f", "m")[n % 2] for n, id in enumerate(examples.candidates)}}
    found = measured(learnt, examples, parts, Model.expert(), groups)
    found["additivity"] = additivity.as_json()
    text = model_card(learnt.model, found, source="outcomes.csv", on=date(2026, 11, 23))
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of needs, of an audit, of a model and of a match with its waste."""
    folder, demo = tmp_path_factory.mktemp("pages"), load("demo")
    lines = demo.candidates.read_bytes().splitlines(keepends=True)[: PEOPLE + 1]
    people = folder / "candidates.csv"
    people.write_bytes(b"".join(lines))
    lists = ["--vacancies", str(demo.vacancies), "--candidates", str(people)]
    matches = str(folder / "m.jsonl")
    asked = [
        ["needs", *lists, "--out", str(folder / "needs")],
        ["audit", *lists, "--no-proxies", "--out", str(folder / "audit")],
        ["match", *lists, "--top", "2", "--out", matches, "--report", str(folder / "match.html")],
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIGHROAD_HOME", str(folder / "home"))
        for command in asked:
            done = CliRunner().invoke(cli, [*command, "--on", "2026-11-23", "--quiet"])
            assert done.exit_code in (0, 1), done.output
    write_card(folder / "card.html")
    return {
        "needs": folder / "needs" / "needs.html",
        "audit": folder / "audit" / "audit.html",
        "card": folder / "card.html",
        "match": folder / "match.html",
    }


@pytest.fixture(scope="module")
def look(
    pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, int], dict[str, Any]]:
    """What a browser finds in a page as wide as so many pixels."""
    known: dict[tuple[str, int], dict[str, Any]] = {}

    def seen(name: str, width: int) -> dict[str, Any]:
        if (name, width) not in known:
            folder = tmp_path_factory.mktemp("browser")
            held = html.escape(pages[name].read_text(encoding="utf-8"), quote=True)
            frame = f'<iframe style="border:0;width:{width}px;height:800px" srcdoc="{held}">'
            outer = folder / "outer.html"
            text = f'<!doctype html><meta charset="utf-8"><body>{frame}</iframe>'
            outer.write_text(f"{text}<script>{LOOK}</script>", encoding="utf-8")
            command = [chromium(), *FLAGS, f"--user-data-dir={folder / 'u'}"]
            command += ["--virtual-time-budget=5000", "--dump-dom", outer.as_uri()]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
            found = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
            assert found, "the browser said nothing of the page"
            known[name, width] = json.loads(html.unescape(found[1]))
        return known[name, width]

    return seen


Look = Callable[[str, int], dict[str, Any]]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_language_a_title_and_headings_in_order(name: str, look: Look) -> None:
    found = look(name, 1200)
    assert found["lang"] == "en" and found["title"] and found["mains"] == 1
    levels = found["headings"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_says_in_words_what_it_shows(name: str, look: Look) -> None:
    assert look(name, 1200)["wordless"] == 0


@pytest.mark.parametrize("name", PAGES)
def test_every_table_says_what_it_is_and_names_its_columns(name: str, look: Look) -> None:
    found = look(name, 1200)
    assert found["tables"] or name == "card"
    assert (found["headless"], found["untitled"], found["cells"]) == (0, 0, 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_small_telephone_and_a_large_screen(
    name: str, width: int, look: Look
) -> None:
    found = look(name, width)
    assert found["wide"] <= found["room"]
    assert found["small"] == 0


@pytest.mark.parametrize("name", PAGES)
def test_all_that_can_be_opened_is_reached_by_keyboard_in_the_order_read(
    name: str, look: Look
) -> None:
    found = look(name, 1200)
    assert (found["unreachable"], found["forced"], found["dead"]) == (0, 0, 0)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_network_for_nothing(name: str, look: Look) -> None:
    found = look(name, 1200)
    assert (found["requests"], found["elsewhere"], found["scripts"]) == ([], 0, 0)


@pytest.mark.parametrize("name", PAGES)
def test_words_stand_out_from_what_is_behind_them(name: str, look: Look) -> None:
    """Contrast of 4.5 to 1, of large words 3 to 1: WCAG 2.2, success criterion 1.4.3."""
    assert look(name, 1200)["dim"] == []
