"""The act that a question whether something may be done asks about, and whether words of permission are said of it.

「可以」 and 「不得」 stand in many clauses of a notice: a side is taken only of the verb and the object asked about, in
these or other words, and of no other act that the same clause allows or forbids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.regions import places_named
from qa.language.lexicon import same_words, whole_words
from qa.language.sentences import squeezed_text

_LEAVE = re.compile(
    r"可不可以|能不能够?|是否可以|是否允许|允不允许|准不准许?|能否|可否|可以|允许|(?<![失功智技性才产])(?<!(?<![兼任公离辞])职)能够?(?!力|源|自理|耗|量)"
)
# 我替他交了行不行, 从这笔钱里出可以吗: the leave asked for behind the act.
_AT_END = re.compile(r"[,，]?(?:这样)?(?:行不行|行吗|可不可以|可以吗|能不能|好不好|合规吗|允许吗|准许吗)[?？。]*$")
_ENDING = re.compile(r"[,，]?(?:吗|么|呢|吧|啊|嘛)?[?？。!！]*$")
_SMALL = re.compile(
    r"[\u4e00-\u9fff]{2,6}以外的?|自己|[的了吗呢吧啊把被将就也都还再先又只自我你他她它们这那个些点]|一下|一起|同时|拿来|用来|直接|由[\u4e00-\u9fff]{2,6}?(?=[先来代替垫])"
)
# Words that go with any act: by themselves they tell none from another.
_LIGHT = frozenset(
    "用 给 让 到 去 来 在 从 里 上 下 中 做 办 有 是 要 想 看 拿 出 发 当 和 与 或 对 向 为 按 以 开 得 "
    "进行 使用 申请 办理 享受 工作 活动 情况 问题 方面 相关 有关 可以 单位 部门 参加 开展 提供 没有".split()
)
# The same act in the words of speech and of notices.
_SAME_ACT: dict[str, tuple[str, ...]] = {
    "买": ("购", "采买"), "替": ("代", "委托"), "帮": ("代", "委托", "协助"), "垫": ("垫",), "租": ("租", "赁"),
    "钱": ("现金", "货币", "资金"), "换": ("兑",), "转": ("结转", "转"), "订": ("订",), "退": ("退", "返还"),
    "借": ("借", "合用", "共用"), "请": ("邀", "聘", "请", "委托"), "招": ("招",), "领": ("领", "享受"), "交": ("交", "缴"),
    "明年": ("下年", "下一年", "次年"), "儿子": ("子女", "亲属", "家属"), "女儿": ("子女", "亲属", "家属"),
    "老伴": ("配偶", "亲属", "家属"), "手机": ("网", "线上", "移动", "微信"), "网上": ("网", "线上"), "小区": ("社区", "居住地"),
    "周末": ("休息日", "双休日", "节假日"), "停": ("停",), "卖": ("售", "销", "出让"), "修": ("修",), "搬": ("搬", "迁"), "喝酒": ("饮酒", "酒"), "吃饭": ("用餐", "就餐", "宴"),
}  # fmt: skip
# Whoever acts in the place of another is asked about: what the other may do himself is no answer.
_IN_PLACE = re.compile(r"替(?!换|代品)|代(?=[交缴办领签收取替报付])|委托|帮(?!扶|助金)")
_IN_PLACE_SAID = re.compile(r"代[交缴办领签收取为替理报付]|委托|受托|帮助|协助|替|他人|代理")
# Of whom a rule is not: said of the holder whatever the act.
_NOT_OF = re.compile(r"不适用|不享受|不属于|不纳入|不列入|不符合|不具备|不在此列|不受理")
#   matches   除急救药品外 | 急诊、抢救费用除外 | 在职人员不在此列
_EXCEPTIONS = (
    re.compile(r"除(?P<what>[^,。;:]{2,30}?)(?:之外|以外|外)"),
    re.compile(r"(?:^|[,。;:])(?P<what>[^,。;:]{2,24}?)的?(?:除外|不在此列|例外)"),
)
_NEAREST_HOLDERS = 2  # words right before the leave asked for: 急诊费用 of 住院期间急诊费用能报销吗
# What is given or drawn, named by any word: 领两份钱 is said by 不得重复领取.
_SUMS = ("钱", "补贴", "津贴", "补助", "待遇", "费用")
# What the notice as a whole is about is not named again: 本人、配偶都可以申请.
_UNNAMED_OBJECT = re.compile(
    r"(?:可以?|不得|不能|不予|允许|准予)(?:参照|自愿)?(?:申请|申报|办理|享受|执行|报名|参加)(?=[,。;]|$)"
)
# To whom, for whom or by whom it is done does not tell the act from others: 给党员买, 由支部垫.
_FOR_WHOM = re.compile(r"[给为向让由对跟替帮]$")
# What a notice calls the place that it is of: 离开本市, 跨市.
_THIS_PLACE = re.compile(r"[本跨出外][省市县区州]|[省市县区]外")
_LONGEST_PLAIN = 3  # characters; a longer word is a verb with its object
_ENOUGH = 0.33
_ENOUGH_OF_HOLDER = 0.5


@dataclass(frozen=True, slots=True)
class AskedAct:
    """What leave is asked for, in the words that tell it from other acts."""

    words: tuple[str, ...]
    holder: str  # what stands before the leave asked for: whose act it is
    in_place: bool  # done by one for another: 代交

    def is_spoken_of(self, said: str) -> bool:
        """Whether squeezed words speak of this act: of its object and not of its verb alone (买书 is no 买保险)."""
        if self.in_place and not _IN_PLACE_SAID.search(said):
            return False
        if (_NOT_OF.search(said) or _UNNAMED_OBJECT.search(said)) and _share(
            _content(self.holder), said
        ) >= _ENOUGH_OF_HOLDER:
            return True
        told = [_told(word, said) for word in self.words]
        if sum(told) / len(told) < _ENOUGH:
            return False
        unnamed = self.words[-1].endswith(_SUMS) or _UNNAMED_OBJECT.search(said)
        return bool(unnamed) or len(told) == 1 or told[-1] > 0 or 1.0 in told[1:]

    def leaves_open(self, said: str) -> bool:
        """Whether squeezed words say nothing of the last thing that the act names: 带入校园 of 带手机进教室."""
        if self.in_place or len(self.words) < 2:
            return False
        return _told(self.words[-1], said) == 0 and not self.words[-1].endswith(_SUMS)

    def is_excepted_by(self, said: str) -> bool:
        """Whether what is asked about is the very thing that squeezed words except from what they rule."""
        for pattern in _EXCEPTIONS:
            for found in pattern.finditer(said):
                rest = f"{said[: found.start()]},{said[found.end() :]}"
                if self.is_spoken_of(found["what"]) and not self.is_spoken_of(rest):
                    return True
                holders = [w for w in _content(self.holder)[-_NEAREST_HOLDERS:] if w not in rest]
                if any(_told(word, found["what"]) == 1.0 for word in holders):
                    return True
        return False


@lru_cache(maxsize=256)
def asked_act(question: str) -> AskedAct | None:
    """The act of a question for leave; None where it names none by words of its own."""
    asking = _asking_piece(question)
    if at_end := _AT_END.search(asking):
        holder, _, act = asking[: at_end.start()].rpartition(",")
    elif found := list(_LEAVE.finditer(asking)):
        last = found[-1]
        if "," in asking[last.end() :]:
            return None  # 老人自己能动,住院给补贴吗: another piece asks
        holder, act = asking[: last.start()], _ENDING.sub("", asking[last.end() :])
        if not _content(act):
            holder, _, act = holder.rpartition(",")
    else:
        return None
    words = _content(act)
    return AskedAct(words, holder, bool(_IN_PLACE.search(act))) if words else None


def _asking_piece(question: str) -> str:
    """The part of a question that asks: without what is put into brackets or behind the question mark."""
    plain = re.sub(r"[(（][^()（）]*[)）]", "", question)
    parts = [p for p in re.split(r"(?<=[?？])|(?<=吗)\s+", plain) if p.strip("?？ ")]
    asking = next((p for p in parts if _LEAVE.search(p) or _AT_END.search(squeezed_text(p))), plain)
    return squeezed_text(asking)


def _content(act: str) -> tuple[str, ...]:
    """The words of an act that tell it from others; those to whom it is done only where there are no more."""
    words: list[str] = []
    others: list[str] = []
    for run in re.findall(r"[\u4e00-\u9fffa-z0-9]+", _SMALL.sub(",", act)):
        before = ""
        for word in whole_words(run):
            kept = word.lstrip("里").rstrip("上成到去来过给") or word
            if kept not in _LIGHT:
                (others if _FOR_WHOM.search(before) else words).append(kept)
            before = word
    return tuple(dict.fromkeys(words or others))


def _share(words: tuple[str, ...], said: str) -> float:
    """How much of the words a text says."""
    return sum(_told(word, said) for word in words) / len(words) if words else 0.0


def _told(word: str, said: str) -> float:
    """1 for a word that stands there, in other words too or drawn apart (信教: 信仰宗教); a half for part of it."""
    others = (*same_words().get(word, ()), *_SAME_ACT.get(word, ()))
    if word in said or any(other in said for other in others):
        return 1.0
    if len(word) == 2 and re.search(f"{word[0]}[\u4e00-\u9fff]{{1,3}}{word[1]}", said):
        return 1.0
    if places_named(word) and _THIS_PLACE.search(said):
        return 1.0
    if len(word) > _LONGEST_PLAIN and word[:2] not in said:
        return 0.0  # 发展党员 is not said by 党员
    parts = [c in said or any(other in said for other in _SAME_ACT.get(c, ())) for c in word]
    # What a word ends with names no more than a kind: 宠物 is not said by 物品.
    return 0.5 if len(word) > 1 and parts[0] and 2 * sum(parts) >= len(word) else 0.0
