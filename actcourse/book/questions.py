"""The page "Ask me again": all questions of the bank, drawn one by one by a script."""

from actcourse.explore.predict import form
from actcourse.questions import QUESTIONS, Recall

PLACE = "% questions"  # a comment of MyST; the questions stand in its place


def setup(app):
    """Write the questions into the page that asks for them, and link their script there."""
    app.connect("source-read", write_questions)
    app.connect("html-page-context", link_script)


def write_questions(app, docname, source):
    """Put the questions in place of the comment `PLACE`."""
    if PLACE in source[0]:
        source[0] = source[0].replace(PLACE, questions())


def link_script(app, pagename, templatename, context, doctree):
    """Link the script on the page that holds the questions."""
    if 'class="again"' in context.get("body", ""):
        app.add_js_file("again.js", defer="defer")


def questions() -> str:
    """All questions, one below the other; where scripts run, one at a time."""
    forms = "\n".join(form(Recall(question)) for question in QUESTIONS.values())
    return (
        f'```{{raw}} html\n<div class="again">\n{forms}\n'
        '<p class="answer-buttons"><button type="button" class="again-next" hidden>'
        'Next question</button></p><p class="again-said" role="status"></p></div>\n```'
    )
