"""An answer that takes too long is stopped, and nobody else's signals are touched."""

import signal
import threading
import time

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, check, judging
from actcourse.exercises.limit import TooSlow, limited

needs_alarm = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="this system cannot stop code after a time"
)


def loop(x):
    while True:
        pass


def loop_in_numpy(x):
    while True:
        np.exp(np.zeros(10_000))


def sleep(x):
    time.sleep(60)


def catch(x):
    try:
        loop(x)
    except Exception:  # noqa: BLE001  what a careless answer does
        return x


def catch_everything_once(x):
    try:
        loop(x)
    except BaseException:  # noqa: BLE001  what a careless answer does
        loop(x)


@needs_alarm
@pytest.mark.parametrize("slow", [loop, loop_in_numpy, sleep, catch, catch_everything_once])
def test_an_answer_that_does_not_end_is_stopped_with_a_sentence(slow, monkeypatch, capsys):
    monkeypatch.setattr(judging, "SECONDS", 0.2)
    before = signal.getsignal(signal.SIGALRM)
    check("sigmoid/stable", slow)
    assert capsys.readouterr().out == (
        "✗ sigmoid/stable, 0 of 4: `sigmoid` was stopped: it ran for more than 0.2 seconds.\n"
        "  Hint: does a loop or a call of itself never end, or walk the same way again and again?\n"
    )
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@needs_alarm
def test_a_call_of_numpy_comes_to_its_end_before_an_answer_is_stopped(monkeypatch):
    numbers = np.random.default_rng(0).random(2_000_000)

    def one_call(x):
        numbers.sort()
        loop(x)

    monkeypatch.setattr(judging, "SECONDS", 0.01)
    verdict = judging.judge(EXERCISES["sigmoid/stable"], one_call, np.random.default_rng(0))
    assert verdict.key == "too slow"
    assert (np.diff(numbers) >= 0).all()


def test_answers_have_five_seconds():
    assert judging.SECONDS == 5


@needs_alarm
def test_an_alarm_of_somebody_else_goes_off_and_there_is_no_limit_then():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with limited(0.01):
            time.sleep(0.2)
        assert rung == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_another_thread_goes_on_without_a_limit():
    done = []

    def work():
        with limited(0.01):
            time.sleep(0.1)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_a_system_without_the_signal_goes_on_without_a_limit(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    with limited(0.01):
        time.sleep(0.05)


@needs_alarm
def test_what_is_left_early_leaves_no_alarm_behind():
    with pytest.raises(KeyError), limited(0.1):
        raise KeyError
    with pytest.raises(TooSlow), limited(0.01):
        loop(0)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    time.sleep(0.15)
