"""Sentences about a document itself: its number, its dates, whom it went to, whether it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document_number import find_document_numbers
from ingest.model import Status
from ingest.regions import places_in
from qa.gate.figures import days_of
from qa.gate.grounds import Ground, numbers_in, own_numbers_in
from qa.gate.normal import plain
from qa.gate.reasons import Fault, Reason, fewest

_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
#   matches   《…》的文号：…, 《…》（…）现行有效, 山东《…》（鲁…号）, 《…》、《…》
_BRACKETS = r"(?:[（(][^（）()]*(?:[〔(（][^（）()]*[〕)）][^（）()]*)?[）)])*"
_NAMED = r"《[^《》]*(?:《[^《》]*》[^《》]*)*》"
_FIELD = re.compile(
    rf"》{_BRACKETS}的?(?P<name>文号|成文日期|印发日期|抄送|主送机关|发文机关|依据|废止的文件)[：:](?P<value>.+)$", re.S
)
_STANDS = re.compile(rf"》{_BRACKETS}(?P<status>现行有效|已废止|已失效|在试行期内)$")
_MARKED = re.compile(r"》[^《》]*[（(](?P<status>已废止|已失效)[）)]")
_STATUS = {
    "现行有效": (Status.IN_FORCE,),
    "已废止": (Status.REPEALED,),
    "已失效": (Status.EXPIRED,),
    "在试行期内": (Status.TRIAL,),
}
_CITING = {
    "依据": re.compile("根据|依据|贯彻|落实|按照|遵照|依照|执行"),
    "废止的文件": re.compile("废止|失效|停止执行|代替|取代"),
}
_ENDING = re.compile("废止|失效|停止执行|不再执行|停止施行|作废")
_ONLY_NAMES = re.compile(rf"^(?:[^《》：，。；]{{0,40}}{_NAMED}{_BRACKETS}[、。]?)+$")


def is_of_masthead(text: str) -> bool:
    """Whether a sentence speaks of a document itself and gives none of its rules."""
    whole = text.strip(" 。")
    return bool(_FIELD.search(whole) or _STANDS.search(whole) or _ONLY_NAMES.match(whole))


def says_standing(text: str) -> bool:
    """Whether a sentence answers whether a document stands; the sentence that says until when may follow it."""
    return any(_STANDS.search(sentence.strip()) for sentence in text.split("。"))


_ASKS_FOR_END = re.compile("失效|废止|作废|过期")
_ASKS_WHETHER = re.compile("失效|废止|作废|过期|有效|[使适]?用|执行|实施|施行|算数|作数")


def side_of_standing_faults(side: str, text: str, asked: str) -> list[Reason]:
    """Whether 是 or 否 goes with what is said: 还有效吗 is answered 否 by 已废止, 废止了吗 is answered 是."""
    has_ended = re.search("已废止|已失效", text) is not None
    last = re.split(r"[，,；;。？?\s]+", asked.rstrip("？?。 "))[-1]  # 到哪天失效，现在还有效吗: its last words ask
    of_end = _ASKS_FOR_END.search(last if _ASKS_WHETHER.search(last) else asked) is not None
    expected = "是" if has_ended is of_end else "否"
    return [] if side == expected else [Reason(Fault.SIDE, side)]


def masthead_faults(words: str, scope: Sequence[Ground], asked: str) -> list[Reason]:
    """What of a sentence about documents does not stand in their mastheads, or in the clause that ended one."""
    tried = [_against(words, ground, asked) for ground in scope]
    if not tried:
        return [Reason(Fault.NO_CITATION)]
    if len(_TITLE.findall(words)) > 1 and _ONLY_NAMES.match(words):
        return [r for part in _listed(words) for r in fewest(_against(part, g, asked) for g in scope)]
    return list(fewest(tried))


def _listed(words: str) -> list[str]:
    return [f"{part}》" for part in words.split("》、")[:-1]] + words.split("》、")[-1:]


def _against(words: str, ground: Ground, asked: str) -> list[Reason]:
    found: list[Reason] = []
    printed = plain(ground.text)
    for title in _TITLE.findall(words):
        if plain(title) not in ground.masthead and plain(title) not in printed:
            found.append(Reason(Fault.TITLE, f"《{title}》"))
    numbers = ground.numbers | numbers_in(ground.text) | own_numbers_in(asked)
    for mention in find_document_numbers(words):
        if mention.normal not in numbers:
            found.append(Reason(Fault.NUMBER, mention.text))
    outside = _TITLE.sub("", words)
    own = {p.code for p in ground.places}
    for mention_of_place in places_in(outside):
        place = mention_of_place.place
        if place.code not in own and place.short_name not in ground.masthead:
            found.append(Reason(Fault.PLACE, place.full_name))
    marked = _MARKED.search(words)
    if marked is not None and ground.document.status not in _STATUS[marked["status"]]:
        found.append(Reason(Fault.STATUS, marked["status"]))
    if stands := _STANDS.search(words.strip(" 。")):
        found += _status_faults(words, stands["status"], ground)
    if field := _FIELD.search(words):
        found += _field_faults(field["name"], field["value"].strip("。"), ground)
    return found


def _status_faults(words: str, said: str, ground: Ground) -> list[Reason]:
    """The document's own status; or, where another document ended it, the words by which it did."""
    title = _TITLE.search(words)
    numbers = own_numbers_in(words)
    same_number = (
        not numbers or not ground.numbers or bool(numbers & own_numbers_in(ground.document.document_number or ""))
    )
    if title is not None and plain(title[1]) == plain(ground.document.title or "") and same_number:
        return [] if ground.document.status in _STATUS[said] else [Reason(Fault.STATUS, said)]
    ended = said in ("已废止", "已失效") and _ENDING.search(ground.clause.text)
    return [] if ended else [Reason(Fault.STATUS, said)]


def _field_faults(name: str, value: str, ground: Ground) -> list[Reason]:
    document = ground.document
    said = plain(value)
    held: bool
    if name in _CITING:  # the names themselves are held against the clause with all others
        held = bool(_CITING[name].search(ground.clause.text)) and bool(said)
    elif name == "文号":
        number = plain(document.document_number or "")
        read = own_numbers_in(value)
        held = bool(read and read <= ground.numbers) or bool(number and said == number)
    elif name in ("成文日期", "印发日期"):
        day = document.dated_on if name == "成文日期" else document.printed_on
        held = day is not None and any(
            (d.year, d.month, d.day) == (day.year, day.month, day.day) for d in days_of(value)
        )
    else:
        lists = {"抄送": document.copied_to, "主送机关": document.addressees, "发文机关": document.issuing_authorities}
        printed = plain("".join(lists[name]))
        parts = [p for p in re.split("[、,;；]", said) if p]
        held = bool(parts) and all(p in printed for p in parts)
    return [] if held else [Reason(Fault.FIELD, value)]
