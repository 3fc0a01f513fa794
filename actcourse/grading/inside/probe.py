"""Tries to do what a sandbox should not allow, and tells what came of it.

Standard input holds the paths that should not be visible and the folders that should be empty, the
file named on the command line the limits. A sandbox that holds gives an empty list of holes.
"""

import ctypes
import fcntl
import json
import mmap
import os
import platform
import signal
import socket
import sys
import tempfile

from .limits import limit, shield

CLONE_NEWUSER = 0x10000000
PTRACE_SEIZE = 0x4206
SESSION_KEYRING = -3
# Numbers of calls that the C library has no name for, on x86-64 and on arm64.
CALLS = {"keyctl": (250, 219), "io_uring_setup": (425, 425), "pidfd_getfd": (438, 438)}
TEMPORARY = "/tmp"


def main(task_path):
    """Print the list of the holes found, as JSON."""
    with open(task_path, encoding="utf-8") as file:
        limits = json.load(file)["limits"]
    resources = limits["resources"]
    asked = json.load(sys.stdin)
    shield()
    holes = [f"{path} can be seen" for path in asked["hidden"] if os.path.lexists(path)]
    holes += [
        f"what is in {place} can be seen"
        for place in asked["empty"]
        if os.path.lexists(place) and os.listdir(place)
    ]
    if os.path.isdir("/stage") and set(os.listdir("/stage")) != {
        "IPython",
        "actcourse",
        "task.json",
    }:
        holes.append("more than the stage can be seen below /stage")
    holes += [
        f"{place} can be written to"
        for place in ("/", "/stage", "/modules", *asked["empty"])
        if writes(place)
    ]
    tries = {
        "it runs as root": lambda: os.geteuid() == 0,
        "the network can be reached": reaches_network,
        "namespaces can be nested": nests,
        "an answer can take over what limits it": traces_its_parent,
        "no limit on memory holds": lambda: allocates(resources["AS"]),
        "no limit on processes holds": lambda: forks(resources["NPROC"]) >= resources["NPROC"],
        "no limit on temporary files holds": lambda: fills(limits["folder"], resources["FSIZE"]),
        "memory can be had in files without a name": lambda: os.memfd_create("probe") >= 0,
        "memory can be shared with other processes": shares_memory,
        "the keyrings of the kernel are open": lambda: call("keyctl", 0, SESSION_KEYRING, 0) >= 0,
        "io_uring can be used": uses_io_uring,
        "files can be locked, which other sandboxes see": locks_a_file,
    }
    holes += [hole for hole, attempt in tries.items() if in_a_child(attempt, resources)]
    print(json.dumps(holes))


def in_a_child(attempt, resources) -> bool:
    """Whether `attempt` succeeds in a process under the limits."""
    child = os.fork()
    if not child:
        try:
            limit(resources)
            success = attempt()
        except (OSError, MemoryError):
            success = False
        finally:
            os._exit(1 if success else 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def writes(place) -> bool:
    """Whether a file can be made in the folder `place`."""
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def reaches_network() -> bool:
    """Whether there is a way to an address outside; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.connect(("192.0.2.1", 9))  # kept for documentation by RFC 5737
    return True


def nests() -> bool:
    """Whether a process inside can become root of a namespace of its own."""
    return ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) == 0


def call(name, *arguments) -> int:
    """What a system call gives: -1 where it fails."""
    number = CALLS[name][("x86_64", "aarch64").index(platform.machine())]
    return ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)


def shares_memory() -> bool:
    """Whether there is memory that outlives its process."""
    return ctypes.CDLL(None).shmget(0, mmap.PAGESIZE, 0o1600) >= 0


def uses_io_uring() -> bool:
    """Whether the kernel makes a ring for this process."""
    return call("io_uring_setup", 1, ctypes.create_string_buffer(256)) >= 0


def locks_a_file() -> bool:
    """Whether a file that others see can be locked, in either way."""
    with open(sys.executable, "rb") as file:
        for lock in (fcntl.flock, fcntl.lockf):
            try:
                lock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return True
            except OSError:
                continue
    return False


def fills(most, each) -> bool:
    """Whether more than `most` bytes fit into the folder for temporary files, `each` in one."""
    held = []
    try:
        while len(held) * each <= most:
            held.append(tempfile.TemporaryFile(dir=TEMPORARY))  # noqa: SIM115  closed with the process
            held[-1].write(bytes(each))
            held[-1].flush()
    except OSError:
        return False
    return True


def traces_its_parent() -> bool:
    """Whether a process can do with its parent what a debugger can."""
    return ctypes.CDLL(None).ptrace(PTRACE_SEIZE, os.getppid(), None, None) == 0


def allocates(size) -> bool:
    """Whether a process gets `size` bytes in addition to what it has."""
    return len(bytes(size)) == size


def forks(most) -> int:
    """How many processes can be started, up to `most`."""
    children = []
    try:
        while len(children) < most:
            child = os.fork()
            if not child:
                signal.pause()
            children.append(child)
    except BlockingIOError:
        return len(children)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return len(children)
