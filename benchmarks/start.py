"""Processor time from the start of Python to its end, for what people start often."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from actcourse.chapters import CHAPTERS

ROOT = Path(__file__).parents[1]
SOLVED = ROOT / "chapters" / CHAPTERS["sigmoid"].assignment
STARTS = {
    "python": ("-c", "pass"),
    "import actcourse": ("-c", "import actcourse"),
    "import actcourse.exercises": ("-c", "import actcourse.exercises"),
    "actcourse --help": ("-m", "actcourse", "--help"),
    "actcourse check sigmoid": ("-m", "actcourse", "check", str(SOLVED)),
    "actcourse grade --help": ("-m", "actcourse", "grade", "--help"),
}
TIMES = {"quick": 5, "full": 20}


def measure(extent, track):
    """Rows with the median of seconds of processor time, user and system."""
    rows = []
    for of, words in track(STARTS.items(), "starts"):
        seconds(words)  # compiles what is imported
        value = median(seconds(words) for _ in range(TIMES[extent]))
        rows.append({"kind": "start", "of": of, "what": "cpu_seconds", "value": value})
    return rows


def seconds(words) -> float:
    """Seconds of processor time of one Python started with these words."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = subprocess.Popen([sys.executable, *words], env=kept, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise subprocess.CalledProcessError(started.returncode, words)
    return used.ru_utime + used.ru_stime
