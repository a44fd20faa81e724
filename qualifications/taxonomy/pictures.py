"""Two small pictures as SVG: a learning curve, and methods side by side."""

from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["comparison_picture", "curve_picture"]

_WIDTH, _HEIGHT, _EDGE = 640, 320, 56
_COLOURS = ("#0b6e4f", "#3d5a98", "#b36a00", "#7a3b69")
_STYLE = "font-family='sans-serif' font-size='12' fill='#222'"


def curve_picture(curves: Mapping[str, Sequence[tuple[int, float]]], title: str) -> str:
    """Lines of a figure (0 to 1) over the number of labels learned from, at doubling steps."""
    most = max(labels for points in curves.values() for labels, _ in points)
    parts = [_frame(title)]
    for number, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(_across(labels / most), _up(value)) for labels, value in points]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
        parts.append(f"<polyline points='{line}' fill='none' stroke='{colour}' stroke-width='2'/>")
        for (x, y), (labels, value) in zip(places, points, strict=True):
            parts.append(f"<circle cx='{x:.0f}' cy='{y:.0f}' r='3' fill='{colour}'/>")
            parts.append(_text(x, y - 8, f"{value:.3f}", "middle"))
            parts.append(
                _text(x, _HEIGHT - _EDGE + 16 + 14 * number, f"{labels:,}", "middle", colour)
            )
        parts.append(_text(_EDGE + 8, _EDGE + 16 * number, name, "start", colour))
    return _picture(parts)


def comparison_picture(
    rows: Mapping[str, Mapping[str, tuple[float, float, float]]], title: str
) -> str:
    """Groups of bars (0 to 1) with intervals: a group for each row, a bar for each method."""
    methods = list(next(iter(rows.values())))
    step = (_WIDTH - 2 * _EDGE) / max(len(rows), 1)
    wide = step * 0.8 / max(len(methods), 1)
    parts = [_frame(title)]
    for place, (name, figures) in enumerate(rows.items()):
        left = _EDGE + place * step + step * 0.1
        parts.append(_text(left + step * 0.4, _HEIGHT - _EDGE + 16, name, "middle"))
        for number, method in enumerate(methods):
            value, low, high = figures[method]
            x = left + number * wide
            colour = _COLOURS[number % len(_COLOURS)]
            parts.append(
                f"<rect x='{x:.1f}' y='{_up(value):.1f}' width='{wide * 0.9:.1f}' "
                f"height='{_up(0) - _up(value):.1f}' fill='{colour}'/>"
                f"<line x1='{x + wide * 0.45:.1f}' x2='{x + wide * 0.45:.1f}' "
                f"y1='{_up(low):.1f}' y2='{_up(high):.1f}' stroke='#222'/>"
            )
    for number, method in enumerate(methods):
        parts.append(_text(_EDGE + 150 * number, _HEIGHT - 16, method, "start", _COLOURS[number]))
    return _picture(parts)


def _frame(title: str) -> str:
    lines = [_text(_EDGE, 24, title, "start")]
    for tenth in range(0, 11, 2):
        y = _up(tenth / 10)
        lines.append(
            f"<line x1='{_EDGE}' x2='{_WIDTH - _EDGE}' y1='{y:.0f}' y2='{y:.0f}' stroke='#ddd'/>"
        )
        lines.append(_text(_EDGE - 6, y + 4, f"{tenth / 10:.1f}", "end"))
    return "".join(lines)


def _across(share: float) -> float:
    return _EDGE + share * (_WIDTH - 2 * _EDGE)


def _up(value: float) -> float:
    return _HEIGHT - _EDGE - value * (_HEIGHT - 2 * _EDGE)


def _text(x: float, y: float, words: str, anchor: str, colour: str = "#222") -> str:
    style = _STYLE.replace("#222", colour)
    return f"<text x='{x:.0f}' y='{y:.0f}' text-anchor='{anchor}' {style}>{escape(words)}</text>"


def _picture(parts: Sequence[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' role='img'>"
        f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='white'/>{''.join(parts)}</svg>\n"
    )
