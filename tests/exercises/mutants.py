"""First-order mutants of a solution: its syntax tree with one slip in one place.

The slips are those that learners make: a sign, a constant, a comparison, an axis, a transpose, a
term or factor that is dropped, doubled or negated, another variable, another reduction, work in
place, arguments in another order, a count that is off by one.
"""

import ast
import copy
from collections.abc import Iterator

SIGNS = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
}
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
INSTEAD = {
    "sum": ("mean", "max"),
    "mean": ("sum", "max"),
    "max": ("sum", "min"),
    "std": ("var",),
    "any": ("all",),
    "all": ("any",),
    "argmax": ("argmin",),
    "maximum": ("minimum", "add"),
    "minimum": ("maximum", "add"),
    "expm1": ("exp",),
    "exp": ("expm1",),
    "logaddexp": ("maximum", "add"),
    "cumsum": ("cumprod",),
    "arange": ("ones",),
    "empty_like": ("zeros_like",),
    "standard_normal": ("random",),
}
TRANSPOSABLE = (ast.Name, ast.Attribute, ast.BinOp, ast.Subscript)


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Each mutant once: what was changed into what, and the source of the function or class."""
    tree = ast.parse(source)
    (top,) = tree.body
    text, seen = ast.unparse(tree), set()
    places = [(node, field) for node in ast.walk(top) for field, _ in ast.iter_fields(node)]
    names = _names(top)
    for node, field in places:
        old = getattr(node, field)
        for item, put in _slots(node, field, old):
            for new in _changes(node, field, item, names):
                put(new)
                changed = ast.unparse(ast.fix_missing_locations(tree))
                put(item)
                if changed != text and changed not in seen:
                    seen.add(changed)
                    yield f"{_short(item)} → {_short(new)}", changed


def _slots(node, field, old):
    """What stands in a field, and how to put something else there."""
    if not isinstance(old, list):
        yield old, lambda new: setattr(node, field, new)
        return
    for k, item in enumerate(old):
        yield item, lambda new, k=k: old.__setitem__(k, new)


def _names(top):
    """The variables that a function may take for one another: its arguments and its own."""
    if isinstance(top, ast.ClassDef):
        return set()
    stored = {n.id for n in ast.walk(top) if isinstance(n, ast.Name) and _stores(n)}
    return stored | {argument.arg for argument in top.args.args}


def _stores(name):
    return isinstance(name.ctx, ast.Store)


def _changes(parent, field, node, names):
    """What may stand in the place of `node`."""
    if field in ("annotation", "decorator_list", "args", "targets", "target") and not isinstance(
        parent, ast.Call
    ):
        return
    if isinstance(node, ast.stmt):
        yield from _statements(node)
    elif isinstance(node, ast.cmpop):
        yield from (other() for other in COMPARISONS if other is not type(node))
    elif isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store):
        if not (isinstance(parent, ast.Call) and field == "func"):
            yield from _expressions(parent, field, node, names)
        elif isinstance(node, ast.Attribute):
            yield from (_renamed(node, other) for other in INSTEAD.get(node.attr, ()))


def _renamed(node, attr):
    return ast.Attribute(node.value, attr, node.ctx)


def _statements(node):
    if isinstance(node, ast.AugAssign):
        target = copy.copy(node.target)
        yield ast.Assign([target], node.value)
        for other in SIGNS.get(type(node.op), ()):
            yield ast.AugAssign(target, other(), node.value)
    if isinstance(node, ast.Assign | ast.Return) and isinstance(node.value, ast.BinOp):
        value = node.value
        if isinstance(value.left, ast.Name):  # in place
            store = ast.Name(value.left.id, ast.Store())
            work = ast.AugAssign(store, value.op, value.right)
            rest = copy.copy(node)
            rest.value = value.left
            yield ast.If(ast.Constant(True), [work, rest], [])
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    if isinstance(node, ast.For):
        yield ast.For(node.target, _call("reversed", _call("list", node.iter)), node.body, [])
        yield ast.For(node.target, _part(_call("list", node.iter), 1, None), node.body, [])
        yield ast.For(node.target, _part(_call("list", node.iter), None, -1), node.body, [])


def _call(name, *args):
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def _part(node, start, stop):
    ends = (None if end is None else ast.Constant(end) for end in (start, stop))
    return ast.Subscript(node, ast.Slice(*ends), ast.Load())


def _expressions(parent, field, node, names):
    if isinstance(node, ast.Constant):
        yield from _constants(parent, node)
        return
    negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    elif not isinstance(node, ast.Slice | ast.Tuple | ast.Dict | ast.List | ast.Compare):
        yield ast.UnaryOp(ast.USub(), node)
    if isinstance(node, ast.BinOp):
        yield from (ast.BinOp(node.left, sign(), node.right) for sign in _signs(node.op))
        yield node.left
        yield node.right
        if not isinstance(node.op, ast.Add | ast.Mult | ast.BitAnd):
            yield ast.BinOp(node.right, node.op, node.left)
    arithmetic = (ast.BinOp, ast.Name, ast.Call, ast.Subscript)
    if isinstance(node, arithmetic) and not negative and isinstance(parent, ast.BinOp | ast.Return):
        yield ast.BinOp(ast.Constant(2), ast.Mult(), node)
        yield ast.BinOp(node, ast.Pow(), ast.Constant(2))
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.MatMult):
        yield node.value if _is_transpose(node) else ast.Attribute(node, "T", ast.Load())
    elif _is_transpose(node):
        yield node.value
    elif isinstance(parent, ast.Return) and isinstance(node, TRANSPOSABLE):
        yield ast.Attribute(node, "T", ast.Load())
    if isinstance(node, ast.Name) and node.id in names:
        yield from (ast.Name(other, ast.Load()) for other in sorted(names - {node.id}))
    if isinstance(node, ast.Call):
        yield from _calls(node)
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1:
        yield from (_with(node, "elts", new) for new in _exchanged(node.elts))
    if isinstance(node, ast.Dict) and len(node.keys) > 1:
        yield from (_with(node, "values", new) for new in _exchanged(node.values))
    if isinstance(node, ast.Slice):
        for end in ("lower", "upper", "step"):
            if getattr(node, end) is not None:
                yield _with(node, end, None)
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    if isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Tuple | ast.Constant):
        yield node.value


def _is_transpose(node):
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _signs(op):
    return SIGNS.get(type(op), ())


def _constants(parent, node):
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(v) for v in (value + 1, value - 1, 2 * value))
        if isinstance(parent, ast.keyword) and parent.arg == "axis":
            yield ast.Constant(None)
    elif isinstance(value, float):
        yield from (ast.Constant(v) for v in ((2 * value, value / 2) if value else (1.0, -1.0)))


def _calls(node):
    """The argument alone, arguments exchanged or dropped, another count."""
    method = isinstance(node.func, ast.Attribute) and not _is_module(node.func.value)
    if method:
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
        if len(node.args) > 1:
            yield from node.args[1:]
    yield from (_with(node, "args", new) for new in _exchanged(node.args))
    for k in range(len(node.keywords)):
        yield _with(node, "keywords", node.keywords[:k] + node.keywords[k + 1 :])
    if isinstance(node.func, ast.Name) and node.func.id == "len":
        (counted,) = node.args
        yield ast.Attribute(counted, "size", ast.Load())
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        columns = ast.Attribute(counted, "shape", ast.Load())
        yield ast.Subscript(columns, ast.Constant(-1), ast.Load())
    ufuncs = ("exp", "expm1", "abs", "maximum", "minimum", "sqrt", "log")
    name = getattr(node.func, "attr", "")
    if not method and name in ufuncs and isinstance(node.args[0], ast.Name):  # in place
        out = ast.keyword("out", node.args[0])
        yield ast.Call(node.func, node.args, [*node.keywords, out])


def _is_module(node):
    return isinstance(node, ast.Name) and node.id == "np"


def _exchanged(items):
    """Each two neighbours exchanged."""
    for k in range(len(items) - 1):
        yield [*items[:k], items[k + 1], items[k], *items[k + 2 :]]


def _with(node, field, value):
    new = copy.copy(node)
    setattr(new, field, value)
    return new


def _short(node):
    if not isinstance(node, ast.AST):
        return str(node)
    if isinstance(node, ast.cmpop):
        return type(node).__name__
    code = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return code if len(code) <= 60 else f"{code[:59]}…"
