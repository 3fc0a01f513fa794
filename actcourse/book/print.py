"""The course as one PDF, printed by Chromium from the built site: ``make pdf`` runs this module."""

import argparse
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter

from actcourse.book import browser
from actcourse.book.onepage import Course, numbered

SITE = Path("_build/html")
OUT = Path("_build/activation-functions-by-experiment.pdf")
ROUNDS = 4  # of printing, until the numbers of the pages stay what they are


def print_course(site, out):
    """Print the built site in the folder `site` to the file `out`; gives the number of pages.

    Raises
    ------
    FileNotFoundError
        If there is no site, or no browser.
    RuntimeError
        If the numbers in the contents do not come to rest.
    """
    site, out = Path(site), Path(out)
    course = Course(site)
    html, numbers = course.html(), None
    with tempfile.TemporaryDirectory() as folder, printer(site) as to_pdf:
        draft = Path(folder) / "course.pdf"
        for _ in range(ROUNDS):
            to_pdf(html if numbers is None else numbered(html, numbers), draft)
            before, numbers = numbers, page_numbers(draft)
            if numbers == before:
                break
        else:
            raise RuntimeError(f"the page numbers still moved after {ROUNDS} rounds of printing")
        finish(draft, out, course, numbers)
    return len(PdfReader(out).pages)


@contextmanager
def printer(site):
    """Function that prints HTML, which may name files of the folder `site`, to a file."""
    if browser.path() is None:
        raise FileNotFoundError(
            f"no browser to print with: install one of {', '.join(browser.NAMES)}, "
            "or set ACTCOURSE_BROWSER to its path"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=browser.FLAGS)
        page = chromium.new_page()

        def to_pdf(html, out):
            with tempfile.NamedTemporaryFile(
                "w", dir=site, suffix=".html", encoding="utf-8"
            ) as file:
                file.write(html)
                file.flush()
                page.goto(Path(file.name).as_uri(), timeout=300_000)
            page.evaluate("document.fonts.ready")
            page.pdf(path=out, prefer_css_page_size=True, print_background=True, tagged=True)

        yield to_pdf
        chromium.close()


def page_numbers(pdf):
    """Page, from 1, on which each id that a link leads to stands: dict."""
    reader = PdfReader(pdf)
    return {
        name.removeprefix("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }


def finish(draft, out, course, numbers):
    """Write the file `draft` to `out` with bookmarks, which Chromium spells wrong, and a title."""
    writer = PdfWriter(draft, incremental=True)  # rewritten, it is twice as large
    chapter = None
    for level, title, id in course.outline():
        item = writer.add_outline_item(
            title=title, page_number=numbers[id] - 1, parent=chapter if level else None
        )
        chapter = chapter if level else item
    writer.page_mode = "/UseOutlines"
    writer.add_metadata({"/Title": course.title})
    writer.write(out)


def main(arguments=None):
    """Print the course."""
    parser = argparse.ArgumentParser(prog="python -m actcourse.book.print", description=__doc__)
    parser.add_argument("--site", type=Path, default=SITE, help=f"default: {SITE}")
    parser.add_argument("--out", type=Path, default=OUT, help=f"default: {OUT}")
    options = parser.parse_args(arguments)
    count = print_course(options.site, options.out)
    print(f"The course on {count} pages is here: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
