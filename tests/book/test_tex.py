"""The renderer of formulas, and the TeX it is given."""

import re
import subprocess
import sys
from html import unescape

import pytest

from actcourse.activations import ACTIVATIONS
from actcourse.book.mathematics import display_tex
from actcourse.book.tex import TexError, render


@pytest.mark.parametrize("display", [False, True])
def test_a_formula_becomes_html_with_mathml_and_its_source(display):
    html = render(r"\sigma(z) = \frac{1}{1 + e^{-z}}", display)
    assert '<annotation encoding="application/x-tex">\\sigma(z) =' in html
    assert '<span class="katex-html" aria-hidden="true">' in html
    assert ('class="katex-display"' in html) is display


@pytest.mark.parametrize("tex", [r"\frac{1}{", r"\undefined", "x_1_2", r"\begin{align} a", "% x"])
def test_a_formula_in_error_is_refused(tex):
    with pytest.raises(TexError):
        render(tex)


@pytest.mark.parametrize("tex", ["'\"", "a\nb", "\\text{\u00e9 'x' \u4e2d}", "a < b > c", r"\&"])
def test_any_text_survives_the_way_to_the_engine_and_back(tex):
    annotation = re.search(r"<annotation[^>]*>(.*?)</annotation>", render(tex), re.DOTALL)
    assert unescape(annotation[1]) == tex


def test_a_line_separator_does_not_break_the_engine():
    with pytest.raises(TexError, match="Unexpected character: '\u2028'"):
        render("\u2028")


def test_forked_processes_render_each_on_their_own():
    # Sphinx forks to build in parallel; a process that shared its parent's pipe would hang.
    script = """
import multiprocessing
from actcourse.book.tex import render
render("a")
formulas = [f"x_{{{n}}}" for n in range(300)]
with multiprocessing.get_context("fork").Pool(4) as pool:
    answers = pool.map(render, formulas, chunksize=1)
assert all(f">{tex}</annotation>" in html for tex, html in zip(formulas, answers))
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_the_formulas_of_every_activation_can_be_set(name):
    activation = ACTIVATIONS[name]
    for tex in filter(None, (activation.tex, activation.derivative_tex)):
        assert "katex-html" in render(tex)


def test_lines_of_a_display_are_aligned_and_paragraphs_stand_below_each_other():
    assert display_tex("a") == "a"
    assert display_tex(r"a &= b \\ c &= d") == r"\begin{split}a &= b \\ c &= d\end{split}"
    assert display_tex("a\n\nb") == r"\begin{gathered}a\\b\end{gathered}"


@pytest.mark.parametrize("environment", ["equation", "align", "gather", "alignat"])
def test_an_environment_leaves_the_number_to_sphinx(environment):
    size = "{1}" if environment == "alignat" else ""
    tex = rf"\begin{{{environment}}}{size} a \end{{{environment}}}"
    starred = display_tex(tex, complete=True)
    assert "eqn-num" in render(tex, True)
    assert "eqn-num" not in render(starred, True)
    assert display_tex(starred, complete=True) == starred
