"""The person a line names and nothing else: 刘 文 生, 市委常委、组织部部长　张明."""

from __future__ import annotations

import re

from ingest.fields import are_people, people_in

_OFFICE = r"(?:书记|主任|局长|部长|处长|科长|院长|校长|主席|省长|市长|县长|区长|会长|委员|秘书长|常委|组长|厅长|理事长|经理|董事长|主编|教授|研究员)"
#   matches   刘 文 生 | 张　克
#   rejects   刘文生 | 工作 动态
_SPACED = re.compile(r"^[\u4e00-\u9fff](?:[ \t\u3000]+[\u4e00-\u9fff]){1,2}$")
_LONGEST_UNSPACED = 3
#   matches   省委老干部局局长　刘文生 | 市委常委、组织部部长 张 明
_WITH_OFFICE = re.compile(
    rf"^[\u4e00-\u9fff、（）()]{{2,30}}{_OFFICE}[ \t\u3000]+(?P<name>[\u4e00-\u9fff](?:[ \t\u3000]*[\u4e00-\u9fff]){{1,3}})$"
)


def person_of(text: str) -> str | None:
    """The name of the one person a line names, with or without the office held; None where it is anything else."""
    words = text.strip()
    if with_office := _WITH_OFFICE.match(words):
        return "".join(with_office["name"].split())
    name = "".join(words.split())
    if not are_people((name,)):
        return None
    return name if _SPACED.match(words) or (len(name) <= _LONGEST_UNSPACED and len(people_in(words)) == 1) else None
