"""Text for consoles: a sign that one cannot show is written in signs that it can.

The console of Windows, a pipe there, or a Linux without a language know few signs, and Python ends
a program that prints another.
"""

import codecs
import sys
import unicodedata

HANDLER = "actcourse-consoles"
"""Name under which the codecs know `_instead`, as they know ``"replace"``."""
SIGNS = {
    "✓": "+", "✗": "x", "○": "o", "≈": "~", "−": "-", "–": "-", "—": "--", "×": "x", "·": "*",
    "√": "sqrt", "±": "+-", "≤": "<=", "≥": ">=", "→": "->", "←": "<-", "∞": "inf", "∂": "d",
    "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "⁄": "/",
}  # fmt: skip
"""What stands for what, in ASCII."""


def prepare() -> None:
    """From here on what this program prints ends in legible signs, and never in an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)


def legible(text: str) -> str:
    """The text as standard output can show it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, HANDLER).decode(encoding)


def _instead(error):
    """What codecs are to write for the first sign that they cannot, and where they go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _ascii(error.object[error.start]), error.start + 1


def _ascii(sign: str) -> str:
    if sign in SIGNS:
        return SIGNS[sign]
    parts = unicodedata.normalize("NFKD", sign)  # é is an e with an accent, ½ a 1, a ⁄ and a 2
    base = "".join(SIGNS.get(part, part) for part in parts if not unicodedata.combining(part))
    if base.isascii() and base:
        return f"^{base}" if unicodedata.decomposition(sign).startswith("<super>") else base
    name = unicodedata.name(base, "") if len(base) == 1 else ""
    if name.startswith("GREEK"):
        return name.split()[-1].lower()
    return sign.encode("ascii", "backslashreplace").decode()


codecs.register_error(HANDLER, _instead)
