"""What the sentences of a document say about how long it stands; what they say of anything else is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.dates import DATE, date_of
from ingest.line_forms import DOCUMENT_TYPES
from ingest.model import Clause, ClauseKind, PolicyDocument, Relation, Span, ValidityKind
from ingest.numerals import integer_of
from ingest.terms import TERM, Term, term_of

# A clause without any of these says nothing of validity; most clauses end here.
_WORDS = re.compile(
    # Each alternative begins with a character and not with a choice of them: only so the engine skips to it.
    r"施行|生效|试行|有效期|废止|失效|不再执行|停止执行|为准|自[^。；]{2,24}起[^。；]{0,8}(?:实施|执行)|从[^。；]{2,24}起[^。；]{0,8}(?:实施|执行)"
    r"|至[^。；]{6,14}(?:执行|实施)|到[^。；]{6,14}(?:执行|实施)|暂行[一二两三四五六\d]|按(?:照)?本"
    r"|执行(?:期限|日期|时间)|实施(?:期限|日期|时间)"
)

_TYPES = "|".join(sorted({*DOCUMENT_TYPES, "措施", "文件", "政策", "政策措施", "制度"}, key=len, reverse=True))
# The document by its own word: 本办法, 本《规定》, 本实施意见（试行）.
_OWN = rf"(?:本(?:《[^《》]{{2,60}}》|(?:实施|指导|若干|暂行|试行|工作|补充|具体|有关)*(?:{_TYPES}))(?:[（(][^（）()]{{1,12}}[）)])?)"
# What may head the sentence: 【施行】本细则…, （生效日期）本办法…, 施行日期：本办法…, 施行与解释　本办法….
_CAPTION = (
    r"(?:[【〔\[][^【】〔〕\[\]]{1,12}[】〕\]]|[（(][^（）()]{1,12}[）)]|[^，。；：:本]{2,8}[：:]"
    r"|(?:施行|实施|执行|生效|有效期|附则|解释)[^，。；：本]{0,8})?"
)
_OWN_AT_START = re.compile(
    rf"^(?:第[一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d]{{1,3}}[）)、.．])?{_CAPTION}(?P<own>{_OWN})(?!第|中|附件)"
)
# What may stand between the document's word and 自…起施行 in one breath: 由市财政局负责解释，
_NOTHING_ELSE = re.compile(
    r"(?:的?规定|的各项政策|政策|(?:自|从)?即日|统一|于|将|并|及其?附件|和附件|已[^，。]{2,50}通过|经[^，。]{2,50}(?:同意|通过|批准|审议|研究)|(?:最终|具体)?(?:由[^，。；]{2,60}(?:负责)?(?:解释|说明|修订|组织实施))(?:[^，。；]{0,6})?|(?:执行|实施)(?:过程)?中[^，。；]{0,12}问题[^，。；]{0,30}|(?:试行|暂行)期?[^，。；]{1,6}|有效期[^，。；]{1,8}|的?(?:最终)?解释权[^，。；]{2,40}|适用于[^，。；]{2,60})?"
)
_OTHER_SUBJECT = re.compile(
    r"第[一二三四五六七八九十百零\d]+条|标准|补贴|津贴|补助|活动|试点|项目|其中|价格|税率|费率|《|以下|上述|所(?:列|附)"
)
_PART_SUBJECT = re.compile(
    rf"(?:^|[，；])(?:但)?(?:{_OWN})?(?:的)?(?:第[一二三四五六七八九十百零\d]+条[^，；]{{0,12}}|附件[^，；]{{0,12}})$"
)
_PUBLISHES = re.compile(r"现(?:予以?|将其?)?(?:印发|公布|发布|颁布)(?:给你们|施行)?[，,](?:请[^，。]{2,20}[，,])?$")
# 六、施行日期：自…起施行 | 第六条【生效】自…起施行
_DAY_CAPTION = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?"
    r"(?:(?:本办法|本规定|本细则|文件|政策)?(?:施行|实施|执行|生效)(?:时间|日期)?(?:及有效期|和有效期|与有效期)?[：:]|[【（(](?:施行|实施|执行|生效)(?:时间|日期)?[】）)])"
)
_CLOSING_HEADING = re.compile(r"(?:施行|实施|执行|生效)(?:时间|日期)|附则|有效期|其他(?:事项)?$")

_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern).replace("\n", "").replace(" ", "")
_MONTH = r"(?:[12]\d{3}年(?:1[0-2]|0?[1-9])月)(?!\d|[一二三四五六七八九十])"
_DAY_OF_ISSUE = r"(?:印发|发布|公布|下发|发文|颁布|签发|颁发|公告|[^，。；自从起]{2,16}(?:通过|核准|批准|备案)|公开发布|对外公布|登报|成文|批准|通过|审议通过|刊登)之日"
_VERB = r"(?P<verb>施行|实施|执行|生效|试行|试点施行|起效|开始计算)"
# 自2021年1月1日起施行 | 自印发之日起30日后实施 | 从发文之日起执行 | 自2021年起执行 (no day)
#   rejects   自本办法施行之日起 (a condition) | 自入学之日起 (another's)
_TAKES_EFFECT = re.compile(
    rf"(?:[自从于]|^|(?<=[，；文法定]))(?:(?P<on>{_DATE})|(?P<month>{_MONTH})|(?P<year>[12]\d{{3}}年)|(?P<issue>{_DAY_OF_ISSUE}))(?:零时)?(?:起|开始|之后)?"
    rf"(?:[，,]?(?:满)?(?P<delay>[^，。；]{{1,8}}?)(?:后|以后|之后))?(?:正式|开始|统一|全面|组织|起)*{_VERB}(?!的|方案|以来|前|后(?!期))"
)
_LATER = re.compile(r"(?:施行|实施|执行|生效)(?:日期|时间)[^。；]{0,12}另行(?:通知|公布|规定|发文|确定)")
_TERM = re.sub(r"\?P<\w+>", "?:", TERM.pattern)
_LASTS = re.compile(
    rf"(?:有效期(?:限)?|(?:执行|实施|施行)期限)(?:为|是|：|:)?(?:自[^，。；]{{2,14}}起)?(?P<term>{_TERM})", re.VERBOSE
)
_VALID_UNTIL = re.compile(
    rf"有效期(?:限)?(?:为|是|：|:)?(?:[自从]?{_DATE}(?:起)?)?(?:至|到|截至|截止(?:到|至|时间为)?|—|-)(?P<until>{_DATE})"
    rf"|[，,](?:施行|执行|实施|有效|试行)?(?:期限)?(?:至|到|截至|截止(?:到|至)?)(?P<until2>{_DATE})(?:止|为止|结束|废止|失效|自行失效|自动失效)?"
    rf"|(?P<until3>{_DATE})(?:起)?(?:自动|自行)?失效"
)
# 政策执行期限为2021年1月1日至2022年12月31日 | 自2021年3月1日至2022年2月28日执行
_PERIODS = (
    re.compile(
        rf"(?:执行|实施|有效|施行|政策)(?:期限|时间|期间|期)(?:为|是|：|:)?[自从]?(?P<from>{_DATE})(?:起)?(?:至|到|—|-|－|~)(?P<to>{_DATE})"
    ),
    re.compile(
        rf"[自从](?P<from>{_DATE})(?:起)?(?:至|到)(?P<to>{_DATE})(?:止)?(?:期间)?(?:有效|执行|施行|实施|试行)(?!的)"
    ),
)
# What may stand between the last comma, or the document's own word, and its term.
_BEFORE_TERM = re.compile(
    rf"(?:[^，。；]{{0,6}}[、.．])?(?:{_OWN})?(?:暂定|暂|的|文件|规定的?|政策|全部|其|并|期满自动失效)*"
)
_TRIAL = re.compile(rf"(?:试行|暂行)(?:期)?(?:限)?(?:为|暂定为?)?(?P<term>{_TERM})", re.VERBOSE)
_PREVAILS = re.compile(rf"以{_OWN}[^，。；]{{0,6}}为准|按(?:照)?{_OWN}[^，。；]{{0,8}}(?:执行|办理|规定)")
_AT_ODDS = re.compile(r"不一致|不相一致|不符|抵触|有出入|冲突|矛盾|不同的")
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．]|第[一二三四五六七八九十百]+条)"
)
_LONGEST_SENTENCE = 1500  # longer ones are tables, or no sentences at all
_FROM_DAY = re.compile(
    rf"[自从](?P<on>{_DATE})起[，,]?(?:予以|同时|即行|自动|自行|一律|正式|全部|宣布)*(?:废止|作废|失效|(?:停止|终止|不再)(?:执行|施行|使用|适用))"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause, and where it stands in the stored text."""

    text: str  # without white space
    span: Span
    clause: Clause


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence says of the document's validity, before days are worked out."""

    kind: ValidityKind
    sentence: Sentence
    on: date | None = None
    from_issue: Term | None = None  # that long after the day of issue
    lasts: Term | None = None
    whole: bool = True  # of the whole document, not of one 条 of it


def sayings_of(document: PolicyDocument) -> list[Saying]:
    """Everything that the clauses of a document say of its validity, in printed order."""
    found: list[Saying] = []
    repeals = [r.span for r in document.references if r.relation is Relation.REPEALS]
    body = [c for c in document.clauses if c.kind is not ClauseKind.SIGNATURE]
    for clause in body:
        if not _WORDS.search("".join(clause.text.split())):
            continue
        previous: list[Saying] = []
        for sentence in _sentences(clause):
            said = list(_takes_effect(sentence, document, previous, last=clause is body[-1]))
            own = any(s.whole for s in said) or _OWN_AT_START.match(sentence.text) is not None
            if own or (previous and sentence.text.startswith(("有效期", "试行"))):
                said.extend(_terms(sentence, said))
            if _PREVAILS.search(sentence.text) and (_AT_ODDS.search(sentence.text) or "为准" in sentence.text):
                said.append(Saying(ValidityKind.PREVAILS, sentence))
            day = _FROM_DAY.search(sentence.text)
            # 下列文件自2022年1月1日起废止：, over the list of them
            leads = day is not None and sentence.text.endswith(("：", ":")) and bool(repeals)
            if leads or any(sentence.span[0] <= s < sentence.span[1] for s, _ in repeals):
                said.append(Saying(ValidityKind.REPEALS, sentence, _date_in(day["on"]) if day else None))
            found.extend(said)
            previous = said or previous
    return found


def _sentences(clause: Clause) -> Iterator[Sentence]:
    """The sentences of a clause; a heading on a line of its own is one."""
    text = clause.text
    start = 0
    for match in re.finditer(r"[。！？][”’）)]?|\n", text):
        if match.group() == "\n" and not _breaks(text, start, match.start(), clause):
            continue
        yield from _sentence(clause, start, match.end())
        start = match.end()
    yield from _sentence(clause, start, len(text))


def _breaks(text: str, start: int, line_end: int, clause: Clause) -> bool:
    """Whether a line end closes what stands before it: a heading alone, or the next line begins an item."""
    heading = clause.heading or ""
    short = line_end - start <= 2 * len(heading) + 8
    if heading and short and "".join(text[start:line_end].split()) == "".join(heading.split()):
        return True
    ends = text[max(start, line_end - 3) : line_end].rstrip()
    return ends.endswith(("：", ":", "；")) or _ITEM.match(text, line_end + 1) is not None


def _sentence(clause: Clause, start: int, end: int) -> Iterator[Sentence]:
    printed = clause.text[start:end] if end - start <= _LONGEST_SENTENCE else ""
    if printed.strip() and _WORDS.search("".join(printed.split())):
        first = start + len(printed) - len(printed.lstrip())
        last = start + len(printed.rstrip())
        yield Sentence("".join(printed.split()), (clause.span[0] + first, clause.span[0] + last), clause)


def _takes_effect(
    sentence: Sentence, document: PolicyDocument, previous: Sequence[Saying], *, last: bool
) -> Iterator[Saying]:
    text = sentence.text
    if _LATER.search(text) and _OWN_AT_START.match(text):
        yield Saying(ValidityKind.TAKES_EFFECT, sentence)
    said_whole = False
    for match in _TAKES_EFFECT.finditer(text):
        start = max(text.rfind("；", 0, match.start()), text.rfind(";", 0, match.start())) + 1
        lead = text[start : match.start()]
        whole = not said_whole and _is_own_lead(lead, sentence, document, previous, last=last)
        if not whole and not _PART_SUBJECT.search(lead):
            continue
        said_whole = said_whole or whole
        on, term = _day_of(match)
        yield Saying(ValidityKind.TAKES_EFFECT, sentence, on, term, whole=whole)
        if match["verb"].startswith("试行") and whole and not _TRIAL.search(text):
            yield Saying(ValidityKind.TRIAL, sentence)
    period = _period_of(text)
    if period and not said_whole and _OWN_AT_START.match(text):
        yield Saying(ValidityKind.TAKES_EFFECT, sentence, _date_in(period["from"]))


def _is_own_lead(
    lead: str, sentence: Sentence, document: PolicyDocument, previous: Sequence[Saying], *, last: bool
) -> bool:
    """Whether what stands before 自…起施行 makes the document itself its subject."""
    own = _OWN_AT_START.match(lead)
    if own is not None:
        between = lead[own.end() :].strip("，,、")
        parts = [p for p in re.split(r"[，,、]", between) if p]
        return not _OTHER_SUBJECT.search(between) and all(_NOTHING_ELSE.fullmatch(p) for p in parts)
    if _PUBLISHES.search(lead):
        return True
    named = re.match(r"^《(?P<title>[^《》]{3,80})》(?:已[^。；]{2,60}[，,]现[^。；]{2,12}[，,])?$", lead)
    if named and document.title:
        return _plain(named["title"]) in _plain(document.title)
    if lead == "":
        heading = sentence.clause.heading or ""
        return bool(_CLOSING_HEADING.search(heading)) or (last and _follows_own(sentence))
    if _DAY_CAPTION.fullmatch(lead):
        return True
    return bool(re.fullmatch(r"[^，。]{0,12}[、.．]", lead) and _CLOSING_HEADING.search(lead))


def _follows_own(sentence: Sentence) -> bool:
    """Whether the sentence before, in the same clause, begins with the document's own word: 本办法由…解释。自…起施行。"""
    before = sentence.clause.text[: sentence.span[0] - sentence.clause.span[0]].rstrip("。 \n\u3000")
    start = max(before.rfind("。"), before.rfind("\n")) + 1
    return _OWN_AT_START.match("".join(before[start:].split())) is not None


def _day_of(match: re.Match[str]) -> tuple[date | None, Term | None]:
    """The day that a sentence names, or how long after the day of issue it lies."""
    delay: Term | None = Term()
    if match["delay"]:
        length = TERM.fullmatch(match["delay"].removeprefix("满"))
        delay = term_of(length) if length else None
    if match["issue"]:
        # 通过 and 批准 are days of their own, which the text need not give.
        return None, None if re.search("通过|核准|批准|备案|登报|刊登", match["issue"]) else delay
    day = _date_in(match["on"]) if match["on"] else _first_of_month(match["month"])
    return (delay.after(day) if day and delay is not None else None), None


def _terms(sentence: Sentence, said: Sequence[Saying]) -> Iterator[Saying]:
    """The last day or the length that a sentence about the document gives; a permit's or a contract's is left alone."""
    text = sentence.text
    if period := _period_of(text):
        yield Saying(ValidityKind.EXPIRES, sentence, _date_in(period["to"]))
        return
    if (trial := _TRIAL.search(text)) and (said or _is_own_term(text, trial.start())):
        yield Saying(ValidityKind.TRIAL, sentence, lasts=_term_in(trial["term"]))
    until = _VALID_UNTIL.search(text)
    if until and (_is_own_term(text, until.start()) or (until["until2"] and any(s.whole for s in said))):
        day = _date_in(until["until"] or until["until2"] or until["until3"])
        yield Saying(ValidityKind.EXPIRES, sentence, day)
    elif (lasts := _LASTS.search(text)) and _is_own_term(text, lasts.start()):
        yield Saying(ValidityKind.LASTS, sentence, lasts=_term_in(lasts["term"]))


def _period_of(text: str) -> re.Match[str] | None:
    return next((m for pattern in _PERIODS if (m := pattern.search(text)) and _is_own_term(text, m.start())), None)


def _is_own_term(text: str, position: int) -> bool:
    """Whether nothing but the document itself can be the subject of the term at a place of a sentence."""
    subject = re.split(r"[，,；;（(]", text[:position])[-1]
    return _BEFORE_TERM.fullmatch(subject) is not None


def _term_in(text: str) -> Term | None:
    match = TERM.match(text)
    return term_of(match) if match else None


def _date_in(text: str) -> date | None:
    match = DATE.match(text)
    return date_of(match) if match else None


def _first_of_month(text: str | None) -> date | None:
    if not text:
        return None
    year, month = text.rstrip("月").split("年")
    return date(int(year), integer_of(month) or 1, 1)


def _plain(text: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"]", "", text)
