"""Every explorer of the course draws every position; every prediction comes out as expected."""

from functools import cache

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from actcourse.explore import EXPLORERS, PREDICTIONS
from tests.figures import pictures

OF_COURSE = pictures.of_course()


@pytest.fixture(params=EXPLORERS.values(), ids=EXPLORERS)
def explorer(request):
    return request.param


@cache
def drawn(explorer):
    """For each position the limits of all axes and the sentence; and the pictures to compare."""
    found, recorded = [], {}
    wanted = pictures.positions(explorer)
    for position in explorer.positions():
        figure, sentence = explorer.draw(**position)
        found.append((str([(ax.get_xlim(), ax.get_ylim()) for ax in figure.axes]), sentence))
        for name in (name for name, values in wanted.items() if values == position):
            recorded[name] = pictures.picture(figure, sentence)
    return found, recorded


def test_every_position_is_drawn_with_the_same_axes_and_its_own_sentence(explorer):
    found, _ = drawn(explorer)
    assert len({limits for limits, _ in found}) == 1, "the axes move with the controls"
    for k, name in enumerate(explorer.controls):
        moved = {
            sentence
            for (_, sentence), position in zip(found, explorer.positions(), strict=True)
            if all(position[n] == v for n, v in explorer.start().items() if n != name)
        }
        assert len(moved) > 1, f"the sentence does not follow control {k}, {name!r}"


def test_the_picture_at_the_start_and_at_the_ends_is_the_recorded_one(explorer):
    assert explorer.id in pictures.records(), "not recorded: `make pictures`"
    recorded, (_, found) = pictures.records()[explorer.id], drawn(explorer)
    assert recorded.keys() == found.keys(), "other positions: `make pictures`, and review the diff"
    said = {name: pictures.differences(recorded[name], found[name]) for name in recorded}
    said = [f"{name}: {line}" for name, lines in said.items() for line in lines]
    assert not said, "\n".join([explorer.id, *said, "If it is meant so: `make pictures`, review."])


def test_nothing_is_recorded_of_explorers_that_are_gone():
    assert pictures.records().keys() == EXPLORERS.keys()


def test_every_sentence_carries_a_number(explorer):
    _, sentence = explorer.draw(**explorer.start())
    assert any(c.isdigit() for c in sentence)


def test_axes_are_labelled(explorer):
    figure, _ = explorer.draw(**explorer.start())
    axes = [ax for ax in figure.axes if ax.axison]  # a diagram has none to label
    assert all(ax.get_ylabel() for ax in axes)
    assert any(ax.get_xlabel() for ax in axes) or not axes


def test_no_text_is_cut_off_at_the_edge(explorer):
    figure, _ = explorer.draw(**explorer.start())
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    edge = figure.bbox.padded(2)
    # Not all that findobj gives: an axis also keeps labels of ticks outside its limits.
    words = [*figure.texts]
    for ax in figure.axes:
        words += [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
        words += ax.get_legend().get_texts() if ax.get_legend() else []
    for text in words:
        if text.get_text().strip():
            box = text.get_window_extent(renderer)
            inside = edge.contains(*box.min) and edge.contains(*box.max)
            assert inside, f"{text.get_text()!r} reaches out of the figure: {box.extents}"


@pytest.mark.parametrize("prediction", PREDICTIONS.values(), ids=PREDICTIONS)
def test_every_prediction_is_measured_within_its_range(prediction):
    assert prediction.holds()
