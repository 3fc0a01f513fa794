"""Tries to do what a sandbox should not allow, and tells what came of it.

Standard input holds the paths that should not be visible, the file named on the command line the
limits. A sandbox that holds gives an empty list of holes.
"""

import ctypes
import json
import os
import signal
import socket
import sys
import tempfile

from .limits import limit, shield

CLONE_NEWUSER = 0x10000000
PTRACE_SEIZE = 0x4206


def main(task_path):
    """Print the list of the holes found, as JSON."""
    with open(task_path, encoding="utf-8") as file:
        resources = json.load(file)["limits"]["resources"]
    hidden = json.load(sys.stdin)
    shield()
    holes = [f"{path} can be seen" for path in hidden if os.path.lexists(path)]
    holes += [
        f"{place} can be written to" for place in ("/", "/stage", "/modules") if writes(place)
    ]
    tries = {
        "it runs as root": lambda: os.geteuid() == 0,
        "the network can be reached": reaches_network,
        "namespaces can be nested": nests,
        "an answer can take over what limits it": traces_its_parent,
        "no limit on memory holds": lambda: allocates(resources["AS"]),
        "no limit on processes holds": lambda: forks(resources["NPROC"]) >= resources["NPROC"],
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
