"""What a question asks for, and of whom: read from its own words by general patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.tokenizer import words_of
from ingest.document_number import find_document_numbers
from ingest.regions import WHOLE_COUNTRY, place_of_chain, places_in
from qa.model import AsksFor, Interpretation, ValueKind
from qa.sides import SideAsked, side_asked

# A year that the question names: 2020年, 2020年度. Two digits are left alone: 「20年」 is a length of time.
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|年度|版|修订)")
TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")

# Measure words that follow 多少 and 几, with the kinds of value they stand for. Longer ones first.
UNITS: tuple[tuple[str, tuple[ValueKind, ...]], ...] = (
    ("万元|亿元|元|块钱|块|钱", (ValueKind.MONEY,)),
    ("个百分点|%|％|成", (ValueKind.PERCENT,)),
    ("次|回|遍|场|轮", (ValueKind.TIMES,)),
    ("周岁|岁", (ValueKind.AGE,)),
    ("个工作日|工作日|个月|个小时|小时|分钟|天|日|周|星期|个季度|年", (ValueKind.DURATION,)),
    ("月", (ValueKind.DATE,)),
    ("名|人|位代表|个人", (ValueKind.PEOPLE,)),
    (
        "平方米|平米|公里|千米|米|公斤|吨|亩|公顷|学时|课时|学分|倍|位|个|家|项|条|件|处|所|支|篇|分|期|批|种|类|级|字|份|辆|间|层|台|套|户|步|章|方面|大",
        (ValueKind.FIGURE,),
    ),
)
UNIT_OF = tuple((re.compile(rf"(?:多少|几)(?P<unit>{units})"), kinds) for units, kinds in UNITS)

MONEY_NOUN = re.compile(
    r"补贴|补助|津贴|奖金|奖励金|经费|费用(?!途|于)|工资|薪|罚款|罚金|押金|保证金|金额|价格|票价|[^党免消浪]费(?!用)|[\u4e00-\u9fff]{2}金(?=$|多少|标准|是多少|有多少|怎么)|公积金|辛苦|[给发领罚交].{0,8}钱|多少钱"
)
STANDARD_NOUN = re.compile(r"标准|额度|数额|限额|上限|下限")
SHARE_NOUN = re.compile(r"比例|比重|占比|百分之|率(?=是|为|达|不|要|$)")
HOW_MUCH = re.compile(r"多少|几(?!乎|何)|多大|多高|多长|多久|多远")

# (what is asked for, the words that say so), the first that matches stands. Written for Chinese questions in
# general; the order settles questions that hold two of them (「由谁核发，几天内」 is read as its first part).
KINDS: tuple[tuple[AsksFor, re.Pattern[str]], ...] = (
    (
        AsksFor.DOCUMENT_NUMBER,
        re.compile(r"文号|发文字号|文件号|文件编号|几号文|第?多少号文|多少号(?=[?？]?$)|什么号(?=[?？]?$)"),
    ),
    (
        AsksFor.COMPARISON,
        re.compile(
            r"分别|对比|比较|相比|各有什么|各是|各自|有(?:什么|何|哪些)(?:不同|区别|差别|差异|异同)|不一样|区别"
        ),
    ),
    (
        AsksFor.YES_NO,
        re.compile(
            r"吗(?=[?？。！!]*$)|吗[,，]|能不能|可不可以|可否|能否|是不是|是否|有没有|有无|要不要|会不会|该不该|需不需要|"
            r"允不允许|行不行|应不应该|用不用|算不算|(?<![什多那怎])么(?=[?？]?$)|(?:可以|允许|能)(?:.{1,16})(?:不|吧)(?=[?？]?$)"
        ),
    ),
    (
        AsksFor.WHO,
        re.compile(
            r"谁|姓名|叫什么名字|是哪一?家(?=[?？]?$)|责任单位|责任部门|牵头单位|牵头部门|主管部门|负责部门|何人|何部门|设在(?:哪|何|什么)|挂靠|"
            r"(?:哪|什么|何)(?:个|一个|些|几个|家|一家)?(?:部门|单位|机构|机关|领导|人|负责人|组织|委员会|政府|法院)(?!数|员[数]?)"
        ),
    ),
    (
        AsksFor.FREQUENCY,
        re.compile(
            r"几次|多少次|多少回|几回|几场|多久.{0,8}?一次|多长时间.{0,8}?一次|几(?:年|个?月|天|周|个季度).{0,6}一次|"
            r"频率|频次|多久.{0,6}一(?:回|遍|轮|场)"
        ),
    ),
    (
        AsksFor.DATE,
        re.compile(
            r"什么时候|什么时间|何时|哪一?年|哪一?天|哪几天|哪些天|几月|几号(?!文)|几日|哪个月|截止|"
            r"(?:几|多少)(?:个)?(?:工作日|自然日|天|日|小时|月|年|周|星期)|多久|多长时间|期限|时限|日期|起始时间|生效|施行时间|有效期"
        ),
    ),
    (
        AsksFor.DEFINITION,
        re.compile(r"什么是|何谓|何为|什么叫|指什么|指的是什么|是指|什么意思|含义|定义|(?:是|指)的?什么(?=[?？]?$)"),
    ),
    (AsksFor.LIST, re.compile(r"哪些|哪几|是哪|有几|几(?:类|种|大|项|个方面)|包括什么|包含什么|包括|分为|有什么")),
)


def interpret(question: str, known_regions: Sequence[str] = ()) -> Interpretation:
    """Read document numbers, titles, regions, years, subject and the kind of answer wanted from a question.

    `known_regions` are the region chains of the library (江苏扬州仪征): a name that the gazetteer does not know
    is read as a region when one of them ends with it.
    """
    text = unicodedata.normalize("NFKC", question).strip()
    numbers, rest = _cut_numbers(text)
    titles = tuple(m.group(1) for m in TITLE.finditer(text))
    regions, rest = _cut_regions(rest, known_regions)
    years = tuple(dict.fromkeys(int(m.group(1)) for m in YEAR.finditer(rest)))
    asks_for = asks_for_of(text)
    wants, unit = wants_of(text, asks_for)
    subject = subject_of(rest)
    terms = tuple(dict.fromkeys(word for word in words_of(subject) if len(word) > 1))
    return Interpretation(numbers, regions, years, terms, asks_for, titles, subject, wants, unit)


def _cut_numbers(text: str) -> tuple[tuple[str, ...], str]:
    """The document numbers of the question, and the question without them."""
    mentions = find_document_numbers(text)
    rest = text
    for mention in reversed(mentions):
        rest = f"{rest[: mention.span[0]]} {rest[mention.span[1] :]}"
    return tuple(dict.fromkeys(m.normal for m in mentions)), rest


def _cut_regions(text: str, known_regions: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Short names of the regions named outside 《》, and the text without them."""
    quoted = [m.span() for m in TITLE.finditer(text)]
    names: list[str] = []
    rest = text
    for mention in reversed(places_in(text)):
        start, end = mention.span
        # 全国 says of what kind (全国表彰大会, 第二次全国普查), not where to look.
        if mention.place is WHOLE_COUNTRY or any(a <= start < b for a, b in quoted):
            continue
        names.append(mention.place.short_name)
        rest = f"{rest[:start]} {rest[end:]}"
    names.reverse()
    for chain in known_regions:
        if place_of_chain(chain) is not None:  # the gazetteer has read it, or had its reasons not to
            continue
        for length in range(min(4, len(chain)), 1, -1):
            tail = chain[-length:]
            if tail in rest and not any(tail in name for name in names):
                names.append(tail)
                rest = rest.replace(tail, " ")
                break
    return tuple(dict.fromkeys(names)), rest


def asks_for_of(question: str) -> AsksFor:
    """The kind of value a question wants."""
    for kind, pattern in KINDS:
        if pattern.search(question):
            return kind
    if HOW_MUCH.search(question):
        if MONEY_NOUN.search(question) or "多少钱" in question:
            return AsksFor.AMOUNT
        if re.search(r"(?:多少|几)(?:元|万元|亿元|块)", question) or STANDARD_NOUN.search(question):
            return AsksFor.AMOUNT
        return AsksFor.THRESHOLD
    if MONEY_NOUN.search(question) and (STANDARD_NOUN.search(question) or len(question) <= 12):
        return AsksFor.AMOUNT
    if re.search(r"标准$|金额|数额|额度", question):
        return AsksFor.AMOUNT
    if re.search(r"最多|最少|至少|最低|最高|上限|下限|门槛", question):
        return AsksFor.THRESHOLD
    if re.search(r"是什么", question):
        return AsksFor.DEFINITION
    return AsksFor.OTHER


_WANTED_SIDE = {SideAsked.LEAVE: (ValueKind.PERMISSION,), SideAsked.DUTY: (ValueKind.DUTY,), SideAsked.FACT: ()}


def wants_of(question: str, asks_for: AsksFor) -> tuple[tuple[ValueKind, ...], str | None]:
    """The kinds of words that answer, and the measure word asked for where the question names one."""
    if re.search(r"电话|手机号|联系方式|传真", question):
        return (ValueKind.TELEPHONE,), None
    if asks_for is AsksFor.YES_NO:
        return _WANTED_SIDE[side_asked(question)], None
    if asks_for is AsksFor.WHO:
        # 组长是谁 wants a name, 由谁核发 and 责任单位是谁 want a body.
        post = re.search(
            r"(?:组长|主任|局长|主席|书记|负责人|召集人|院长|秘书长|会长|部长|联系人)(?:、\w+)?(?:分别)?(?:是|由)?(?:谁|何人|哪)",
            question,
        )
        if re.search(r"姓名|叫什么", question):
            return (ValueKind.PERSON,), None
        if "联系" in question:
            return (ValueKind.PERSON, ValueKind.TELEPHONE), None
        return ((ValueKind.PERSON,) if post else (ValueKind.BODY,)), None
    if asks_for is AsksFor.FREQUENCY:
        return (ValueKind.TIMES,), "次"
    if re.search(r"哪[几些]?[天日]|几月", question):
        return (ValueKind.DATE,), None
    if re.search(r"几[号日](?!内|之内|以内)", question):
        return (ValueKind.DATE, ValueKind.DURATION), None
    if re.search(r"占(?:到|比)?(?:多少|几)", question):  # 占多少课时: as a share or as a count
        return (ValueKind.PERCENT, ValueKind.FIGURE), None
    for pattern, kinds in UNIT_OF:
        if found := pattern.search(question):
            if kinds == (ValueKind.DURATION,):
                kinds = (ValueKind.DURATION, ValueKind.DATE)
            return kinds, found["unit"]
    if asks_for is AsksFor.DATE:
        return (ValueKind.DATE, ValueKind.DURATION), None
    if asks_for in (AsksFor.AMOUNT, AsksFor.THRESHOLD):
        if SHARE_NOUN.search(question):
            return (ValueKind.PERCENT,), None
        if "罚" in question:  # 2倍以上5倍以下 is as good as a sum
            return (ValueKind.MONEY, ValueKind.FIGURE), None
        if MONEY_NOUN.search(question):
            return (ValueKind.MONEY,), None
        if re.search(r"年龄|岁数|年纪", question):
            return (ValueKind.AGE,), None
        if "面积" in question:  # a count of something else is no area
            return (ValueKind.FIGURE,), "平方米"
        return (ValueKind.FIGURE,), None
    if asks_for is AsksFor.COMPARISON and MONEY_NOUN.search(question) and re.search(r"多少|标准|几", question):
        return (ValueKind.MONEY,), None
    if asks_for is AsksFor.DEFINITION:
        return (ValueKind.MEANING,), None
    if asks_for is AsksFor.LIST:
        return (ValueKind.ITEMS,), None
    if asks_for is AsksFor.OTHER and re.search(r"怎么|如何|怎样|咋", question):
        return (ValueKind.MANNER,), None
    return (), None


# Words that carry the asking and not the matter. Longest first within each line, so that 「是多少」 goes whole.
QUESTION_WORDS = re.compile(
    r"""(?x)
      请问|请教|想问一?下?|问一?下|我想知道|麻烦|帮我|查一?下|告诉我|你好
    | 是多少|有多少|多少钱|(?:多少|几)(?:万元|元|名|个工作日|个月|个小时|个|人|天|日|次|周岁|岁|年|月|位|小时|场|项|条|类|种|号)?(?:以内|之内|内)?|多少|多长时间|多久|多大|多高|多长
    | 分别(?:是|为|有)?|各有什么(?:要求|规定)?|各是|各自|有什么(?:要求|规定|不同|区别)|有何
    | 最多|最少|至少|不少于|不超过|不低于|不得超过
    | 是什么时候|什么时候|什么时间|何时
    | 是什么|指什么|指的是什么|什么意思|什么是|何谓|什么叫|什么
    | 哪[些几]个?(?:地方|地区|省份?|市|县|单位|部门)|是哪[些几]?[个天年]?|有哪些|哪些|哪几[个天]?|哪[个里儿一]?
    | 怎么(?:办|规定|样|做)?|如何|怎样|咋(?:办|样)?|为什么|为何
    | 能不能|可不可以|可否|能否|是不是|是否|有没有|有无|要不要|会不会|该不该|需不需要|允不允许|行不行
    | 由谁|是谁|谁|何人|责任单位|责任部门
    | 的?(?:发文字号|文件编号|文件号|文号)
    | (?:\d+|百)周?岁(?:以上|以下)?的? | 新旧|新老 | 变成|变为|改成了? | (?:里面?|所?说|规定)的(?=[\u4e00-\u9fff])
    | 以?(?:\s*)为限 | 一个(?=[\u4e00-\u9fff]{2,}(?:支部|单位|部门|队)) | 不能超过|不能少于|能不能|(?<![功智才动技])能(?![力源耗够量])(?:够)?|可以|需不?需?要(?!求)|(?<![重主必])要(?![求点素闻件])|会不会|还能
    | (?<=[谁])来?(?=管)|应该|允许|必须|拿来|让别?人|让
    | 吗|呢|吧|嘛|啊|呀|[?？!！。，,；;：:、]
    """
)
FILLERS = re.compile(
    r"的(?=\s|$)|^(?:那|那么|现在|目前|关于)|(?<=\s)(?:的|了|是|有|在|要|为|和|与|及|对|向|被|把)(?=\s|$)"
)


def subject_of(text: str) -> str:
    """What the question is about: question words, years and marks left out, parts divided by one space."""
    bare = YEAR.sub(" ", TITLE.sub(lambda m: f" {m.group(1)} ", text))
    bare = re.sub(r"(?<=\s)年度?", " ", bare)
    bare = QUESTION_WORDS.sub(" ", bare)
    for _ in range(2):
        bare = FILLERS.sub(" ", " ".join(bare.split()))
    return " ".join(bare.split())
