"""Questions of several parts: 「补贴是多少，由谁发放？」 asks two things, and one of them may go unanswered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.tokenizer import words_of
from qa.asking.question import subject_of
from qa.language.lexicon import same_words, whole_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text

_DIVIDER = re.compile(r"[，,；;？?。]|、(?=[^，,；;？?。]{0,120}(?:多少|几|哪|什么|谁|何时|吗|怎么|如何))")
_ASKS = re.compile(
    r"多少|多[大高久长远]|(?<![好十])几(?=[^乎何])|哪|什么|谁|何时|怎么|如何|吗$|是否|能不能|可不可以|有没有|要不要|文号|期限$|标准$"
)
_AND = re.compile(r"^(?:以及|还有|另外|并且|同时|那么?|和|与|又)")
MOST_PARTS = 3
# A piece that asks once more of what stands before it and is no part of its own.
#   matches   各多少 | 分别是多少元 | 是什么 | 有哪些 | 哪些文件有规定 | 分别在哪个文件里
#   rejects   各补多少 | 由谁发放 | 哪些人可以申请
_BARE = re.compile(
    r"""(?x) (?:分别|各自|各|都|又|一共|共)? (?:是|为|有)? (?:多少|几|什么|哪[些几个]) [\u4e00-\u9fff]{0,2}
      | (?:都|分别)? (?:要|需要?|该)? (?:走|分|办|经过|有|是)? (?:哪[些几]|几) 个? (?:步骤?|程序|流程|手续|环节)
      | (?:都|分别)? (?:是|有|在)* 哪[些几]?[个份]? (?:文件|地方|通知|办法|政策|制度) (?:里|中|上)? (?:都)? (?:有|作了?|做了?|写了?)? (?:规定|提到|说到|写明|要求|明确|说法)? (?:的|过|了)?"""
)
# A piece that asks for nothing but the very words of what the piece before it asks.
#   matches   怎么定义的 | 是如何界定的 | 原文怎么写的
#   rejects   怎么申请 | 怎么发放 | 由谁规定的
_IN_WHAT_WORDS = re.compile(
    r"(?:文件|原文|里面?|具体|都|又|是|各|分别)*(?:怎么|如何|怎样)(?:定义|界定|规定|表述|解释|说|写|讲|定)的?"
)
# 废止了哪个文件？文号多少: the number of the document asked for before.
_ITS_NUMBER = re.compile(r"(?:它?的?(?:发文字号|文号|文件号)(?:是|为)?(?:多少|什么|几号)?|(?:是)?几号文?)$")
_ASKS_FOR_DOCUMENT = re.compile(r"(?:哪[个份一几些]|什么)[\u4e00-\u9fff]{0,4}(?:文件|办法|规定|通知|意见|文|条例)|依据")
# A piece that names itself what its figure is of, and so takes no subject from the piece before it.
#   matches   活动经费每名党员每年多少 | 书记补贴多少 | 每户改造面积多大 | 抚恤金几个月 | 党小组组长补多少
#   rejects   每月补多少 | 由谁发放 | 在职的每月划入多少
_NAMED = re.compile(
    r"""(?x) (?:补贴|补助|津贴|经费|[\u4e00-\u9fff]费|[\u4e00-\u9fff]{2}金|标准|额度|限额|比例|面积|年龄|学时|课时|次数|人数|期限)
      (?: [^，,]{0,10}? ) (?:是|为|有|按|占)? (?:多少|几|多[大高久长]|$)"""
)
# Another case of what was asked before, whose own case is then not meant.
#   matches   在职的每月划入多少 | 乡镇的呢 | 党小组组长补多少
#   rejects   由谁发放 | 每月补多少
_OTHER_CASE = re.compile(
    r"""(?x)^那? (?: [\u4e00-\u9fff]{1,6} (?:的|呢) (?=每|是|为|多|几|补|划|交|缴|发|报|可|能|有|要|$)
      | [\u4e00-\u9fff]{0,8} (?:组长|书记|委员|主任|人员|职工|干部|党员|学生|居民|单位|家庭|企业|机关) (?=每|是|为|多|几|补|划|交|缴|发|报|能|有|要) )"""
)
_CASE = re.compile(
    r"(?:在职|退休|离休|离退休|机关|事业|企业|乡镇|城镇|城乡|县直|市直|省直|农村|贫困|低保|特困)?(?:人员|职工|干部|党员|居民|学生|单位|机构|医院|家庭)(?![的党])"
    r"|(?:党支部|支部|党总支|总支|党小组)?(?:副?书记|委员|组长)"
)
# 分别是多少, 各多少: of each of what stands before; 各单位, 各类 are bodies and kinds.
_OF_EACH = re.compile(r"分别|各自|各(?=是|为|有|多少|几|占|发|补|领)|(?=标准$)")
_FIGURE = re.compile(r"多少|几|多高|多久|标准$")
_OF_SUMS = "费金率额"
LONGEST_ENDING = 7  # characters after 和 within which the other thing ends like the first


def parts_of_question(question: str) -> tuple[str, ...]:
    """The parts that ask something each, with the subject of the first where a later one names none; () for one alone."""
    pieces = [p.strip() for p in _DIVIDER.split(question.strip()) if p.strip()]
    if len(pieces) < 2:
        return each_of_two(pieces[0]) if pieces else ()
    asked = _folded(pieces)
    pieces = [p for i, p in enumerate(asked) if i == 0 or not _IN_WHAT_WORDS.fullmatch(p)]
    if len(pieces) < 2:
        return each_of_two(pieces[0]) or (tuple(pieces) if pieces != asked and _ASKS.search(pieces[0]) else ())
    asking = [bool(_ASKS.search(p)) for p in pieces]
    if sum(asking) < 2:
        return ()
    parts: list[str] = []
    opening = ""
    for piece, asks in zip(pieces, asking, strict=True):
        piece = _AND.sub("", piece)
        if not asks:  # 「退休人员去世后，丧葬费多少，抚恤金几个月」: the condition holds for every part
            opening += f"{piece}，"
            continue
        lead = opening
        if parts and not _NAMED.search(piece):
            lead = lead or _lead_from(pieces[0], piece)
        parts.append(f"{lead}{piece}")
    return tuple(parts[:MOST_PARTS]) if len(parts) > 1 else ()


def _folded(pieces: Sequence[str]) -> list[str]:
    """The pieces, those that only ask once more of the one before them joined to it."""
    folded: list[str] = []
    for piece in pieces:
        asks_number = bool(folded) and _ITS_NUMBER.fullmatch(piece) and _ASKS_FOR_DOCUMENT.search(folded[-1])
        if folded and (_BARE.fullmatch(piece) or asks_number):
            folded[-1] += piece
        else:
            folded.append(piece)
    return folded


# What bounds the figure of the first piece, which a later piece does not ask for: 慰问金最高多少，一年最多几次.
_BOUND = re.compile("(?:最[高低多少大小长短]|至[多少]|不[超低][过于]|一共|共)$")


def _lead_from(first: str, piece: str) -> str:
    """The subject of the first piece, which a later one leaves out; without its case where that names another."""
    subject = _BOUND.sub("", subject_of(first).replace(" ", ""))
    return f"{_CASE.sub('', subject, count=1) if _OTHER_CASE.search(piece) else subject}，"


def each_of_two(question: str) -> tuple[str, ...]:
    """A figure asked of each of two things, asked of one after the other: 书记和委员补贴各多少; () where it is not.

    Of the words after 和 the other thing takes as many as end like the first (支部书记和党总支书记), else one.
    """
    if not (_OF_EACH.search(question) and _FIGURE.search(question)):
        return ()
    words = whole_words(question)
    joints = [place for place, word in enumerate(words) if word in ("和", "与")]
    if len(joints) != 1 or not 0 < joints[0] < len(words) - 2:
        return ()
    head, one, rest = "".join(words[: joints[0] - 1]), words[joints[0] - 1], "".join(words[joints[0] + 1 :])
    alike = rest.find(one[-2:] if one[-1] not in _OF_SUMS else one[-1], 1)
    other = rest[: alike + (1 if one[-1] in _OF_SUMS else 2)] if 0 < alike < LONGEST_ENDING else words[joints[0] + 1]
    asked = _OF_EACH.sub("", rest[len(other) :], count=1)
    return (f"{head}{one}{asked}", f"{head}{other}{asked}")


def asked_alone(part: str) -> str:
    """The part without the subject that it takes from the rest of the question."""
    return re.split(r"[，,]", part)[-1]


def own_words_of(part: str) -> tuple[str, ...]:
    """The content words of a part after its inherited lead."""
    piece = asked_alone(part)
    return tuple(w for w in dict.fromkeys(words_of(subject_of(piece))) if len(w) > 1 and w not in GENERIC)


def speaks_of(part: str, text: str) -> bool:
    """Whether a text (clause with its headings and title) holds what this part alone asks about."""
    words = own_words_of(part)
    if not words:
        return True
    plain = squeezed_text(text)
    held = sum(w in plain or any(other in plain for other in same_words().get(w, ())) for w in words)
    return 2 * held >= len(words)
