"""A list of clauses found as a Word document: each quoted in a box, with its citation and the reasons why."""

from __future__ import annotations

from serve.exports.search_list import SearchList
from serve.exports.word import GREY, RED, add_box, add_heading, add_paragraph, add_words, new_document, saved

_ENDED = ("已废止", "已失效")


def search_docx(listed: SearchList) -> bytes:
    """The document, in the order of the list."""
    document = new_document(listed.title, listed.told.rpartition("；")[2])
    add_heading(document, listed.title, 0)
    add_paragraph(document, listed.told, size=9, colour=GREY)
    for row in listed.rows:
        first, *rest = row.text.split("\n")
        box = add_box(document)
        add_words(box, f"{row.number}. {first}")
        for line in rest:
            box.add_run().add_break()
            add_words(box, line)
        cited = add_paragraph(document)
        add_words(cited, f"{row.region}  {row.citation}", size=9.5)
        if row.status in _ENDED:
            add_words(cited, f"（{row.status}）", size=9.5, bold=True, colour=RED)
        if row.why:
            add_paragraph(document, row.why, size=9, colour=GREY)
    return saved(document)
