"""The certificate seal: four rings for four modules, and a gold route that is the holder's own."""

import random
from functools import lru_cache
from math import ceil, cos, pi, sin

from django.utils.html import escape

RINGS = (58, 84, 110, 136)
MIDDLE = 160
NORTH = -pi / 2
BRANCHES = 11

Point = tuple[float, float]


@lru_cache(maxsize=256)
def seal(key: str) -> str:
    """The seal of one certificate: the same for the same number, different for every other."""
    chance = random.Random(key)  # noqa: S311 - a drawing, not a secret
    name = f"Seal drawn from the route of certificate {key}" if key else "Seal of TPM Institute"
    parts = [
        _rings(),
        _ticks(),
        *(_branch(chance) for _ in range(BRANCHES)),
        _route(chance),
        _heart(),
    ]
    return (
        f'<svg class="seal" viewBox="0 0 320 320" role="img" aria-label="{escape(name)}">'
        f"{''.join(parts)}</svg>"
    )


def _at(radius: float, angle: float) -> Point:
    return MIDDLE + radius * cos(angle), MIDDLE + radius * sin(angle)


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _arc(radius: int, start: float, end: float) -> str:
    """Clockwise along a ring, from `start` to `end` (radians)."""
    large = 1 if end - start > pi else 0
    return f"A{radius} {radius} 0 {large} 1 {_xy(_at(radius, end))}"


def _rings() -> str:
    circle = '<circle class="seal-ring" cx="160" cy="160" r="{}"/>'
    return "".join(circle.format(radius) for radius in RINGS)


def _ticks() -> str:
    def tick(number: int) -> str:
        angle = 2 * pi * number / 72
        inner, outer = _at(147, angle), _at(158 if number % 6 == 0 else 153, angle)
        return f"M{_xy(inner)}L{_xy(outer)}"

    return f'<path class="seal-tick" d="{"".join(tick(n) for n in range(72))}"/>'


def _branch(chance: random.Random) -> str:
    """Work off the critical path: a stretch of a ring and a step outwards."""
    ring = chance.randrange(3)
    start = chance.uniform(0, 2 * pi)
    end = start + chance.uniform(0.35, 0.95)
    first, last = _at(RINGS[ring], start), _at(RINGS[ring + 1], end)
    line = f'<path class="seal-edge" d="M{_xy(first)}{_arc(RINGS[ring], start, end)}L{_xy(last)}"/>'
    return line + _node(first, "seal-node", 3.6) + _node(last, "seal-node", 3.6)


def _route(chance: random.Random) -> str:
    """From the rim to the middle, a turn on every ring."""
    angle = NORTH - 2.2
    nodes = [_at(RINGS[-1], angle)]
    line = f"M{_xy(nodes[0])}"
    for outer, inner in ((136, 110), (110, 84), (84, 58)):
        turned = angle + chance.uniform(0.9, 1.7)
        nodes += [_at(outer, turned), _at(inner, turned)]
        line += f"{_arc(outer, angle, turned)}L{_xy(nodes[-1])}"
        angle = turned
    home = NORTH + 2 * pi * ceil((angle + 0.2 - NORTH) / (2 * pi))
    nodes.append(_at(RINGS[0], home))
    line += f"{_arc(RINGS[0], angle, home)}L{MIDDLE} {MIDDLE - 24}"
    drawn = f'<path class="seal-hi" d="{line}"/><path class="seal-path" d="{line}"/>'
    return drawn + "".join(_node(node, "seal-pnode", 5) for node in nodes)


def _node(point: Point, style: str, radius: float) -> str:
    return f'<circle class="{style}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{radius:g}"/>'


def _heart() -> str:
    return (
        '<path class="seal-ms" d="M160 133l27 27-27 27-27-27z"/>'
        '<path class="seal-check" d="M149 161l8 8 15-17"/>'
    )
