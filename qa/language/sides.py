"""Yes and no: what a question wants allowed or owed, the side that a clause takes, and the words it takes it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.language.asked_act import AskedAct, asked_act
from qa.language.contrast import conflicts, fits_condition
from qa.language.lexicon import same_words
from qa.language.sentences import as_printed, squeezed_text


class SideAsked(StrEnum):
    """What a yes/no question is about."""

    LEAVE = "leave"  # 可以…吗
    DUTY = "duty"  # 要…吗
    FACT = "fact"  # 同意…了吗, 有…吗


_ASKS_LEAVE = re.compile(
    r"可以|能不能|可不可以|可否|能否|允许|准不准|行不行|(?<![失功智技性才产])(?<!(?<![兼任公离辞])职)能(?!力|源|够不|够?自理|耗|量)"
)
_ASKS_DUTY = re.compile(
    r"要不要|要求(?=.{2,}吗)|强制|需不需要|需要|必须|应不应该|该不该|用不用|(?<![重主需])要(?!求|点|素|闻|是)"
)
# 办不办, 管不管: the verb asked of.
EITHER = re.compile(r"(?P<verb>[\u4e00-\u9fff])不(?P=verb)(?![得了])")

# What a clause says. 不得 comes before 得, 不可 before 可.
FORBIDS = re.compile(
    r"不得|严禁|禁止|不准|不许|不允许|不能|不可(?!或缺|分割|替代|逆)|不应|不予|不再|不安排|不对外|不纳入|不列入|不享受|不发放|不适用|不属于|不符合|不具备"
)
FREES = re.compile(
    r"免征|免交|免收|免费|免除|免于|免缴|免予|不需|无需|无须|不必|不用|不作硬性要求|不做硬性要求|不作.{0,4}要求|不要求|不强制|不得?收取|不得[^,。;]{0,6}收费|不收|不[交缴付](?:费|纳|款|钱|(?=[,，。;；]|$))|不受.{0,8}限制"
)
ALLOWS = re.compile(
    r"(?<!不)(?<!许)(?<!认)(?<!宁)可(?!能|靠|持续|行性|再生|观|操作|信)|(?<!不)允许|准予|(?<![不未批核])准许|同意|有权|能够|给予|将.{0,16}(?:修复|予以)"
)
REQUIRES = re.compile(
    r"应当|必须|(?<![无不必])须(?!知)|(?<!不)应(?!急|用|对|届|答|邀|征|聘|该不)|(?<![不需重主])要(?!求|点|素|闻|是)|缴纳|交纳"
)
# Nobody may refuse it: 不得以任何理由拒绝老年人进入.
_NOT_REFUSED = re.compile(
    r"不(?:得|准|许|能|应)(?:以[^,。;]{1,16}为由)?(?P<verb>拒绝|拒收|限制|阻碍|阻挠|剥夺|排斥|歧视|妨碍)"
)
# What money or a room is for: 主要用于订阅报刊、租用场地. That other things are not named does not forbid them.
_USED_FOR = re.compile(r"(?:用于|(?<!不)限于)(?P<what>[^。;]{2,})")
# What is stopped may not be done: 停止高空作业, 暂停受理, 停办.
_STOPS = re.compile(r"停止|暂停|停办|停用|停发|中止|终止|取消|关闭|不办理?|不开放|不受理|不接受")
# What is left open, or asked of some only, is no duty of all.
_SOFTENS = re.compile(
    r"自愿|一般(?!性)|灵活|酌情|鼓励|提倡|原则上|条件允许|有条件|具备条件|确有|可(?!能|靠|持续|行性|再生|观|操作|信)"
)
_NOT_DOING = re.compile(r"(?:可以|能|允许)不(?!能|可以)[\u4e00-\u9fff]")
_NO_HINDRANCE = re.compile(r"不影响|不受影响|不妨碍")
# 可以免学费吗, 能减免吗: to be let off is what is asked for.
_ASKS_RELIEF = re.compile(r"免(?!疫)|减收|优惠")
# 要交钱吗, 收费吗: whether it costs something.
_ASKS_COST = re.compile(
    r"收费|要钱|交钱|花钱|付钱|付费|缴费|交费|收钱|掏钱|费用|[收交缴付](?!入|到|回|往|通|易|流)[^,，。吗]{1,5}[吗么]"
)
# 会不会少, 会扣工资吗: a loss that is feared, and words by which it does not come.
_ASKS_LOSS = re.compile(r"会不会|会(?=.{0,8}吗)|要不要|受不受")
_LOSS = re.compile(r"少(?!年|数|儿)|扣|减|停|取消|影响|吃亏|没了|作废|清零|中断|降")
_KEPT = re.compile(
    r"(?<![不未无])补[假休发足给回]|顺延|照常|照发|照付|保留|不减|不扣|不变|不降|不影响|不受影响|不低于原|视同|视为出勤|继续"
)
_COUNTS_IN = ("计入", "算入", "计算", "视为", "属于", "列入", "纳入", "认定")
# 还给不给, 发不发: a sum that goes on being paid is said in other words.
_GIVEN = {
    "给": ("照发", "照付", "发给", "给予", "续发", "发放", "补贴"),
    "发": ("照发", "照付", "给予", "支付", "续发"),
}
# 补贴还照发吗, 还要继续参加吗: whether it goes on in the case that is told.
_ASKS_GOES_ON = re.compile(r"(?:还|照|继续|仍)(?:能|会|照|继续|再)?[发给领享算付安][^,。?？]{0,8}[吗么][?？]?$")
# 不发展党员 where 发展党员 is asked of: what is simply not done may not be done.
_NOT_DONE = re.compile(r"(?<![能可得准许予再])不(?=(?P<verb>[\u4e00-\u9fff]{2}))")
# 能歇一天吗, 每月发300元吗: a quantity asked of at the end, and figures that a text states. 3月8日 is a day, no count.
_NUMERALS = {c: float(n) for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2.0, "半": 0.5}
_COUNTED = re.compile(
    r"(?<![\d月年第.])(?P<figure>\d+(?:\.\d+)?|[一二两三四五六七八九十半])个?(?P<unit>天|日|元|块|次|月|小时|学时)(?![\d])"
)
_ENDS_QUESTION = re.compile(r"[^,，。]{0,4}[吗么][?？]*$")
_BOUND = re.compile(r"不[少低超高]|至少|至多|最[少多高低长]|以[上下内]|左右")
_DENYING_CELL = re.compile(r"^(?:不|无|否|未|没|免|[×✗x/—–\-]+$)")
_DENIED = re.compile(
    r"(?:不(?![低少超高大小满足仅])|未|没有|没|无(?!论)|暂停|停止|取消|不再|免予?)"
    r"(?:得|能|予|再|对外|会|需要?|收取|作|作为|安排|发放?|支付|领取?|计|享受?|提供|设立?|取|付|拿|给)?$"
)
# 「X了吗」「有没有X」「会不会X」: what is to be so.
_CLAIM = re.compile(
    r"(?:有没有|会不会|是不是|是否|有无|有)?(?P<claim>[\u4e00-\u9fff]{2,4}?)(?:了|过)?(?:吗|么|没有)?[?？]?$"
)

# A piece that only sets the case for what follows: …的，; 经…批准，; …时，
_SETS_CASE = re.compile(
    r"(?:的|时|后|者|期间|情况下|前提下)$|^(?:经|凡|如|若|遇|因|对|在)(?![^,]*(?:不得|可以|应当|应|可))"
)
_APPROVED = re.compile(r"^经.{0,20}(?:同意|批准|许可|研究|审核|审批)")
_EXCEPTS = re.compile(r"除外|例外|另有规定|除.{0,20}外|未经|仅限|但")
_ITEM_MARK = re.compile(r"^(?:——|[(（][一二三四五六七八九十\d]{1,3}[)）])")
_BEFORE_ITEM = re.compile(
    r"(?<=用于)，|(?<=下列行为)，|(?<=下列情形)，|(?<=以下方面)，|(?<=以下行为)，|(?<=以下情形)，"
)
_ANNOUNCES_ITEMS = re.compile(r"下列|以下|如下|用于$")
_MODAL = re.compile(rf"{FORBIDS.pattern}|{FREES.pattern}|{ALLOWS.pattern}|{REQUIRES.pattern}")
_SAME_SIDE = {"不可以": "不得"}
OF_THE_CASE = 3.0
"""What counts for a rule for the very case that is asked about, before the general one beside it."""
LEAST_OF_FACT = 0.25
"""Of the question's character pairs, the share that must be said before 是 or 否 is given to a question of fact."""
LONGEST = 60
"""Characters of the words that go with a side: more are not taken in over the telephone."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side with the words that decide it."""

    says: str  # 可以, 不可以, 不得, 是 or 否
    words: str  # as squeezed: 经所在支部批准,可以请假


def side_asked(question: str) -> SideAsked:
    """What a yes/no question is about."""
    if _ASKS_LEAVE.search(question):
        return SideAsked.LEAVE
    return SideAsked.DUTY if _ASKS_DUTY.search(question) else SideAsked.FACT


def side_of(question: str, quote: str) -> str | None:
    """可以, 不可以, 不得, 是 or 否 where the words leave no doubt; None where they do."""
    found = side_with_words(question, quote)
    return found.says if found else None


def told_side(question: str, quote: str) -> str | None:
    """The side, then the words that decide it with their condition: 可以。经所在支部批准，可以请假."""
    found = side_with_words(question, quote)
    if found is None or not found.words:
        return found.says if found else None
    words = "，".join(as_printed(quote, _ITEM_MARK.sub("", piece)) for piece in found.words.split(","))
    return f"{found.says}。{_BEFORE_ITEM.sub('：', words)}"


def side_with_words(question: str, quote: str) -> Side | None:
    """The side that a quote takes; None where it takes none, or speaks of another case."""
    asked, text = squeezed_text(question), squeezed_text(quote)
    asked_side = side_asked(question)
    if "\t" in quote:
        return None  # what a row says, it says under the names of its columns
    if counted := _of_quantity(asked, text):
        return counted
    if fits_condition(asked, text) is False or conflicts(asked, text, text):
        return None  # it is said of another age or sum, or of other people
    # Of a question for leave only what is said of the very act decides; to be let off is another matter.
    let_off = _NOT_DOING.search(question) or _ASKS_RELIEF.search(question)
    act = asked_act(question) if asked_side is SideAsked.LEAVE and not let_off else None
    best: tuple[float, Side] | None = None
    unsure: dict[str, bool] = {}  # the sides that are taken of something else than what is asked
    specific: dict[str, bool] = {}  # the sides that a rule for a case named in the question takes
    named: dict[str, float] = {}  # the sides taken, with how far what they say is what is asked
    of_another = False
    sentences = [[p for p in re.split(r"[,，:：。;；]", s) if p] for s in re.split(r"(?<=[。;；!！?？\n])", text) if s]
    for number, pieces in enumerate(sentences):
        if fits_condition(asked, ",".join(pieces)) is False:
            of_another = True
            continue  # 50人以上的可设党总支 allows nothing to 45
        for at, piece in enumerate(pieces):
            if at + 1 < len(pieces) and (_SETS_CASE.search(piece) and not _EXCEPTS.search(piece)):
                continue
            announced = _announced(sentences, number, at) if act else []
            says = _says(question, "、".join((piece, *announced)), act)
            if says is None:
                continue
            said_of = _scope(pieces, at, announced)
            if act and (not act.is_spoken_of(said_of) or act.is_excepted_by(said_of)):
                of_another = True
                continue
            if act and act.leaves_open(said_of) and _takes_other_side(question, pieces, says, act):
                return None  # 可以带入校园,但不得带入课堂: which of the two a classroom is, the words do not say
            cases = [p for p in pieces[:at][-2:] if _SETS_CASE.search(p)]
            if says == "是" and asked_side is SideAsked.DUTY and not all(_is_asked_case(asked, c) for c in cases):
                continue  # a duty of some is none of all
            # What the question shares with the subject of the sentence tells none of its pieces from another.
            modal = _MODAL.search(piece)
            done = _likeness(asked, piece[modal.end() :] if modal else piece)
            of_case = sum(_likeness(asked, p) for p in cases)
            near = (2 * done if modal else done) + 0.5 * _likeness(asked, piece) + of_case + OF_THE_CASE * bool(of_case)
            freed = _ASKS_COST.search(question) and FREES.search(piece)
            if (
                says in ("是", "否")
                and asked_side is SideAsked.FACT
                and not freed
                and near < LEAST_OF_FACT * (len(asked) - 1)
            ):
                continue  # a word of the question is said, but not of what is asked
            named[says] = max(named.get(says, 0.0), near)
            specific[says] = specific.get(says, False) or bool(of_case)
            unsure[says] = unsure.get(says, True) and not done and not of_case
            if best is None or near > best[0]:
                items = [item for item in announced if act and act.is_spoken_of(item)]
                best = near, Side(says, ",".join((_deciding(pieces, at), *items)))
    if best is not None:
        # Two sides, and neither says more of what is asked: no side is sure.
        sides = {_SAME_SIDE.get(says, says) for says in named}
        # A general rule is not told where one for the case asked about says otherwise.
        overruled = not specific[best[1].says] and any(specific.values())
        if len(sides) > 1 and (
            overruled or unsure[best[1].says] or sum(near == best[0] for near in named.values()) > 1
        ):
            return None
        return best[1]
    whole = None if of_another else _says(question, text)  # what only the whole of the words decides
    return Side(whole, "") if whole else None


def is_of_another_act(question: str, quote: str, context: str) -> bool:
    """Whether leave is asked for an act of which neither the quote nor its context, squeezed, says anything."""
    is_leave = side_asked(squeezed_text(question)) is SideAsked.LEAVE and not _NOT_DOING.search(question)
    act = asked_act(question) if is_leave else None
    return act is not None and not act.is_spoken_of(context) and side_with_words(question, quote) is None


def side_of_cell(question: str, text: str) -> str:
    """The side that the cell asked about takes: 不予补贴 denies, 每人每月50元 grants."""
    denied = bool(_DENYING_CELL.match(squeezed_text(text)))
    if side_asked(question) is SideAsked.LEAVE:
        return "不可以" if denied else "可以"
    return "否" if denied else "是"


def _of_quantity(asked: str, text: str) -> Side | None:
    """否 where another quantity is stated than the one asked of: 放假半天 for 能歇一天吗; None where none is or both are alike."""
    wanted = [m for m in _COUNTED.finditer(asked) if _ENDS_QUESTION.match(asked[m.end() :])]
    stated = list(_COUNTED.finditer(text))
    if len(wanted) != 1 or _BOUND.search(asked) or _BOUND.search(text):
        return None
    stated = [m for m in stated if _counted_in(m) == _counted_in(wanted[0])]
    if len(stated) != 1 or _count(stated[0]) == _count(wanted[0]):
        return None
    shared = _likeness(asked, text)
    piece = next(p for p in re.split(r"[。;；]", text) if stated[0].group() in p)
    return Side("否", piece.strip(",，")) if shared >= 1 else None


def _counted_in(counted: re.Match[str]) -> str:
    return counted["unit"].replace("日", "天").replace("块", "元")


def _count(counted: re.Match[str]) -> float:
    figure = counted["figure"]
    return float(figure) if figure[0].isdigit() else _NUMERALS[figure]


def _is_asked_case(asked: str, case: str) -> bool:
    """Whether the case that a duty is set for is the one asked about, or no narrower."""
    return not _SOFTENS.search(case) and _of_everyone_asked(asked, case, len(case))


def _likeness(asked: str, piece: str) -> float:
    """How many of the question's character pairs, in other words too, a piece holds."""
    pairs = {asked[i : i + 2] for i in range(len(asked) - 1)}
    near = sum(pair in piece for pair in pairs)
    near += sum(2 for word, same in same_words().items() if word in asked and any(w in piece for w in same))
    return float(near)


def _scope(pieces: Sequence[str], at: int, announced: Sequence[str]) -> str:
    """The words that a piece's word of mood is said of: from behind the mood before it up to the next one."""
    first = max((i + 1 for i in range(at) if _MODAL.search(pieces[i])), default=0)
    last = next((i for i in range(at + 1, len(pieces)) if _MODAL.search(pieces[i])), len(pieces))
    return ",".join((*pieces[first:last], *announced))


def _takes_other_side(question: str, pieces: Sequence[str], says: str, act: AskedAct) -> bool:
    """Whether another piece of the sentence takes the other side."""
    others = {_says(question, piece, act) for piece in pieces} - {None}
    return len({_SAME_SIDE.get(side or "", side) for side in (*others, says)}) > 1


def _announced(sentences: Sequence[Sequence[str]], number: int, at: int) -> list[str]:
    """The items behind a piece that announces them: 不得有下列行为:, 主要用于:; none of another mood."""
    pieces = sentences[number]
    if not _ANNOUNCES_ITEMS.search(pieces[at]):
        return []
    found: list[str] = []
    for further in (pieces[at + 1 :], *sentences[number + 1 :]):
        if any(_MODAL.search(p) for p in further):
            break
        found += further
    return found


def _deciding(pieces: list[str], at: int) -> str:
    """The piece that decides, with the case or leave set before it and the exception behind it."""
    first = at
    while first > 0 and (_SETS_CASE.search(pieces[first - 1]) or _EXCEPTS.search(pieces[first - 1])):
        first -= 1
    last = at + 1 if at + 1 < len(pieces) and _EXCEPTS.search(pieces[at + 1]) else at
    while first < at and len(",".join(pieces[first : last + 1])) > LONGEST:
        # The leave that is needed is not left out for the sake of brevity.
        if _APPROVED.search(pieces[first]) or _EXCEPTS.search(pieces[first]):
            break
        first += 1
    return ",".join(pieces[first : last + 1]).removeprefix("但是").removeprefix("但")


def _says(question: str, text: str, act: AskedAct | None = None) -> str | None:
    """The side that a piece takes to the question, of the act asked about where one is given."""
    asked = side_asked(question)
    if _ASKS_LOSS.search(question) and _LOSS.search(question):
        return "否" if _KEPT.search(text) else None
    if asked is SideAsked.LEAVE:
        return _leave(question, text, act)
    if asked is SideAsked.DUTY:
        if FREES.search(text):
            return "否"
        found = REQUIRES.search(text)
        if found is None or FORBIDS.search(text) or _SOFTENS.search(text):
            return None
        return "是" if _of_everyone_asked(squeezed_text(question), text, found.start()) else None
    if _ASKS_COST.search(question) and FREES.search(text):
        return "否"
    if re.search(r"不再|不予|不得|不享受|不(?:发|给)", text):
        return "否"
    return _fact(question, text)


def _leave(question: str, text: str, act: AskedAct | None = None) -> str | None:
    """可以, 不可以 or 不得 for a question whether something may be done."""
    if (refused := _NOT_REFUSED.search(text)) and refused["verb"] not in question:
        return "可以"
    if act and (used := _USED_FOR.search(text)) and not FORBIDS.search(text):
        return "可以" if act.is_spoken_of(used["what"]) else None
    if _NOT_DOING.search(question):  # 可以不交吗: leave not to do it
        return "可以" if FREES.search(text) else "不可以" if REQUIRES.search(text) else None
    if _NO_HINDRANCE.search(text):
        return "可以"
    if (undone := _NOT_DONE.search(text)) and undone["verb"] in question:
        return "不可以"
    if found := FORBIDS.search(text):
        return "不得" if found.group() in ("不得", "严禁", "禁止", "不准", "不许") else "不可以"
    if _ASKS_RELIEF.search(question) and FREES.search(text):
        return "可以"
    if _STOPS.search(text) and not ALLOWS.search(text):
        return "不可以"
    return "可以" if ALLOWS.search(text) and not _APPROVED.fullmatch(text) else None


def _of_everyone_asked(question: str, text: str, duty: int) -> bool:
    """Whether a duty falls on those the question asks of, and not only on a kind of them that it does not name."""
    clause = max(text.rfind(stop, 0, duty) for stop in "。;；,，：:") + 1
    whom = text[clause:duty]
    pairs = [whom[i : i + 2] for i in range(len(whom) - 1)]
    return len(pairs) < 4 or sum(pair in question for pair in pairs) >= 0.5 * len(pairs)


def _fact(question: str, text: str) -> str | None:
    """是 where the words say what the question supposes, 否 where they deny it; in the lexicon's other words too."""
    if _ASKS_GOES_ON.search(question):
        if _STOPS.search(text) or FORBIDS.search(text) or FREES.search(text):
            return "否"
        return "是" if _KEPT.search(text) else None  # that it is given at all says nothing of its going on
    if either := EITHER.search(question):
        return _either(either["verb"], text)
    found = re.search(r"同意|批准|设立|成立|废止|取消|列入|纳入|实行|建立", question) or _CLAIM.search(question.strip())
    if found is None:
        return None
    claim = found["claim"] if "claim" in found.re.groupindex else found.group()
    ways = [claim[i:] for i in range(len(claim) - 1)]
    others = [other for way in ways for other in same_words().get(way, ())]
    # Words that find the rule are not all of its side: 停发 for 照发.
    ways += [other for other in others if not _STOPS.search(other) and not FORBIDS.search(other)]
    for way in ways:
        if (at := text.find(way)) >= 0:
            return "否" if _DENIED.search(text[max(0, at - 6) : at]) else "是"
    return None


def _either(verb: str, text: str) -> str | None:
    """否 where the verb is denied or what it names is stopped, 是 where it is said."""
    for word in _COUNTS_IN if verb == "算" else (verb, *_GIVEN.get(verb, ())):
        if (at := text.find(word)) >= 0:
            denied = _DENIED.search(text[max(0, at - 6) : at]) or re.search(r"[不停未免]$", text[:at])
            return "否" if denied else "是"
    return "否" if _STOPS.search(text) else None
