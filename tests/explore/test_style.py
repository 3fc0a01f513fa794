"""Colours: the style sheet agrees with the figures, and everybody can see them."""

import re
from importlib.resources import files

import pytest

from actcourse.explore import style

CSS = files("actcourse.explore").joinpath("assets/explore.css").read_text(encoding="utf-8")


def palette(selector):
    rules = re.search(re.escape(selector) + r"[^{]*\{([^}]*)\}", CSS)[1]
    return dict(re.findall(r"--ac-([\w-]+): (#[0-9a-f]{6})", rules))


LIGHT, DARK = palette(":root"), palette('html[data-theme="dark"]')


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of WCAG 2: from 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_style_sheet_has_the_light_colours_of_the_figures():
    assert style.COLOURS.items() <= LIGHT.items()


def test_light_and_dark_pages_define_the_same_colours():
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", [r for r in style.COLOURS if r not in ("grid", "shade")])
def test_every_colour_that_carries_meaning_is_readable_as_text(colours, role):
    assert contrast(colours[role], colours["card"]) >= 4.5


def test_roles_are_distinct_shades():
    assert len(set(style.COLOURS.values())) == len(style.COLOURS)


@pytest.mark.parametrize(("value", "label"), [(1, "10⁰"), (1e-12, "10⁻¹²"), (100, "10²")])
def test_a_log_axis_is_labelled_with_powers_of_ten(value, label):
    assert style.power_of_ten(value) == label


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.3, "0.3"),
        (0.00068, "0.00068"),
        (1115, "1,100"),
        (999_999, "10⁶"),
        (1e-11, "10⁻¹¹"),
        (8.44e-12, "8.4·10⁻¹²"),
    ],
)
def test_numbers_in_sentences_are_written_as_people_write_them(value, text):
    assert style.compact(value) == text
