"""The theme's icons: those in use, in a font of a few kilobytes.

The theme brings Font Awesome twice, as a script of 1.5 MB and as web fonts that show the same icons
without it, with a rule for each of 2000 names. Here the script becomes empty, a subset of the font,
within a style sheet, takes the place of the whole one, and the rules for names that no page uses
are left out.
"""

import io
import re
from base64 import b64encode
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

STYLE = "icons.css"
# Selectors and code point of an icon: `.fa-bars:before,.fa-reorder:before{content:"\f0c9"}` as
# Font Awesome 6 has it, or `.fa-bars,.fa-reorder{--fa:"\f0c9"}` as 7 does.
RULE = re.compile(r'([^{}]*\.fa-[\w-]+(?::before)?)\{(?:content|--fa):"\\([0-9a-f]+)"\}')
FAMILY = re.compile(r"font-family:([^;}]+);[^}]*fa-solid-900")
FONTS = ("fa-solid-900.ttf", "fa-solid-900.woff2")  # the first that is there
FACE = """@font-face {{
  font-display: block;
  font-family: {family};
  font-weight: 900;
  src: url(data:font/woff;base64,{font}) format("woff");
  unicode-range: {codes};
}}
"""


def setup(app):
    """Link the small font on every page and make it when the pages are there."""
    app.add_css_file(STYLE)
    app.connect("build-finished", shrink_icons)


def shrink_icons(app, exception):
    """Write the font of the icons in use, and empty the theme's script."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    style = static / "styles" / "pydata-sphinx-theme.css"
    css = style.read_text(encoding="utf-8")
    pages = [*Path(app.outdir).rglob("*.html"), *static.glob("scripts/*-theme.js")]
    codes = codes_in_use(css, (page.read_text(encoding="utf-8") for page in pages))

    fonts = (static / "vendor/fontawesome/webfonts" / name for name in FONTS)
    font = TTFont(next(path for path in fonts if path.exists()))
    subsetter = Subsetter(Options(layout_features=[]))
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff"
    small = io.BytesIO()
    font.save(small)
    ranges = ", ".join(f"U+{code:x}" for code in sorted(codes))
    style.write_text(without_icons(css, keep=codes), encoding="utf-8")
    data = b64encode(small.getvalue()).decode()
    face = FACE.format(font=data, codes=ranges, family=FAMILY.search(css)[1])
    (static / STYLE).write_text(face, encoding="utf-8")
    (static / "scripts" / "fontawesome.js").write_text("// The icons come from a font.\n")


def codes_in_use(css, texts):
    """Code points of the icons that `texts` name, and of those the theme's own boxes show.

    Parameters
    ----------
    css : str
        The theme's style sheet, which gives each class ``fa-name`` its code point.
    texts : iterable of str
        Pages and scripts.
    """
    names = {name for text in texts for name in re.findall(r"\bfa-[a-z0-9-]+", text)}
    rules = RULE.findall(css)
    codes = {
        int(code, 16)
        for selector, code in rules
        if names & set(re.findall(r"\bfa-[a-z0-9-]+", selector))
    }
    if not codes:
        raise ExtensionError(
            f"no code points for the icons {sorted(names)} in the theme's style sheet; "
            "its form has changed, and `actcourse/book/icons.py` has to follow"
        )
    return codes | {ord(sign) for sign in re.findall(r'--pst-icon-[a-z-]+:"(.)"', css)}


def without_icons(css, keep):
    """The style sheet `css` without the rules for icons whose code point is not in `keep`."""
    return RULE.sub(lambda rule: rule[0] if int(rule[2], 16) in keep else "", css)
