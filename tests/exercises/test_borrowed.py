"""An answer that leans on the course's own is told so by `check`, as it will be by the grader."""

import pytest

from actcourse.exercises.borrowed import borrowed

LEANING = {
    "module": "import actcourse.nn as nn\ndef f(z):\n    return nn.rms(z)",
    "function": "from actcourse.nn import rms\ndef f(z):\n    return rms(z)",
    "helper": (
        "from actcourse.nn import rms\ndef g(z):\n    return rms(z)\ndef f(z):\n    return g(z)"
    ),
    "helpers that call each other": (
        "from actcourse.nn import rms\n"
        "def g(z):\n    return h(z) if z else rms(z)\n"
        "def h(z):\n    return g(z)\n"
        "def f(z):\n    return h(z)"
    ),
    "import inside": "def f(z):\n    from actcourse.nn import rms\n    return rms(z)",
    "module inside": "def f(z):\n    import actcourse.nn\n    return actcourse.nn.rms(z)",
    "class": "from actcourse.nn import Dense\ndef f(z):\n    return Dense(1, 1)",
    "registry": (
        "from actcourse.activations import ACTIVATIONS\n"
        "def f(z):\n    return ACTIVATIONS['tanh'](z)"
    ),
    "method": (
        "from actcourse.nn import rms\nclass f:\n    def size(self):\n        return rms(self)"
    ),
    "closure": (
        "from actcourse.nn import rms\n"
        "def made():\n    size = rms\n    def f(z):\n        return size(z)\n    return f\n"
        "f = made()"
    ),
}
OWN = {
    "beside": "import actcourse.nn as nn\ndef g(z):\n    return nn.rms(z)\ndef f(z):\n    return z",
    "of itself": "def f(n):\n    return f(n - 1) if n else 0",
    "unfilled": (
        "def made():\n    def f(z):\n        return later(z)\n    return f\n    later = 1\n"
        "f = made()"
    ),
    "numpy": "import numpy as np\ndef f(z):\n    return np.sqrt(z)",
}


def made(source):
    space = {"__name__": "notebook"}
    exec(source, space)  # noqa: S102
    return space["f"]


@pytest.mark.parametrize("how", LEANING)
def test_what_comes_with_the_course_is_seen(how):
    assert borrowed(made(LEANING[how]))


@pytest.mark.parametrize("how", OWN)
def test_what_a_learner_wrote_is_their_own(how):
    assert borrowed(made(OWN[how])) is None
