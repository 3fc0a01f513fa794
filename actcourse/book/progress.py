"""The reader's own work: points in the navigation, the page "My progress", the notebook to hand in.

All of it stays in the browser, see `static/work.js`; nothing is sent anywhere.
"""

import json
from pathlib import Path

from actcourse.chapters import CHAPTERS
from actcourse.exercises import forms

PLACE = "% my-progress"  # a comment of MyST; the table stands in its place
DOWNLOADS = "learn"  # folder of the site that holds the notebooks


def setup(app):
    """Bring the script to every page, the table to its own, and notebooks to those who hand in."""
    app.add_js_file("work.js", defer="defer")
    app.connect("build-finished", write_scripts)


def table(facts) -> str:
    """The table of "My progress": points of each chapter for exercises that need no code.

    Parameters
    ----------
    facts : dict
        By the exercise's id, as `actcourse.exercises.onpage.facts`.
    """
    rows = ["| assignment | points on these pages | of |", "|---|---|---|"]
    for word, chapter in CHAPTERS.items():
        most = points(facts, word)
        bar = (
            f'<progress data-chapter="{word}" max="{most}" value="0" aria-label="{chapter.words}">'
        )
        earned = f'{bar}</progress> <span data-points-of="{word}">0</span>'
        rows.append(f"| [](../{chapter.assignment}) | {earned} | {most} |")
    return "\n".join(rows)


def points(facts, word) -> int:
    """Points to be had on the page of a chapter's assignment."""
    return sum(known["points"] for id, known in facts.items() if id.partition("/")[0] == word)


def hand_in(facts, word) -> str:
    """What stands at the end of an assignment: its points, its notebook, and the way back."""
    notebook = CHAPTERS[word].assignment.with_suffix(".js")
    return f"""## Hand in

```{{raw}} html
<div class="work-needs-script" data-notebook="../../{DOWNLOADS}/{notebook}" hidden>
<p>You have <strong data-points-of="{word}">0</strong> of the {points(facts, word)} points
for the exercises that this page takes answers to.
The others are answered in the notebook.</p>
<p class="answer-buttons"><button type="button" class="work-download">Download my notebook</button>
<label class="work-file">Open my notebook<input type="file" class="work-open" accept=".ipynb">
</label></p>
<p class="work-said" role="status"></p>
</div>
```

The notebook that you download holds your answers.
It opens in Jupyter, and your teacher can mark it."""


def write_scripts(app, exception):
    """Write what each assignment hands out as a script, which a page from disk can read."""
    if exception is not None or app.builder.format != "html":
        return
    paths = [Path(app.srcdir, "chapters", c.assignment) for c in CHAPTERS.values()]
    for path in filter(Path.is_file, paths):
        target = Path(app.outdir, DOWNLOADS, path.parent.name, path.stem).with_suffix(".js")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(forms.release(path), separators=(",", ":"))
        target.write_text(f"window.actcourse.notebook={text};\n", encoding="utf-8")
