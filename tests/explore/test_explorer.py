"""An explorer in its media: live, static, text, picture; and its complaints."""

import json
import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from matplotlib.image import imread

from actcourse.explore import (
    EXPLORERS,
    Choice,
    PositionError,
    Range,
    Toggle,
    explorer,
    live,
    medium,
    static,
    style,
    svg,
)


@pytest.fixture
def make():
    """Makes explorers that leave the registry when the test ends."""
    with EXPLORERS.restored():
        yield explorer


@pytest.fixture
def line(make):
    @make(
        "test-line",
        slope=Range(-2, 2, 1, value=0, label="slope"),
        mark=Toggle(label="mark the origin"),
    )
    def line(ax, slope, mark):
        """A line through the origin"""
        ax.plot([-1, 1], [-slope, slope], **style.f)
        if mark:
            ax.plot([0], [0], **style.point)
        ax.set(xlim=(-1, 1), ylim=(-2, 2), xlabel="x")
        return f"A line of slope {slope}{' through the marked origin' if mark else ''}."

    return line


@pytest.fixture
def in_book(monkeypatch):
    monkeypatch.setenv(medium.VARIABLE, "book")


def test_text_is_the_sentence_of_the_position_with_a_true_minus(line):
    assert repr(line()) == "A line of slope 0."
    assert repr(line(slope=-2)) == "A line of slope −2."


def test_jupyter_gets_a_widget_a_picture_and_the_sentence(line):
    bundle = line()._repr_mimebundle_()
    assert set(bundle) == {
        "application/vnd.jupyter.widget-view+json",
        "image/png",
        "text/plain",
    }
    assert bundle["image/png"].startswith(b"\x89PNG")
    pixels = imread(BytesIO(bundle["image/png"]))
    assert (pixels[[0, 0, -1, -1], [0, -1, 0, -1]] == 1).all(), "its corners are not white"
    assert pixels[..., :3].min() < 0.5, "it is empty"
    assert bundle["text/plain"] == "A line of slope 0."


def test_in_jupyter_the_first_position_is_drawn_once(make):
    drawn = []

    @make("test-count", x=Range(0, 3, 1, label="x"))
    def count(ax, x):
        """Counts its drawings"""
        drawn.append(x)
        return "Fine."

    count(x=2)._repr_mimebundle_()
    assert drawn == [2]


def test_the_recipe_stands_below_the_figure_in_every_medium(make, monkeypatch):
    def draw(ax, k):
        """A title"""
        return f"Sentence {k}."

    fixed = make("test-fixed", recipe=1.5, k=Range(1, 3, 1, label="k"))(draw)
    varied = make("test-varied", recipe=lambda k: f"rate {k}", k=Range(1, 3, 1, label="k"))(draw)
    assert repr(fixed(k=2)) == "Sentence 2.\n1.5"
    assert repr(varied(k=2)) == "Sentence 2.\nrate 2"
    box = live.widget(varied, {"k": 1}, varied.tree(k=1))
    slider, figure = box.children[1:]
    assert '<p class="ac-recipe">rate 1</p></figure>' in figure.value
    slider.value = 3
    assert '<p class="ac-recipe">rate 3</p></figure>' in figure.value
    monkeypatch.setenv(medium.VARIABLE, "book")
    markup = varied(k=2)._repr_mimebundle_()["text/html"]
    assert '<p class="ac-recipe">rate 2</p></figure>' in markup
    assert '"recipes":[[0],["rate 1","rate 2","rate 3"]]' in markup
    markup = fixed(k=2)._repr_mimebundle_()["text/html"]
    assert '<p class="ac-recipe">1.5</p></figure>' in markup
    assert '"recipes"' not in markup


def test_moving_a_live_control_redraws_figure_and_sentence(line):
    from actcourse.explore import live

    box = live.widget(line, line.start(), line.tree(**line.start()))
    _, slider, checkbox, figure = box.children
    before = figure.value
    slider.value = 2
    assert "A line of slope 2." in figure.value
    assert figure.value != before
    checkbox.value = True
    assert "A line of slope 2 through the marked origin." in figure.value


def test_the_page_gets_html_that_starts_at_the_wanted_position(line, in_book):
    bundle = line(slope=2, mark=True)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "A line of slope 2 through the marked origin." in bundle["text/html"]
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", bundle["text/html"])[1])
    assert [c["start"] for c in data["controls"]] == [4, 1]
    assert len(data["sentences"][1]) == 10


def test_the_controls_of_the_page_are_labelled(line, in_book):
    html = line()._repr_mimebundle_()["text/html"]
    page = Labels(html)
    assert page.inputs == {"test-line-slope", "test-line-mark"}
    assert page.inputs <= page.labelled


class Labels(HTMLParser):
    """Ids of the inputs of a page, and of those that have a label."""

    def __init__(self, html):
        super().__init__()
        self.inputs, self.labelled, self._open = set(), set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "label":
            self._open += 1
            self.labelled.add(attributes.get("for"))
        if tag in ("input", "select"):
            self.inputs.add(attributes.get("id") or attributes.get("name"))
            if self._open:
                self.labelled.add(attributes.get("id") or attributes.get("name"))

    def handle_endtag(self, tag):
        self._open -= tag == "label"


def test_the_same_source_gives_the_same_page(line, in_book):
    assert line()._repr_mimebundle_() == line()._repr_mimebundle_()


def test_colours_of_the_course_become_variables(line):
    markup = svg.serialize(line.tree(slope=1, mark=True)[0])
    assert "var(--ac-f)" in markup
    assert "var(--ac-point)" in markup
    assert not [shade for shade in style.COLOURS.values() if shade in markup]


def test_a_figure_has_no_name_that_nothing_in_it_uses():
    figure, ax = svg.new_figure((3, 2), (1, 1), {}, "salt")
    ax.plot([0, 1], marker="o")
    markup = svg.serialize(svg.tree(figure, "salt"))
    names = re.findall(r'\bid="([^"]+)"', markup)
    assert names
    assert [name for name in names if f"#{name}" not in markup] == []


def test_a_formula_on_a_figure_keeps_its_signs():
    figure, ax = svg.new_figure((3, 2), (1, 1), {}, "salt")
    ax.text(0.5, 0.5, "$x^2 + b_1$")
    texts = ["".join(e.itertext()).strip() for e in svg.tree(figure, "salt").iter("text")]
    assert sorted(next(text for text in texts if "x" in text)) == sorted("x2+b1")


def test_a_long_choice_is_a_list_and_a_short_one_a_row(make):
    def pick(ax, which):
        """A choice"""
        return "Something."

    page = static.figure(make("test-many", which=Choice(list("abcdefg")))(pick), {"which": "a"})[0]
    assert "<select" in page
    page = static.figure(make("test-few", which=Choice(list("abc")))(pick), {"which": "a"})[0]
    assert page.count('type="radio"') == 3


def test_text_from_an_author_cannot_break_the_page(make, in_book):
    @make("test-escape", a=Choice({"<b> & </script>": 1, "two": 2}, label="a < b"))
    def escape(ax, a):
        """Is 1 < 2 & 3?"""
        ax.set_title("</script><script>")
        return "So 1 < 2 & </script><b>."

    html = escape()._repr_mimebundle_()["text/html"]
    assert html.count("<script") == html.count("</script>") == 1
    assert "<b>" not in html


@pytest.fixture
def fragile(make):
    @make("test-fragile", x=Range(0, 3, 1, label="x"))
    def fragile(ax, x):
        """Fails at 2"""
        if x == 2:
            raise ZeroDivisionError("too bad")
        return "Fine."

    return fragile


def test_a_position_that_cannot_be_drawn_is_named(fragile):
    with pytest.raises(
        PositionError, match=r"'test-fragile' cannot be drawn at x=2: Zero.*too bad"
    ):
        fragile.draw(x=2)


def test_on_the_page_any_position_that_cannot_be_drawn_fails_the_cell(fragile, in_book):
    with pytest.raises(PositionError, match="x=2"):
        fragile()


def test_in_jupyter_only_the_position_on_show_has_to_be_drawn(fragile):
    assert repr(fragile()) == "Fine."
    with pytest.raises(PositionError, match="x=2"):
        fragile(x=2)


def test_a_drawing_without_a_sentence_is_refused(make):
    @make("test-mute")
    def mute(ax):
        """Says nothing"""

    with pytest.raises(PositionError, match="returned None; wanted a sentence"):
        mute()


def test_unknown_parameters_and_values_are_refused_by_name(line):
    with pytest.raises(TypeError, match=r"has no \['bend'\]; it has \['slope', 'mark'\]"):
        line(bend=1)
    with pytest.raises(ValueError, match="no position 7"):
        line(slope=7)


def nothing(ax):
    """Nothing"""


def without_words(ax):
    pass


def one_value(ax, x):
    """One value"""


def no_axes():
    """No axes"""


@pytest.mark.parametrize(
    ("id", "controls", "draw", "words"),
    [
        ("Bad Id", {}, nothing, "lower-case words"),
        (7, {}, nothing, "id 7: wanted lower-case words"),
        (nothing, {}, nothing, r"give it as explorer\("),
        ("test-tuple", {"x": (0, 1)}, nothing, r"the control 'x' is \(0, 1\); wanted a Range"),
        ("test-none", {}, one_value, r"takes \['x'\], the controls are \[\]: give explorer"),
        ("test-no-axes", {}, no_axes, "the axes, which come first"),
        ("test-no-doc", {}, without_words, "needs a docstring"),
        ("test-mismatch", {"x": Range(0, 1, 1)}, nothing, r"takes \[\], the controls are \['x'\]"),
    ],
)
def test_a_bad_explorer_says_what_was_wanted(make, id, controls, draw, words):
    with pytest.raises((TypeError, ValueError), match=words):
        make(id, **controls)(draw)


def test_an_explorer_has_at_most_250_positions(make):
    def wide(ax, x, y):
        """Too wide"""

    with pytest.raises(ValueError, match=r"has 256 positions \(16 x 16\), at most 250"):
        make("test-wide", x=Range(0, 15, 1), y=Range(0, 15, 1))(wide)


def test_a_control_without_a_label_has_the_name_of_its_parameter(make):
    bare = Range(0, 2, 1)

    @make("test-bare", width=bare)
    def shown(ax, width):
        """A width"""
        return f"The width is {width}."

    assert ">width</label>" in shown.html()
    assert bare.label is None


def test_axes_that_follow_the_data_are_refused_on_a_page(make, in_book):
    @make("test-loose", k=Range(1, 3, 1))
    def loose(ax, k):
        """Loose axes"""
        ax.plot([0, k], [0, 1])
        return f"It ends at {k}."

    words = r"the x axis of panel 0 reaches from -0.05 to 1.05 at \{'k': 1\}, and from -0.1 to 2.1"
    with pytest.raises(ValueError, match=words + r".*Fix it where you draw: ax.set\(xlim="):
        loose()


def test_axes_that_an_author_moves_are_the_authors_choice(make, in_book):
    @make("test-zoom", k=Range(1, 3, 1))
    def zoom(ax, k):
        """A zoom"""
        ax.set(xlim=(0, k), ylim=(0, 1))
        return f"From 0 to {k}."

    assert "From 0 to 1." in zoom()._repr_mimebundle_()["text/html"]


def test_an_id_belongs_to_one_explorer(make, line):
    with pytest.raises(ValueError, match="there is an explorer 'test-line' already"):
        make("test-line")(nothing)


@pytest.mark.parametrize(
    ("d", "short"),
    [
        ("M 0 1 L 2.04 3 L 2.04 1", "M0 1l2 2 0-2"),
        ("M 0.04 0.5 \nL -1 0.26 \nz\n", "M0 .5l-1-.2z"),
        ("M 0 0 L 1 1 M 5 5 L 6 6", "M0 0l1 1M5 5l1 1"),
        ("M 0 0 Q 1.234 2 3 4", "M 0 0 Q 1.2 2 3 4"),
    ],
)
def test_paths_are_short_and_keep_their_shape(d, short):
    assert svg._path(d) == short


def test_rounding_errors_of_a_long_line_do_not_add_up():
    d = "M 0 0 " + " ".join(f"L {0.04 * k} 0" for k in range(1, 1001))
    steps = re.findall(r"-?\.?\d+(?:\.\d+)?", svg._path(d).split("l", 1)[1])
    assert sum(map(float, steps[::2])) == pytest.approx(40)
