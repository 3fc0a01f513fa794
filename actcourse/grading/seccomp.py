"""The system calls that a sandbox refuses: a filter for the kernel, which bubblewrap installs.

Namespaces hide what has a name; what has none is refused here: memory outside of all limits, the
kernel's keyrings, locks on files that other sandboxes see too, io_uring, and what only those need
who attack a kernel. A refused call fails with EPERM, as one that a user may not make.

The filter is a program of classic BPF, see Documentation/userspace-api/seccomp_filter.rst of the
kernel; the numbers are those of its tables for x86-64 and for arm64.
"""

import errno
import platform
import struct

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # as linux/audit.h has them
# Name of the call: its number on either, or None where a machine has none.
REFUSED = {
    # Memory that no limit on processes counts.
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "shmdt": (67, 197),
    "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187),
    "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192),
    "mq_open": (240, 180), "io_setup": (206, 0), "vmsplice": (278, 75),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "remap_file_pages": (216, 234), "userfaultfd": (323, 282),
    # What is shared with others of the same user or machine.
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "flock": (73, 32), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "fanotify_init": (300, 262), "socket": (41, 198),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    # Other processes.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    # The view of the file system, and namespaces.
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # The kernel itself.
    "bpf": (321, 280), "perf_event_open": (298, 241), "personality": (135, 92),
    "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "lookup_dcookie": (212, 18),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "acct": (163, 89), "swapon": (167, 224),
    "swapoff": (168, 225), "reboot": (169, 142), "syslog": (103, 116), "vhangup": (153, 58),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162),
}  # fmt: skip
CLONE, CLONE3 = (56, 220), (435, 435)
FCNTL, SOCKETPAIR = (72, 25), (53, 199)
NAMESPACES = 0x7E020000  # the flags of clone that ask for a new one
# Locks, leases, notices, the size of pipes and seals.
COMMANDS = (5, 6, 7, 36, 37, 38, 1024, 1026, 1031, 1033)
AF_UNIX = 1
LATER = 451  # calls that came after this list was made are not there, as on an older kernel

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24  # where a call's data is; low words of arguments
ALLOW, KILL = 0x7FFF0000, 0x80000000
ERROR = 0x00050000


def filter_of(machine: str = "") -> bytes | None:
    """The filter for a machine, by default for this one; None where its calls are not known."""
    machine = machine or platform.machine()
    if machine not in MACHINES:
        return None
    column = list(MACHINES).index(machine)
    refuse, absent = ERROR | errno.EPERM, ERROR | errno.ENOSYS
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, MACHINES[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        # The x32 calls have larger numbers still.
        *_answer(AT_LEAST, LATER, absent),
        *_answer(
            EQUAL, CLONE3[column], absent
        ),  # its flags lie in memory; the C library does without
    ]
    for numbers in REFUSED.values():
        if numbers[column] is not None:
            code += _answer(EQUAL, numbers[column], refuse)
    code += _looks_at(CLONE[column], FIRST, _answer(ANY_BIT, NAMESPACES, refuse))
    commands = [part for command in COMMANDS for part in _answer(EQUAL, command, refuse)]
    code += _looks_at(FCNTL[column], SECOND, commands)
    local = [(EQUAL, 1, 0, AF_UNIX), (RETURN, 0, 0, refuse)]
    code += _looks_at(SOCKETPAIR[column], FIRST, local)
    code += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _answer(test, value, answer) -> list[tuple]:
    """Give `answer` if the test holds for `value`, else go on."""
    return [(test, 0, 1, value), (RETURN, 0, 0, answer)]


def _looks_at(number, argument, tests) -> list[tuple]:
    """For the call of this number: look at an argument, and allow what the tests do not answer."""
    inner = [(LOAD, 0, 0, argument), *tests, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(inner), number), *inner]
