"""Where a source can be changed, each change as small as a slip of the pen.

A change is made in the text, at the place that the syntax tree gives, so that everything that
Python parses can be changed: bodies of decorated functions, arguments of decorators, defaults,
fields of dataclasses, constants of a module. Left alone are docstrings, annotations, words for
people (texts with a space, f-strings, what is raised) and `EXEMPT`.
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from difflib import unified_diff

OPERATORS = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Lt: ("<", "<=", ">="),
    ast.LtE: ("<=", "<", ">"),
    ast.Gt: (">", ">=", "<="),
    ast.GtE: (">=", ">", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
NAMES = {"min": "max", "any": "all", "minimum": "maximum", "argmin": "argmax", "floor": "ceil"}
NAMES |= {"zeros_like": "ones_like", "zeros": "ones", "first": "last", "append": "remove"}
NAMES |= {other: name for name, other in NAMES.items()}
MOST_SHOWN = 60  # characters of code in a name
EXEMPT = {"year"}  # facts of the literature: a test could only repeat them


@dataclass(frozen=True)
class Mutant:
    """A change to a source.

    Attributes
    ----------
    file : str
        Path below the root of the tree, with slashes.
    name : str
        What it is known by, whatever line it stands in: function, code, what it becomes, and
        which of several alike it is.
    line : int
    start, end : int
        The characters of the source that are replaced.
    text : str
        What replaces them.
    """

    file: str
    name: str
    line: int
    start: int
    end: int
    text: str

    @property
    def key(self):
        """File and name: unique in the tree."""
        return f"{self.file}: {self.name}"

    def of(self, source):
        """The source with the change made."""
        return source[: self.start] + self.text + source[self.end :]

    def diff(self, source):
        """The change as a unified diff without context."""
        lines = (text.splitlines() for text in (source, self.of(source)))
        return "\n".join(list(unified_diff(*lines, n=0, lineterm=""))[2:])


def mutants(source, file):
    """All mutants of a source, in the order of its text: list of `Mutant`."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    found, counts = [], Counter()
    for scope, start, end, text in sorted(set(finder.found), key=lambda change: change[1:]):
        name = f"{scope}: {_short(source[start:end])} → {_short(text)}"
        counts[name] += 1
        name += f" ({counts[name]})" if counts[name] > 1 else ""
        line = source.count("\n", 0, start) + 1
        found.append(Mutant(file, name, line, start, end, text))
    return found


def _short(code):
    code = re.sub(r"\s+", " ", code)
    return code if len(code) <= MOST_SHOWN else code[: MOST_SHOWN - 1] + "…"


class _Finder(ast.NodeVisitor):
    """Collects changes: (scope, start, end, text)."""

    def __init__(self, source):
        self.source, self.found, self._scope = source, [], []
        # The tree counts columns in bytes.
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._bytes = [line.encode() for line in source.splitlines(keepends=True)]

    def _at(self, line, column):
        return self._lines[line - 1] + len(self._bytes[line - 1][:column].decode())

    def _span(self, node):
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno, node.end_col_offset),
        )

    def _code(self, node):
        start, end = self._span(node)
        return self.source[start:end]

    def _add(self, start, end, text):
        self.found.append((".".join(self._scope) or "module", start, end, text))

    def _replace(self, node, text):
        self._add(*self._span(node), text)

    def _operator(self, kind, left, right):
        """Change the operator between two nodes."""
        if type(kind) in OPERATORS:
            sign, *others = OPERATORS[type(kind)]
            start, end = self._span(left)[1], self._span(right)[0]
            gap = re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), self.source[start:end])
            at = re.search(re.escape(sign).replace(r"\ ", r"\s+"), gap)
            for other in others:
                self._add(start + at.start(), start + at.end(), other)

    # --- statements ---

    def _scoped(self, node):
        self._scope.append(node.name)
        body = node.body
        has_words = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        for decorator in node.decorator_list:
            self.visit(decorator)
        if not isinstance(node, ast.ClassDef):
            for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
                self.visit(default)
        for statement in body[has_words:]:
            self.visit(statement)
        self._scope.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scoped

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node):
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        self._operator(node.op, node.target, node.value)
        self.generic_visit(node)

    def visit_Expr(self, node):
        if isinstance(node.value, ast.Constant):  # words after an assignment
            return
        if isinstance(node.value, ast.Call):
            self._replace(node, "pass")
        self.generic_visit(node)

    def visit_Return(self, node):
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._replace(node.value, "None")
            self.visit(node.value)

    def visit_Raise(self, node):
        self._replace(node, "pass")

    def visit_Break(self, node):
        self._replace(node, "continue")

    def visit_Continue(self, node):
        self._replace(node, "break")

    def visit_Assert(self, node):
        self._replace(node, "pass")

    # --- conditions ---

    def _condition(self, test):
        """Negate what no other change negates."""
        if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.NamedExpr):
            self._replace(test, f"(not {self._code(test)})")

    def _conditional(self, node):
        self._condition(node.test)
        self.generic_visit(node)

    visit_If = visit_While = visit_IfExp = _conditional

    def visit_comprehension(self, node):
        for test in node.ifs:
            self._condition(test)
        self.generic_visit(node)

    # --- expressions ---

    def visit_BinOp(self, node):
        words = (ast.JoinedStr, ast.Constant)
        strings = [n for n in (node.left, node.right) if isinstance(n, words)]
        if not any(isinstance(n, ast.JoinedStr) or isinstance(n.value, str) for n in strings):
            self._operator(node.op, node.left, node.right)
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._operator(node.op, left, right)
        self.generic_visit(node)

    def visit_Compare(self, node):
        operands = [node.left, *node.comparators]
        for kind, left, right in zip(node.ops, operands, operands[1:], strict=False):
            self._operator(kind, left, right)
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        if isinstance(node.op, ast.Not | ast.USub):
            self._replace(node, f"({self._code(node.operand)})")
        self.generic_visit(node)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in NAMES:
            self._replace(node, NAMES[node.id])

    def visit_Attribute(self, node):
        if node.attr in NAMES:
            end = self._span(node)[1]
            self._add(end - len(node.attr), end, NAMES[node.attr])
        self.visit(node.value)

    def visit_keyword(self, node):
        if node.arg not in EXEMPT:
            self.visit(node.value)

    def visit_JoinedStr(self, node):
        """Words for people."""

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, bool):
            self._replace(node, str(not value))
        elif isinstance(value, int):
            self._replace(node, str(value + 1))
        elif isinstance(value, float):
            self._replace(node, repr(value * 1.5 if value else 1.0))
        elif isinstance(value, str) and value and not re.search(r"\s", value):
            self._replace(node, repr(value + "X"))


def in_files(root, files):
    """All mutants of these files (paths below the root): list of `Mutant`."""
    return [m for file in files for m in mutants((root / file).read_text(encoding="utf-8"), file)]
