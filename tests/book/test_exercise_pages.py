"""The page of an assignment: stubs to copy, hints one by one, solutions folded."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from actcourse.book.forms import hints, needs, page
from actcourse.book.ledger import anchor
from actcourse.claims import CLAIMS, OURS
from actcourse.exercises import EXERCISES, forms

ROOT = Path(__file__).parents[2]
PATHS = forms.find(ROOT / "chapters")
EACH = pytest.mark.parametrize("path", PATHS, ids=[p.stem for p in PATHS])
SOURCE = ROOT / "chapters" / "02_sigmoid" / "sigmoid_exercises.ipynb"
LESSON = SOURCE.with_name("sigmoid.ipynb")
SHOWN = ("sigmoid/stable", "sigmoid/derivation")


def read(path):
    return nbformat.read(path, as_version=4)


def folds(notebook):
    """The cells of `notebook` outside of the folds, and those inside."""
    outside, inside, open_ = [], [], False
    for cell in notebook.cells:
        if cell.source.startswith(":::{solution-start}"):
            open_ = True
        elif cell.source.startswith(":::{solution-end}"):
            open_ = False
        else:
            (inside if open_ else outside).append(cell)
    assert not open_
    return outside, inside


@EACH
def test_solutions_checks_and_measurements_are_inside_the_folds_alone(path):
    source = read(path)
    outside, inside = folds(page(read(path), {}))
    given = [cell.source for cell in outside if cell.cell_type == "code"]
    for cell in source.cells:
        if forms.SOLUTION.search(cell.source):
            assert forms.solved(cell.source) in [c.source for c in inside]
    assert not any("check(" in text and "import" not in text for text in given)
    assert all(cell.cell_type == "code" for cell in inside)
    assert not any("### BEGIN" in cell.source for cell in [*outside, *inside])


@EACH
def test_every_exercise_has_its_stub_and_check_as_text_to_copy(path):
    outside, _ = folds(page(read(path), {}))
    texts = [cell.source for cell in outside if cell.cell_type == "markdown"]
    released = forms.release(path)
    for exercise, answer, _ in forms.exercises(read(path)):
        stub = released.cells[answer].source
        check = f'check("{exercise.id}", {exercise.name})'
        assert f"```python\n{stub}\n\n{check}\n```" in texts
        assert hints(exercise) in texts
        assert needs(exercise) in texts


@EACH
def test_every_exercise_names_headings_that_its_lesson_has(path):
    lesson = path.with_name(path.name.replace("_exercises", ""))
    texts = [cell.source for cell in read(lesson).cells if cell.cell_type == "markdown"]
    headings = re.findall(r"^## (.+)$", "\n".join(texts), re.MULTILINE)
    for exercise, *_ in forms.exercises(read(path)):
        assert exercise.needs
        assert set(exercise.needs) <= set(headings)


@EACH
def test_every_exercise_links_to_each_of_its_headings_in_the_lesson(path):
    for exercise, *_ in forms.exercises(read(path)):
        links = re.findall(r"\[([^]]+)\]\((\w+)\.ipynb#[^\s)]+\)", needs(exercise))
        assert links == [(need, exercise.id.partition("/")[0]) for need in exercise.needs]


@EACH
def test_the_page_runs_the_code_of_the_source_in_its_order(path):
    cells = [cell.source for cell in page(read(path), {}).cells if cell.cell_type == "code"]
    wanted = [forms.solved(c.source) for c in read(path).cells if c.cell_type == "code"]
    assert cells == wanted


@pytest.fixture(scope="module")
def built(book):
    """A book of one page: an assignment of two exercises, cut out of a real one."""
    notebook = read(SOURCE)
    keep, heading = [], "# "
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = cell.source.splitlines()[0]
        titles = {f"## {EXERCISES[id].title}" for id in SHOWN}
        if heading.startswith("# ") or heading in titles:
            keep.append(cell)
    notebook.cells = keep
    nbformat.write(notebook, book.root / "cut_exercises.ipynb")
    texts = [cell.source for cell in read(LESSON).cells if cell.cell_type == "markdown"]
    lines = [line for text in texts for line in text.splitlines()]
    headings = [line for line in lines if re.match("##? .+[?]$|# ", line)]
    # Rows about the chapter's claims are put at the end of a lesson, and link to their entries.
    claims = (
        "\n".join(
            [
                *(f"(claim-{number})=" for number in CLAIMS),
                *(f"({anchor(f)})=" for f in OURS.values()),
            ]
        )
        + "\n## Claims"
    )
    cell = nbformat.v4.new_markdown_cell("\n\n".join([*headings, claims]))
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), book.root / LESSON.name)
    toc = "format: jb-book\nroot: cut_exercises\nchapters:\n- file: sigmoid\n"
    (book.root / "_toc.yml").write_text(toc)
    code, text = book.build()
    assert code == 0, text
    return book


@pytest.fixture
def soup(built):
    return BeautifulSoup(built.page("cut_exercises"), "html.parser")


def test_the_built_page_shows_no_solution_outside_of_a_closed_fold(soup, sources):
    solutions = soup.select("details.solution")
    assert len(solutions) == len(SHOWN)
    for id, fold in zip(SHOWN, solutions, strict=True):
        assert not fold.has_attr("open")
        assert fold.summary.get_text().startswith("Solution to Exercise")
        assert sources[id] in fold.get_text()
        assert f"✓ {id}" in fold.get_text()
        fold.extract()
    text = " ".join(soup.get_text().split())
    for number, id in enumerate(SHOWN, start=1):
        assert f"Exercise {number} ({EXERCISES[id].kind})" in text
        assert sources[id] not in text
    assert "✓" not in text
    assert "○" not in text


def test_the_links_of_an_exercise_lead_to_the_headings_it_names(built, soup):
    lesson = BeautifulSoup(built.page("sigmoid"), "html.parser")
    for id in SHOWN:
        for need in EXERCISES[id].needs:
            (link,) = [a for a in soup.find_all("a") if a.get_text() == need]
            file, _, anchor = link["href"].partition("#")
            assert file == "sigmoid.html"
            assert need in lesson.find(id=anchor).get_text()


def test_stub_and_check_stand_in_one_block_to_copy(soup):
    blocks = [tag.get_text() for tag in soup.select("div.highlight-python pre")]
    assert any(
        "raise NotImplementedError" in text and 'check("sigmoid/stable", sigmoid)' in text
        for text in blocks
    )
    assert 'order = ...\n\ncheck("sigmoid/derivation", order)\n' in blocks


def test_each_hint_is_inside_the_one_before(soup):
    for id in SHOWN:
        count = len(EXERCISES[id].hints)
        last = [
            tag
            for tag in soup.select("details.sd-dropdown")
            if f"Hint {count} of {count}" in tag.summary.get_text()
        ]
        assert last
        assert all(len(tag.find_parents("details")) == count - 1 for tag in last)


def test_no_source_notebook_is_published(built):
    published = [path.name for path in built.site.rglob("*") if path.suffix == ".ipynb"]
    assert published == []
    for path in built.site.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".js", ".txt", ".json"}:
            assert "BEGIN SOLUTION" not in path.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def sources():
    """A telling line of each shown solution."""
    found = {}
    for exercise, answer, _ in forms.exercises(read(SOURCE)):
        if exercise.id in SHOWN:
            ((_, region),) = forms.SOLUTION.findall(read(SOURCE).cells[answer].source)
            found[exercise.id] = region.strip().splitlines()[-1].strip()
    return found


@pytest.mark.browser
def test_hints_and_solutions_open_on_demand(built, browser, sources):
    tab = browser.new_page()
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto((built.site / "cut_exercises.html").as_uri())
    solution = tab.locator("details.solution").first
    code = solution.get_by_text(re.compile("return")).first
    assert not code.is_visible()
    solution.locator("summary").first.press("Enter")
    assert code.is_visible()
    first, second = (tab.locator("details.sd-dropdown").nth(n) for n in (0, 1))
    assert first.locator("> summary").is_visible()
    assert not second.locator("> summary").is_visible()
    first.locator("> summary").press("Enter")
    assert second.locator("> summary").is_visible()
    assert not second.locator(".sd-card-body").first.is_visible()
    assert tab.locator("button.copybtn").count() >= len(SHOWN)
    assert errors == []
    tab.close()
