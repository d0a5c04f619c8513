"""What a notice says a class of its table has for members: 山区县包括甲县、乙县, so a question of 甲县 is one of 山区县."""

from __future__ import annotations

import re

_LIST = r"(?P<members>[^,。;:]{2,120})"
#   matches   山区县包括甲县、乙县 | 一类地区:甲市、乙市 | 甲县、乙县为一类地区 | 重点专业是指护理、养老服务
_CLASS_FIRST = re.compile(
    rf"(?:^|(?<=[,。;:]))(?=(?P<name>[\u4e00-\u9fff]{{2,10}}?)(?:主要)?(?:包括|是指|[系特]指|有|为|:){_LIST})"
)
_CLASS_LAST = re.compile(
    r"(?:^|(?<=[,。;:]))(?=(?P<members>[\u4e00-\u9fff、]{2,120}?)(?:均|都)?(?:属于?|划为|划入|列为|列入|确定为|参照|按照?|执行|为)"
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?:标准)?(?:执行)?(?=[,。;]|$))"
)
_BETWEEN_MEMBERS = re.compile(r"[、,]|以及|[和及与]")
_TAIL = re.compile(r"(?:等)?(?:[省市县区镇乡盟旗]|街道|类|专业|人员|干部|职工|学员|老人)?$")
_REST = re.compile(r"其余|其他|其它|以外")


def classes_of_members(asked: str, told: str, names: str) -> tuple[str, ...]:
    """The classes whose members the question names, as `told` (squeezed) lists them; only those that `names` holds.

    What the rest is (其余为平原县) tells nothing: who is of the rest, the notice does not say.
    """
    found: list[str] = []
    for pattern in (_CLASS_FIRST, _CLASS_LAST):
        for match in pattern.finditer(told):
            name = match["name"]
            if name in found or name not in names or name in asked or _REST.search(match["members"]):
                continue
            members = [_TAIL.sub("", m) for m in _BETWEEN_MEMBERS.split(match["members"])]
            if any(len(m) > 1 and m in asked for m in members):
                found.append(name)
    return tuple(found)
