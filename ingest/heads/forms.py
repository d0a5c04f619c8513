"""Which layout of GB/T 9704-2012 section 10 a head is printed in: 信函, 命令（令）, 纪要, or the general one."""

from __future__ import annotations

from ingest.document_number import find_document_numbers
from ingest.fields import EXACT, GUESSED, LOOSE, doubted
from ingest.heads.red_head import HeadKind
from ingest.line_forms import ISSUE
from ingest.masthead import Masthead
from ingest.model import Evidence, Form
from ingest.title import document_type_of


def form_of(masthead: Masthead) -> tuple[Form, Evidence] | None:
    """The special form of a head and what shows it; None for the general form, which nothing needs to show."""
    line = masthead.fields.get("masthead_line")
    title = masthead.fields.get("title")
    document_type = document_type_of(title.value) if title else None
    kinds = {head.kind for head in masthead.red_heads}
    if HeadKind.MINUTES in kinds and line is not None:
        return Form.MINUTES, line.evidence
    if HeadKind.ORDER in kinds and line is not None:
        return Form.ORDER, line.evidence
    if document_type == "纪要" and title is not None:
        return Form.MINUTES, title.evidence
    if title is not None and any(ISSUE.match(line) for line in title.evidence.text.split("\n")):
        return Form.BULLETIN, title.evidence
    number = masthead.fields.get("document_number")
    if number is None or kinds:
        return None
    agency = next((m.agency for m in find_document_numbers(number.evidence.text)), "")
    says_letter = agency.endswith("函") or document_type == "函"
    # 10.1: a letter of several bodies is printed under the lead body alone; more of them are a head that lost its 文件.
    is_joint = len(masthead.issuers) > 1
    if line is not None and not agency.endswith("电") and (says_letter or not is_joint):
        # A 发文机关标志 without 文件; a converter may have lost the word, unless number or 文种 say 函.
        return Form.LETTER, doubted(line.evidence, EXACT if says_letter else LOOSE)
    return (Form.LETTER, doubted(number.evidence, GUESSED)) if agency.endswith("函") else None
