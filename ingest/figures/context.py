"""Whether a figure with a unit counts something: ordinals, dates, names and 「一个」 as an article do not."""

from __future__ import annotations

import re

from ingest.figures.numbers import RATIO, Figure
from ingest.figures.units import UnitKind
from ingest.model import Span

_ORDINAL = re.compile(r"(?:第|几|头|双|\d正|[两三四五六]个|[〔\[]|编号|届|[《])$")
_CHINESE = re.compile(r"[一二三四五六七八九十百千万亿两〇零半壹贰叁肆伍陆柒捌玖拾佰仟]+")

# A day of a month, not a length of time: 于15日前, 每月15日前, 5日、6日, 10月1日至7日.
_DAY_OF_MONTH = re.compile(
    r"(?:[月旬周]|(?<![少低高大小多等短长])于|\d日[、至到和及,-]+|(?:当|次|本|下|每|上)个?月(?:的)?|[―—~])$"
)
# What makes of 「三日」 three days where no 内 or 以上 follows.
_LENGTH_BEFORE = re.compile(
    r"(?:提前|延长|为期|期限|时间|时限|公示|公告|公布|共计?|假期?|休息?|放假|连续|逾期|累计|每次|满|拘留|提早|至|为|改为|缩短|“|增加|减少|需|滞后|合计)[为是到至]?$"
)
# 一年, 一天 and 一次 count where these stand before, or a bound does.
_ONE_BEFORE = re.compile(
    r"(?:为期|期限?|任期|有效期|聘期|试用期|预备期|服务期|时间|满|试行|暂行|延长|缩短|改为|至|“|提前|禁止|停职|停业|任职|工作|从事|经营|保存|保管|提高|下设|"
    r"(?<!建)设立?|配备?|明确|确定|选派|选配|安排|选举|推选|推荐|成立|组建|聘请|指定|聘用|指派|派出|增加|减少|增设|增配|新增|调整)(?:专职|专门|专兼职|兼职|不同|了)?[为是]?$"
)
# Counted things follow their noun (书记一名，委员两名) and a stop follows them.
_NOUN_BEFORE = re.compile(r"[\u4e00-\u9fff)）](?<![这那第某同任哪另唯统万每有是为之中了的成作过不无])$")
_STOP = re.compile(r"[，,。；;、:：)）\n\t]|和|及|以及|$")
_ARTICLE_UNITS = frozenset("名人位个张台辆间处所篇份家户套部支")

# Names that begin with a number: slogans, plans, bodies.
#   matches   两个维护 | 四个意识 | 三年行动计划 | 八项规定 | 五位一体 | 三项制度
_NAME_BEHIND = re.compile(
    r"""(?x)个(?:意识|自信|维护|确立|大局|务必|全面|伟大|代表|服从|善于|一百年|毫不动摇|必须|坚持|不放松|不得|不动摇|区分开来|面向|牢固树立|
        基本点|中心(?=、两)|结合|最严|讲|不摘|离不开|对待|如何|更加|统筹|融入|振兴|一批|一工程|一流|一(?![个名次])|清零|百年|革命)
    | 年(?:行动|规划|计划|攻坚|发展规划|提升|大庆|抗战|内战|一遇|一度|树木|来之不易)
    | 项(?:规定精神|规定(?!的)|纪律|基本原则|管理规定|制度(?=[，。”]|改革|建设|工作|$)|铁律)
    | 大战略 | 人行 | 位一体 | 分之 | 级 | 条例 | 家争鸣 | 成不变 | 天打鱼
    | 次(?:全会|全体|党代|分配|创业|污染|会议精神|人口普查|全国|常务|常委|理事)
    | (?:天|日|年)(?:攻坚|会战|大干|冲刺|誓师)
    | 小时(?:以外|之外|外) | 节(?:课程标准|一) | 期(?:工程|建设|项目(?!补)|叫)"""
)
# 前三名, 排名后3位; not 提前三名.
_RANK = re.compile(r"(?<![提以之])[前后]$")
_LIKENED = re.compile(r"(?:成为|作为|成了|视为|[是像])$")
_AMENDED = re.compile(r"改为|调整为|变更为|修改|增加|删[去除]|之前增")
# Words of a regulation that an amendment quotes: 将“每月50元”修改为“每月80元”, 修改为：“申领期限为12个月。”
_AMENDS_BEFORE = re.compile(r"(?:[改整更换]为|增[加写]|删[去除]|表述|修改|中的?|规定的?|所称的?)[^“”「」‘’。\n]{0,6}$")
_AMENDS_BEHIND = re.compile(
    r"[”」’]?(?:的(?:内容|规定|表述)|一句|等字样)?[，,]?(?:统一)?(?:改为|[修更]改|调整为|变更为|替换为|删[去除]|之[前后]增)"
)
#   rejects   “一元午餐”工程, 推广“10元体检”服务: what is named so, though it holds an amount
_NAMES_AFTER = re.compile(
    r"[^“”「」‘’]{0,6}[”」’](?:[\u4e00-\u9fff]{0,4}?)(?:工程|行动|计划|活动|项目|制度|机制|模式|品牌|套餐|午餐|服务|工作法|专项|试点|食堂|超市|创建|主题|系列|课堂|讲堂|论坛|体系|战略|格局|品质|称号|口号|理念|法(?![定律规院人]))"
)
_SENTENCE_IN = re.compile("[。；;]")
#   takes     师生比不低于1:18 | 按1:1的比例 | 配备比例为1∶4
#   rejects   定于3月5日14:30 | 以3:1战胜 | 1:500地形图
_RATIO_BEFORE = re.compile(r"(?:比(?![如较赛照分])|配备|配比|配套)[^，。；\n\d]{0,12}$")
_RATIO_BEHIND = re.compile(r"的?(?:以上)?的?(?:比例(?!尺)|配比|比率|配套|配备|配置)")
_LONE = frozenset("百千万亿")
# A round number that a plan counts by: 培育千名骨干, 开展百场宣讲, 服务万人次, 评选先进百名.
#   rejects   千家万户, 百企千村 (a saying) | 数百名, 上千人 (no number) | 万人大会, 百名专家下乡活动 (a name) | 百日, 千年, 万元
_ROUND_UNITS = frozenset("名 位 人次 场次 户次 件次 场 次 支 个 家 件 项 篇 所 条 对 份 处 册 台 辆 堂 户".split())
_NO_NUMBER_BEFORE = re.compile(r"(?:[数几上成好整半来]|[百千万][\u4e00-\u9fff]|[一二两三四五六七八九十\d])$")
_SAYING_BEHIND = re.compile(r"[百千万]|[^，。；、\n]{0,3}[百千万][\u4e00-\u9fff]")
_NAME_OF_DOING = re.compile(
    r"(?:(?!参加|参与|开展|加入|投身|投入|实施|启动)[^，。；、：\n]){2,12}(?:活动|行动|工程|计划|大赛)"
)
_TITLE = 80  # characters back that 《 is looked for
_QUOTED = 16  # the longest quotation that is a name
_QUOTES = (("“", "”"), ("「", "」"), ("‘", "’"))
_ALWAYS_MEASURED = frozenset({UnitKind.MONEY, UnitKind.SHARE, UnitKind.SCORE, UnitKind.MEASURE, UnitKind.AGE})
_COUNTED_THINGS = frozenset({UnitKind.PERSON, UnitKind.COUNT, UnitKind.TIMES, UnitKind.LISTED})
_ORDINAL_TWO = frozenset("个项类种次期批件条部组节层")


def counts_nothing(text: str, figure: Figure, low: int, high: int, *, bounded: bool, counted: bool) -> bool:
    """Whether a figure is an ordinal, a date, part of a name or an article; `counted`: it is said to be for each …"""
    if _ORDINAL.search(text, max(low, figure.start - 2), figure.start):
        return True
    if _is_in_name(text, figure, low, high, measured=bounded or counted or figure.kind in _ALWAYS_MEASURED):
        return True
    if figure.unit == RATIO:
        is_ratio = _RATIO_BEFORE.search(text, max(low, figure.start - 16), figure.start)
        return not (is_ratio or _RATIO_BEHIND.match(text, figure.end, high))
    chinese = _CHINESE.fullmatch(figure.number) is not None
    if chinese and _NAME_BEHIND.match(text, figure.unit_start, high):
        return True
    if figure.kind in _COUNTED_THINGS and _RANK.search(text, max(low, figure.start - 2), figure.start):
        return True
    if figure.number[0] in "零〇" or (
        figure.unit == "分" and text[figure.start - 1 : figure.start] in ("时", "点", ":")
    ):
        return True
    if figure.number[0] == "半" and text[figure.start - 1 : figure.start] in tuple("上下前后大多"):
        return True
    if chinese and figure.number[0] in "十百千万" and text[figure.start - 1 : figure.start] == "数":
        return True
    if figure.number == "万" and text[max(low, figure.start - 3) : figure.start] == "成千上":
        return True
    if (
        figure.number == "一"
        and figure.kind in _COUNTED_THINGS
        and _LIKENED.search(text, max(low, figure.start - 2), figure.start)
    ):
        return True
    if _is_date(text, figure, low, bounded=bounded):
        return True
    if bounded or counted or not chinese or (figure.upper is not None and figure.kind is not UnitKind.LISTED):
        return False
    if figure.number in _LONE:
        return not _is_round_count(text, figure, low, high)
    return _is_ordinal_numeral(figure) or (
        figure.number == "一" and figure.value == 1 and _is_article(text, figure, low, high)
    )


def _is_in_name(text: str, figure: Figure, low: int, high: int, *, measured: bool) -> bool:
    """Whether it stands inside a title or a quoted name: 《2019年…》, “两个维护”; `measured`: it says how much of what."""
    back = max(low, figure.start - _TITLE)
    if text.rfind("《", back, figure.start) > text.rfind("》", back, figure.start):
        return True
    back = max(low, figure.start - _QUOTED)
    for opening, closing in _QUOTES:
        at = text.rfind(opening, back, figure.start)
        if at < 0 or at < text.rfind(closing, back, figure.start):
            continue
        shut = text.find(closing, figure.end, min(high, at + _QUOTED))
        # An amended figure fills its quotes: 将“三年”修改为“五年”; a name often does as well: “两个”仍然.
        is_amended = (
            at + 1 == figure.start and shut - figure.end <= 2 and _AMENDED.search(text, max(low, at - 9), shut + 9)
        )
        if shut >= 0 and not is_amended and not _is_quoted_rule(text, figure, low, (at, shut), high, measured=measured):
            return True
    return False


def _is_quoted_rule(text: str, figure: Figure, low: int, quote: Span, high: int, *, measured: bool) -> bool:
    """Whether a short quotation is words of a rule and not a name: 将“每月50元”修改为…, 修改为：“期限为12个月。”"""
    opening, closing = quote
    if _AMENDS_BEFORE.search(text, max(low, opening - 14), opening) or _AMENDS_BEHIND.match(text, closing, high):
        return True
    if _SENTENCE_IN.search(text, figure.end, closing) is not None:
        return True
    return measured and figure.number != "一" and _NAMES_AFTER.match(text, figure.end, high) is None


def _is_date(text: str, figure: Figure, low: int, *, bounded: bool) -> bool:
    """Whether 「年」 or 「日」 ends a date."""
    if figure.unit == "年":
        return 1000 <= figure.value < 3000 or figure.number[0] in "0〇零"
    if figure.kind is not UnitKind.DAY or figure.value > 31:
        return False
    if _DAY_OF_MONTH.search(text, max(low, figure.start - 5), figure.start):
        return True
    if bounded or text[figure.end : figure.end + 1] == "后":  # 自发布之日起30日后
        return False
    return _LENGTH_BEFORE.search(text, max(low, figure.start - 5), figure.start) is None


def _is_article(text: str, figure: Figure, low: int, high: int) -> bool:
    """Whether 「一」 counts nothing: 一名老党员说, 一次走进, 新的一年."""
    if figure.kind in _ALWAYS_MEASURED:
        return False
    if _ONE_BEFORE.search(text, max(low, figure.start - 9), figure.start):
        return figure.kind in _COUNTED_THINGS and figure.unit not in _ARTICLE_UNITS
    if figure.kind not in _COUNTED_THINGS or figure.unit not in _ARTICLE_UNITS:
        return True
    follows_noun = _NOUN_BEFORE.search(text, max(low, figure.start - 1), figure.start)
    return not (follows_noun and _STOP.match(text, figure.end, high))


def _is_round_count(text: str, figure: Figure, low: int, high: int) -> bool:
    """Whether 百, 千 or 万 by itself counts what the measure word behind it is said of: 培育千名."""
    if figure.unit == "人":  # 受众达到万人; 万人评议 is a name
        counts = _STOP.match(text, figure.end, high) is not None
    else:
        counts = figure.unit in _ROUND_UNITS
    if not counts or figure.number == "亿":
        return False
    if _NO_NUMBER_BEFORE.search(text, max(low, figure.start - 2), figure.start):
        return False
    if _SAYING_BEHIND.match(text, figure.end, high):
        return False
    return figure.kind is not UnitKind.PERSON or _NAME_OF_DOING.match(text, figure.end, high) is None


def _is_ordinal_numeral(figure: Figure) -> bool:
    """Whether a Chinese numeral with this unit is mostly an ordinal or a saying: 二次分配, 一期工程, 十分, 百家."""
    if figure.kind in (UnitKind.SCORE, UnitKind.LISTED):
        return True
    return (figure.number == "二" and figure.unit in _ORDINAL_TWO) or (figure.number == "三" and figure.unit == "餐")
