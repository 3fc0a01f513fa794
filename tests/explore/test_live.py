"""Which widget a control becomes in a notebook."""

import ipywidgets as widgets
import pytest

from actcourse.explore import Choice, Range, Steps, Toggle, live


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
    slider = live._control(Range(-8, 8, 0.25, fine=0.01), 1)
    assert (slider.min, slider.max, slider.step) == (-8, 8, 0.01)
