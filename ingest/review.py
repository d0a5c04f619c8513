"""What a person should look at: fields that are missing, doubtful or contradict each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from ingest.document_number import find_document_numbers
from ingest.issuers import bodies_in, bodies_of_title
from ingest.model import ClauseKind, Evidence, Form, PolicyDocument, Problem, ReviewItem
from ingest.regions import places_in

_ORDER = (
    "secrecy issuing_authorities document_number signatories title region annexes dated_on note printed_on effective_on expires_on"
).split()
_NAMES = {
    "title": "标题",
    "document_number": "发文字号",
    "issuing_authorities": "发文机关",
    "dated_on": "成文日期",
    "addressees": "主送机关",
    "region": "地区",
    "printed_on": "印发日期",
    "signatories": "签发人",
    "copied_to": "抄送机关",
}
# A reading less sure than this is listed: what is derived from a sound line is not, what is guessed or read by OCR with
# doubt is. The region a text calls its own (0.6) is right where it is given at all.
_SURE_ENOUGH = dict.fromkeys(_NAMES, 0.75) | {"region": 0.5}
_YEAR = 366  # days
# 文种 of the Party's and the government's 条例: each of them is sent under a number. Rules, plans and laws have none.
_NUMBERED_TYPES = frozenset("决议 决定 命令 令 通告 意见 通知 通报 报告 请示 批复 函".split())
_DRAFT = re.compile(r"[（(](?P<mark>[^（）()]*(?:征求意见|送审|讨论|代拟|报批|审议|草案|初稿|草稿)[^（）()]*)[）)]$")
_CUT_OFF = re.compile(r"^[》）”、，。的]|(?:关于|印发|转发|以及|[的和与及、，《（“])$")
_ON_BEHALF = re.compile(r"代\s*章")


def review_items(document: PolicyDocument) -> tuple[ReviewItem, ...]:
    """Fields of a document that a person should check, in the order of GB/T 9704-2012."""
    found = [item for check in _CHECKS for item in check(document)]
    return tuple(sorted(found, key=lambda item: _ORDER.index(item.field) if item.field in _ORDER else len(_ORDER)))


def _missing(document: PolicyDocument) -> Iterator[ReviewItem]:
    """Fields that the form asks for and the text does not give; a further document of a file takes them from the first."""
    if document.title is None:
        yield ReviewItem("title", Problem.MISSING, "未读出标题，请核对原件首页，补录完整标题")
    if document.span[0] > 0 or document.part_of is not None or _draft_mark(document) is not None:
        return
    if not document.issuing_authorities and "author" not in document.evidence:
        yield ReviewItem(
            "issuing_authorities", Problem.MISSING, "版头、标题、署名和版记中都没有发文机关，请核对原件后补录"
        )
    if (blank := _evidence(document, "blank_number")) and document.document_number is None:
        message = f"发文字号没有填写（“{_short(blank[0].text)}”），可能是未编号的稿件，请核对正式文件"
        yield ReviewItem("document_number", Problem.MISSING, message, blank)
    elif document.document_number is None and _needs_number(document):
        yield ReviewItem("document_number", Problem.MISSING, "文中没有发文字号，请核对原件首页后补录")
    if document.dated_on is None and document.form is not Form.COLLECTION and _needs_date(document):
        printed = document.printed_on
        hint = f"；印发日期为{_printed(printed)}，请确认能否作为成文日期" if printed else "，请核对原件落款后补录"
        yield ReviewItem("dated_on", Problem.MISSING, f"文中没有成文日期{hint}", _evidence(document, "printed_on"))


def _needs_number(document: PolicyDocument) -> bool:
    if document.form in (Form.BULLETIN, Form.COLLECTION, Form.MINUTES):
        return False
    if document.form is Form.ORDER or document.document_type in _NUMBERED_TYPES:
        return True
    return document.document_type is None and bool(document.addressees)


def _needs_date(document: PolicyDocument) -> bool:
    """Whether a day belongs to the document: a notice has one; a rule or a plan that was copied out may not."""
    return document.form is not Form.GENERAL or document.document_type in _NUMBERED_TYPES or bool(document.addressees)


def _doubtful(document: PolicyDocument) -> Iterator[ReviewItem]:
    mark = _draft_mark(document)
    if mark is not None:
        message = f"标题注明“{mark}”，不是正式发布的文件，请确认是否收入资料库"
        yield ReviewItem("title", Problem.DOUBTFUL, message, _evidence(document, "title"))
    elif document.title is not None and _is_cut_off(document.title):
        message = "标题像是不完整（书名号、引号不成对，或停在半句），请对照原件补全"
        yield ReviewItem("title", Problem.DOUBTFUL, message, _evidence(document, "title"))
    for name, evidence in document.evidence.items():
        if evidence.confidence >= _SURE_ENOUGH.get(name, 0.0) or not _is_own(document, evidence):
            continue
        if name == "title" and (document.part_of is not None or _is_cut_off(document.title or "")):
            continue  # an item of a bulletin has no 文种 to know its title by; a cut title is listed already
        words = f"{_NAMES[name]}读得没有把握（{evidence.confidence:.2f}），依据是“{_short(evidence.text)}”，请核对原件"
        yield ReviewItem(name, Problem.DOUBTFUL, words, (evidence,))


def _draft_mark(document: PolicyDocument) -> str | None:
    match = _DRAFT.search(document.title or "")
    return match["mark"] if match else None


def _is_cut_off(title: str) -> bool:
    pairs = ("《》", "（）", "“”", "〈〉", "「」")
    return any(title.count(pair[0]) != title.count(pair[1]) for pair in pairs) or _CUT_OFF.search(title) is not None


def _number_against_date(document: PolicyDocument) -> Iterator[ReviewItem]:
    """The year of the number and the year of the date are one, but for numbers given out around New Year."""
    number, dated = document.evidence.get("document_number"), document.evidence.get("dated_on")
    if number is None or dated is None or document.dated_on is None or not _is_own(document, number, dated):
        return
    if dated == document.evidence.get("enacted_on"):
        return  # the day of a 题注 is that of a later amendment
    year = next((m.year for m in find_document_numbers(document.document_number or "")), None)
    day = document.dated_on
    if year is None or year == day.year:
        return
    said = f"发文字号“{document.document_number}”是{year}年的，成文日期是{_printed(day)}"
    if (year == day.year - 1 and day.month <= 2) or (year == day.year + 1 and day.month == 12):
        message = f"{said}，跨了年度，请核对两者是否有误"
        yield ReviewItem("document_number", Problem.DOUBTFUL, message, (number, dated))
    else:
        message = f"{said}，两者矛盾，请核对原件"
        yield ReviewItem("document_number", Problem.CONTRADICTION, message, (number, dated))


def _said_twice(document: PolicyDocument) -> Iterator[ReviewItem]:
    """Number and date that a page's table or the head gives are those of the head's own line and of the signature."""
    for name, other, message in (
        ("document_number", "other_number", "文中有两个发文字号：“{}”和“{}”，请核对哪个是本文件的"),
        ("dated_on", "head_date", "落款日期“{}”与版头或网页信息栏的日期“{}”不同，请核对成文日期"),
    ):
        proof = _evidence(document, name, other)
        if len(proof) == 2 and _is_own(document, *proof):
            words = message.format(_short(proof[0].text), _short(proof[1].text))
            yield ReviewItem(name, Problem.CONTRADICTION, words, proof)


def _head_against_signature(document: PolicyDocument) -> Iterator[ReviewItem]:
    """Of the bodies in head, title and signature at least one is the same."""
    head = document.evidence.get("masthead_line")
    title, signed = document.evidence.get("title"), document.evidence.get("signature")
    sources: list[tuple[str, Evidence, tuple[str, ...]]] = []
    if head is not None and document.form in (Form.GENERAL, Form.LETTER):
        sources.append(("发文机关标志", head, document.issuing_authorities))
    if title is not None and (names := bodies_of_title(title.text)):
        sources.append(("标题", title, names))
    if signed is not None and not _ON_BEHALF.search(signed.text) and (names := _bodies_of_lines(signed.text)):
        sources.append(("署名", signed, names))
    for i, (where, evidence, names) in enumerate(sources):
        for other_where, other, other_names in sources[i + 1 :]:
            if not _is_own(document, evidence, other) or _share_a_body(names, other_names):
                continue
            message = f"{where}是“{'、'.join(names)}”，{other_where}却是“{'、'.join(other_names)}”，请核对发文机关"
            yield ReviewItem("issuing_authorities", Problem.CONTRADICTION, message, (evidence, other))
            return


def _bodies_of_lines(text: str) -> tuple[str, ...]:
    return tuple(name for line in text.split("\n") for name in bodies_in(line))


def _share_a_body(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether a name of one list is one of the other, as printed, shortened, or with its office: 省委组织部, 中共山东省委组织部."""
    return any(_is_same_body(_core(a), _core(b)) for a in names for b in others)


def _core(name: str) -> str:
    return re.sub(r"中国共产党|中共|党|中华人民共和国|人民|[省市县区州]|自治", "", name.replace("委员会", "委"))


def _is_same_body(name: str, other: str) -> bool:
    shorter, longer = sorted((name, other), key=len)
    return bool(shorter) and (shorter in longer or _is_shortened(shorter, longer))


def _is_shortened(shorter: str, longer: str) -> bool:
    """Whether the characters of the one stand in the other in order: 人社厅 in 人力资源和社会保障厅."""
    rest = iter(longer)
    return len(shorter) >= 3 and all(character in rest for character in shorter)


def _region_against_title(document: PolicyDocument) -> Iterator[ReviewItem]:
    """A title that begins with a place names the document's own."""
    title, source = document.evidence.get("title"), document.evidence.get("region")
    if title is None or source is None or document.title is None or document.region in (None, "全国"):
        return
    bare = document.title.removeprefix("中共")
    mention = next(iter(places_in(bare[:20])), None)
    if mention is None or mention.span[0] > 0 or bodies_of_title(document.title):
        return
    chain, region = mention.place.chain, document.region or ""
    if chain.startswith(region) or region.startswith(chain):
        return
    message = f"标题说的是{chain}，而发文机关属于{region}，请核对地区"
    yield ReviewItem("region", Problem.CONTRADICTION, message, (source, title))


def _days(document: PolicyDocument) -> Iterator[ReviewItem]:
    """Written, then printed, then in force, then at an end."""
    written, printed = document.dated_on, document.printed_on
    dated = document.evidence.get("dated_on")
    if written and printed and dated is not None and _is_own(document, dated):
        proof = _evidence(document, "dated_on", "printed_on")
        if printed < written:
            message = f"印发日期{_printed(printed)}早于成文日期{_printed(written)}，请核对版记和落款"
            yield ReviewItem("printed_on", Problem.CONTRADICTION, message, proof)
        elif (printed - written).days > _YEAR:
            message = f"印发日期{_printed(printed)}比成文日期{_printed(written)}晚一年以上，请确认是否为翻印件"
            yield ReviewItem("printed_on", Problem.DOUBTFUL, message, proof)
    effective, ends = document.effective_on, document.expires_on
    if written and effective and (written - effective).days > _YEAR:
        message = f"施行日期{_printed(effective)}比成文日期{_printed(written)}早一年以上，请核对"
        yield ReviewItem("effective_on", Problem.DOUBTFUL, message, _evidence(document, "dated_on", "effective_on"))
    if ends and (start := effective or written) and ends < start:
        message = f"有效期止于{_printed(ends)}，早于{'施行' if effective else '成文'}日期{_printed(start)}，请核对"
        proof = _evidence(document, "effective_on" if effective else "dated_on", "expires_on")
        yield ReviewItem("expires_on", Problem.CONTRADICTION, message, proof)


def _annexes(document: PolicyDocument) -> Iterator[ReviewItem]:
    """As many annexes below the signature as the 附件说明 names; what a notice issues may be printed as one of them."""
    named = len(document.annexes)
    if not named:
        return
    found = sum(clause.kind is ClauseKind.ANNEX and len(clause.path) == 1 for clause in document.clauses)
    issued = 1 if document.wraps is not None else 0
    if found <= named <= found + issued:
        return
    proof = _evidence(document, "annexes")
    if found == 0 and not issued:
        message = f"附件说明列有{named}个附件，文件里没有附件正文，请确认附件是否另有文件"
        yield ReviewItem("annexes", Problem.DOUBTFUL, message, proof)
    else:
        message = f"附件说明列有{named}个附件，正文后找到{found + issued}个，请核对附件是否缺漏"
        yield ReviewItem("annexes", Problem.CONTRADICTION, message, proof)


def _openness(document: PolicyDocument) -> Iterator[ReviewItem]:
    """What bears a mark of secrecy is not for publication."""
    secrecy, note = document.evidence.get("secrecy"), document.evidence.get("note")
    if secrecy is None or note is None or not _is_own(document, secrecy, note):
        return
    if secrecy.text[-1:] == "密" and re.search(r"公开发布|主动公开", note.text) and "不" not in note.text:
        message = f"版头标有密级“{''.join(secrecy.text.split())}”，附注却写“{_short(note.text)}”，请核对能否公开"
        yield ReviewItem("note", Problem.CONTRADICTION, message, (secrecy, note))


def _is_own(document: PolicyDocument, *evidence: Evidence) -> bool:
    """Whether all of it is printed in this document and not taken from the notice around it."""
    start, end = document.span
    return all(start <= e.span[0] and e.span[1] <= end for e in evidence)


def _evidence(document: PolicyDocument, *names: str) -> tuple[Evidence, ...]:
    return tuple(document.evidence[name] for name in names if name in document.evidence)


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _short(text: str) -> str:
    compact = "".join(text.split())
    return compact if len(compact) <= 30 else f"{compact[:29]}…"


_CHECKS: tuple[Callable[[PolicyDocument], Iterator[ReviewItem]], ...] = (
    _missing,
    _doubtful,
    _number_against_date,
    _said_twice,
    _head_against_signature,
    _region_against_title,
    _annexes,
    _openness,
    _days,
)
