"""TeX to HTML by KaTeX, in a process of its own.

KaTeX is JavaScript and runs on the V8 engine of the wheel ``mini-racer``. V8 starts threads, and a
Sphinx that forks for a parallel build hangs with them; a child process that speaks JSON, one line a
formula, does not.
"""

import atexit
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

KATEX = Path(__file__).with_name("katex")
OPTIONS = {"throwOnError": True, "strict": "error", "output": "htmlAndMathml"}


class TexError(ValueError):
    """KaTeX cannot read a formula; the message is KaTeX's own."""


@cache
def render(tex, display=False):
    """HTML with MathML of a formula.

    Parameters
    ----------
    tex : str
        The formula, without dollar signs.
    display : bool
        Whether it stands on a line of its own.

    Raises
    ------
    TexError
        Where KaTeX does not understand the formula, or where it goes beyond standard LaTeX.
    """
    child = _child(os.getpid())
    child.stdin.write(json.dumps([tex, OPTIONS | {"displayMode": display}]) + "\n")
    child.stdin.flush()
    answer = child.stdout.readline()
    if not answer:
        raise RuntimeError(f"the KaTeX process ended with exit code {child.wait()} on {tex!r}")
    answer = json.loads(answer)
    if "error" in answer:
        raise TexError(answer["error"])
    return answer["html"]


@cache
def _child(pid):
    """Start the KaTeX process of the Python process `pid`: a fork must not share its parent's."""
    child = subprocess.Popen(
        # As a file, not as a module: the child has no use for the package and its imports.
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(_stop, child)
    return child


def _stop(child):
    """End the process by closing its input."""
    child.stdin.close()
    child.stdout.close()
    child.wait()


def serve(requests, answers):
    """Answer each line of `requests` with a line of HTML or with KaTeX's error message."""
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval((KATEX / "katex.min.js").read_text(encoding="utf-8"))
    engine.eval(
        """function render(tex, options) {
             try { return {html: katex.renderToString(tex, options)}; }
             catch (error) { return {error: error.rawMessage || error.message}; }
           }"""
    )
    for line in requests:
        # JSON of Python is ASCII and so a valid piece of JavaScript as it stands.
        answer = engine.eval(f"JSON.stringify(render(...{line.strip()}))")
        answers.write(answer + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
