"""Questions for who does it: the body that a duty is laid on, the bodies named as responsible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.language.sentences import squeezed_text
from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.rivals import Scope, is_doer_of, says_alike, stands_in
from qa.training.bank.windows import Naming, inner_quotes, lead_of, stem_of, window_of
from qa.training.model import AskedFor, Difficulty, Nearness, QuestionKind, Statement
from qa.training.themes import heading_of

_HAN = r"\u4e00-\u9fff"
_ENDS = (
    r"(?:部门|党委（党组）|党（工）委|党委|党组织|党组|党支部|党工委|工委|工委（老干部局）|老干部局|人民政府|政府|委员会|办公室|领导小组|机构|单位|企业|学校|"
    r"负责人|负责同志|书记|两级党组织|居民委员会|村民委员会|医疗机构|民政局|财政局|教育局|卫健委)"
)
#   matches   组织部门要牵头抓总 | 人力社保部门要贯彻落实 | 原单位要定期走访
#   rejects   有关部门要加强协调 (nobody in particular) | 各地各单位要
_DOER = re.compile(
    rf"(?:(?<=^)|(?<=[，,；;。]))(?P<who>(?!各地|有关|相关|各单位|各部门|各有关|本|其)[{_HAN}（）、]{{1,16}}?{_ENDS})"
    rf"(?P<task>(?:要(?!求)|应当|应(?!急)|须|必须|负责(?!人|同志)|牵头|统筹指导)(?!按照|以)[^，,。；;]{{4,40}})"
)
#   matches   由组织部门负责审批 | 一般由局长兼任 | 由街道和社区兜底
_BY = re.compile(
    rf"由(?P<who>[{_HAN}（）、]{{2,20}}?)(?P<task>(?:负责(?!人|同志)|兼任|兜底管理|牵头(?:负责)?|承担|统筹(?:安排|实施)|审批|审核|组织实施|统一管理|归口管理|研究决定|批准|保管|管理)(?:[^，,。；;]{{0,24}}))"
)
#   matches   经党支部研究同意，可采取… | 报市委组织部审批
_LEAVE = re.compile(
    rf"(?:经|报|报请|须经|应经)(?P<who>(?!本人|其|该|有关|相关|上述)[{_HAN}（）]{{2,16}}?(?:支部|党委|党组|部门|机关|部|局|委员会|工委|单位|政府|办公室|领导小组|中心))"
    rf"(?P<task>(?:集体)?(?:研究)?(?:同意|批准|审批|审核|备案|核准|批复))"
)
_RESPONSIBLE = re.compile(
    r"[（(〔](?:责任|牵头)单位[:：](?P<who>[^（）()，,。；;]*(?:[（(][^（）()]*[）)][^（）()，,。；;]*)*)[^）)〕]*[）)〕]"
)
_NOBODY = re.compile(
    r"^(?:各|有关|相关|所在|本|其|该|上级|下级|每|对|把|将|向|在|为|与|从|以|按|由|经|让|使|要|不|给|第|和|及|或|已|后|如|若|凡|因|需)|的|^(?:政府部门|行政部门|主管部门|业务主管部门|部门|单位|机构|企业|政府|党委|书记|党组织|党组)$"
)


def who_questions(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """Who a duty is laid on; `beside` are further statements that other bodies are taken from."""
    bodies = _bodies_of([*statements, *beside])
    for statement in statements:
        for pattern in (_DOER, _BY, _LEAVE):
            for found in pattern.finditer(statement.text):
                if not _NOBODY.search(found["who"]) and len(found["who"]) >= 3:
                    yield from _of_doer(statement, found, bodies, scope, name)
    yield from _of_responsible(statements, [*statements, *beside], name)


def _bodies_of(statements: Sequence[Statement]) -> list[tuple[str, Statement]]:
    """Every body that a duty is laid on, each once, with the sentence that does."""
    found: dict[str, Statement] = {}
    for statement in statements:
        for pattern in (_DOER, _BY, _LEAVE):
            for m in pattern.finditer(statement.text):
                if not _NOBODY.search(m["who"]) and len(m["who"]) >= 3 and "、" not in m["who"]:
                    found.setdefault(m["who"], statement)
    return list(found.items())


def _of_doer(
    statement: Statement, found: re.Match[str], bodies: Sequence[tuple[str, Statement]], scope: Scope, name: Naming
) -> Iterator[Draft]:
    window = window_of(statement, found.span("who"))
    if window is None or window.text.count(window.asked) != 1:
        return
    texts = scope.texts_for(statement.basis)
    own = statement.basis.document_id
    wrong: list[Wrong] = []
    for who, source in sorted(
        bodies, key=lambda pair: (pair[1].basis.document_id == own, abs(len(pair[0]) - len(found["who"])))
    ):
        if _is_one_body(who, found["who"]) or any(_is_one_body(who, w.text) for w in wrong):
            continue
        if (
            _is_person(who) is not _is_person(found["who"])
            or is_doer_of(who, found["task"], statement, texts)
            or stands_in(who, window.text)
        ):
            continue
        other = source.basis.document_id != own
        wrong.append(Wrong(who, source.basis.clause_id if other else None, name(source) if other else None))
    stem = stem_of(window, name)
    if stem is None:
        return
    if len(wrong) >= 3:
        yield Draft(
            QuestionKind.SINGLE, AskedFor.WHO, stem, statement, window.asked, window.place, (window.asked,), tuple(wrong[:6]),
            worth=0.75, why=f"文件写明的是“{window.asked}”",
        )  # fmt: skip
    if wrong and (false := stem_of(window, name, wrong[0].text)):
        yield Draft(
            QuestionKind.TRUE_FALSE, AskedFor.WHO, false, statement, window.asked, window.place, key="错",
            difficulty=Difficulty.MEDIUM, worth=0.65, replaced=wrong[0].text,
            why=f"应为“{window.asked}”，不是“{wrong[0].text}”",
        )  # fmt: skip


def _is_person(who: str) -> bool:
    return who.endswith(("书记", "负责人", "负责同志", "人员", "同志", "党员", "干部"))


def _is_one_body(a: str, b: str) -> bool:
    """Whether two names may be one body's, or one lies in the other."""
    first, second = squeezed_text(a), squeezed_text(b)
    return first in second or second in first or says_alike(a, b, 0.5)


def _of_responsible(near: Sequence[Statement], statements: Sequence[Statement], name: Naming) -> Iterator[Draft]:
    """Which bodies a clause near the topic names as responsible, among those that the notice names for other tasks."""
    named_in = Counter(s.basis.clause_id for s in near if s.nearness <= Nearness.HEADED)
    asked = {clause_id for clause_id, sentences in named_in.items() if sentences > 1}
    named: dict[str, tuple[Statement, tuple[str, ...]]] = {}
    for statement in statements:
        for found in _RESPONSIBLE.finditer(statement.text):
            who = tuple(w.strip() for w in found["who"].split("、") if len(w.strip()) >= 3)
            named.setdefault(statement.basis.clause_id, (statement, who))
    for clause_id, (statement, who) in named.items():
        if clause_id not in asked:
            continue
        others = [
            body
            for other_id, (other, bodies) in named.items()
            if other_id != clause_id and other.basis.document_id == statement.basis.document_id
            for body in bodies
        ]
        wrong = tuple(
            Wrong(b)
            for b in dict.fromkeys(others)
            if not stands_in(b, statement.basis.text) and not any(_is_one_body(b, w) for w in who)
        )
        heading = heading_of(statement.basis.path)
        lead = lead_of(statement, name)
        # 「本项及以下均需各部门…负责」 makes every body responsible.
        if (
            not heading
            or lead is None
            or not 2 <= len(who) <= 4
            or len(who) + len(wrong) < 4
            or "均需" in statement.text
        ):
            continue
        yield Draft(
            QuestionKind.MULTIPLE, AskedFor.WHO, f"{name(statement)}列明的“{inner_quotes(heading)}”的责任单位有（　　）。", statement,
            "、".join(who), (0, len(statement.text)), who, wrong, worth=0.6, difficulty=Difficulty.HARD,
            why="列明的责任单位是" + "、".join(who),
        )  # fmt: skip
