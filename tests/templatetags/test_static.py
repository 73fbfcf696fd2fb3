"""The files every visitor downloads: complete, local and small."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import settings

STATIC = Path(settings.ROOT) / "static"
FIRST_VISIT = (
    "vendor/bootstrap.institute.css",
    "institute.css",
    "vendor/htmx.min.js",
    "js/reader.js",
    "js/pages.js",
    "img/mark.svg",
)
FONTS = ("fonts/radio-canada-roman.woff2", "fonts/besley-roman.woff2")
ITALIC = "fonts/besley-italic.woff2"
STYLES = ("institute.css", "simulation.css", "vendor/bootstrap.institute.css")
TEMPLATES = Path(settings.ROOT) / "templates"


def read(name: str) -> str:
    return (STATIC / name).read_text()


def block(css: str, opening: str) -> str:
    start = css.index(opening) + len(opening)
    return css[start : css.index("}", start)].strip()


def test_the_dark_tokens_are_the_same_whether_chosen_or_followed() -> None:
    css = read("institute.css")

    chosen = block(css, '\n[data-bs-theme="dark"]{')

    assert chosen.startswith("color-scheme:dark")
    assert block(css, ":root:not([data-bs-theme]){") == chosen


def test_every_colour_of_the_light_has_its_answer_in_the_dark() -> None:
    css = read("institute.css")
    names = re.compile(r"--[\w-]+(?=:)")

    light = set(names.findall(block(css, '\n:root,[data-bs-theme="light"]{')))

    assert light == set(names.findall(block(css, '\n[data-bs-theme="dark"]{')))


@pytest.mark.parametrize("name", STYLES)
def test_every_file_a_stylesheet_names_is_there(name: str) -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', read(name)):
        assert (STATIC / name).parent.joinpath(address).exists(), address


@pytest.mark.parametrize("name", STYLES + FIRST_VISIT)
def test_nothing_is_embedded_or_left_pointing_at_a_map(name: str) -> None:
    source = read(name)

    assert "url(data:" not in source.replace('"', "")
    assert "sourceMappingURL" not in source


def test_the_faces_of_a_family_state_the_same_weights_and_widths() -> None:
    faces = re.findall(r"@font-face\{([^}]*)\}", read("institute.css"))
    stated: dict[str, set[tuple[str, ...]]] = {}
    for face in faces:
        family, *descriptors = re.findall(r"font-(?:family|weight|stretch):([^;]*)", face)
        stated.setdefault(family, set()).add(tuple(descriptors))

    assert all(len(found) == 1 for found in stated.values())


def test_the_parts_of_a_font_share_no_letter() -> None:
    for family in ("Besley", "Radio Canada"):
        pattern = rf'font-family:"{family}"[^}}]*?font-style:normal[^}}]*?unicode-range:([^}}]*)\}}'
        letters = [
            letter for part in re.findall(pattern, read("institute.css")) for letter in spelt(part)
        ]

        assert len(letters) == len(set(letters))


def spelt(ranges: str) -> list[int]:
    found: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def test_a_first_visit_leaves_room_for_the_page_itself() -> None:
    packed = sum(len(brotli.compress((STATIC / name).read_bytes())) for name in FIRST_VISIT)
    fonts = sum((STATIC / name).stat().st_size for name in FONTS)

    assert packed + fonts < 91_000
    assert packed + fonts + (STATIC / ITALIC).stat().st_size < 108_000


def test_what_others_made_stands_beside_its_licence() -> None:
    assert "MIT" in read("vendor/licences/bootstrap.txt")
    assert read("vendor/licences/htmx.txt")
    for family in ("Besley", "RadioCanada"):
        assert "SIL OPEN FONT LICENSE" in read(f"fonts/OFL-{family}.txt")


def classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", css)))


def worn(template: Path) -> set[str]:
    drawn = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text())
    return {name for names in re.findall(r'class="([^"]*)"', drawn) for name in names.split()}


def test_every_page_of_simulations_loads_their_stylesheet() -> None:
    pages = [p for p in TEMPLATES.glob("simulations/*.html") if "{% extends" in p.read_text()]

    assert pages
    assert not [p.name for p in pages if "simulations/_styles.html" not in p.read_text()]


def test_no_other_page_loads_the_stylesheet_of_simulations_or_needs_it() -> None:
    others = [p for p in TEMPLATES.rglob("*.html") if p.parent.name != "simulations"]
    only_there = classes(read("simulation.css")) - classes(read("institute.css"))

    assert "simgrid" in only_there
    assert not [
        p for p in others if re.search(r"simulation\.css|simulations/_styles", p.read_text())
    ]
    assert {p: worn(p) & only_there for p in others if worn(p) & only_there} == {}
