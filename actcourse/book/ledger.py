"""The page of claims: Markdown made from the ledgers of what others say and of what we say.

The numbers of the articles' claims are measured for this build; those of our own sentences, whose
ranges over many seeds take longer, are stored beside them. Each lesson's page ends with the claims
that it settles and with its own; they too are written here, so that each is stated in one place.
"""

import json
import os
import re
from collections import Counter
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell
from sphinx.errors import ExtensionError
from sphinx.util import logging

from actcourse.book.execution import fingerprint
from actcourse.chapters import CHAPTERS
from actcourse.claims import ARTICLES, CLAIMS, OURS, TOPICS, VERDICTS, measure_all
from actcourse.claims.record import recorded
from actcourse.explore import explorer, style
from actcourse.explore.medium import in_book
from actcourse.imports import PACKAGE, reach

PLACE = "% claims-ledger"  # a comment of MyST; the ledger stands in its place
OURSELVES = """\
What we conclude in the lessons is held to the same.
Each sentence has an experiment and a range.
Where it names a cause, a *control* tests the rival explanation.
The numbers are the least and the most over the seeds.
They are stored, since many seeds take longer than a build.
The tests compare them with fresh runs, and `actcourse claims --ours` recomputes them."""
logger = logging.getLogger(__name__)


def setup(app):
    """Write the ledger into the page that asks for it, and its rows below the lessons."""
    app.connect("source-read", write_ledger)
    app.connect("source-read", write_rows)
    app.connect("html-page-context", link_assets)


def write_ledger(app, docname, source):
    """Put the ledger in place of the comment `PLACE`."""
    if PLACE in source[0]:
        numbers = measurements(Path(app.outdir).parent / ".claims")
        source[0] = source[0].replace(PLACE, ledger(numbers))


def write_rows(app, docname, source):
    """Add the claims that it settles, and its own findings, to the end of a lesson."""
    chapter = docname.rpartition("/")[2]
    text = rows(chapter)
    if text and Path(app.env.doc2path(docname)).suffix == ".ipynb":
        notebook = nbformat.reads(source[0], as_version=4)
        notebook.cells.append(new_markdown_cell(text))
        source[0] = nbformat.writes(notebook)


def link_assets(app, pagename, templatename, context, doctree):
    """Link the style of verdicts where there are some, and the filters on the ledger's page."""
    body = context.get("body", "")
    if 'class="verdict' in body:
        app.add_css_file("ledger.css")
    if 'class="ledger-filters' in body:
        app.add_js_file("ledger.js", defer="defer")


def measurements(cache):
    """Numbers of every experiment: dict from claim to dict from name to float.

    Those of a topic are kept in the folder `cache` until what it imports changes, or the pins.

    Raises
    ------
    ExtensionError
        If a number lies outside its range: the page may not say what does not hold. Of that topic
        nothing is kept.
    """
    cache.mkdir(exist_ok=True, parents=True)
    kept = {topic: cache / f"{topic}-{_key(topic)}.json" for topic in TOPICS}
    for stale in {*cache.glob("*.json")}.difference(kept.values()):
        stale.unlink()
    new = [topic for topic, path in kept.items() if not path.exists()]
    measured = [n for n, claim in CLAIMS.items() if claim.topic in new and claim.experiment]
    if measured:
        logger.info("actcourse: measuring %d claims", len(measured))
        runs = list(measure_all(measured, workers=os.cpu_count()))
        outside = sorted(run.key for run in runs if run.outside)
        for topic in {*new}.difference(CLAIMS[number].topic for number in outside):
            numbers = {r.key: r.numbers for r in runs if CLAIMS[r.key].topic == topic}
            kept[topic].write_text(json.dumps(numbers))
        if outside:
            raise ExtensionError(
                f"claims {outside} are outside their ranges; "
                f"`actcourse claims --only {outside[0]}` shows the first"
            )
    texts = [path.read_text() for path in kept.values() if path.exists()]
    return {int(n): numbers for text in texts for n, numbers in json.loads(text).items()}


def _key(topic):
    """Digest of what the numbers of a topic may depend on."""
    return fingerprint(reach(PACKAGE / "claims" / f"{name}.py" for name in (topic, "measure")))


def ledger(numbers):
    """What the page shows: what others say topic by topic, and what we say chapter by chapter.

    Parameters
    ----------
    numbers : dict
        As from `measurements`.
    """
    text = ["## What others say", tally(), picture(), filters()]
    for topic, title in TOPICS.items():
        text.append(f"### {title}")
        text += [
            entry(claim, numbers.get(claim.key, {}))
            for claim in CLAIMS.values()
            if claim.topic == topic
        ]
    text += ["## What we say", OURSELVES]
    for chapter in CHAPTERS.values():
        if found := [f for f in OURS.values() if f.chapter == chapter.word]:
            text.append(f"### The chapter on {chapter.words}")
            text += [own_entry(finding) for finding in found]
    return "\n\n".join(text)


def tally():
    """Table of the verdicts: what each means, how many there are."""
    count = Counter(claim.verdict for claim in CLAIMS.values())
    lines = [f"| {badge(v)} | {count[v]} | {meaning} |" for v, meaning in VERDICTS.items()]
    return "\n".join(["| Verdict | Claims | Meaning |", "|---|---|---|", *lines])


def picture():
    """The verdicts by article, as a still figure."""
    assert in_book(), "the picture is inserted in its static form"
    return f"```{{raw}} html\n{by_article()._repr_mimebundle_()['text/html']}\n```"


@explorer("claims-by-article", size=(5.4, 2.4), margins={"left": 0.2, "bottom": 0.2, "top": 0.82})
def by_article(ax):
    """How much of what is taught is true?"""
    colours = [style.GOOD, style.GOLD, style.BAD, style.MUTED]
    said = []
    for row, article in enumerate(ARTICLES):
        claims = [c for c in CLAIMS.values() if article in dict(c.sources)]
        count = Counter(claim.verdict for claim in claims)
        left = 0
        for verdict, colour in zip(VERDICTS, colours, strict=True):
            share = 100 * count[verdict] / len(claims)
            label = verdict if row == 0 else None
            ax.barh(row, share, left=left, height=0.62, color=colour, label=label)
            if share > 5:
                ax.text(left + share / 2, row, f"{count[verdict]}", ha="center", va="center",
                        color=style.SHADE, fontweight="bold")  # fmt: skip
            left += share
        said.append(f"{count['true']} of {len(claims)} in the {article}")
    ax.set(xlim=(0, 100), ylim=(2.5, -0.5), xlabel="share of its claims, %", ylabel="article")
    ax.set_yticks(range(len(ARTICLES)), list(ARTICLES))
    ax.grid(visible=False)
    ax.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.45, 1), columnspacing=1.2)
    return f"True as they stand are {', '.join(said[:-1])} and {said[-1]}."


def filters():
    """Controls that a script brings to life; without it all claims are shown."""
    settling = {claim.chapter for claim in CLAIMS.values()}
    choices = {
        "verdict": {v: v for v in VERDICTS},
        "topic": TOPICS,
        "article": ARTICLES,
        "chapter": {c.word: c.words for c in CHAPTERS.values() if c.word in settling},
    }
    controls = "".join(
        f'<label>{name.capitalize()} <select name="{name}"><option value="">all</option>'
        + "".join(f'<option value="{key}">{text}</option>' for key, text in options.items())
        + "</select></label>"
        for name, options in choices.items()
    )
    return (
        f'```{{raw}} html\n<form class="ledger-filters" aria-label="Filter the claims" hidden>'
        f'{controls}<button type="reset">Show all</button>'
        f'<output aria-live="polite"></output></form>\n```'
    )


def entry(claim, numbers):
    """One claim as a fold: what is true, the numbers, the experiment, and where it is taught."""
    kinds = [("verdict", claim.verdict), ("topic", claim.topic), ("chapter", claim.chapter)]
    kinds += [("article", article) for article, _ in claim.sources]
    classes = " ".join(["is-claim", *(f"is-{kind}-{value}" for kind, value in kinds)])
    sources = "; ".join(f"{article}, *{section}*" for article, section in claim.sources)
    title = f"{claim.key}. {claim.says} {badge(claim.verdict)}"
    parts = [
        f"::::{{dropdown}} {title}\n:name: claim-{claim.key}\n:class-container: {classes}",
        f"**What is true.**\n{claim.truth}",
        claim.note and f"**Note.**\n{claim.note}",
        claim.because and f"**No experiment.**\n{claim.because}",
        numbers and table(claim, numbers),
        numbers and code(claim),
        f"Said in: {sources}.\nTaught in {place(claim)}.",
        "::::",
    ]
    return "\n\n".join(filter(None, parts))


def own_entry(finding):
    """One finding as a fold: numbers over the seeds, experiment, control, where it is taught."""
    control = finding.control
    parts = [
        f"::::{{dropdown}} {finding.says}\n:name: {anchor(finding)}\n:class-container: is-finding",
        spread(finding),
        code(finding),
        *([f"**Control.**\n{control.says}", spread(control), code(control)] if control else []),
        finding.proof and f"**Why no control.**\n{finding.proof}",
        f"Its key is `{finding.key}`.\nTaught in {place(finding)}.",
        "::::",
    ]
    return "\n\n".join(filter(None, parts))


def anchor(finding):
    """Where a finding stands on the page of claims."""
    return "finding-" + re.sub("[/_]", "-", finding.key)


def place(claim):
    """Link to the heading that teaches a claim or a finding."""
    chapter = CHAPTERS[claim.chapter]
    return f"[the chapter on {chapter.words}](/chapters/{chapter.lesson}#{claim.anchor})"


def code(claim):
    """The experiment's source."""
    return f"```python\n{claim.code.strip()}\n```"


def table(claim, numbers):
    """The numbers of one experiment beside their ranges."""
    return _table(claim, "Measured", {name: f"{value:.4g}" for name, value in numbers.items()})


def spread(claim):
    """The same with the least and the most that many seeds gave."""
    if claim.key not in recorded():
        raise ExtensionError(
            f"{claim.name} has not been measured: "
            f"`actcourse claims --only {claim.key} --seeds 12 --record` does it"
        )
    found = recorded()[claim.key]
    (seeds,) = {measured.seeds for measured in found.values()}
    shown = {
        name: f"{m.low:.4g}" if m.exact else f"{m.low:.4g} to {m.high:.4g}"
        for name, m in found.items()
    }
    return _table(claim, f"Measured, {seeds} seeds", shown)


def _table(claim, head, shown):
    """A line for each number of an experiment: what was measured, and where it has to lie."""
    lines = [f"| Number | {head} | Range | Why this range |", "|---|---|---|---|"]
    for name, wanted in claim.expected.items():
        said = "" if wanted.claimed is None else f" The sentence predicts {wanted.claimed:g}."
        cells = (name.replace("_", " "), shown[name], wanted.text, f"{_sentence(wanted.why)}{said}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _sentence(text):
    """`text` with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def badge(verdict):
    """A verdict as a small label; its colour repeats what the word says."""
    return f"[{verdict}]{{.verdict .verdict-{verdict}}}"


def rows(chapter):
    """What a lesson's page ends with: the claims that it settles and its own, in a fold each.

    Each row links to its entry. Empty for a page that has none of either.
    """
    settled = [
        f"| {{ref}}`{c.key} <claim-{c.key}>` | {c.says} | {badge(c.verdict)} |"
        for c in CLAIMS.values()
        if c.chapter == chapter
    ]
    found = [
        f"| {{ref}}`{f.key.partition('/')[2]} <{anchor(f)}>` | {f.says} |"
        for f in OURS.values()
        if f.chapter == chapter
    ]
    folds = []
    if settled:
        title = f"The {len(settled)} claims that this chapter settles"
        folds.append([title, "| | Claim | Verdict |", "|---|---|---|", *settled])
    if found:
        title = f"The {len(found)} sentences of this chapter that are tested in their turn"
        folds.append([title, "| | We say |", "|---|---|", *found])
    return "\n\n".join("\n".join([f":::{{dropdown}} {t}", *lines, ":::"]) for t, *lines in folds)
