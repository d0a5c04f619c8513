"""Units of the genre: how each is printed after a figure, what it may not be the beginning of, and its kind."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class UnitKind(StrEnum):
    """What a unit measures, as far as reading its figure depends on it."""

    MONEY = "money"
    SHARE = "share"
    PERSON = "person"
    TIMES = "times"
    PERIOD = "period"
    DAY = "day"  # 日, which a date ends with as well
    AGE = "age"
    COUNT = "count"
    LISTED = "listed"  # counts whose Chinese numerals are mostly ordinals or names: 一期工程, 第三节
    SCORE = "score"
    MEASURE = "measure"


# After each unit, what may not follow: 5元 but no 5元旦, 3名 but no 3名单. One row, one kind; longer units first.
_VOCABULARY: dict[UnitKind, str] = {
    UnitKind.MONEY: r"美元 欧元 港元 日元 英镑 元(?![旦宵素件老首勋月年气])",
    UnitKind.SHARE: r"个?百分点 [%‰‱]",
    UnitKind.TIMES: r"频次 批次(?!性) 场次 班次 车次 人次 户次 件次 台次 辆次 架次 艘次 家次 例次 项次 课次 组次 "
    r"次(?![日月年要生数序级于之贷品氯性])(?!会议纪|全会|全体) 轮(?![训岗流值换胎椅]) 遍(?![布及]) 趟 回(?![复避访头应报落收顾归执到])",
    UnitKind.PERSON: r"名(?![单字录义称额誉片列为著胜]) 人(?![民员口才大数事行间类均物为家文力力生格心情选防身工社代们体士流群道质证权机])"
    r" 位(?![置于数一])",
    UnitKind.AGE: r"周岁 岁(?![末月数入])",
    UnitKind.PERIOD: r"个?(?:工作日|自然日|交易日) 个半?月 个半小时 个?(?:小时|学时|课时|工时|学分) 个(?:季度|学期|学年|年度|星期|昼夜) 学年 学期 "
    r"分钟 秒钟? 刻钟 天(?![然气津下空地府桥河]) 周(?![岁年边围期末密报到全转知济二三四五六日]|一(?!次)) "
    r"年半(?!载) 年(?![度代级龄底初版末份均轻货终报检薪鉴第前间关华谊味轮月\d]|[一二三四五六七八九十]+月|会(?!议))",
    UnitKind.DAY: r"日(?![期常益报夕用程记历本均间志照产语\d]|前夕)",
    UnitKind.SCORE: r"分(?![之钟贝别类析布工管解开级期组享发配歧局支部子行公会校院数量段散流批步红明外寸成摊担离设区制值])",
    UnitKind.MEASURE: r"毫克/(?:立方米|升) 微克/(?:立方米|升) [mμu]?g/(?:m³|m3|L|l) 平方米 平方公里 平方千米 立方米 公顷 亩(?!均) 海里 公里 千米 厘米 毫米 "
    r"米(?![粉面饭线]) 吨标准煤 吨 公斤 千克 毫克 斤 克(?![服制隆扣拉]) 毫升 千升 升(?![级学温旗值入至任格高降迁本华腾]) 千瓦时 兆瓦时? 千瓦 "
    r"千伏安? 兆帕 千帕 兆电子伏 兆赫 立方厘米 分贝 摄氏度 度电 倍(?![增加数感速率]) 字(?![样号体典母段眼幅节]) ㎡ m² km²? mm cm kg mg k[Ww]·?h kW kV MW "
    r"dB(?:\(A\))? ℃ [GMT]B",
    UnitKind.COUNT: r"个(?![人体别性百半]) 家(?![庭长园属乡具电访底族禽畜教校人风政级]) 户(?![籍口外型均主档]) 项(?!目(?:名|库|经)) 件(?!套) 份(?!额) "
    r"种(?![植子养田粮族群]) 类(?![别似型]) 批(?![准复评示量改发]) 处(?![罚理分置级长室于方境]|以(?![上下内])) 所(?![属在有需称得长列示谓]|以(?![上下内])) "
    r"条(?![例块码文]) 篇(?![章幅]) 册(?!子) 套(?![取话餐]) 台(?![账阶湾风]) 辆 艘 架(?![构设]) 间(?![接断隔歇]) 栋 幢 座(?![谈落位右]) 张(?![家贴望]) "
    r"大项 小项 集(?![体团合中成聚结市会贸]) 块(?!钱) 副(?![主书校局市县区处部科省厅会院所秘组队教总董经]) 瓶 幅(?!度) 枚 颗 株 棵 只(?![要能有是]) 匹 "
    r"支(?![部持付出撑委书行援教农配]) 宗(?!旨|教) 笔(?![试记录者]) 场(?![所地景馆合面]) "
    r"堂(?!皇) 餐(?![饮厅馆桌具券盒票食车叙巾位品单盘]) 桌 盒 箱 票(?![据价务面否]) 头(?![部条脑]) 席(?![位卡])",
    UnitKind.LISTED: r"期(?![间限满末货望待刊]) 层(?![次级面]) 节(?![日约目能点假庆水俭气支制选奏]) 部(?![门分长队委署位级件属落下省系]) 组(?![织长成建员合团]) "
    r"页(?!码) 道(?![路德理教具歉]) 题(?![目库材]) 例(?![如外会行]) 届(?![满期内中别时次选全]) 起(?![来草诉点到码止步始施算]) 门(?![槛诊户类口外面店市卫]) 讲(?![话座解课述]) "
    r"本(?=[以及书教图、，。；)]|$)",
}

UNIT = "|".join(unit for row in _VOCABULARY.values() for unit in row.split(" "))
"""Any unit after a figure; put it in a group."""


def _first_characters(unit: str) -> str:
    """Characters that one unit of the vocabulary may begin with."""
    if unit.startswith("个?"):
        return "个" + "".join(word[0] for word in unit.removeprefix("个?").removeprefix("(?:").split("|"))
    if unit.startswith("["):
        inside, _, rest = unit[1:].partition("]")
        return inside + rest.removeprefix("?")[:1]
    return unit[0]


FIRST_CHARACTERS = "".join(
    sorted({c for row in _VOCABULARY.values() for u in row.split(" ") for c in _first_characters(u)})
)
"""Characters that a unit may begin with."""

_KINDS = [(kind, re.compile("|".join(row.split(" ")))) for kind, row in _VOCABULARY.items()]


@lru_cache(maxsize=1024)
def kind_of(unit: str) -> UnitKind:
    """What a unit as printed measures."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(unit)), UnitKind.COUNT)


@lru_cache(maxsize=1024)
def unit_name(printed: str) -> str:
    """Name of a unit: 个 is left out before a noun that is a unit by itself (个工作日), not of 个月."""
    name = printed.replace("半", "")
    if name in ("㎡", "m²"):
        return "平方米"
    return name[1:] if len(name) > 2 and name.startswith("个") else name
