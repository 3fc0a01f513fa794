"""The page of an assignment: stubs to copy, hints that open one by one, solutions folded.

The page is built from the source notebook, which holds the solutions.  They are moved into folds
while Sphinx reads the file, before anything else sees it.
"""

import nbformat
from myst_parser.mdit_to_docutils.base import default_slugify as slugify
from nbformat.v4 import new_markdown_cell
from sphinx_exercise.nodes import depart_solution_node, solution_node, visit_solution_node

from actcourse.chapters import ASSIGNMENT
from actcourse.exercises import forms


def setup(app):
    """Read the sources of assignments as pages, and draw solutions as folds."""
    app.connect("source-read", read_assignment)
    app.connect("html-page-context", link_style)
    app.add_node(
        solution_node,
        override=True,
        html=(visit_fold, depart_fold),
        latex=(visit_solution_node, depart_solution_node),
    )


def read_assignment(app, docname, source):
    """Put the page in place of the source notebook of an assignment."""
    if docname.endswith(ASSIGNMENT):
        notebook = nbformat.reads(source[0], as_version=4)
        source[0] = nbformat.writes(page(notebook))


def link_style(app, pagename, templatename, context, doctree):
    """Link the style of folds on the pages of assignments."""
    if pagename.endswith(ASSIGNMENT):
        app.add_css_file("forms.css")


def page(notebook):
    """The notebook that the book shows for the source notebook of an assignment.

    Each answer cell becomes its stub, with the check, as text to copy; hints from the
    specification follow.  Solution, check and whatever code comes after them, up to the next
    text, are executed inside a fold.
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
            code = f'{stub.source}\n\ncheck("{exercise.id}", {exercise.name})'
            cells += [
                new_markdown_cell(f"```python\n{code}\n```"),
                *([new_markdown_cell(needs(exercise))] if exercise.needs else []),
                new_markdown_cell(hints(exercise)),
                new_markdown_cell(f":::{{solution-start}} {label(exercise)}\n:::"),
                solution,
            ]
        else:
            cells.append(cell)
    if folded:
        cells.append(new_markdown_cell(":::{solution-end}\n:::"))
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


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
