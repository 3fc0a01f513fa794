"""How many submissions a second are graded, plain nbgrader on the same notebooks, and memory.

The assignment is the sigmoid's with its first six exercises; the class hands in all of them solved,
none, and what lies between. Three of the six measure, with networks of the course that are trained
where answers run: these are also graded by themselves, and so are the others. A run counts from the
start of its process to the last page of feedback. Nothing is asserted about time.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path

import nbformat
import pytest

from actcourse.exercises import forms
from actcourse.grading import sandbox, session
from actcourse.grading.gradebook import Marks
from actcourse.grading.notebooks import Notebooks
from actcourse.grading.sources import sources
from actcourse.grading.worker import Workers

ROOT = Path(__file__).parents[1]
NAME = "02_sigmoid"
EXERCISES = 6
WORKERS = 2
CLASSES = (60, 300)
MEASURES = (("that measure", True), ("that do not measure", False))
BY_NBGRADER = 4  # of the same; it takes a second or two for each
SMALL, LARGE = 100, 10_000  # of which the memory is measured

# What `nbgrader autograde` does, without a start of the program for each submission.
AUTOGRADE = """
import json, sys, time
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

name, *students = sys.argv[1:]
api = NbGraderAPI(config=PyFileConfigLoader("nbgrader_config.py").load_config())
done = api.generate_assignment(name)
done["success"] or sys.exit(done["log"])
begin = time.perf_counter()
for student in students:
    done = api.autograde(name, student)
    done["success"] or sys.exit(done["log"])
seconds = time.perf_counter() - begin
with api.gradebook as book:
    scores = {s["student"]: s["score"] for s in book.submission_dicts(name)}
print(json.dumps([seconds, scores]))
"""


def measures(exercise):
    """Whether its answer comes out of networks of the course."""
    return "actcourse" in exercise.allows


def course_of(course, chosen):
    """Write an assignment with the chosen ones of its first exercises below the folder `course`."""
    source = nbformat.read(sources(ROOT)[NAME], as_version=4)
    found = forms.exercises(source)[: EXERCISES + 1]
    starts = [answer - 1 for _, answer, _ in found]  # with the text above the answer
    cells = source.cells[: starts[0]]
    for (exercise, _, _), start, end in zip(found, starts, starts[1:], strict=False):
        if chosen(exercise):
            cells += source.cells[start:end]
    source.cells = cells
    path = course / "chapters" / NAME / sources(ROOT)[NAME].name
    path.parent.mkdir(parents=True)
    nbformat.write(source, path)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    return course


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A folder with `chapters`: the source of an assignment of six exercises."""
    return course_of(tmp_path_factory.mktemp("course"), lambda exercise: True)


@pytest.fixture(scope="module")
def texts(course):
    """What its students hand in."""
    return texts_of(course)


def texts_of(course):
    """Notebooks as students hand them in: with the first k exercises solved, for every k."""
    path = sources(course)[NAME]
    source, notebooks = nbformat.read(path, as_version=4), []
    exercises = forms.exercises(source)
    for solved in range(len(exercises) + 1):
        notebook = forms.release(path)
        for _, answer, _ in exercises[:solved]:
            notebook.cells[answer].source = forms.solved(source.cells[answer].source)
        notebooks.append(nbformat.writes(notebook))
    return notebooks


def hand_in(folder, texts, path, number):
    """The names of so many students, who hand in the texts in turn, laid out as nbgrader has it."""
    names = [f"student{n:05}" for n in range(number)]
    for n, name in enumerate(names):
        place = folder / "submitted" / name / NAME
        place.mkdir(parents=True)
        (place / path.name).write_text(texts[n % len(texts)], encoding="utf-8")
    return names


class Clock:
    """Seconds by the part of a run that they went into."""

    def __init__(self):
        self.seconds = Counter()

    def times(self, part, owner, name):
        """Count what the function `name` of `owner` takes for `part`, from here on."""
        function = getattr(owner, name)

        def timed(*args, **kwargs):
            begin = time.monotonic()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[part] += time.monotonic() - begin

        setattr(owner, name, timed)


def grade_timed(course, begin):
    """Grade what is in the folder `course`; prints seconds by part since `begin`, and the marks."""
    course, clock, steps = Path(course), Clock(), []
    clock.times("gradebook", Marks, "add_assignment")
    clock.times("gradebook", Marks, "add")
    clock.times("notebooks", Notebooks, "add")
    clock.times("feedback and sheets", session, "publish")
    watch = session.Watch(step=lambda: steps.append(time.monotonic()))
    with Workers(WORKERS) as executor:
        journal = session.grade(
            course / "submitted", course / "out", sources(course), executor,
            window=2 * WORKERS, watch=watch,
        )  # fmt: skip
        end = time.monotonic()
    with closing(journal):
        rows = journal.query(
            "SELECT student, sum(earned) FROM verdict WHERE run = :run GROUP BY student"
        )
    parts = {"start": steps[0] - begin, "sandboxes": steps[-1] - steps[0]} | clock.seconds
    print(json.dumps([len(steps), end - begin, parts, dict(rows)]))


def grade_with_nbgrader(course, names):
    """Seconds that plain nbgrader takes for the submissions of `names`, and their marks."""
    done = subprocess.run(
        [sys.executable, "-c", AUTOGRADE, NAME, *names],
        cwd=course,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def in_a_process(call):
    """What a call of one of this module's functions prints, in a process of its own."""
    code = f"import benchmarks.test_grading as here; here.{call}"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("number", CLASSES)
def test_submissions_a_second(number, course, texts, tmp_path, keep):
    place = tmp_path / "course"
    shutil.copytree(course, place)
    rate(f"{number} students", number, place, texts, keep)


@pytest.mark.parametrize(("which", "wanted"), MEASURES, ids=[which for which, _ in MEASURES])
def test_submissions_a_second_by_what_their_exercises_do(which, wanted, tmp_path, keep):
    place = course_of(tmp_path / "course", lambda exercise: measures(exercise) == wanted)
    texts = texts_of(place)
    assert 2 < len(texts) < EXERCISES + 1  # some of the six, and not all
    rate(
        f"{CLASSES[0]} students, {len(texts) - 1} exercises {which}",
        CLASSES[0], place, texts, keep,
    )  # fmt: skip


def rate(what, number, place, texts, keep):
    """Grade a class of so many in the folder `place`, and keep how fast that was."""
    sandbox.require()
    names = hand_in(place, texts, sources(place)[NAME], number)
    theirs, wanted = grade_with_nbgrader(place, names[:BY_NBGRADER])
    load = os.getloadavg()[0]
    call = f"grade_timed({str(place)!r}, {time.monotonic()})"
    graded, seconds, parts, marks = json.loads(in_a_process(call))
    assert graded == len(marks) == number
    assert wanted.items() <= marks.items()
    keep(
        "grading",
        what,
        per_second=number / seconds,
        in_sandboxes=(number - 1) / parts.pop("sandboxes"),
        by_nbgrader=BY_NBGRADER / theirs,
        load=load,
        **{f"{part.replace(' ', '_')}_seconds": spent for part, spent in parts.items()},
    )


class Remembers(Executor):
    """Gives the verdicts of the same notebook again, so that thousands take minutes, not hours."""

    def __init__(self):
        self.known = {}

    def submit(self, task, /, given):
        """The verdicts, at once; in their sandboxes once for each text."""
        key = str(given.submission.cells)
        if key not in self.known:
            self.known[key] = task(given)
        future = Future()
        future.set_result(self.known[key])
        return future


def grade_many(course):
    """Grade what is in the folder `course`; prints the largest memory of this process, in MB."""
    course = Path(course)
    paths = sources(course)
    session.grade(course / "submitted", course / "out", paths, Remembers()).close()
    # Not `resource.getrusage`, whose largest is that of the parent too, before this was started.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(int(peak[1]) / 1024)


def test_memory_does_not_grow_with_the_class(course, texts, tmp_path, keep):
    sandbox.require()
    found = {}
    for number in (SMALL, LARGE):
        place = tmp_path / str(number)
        shutil.copytree(course / "chapters", place / "chapters")
        hand_in(place, texts, sources(place)[NAME], number)
        begin = time.monotonic()
        megabytes = float(in_a_process(f"grade_many({str(place)!r})"))
        found[number] = megabytes, time.monotonic() - begin
    for number, (megabytes, seconds) in found.items():
        keep("memory", f"{number} submissions", megabytes=megabytes, seconds=seconds)
    assert found[LARGE][0] < 1.3 * found[SMALL][0]
