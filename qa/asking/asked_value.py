"""What kind of value a question wants, and the words that answer it look like."""

from __future__ import annotations

import re

from qa.language.sides import EITHER, SideAsked, side_asked
from qa.language.signs import MOST
from qa.model import AsksFor, ValueKind

# Measure words that follow 多少 and 几, with the kinds of value they stand for. Longer ones first.
UNITS: tuple[tuple[str, tuple[ValueKind, ...]], ...] = (
    ("万元|亿元|元|块钱|块|个钱|钱", (ValueKind.MONEY,)),
    ("个百分点|个点|%|％|成|折", (ValueKind.PERCENT,)),
    ("人次|场次|户次|班次|批次|件次", (ValueKind.TIMES,)),
    ("次|回|遍|场|轮", (ValueKind.TIMES,)),
    ("周岁|岁", (ValueKind.AGE,)),
    ("个工作日|工作日|个月|个小时|小时|分钟|天|日|周|星期|个季度|年", (ValueKind.DURATION,)),
    ("月", (ValueKind.DATE,)),
    ("名|人|位代表|个人", (ValueKind.PEOPLE,)),
    (
        "平方米|平米|公里|千米|米|公斤|吨|亩|公顷|学时|课时|学分|倍|位|个|家|项|条|件|处|所|支|篇|分|期|批|种|类|级|字|份|辆|间|层|台|套|户|届|步|章|方面|大",
        (ValueKind.FIGURE,),
    ),
)
# 多少课时费 asks for a sum, and not how many 课时.
_NO_SUM = "(?!费|补贴|补助|津贴|报酬)"
UNIT_OF = tuple(
    (re.compile(rf"(?:多少|(?<![哪好十])几)(?P<unit>{units}){'' if ValueKind.MONEY in kinds else _NO_SUM}"), kinds)
    for units, kinds in UNITS
)

_PROCEDURE = re.compile(r"(?:怎么|怎样|如何|咋)(?:去|来)?(?:申请|申报|申领|办理|办|报名|领取|领|报销|提取)")
# 按多少发, 按几折收, 单位承担多少, 损坏赔多少: a sum as well as a share of one.
_PAID_AT = re.compile(
    r"按(?:照)?(?:多少|几[成折]?)(?:来)?(?:发放?|给|[交缴]纳?|补助?|算|计[发算]?|报销?|扣减?|收取?|领取?|付|执行)"
    r"|(?:承担|分担|负担|(?:单位|财政|个人|自己|[省市县区州]里?)出|赔偿?|退还?|返还|扣减?)(?:多少|几[成折]?)(?=[?？。]?$)"
)
_REIMBURSED = re.compile(r"(?<![上申填汇通呈])报(?:销)?多少(?P<unit>元|钱)?(?=[?？。]?$)")
MONEY_NOUN = re.compile(
    r"补贴|补助|津贴|奖金|奖励金|报酬|酬金|课酬|经费|起付(?:线|标准)|封顶线|费用(?!途|于)|工资|薪|罚款|罚金|押金|保证金|保额|金额|价格|票价|[^党免消浪]费(?!用)|[\u4e00-\u9fff]{2}金(?=[?？。]?$|多少|标准|是多少|有多少|怎么)|公积金|辛苦|[给发领罚交].{0,8}钱|多少钱|几个钱"
    # 每顿补多少, 每月能领多少: a sum, where nothing is counted behind it
    # 一回最多花多少, 每月给开多少
    r"|(?:花|掏|开|贴|挣|(?<!班)(?<!校)(?<!级)(?<!吸)收|(?:退|还|吐|扣)(?:还|回|出)?[去来]?|赏|多[拿领得发给])多少(?=[?？。]?$|[,，])"
    r"|[交缴](?:纳)?多少(?!次|份|张|人|名|天|件)|(?:[补奖罚赔领]|(?<![分散印颁签开研出])发|(?<![供])给)(?:助|贴|励|款|偿|取)?(?:多少|几)(?=[?？。]?$|[,，])"
)
STANDARD_NOUN = re.compile(r"标准|额度|数额|限额|上限|下限")
SHARE_NOUN = re.compile(r"比例|比重|占比|百分之|率(?=是|为|达|不|要|$)")
HOW_MUCH = re.compile(r"多少|几(?!乎|何)|多大|多高|多长|多久|多远")

# (what is asked for, the words that say so), the first that matches stands. Written for Chinese questions in
# general; the order settles questions that hold two of them (「由谁核发，几天内」 is read as its first part).
KINDS: tuple[tuple[AsksFor, re.Pattern[str]], ...] = (
    (
        AsksFor.DEFINITION,
        re.compile(r"(?:是?指的?是?|指的是|算是?)(?:哪些|什么|谁|哪类|何种)(?:样的)?[\u4e00-\u9fff]{0,4}[?？]?$"),
    ),
    # 共济家庭成员包括哪些人: the members of a group, and no body that is responsible.
    (
        AsksFor.LIST,
        re.compile(r"(?:包括|包含|涵盖|含)(?:了)?(?:哪些|哪几类|什么|谁)(?:样的)?(?:人|人员|对象|单位|部门)?[?？]?$"),
    ),
    # 哪些人可以申请, 什么人免收学费: whom a rule is for, and no body that is responsible.
    (
        AsksFor.LIST,
        re.compile(
            r"(?<!由)(?<!归)(?:哪些|哪(?:几|一)?类|什么(?:样的)?)人(?=可以?|能|才|不|免|享受|符合|应当|要|需要|有资格|报名|参加|减|领|申请|适用)"
            r"|谁(?:可以|有资格|才?能)(?:申请|申领|报名|享受|领|参加|入住|免|减免)"
        ),
    ),
    (
        AsksFor.DOCUMENT_NUMBER,
        re.compile(r"文号|发文字号|文件号|文件编号|几号文|第?多少号文|多少号(?=[?？]?$)|什么号(?=[?？]?$)"),
    ),
    (
        AsksFor.COMPARISON,
        re.compile(
            r"分别|对比|比较|相比|各有什么|各(?:自|是|为|有|补|发|奖|给|罚|要|需|占|交|领|拨|设|开|多少|几)(?![种类位级地项])|有(?:什么|何|哪些)(?:不同|区别|差别|差异|异同)|不一样|区别"
        ),
    ),
    (
        AsksFor.YES_NO,
        re.compile(
            r"吗(?=\s|[?？。！!]*$)|吗[,，]|能不能|可不可以|可否|能否|是不是|是否|有没有|有无|要不要|会不会|该不该|需不需要|"
            r"允不允许|行不行|应不应该|用不用|算不算|(?<![什多那怎])么(?=[?？]?$)|(?:可以|允许|能)(?:.{1,16})吧(?=[?？]?$)|(?<![不要])不(?=[?？]*$)"
        ),
    ),
    (
        AsksFor.WHO,
        re.compile(
            r"谁|哪几家|哪一?[家个所][\u4e00-\u9fff]{0,6}(?:公司|银行|医院|学校|企业|协会|中心)|姓名|叫什么名字|是哪一?家(?=[?？]?$)|责任单位|责任部门|牵头单位|牵头部门|主管部门|负责部门|何人|何部门|设在(?:哪|何|什么)|挂靠|"
            r"哪个(?:处|科|局|办|室)|(?<![设建立])(?:哪|什么|何)(?:个|一个|些|几个|家|一家)?(?:部门|单位|处室|科室|机构|机关|领导|人|负责人|组织|委员会|政府|法院)(?!数|员[数]?)"
        ),
    ),
    (
        AsksFor.FREQUENCY,
        re.compile(
            r"几次|多少次|多少回|几[回趟遍]|几场|隔(?:多久|多长时间|几)|(?:多久|多长时间|几[天年周]).{0,8}?一[次回遍趟轮场期届]|(?:几|多少)(?:年|天|个?月|周)一[换查检评开选]|(?:多久|多长时间)(?![内以之]).{0,2}?(?:开会|召开|举行|通报|走访|巡|体检|换届|汇报|更新)|(?:几|多少)(?:年|个?月|天|周|个季度).{0,8}一[次回遍轮届期]|"
            r"频率|频次"
        ),
    ),
    (
        AsksFor.DATE,
        re.compile(
            r"什么时候|什么时间|何时|(?:星期|礼拜|周)几|哪一?年|哪一?天|哪几天|哪些天|几月|几号(?!文)|几日|哪个月|截止|"
            r"(?:几|多少)(?:个)?(?:工作日|自然日|天|日|小时|月|年|周|星期)|多久|多长时间|期限|时限|日期|起始时间|生效|施行时间|有效期"
        ),
    ),
    (
        AsksFor.LIST,
        re.compile(
            r"(?:流程|步骤|程序|材料|手续|原则|任务|措施|举措|条件|职责|情形|实事|品牌|要点)(?:都|分别)?(?:是什么|是啥)|(?:流程|步骤|程序)(?=[?？]?$)"
        ),
    ),
    (
        AsksFor.DEFINITION,
        re.compile(
            r"什么是|何谓|何为|什么叫|指什么|指的是什么|是指|什么意思|含义|定义|(?:怎么|怎样|如何)(?:来)?(?:解释|理解|界定)|界定(?:为|成)什么|(?:是|指)的?什么(?=[?？]?$)"
        ),
    ),
    (
        AsksFor.LIST,
        re.compile(
            r"哪些|哪几|是哪|有几(?![所家名人位间台辆户支栋张亩]|个[\u4e00-\u9fff]{0,4}(?:员(?!会)|人|教师|老师|学生))|几(?:类|种|大|项|个方面)|包括什么|包含什么|包括|分为|有什么"
            r"|什么(?:材料|手续|证件|资料|单据|证明)"
            r"|哪(?:[一二两三四五六七八九十]+|\d+)(?:个|条|件|项|类|种|大|方面|支|点|张|步|本|项目|原则)?(?![天年月日次])"
        ),
    ),
)


#   matches   几点结束 | 开放时间是多少
#   rejects   时间多少小时 | 活动时间多长
_CLOCK_TIME = re.compile(r"几点(?!几)|时间(?:是|为)?多少[?？。]?$")


def in_standard_words(question: str) -> str:
    """The question with 啥 and 咋 as 什么 and 怎么."""
    return question.replace("啥", "什么").replace("咋", "怎么")


def asks_for_of(question: str) -> AsksFor:
    """The kind of value a question wants."""
    question = in_standard_words(question)
    for kind, pattern in KINDS:
        if pattern.search(question):
            return kind
    if EITHER.search(question):
        return AsksFor.OTHER  # 发不发补贴: the side, not the sum
    if _CLOCK_TIME.search(question):
        return AsksFor.OTHER  # a clock time is no figure with a unit: the words that hold it are read out whole
    if HOW_MUCH.search(question):
        if MONEY_NOUN.search(question) or "多少钱" in question:
            return AsksFor.AMOUNT
        if re.search(r"(?:多少|几)(?:元|万元|亿元|块)", question) or STANDARD_NOUN.search(question):
            return AsksFor.AMOUNT
        return AsksFor.THRESHOLD
    if MONEY_NOUN.search(question) and re.search(
        r"每(?:人|月|年|天|次|学期|学时|课时|户|亩|名)[\u4e00-\u9fff]{0,3}[?？]?$", question
    ):
        return AsksFor.AMOUNT
    if _PROCEDURE.search(question):
        return AsksFor.OTHER  # 安家补贴怎么申请: the steps, not the sum
    if MONEY_NOUN.search(question) and (STANDARD_NOUN.search(question) or len(question) <= 12):
        return AsksFor.AMOUNT
    if re.search(r"年龄(?:要求|条件|规定|限制|标准|门槛)?[?？]?$", question):
        return AsksFor.THRESHOLD
    if re.search(r"(?:人数|字数|面积|名额|学时|课时|天数|次数)[?？]?$", question):
        return AsksFor.THRESHOLD
    if re.search(r"(?:比例|比重|占比|百分比)[?？]?$", question):
        return AsksFor.THRESHOLD
    if re.search(
        r"标准$|金额|数额|额度|(?:补贴|补助|津贴|奖金|(?<=[\u4e00-\u9fff]{2})(?<!党|缴)费|罚款|工资)[?？]?$", question
    ):
        return AsksFor.AMOUNT
    if re.search(r"最多|最少|至少|最低|最高|上限|下限|门槛", question):
        return AsksFor.THRESHOLD
    if re.search(r"是什么", question):
        return AsksFor.DEFINITION
    return AsksFor.OTHER


def _besides_comparison(question: str) -> AsksFor | None:
    """What is compared, where it is a frequency: 分别几年一遍."""
    return AsksFor.FREQUENCY if dict(KINDS)[AsksFor.FREQUENCY].search(question) else None


_WANTED_SIDE = {SideAsked.LEAVE: (ValueKind.PERMISSION,), SideAsked.DUTY: (ValueKind.DUTY,), SideAsked.FACT: ()}


# 送了多少位, 选几个代表, 有几位老专家: people, by the measure words for them.
_COUNTS_PEOPLE = re.compile(
    r"(?:几|多少)[个位][^,，。]{0,6}(?:员(?![会工])|人员?|代表|同志|教师|老师|学生|专家|干部(?!党|支部|队伍|工作|活动|学校|大学)|老人)|(?:几|多少)位(?:了|啊|呢)?(?=[?？。]?$)"
)
_DIGITS_OF_CODE = re.compile(r"字符|编[号码]|代码|密码|号码|证号|数字|小数|校验")


def wants_of(question: str, asks_for: AsksFor) -> tuple[tuple[ValueKind, ...], str | None]:
    """The kinds of words that answer, and the measure word asked for where the question names one."""
    question = in_standard_words(question)
    if (
        re.search(r"(?<!打)(?<!次)电话(?!费|补贴|补助|津贴)|手机号|联系方式|传真", question)
        and asks_for is not AsksFor.FREQUENCY
    ):
        return (ValueKind.TELEPHONE,), None
    if "颜色" in question or re.search(r"什么色|啥色", question):
        more = next((kinds for pattern, kinds in UNIT_OF if pattern.search(question)), ())
        return (ValueKind.COLOUR, *more), None  # 什么颜色、几位字符
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
    if re.search(r"(?:星期|礼拜|周)几", question):
        return (ValueKind.WEEKDAY,), None
    if re.search(r"哪[几些]?[天日]|几月", question):
        return (ValueKind.DATE,), None
    if re.search(r"几[号日](?!内|之内|以内)", question):
        return (ValueKind.DATE, ValueKind.DURATION), None
    if re.search(r"占(?:到|比)?(?:[^,，。]{0,12}的)?(?:多少|几|比)", question):  # 占多少课时: as a share or as a count
        return (ValueKind.PERCENT, ValueKind.FIGURE), None
    if _COUNTS_PEOPLE.search(question) and not _DIGITS_OF_CODE.search(question):
        return (ValueKind.PEOPLE,), "名"
    for pattern, kinds in UNIT_OF:
        if found := pattern.search(question):
            if kinds == (ValueKind.DURATION,):
                kinds = (ValueKind.DURATION, ValueKind.DATE)
            return kinds, found["unit"]
    if asks_for is AsksFor.DATE:
        return (ValueKind.DATE, ValueKind.DURATION), None
    if asks_for in (AsksFor.AMOUNT, AsksFor.THRESHOLD):
        if re.search(r"多大(?:年纪|年龄|岁数)|年龄|岁数|年纪", question):
            return (ValueKind.AGE,), None
        if SHARE_NOUN.search(question):
            return (ValueKind.PERCENT,), None
        if _PAID_AT.search(question):
            return (ValueKind.MONEY, ValueKind.PERCENT), None
        if reimbursed := _REIMBURSED.search(question):
            # 最多给报多少 asks for the ceiling, 能报多少 for the share that is paid back.
            return ((ValueKind.MONEY,) if MOST.search(question) else (ValueKind.PERCENT,)), reimbursed["unit"] or None
        if "罚" in question:  # 2倍以上5倍以下 is as good as a sum
            return (ValueKind.MONEY, ValueKind.FIGURE), None
        if MONEY_NOUN.search(question):
            return (ValueKind.MONEY,), None
        if named := re.search(r"(?P<unit>学时|课时)[?？]?$", question):
            return (ValueKind.FIGURE,), named["unit"]
        if re.search(r"次数[?？]?$", question):
            return (ValueKind.TIMES,), "次"
        if re.search(r"人数[?？]?$", question):
            return (ValueKind.PEOPLE,), None
        if re.search(r"面积|多大(?:的)?(?:地方|场地|地儿|块地)", question):  # a count of something else is no area
            return (ValueKind.FIGURE,), "平方米"
        return (ValueKind.FIGURE,), None
    if asks_for is AsksFor.COMPARISON and MONEY_NOUN.search(question) and re.search(r"多少|标准|几", question):
        return (ValueKind.MONEY,), None
    if asks_for is AsksFor.COMPARISON and (again := _besides_comparison(question)):
        return wants_of(question, again)
    if asks_for is AsksFor.COMPARISON and SHARE_NOUN.search(question):
        return (ValueKind.PERCENT,), None
    if asks_for is AsksFor.COMPARISON and re.search(r"(?:各|分别)(?:是|为|有)?多少[?？]?$", question):
        return (ValueKind.FIGURE,), None
    if asks_for is AsksFor.DEFINITION:
        return (ValueKind.MEANING,), None
    if asks_for is AsksFor.LIST:
        return (ValueKind.ITEMS,), None
    if asks_for is AsksFor.OTHER and re.search(r"怎么|如何|怎样|咋", question):
        return (ValueKind.MANNER,), None
    return (), None
