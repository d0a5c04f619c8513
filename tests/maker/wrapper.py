"""Draws notices that issue or forward: chains of two and three, rules printed under 附件, two rules in one notice."""

from __future__ import annotations

from dataclasses import replace

from tests.maker.expectation import ExpectedDocument, Value, squeezed
from tests.maker.masthead import Inner, Masthead, Title, draw_inner, draw_masthead, draw_title, print_imprint
from tests.maker.notice import (
    Printed,
    draw_printed,
    fields_of,
    inner_fields_of,
    print_foot,
    print_top,
    write_inner,
    write_issuing_sentence,
)
from tests.maker.page import Part, Place, wrap
from tests.maker.sheet import Sheet

TITLE_WIDTH = 20.0


def draw_chain(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A notice that forwards another body's notice, which issues a rule: three documents."""
    outer, middle = draw_masthead(sheet), draw_masthead(sheet)
    while set(outer.issuers) & set(middle.issuers):
        middle = draw_masthead(sheet)
    inner = replace(draw_inner(sheet, middle), author=None)
    middle_title, names = draw_title(sheet, middle, inner.title, "印发")
    named = squeezed(middle_title.whole).replace("《", "〈").replace("》", "〉")
    outer_title = Title(tuple(wrap(f"转发《{named}》的通知", TITLE_WIDTH, 0.0)), "通知")
    outer_printed = replace(draw_printed(sheet, outer, names_in_title=False), signature=True, signature_names=True)
    middle_printed = replace(
        draw_printed(sheet, middle, names_in_title=names),
        number=True,
        signature=True,
        signature_names=True,
        imprint=False,
        copied_to=(),
    )
    print_top(sheet, outer, outer_title, outer_printed)
    sheet.open(("正文",), "preamble")
    sheet.write(f"现将《{named}》（{middle.number}）转发给你们，请认真贯彻落实。")
    print_foot(sheet, outer, outer_printed, ())
    documents = [ExpectedDocument(fields_of(outer, outer_title, outer_printed), sheet.clauses(), wraps=1)]
    start, block = sheet.opened, len(sheet.blocks)
    print_top(sheet, middle, middle_title, middle_printed, depth=2)
    _begin_page(sheet, block)
    write_issuing_sentence(sheet, inner)
    print_foot(sheet, middle, middle_printed, ())
    fields = _held(fields_of(middle, middle_title, middle_printed), outer, outer_printed)
    documents.append(ExpectedDocument(fields, sheet.clauses(start), wraps=2))
    start = sheet.opened
    write_inner(sheet, inner)
    fields = _held(inner_fields_of(middle, inner, middle_printed), outer, outer_printed)
    documents.append(ExpectedDocument(fields, sheet.clauses(start)))
    print_imprint(sheet, outer, outer_printed.copied_to, printed=outer_printed.imprint)
    return tuple(documents)


def draw_annexed(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A notice whose title issues a rule that is printed under the head line 附件: two documents."""
    masthead = draw_masthead(sheet)
    inner = replace(draw_inner(sheet, masthead), author=None)
    title, names = draw_title(sheet, masthead, inner.title, "印发")
    printed = draw_printed(sheet, masthead, names)
    if sheet.draw.random() < 0.6:
        printed = replace(printed, signature=True)
    print_top(sheet, masthead, title, printed)
    write_issuing_sentence(sheet, inner)
    whole = inner.title.whole
    # An annex named above no signature at all could as well head its annex.
    noted = printed.signature and len(whole) <= 22
    print_foot(sheet, masthead, printed, (("附件", whole),) if noted else ())
    first = ExpectedDocument(fields_of(masthead, title, printed), sheet.clauses(), wraps=1)
    head = sheet.draw.choice(("附件", "附件", "附件：", "附件1", "附　件"))
    sheet.write_outside(head, Part.ANNEX_HEAD, Place.FLUSH, new_page=True)
    start = sheet.opened
    write_inner(sheet, inner)
    print_imprint(sheet, masthead, printed.copied_to, printed=printed.imprint)
    return first, ExpectedDocument(inner_fields_of(masthead, inner, printed), sheet.clauses(start))


def draw_two_rules(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A notice that issues two rules: three documents, the notice wraps the first and holds the second."""
    masthead = draw_masthead(sheet)
    rules: list[Inner] = []
    while len(rules) < 2:
        drawn = replace(draw_inner(sheet, masthead), author=None)
        if all(not _alike(drawn, other) for other in rules):
            rules.append(drawn)
    between = sheet.draw.choice(("和", "", "、"))
    named = between.join(f"《{rule.title.whole}》" for rule in rules)
    title = Title(tuple(wrap(f"关于印发{named}的通知", TITLE_WIDTH, 0.0)), "通知")
    printed = draw_printed(sheet, masthead, names_in_title=False)
    print_top(sheet, masthead, title, printed)
    sheet.open(("正文",), "preamble")
    sheet.write(f"现将{named}印发给你们，请认真贯彻执行。")
    print_foot(sheet, masthead, printed, ())
    documents = [ExpectedDocument(fields_of(masthead, title, printed), sheet.clauses(), wraps=1)]
    for number, rule in enumerate(rules):
        start = sheet.opened
        write_inner(sheet, rule)
        fields = inner_fields_of(masthead, rule, printed)
        documents.append(ExpectedDocument(fields, sheet.clauses(start), part_of=0 if number else None))
    print_imprint(sheet, masthead, printed.copied_to, printed=printed.imprint)
    return tuple(documents)


def _alike(one: Inner, other: Inner) -> bool:
    """Whether one title stands inside the other, so that no reader could tell which is named."""
    a, b = one.title.whole, other.title.whole
    return a in b or b in a or a[:6] == b[:6]


def _begin_page(sheet: Sheet, block: int) -> None:
    sheet.blocks[block] = replace(sheet.blocks[block], new_page=True)


def _held(fields: dict[str, tuple[Value, ...]], outer: Masthead, printed: Printed) -> dict[str, tuple[Value, ...]]:
    """Fields of a document inside a forwarding notice: what it prints none of may come from that."""
    fields = dict(fields)
    fields["copied_to"] = ((), printed.copied_to)
    fields["printed_on"] = (None, outer.printed_on)
    if fields["addressees"] == ((),) or () in fields["addressees"]:
        fields["addressees"] = (*fields["addressees"], printed.addressees)
    return fields
