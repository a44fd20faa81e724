"""Small plots as inline SVG: no scripts, no network, readable in the dark and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

WIDTH, HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 10, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """The span of both axes, what they are called, and where they are marked."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str
    y_name: str
    width: int = WIDTH
    height: int = HEIGHT

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point in the drawing, in pixels from the upper left."""
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1)
        up = (y - self.y[0]) / ((self.y[1] - self.y[0]) or 1)
        left = _LEFT + across * (self.width - _LEFT - _RIGHT)
        return round(left, 1), round(_TOP + (1 - up) * (self.height - _TOP - _BOTTOM), 1)


def drawing(axes: Axes, said: str, *parts: str) -> Markup:
    """A plot of these parts; `said` is what it shows, for those who cannot see it."""
    body = "".join((_frame(axes), *parts))
    return Markup(  # noqa: S704 - built here of numbers and escaped words
        f'<svg viewBox="0 0 {axes.width} {axes.height}" role="img" '
        f'aria-label="{escape(said)}">{body}</svg>'
    )


def _frame(axes: Axes) -> str:
    left, bottom = axes.at(axes.x[0], axes.y[0])
    right, top = axes.at(axes.x[1], axes.y[1])
    marks = [f'<path class="axis" d="M{left} {top}V{bottom}H{right}"/>']
    for share in (0, 0.5, 1):
        x = axes.x[0] + share * (axes.x[1] - axes.x[0])
        y = axes.y[0] + share * (axes.y[1] - axes.y[0])
        anchor = "end" if share == 1 else "middle"
        marks.append(_text(axes.at(x, axes.y[0])[0], bottom + 15, _mark(x), anchor))
        marks.append(_text(left - 5, axes.at(axes.x[0], y)[1] + 4, _mark(y), "end"))
    marks.append(_text((left + right) / 2, bottom + 32, axes.x_name, "middle"))
    marks.append(_text(left + 6, top + 8, axes.y_name, "start"))
    return "".join(marks)


def _mark(number: float) -> str:
    return f"{number:.2g}" if abs(number) < 10 else f"{number:.0f}"


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def line(axes: Axes, points: Sequence[tuple[float, float]], style: str = "line") -> str:
    """A line through points; `style` is line or faint."""
    path = "L".join("{} {}".format(*axes.at(x, y)) for x, y in points)
    return f'<path class="{style}" d="M{path}"/>'


def steps(axes: Axes, knots: Sequence[float], values: Sequence[float]) -> str:
    """A line of steps: `values` hold from one knot to the next, one more than knots."""
    xs = [axes.x[0], *knots, axes.x[1]]
    pairs = zip(xs[:-1], xs[1:], values, strict=True)
    return line(axes, [point for a, b, v in pairs for point in ((a, v), (b, v))])


def dots(axes: Axes, points: Sequence[tuple[float, float]], said: Sequence[str]) -> str:
    """Points, each with what it says when one rests on it."""
    return "".join(
        '<circle cx="{}" cy="{}" r="4"><title>{}</title></circle>'.format(
            *axes.at(x, y), escape(word)
        )
        for (x, y), word in zip(points, said, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A named figure with its interval; `low` and `high` are its bounds."""

    name: str
    value: float
    low: float
    high: float
    strong: bool = False


def bars(rows: Sequence[Bar], span: tuple[float, float], said: str, width: int = 760) -> Markup:
    """Figures below each other, each a dot with its interval and its value in words."""
    label, step = 250, 26
    height = step * len(rows) + 8

    def across(value: float) -> float:
        share = (value - span[0]) / ((span[1] - span[0]) or 1)
        return round(label + min(1.0, max(0.0, share)) * (width - label - 190), 1)

    drawn = []
    for n, row in enumerate(rows):
        y = step * n + 16
        drawn.append(
            f'<g class="{"strong" if row.strong else "plain"}">{_text(0, y + 4, row.name, "start")}'
            f'<path class="line" d="M{across(row.low)} {y}H{across(row.high)}"/>'
            f'<circle cx="{across(row.value)}" cy="{y}" r="5"/>'
            + _text(width, y + 4, f"{row.value:.3f} ({row.low:.3f} to {row.high:.3f})", "end")
            + "</g>"
        )
    return Markup(  # noqa: S704 - built here of numbers and escaped words
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">'
        f"{''.join(drawn)}</svg>"
    )
