"""What may not be in a book: each fault fails the build and is named."""


def test_a_failing_cell_fails_the_first_and_every_further_build(book):
    book.write(index=["print('before')", "1 / 0"])
    for _ in range(2):
        code, text = book.build()
        assert code != 0
        assert "ZeroDivisionError" in text


def test_dead_references_and_unreadable_formulas_fail_the_build_with_their_place(book):
    book.write(
        index="# Faults\n\nSee {ref}`nowhere`.\n\nA formula $\\frac{1}{$.\n\n[Link](nowhere.md)\n",
        other="# Other\n\nText.\n\n$$\n\\undefined{z}\n$$\n",
    )
    code, text = book.build()
    assert code != 0
    assert "index.md:3: WARNING: undefined label: 'nowhere'" in text
    assert "index.md:5: WARNING: KaTeX parse error" in text
    assert "index.md:7: WARNING: 'myst' cross-reference target not found: 'nowhere.md'" in text
    assert "other.md:5: WARNING: KaTeX parse error: Undefined control sequence: \\undefined" in text


def test_a_page_of_the_table_of_contents_that_is_missing_fails_the_build(book):
    book.write(index="# Only page\n", other="# Gone\n")
    (book.root / "other.md").unlink()
    code, text = book.build()
    assert code != 0
    assert "nonexisting document 'other'" in text
