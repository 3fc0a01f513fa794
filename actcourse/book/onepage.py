"""The pages of the site as one document, for paper.

What a page folds for those who want to think first, the answers of predictions, hints and
solutions, moves to the end; what needs a hand, sliders and buttons, goes.
"""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
HOME = "chapters/index.html"
ANSWERS = "answers"  # id of the part that holds what was folded
# Not worth a parser's time: half of a page is what its scripts need.
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
# Sliders, buttons, the marks beside headings, and the empty places of contents.
NOT_ON_PAPER = (
    "a.headerlink, button, dialog, .ac-controls, .ac-tools, .ac-form, .ac-result, .d-print-none, "
    ".toctree-wrapper"
)
NAMING = ("aria-labelledby", "aria-describedby", "for")  # attributes that hold ids
# A link that shows the number of the page that it leads to.
NUMBER = re.compile(r'(<a class="page-of" href="#([^"]+)">)[^<]*')


class Page:
    """One page of the site, ready to stand among the others.

    Attributes
    ----------
    key : str
        Its id, and the beginning of every other id on it.
    title, running : str
        Its main heading, and the short form at the head of each sheet.
    sections : list of (id, title)
        Sections of a lesson; the contents leave out those of other pages.
    body : Tag
        Its text, without what was folded.
    answers : list of Tag
        What was folded.
    styles : list of str
        Style sheets that it links, relative to the site.
    """

    def __init__(self, site, name, keys):
        html = SCRIPT.sub("", (site / name).read_text(encoding="utf-8"))
        soup = BeautifulSoup(html, "html.parser")
        self.key = keys[name]
        self.styles = [_place(name, tag["href"])[0] for tag in soup.select("link[rel=stylesheet]")]
        self.body = soup.select_one("article.bd-article")
        for tag in self.body.select(NOT_ON_PAPER):
            tag.decompose()
        _rename(self.body, name, keys)
        self.title = self.body.h1.get_text().strip()
        is_assignment = self.body.select_one("details.solution") is not None
        self.running = self.title if is_assignment else self.title.split(":")[0]
        self.answers = [*_measured(soup, self.body), *_solved(soup, self.body)]
        self.sections = [
            (heading.parent["id"], heading.get_text().strip())
            for heading in self.body.select("section[id] > h2")
            if self.answers and not is_assignment
        ]
        for fold in self.body.select("details"):
            fold["open"] = ""


class Course:
    """The course of a built site, to be printed.

    Parameters
    ----------
    site : Path
        Folder of the built site.

    Attributes
    ----------
    title : str
    parts : list of (str, list of Page)
        Captions, the first of them empty, and pages.
    """

    def __init__(self, site):
        home = BeautifulSoup((site / HOME).read_text(encoding="utf-8"), "html.parser")
        self.title = home.select_one("title").get_text().split("—")[-1].strip()
        parts = list(_parts(home))
        keys = page_keys([name for _, names in parts for name in names])
        self.parts = [(caption, [Page(site, n, keys) for n in names]) for caption, names in parts]
        self._mark = (HERE / "static" / "mark.svg").read_text(encoding="utf-8")

    @property
    def pages(self):
        """All pages of the site, in order."""
        return [page for _, pages in self.parts for page in pages]

    def html(self):
        """One HTML document, for a file beside ``_static``; `numbered` numbers its links."""
        templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, autoescape=True
        )
        return templates.get_template("course.html").render(
            course=self,
            answers=ANSWERS,
            mark=Markup(self._mark),
            styles=list(dict.fromkeys(style for page in self.pages for style in page.styles)),
            markup=lambda tag: Markup(str(tag)),
        )

    def outline(self):
        """Bookmarks: level from 0, title and id of each page, section and part at the end."""
        for page in self.pages:
            yield 0, page.title, page.key
            for id, title in page.sections:
                yield 1, title, id
        yield 0, "Answers", ANSWERS
        for page in self.pages:
            if page.answers:
                yield 1, page.title, f"{page.key}--{ANSWERS}"


def numbered(html, numbers):
    """`html` with its page in every link that is to show one.

    Parameters
    ----------
    html : str
        From `Course.html`.
    numbers : dict of str to int
        Page on which each id stands.
    """
    return NUMBER.sub(lambda link: f"{link[1]}{numbers[link[2]]}", html)


def _parts(home):
    """Captions of the parts and names of their pages, as the navigation lists them."""
    caption, names = "", [HOME]
    for tag in home.select("nav.bd-docs-nav :is(p.caption, a.reference.internal)"):
        if tag.name == "p":
            yield caption, names
            caption, names = tag.get_text().strip(), []
        elif (name := _place(HOME, tag["href"])[0]) != HOME:
            names.append(name)
    yield caption, names


def _place(name, link):
    """File of the site, or None, and anchor that a link on the page `name` leads to."""
    here = "https://site/"
    address, anchor = urldefrag(urljoin(here + name, link))
    file = unquote(address.removeprefix(here).split("?")[0])
    return file if address.startswith(here) else None, unquote(anchor)


def page_keys(names):
    """A key for each page: its file's stem, behind its folder where two pages share one."""
    stems = Counter(Path(name).stem for name in names)
    full = {
        name: Path(name).stem
        if stems[Path(name).stem] == 1
        else f"{Path(name).parent.name}-{Path(name).stem}"
        for name in names
    }
    return {name: key.replace("_", "-") for name, key in full.items()}


def _rename(body, name, keys):
    """Make ids unique within the course, and lead links and pictures to where they are now."""
    for tag in body.find_all(id=True):
        if not tag.find_parent("svg"):  # within drawings the same id is the same thing
            tag["id"] = f"{keys[name]}--{tag['id']}"
    for attribute in NAMING:
        for tag in body.find_all(attrs={attribute: True}):
            tag[attribute] = " ".join(f"{keys[name]}--{id}" for id in tag[attribute].split())
    for link in body.select("a[href]"):
        file, anchor = _place(name, link["href"])
        if file in keys:
            id = anchor.split(":")[0]  # behind a colon, the setting of a figure
            link["href"] = f"#{keys[file]}--{id}" if id else f"#{keys[file]}"
        elif file is not None:
            link.unwrap()
    for picture in body.select("img[src]"):
        picture["src"] = _place(name, picture["src"])[0] or picture["src"]


def _measured(soup, body):
    """Take the answers out of the predictions; each comes with its question."""
    for form in body.select(".ac-predict"):
        fold = form.details.extract()
        fold.summary.decompose()
        question = _tag(soup, "p", form.select_one(".ac-question").get_text(), "asked")
        block = _block(soup, form, _tag(soup, "h3", "Prediction"), question, *fold.contents)
        form.name = "div"
        form.append(_pointer(soup, "What was measured: page ", block))
        yield block


def _solved(soup, body):
    """Take hints and solutions out of an assignment; each comes under the name of its exercise."""
    for fold in body.select("details.solution"):
        exercise = fold.find_previous(class_="exercise")
        title = _tag(soup, "h3", fold.summary.extract().get_text().strip())
        hints = exercise.find_next_sibling("details", class_="sd-dropdown")
        told = [_hint(soup, hint) for hint in [hints, *hints.select("details")]] if hints else []
        block = _block(soup, exercise, title, *told, *fold.contents)
        words = "Hints and solution: page " if told else "Solution: page "
        fold.replace_with(_pointer(soup, words, block))
        if hints:
            hints.decompose()
        yield block


def _hint(soup, fold):
    """A hint with its name, without the next one, which is folded inside it."""
    told = _tag(soup, "div", class_="hint")
    told.append(_tag(soup, "p", fold.summary.get_text().strip(), "hint-title"))
    parts = fold.select_one(".sd-summary-content").contents
    told.extend([part for part in parts if part.name != "details"])
    return told


def _block(soup, asked, *parts):
    """What was folded, for the end of the course, with the way back to where it was asked."""
    block = _tag(soup, "div", class_="answer", id=f"{asked['id']}--answer")
    block.extend(list(parts))
    block.append(_pointer(soup, "Asked on page ", asked))
    return block


def _pointer(soup, words, target):
    """A line that says on which page `target` stands."""
    line = _tag(soup, "p", words, "pointer")
    line.append(_tag(soup, "a", class_="page-of", href=f"#{target['id']}"))
    return line


def _tag(soup, name, text="", class_=None, **attributes):
    tag = soup.new_tag(name, attrs=({"class": class_} if class_ else {}) | attributes)
    tag.string = text
    return tag
