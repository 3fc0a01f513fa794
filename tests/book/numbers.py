"""Where the numbers in the prose come from: each names its source, and is compared with it.

A source stands in a comment at the end of the line, which no reader sees::

    The best of all shifts still leaves 0.59.  <!-- 0.59: ours tanh/shift-alone gap -->
    Three starts read 63 to 72%.  <!-- 63, 72: ours tanh/patience after_40 -->

``python -m tests.book.numbers chapters/03_tanh/tanh.ipynb`` lists what lacks a source or differs
from it. The kinds of sources are `SOURCES`. No source needs what `EXEMPT` names, what stands in a
formula, a bare 0 or 1, and a setting, with the word for it beside it, that the page's own code has.
"""

import ast
import math
import operator
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

from actcourse import experiments
from actcourse.activations import ACTIVATIONS
from actcourse.chapters import CHAPTERS
from actcourse.claims import CLAIMS, OURS, find
from actcourse.claims.record import recorded
from actcourse.exercises import EXERCISES
from actcourse.explore import EXPLORERS
from tests.book.pages import APPENDIX, LESSONS, read

# --- finding -------------------------------------------------------------------------------------

LIST = r"\d+[\d.]*((,|,? and|,? or|,? to) \d+)*"
EXEMPT = {
    "code": r"(`+).+?\1",
    "a role": r"\{[\w:+-]+\}`[^`]*`",
    "a chapter, as a link": r"\[\d+\](\([^)]*\))?",
    "the address of a link": r"\]\([^)]*\)|\]\[[^\]]*\]|<https?:[^>]*>|https?://\S+",
    "what is called by a number": r"\b(chapter|claim|exercise|section|lesson|version|Python|NumPy|"
    rf"Moodle|WSL|layer|epoch|step|figure)s?\s+{LIST}",
    "bits and types": r"\b(float|int|bfloat)\d+|\b\d+ bits?\b|\b\d+-bit\b",
    "a year": r"(?<![\w.,])(19|20)\d\d(?![\w%]|[.,]\d)",
    "the number of a list or a row": r"^\s*(\*\*)?\d+\.\s|^\| \d+ (?=\|)",
    "chapters in a cell": r"(?<=\| )\d(, \d)* (?=\|)",
    "minutes of reading": r"^\*\*Time:\*\*.*|\b\d+ min\b",
    "a limit": r"\b[\d.,]+ (MB|GB|files)\b",
    "a name": r"\b[A-Za-z]+-?\d+\b|\b\d+(?!e-?\d)[A-Za-z]\w*\b",
}
MATH = re.compile(r"(?<!\\)\$([^$]+)\$")
# A formula that is nothing but a decimal number is a number.
ALONE = re.compile(r"[-+−]?(\d+(\.\d+)?( *\\cdot *10\^\{?-?\d+\}?)?|10\^\{-?\d+\})\s*(\\?%)?")
NUMBER = re.compile(
    r"(?<![\w.^/])(?P<sign>[-−–+±]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?:\s?·\s?10(?P<power>[⁻⁰¹²³⁴-⁹]+)|e(?P<exp>-?\d+))?(?P<unit>\s?%)?(?![\w/])"
)
LONE = re.compile(r"(?<![·\d.])(?<!·\s)10(?P<power>[⁻⁰¹²³⁴-⁹]+)")  # a power of ten without a factor
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
WHOLES = {word: k for k, word in enumerate(WORDS, 1)} | {"twenty": 20, "hundred": 100}
WHOLES |= {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}
PARTS, WHOLE = "|".join(WORDS), "|".join([*WORDS, "twenty", "hundred"])
SHARE = re.compile(
    rf"\b(?P<part>{PARTS}) "
    rf"(?:(?:\w+ )?in (?:a )?(?P<whole>{WHOLE})|(?P<parts>thirds|quarters|fifths|tenths))\b",
    re.IGNORECASE,
)
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Number:
    """A number in a text, as it is printed.

    Attributes
    ----------
    text : str
        Its digits, without sign and unit: what a comment calls it.
    value : float
    half : float
        Half a unit of its last digit.
    percent : bool
    at : int
        Where it begins in its line.
    words : bool
        Whether it is a share in words, ``nine digits in ten``.
    """

    text: str
    value: float
    half: float
    percent: bool
    at: int
    words: bool = False

    def shows(self, x):
        """Whether `x` is printed like this; shares may be printed in percent, or be percentages."""
        scales = (1, 100) if self.percent else (1, 0.01) if self.words else (1,)
        return any(
            abs(abs(scale * x) - abs(self.value)) <= self.half * (1 + 1e-6) for scale in scales
        )


def numbers(text):
    """Numbers in a line of prose, from left to right."""
    for match in MATH.finditer(text):
        inner = match[1].strip()
        if ALONE.fullmatch(inner) and ("." in inner or "^" in inner):
            plain = re.sub(r"\s*\\cdot\s*10\^\{?(-?\d+)\}?", r"e\1", inner).replace("\\%", "%")
            plain = re.sub(r"^10\^\{(-?\d+)\}", r"1e\1", plain)
        else:
            plain = ""
        # As long as before, so that places stay.
        text = text[: match.start()] + plain.ljust(len(match[0])) + text[match.end() :]
    for pattern in EXEMPT.values():
        text = re.sub(pattern, lambda m: " " * len(m[0]), text)
    text = _powers(text)
    found = [_number(match) for match in NUMBER.finditer(text)]
    for k, (number, after) in enumerate(pairwise(found)):
        between = text[number.at : after.at]
        if after.percent and re.fullmatch(r"\S+ (to|and|or|with|against|,|/) [≈−-]?", between):
            found[k] = Number(number.text, number.value, number.half, True, number.at)
    bare = {"0", "1"}  # what they say is said in a formula, or by a word
    found = [n for n in found if n.text not in bare or n.percent]
    return sorted([*found, *map(_share, SHARE.finditer(text))], key=lambda number: number.at)


def _share(match):
    """A share in words; half of its last digit is a tenth of it."""
    part, whole = match["part"].lower(), (match["whole"] or match["parts"]).lower()
    value = (WORDS.index(part) + 1) / WHOLES[whole]
    return Number(match[0], value, 0.1 * value, False, match.start(), words=True)


def of_output(text):
    """Numbers in what a cell prints, from left to right; here nothing is exempt."""
    return [_number(match) for match in NUMBER.finditer(_powers(text.replace("≈", " ")))]


def _powers(text):
    """The text with ``1e-9`` for ``10⁻⁹``, which is as long."""
    return LONE.sub(lambda match: f"1e{match['power'].translate(SUPERSCRIPTS)}", text)


def _number(match):
    digits, decimals = match["digits"].replace(",", ""), match["decimals"] or ""
    power = int((match["power"] or "0").translate(SUPERSCRIPTS)) + int(match["exp"] or 0)
    value = float(digits + decimals) * 10.0**power
    half = 0.5 * 10.0 ** (power - max(len(decimals) - 1, 0))
    sign = -1 if match["sign"] in ("-", "−") and match["sign"] else 1
    text = match["digits"] + decimals + (f"e{power}" if power else "")
    return Number(text, sign * value, half, bool(match["unit"]), match.start())


# --- sources -------------------------------------------------------------------------------------

SETTING = (
    r"(epochs?|starts?|seeds?|layers?|units?|(learning )?rates?|batch(es)?|weights?|size|examples?|"
    r"images?|pairs?|steps?|gains?|depths?|widths?|networks?|inputs?|digits?|classes|pieces|"
    r"samples?|parameters?|momentum|positions?|students?|sets?|pixels?|points|threshold)"
)
# The word for what is set, at most two words away; and right beside it.
NEAR = re.compile(rf"\b{SETTING}\b(\W+\w+){{0,2}}\W*#|#\W*(\w+\W+){{0,2}}{SETTING}\b")
BESIDE = re.compile(
    rf"\b{SETTING}( of( size)?| is)? #|# ((hidden|training|random|test) )?{SETTING}\b"
)


class Wrong(Exception):
    """A source that is not there, or does not give the number; its text says so."""


MODES = {
    "about": lambda number, low, high: (
        max(high - number.value, number.value - low) <= max(number.half, 0.1 * abs(number.value))
    ),
    "below": lambda number, low, high: high <= number.value,
    "above": lambda number, low, high: low >= number.value,
}


def of_claim(number, line, page, words):
    """``ours KEY NAME`` or ``claim NUMBER NAME``: an end of what was measured, or of the range.

    With ``about`` behind it, all that was measured lies within a tenth of the number, with
    ``below`` or ``above`` on that side of it. ``seeds`` in place of a name is how many there were.
    """
    key, name, *mode = words.split()
    key = int(key) if key.isdecimal() else key
    try:
        claim, found = find(key), recorded()[key]
    except KeyError as error:
        raise Wrong(str(error)) from None
    if name == "seeds":
        values = [next(iter(found.values())).seeds]
    elif name in found:
        m, wanted = found[name], claim.expected[name]
        if mode:
            scale = 100 if number.percent and abs(m.high) <= 1.5 else 1
            if not MODES[mode[0]](number, scale * m.low, scale * m.high):
                raise Wrong(f"measured were {m.low:g} to {m.high:g}")
            return
        values = [x for x in (m.low, m.high, wanted.low, wanted.high) if math.isfinite(x)]
    else:
        raise Wrong(f"{claim.name} has no number {name!r}, but {sorted(found)}")
    _compare(number, values)


def of_cell(number, line, page, words):
    """``cell``: the output above, or else the next one. ``cell WORDS``: lines of output with them.

    Not what is printed behind ``≈``: it comes out of training, and is a claim.
    """
    outputs = [(k, text) for k, text in page.outputs.items() if re.search(r"\d", text)]
    if words:
        lines = [row for _, text in outputs for row in text.splitlines() if words in row]
    else:
        above = [text for k, text in outputs if k < line.cell]
        lines = (above or [text for _, text in outputs])[-1 if above else 0].splitlines()
    _compare(number, [value for row in lines for value in _untrained(row)])


def _untrained(text):
    """Values of the numbers in a text that are not behind ``≈``."""
    return [number.value for number in of_output(re.sub(r"≈\S+", "", text))]


def of_figure(number, line, page, words):
    """``figure ID name=value ...``: the sentence of an explorer, at its start or this setting."""
    id, *settings = re.split(r"\s+(?=[\w-]+=|$)", words.strip())
    _compare(number, _said(id.split()[0], tuple(settings)))


@cache
def _said(id, settings):
    _load_figures()
    explorer = EXPLORERS[id]
    values = explorer.start()
    for setting in settings:
        name, _, text = setting.partition("=")
        known = {
            str(x): p.value for p in explorer.controls[name].positions for x in (p.text, p.value)
        }
        if text.replace("-", "−") not in known and text not in known:
            raise Wrong(f"{id} has no {name}={text}, but {sorted(known)}")
        values[name] = known[text] if text in known else known[text.replace("-", "−")]
    _, sentence = explorer.draw(**values)
    return _untrained(sentence)


@cache
def _load_figures():
    for word in (*CHAPTERS, "numbers", "gallery", "first"):
        import_module(f"actcourse.figures.{word}")


def of_code(number, line, page, words):
    """``code``: a number in a code cell of the page."""
    _compare(number, _literals(page))


def of_choice(number, line, page, words):
    """``given``: a setting that we chose; the word for what is set stands beside it."""
    if not NEAR.search(_marked(number, line)):
        raise Wrong("a setting has the word for what is set beside it")


def _marked(number, line):
    """The line with ``#`` in place of the number, and without the other ones."""
    behind = line.text[number.at + len(number.text) :]
    return f"{NUMBER.sub('n', line.text[: number.at])}#{NUMBER.sub('n', behind)}"


def _set(number, line, page):
    """Whether a number is a setting: its word right beside it, and the page's own code has it."""
    beside = not number.percent and BESIDE.search(_marked(number, line))
    return beside and any(map(number.shows, _literals(page)))


def _literals(page):
    """Values of the numbers in the code of a page, and in the recipes that it prints."""
    rows = [row for text in page.outputs.values() for row in text.splitlines() if " · " in row]
    texts = [*page.code.values(), *rows]
    powers = [int(a) ** int(b) for text in texts for a, b in re.findall(r"\b(\d+)\*\*(\d)\b", text)]
    return [_number(match).value for text in texts for match in NUMBER.finditer(text)] + powers


def of_literature(number, line, page, words):
    """``cited``: from the source that the line cites."""
    if "{cite}" not in line.text and "](" not in line.text:
        raise Wrong("the line cites nothing")


def of_expression(number, line, page, words):
    """``= EXPRESSION``: a definition, a computation, a field of an experiment's recipe."""
    try:
        value = evaluate(words)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Wrong(f"{type(error).__name__}: {error}") from None
    _compare(number, [value])


SOURCES = {
    "ours": of_claim,
    "claim": of_claim,
    "cell": of_cell,
    "figure": of_figure,
    "code": of_code,
    "given": of_choice,
    "cited": of_literature,
    "=": of_expression,
}


def _compare(number, values):
    if not any(number.shows(value) for value in values):
        shown = ", ".join(f"{value:.6g}" for value in values[:12])
        raise Wrong(f"the source has {shown or 'no number'}")


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS = {name: getattr(math, name) for name in ("sqrt", "exp", "log", "cos", "sin", "comb")}
FUNCTIONS |= {"abs": abs, "len": len, "min": min, "max": max, "round": round}
FUNCTIONS |= {name: f for name, f in ACTIVATIONS.items() if name.isidentifier()}
FUNCTIONS["verdicts"] = lambda verdict: sum(c.verdict == verdict for c in CLAIMS.values())
POINTS = {
    word: sum(e.points for id, e in EXERCISES.items() if id.partition("/")[0] == word)
    for word in CHAPTERS
}
CONSTANTS = {"CLAIMS": CLAIMS, "OURS": OURS, "POINTS": POINTS, "pi": math.pi, "e": math.e}
TOPICS = {module.name for module in iter_modules(experiments.__path__)}


COMPUTED = (ast.BinOp, ast.Call, ast.Attribute, ast.Subscript)


def evaluate(expression):
    """Value of an expression of numbers, `FUNCTIONS`, derivatives, and facts of experiments."""
    tree = ast.parse(expression.strip(), mode="eval").body
    if not any(isinstance(node, COMPUTED) for node in ast.walk(tree)):
        raise ValueError(f"{expression!r} is no number that is computed")
    return _value(tree)


def _value(node):
    match node:
        case ast.Constant(value=value):
            return value
        case ast.BinOp(left, op, right):
            return OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op, operand):
            return OPERATORS[type(op)](_value(operand))
        case ast.Call(ast.Attribute(ast.Name(f), "derivative"), args, []) if f in ACTIVATIONS:
            return float(ACTIVATIONS[f].derivative(*map(_value, args)))
        case ast.Call(ast.Name(f), args, []) if f in FUNCTIONS:
            return FUNCTIONS[f](*map(_value, args))
        case ast.Name(name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.Name(name) if name in TOPICS:
            return import_module(f"{experiments.__name__}.{name}")
        case ast.Attribute(value, name) if not name.startswith("_"):
            return getattr(_value(value), name)
        case ast.Subscript(value, index):
            return _value(value)[_value(index)]
    raise ValueError(f"{ast.unparse(node)!r} is no number, no known function and no experiment")


# --- comparing -----------------------------------------------------------------------------------


def unsourced(page):
    """Sentences on what is wrong with the numbers of a page: list of str."""
    said = []
    for line in page.lines:
        where = f"{page.name} cell {line.cell}, line {line.number}"
        try:
            sources = parse(line.comment)
        except Wrong as error:
            said.append(f"{where}: {error}")
            continue
        used = set()
        for number in numbers(line.text):
            if number.text not in sources:
                if _set(number, line, page):
                    continue
                said.append(f"{where}: {number.text} has no source: {_around(line.text, number)}")
                continue
            used.add(number.text)
            kind, words = sources[number.text]
            try:
                SOURCES[kind](number, line, page, words)
            except Wrong as error:
                said.append(f"{where}: {number.text} is not from {kind} {words}: {error}")
        said += [f"{where}: there is no {text} in {line.text[:60]!r}" for text in {*sources} - used]
    return said


def parse(comment):
    """What a comment says: dict from a number's text to its kind of source and the words behind."""
    sources = {}
    for part in filter(None, (part.strip() for part in comment.split(";"))):
        names, colon, source = part.partition(": ")
        kind, _, words = source.strip().partition(" ")
        if not colon or kind not in SOURCES:
            raise Wrong(f"{part!r} names no source: wanted NUMBER: one of {', '.join(SOURCES)}")
        for name in names.split(", "):
            if name in sources:
                raise Wrong(f"{name} has two sources; write a number once")
            sources[name.strip()] = (kind, words.strip())
    return sources


def _around(text, number):
    return text[max(0, number.at - 35) : number.at + 30].strip()


if __name__ == "__main__":
    for name in sys.argv[1:] or [*LESSONS, *APPENDIX]:
        wrong = unsourced(read(name))
        print(f"{name}: {len(wrong)} numbers without a source")
        print(*(f"  {sentence.partition(' ')[2]}" for sentence in wrong), sep="\n")
