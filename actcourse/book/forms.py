"""The page of an assignment: forms and stubs, hints that open one by one, solutions folded.

The page is built from the source notebook, which holds the solutions.  They are moved into folds
while Sphinx reads the file, before anything else sees it.  What needs no code to answer is answered
in a form, by `static/exercise.js`.
"""

import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from html import escape
from multiprocessing import get_context
from pathlib import Path

import nbformat
from myst_parser.mdit_to_docutils.base import default_slugify as slugify
from nbformat.v4 import new_markdown_cell
from sphinx_exercise.nodes import depart_solution_node, solution_node, visit_solution_node

from actcourse.book import progress
from actcourse.book.execution import fingerprint
from actcourse.chapters import ASSIGNMENT, CHAPTERS
from actcourse.exercises import EXERCISES, forms, onpage
from actcourse.explore.static import embed
from actcourse.imports import PACKAGE, reach

TITLES = {"numbers": "Your answer", "choice": "Your choice", "order": "Your order"}
LINES = re.compile(r"(?:^- \*\*\w\*\*: .*\n\n?)+", re.MULTILINE)  # from which letters are taken


def setup(app):
    """Read the sources of assignments as pages, and draw solutions as folds."""
    app.connect("env-before-read-docs", work_out, priority=400)  # before notebooks are executed
    app.connect("source-read", read_assignment)
    app.connect("source-read", read_progress)
    app.connect("html-page-context", link_style)
    app.add_node(
        solution_node,
        override=True,
        html=(visit_fold, depart_fold),
        latex=(visit_solution_node, depart_solution_node),
    )


def work_out(app, env, docnames):
    """Work out what the forms of these pages need, several chapters at once."""
    pages = {CHAPTERS[word].assignment.stem: word for word in CHAPTERS}
    names = {name.rpartition("/")[2] for name in docnames}
    wanted = [
        word for page, word in pages.items() if page in names and not kept(app, word).exists()
    ]
    if wanted:
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            for word, found in zip(wanted, pool.map(worked_out, wanted), strict=True):
                keep(app, word, found)


def facts_of(app, word) -> dict:
    """What the forms of a chapter's assignment need: dict from id to `onpage.facts`.

    Some of it takes training: it is kept until what it hangs on changes.
    """
    if not kept(app, word).exists():
        keep(app, word, worked_out(word))
    return json.loads(kept(app, word).read_text(encoding="utf-8"))


def kept(app, word) -> Path:
    """The file in which the facts of a chapter are kept, as long as its sources are these."""
    files = ("onpage.py", f"assignments/{word}.py")
    key = fingerprint(reach(PACKAGE / "exercises" / file for file in files))
    return Path(app.outdir).parent / ".answers" / f"{word}-{key}.json"


def keep(app, word, found):
    """Keep the facts of a chapter in place of older ones."""
    path = kept(app, word)
    path.parent.mkdir(exist_ok=True, parents=True)
    for old in path.parent.glob(f"{word}-*.json"):
        old.unlink()
    path.write_text(json.dumps(found), encoding="utf-8")


def worked_out(word) -> dict:
    """The facts of a chapter, worked out anew: dict from id to `onpage.facts`."""
    of_chapter = [e for id, e in EXERCISES.items() if id.partition("/")[0] == word]
    found = {exercise.id: onpage.facts(exercise) for exercise in of_chapter}
    return {id: facts for id, facts in found.items() if facts}


def read_assignment(app, docname, source):
    """Put the page in place of the source notebook of an assignment."""
    if docname.endswith(ASSIGNMENT):
        notebook = nbformat.reads(source[0], as_version=4)
        first, *_ = forms.exercises(notebook)
        word = first[0].id.partition("/")[0]
        source[0] = nbformat.writes(page(notebook, facts_of(app, word)))


def read_progress(app, docname, source):
    """Put the table of the reader's points in place of the comment that asks for it."""
    if progress.PLACE in source[0]:
        facts = {id: known for word in CHAPTERS for id, known in facts_of(app, word).items()}
        source[0] = source[0].replace(progress.PLACE, progress.table(facts))


def link_style(app, pagename, templatename, context, doctree):
    """Link the style of folds and the script of forms on the pages of assignments."""
    if 'class="work-' in context.get("body", ""):
        app.add_css_file("forms.css")
    if pagename.endswith(ASSIGNMENT):
        app.add_js_file("exercise.js", defer="defer")


def page(notebook, facts):
    """The notebook that the book shows for the source notebook of an assignment.

    Each answer cell becomes its stub, with the check, as text to copy, below a form where there are
    `facts` for one (see `facts_of`); hints from the specification follow.  Solution,
    check and whatever code comes after them, up to the next text, are executed inside a fold.
    """
    answers = {answer: exercise for exercise, answer, _ in forms.exercises(notebook)}
    clear = forms.ClearSolutions()
    cells, folded = [], False
    for index, cell in enumerate(notebook.cells):
        if folded and cell.cell_type == "markdown":
            cells.append(new_markdown_cell(":::{solution-end}\n:::"))
            folded = False
        if index in answers:
            exercise, folded = answers[index], True
            solution = nbformat.from_dict({**cell, "source": forms.solved(cell.source)})
            stub, _ = clear.preprocess_cell(cell, {"language": "python"}, index)
            code = f'```python\n{stub.source}\n\ncheck("{exercise.id}", {exercise.name})\n```'
            if known := facts.get(exercise.id):
                cells += [*_lines(cells, known), new_markdown_cell(form(exercise, known))]
                code = f":::{{dropdown}} In a notebook\n{code}\n:::"
            cells += [
                new_markdown_cell(code),
                *([new_markdown_cell(needs(exercise))] if exercise.needs else []),
                new_markdown_cell(hints(exercise)),
                new_markdown_cell(f":::{{solution-start}} {label(exercise)}\n:::"),
                solution,
            ]
        else:
            cells.append(nbformat.from_dict(cell))
    if folded:
        cells.append(new_markdown_cell(":::{solution-end}\n:::"))
    if facts and answers:
        word = next(iter(answers.values())).id.partition("/")[0]
        cells.append(new_markdown_cell(progress.hand_in(facts, word)))
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def _lines(cells, known):
    """Take the lettered lines out of the text above; as a cell of their own they join the form."""
    if known["kind"] == "numbers":
        return []
    (lines,) = LINES.findall(cells[-1].source)
    cells[-1].source = LINES.sub("", cells[-1].source)
    return [new_markdown_cell(f":::{{container}} answer-{known['kind']}\n{lines.strip()}\n:::")]


def form(exercise, known) -> str:
    """The form in which an answer without code is given."""
    id, fields = f"answer-{label(exercise)}", ""
    for k, number in enumerate(known.get("numbers", ())):
        what = number["what"]
        fields += (
            f'<label for="{id}-{k}">{escape(what[0].upper() + what[1:])}</label>'
            f'<input type="text" id="{id}-{k}" name="answer" inputmode="text" autocomplete="off">'
        )
    return (
        f'```{{raw}} html\n<form class="answer" id="{id}" autocomplete="off">'
        f'<p class="answer-title" id="{id}-title">{TITLES[known["kind"]]}</p>'
        f'<div class="answer-form" hidden>{fields}<p class="answer-buttons">'
        '<button type="submit">Check</button> <button type="reset">Start over</button></p></div>'
        '<p class="answer-said" role="status"></p>'
        f'<script type="application/json">{embed(known)}</script></form>\n```'
    )


def label(exercise) -> str:
    """The label under which text refers to `exercise`: ``{ref}`sigmoid-stable` ``."""
    return exercise.id.replace("/", "-")


def needs(exercise) -> str:
    """The sections of the lesson that `exercise` stands on, as links."""
    chapter = exercise.id.partition("/")[0]
    links = [f"[{need}]({chapter}.ipynb#{slugify(need)})" for need in exercise.needs]
    return f"From the lesson: {' · '.join(links)}"


def hints(exercise) -> str:
    """The hints as folds, each inside the one before, so that they open one by one."""
    text = ""
    for number, hint in reversed(list(enumerate(exercise.hints, start=1))):
        fence = ":" * (3 + len(exercise.hints) - number)
        title = f"Hint {number} of {len(exercise.hints)}"
        text = f"{fence}{{dropdown}} {title}\n{hint}\n\n{text}{fence}\n"
    return text


def visit_fold(self, node):
    """Open a fold: `details` needs no script, and its summary is the solution's title."""
    title = node.pop(0).astext()
    self.body.append(self.starttag(node, "details", CLASS="admonition"))
    self.body.append(f'<summary class="admonition-title">{self.encode(title)}</summary>\n')


def depart_fold(self, node):
    """Close the fold."""
    self.body.append("</details>\n")
