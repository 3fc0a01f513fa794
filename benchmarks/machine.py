"""The machine that measured: without it a time says nothing."""

import os
import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.timing import interleaved

LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch", "jax")


def describe():
    """What a reader must know to compare: processor, memory, load, versions; missing is None."""
    return {
        "date": date.today().isoformat(),
        "processor": _cpuinfo("model name") or platform.processor() or platform.machine(),
        "avx512": "avx512f" in _cpuinfo("flags").split(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{library: _version(library) for library in LIBRARIES},
    }


def memory_limit(dtype, size, seconds=0.4):
    """Seconds in which `size` entries are read and as many written, at best: a plain copy.

    No elementwise function into an array that is there already can be faster. In a cache it is
    that cache's speed, so it is measured for each size.
    """
    source, target = np.ones(size, dtype), np.ones(size, dtype)
    return interleaved({"copy": lambda: np.copyto(target, source)}, seconds)["copy"]


def _version(library):
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _cpuinfo(what):
    """What Linux's file on the processor says; "" where there is none, or no such line."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(what)), "")


def _memory():
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return None
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
