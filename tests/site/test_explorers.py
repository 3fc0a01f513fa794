"""Every explorer of every page, moved to its ends by keyboard and by mouse."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The figure without what says in which order it was touched: the order of its attributes.
STATE = """figure => {
  const read = e => [e.tagName, ...[...e.attributes].map(a => `${a.name}=${a.value}`).sort(),
    e.children.length ? "" : e.textContent, ...[...e.children].map(read)];
  return {
    sentence: figure.querySelector("figcaption").textContent,
    drawing: JSON.stringify(read(figure.querySelector("svg"))),
    values: [...figure.querySelectorAll("input, select")].map(e => e.value + e.checked),
  };
}"""
# Where the focus is, and how it shows.
FOCUS = """() => {
  const e = document.activeElement, look = getComputedStyle(e);
  return {id: e.closest("fieldset")?.id || e.id, outline: look.outlineStyle,
    width: parseFloat(look.outlineWidth)};
}"""
DATA = "figure => JSON.parse(figure.querySelector('script').textContent)"


class Shown:
    """An explorer on an open page."""

    def __init__(self, page, id):
        self.page, self._id, self.figure = page, id, page.locator(f"#{id}")
        data = self.figure.evaluate(DATA)
        self.controls = data["controls"]
        self.shape = [len(c["positions"]) for c in self.controls]
        self.start = [c["start"] for c in self.controls]
        self._on, stored = data["sentences"]
        self._sentences = [data["texts"][s] if isinstance(s, int) else s for s in stored]

    @property
    def state(self):
        """Sentence, drawing and values of the controls, as the page has them now."""
        return self.figure.evaluate(STATE)

    def sentence(self, position):
        """What Python says at this position."""
        where = 0
        for k in self._on:
            where = where * self.shape[k] + position[k]
        return self._sentences[where]

    def id(self, k):
        """The id of control `k`."""
        return f"{self._id}-{self.controls[k]['name']}"

    def inputs(self, k):
        """The kind of control `k`, and its element."""
        own = self.page.locator(f"#{self.id(k)}")
        return own.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()"), own

    def said(self, k):
        """What control `k` tells a screen reader, where that is not its own value."""
        return self.page.get_attribute(f"#{self.id(k)}", "aria-valuetext")

    def focus(self, k):
        """Give control `k` the focus."""
        kind, own = self.inputs(k)
        (own.locator("input:checked") if kind == "fieldset" else own).focus()

    def by_keyboard(self, k, last):
        """Bring control `k`, which has the focus, to its last or first position."""
        kind, own = self.inputs(k)
        if kind == "fieldset":
            end = own.locator("input").nth(-1 if last else 0)
            for _ in range(self.shape[k]):
                if not end.is_checked():
                    self.page.keyboard.press("ArrowDown" if last else "ArrowUp")
        elif kind != "checkbox":
            self.page.keyboard.press("End" if last else "Home")
        elif own.is_checked() != last:
            self.page.keyboard.press("Space")

    def by_mouse(self, k, last):
        """Bring control `k` to its last or first position by the mouse alone."""
        kind, own = self.inputs(k)
        if kind == "range":
            own.scroll_into_view_if_needed()
            box = own.bounding_box()
            y = box["y"] + box["height"] / 2
            self.page.mouse.move(box["x"] + box["width"] / 2, y)
            self.page.mouse.down()
            self.page.mouse.move(box["x"] + (box["width"] - 1 if last else 1), y, steps=3)
            self.page.mouse.up()
        elif kind == "select":  # its list is drawn by the system, out of reach of the page
            own.select_option(index=self.shape[k] - 1 if last else 0)
        elif kind == "checkbox":
            if own.is_checked() != last:
                own.locator("xpath=..").click()
        else:
            own.locator("label").nth(-1 if last else 0).click()


def explorers(page):
    """Those with controls on the page."""
    figures = page.locator(".ac-explorer:has(.ac-controls)").all()
    return [Shown(page, figure.get_attribute("id")) for figure in figures]


def explore(shown, move, before=None):
    """Move each control of an explorer to its ends; figure and sentence have to follow together."""
    position, changes = list(shown.start), []
    for k, count in enumerate(shown.shape):
        if before:
            before(k)
        seen = []
        for last in (False, True):
            move(k, last)
            position[k] = count - 1 if last else 0
            seen.append(shown.state)
            assert seen[-1]["sentence"] == shown.sentence(position)
            assert shown.said(k) in (None, shown.controls[k]["positions"][position[k]][0])
        drawings, sentences = ({state[part] for state in seen} for part in ("drawing", "sentence"))
        # More units draw the same line if they are linear, and then the sentence says how many.
        assert len(drawings) <= len(sentences) == 2, shown.id(k)
        changes.append(len(drawings) - 1)
    assert any(changes), "the figure never changes"


def test_explorers_are_moved_by_keyboard_in_order_and_with_a_visible_focus(visit, exploring):
    page = visit(exploring)
    for shown in explorers(page):

        def tab(k, shown=shown):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert focus == {"id": shown.id(k), "outline": "solid", "width": 3}

        assert shown.figure.locator(".ac-controls").get_attribute("aria-label")
        shown.figure.evaluate("e => { e.tabIndex = -1; e.focus(); }")
        explore(shown, shown.by_keyboard, before=tab)


def test_explorers_are_moved_by_mouse(visit, exploring):
    page = visit(exploring, served=True)
    for shown in explorers(page):
        explore(shown, shown.by_mouse)


def test_the_address_restores_every_explorer_of_the_page(visit, exploring):
    page = visit(exploring, served=True)
    for shown in explorers(page):
        for k, start in enumerate(shown.start):
            shown.focus(k)
            shown.by_keyboard(k, last=start == 0)
    wanted = [shown.state for shown in explorers(page)]
    page.wait_for_timeout(300)  # the address follows when the hand rests
    setting = page.url.partition("#")[2]
    assert setting.count(":") == len(wanted)
    again = visit(f"{exploring}#{setting}", served=True)
    assert [shown.state for shown in explorers(again)] == wanted
