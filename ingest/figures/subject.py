"""What a figure measures, as a phrase of the text: 党组织书记工作补贴 of 「党组织书记工作补贴每月不低于300元」.

Read from the words beside the figure by where nouns of the genre begin and end; None where that does not tell.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.figures.units import UnitKind


class Surroundings(NamedTuple):
    """Where a quantity stands: places in the text it was read from."""

    begin: int  # where its clause begins
    low: int  # where its clause or the quantity before it ends
    start: int
    words: str  # inside the phrase, between 每年 or 不少于 and the figure
    end: int
    high: int  # where its clause ends


_STOPS = "，。；：！？…“”‘’《》()【】\n\t:;!?"
_TO_LAST_STOP = re.compile(rf"(?s).*[{_STOPS},]")
_RIGHT = re.compile(rf"[^{_STOPS},、\d]{{1,24}}")

# What each of the alternatives below can begin with: looked at first, it spares the engine a hundred of them at nearly
# every character (0.3 ms of a notice of 12 KB). tests/ingest/test_first_characters.py holds the two together.
_TAIL_LEADS = (
    "、一上下不且为举也了予争于交享仍从以低保全共再减分列则到削力加占即原参又及发取变召可各合同向听和在均培增处多大安完实对将少已平并应延建开得必"
    "总成或打扣执把投报拥拨按控推提支收明是最有未每比汇满环现由的相确稳累约组给维缩缴罚联至获覆设调超较达近返还进选递逾都配降需须高"
)
_OPENER_LEADS = (
    "一不为举享从以低使依全共关其具凡办加原参发取只可同向在培处如安完实对将巩已并应建开必成或打扩把投抽担拥拨按接推提撬撰改新明最有核根栽梳每比没"
    "治涉现由相签累组经给聘自至获落覆让设调超还进连通造配采需须高"
)
_VERB_LEADS = (
    "不与且为之也予交享从以作做内出分列则到前办占即参及发取召可同后向和在均始完实审对将就左已并应开必或才执承报拨按提收方时是有未每深用由申的签组"
    "经给缴联获表被要计讨设负走赴起超达进通都集须领"
)

# What parts a noun phrase from its figure: taken off its end, again and again.
_TAIL = re.compile(
    rf"""(?x)(?=[{_TAIL_LEADS}])(?:
      原则上|一般|应当|(?<![响相反适供效对感])应|必须|须|需要?|不得|可以|(?<![许认])可|(?<![人年月日户生平])均|都|各|分别|大约|(?<![节预公合契签制])约|共计?|合计|总计|累计|全年|不再|仍|已经?|平均(?=$)|稳定|力争|确保|争取|保持|控制|维持
    | 占(?![比用])[^占]{{2,14}}|(?<!行)为|是|(?<![传到表发])达到?|至|(?<![签报迟])到|(?<![存所])在|按照?|以|由|占|(?<![国所公私])有|共有|现有|设有?|设立|建立|成立|建成|建设|配备|配足|拥有|安排|列支|提取|提高|提升|降低|下降|减少|增长|增加
      |上涨|上调|下调|缩短|延长|上升|递增
    | 给予|予以|发放|拨付|收取|缴纳|支付|享受|(?<![事理待秘书])处|并处|投入|罚款(?=$)|加收|报销|返还|扣除?|参加|(?<!附)加|调整|变更|交纳|削减|(?:比|较)(?:上年|去年|上一?年度|同期)|同比|环比
    | 召开|举行|举办|开展|(?<![党级会群])组织|进行|实施|完成|听取|推荐|选派|选举|推选|明确|确定|打造|覆盖|联系|培育|培养|培训(?=至|到)|实行|执行|推出|汇报(?=$)
    | 高于|低于|超过|不少于|不低于|不超过|多于|少于|至少|最多|最高|最低|不足|相当于|的|获得|取得|(?<![所心])得|了|不满|未满|满|不到|逾|(?<![附就])近|于|每|从|(?<![方意去流])向|(?<![核校])对|把|将|和|及|、|或者?|且|并|(?<![原细规守准])则|即|又|再|还|也
    )$"""
)
_LONGEST_TAIL = 16  # characters; 占 with what it is a share of
_AFORESAID = re.compile("^(?:上述|其(?!他|它|余))")
# What a noun phrase begins after.
_OPENERS = re.compile(
    rf"""(?x)(?=[{_OPENER_LEADS}])(?:
      应当|应该|必须|需要|可以|不得|并且|或者|以及|根据|按照|依照|对照|参照|比照|对于|关于|通过|其中|同时|凡是?|如果|具有|获得过?|经(?![费济历营验典])过?|(?<![理自事])由|自(?=[收受本接上\d二])|从事
        |从(?![轻重严业教政])|(?<![存现所内外])在(?![校职岗编建线册读籍])|(?<![针相核校绝])对(?![象口外应照比策])|给予|将|(?<!火)把|(?<![大行])使(?![用命馆])|(?<![转出受])让|(?<![方意导去走流定])向|(?<!平)凡|一次性
    | 拨付|投入|撬动|提供|举办|开展|(?<![党级会群])组织(?!生活|部|委员|关系|机构|力量)|安排|落实|发给|发放(?!标准|办法|对象|范围)|设立|建立|成立|新建|新增|建成|覆盖(?!率)|造成|拥有|连续|接待|累计|培训(?=[学党]员
      |干部|人员)|^有(?![期关效色害毒机])|涉及|使用(?!年限|权|率|面积|费)|核定|栽植|落实好?|巩固好?|原则上|(?<![行作])为(?![期老民主])|享受|办理|进行|实行|实施|采用|推出|签约(?!项目)|打造
      |完成|治理|调整|取消|担任|加收|发现|超过|高于|低于|相当于|不少于|不低于|不超过
    | 全(?=[省市县区][共有]{{1,2}})|共有|现有|只有|没有|还有|已|应(?=[由在对])|须|至少|最多|每个?(?=$)|聘请|撰写|改建|扩建|配备|(?<![建开陈附架])设(?![施备计立置区])|并?处(?=违法)|明确|抽调
      |梳理
    )"""
)
# 办结 opens no noun in 办结率, 调整 none in 调整后编制总数, 办理 none in 办理时限.
_PART_OF_NOUN = re.compile(
    r"[率者量]|数(?![字据学])|额(?!度|外)|后(?![续勤备])|费(?!用)|期[限间]|时[间限长]|人(?=$|数)"
)
#   takes     和 of 和副书记 | 及 of 及委员
#   rejects   及时受理率 | 以上年度工资 | 并列第一 | 和谐社区 | 与会人数
_LEAD = re.compile(r"^(?:[、或，的了且但]|和(?!谐|平|解)|及(?![时格])|与(?!会)|以(?![上下内外])|并(?!列|购))+")
# Where a noun that follows a figure ends: the verb of the sentence begins.
_VERBS = re.compile(
    rf"""(?x)(?=[{_VERB_LEADS}])(?:
      的|以上|以下|以内|左右|不满|不足|未满|不少于|不低于|不超过|设|参加|参与|参训|出席|列席|同意|通过|进行|负责(?!同志|人)|分管|组成|到|予以|应(?=[当由在按依及])当?|必须|可以?|不得|须
        |要|已|被|在|与|和|及|或|由|对(?![象口策])|并|且|按|每|(?<!行)为|是|有|均|都|将|从|向|用于|用|缴纳|交纳|拨付|执行|计算|发放|收取|报销|承担|实行|开展|召开|完成|集中
    | 方可|方为|(?<!人)才能?|始得|即可|就|则|也|不能|不再|未(?!来|成年)|经(?![费济历营验典])|时(?![间期限])|后(?![备续勤])|前(?![期台沿])|内(?![部容])|起|的话|之间|提出
      |签名|签字|联名|发言|表决|讨论|审议|占|达到?|超过|以|作出|做出|报(?=[送名请经备])|取得|获得|给予|享受|领取|申请|办理|前来|深入|走进|赴
    )"""
)
# 补助 right before a figure is what is done, 生活补助按 is what is given.
_PAID = ("补助", "奖励", "资助")
_MONEY_NOUN = re.compile(
    r"(?:的)?(?P<noun>[\u4e00-\u9fff]{0,6}?(?:补助金?|补贴|津贴|奖励金?|奖金|资金|经费|费用?|罚[款金]|慰问金|贷款|保证金|押金|工资|待遇|标准|支出|收入|投资))"
)
_GIVES = re.compile(r"^(?:安排|给予|予以|发放|提取|列支|拨付)")
_JUDGED = re.compile(
    r"(?:有期徒刑|拘役|拘留|管制|罚款|罚金|公示期?|带薪年休假|假期|工龄|党龄|[\u4e00-\u9fff]{0,6}经历)"
)
_HEADED = re.compile(r"(?:补[贴助]|津贴|标准|经费|期限?|时限|比例|人数|次数|频次|费用?|金额|时间|年龄|条件)$")
_SAYS_LITTLE = frozenset({"标准", "金额", "数额", "额度"})
_SUM = re.compile(r"(?:补[贴助]|津贴|经费|费用?|奖金|慰问金|待遇)$")
_BEFORE_COMMA = re.compile(rf"(?P<words>[^{_STOPS},]+)[，,][^{_STOPS},]*$")
#   takes     三、 | 1. | 第二条 | 第十条之一 | （一） | 一是
#   rejects   1.5 | 第一书记 | 一线
_MARKER = re.compile(
    r"^(?:第?[一二三四五六七八九十百零\d]+(?:[、．]|\.(?!\d))|第[一二三四五六七八九十百零\d]+[条章节款项](?:之[一二三四五六七八九十])?"
    r"|[（(][一二三四五六七八九十\d]+[)）]|[①-⑳]|[一二三四五六七八九十]是)\s*"
)
# Words that stand where a noun would and are none.
_NO_NOUN = re.compile(
    r"(?:[这那其此该之等本]|一定|一个.*|不?合格|优秀|良好|以上|以下|其他|共同|同时|上述|下列|有关|相关|连续|近|过去|试行|暂行|提前|情况|经|.)"
)
_COUNTED = frozenset({UnitKind.PERSON, UnitKind.COUNT, UnitKind.TIMES, UnitKind.LISTED})
_LONGEST = 20


def subject_of(text: str, place: Surroundings, kind: UnitKind, heading: str | None) -> str | None:
    """Return the noun phrase that a quantity measures, or None where the words beside it do not tell."""
    words = _words_before(text, place)
    right = _noun_behind(text, place, kind)
    if kind in _COUNTED or kind in (UnitKind.PERIOD, UnitKind.DAY):
        subject = right or _noun_before(place.words) or _noun_before(words)
    elif kind in (UnitKind.MONEY, UnitKind.AGE) and not (kind is UnitKind.MONEY and right == "标准"):
        subject = right or _noun_before(words) or _noun_before(place.words)
    else:
        subject = _noun_before(words) or _noun_before(place.words) or right
    if subject in _SAYS_LITTLE:
        subject = f"{_sum_before(text, place)}{subject}"
    is_deadline = kind in (UnitKind.PERIOD, UnitKind.DAY) and text[place.end - 1] in "内前"
    if subject and is_deadline and not _HEADED.search(subject):
        subject = None  # 收到申请之日起20个工作日内: when it is done, not what is measured
    if subject is None and heading and not words:
        bare = _MARKER.sub("", heading).rstrip("。：:")
        return bare if len(bare) <= _LONGEST and _HEADED.search(bare) else None
    return subject


def _words_before(text: str, place: Surroundings) -> str:
    """What stands between the last stop and the quantity; a quantity that begins a line goes on from the line above."""
    low, end = max(place.low, place.start - 60), place.start
    if end > low and text[end - 1] == "\n":
        end -= 1
    stop = _TO_LAST_STOP.match(text, low, end)
    start = stop.end() if stop else low
    words = text[start:end]
    begins = start in (0, place.begin) or text[start - 1] == "\n" or words[1:2] == "是"
    return _MARKER.sub("", words) if begins else words


def _sum_before(text: str, place: Surroundings) -> str:
    """The payment that the words up to the comma before end with: 工作补贴 of 「发给工作补贴，标准为每月300元」."""
    found = _BEFORE_COMMA.search(text, max(place.low, place.start - 40), place.start)
    noun = _noun_before(found["words"]) if found else None
    return noun if noun and _SUM.search(noun) else ""


def _noun_before(words: str) -> str | None:
    """The noun phrase at the end of these words, without what leads over to the figure."""
    words = _LEAD.sub("", words)
    if not words:
        return None
    if words.endswith(_PAID):
        words = words[:-2]
    while (tail := _TAIL.search(words, max(0, len(words) - _LONGEST_TAIL))) is not None and tail.start() < tail.end():
        words = words[: tail.start()]
    opened = 0
    for opener in _OPENERS.finditer(words):
        if opener.end() - opener.start() < 2 or not _PART_OF_NOUN.match(words, opener.end()):
            opened = opener.end()
    noun = _LEAD.sub("", words[opened:])
    if noun[:1] in ("上", "其"):
        noun = _AFORESAID.sub("", noun)
    return noun if _is_noun(noun) else None


def _noun_behind(text: str, place: Surroundings, kind: UnitKind) -> str | None:
    """The noun that a figure counts or measures out: 3名工作人员, 500元补助, 为期3个月的行动, 七年以下有期徒刑."""
    found = _RIGHT.match(text, place.end, place.high)
    if found is None:
        return None
    words = found[0]
    if kind is UnitKind.MONEY:
        money = _MONEY_NOUN.match(_GIVES.sub("", words))
        return money["noun"] if money and len(money["noun"]) > 1 else None
    if kind in (UnitKind.PERIOD, UnitKind.DAY):
        judged = _JUDGED.match(words.removeprefix("的"))
        if judged:
            return judged[0]
        if not words.startswith("的"):
            return None
    words = words.removeprefix("的")
    verb = _VERBS.search(words)
    noun = words[: verb.start()] if verb else words
    return noun if _is_noun(noun) else None


def _is_noun(noun: str) -> bool:
    return (
        2 <= len(noun) <= _LONGEST
        and not noun.endswith("时")
        and _NO_NOUN.fullmatch(noun) is None
        and not noun[0].isdigit()
    )
