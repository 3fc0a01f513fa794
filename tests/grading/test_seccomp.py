"""The filter of system calls, read as the kernel reads it."""

import errno
import re
import struct
from pathlib import Path

import pytest

from actcourse.grading import seccomp

ALLOWED, REFUSED, ABSENT = "allowed", "refused", "absent"
MEANS = {
    seccomp.ALLOW: ALLOWED,
    seccomp.ERROR | errno.EPERM: REFUSED,
    seccomp.ERROR | errno.ENOSYS: ABSENT,
    seccomp.KILL: "killed",
}
HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")


def says(machine, number, *arguments, architecture=None):
    """What the filter for a machine answers to a call."""
    architecture = architecture or seccomp.MACHINES[machine]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    code = list(struct.iter_unpack("<HBBI", seccomp.filter_of(machine)))
    at = value = 0
    while True:
        kind, yes, no, k = code[at]
        at += 1
        match kind:
            case seccomp.LOAD:
                (value,) = struct.unpack_from("<I", data, k)
            case seccomp.EQUAL:
                at += yes if value == k else no
            case seccomp.AT_LEAST:
                at += yes if value >= k else no
            case seccomp.ANY_BIT:
                at += yes if value & k else no
            case seccomp.RETURN:
                return MEANS[k]


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_each_call_of_the_list_is_refused_and_the_rest_allowed(machine):
    column = list(seccomp.MACHINES).index(machine)
    refused = {numbers[column] for numbers in seccomp.REFUSED.values()} - {None}
    special = {call[column] for call in (seccomp.CLONE3, seccomp.SOCKETPAIR)}
    for number in range(seccomp.LATER):
        if number not in special:
            assert says(machine, number) == (REFUSED if number in refused else ALLOWED), number


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_what_depends_on_an_argument(machine):
    column = list(seccomp.MACHINES).index(machine)
    clone, fcntl, pair = (c[column] for c in (seccomp.CLONE, seccomp.FCNTL, seccomp.SOCKETPAIR))
    assert says(machine, clone, 0x11) == says(machine, clone, 0x3D0F00) == ALLOWED  # fork, a thread
    for flag in (0x00020000, 0x02000000, 0x10000000, 0x20000000, 0x40000000):
        assert says(machine, clone, 0x11 | flag) == REFUSED
    assert {says(machine, fcntl, 3, command) for command in (0, 1, 2, 3, 4, 1030)} == {ALLOWED}
    assert {says(machine, fcntl, 3, command) for command in seccomp.COMMANDS} == {REFUSED}
    assert (says(machine, pair, 1), says(machine, pair, 2)) == (ALLOWED, REFUSED)
    assert says(machine, seccomp.CLONE3[column]) == ABSENT


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_calls_of_later_kernels_and_of_other_machines_are_none(machine):
    for number in (seccomp.LATER, 462, 0x40000000, 0x40000000 | 41, 0xFFFFFFFF):
        assert says(machine, number) == ABSENT
    assert says(machine, 41, architecture=0x40000003) == "killed"  # 32 bits


def test_an_unknown_machine_has_no_filter():
    assert seccomp.filter_of("riscv64") is None


@pytest.mark.skipif(not HEADER.exists(), reason="the kernel's headers are not installed")
def test_the_numbers_are_those_of_the_kernel():
    numbers = dict(re.findall(r"#define __NR_(\w+) (\d+)", HEADER.read_text()))
    for name, (number, _) in seccomp.REFUSED.items():
        assert int(numbers[name]) == number
