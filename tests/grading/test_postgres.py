"""Marks in nbgrader's gradebook on a real PostgreSQL, which the test starts and ends."""

import os
import shutil
import subprocess
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from actcourse.grading import session
from actcourse.grading.errors import CannotWrite

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bubblewrap")]

DEBIAN = Path("/usr/lib/postgresql")  # the programs are below it, by version
MARKS = {"all": (8, 21), "none": (0, 0), "two": (2, 6)}  # exercises solved, points


@dataclass
class Server:
    """A PostgreSQL that listens on a socket in a temporary folder alone."""

    programs: Path
    folder: Path
    owner: dict

    @property
    def url(self):
        """Of its database, for SQLAlchemy."""
        return f"postgresql+psycopg://teacher@/postgres?host={self.folder}"

    def initialise(self):
        """Make the database."""
        options = ["--auth", "trust", "--username", "teacher", "--no-sync", "--encoding", "UTF8"]
        self._run("initdb", "--pgdata", self.folder / "data", *options)

    def start(self):
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options,
                  "-w", "start")  # fmt: skip

    def stop(self):
        """End it at once, as when the machine that it runs on goes down."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def _run(self, program, *arguments):
        command = [self.programs / program, *arguments]
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.owner
        )


@pytest.fixture(scope="module")
def server(missing):
    """A `Server` that runs."""
    found = sorted(DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        missing("postgres", "PostgreSQL is not installed: sudo apt-get install postgresql")
    # It refuses to run as root; Debian's package comes with a user for it.
    owner = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        if owner:
            shutil.chown(folder, **owner)
        server = Server(found[-1], Path(folder), owner)
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                server.stop()


def test_a_server_that_goes_down_costs_no_mark(server, tmp_path, hand_in, path, here):
    submitted, out, paths = tmp_path / "submitted", tmp_path / "out", {path.parent.name: path}
    submitted.mkdir()
    for name, (solved, _) in MARKS.items():
        (submitted / f"{name}.ipynb").write_text(hand_in(solved=solved), encoding="utf-8")
    with pytest.raises(CannotWrite, match=r"(?s)gradebook cannot be written.*--resume"):
        session.grade(
            submitted, out, paths, here, url=server.url, watch=session.Watch(step=once(server.stop))
        )
    server.start()
    marked = []
    watch = session.Watch(step=lambda: marked.append(1))
    with closing(
        session.grade(submitted, out, paths, here, url=server.url, resume=True, watch=watch)
    ) as journal:
        assert journal.count(marked=True) == len(MARKS)
    assert not marked  # what was judged before is not judged again
    assert scores(server) == {name: points for name, (_, points) in MARKS.items()}
    assert not list(out.glob("*.db"))


def test_marks_are_brought_up_to_date(server, tmp_path, hand_in, path, here):
    submitted, paths = tmp_path / "submitted", {path.parent.name: path}
    submitted.mkdir()
    for solved, points in ((2, 6), (8, 21)):
        (submitted / "later.ipynb").write_text(hand_in(solved=solved), encoding="utf-8")
        session.grade(submitted, tmp_path / "out", paths, here, url=server.url).close()
        assert scores(server)["later"] == points


def once(do):
    """A function that calls ``do()`` the first time."""
    left = [do]
    return lambda: left and left.pop()()


def scores(server):
    """The marks in the server's gradebook."""
    with Gradebook(server.url) as book:
        return {entry["student"]: entry["score"] for entry in book.submission_dicts("02_sigmoid")}
