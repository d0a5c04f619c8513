"""Whose task it is, in as few words as can be read out: 市委老干部局, 组长：某某."""

from __future__ import annotations

import re

from qa.sentences import squeezed_text

_HAN = r"\u4e00-\u9fff"
_TASK = r"牵头|负责|承办|主办|协办|核发|审批|审核|承担|组织实施|统筹|管理|解释|兼任|担任|受理|发放|主持|办理|认定|监督|指导|代为?"
_NAMED = (
    re.compile(
        rf"(?:责任|牵头|主管|主办|承办|配合|负责)(?:单位|部门|处室)[:是为](?P<who>[{_HAN}、,（）()]{{2,60}}?)(?=[)）。;]|$)"
    ),
    re.compile(rf"由(?P<who>[{_HAN}、()]{{2,40}}?)(?=会同|{_TASK})"),
    re.compile(rf"设在(?P<who>[{_HAN}]{{2,24}})"),
    re.compile(
        rf"(?:^|[,。;:条]|\))(?P<who>[{_HAN}()、]{{2,24}}?(?:部门|委员会|办公室|领导小组|中心|机构|单位|政府|组织|[部委厅局署院办社区]))"
        rf"(?=[^,。;]{{0,14}}(?:{_TASK}))"
    ),
)
_POST = re.compile(
    rf"(?P<post>副?组长|副?主任|副?局长|副?主席|书记|负责人|召集人|副?会长|秘书长|联系人)[:是为](?P<who>[{_HAN}·]{{2,4}})"
)
_ASKED_POST = re.compile(r"副?组长|副?主任|副?局长|副?主席|书记|负责人|召集人|副?会长|秘书长|联系")


def named_in(question: str, quote: str) -> str | None:
    """The body or person that a quote names for what is asked; None where the quote must speak for itself."""
    asked, text = squeezed_text(question), squeezed_text(quote)
    if post := _ASKED_POST.search(asked):
        for found in _POST.finditer(text):
            if found["post"].startswith(post.group()):
                return f"{found['post']}{found['who']}"
    # The task that is asked about says which of several bodies is meant.
    task = next((t for t in _TASK.replace("?", "").split("|") if t in asked), None)
    if "设在" in asked and (seat := _NAMED[2].search(text)):
        return seat["who"]
    best: str | None = None
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            who = found["who"].strip("、,")
            rest = text[found.end() : found.end() + 16].split(",")[0]
            if best is None or (task and task in rest):
                best = who
                if task is None or task in rest:
                    return best
    return best
