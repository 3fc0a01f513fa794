"""A week on a hub, with nbgrader's own commands: from the release to the page that comes back."""

import json
import os
import re
import shutil
import sysconfig
import warnings
from contextlib import closing, suppress

import nbformat
import pytest
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp
from nbgrader.utils import notebook_hash

from actcourse.exercises import forms, learner
from actcourse.grading import exchange, release, session
from actcourse.grading.intake import Origin
from actcourse.grading.journal import Journal

from .conftest import ROOT

NAME, NOTEBOOK = "02_sigmoid", "sigmoid_exercises"
SETTINGS = "c = get_config()\nc.Exchange.root = {root!r}\n"
GUIDE = (ROOT / "chapters" / "appendix" / "teaching.md").read_text(encoding="utf-8")


class Hub:
    """One machine with an exchange, a teacher and some students, each with a home of their own."""

    def __init__(self, folder, monkeypatch):
        self.folder, self._patch = folder, monkeypatch
        (folder / "etc").mkdir()
        settings = SETTINGS.format(root=str(folder / "exchange"))
        (folder / "etc" / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(folder / "etc"))
        # nbgrader starts alembic, as in a terminal where the environment is active.
        monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)

    def home(self, user):
        """Where a user works."""
        home = self.folder / user
        home.mkdir(exist_ok=True)
        return home

    def nbgrader(self, user, *words, below="."):
        """Run a command as a user, in a folder below their home."""
        home = self.home(user)
        places = {"HOME": "", "JUPYTER_DATA_DIR": "data", "JUPYTER_CONFIG_DIR": "config"}
        for name, place in places.items():
            self._patch.setenv(name, str(home / place))
        self._patch.chdir(home / below)
        who = () if user == "teacher" else ("--student", user)
        app = NbGraderApp.instance()
        try:
            app.initialize([*words, *who])
            with warnings.catch_warnings(), suppress(NoStart):  # is raised when a command has run
                warnings.simplefilter("ignore", ResourceWarning)  # nbgrader leaves files open
                app.start()
        finally:
            NbGraderApp.clear_instance()


@pytest.fixture(scope="module")
def week(tmp_path_factory, path, here, bubblewrap):
    """The hub after a week as the guide tells it."""
    folder = tmp_path_factory.mktemp("hub")
    with pytest.MonkeyPatch.context() as patch:
        hub, before = Hub(folder, patch), os.umask(0o077)  # a careful teacher's
        try:
            _week(hub, path, here, patch)
        finally:
            os.umask(before)
    return hub


def _week(hub, path, here, patch):
    """Type what the guide says, in its order."""
    section = GUIDE.partition("### A week with nbgrader's exchange")[2].partition("\n## ")[0]
    typed = re.findall(r"^\$ (.*)$", section, re.MULTILINE)
    course, below = hub.home("teacher"), "."
    shutil.copy(ROOT / "nbgrader_config.py", course)
    patch.setattr(learner, "wheel", _wheel)
    for line in typed:
        program, command, *words = line.split()
        if line == "actcourse assign sigmoid":
            release.assign(ROOT, path, course / "release")
        elif line == "actcourse grade submitted":
            _mail(course, path)
            session.grade(course / "submitted", course / "graded", {NAME: path}, here).close()
        elif program == "cd":
            below = command
        elif "--course" in words:
            for student in ("ada", "blaise", "fritz"):
                hub.nbgrader(student, command, *words)
                if command == "fetch_assignment":
                    _work(student, hub.home(student) / NAME / f"{NOTEBOOK}.ipynb", path)
        else:
            hub.nbgrader("teacher", command, *words, below=below)
    assert len(typed) == 9


def _work(student, own, path):
    """Ada solves all, Blaise nothing, and Fritz changes the name of the file."""
    if student == "ada":
        source, notebook = (nbformat.read(p, as_version=4) for p in (path, own))
        for _, answer, _ in forms.exercises(source):
            notebook.cells[answer].source = forms.solved(source.cells[answer].source)
        nbformat.write(notebook, own)
    if student == "fritz":
        own.rename(own.with_name("mine.ipynb"))


def _mail(course, path):
    """Emmy has sent hers by mail."""
    mailed = course / "submitted" / "emmy" / NAME / path.name
    mailed.parent.mkdir(parents=True)
    mailed.write_text(nbformat.writes(forms.release(path)), encoding="utf-8")


def _wheel(root, folder):
    """A file in place of the package: to build it takes seconds, and on a hub it is there."""
    made = folder / "actcourse-1-py3-none-any.whl"
    made.touch()
    return made


def test_each_student_of_a_hub_fetches_their_own_page(week):
    for student, points in {"ada": 21, "blaise": 0}.items():
        (page,) = (week.home(student) / NAME / "feedback").glob(f"*/{NOTEBOOK}.html")
        assert f"{points} of 21 points" in page.read_text(encoding="utf-8")
        ours = week.home("teacher") / "graded" / "feedback" / student / NAME / page.name
        assert page.read_bytes() == ours.read_bytes()


def test_a_notebook_that_came_by_mail_stops_nobodys_feedback(week):
    feedback = week.home("teacher") / "graded" / "feedback"
    assert (feedback / "emmy" / NAME / exchange.SECRET).exists()
    assert len([*(week.folder / "exchange").glob("*/feedback/*.html")]) == 4


def test_a_renamed_notebook_gets_no_page_from_nbgrader(week):
    assert (week.home("teacher") / "graded" / "feedback" / "fritz" / NAME).is_dir()
    assert [*(week.home("fritz") / NAME).glob("feedback/*/*.html")] == []


def test_released_pages_can_be_read_by_students_whatever_the_umask(week):
    for page in (week.folder / "exchange").glob("*/feedback/*.html"):
        assert page.stat().st_mode & 0o444 == 0o444


def test_what_the_hub_put_beside_the_notebooks_is_not_reported(week):
    graded = week.home("teacher") / "graded"
    collected = {p.name for p in (week.home("teacher") / "submitted" / "ada" / NAME).iterdir()}
    assert collected >= {"README.md", "requirements.txt", exchange.SECRET, exchange.TIMESTAMP}
    with closing(Journal(graded / session.JOURNAL)) as journal:
        journal.latest(finished=True)
        assert journal.asides() == []


def lay(folder, secret="ab" * 64, timestamp="2026-11-02 10:00:00.000000 UTC"):
    """A collected notebook with these two files, and a page for it."""
    page = folder / "feedback" / "eve" / NAME / f"{NOTEBOOK}.html"
    submitted = folder / "submitted"
    for made in (page.parent, submitted):
        made.mkdir(parents=True)
    page.touch()
    (submitted / exchange.TIMESTAMP).write_bytes(timestamp.encode("latin-1"))
    (submitted / exchange.SECRET).write_bytes(secret.encode("latin-1"))
    return Origin("eve", str(submitted / "x.ipynb")), page


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": ""},
        {"secret": "a"},
        {"secret": "ab" * 40_000},
        {"secret": "../" * 20},
        {"timestamp": "\xff\xfe"},
        {"timestamp": "\x1b[2J"},
        {"timestamp": ""},
    ],
    ids=json.dumps,
)
def test_a_forged_secret_or_time_goes_no_further(forged, tmp_path):
    found, page = lay(tmp_path, **forged)
    exchange.carry(found, page)
    assert [path.name for path in page.parent.iterdir()] == [page.name]


def test_a_secret_that_is_a_link_is_not_followed(tmp_path):
    found, page = lay(tmp_path)
    (tmp_path / "submitted" / exchange.SECRET).rename(tmp_path / "elsewhere")
    (tmp_path / "submitted" / exchange.SECRET).symlink_to(tmp_path / "elsewhere")
    exchange.carry(found, page)
    assert [path.name for path in page.parent.iterdir()] == [page.name]


def test_a_real_secret_stands_beside_the_page_also_when_the_report_is_written_again(tmp_path):
    found, page = lay(tmp_path)
    exchange.carry(found, page)
    secret = (page.parent / exchange.SECRET).read_text()
    assert notebook_hash(secret=secret, notebook_id=NOTEBOOK)
    (tmp_path / "submitted").rename(tmp_path / "away")
    exchange.carry(found, page)
    exchange.complete(tmp_path / "feedback", NAME)
    assert (page.parent / exchange.SECRET).read_text() == secret == "ab" * 64


def test_pages_of_a_class_without_an_exchange_have_nothing_beside_them(published):
    assert {path.suffix for path in (published / "feedback").glob("*/*/*")} == {".html"}
