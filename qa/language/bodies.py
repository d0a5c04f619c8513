"""Whose task it is, in as few words as can be read out: 市委老干部局, 组长：某某, 年满60周岁的失能老年人."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.contrast import conflicts
from qa.language.late_pattern import LatePattern
from qa.language.lexicon import same_words, whole_words
from qa.language.sentences import as_printed, squeeze, squeezed_text

_HAN = r"\u4e00-\u9fff"
# Words that a task is named by, none of them part of a name: 管理部门, 负责人, 监督管理局.
_TASK = (
    r"(?:牵头|负责(?!人|同志|干部)|承办|主办|协办|核发|颁发|签发|发放|发给|印发|审批|审核|核准|核定|批准|承担|组织实施|组织开展|组织(?!部|人事|关系|机构)|统筹"
    r"|管理(?!部|机|局|单|办|中|处|委|人|者|站|所)|解释|兼任|担任|兼(?!职|顾|并)|关心|照顾|照应|照料|联系(?!人)|任(?=组长|副?主任|召集)|受理|主持|办理|认定|监督(?!管理|机|部|局|所)|指导|代为|"
    r"处置|处理|出具|支付|负担|解决|安排|保障(?!局|部|中心|厅)|列支|落实|实施|提供|确定|制定|公布|执行(?!机|局|委)|召集|召开|报送|提出|配合|会同)"
)
_ENDS = (
    r"(?:部门|党委|党组(?!织)|党工委|工委|委员会|办公室|领导小组|指挥部|中心|机构|机关|单位|政府|组织|街道|支部|党总支|协会|企业|公司|学校|医院|院校|"
    r"负责人|负责同志|责任人|法定代表人|申请人|当事人|书记|局长|主任|处长|科长|校长|院长|(?<![干全内外])部"
    # 县处|级, 依法处|理, 科|学: what goes on to another word ends no name.
    r"|(?:委(?![员托派任])|厅|局(?![面部限])|署|院(?!校)|办(?![法理公好事学证])|社(?![会区])|处(?![理置罚分于])|科(?![学技研目])|室(?!内))(?!级))"
)
_LIST = rf"[{_HAN}、（）()]"
# The same without words that no name of a doer goes across: 对, 向, 由, 把, 将.
_DOER = rf"(?:(?![对向由把将给从在用]){_LIST})"


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of saying whose task something is, with the words of questions that it answers."""

    pattern: LatePattern
    rank: int  # the lower the surer


#   matches   (责任单位:甲局、乙局) | 牵头单位:甲局 | 第一责任人为乡镇党委书记
_LABELLED = _Form(
    LatePattern(
        rf"(?P<task>(?:责任|牵头|主管|主办|承办|配合|参加|协办|负责|实施|组织)(?:单位|部门|处室|科室|人|领导))[:是为]+"
        rf"(?P<who>[{_HAN}、,（）()]{{2,90}}?)(?=[)）。;；]|$|(?:配合|责任|牵头|协办|参加)(?:单位|部门)[:：])"
    ),
    1,
)
#   matches   由市财政局负责 | 由本单位相关科室负责人担任 | 由县、乡两级财政按比例负担
_HOW = r"(?:按[^,。;:由]{1,8}|在[^,。;:由]{1,8}|根据[^,。;:由]{1,8}|依法|共同|统一|具体|分别|先行|每[年月]|定期|予以|进行|全额|另行|直接|统筹|及时|自行)*"
_BY = _Form(LatePattern(rf"由(?P<who>{_LIST}{{2,50}}?)(?P<task>{_HOW}{_TASK})"), 2)
#   matches   由村民委员会对名单进行公示: a name whose end is known, what it does further on
_BY_FAR = _Form(LatePattern(rf"由(?P<who>{_LIST}{{1,40}}?{_ENDS})(?P<task>[^,。;:由]{{1,14}}?{_TASK})"), 3)
#   matches   学校主要负责人是校园食品安全第一责任人 | 应急部为专用号牌的核发主管单位
_IS = _Form(
    LatePattern(
        rf"(?P<who>(?<![{_HAN}])[{_HAN}、()]{{2,30}}?)(?:是|为)(?P<task>[^,。;:]{{0,24}}?(?:责任人|责任主体|责任单位|主管(?:部门|单位|机关)|牵头(?:部门|单位)|实施主体|负责人))"
    ),
    2,
)
#   matches   (信息中心) at the end of a task
_BRACKET = _Form(
    LatePattern(rf"(?P<task>)[(（](?P<who>[{_HAN}、]{{2,40}}?{_ENDS})(?:牵头|负责)?[)）](?=[。;；,，]?$|[。;；])"), 4
)
_SEAT = _Form(LatePattern(rf"(?P<task>设在|挂靠在?)(?P<who>[{_HAN}]{{2,24}})"), 2)
#   matches   向户籍所在地社区居民委员会提出申请 | 报县级民政部门审批
_TO = _Form(
    LatePattern(
        rf"(?:向|到|报送?|报请|报经)(?P<who>[{_HAN}、()]{{2,40}}?(?:{_ENDS}|窗口|大厅|机关))(?P<task>(?:书面|如实|当面|及时)?(?:提出|提交|申请|申报|报告|反映|投诉|举报|办理|备案|审批|批准|审核|登记|缴纳|领取|咨询))"
    ),
    3,
)
#   matches   财政、审计部门对资金使用情况进行监督检查 | 老干部工作部门负责具体组织
_DOES = _Form(
    LatePattern(
        rf"(?:^|(?<=[,。;:条）)])|(?<=每月|每年))(?P<who>(?!经|按|依|根据|参照|通过|各单位要|各地要){_DOER}{{1,60}}{_ENDS})"
        rf"(?P<task>(?:要|应当?|须|必须|依法|具体|统一|共同|会同|每年|每月)?(?![书部])[^,。;:]{{0,16}}?(?!发给){_TASK})"
    ),
    4,
)
#   matches   从离退休干部工作相关经费中列支 | 列入同级财政预算
_FROM = _Form(LatePattern(rf"(?:从|在)(?P<who>[{_HAN}、()]{{2,40}}?)中?(?P<task>列支|开支|支出|安排|解决)"), 3)
_INTO = _Form(LatePattern(rf"(?P<task>列入|纳入)(?P<who>[{_HAN}、()]{{2,30}}?(?:预算|经费))"), 5)
#   matches   年满60周岁的失能老年人,可以申请 | 支部全体党员参加
_ELIGIBLE = _Form(
    LatePattern(
        r"(?:^|(?<=[。;]))(?P<who>[^。;:]{4,60}?),?(?P<task>(?:均|都)?(?:可以|可|能够|有权)(?:申请|享受|报名|参加|领取|担任|成为|办理|加入|申领|购买|租赁|作为)?)"
    ),
    3,
)
_TAKES_PART = _Form(LatePattern(rf"(?:^|(?<=[,。;:）)]))(?P<who>[{_HAN}、]{{2,24}}?)(?P<task>参加|出席|列席)"), 4)

#   matches   选派在职党员任联络员 | 聘请退休教师担任辅导员
_CHOSEN = _Form(
    LatePattern(
        rf"(?:选派|选配|选聘|推选|推荐|聘请|聘任|确定|明确|指定|安排|邀请)(?P<who>{_LIST}{{2,30}}?)(?P<task>担任|兼任|任(?!期|职|务)|作为|当)"
    ),
    2,
)

# 市委党校副校长王某授课: who does what is asked by its verb, with no word before the name.
_VERB_OF_DOER = re.compile(
    r"(?:谁|哪位[\u4e00-\u9fff]{0,4}?|何人)(?:来|去|给[^,。?？]{1,8}?|作|做|在[^,。?？]{1,8}?)*(?P<verb>[\u4e00-\u9fff]{2})"
)
_SAME_ACT = (
    ("讲课", "授课", "上课", "讲授", "讲解", "辅导", "主讲"),
    ("主持", "召集"),
    ("讲话", "致辞", "发言"),
    ("汇报", "报告"),
    ("带队", "率队"),
)

_FORMS = (_LABELLED, _BY, _BY_FAR, _IS, _SEAT, _TO, _DOES, _BRACKET)
_POST = re.compile(
    r"(?P<post>副?\s{0,8}组\s{0,8}长|副?\s{0,8}主\s{0,8}任|副?\s{0,8}局\s{0,8}长|副?\s{0,8}主\s{0,8}席|总?指\s{0,8}挥|书\s{0,8}记|负责人|召集人|副?\s{0,8}会\s{0,8}长|秘书长|联系人|联络员)\s{0,8}[:：是为]\s{0,8}"
    r"(?P<who>[\u4e00-\u9fff·]+(?:[ \u3000\t]+[\u4e00-\u9fff·]+)*)"
)
_POST_OR_LINE = re.compile(r"\s{2,}|\t|\u3000{2,}")
_ASKED_POST = re.compile(r"副?组长|副?主任|副?局长|副?主席|总?指挥|书记|负责人|召集人|副?会长|秘书长|联系|联络员")
_ASKS_PAYER = re.compile(
    r"谁出钱|谁付|谁掏|谁承担|钱.{0,4}(?:谁|哪)|(?:经费|资金|费用|款).{0,6}(?:从哪|哪里?(?:来|出)|谁出|由谁)|出资|从哪.{0,3}(?:出|列支)"
)
_ASKS_PEOPLE = re.compile(r"(?:谁|什么人|哪些人|何人|哪类人|什么样的人)(?:都|才)?(?:可以|能|有资格|符合|享受|适用)")
_ASKS_WHERE_TO = re.compile(r"(?:向|找|到|去|跟|报)(?:谁|哪)")
_ASKS_HOLDER = re.compile(
    r"(?:组长|主任|局长|主席|指挥长?|召集人|会长|秘书长|联络员)(?:、\w+)?(?:是谁|是哪位|叫什么|姓名)|担任|兼任|谁来?[当兼任]|(?:选|让|请)谁"
)
_ANYBODY = re.compile(r"^(?:各(?:[^,]{0,6}(?:单位|部门)|地|级|有关|相关|县|市|区|乡镇)|有关|相关|本|其|该|并|要|应)")


def named_in(question: str, quote: str) -> str | None:
    """The body, person or people that a quote names for what is asked; None where it names none."""
    asked, text = squeezed_text(question), squeeze(quote).text
    if (post := _ASKED_POST.search(asked)) and (holder := _holder(post.group(), quote)):
        return holder
    best: tuple[float, str] | None = None
    forms = _forms_for(asked)
    kind = _KIND_OF_BODY.search(asked)
    forms = (*forms, *(own for own in (_by_the_verb_asked(asked), _doer_by_the_verb(asked)) if own is not None))
    for form in forms:
        for found in form.pattern.finditer(text):
            who = found["who"].strip("、,")
            if len(who) < 2 or (_ANYBODY.match(who) and form in (_DOES, _TAKES_PART)):
                continue
            if kind is not None and not re.search(_ENDS_OF_KIND[kind["kind"]], who):
                continue  # 由个人承担 for 去哪家医院
            if all(word in asked for word in whole_words(who)):
                continue  # 向承保公司报案 for 由哪家公司承保: nothing that was not asked
            if _ASKS_HOLDER.search(asked) is None and re.search(r"担任|兼任", found["task"]):
                continue  # who holds a post is not who is responsible
            if form not in (_LABELLED, _BRACKET) and _is_of_another_task(asked, text, found):
                continue
            near = (
                _nearness(asked, text, found)
                - 0.5 * form.rank
                + 2.0 * ("由" in asked and form.rank < 4 and text[found.start()] == "由")
            )
            if best is None or near > best[0]:
                best = near, who
    if best is None:
        return None
    who = _balanced(best[1])
    return as_printed(quote, _with_body(text, who) if _BARE_POST.fullmatch(who) else who)


# A post whose body stands in the words before: 各级党委负主体责任,书记是第一责任人.
_BARE_POST = re.compile(r"书记|主任|局长|校长|院长|厂长|经理|负责人|主要负责人|负责同志|主要负责同志|第一书记")


def _with_body(text: str, post: str) -> str:
    """The post with the piece before it, where that begins with a body, and the rest of its own."""
    found = re.search(rf"(?P<before>[^,。;:]*?{_ENDS}[)）]?[^,。;:]*),(?P<own>{post}[^,。;:]*)", text)
    return found.group() if found else post


# 哪家保险公司, 去哪个医院: a body of the kind that the question names.
_ENDS_OF_KIND = {
    "公司": "公司|企业|集团", "企业": "公司|企业|集团|厂", "银行": "银行|信用社|行$", "医院": "医院|卫生院|中心|机构|门诊部", "学校": "学校|大学|学院|中学|小学|校$",
    "协会": "协会|学会|商会|联合会", "中心": "中心",
}  # fmt: skip
_KIND_OF_BODY = re.compile(rf"哪一?[家个所][\u4e00-\u9fff]{{0,6}}?(?P<kind>{'|'.join(_ENDS_OF_KIND)})")

# 由谁负责解释, 由哪个部门来审计: the task that is asked for by its own verb, and no task at large (负责, 管).
_TASK_ASKED = re.compile(
    r"(?:由|归|让|请)?(?:谁|哪[一几]?[个些家]?(?:部门|单位|机构|机关|处室|科室|人))(?:来|去|负责|牵头|具体|统一)*(?P<verb>[\u4e00-\u9fff]{2})"
)


def _is_of_another_task(asked: str, text: str, found: re.Match[str]) -> bool:
    """Whether a body is named for something else than what the question asks by its verb, or for another group."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "。;") + 1
    stop = min((at for mark in "。;" if (at := text.find(mark, found.end())) >= 0), default=len(text))
    first = max(text.rfind(mark, start, found.start()) for mark in ",:") + 1
    piece = text[max(first, start) : found.end()].replace(found["who"], "")  # 村(社区) is no other place than 农村
    if conflicts(asked, piece, piece):
        return True
    verb = next((m["verb"] for m in _TASK_ASKED.finditer(asked) if m["verb"] in _TASKS_BY_NAME), "")
    ways = {verb, *same_words().get(verb, ()), *(w for row in _SAME_TASK if verb in row for w in row if len(w) > 1)}
    return bool(verb) and not any(way in text[start:stop] for way in ways)


_VERB_ASKED = re.compile(
    r"(?:由|归|让|是|^|(?<=[\u4e00-\u9fff]))(?:谁|哪[一几]?[个些家]?(?:部门|单位|机构|机关|人)?)来?(?P<verb>[\u4e00-\u9fff]{2,6})"
)


@lru_cache(maxsize=256)
def _by_the_verb_asked(asked: str) -> _Form | None:
    """由…关心 for 由谁关心照应: the very verb that the question has."""
    found = _VERB_ASKED.search(asked)
    if found is None:
        return None
    verb = found["verb"]
    ways = "|".join(re.escape(verb[i : i + 2]) for i in range(len(verb) - 1))
    return _Form(LatePattern(rf"由(?P<who>{_LIST}{{2,40}}?)(?P<task>{_HOW}(?:负责|牵头)?{ways})"), 2)


@lru_cache(maxsize=256)
def _doer_by_the_verb(asked: str) -> _Form | None:
    """副校长王某授课 for 谁来讲课: a doer with no word before the name, of the acts that persons do."""
    found = _VERB_OF_DOER.search(asked)
    row = next((row for row in _SAME_ACT if found and found["verb"] in row), None)
    if row is None:
        return None
    return _Form(
        LatePattern(rf"(?:^|(?<=[,。;:]))(?:由|请|邀请)?(?P<who>{_DOER}{{2,24}}?)(?P<task>{'|'.join(row)})"), 2
    )


def _forms_for(asked: str) -> tuple[_Form, ...]:
    """The ways of saying that answer a question."""
    if _ASKS_PAYER.search(asked):
        return (_BY, _FROM, _DOES, _INTO)
    if _ASKS_PEOPLE.search(asked):
        return (_ELIGIBLE, _TAKES_PART, _BY)
    if "设在" in asked or "挂靠" in asked:
        return (_SEAT,)
    if _ASKS_WHERE_TO.search(asked):
        return (_TO, _BY, _SEAT)
    if _ASKS_HOLDER.search(asked):
        return (_BY, _CHOSEN, _BY_FAR, _IS)
    if re.search(r"(?:参加|出席|列席)", asked):
        return (_TAKES_PART, *_FORMS)
    return _FORMS


def _holder(post: str, quote: str) -> str | None:
    """组长 with the name behind it; a name is parted by white space from what its bearer is besides."""
    for found in _POST.finditer(quote):
        if not "".join(found["post"].split()).startswith(post):
            continue
        words = _POST_OR_LINE.split(found["who"], maxsplit=1)[0].split()
        name = words[0] if len(words[0]) > 1 or len(words) == 1 else "".join(words[:2])
        if len(name) > 4 and "·" not in name:
            continue
        return f"{''.join(found['post'].split())}{name}"
    return None


def names_another_post(asked: str, text: str) -> bool:
    """Whether a squeezed text gives the holders of other posts only: 副组长 where 组长 is asked for."""
    post = _ASKED_POST.search(asked)
    given = [found["post"] for found in _POST.finditer(text)] if post else []
    return post is not None and bool(given) and not any(name.startswith(post.group()) for name in given)


# The same task in other words.
_ANY_TASK = frozenset(("负责", "责任", "主管", "落实", "组织", "牵头"))  # said of everybody
_SAME_TASK = (
    ("核发", "颁发", "签发", "发放", "发给", "发"),
    ("牵头", "负责", "责任", "主管", "落实", "组织", "管", "实施"),
    ("审批", "批准", "核准", "审核", "批"),
    ("承担", "负担", "支付", "出钱", "掏", "出资", "列支", "安排", "解决", "保障"),
    ("担任", "兼任", "任", "当"),
    ("监督", "检查", "审计", "监管"),
    ("申请", "提出", "申报", "受理", "办理"),
)

# A verb by which a task is asked for, and that no other task answers.
_TASKS_BY_NAME = frozenset(
    "解释 修订 制定 审计 审核 审批 核发 发放 拨付 征收 收缴 认定 评定 鉴定 考核 培训 宣传 走访 慰问 报销 登记 备案 验收 维护 监督 "
    "公示 公布 印发 起草 招募 聘请 投诉 受理 补发 追缴 处罚 承办 协办 配合 协助 指导".split()
)


def _nearness(asked: str, text: str, found: re.Match[str]) -> float:
    """How far the words beside a name are those that the question asks by."""
    task = found["task"]
    stop = min((at for mark in ",。;" if (at := text.find(mark, found.end())) >= 0), default=len(text))
    start = max(text.rfind(mark, 0, found.start()) for mark in ",。;:") + 1
    around = text[start : found.start()] + text[found.end("who") : stop]
    pairs = {asked[i : i + 2] for i in range(len(asked) - 1)}
    near = sum(pair in around for pair in pairs) + 0.5 * sum(pair in task for pair in pairs)
    for row in _SAME_TASK:
        if any(w in asked for w in row) and any(w in task for w in row if len(w) > 1):
            near += 0.5 if _ANY_TASK & set(row) else 2.0
    exact = [word for row in _SAME_TASK for word in row if len(word) > 1 and word in asked and word in task]
    near += 1.0 * bool(exact) + 2.0 * any(word not in _ANY_TASK for word in exact)
    return near


def _balanced(who: str) -> str:
    """The name without a bracket that is not closed in it."""
    return who if who.count("(") == who.count(")") else re.sub(r"[()]", "", who)
