"""Texts of strangers, made harmless: names and messages for a terminal, a page or a sheet."""

import hashlib
import unicodedata

JOINERS = "\u200c\u200d"  # scripts and emoji need them within a word; they steer nothing
LOST = "\ufffd"
SIGNS = str.maketrans(dict.fromkeys("✓✔☑✗✘✕☒○◯", LOST))  # a verdict begins with one


def clean(text: str) -> str:
    """`text` on one line, without what steers a terminal, turns it round or is no character."""
    return "".join(c if _harmless(c) else LOST for c in " ".join(text.split("\n")))


def quoted(text: str) -> str:
    """The same without the signs that verdicts begin with: what code says cannot look like one."""
    return " ".join(clean(text).translate(SIGNS).split())


def name(text: str, longest: int) -> str:
    """`text` as a name to show: in Unicode's form NFC, clean, with at most `longest` characters.

    Two names stay two: one that loses something has a few digits of its checksum at its end.
    """
    whole = unicodedata.normalize("NFC", text)
    shown = clean(whole).strip()[:longest]
    return shown if shown == whole != "" else _marked(shown[: longest - 9], whole)


def folder(text: str, longest: int) -> str:
    """`text` as the name of a folder that stays where it is put, of at most `longest` bytes.

    What no folder may have in its name on any system is replaced; two names stay two, see `name`.
    """
    safe = "".join("_" if c in '/\\<>:"|?*' else c for c in clean(text)).strip(" ").lstrip(".")
    if safe == text and len(safe.encode()) <= longest and safe:
        return safe
    return _marked(safe.encode()[: longest - 9].decode(errors="ignore").strip(" "), text)


def _marked(shown, whole) -> str:
    checksum = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{shown or '_'}-{checksum[:8]}"


def _harmless(character) -> bool:
    return (
        character.isprintable()
        or character in JOINERS
        or unicodedata.category(character) == "Zs"  # spaces, such as the wide one of Japanese
    )
