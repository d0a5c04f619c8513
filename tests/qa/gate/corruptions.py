"""Wrong sentences made from right ones, each with the name of what was done to it; seeded, so that a failure stays."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document_number import find_document_numbers
from ingest.regions import places_in
from qa.gate.normal import bare, pairs_of

Other = Sequence[str]


@dataclass(frozen=True)
class Corruption:
    kind: str
    text: str


def corruptions_of(text: str, held: str, seed: int, strangers: Other = ()) -> Iterator[Corruption]:
    """Each kind of corruption that a sentence lends itself to, once; `held` is all that its clauses say.

    What comes out by chance as something that the clauses do say is left out. `strangers` are sentences of other notices.
    """
    chance = random.Random(f"{seed}{text}")
    for kind, corrupt in _KINDS.items():
        for corrupted in corrupt(text, chance, held, strangers):
            said = bare(corrupted.split("：", 1)[-1]).strip("。")
            true = kind in _MAY_BE_TRUE and said in bare(held)
            if bare(corrupted) != bare(text) and not true:
                yield Corruption(kind, corrupted)


def _swapped_figure(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    figures = re.finditer(r"(?<![\d〔.\-])\d[\d,.]*(?![\d〕])(?=[万亿]?[元人名次个天日年月%岁位项场篇支家户期])", text)
    found = [m for m in figures if not re.match("(?:19|20)\\d\\d年", text[m.start() :])]
    if found:
        m = chance.choice(found)
        for _ in range(20):
            other = str(
                max(
                    1,
                    int(
                        float(m.group().replace(",", "").rstrip(".")) * chance.choice([0.5, 2, 3, 10])
                        + chance.randint(1, 9)
                    ),
                )
            )
            if f"{other}{text[m.end()]}" not in held and not re.search(rf"(?<!\d){other}(?!\d)", held):
                yield text[: m.start()] + other + text[m.end() :]
                break


def _swapped_region(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    found = [m for m in places_in(text) if m.place.chain != "全国"]
    if found:
        m = chance.choice(found)
        others = [
            p
            for p in ("河南", "温州", "徐州", "丽水", "仪征", "山东", "湖北宜昌", "云南", "贵阳", "晋中")
            if p not in text and p not in held and m.place.short_name not in p
        ]
        if others:
            yield text[: m.span[0]] + chance.choice(others) + text[m.span[1] :]


def _invented_number(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    found = find_document_numbers(text)
    if found:
        m = chance.choice(found)
        yield (
            text[: m.span[0]] + m.text.replace(str(m.serial), str(m.serial + chance.randint(1, 9))) + text[m.span[1] :]
        )
        if m.year:
            yield text[: m.span[0]] + m.text.replace(str(m.year), str(m.year - 1)) + text[m.span[1] :]
        yield text[: m.span[0]] + "甘" + m.text[1:] + text[m.span[1] :]
    if "：" in text and "「" not in text:
        yield text.rstrip("。") + f"（云办发〔2021〕{chance.randint(10, 99)}号）。"
    if "《" in text:
        yield re.sub("》(?!（)", f"》（渝办发〔2019〕{chance.randint(10, 99)}号）", text, count=1)


_FLIPS = (
    ("不得", "可以"), ("不能", "可以"), ("严禁", "鼓励"), ("不予", "给予"), ("不影响", "影响"), ("不安排", "安排"), ("不作硬性要求", "作硬性要求"),
    ("应当", "可以"), ("应当", "不得"), ("鼓励", "应当"), ("鼓励", "不得"), ("必须", "不得"), ("可以", "不得"), ("可以", "应当"), ("可", "不可"), ("免收", "收取"), ("免征", "征收"), ("未", "已"), ("除外", "同样适用"),
)  # fmt: skip


def _flipped_negation(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    body = re.sub("《[^》]*》", lambda m: "\x00" * len(m.group()), text)
    for word, other in _FLIPS:
        at = body.find(word)
        if at >= 0 and not body.startswith(("可能", "可靠", "可持续"), at):
            yield text[:at] + other + text[at + len(word) :]
    side = re.match(r"(不可以|可以|不得|是|否)。", text)
    if side:
        for other in {"可以": ("不得", "不可以"), "不可以": ("可以",), "不得": ("可以",), "是": ("否",), "否": ("是",)}[
            side[1]
        ]:
            yield other + text[side.end(1) :]


_UNITS = (("元", "万元"), ("万元", "元"), ("人次", "人"), ("次", "人次"), ("次", "个"), ("个工作日", "个月"), ("个月", "年"), ("人", "户"), ("名", "家"), ("天", "个月"), ("日内", "个月内"), ("年", "个月"), ("个", "万个"), ("%", "倍"), ("周岁", "个月"), ("篇", "本"), ("场", "天"))  # fmt: skip


def _changed_unit(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for unit, other in _UNITS:
        for m in re.finditer(
            rf"(?<=\d){unit}(?!日内|[\u4e00-\u9fff]?号)|(?<=[一两三四五六七八九十百半]){unit}(?![底度])", text
        ):
            if unit == "万元" or not text.startswith(("人次", "人民", "个工作日", "个月", "名单", "年级"), m.start()):
                if unit == "年" and re.search(r"(?:19|20)\d\d$", text[: m.start()]):
                    continue
                yield text[: m.start()] + other + text[m.end() :]
                break


_OPERATORS = (("不低于", "不高于"), ("不少于", "不超过"), ("不超过", "不少于"), ("不得超过", "不得少于"), ("以上", "以下"), ("以下", "以上"), ("以内", "以上"), ("至少", "至多"), ("最高不超过", "最低不少于"), ("最低", "最高"), ("满", "不满"), ("不低于", ""), ("不少于", ""), ("不超过", ""), ("至少", ""), ("日内", "日后"), ("约", ""))  # fmt: skip


def _flipped_operator(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for word, other in _OPERATORS:
        for m in re.finditer(word, text):
            near = text[max(0, m.start() - 8) : m.end() + 8]
            if re.search(r"\d|[一二两三四五六七八九十]", near) and not (
                word == "满" and text[m.start() - 1] in "不未期"
            ):
                if other == "" and re.search("最[高低多少]$", text[: m.start()]):
                    continue  # 最高1000元 says what 最高不超过1000元 does
                yield text[: m.start()] + other + text[m.end() :]
                break


_PERS = (
    ("每月", "每年"),
    ("每年", "每月"),
    ("每人", "每户"),
    ("每季度", "每月"),
    ("每学时", "每天"),
    ("每天", "每月"),
    ("每名党员", "每个支部"),
    ("每半年", "每年"),
    ("每五年", "每年"),
    ("每支", "每名"),
)


def _changed_measure(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for word, other in _PERS:
        m = re.search(rf"{word}(?=[^，。；「」]{{0,14}}[\d一两二三])", text)
        if m:
            yield text[: m.start()] + other + text[m.end() :]


def _cut_range(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    if m := re.search(r"(\d+[人名元倍]以上)[、，]?(\d+[人名元倍]以下)", text):
        yield text[: m.start()] + m[1] + text[m.end() :]
        yield text[: m.start()] + m[2] + text[m.end() :]


def _shifted_date(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for m in re.finditer(r"(\d{1,2})月(\d{1,2})日", text):
        month, day = int(m[1]), int(m[2])
        yield f"{text[: m.start()]}{month}月{day % 28 + 1}日{text[m.end() :]}"
        yield f"{text[: m.start()]}{month % 12 + 1}月{day}日{text[m.end() :]}"
        break
    for m in re.finditer(r"(?<!\d)((?:19|20)\d\d)年", text):
        if f"{int(m[1]) + 1}年" not in held:
            yield f"{text[: m.start()]}{int(m[1]) + 1}年{text[m.end() :]}"
        break
    for word, other in (("上半年", "下半年"), ("年底", "年初"), ("日前", "日后"), ("月底前", "月底后")):
        if word in text and other not in held:
            yield text.replace(word, other, 1)


_BODIES = (
    "市委组织部",
    "市财政局",
    "市民政局",
    "市卫健委",
    "省委宣传部",
    "县审计局",
    "市教育局",
    "应急管理局",
    "市残联",
)


def _swapped_body(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    found = [
        m
        for m in re.finditer(
            r"(?:[省市县]委?)?(?:老干部局|组织部|财政局|民政局|卫健委|医保局|人社局|医疗保障局|卫生健康委|应急部|生态环境部|民政部门|组织部门|税务部门)",
            text,
        )
        if "《" not in text[: m.start()] or "》" in text[: m.start()]
    ]
    if found:
        m = chance.choice(found)
        other = chance.choice([b for b in _BODIES if b not in held and b[-3:] not in held])
        yield text[: m.start()] + other + text[m.end() :]


def _altered_quote(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for m in re.finditer("「([^「」]{4,})」", text):
        inner = [i for i in range(m.start(1) + 1, m.end(1) - 1) if "\u4e00" <= text[i] <= "\u9fff"]
        if not inner:
            continue
        at = chance.choice(inner)
        yield text[:at] + ("甲" if text[at] != "甲" else "乙") + text[at + 1 :]
        if text[at - 1] != text[at]:
            yield text[:at] + text[at + 1 :]
        yield (
            text[:at] + "的" + text[at:] if text[at - 1] != "的" and text[at] != "的" else text[:at] + "了" + text[at:]
        )
        if text[at] != text[at - 1]:
            yield text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _altered_term(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    if m := re.search("“([^“”]{2,20})”(?!没有|、“|[^“”]{0,3}没有)", text):
        yield text[: m.start(1)] + "新" + m[1][1:] + text[m.end(1) :]
    if m := re.search("《([^《》]{4,60})》", text):
        at = m.start(1) + len(m[1]) // 2
        yield text[:at] + "某" + text[at + 1 :]


def _item_from_elsewhere(text: str, chance: random.Random, held: str, strangers: Other) -> Iterator[str]:
    for stranger in strangers:
        words = re.split("[，。；：、]", stranger)[0]
        pairs = pairs_of(bare(words))
        if len(words) >= 8 and 2 * sum(p in held for p in pairs) < len(pairs):
            if "「" in text:
                yield f"{text}「{words}」"
                yield re.sub("」(?=[^」]*$)", f"；{words}」", text)
            else:
                yield f"{text.rstrip('。')}；{words}。"
            return


_KINDS: dict[str, Callable[[str, random.Random, str, Other], Iterator[str]]] = {
    "swapped figure": _swapped_figure,
    "swapped region": _swapped_region,
    "invented number": _invented_number,
    "negation flipped": _flipped_negation,
    "unit changed": _changed_unit,
    "operator flipped": _flipped_operator,
    "measure changed": _changed_measure,
    "range cut": _cut_range,
    "date shifted": _shifted_date,
    "body swapped": _swapped_body,
    "quote altered": _altered_quote,
    "term or title altered": _altered_term,
    "item from elsewhere": _item_from_elsewhere,
}
# What is done to one figure may make it the clause's other one.
_MAY_BE_TRUE = ("swapped figure", "unit changed", "operator flipped", "measure changed", "date shifted")
