"""Bodies named in a sentence of our own words, held against the clause: the body itself, and what it is to do."""

from __future__ import annotations

import re

from qa.gate.grounds import Ground
from qa.gate.normal import bare, plain

_HAN = "\u4e00-\u9fff"
_SUFFIX = re.compile(
    r"(?:委员会|办公室|领导小组|人民政府|工作局|老干部局|组织部|宣传部|统战部|工委|党委|党组|部门|政府|法院|检察院|总局|分局|支队|大队"
    r"|中心|学院|大学|协会|学会|基金会|联合会|公司|总工会|团委|妇联|残联|卫健委|发改委|国资委"
    rf"|(?<=[{_HAN}]{{2}})(?:局|厅|委(?![托员派任])|部(?![门分队署级位件])|办(?![法理公好事])|院(?!校)))"
)
# After these a name begins; before the name itself.
_OPENS = re.compile(
    r"(?:由|经|向|报|请|和|与|及|、|会同|并|为|是|在|给|交|送|以及|联合|分别|协同|配合|需|须|应|要|对|从|到|于|各|同|被|归)$"
)
_DUTY = r"牵头|负责|承办|主办|协办|配合|核发|审批|审核|承担|组织实施|统筹|管理|兼任|担任|受理|发放|主持|办理|认定|监督|指导|协助|参与"
_DUTIES = re.compile(_DUTY)
LONGEST = 16


def wrong_body(said: str, ground: Ground) -> str | None:
    """A body of the sentence that the clause does not name, or names for another task; None where all are right."""
    printed = bare(ground.text)
    known = f"{printed}\n{plain(ground.masthead)}"
    for found in _SUFFIX.finditer(said):
        name = _longest_known(said, found.start(), found.end(), known)
        if name is None:
            start = max(0, found.start() - 4)
            return said[start : found.end()]
        duty = _DUTIES.match(said, found.end())
        if duty is not None and not _has_duty(name, duty.group(), printed):
            return f"{name}{duty.group()}"
    return None


def _longest_known(said: str, suffix: int, end: int, known: str) -> str | None:
    """The longest name up to `end` that stands in the clause, where nothing of the name is left before it."""
    for start in range(max(0, end - LONGEST), suffix + 1):
        name = said[start:end]
        if len(name) < 2 or name not in known:
            continue
        before = said[:start]
        if (
            not before
            or not ("\u4e00" <= before[-1] <= "\u9fff")
            or _OPENS.search(before)
            or _DUTIES.search(before[-2:])
        ):
            return name
        return None
    return None


def _has_duty(name: str, duty: str, printed: str) -> bool:
    """Whether the clause puts a task to a body: behind its name in the same part, a row of names counted as one."""
    for found in re.finditer(re.escape(name), printed):
        behind = printed[found.end() : found.end() + 40]
        first = _DUTIES.search(re.split("[。;；]", behind)[0])
        if first is not None and (first.group() == duty or duty in re.split("[,，。;；]", behind)[0]):
            return True
        before = printed[max(0, found.start() - 24) : found.start()]
        if re.search(rf"(?:{duty})(?:单位|部门|机关)?[为是]?[{_HAN}、]*$", before):
            return True
    return False
