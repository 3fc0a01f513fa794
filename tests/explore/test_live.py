"""Which widget a control becomes in a notebook, and what is shown where there are none."""

import subprocess
import sys

import ipywidgets as widgets
import pytest

from actcourse.explore import (
    EXPLORERS,
    PREDICTIONS,
    Choice,
    OneStands,
    Range,
    Sentence,
    Steps,
    Toggle,
    explorer,
    live,
    predict,
)


@pytest.mark.parametrize(
    ("control", "value", "kind"),
    [
        (Range(0, 4, 1, label="w"), 2, widgets.SelectionSlider),
        (Steps((1, 2, 8), label="w"), 2, widgets.SelectionSlider),
        (Toggle(label="w"), True, widgets.Checkbox),
        (Choice(["a", "b"], label="w"), "b", widgets.Dropdown),
        (Range(0, 4, 1, label="w", fine=0.01), 2, widgets.FloatSlider),
    ],
)
def test_a_control_becomes_a_widget_with_its_value_and_label(control, value, kind):
    made = live._control(control, value)
    assert type(made) is kind
    assert (made.value, made.description) == (value, "w")


def test_a_fine_slider_stops_between_the_positions_of_the_page():
    slider = live._control(Range(-8, 8, 0.25, fine=0.01, label="z"), 1)
    assert (slider.min, slider.max, slider.step) == (-8, 8, 0.01)


@pytest.fixture
def line():
    with EXPLORERS.restored():

        @explorer("test-line", slope=Range(0, 2, 1, label="slope"))
        def line(ax, slope):
            """A line"""
            ax.plot([0, 1], [0, slope])
            return f"A line of slope {slope:g}."

        yield line


@pytest.fixture
def asked():
    with PREDICTIONS.restored():
        answer = OneStands(
            [
                Sentence("red & blue", "No, {share:.0%} are.", stands=lambda share: share < 0.5),
                Sentence(
                    "blue", "Yes: {share:.0%}.", stands=lambda share: share > 0.5, expected=True
                ),
            ]
        )
        yield predict("test-colour", "Which colour?", answer)(lambda: {"share": 0.7})


@pytest.fixture
def fresh():
    """What was found out about widgets is forgotten, before and after."""
    live.available.cache_clear()
    yield
    live.available.cache_clear()


@pytest.mark.parametrize("version", [7, 8])
def test_ipywidgets_7_and_8_are_shown_by_the_view_of_their_model(
    version, line, asked, fresh, monkeypatch
):
    if version == 7 and hasattr(widgets.Widget, "_repr_mimebundle_"):
        monkeypatch.delattr(widgets.Widget, "_repr_mimebundle_")
    for shown in (line(), asked()):
        view = shown._repr_mimebundle_()[live.VIEW]
        assert (view["version_major"], view["version_minor"]) == (2, 0)
        assert isinstance(view["model_id"], str)


@pytest.mark.skipif(not hasattr(widgets.Widget, "_repr_mimebundle_"), reason="ipywidgets 7")
def test_the_view_is_the_one_that_ipywidgets_8_shows():
    box = widgets.VBox()
    assert live.bundle(box)[live.VIEW] == box._repr_mimebundle_()[live.VIEW]


@pytest.fixture
def without_widgets(fresh, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)


def test_without_ipywidgets_figures_are_pictures_and_it_is_said_once(line, asked, without_widgets):
    with pytest.warns(UserWarning, match=r"pip install 'actcourse\[live\]'"):
        bundle = line(slope=2)._repr_mimebundle_()
    asked()  # a second warning would be an error here
    line()
    assert set(bundle) == {"image/png", "text/plain"}
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"] == "A line of slope 2."


@pytest.mark.filterwarnings("ignore:figures stand still")
def test_without_ipywidgets_what_was_measured_is_folded_below_the_question(asked, without_widgets):
    bundle = asked()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "Yes" not in bundle["text/plain"]
    before, details = bundle["text/html"].split("<details>")
    assert "Which colour?<br>  ( ) red &amp; blue<br>  ( ) blue</p>" in before
    assert "Yes" not in before
    assert details == (
        "<summary>What was measured</summary><p>blue. Yes: 70%.</p>"
        '<ul class="ac-others"><li><b>red &amp; blue</b> No, 70% are.</li></ul></details></div>'
    )


def test_nothing_imports_ipywidgets_before_a_widget_is_made():
    script = (
        "import sys; import actcourse.explore, actcourse.figures.sigmoid; "
        "sys.exit('ipywidgets' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_widget_brings_the_rules_of_the_static_page():
    rules = live.stylesheet()
    assert rules.startswith("<style>")
    assert ".ac-explorer" in rules
