"""The genre's language: captions, sentences and mentions, all put together from our own words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

SLOTS: dict[str, tuple[str, ...]] = {
    "who": (
        "各级党组织",
        "老干部工作部门",
        "组织人事部门",
        "各单位",
        "离退休干部党支部",
        "老年大学",
        "财政部门",
        "原单位",
        "社区党委",
        "乡镇（街道）",
        "服务专员",
        "卫生健康部门",
        "联络员",
        "活动中心",
        "各地区各部门",
        "工作专班",
    ),
    "whom": (
        "离休干部",
        "退休干部",
        "老党员",
        "高龄独居老同志",
        "异地居住的老同志",
        "离退休干部党支部书记",
        "“五老”志愿者",
        "新近退休的同志",
        "行动不便的老同志",
        "失能老同志",
        "离休干部无固定收入的遗属",
        "担任过领导职务的老同志",
    ),
    "adv": ("认真", "及时", "主动", "分层分类", "按季度", "扎实", "定期", "统筹", "逐项", "依规", "常态化", "就近就便"),
    "do": (
        "走访慰问",
        "健康体检",
        "政策解读",
        "集中学习",
        "上门送学",
        "谈心谈话",
        "信息核对",
        "志愿服务",
        "困难帮扶",
        "台账管理",
        "经费报销",
        "数字技能培训",
        "家庭医生签约",
        "关系转接",
        "情况通报",
        "参观考察",
    ),
    "thing": (
        "学习制度",
        "联系名册",
        "服务清单",
        "工作台账",
        "应急联络机制",
        "经费使用办法",
        "阵地开放时间表",
        "课程目录",
        "积分管理细则",
        "“一人一策”方案",
        "银龄人才库",
        "通报会制度",
        "书记工作例会",
        "就医绿色通道",
        "帮扶资金",
    ),
    "aim": (
        "让老同志少跑腿",
        "确保件件有回音",
        "做到底数清、情况明",
        "形成上下贯通的工作格局",
        "把好事办实、实事办好",
        "切实减轻基层负担",
        "推动工作提质增效",
        "不搞一刀切",
        "防止层层加码",
        "营造敬老爱老的良好氛围",
    ),
    "brand": (
        "“银辉先锋”",
        "“夕照红”",
        "“暖心驿站”",
        "“老骥讲堂”",
        "“金秋课堂”",
        "“三送三问”",
        "“1+3+N”",
        "“桑榆助力”",
        "“互联网+党建”",
        "“四必访”",
        "“银龄数字课堂”",
    ),
    "place": (
        "老干部活动中心",
        "社区党群服务中心",
        "老年大学分校",
        "干休所",
        "红色教育基地",
        "村级文化礼堂",
        "“家门口”教学点",
    ),
    "fund": ("工作补贴", "特需经费", "活动经费", "慰问金", "护理费", "交通补助", "培训费", "书报费", "党建工作经费"),
    "period": ("每年", "每季度", "每半年", "每月", "任期内", "年度内", "每届任期"),
    "unit": ("元", "元", "万元", "人", "次", "个", "学时", "场"),
    "title": (
        "关于做好离退休干部走访慰问工作的意见",
        "离退休干部党支部工作规则",
        "老年教育发展三年行动计划",
        "机关经费管理办法（试行）",
        "关于组织老同志参与基层治理的若干措施",
        "老干部活动中心开放服务规范",
        "退休干部荣誉仪式操作指引",
        "特困帮扶资金管理办法",
    ),
    "agency": ("组通字", "老干发", "财行", "民发", "政办发", "人社发", "卫老龄函"),
}

TEMPLATES: tuple[str, ...] = (
    "{who}要{adv}开展{do}，健全{thing}，{aim}。",
    "{who}应当{adv}组织{whom}参加{do}，{period}不少于{small}次。",
    "对{whom}，由{who}负责{do}，{aim}。",
    "依托{place}，打造{brand}品牌，引导{whom}在{do}、{do}等方面发挥作用。",
    "把{do}纳入{who}年度重点任务，明确责任人和完成时限，{aim}。",
    "建立{thing}，实行{who}牵头、{who}配合的工作机制，{adv}研究解决{do}中的困难和问题。",
    "{whom}{fund}按每人{per}不低于{money}元的标准执行，所需资金列入同级财政预算。",
    "{fund}标准由每人{per}{money}元调整为{money}元，自{date}起执行。",
    "到{year}年底，全市{do}覆盖面达到{percent}%以上，新建示范{place}{small}个，投入资金{decimal}万元。",
    "根据《{title}》（{number}）要求，{who}要{adv}完善{thing}。",
    "认真落实《{title}》，坚持{brand}工作思路，{aim}。",
    "一是{adv}开展{do}；二是{adv}完善{thing}；三是加强对{whom}的关心关怀，{aim}。",
    "鼓励{whom}结合自身专长（含{do}、{do}等）参与{place}建设，坚持自愿量力，{aim}。",
    "{who}于{date}前将{thing}报送备案；逾期未报的，由{who}予以提醒。",
    "年满{age}周岁的{whom}，{who}可上门提供{do}服务；确有特殊情况的，可以委托{who}办理。",
    "推行{brand}做法，用好线上平台（网址：www.yinling.example.cn），{adv}公布{thing}。",
    "坚持缺什么补什么、什么管用抓什么，{adv}抓好{do}、{do}、{do}。",
    "{who}主要负责同志要亲自过问，分管负责同志要靠前指挥，做到“{do}、{do}”两手抓、两不误。",
    "{do}情况作为{who}考核评价的重要内容，考核结果分为优秀、良好、一般3个等次。",
    "同一事项不重复报送，能够通过数据共享取得的材料不再要求{whom}提供。",
    "推荐对象一般从{whom}中产生，比例不超过总数的{percent}%，名额向基层一线倾斜。",
    "按照《关于转发〈{title}〉的通知》（{number}）部署，{who}要{adv}抓好{do}。",
    "各地要结合{brand}行动，每月{small}日前通报{do}进展，{aim}！",
)  # fmt: skip

# How a paragraph may begin so that its first words remind of numbering; it goes on with a sentence.
OPENINGS: tuple[str, ...] = (
    "{year}年以来，", "{small}月底前，", "“三会一课”制度要坚持经常。", "第一书记要带头联系老同志。", "一要讲政策，二要讲感情。",
    "一般情况下，", "一季度，", "十四五期间，", "一年内，", "三级联动方面，", "第一批试点单位要先行一步。", "《{title}》印发以来，",
    "3个试点县（市、区）要总结经验。", "附件所列材料由{who}统一印制。", "第三方评估结果向社会公布。", "60%以上的支部要达到示范标准。",
)  # fmt: skip

# What looks like a heading and is none: what stands before it in the sentence, the mention, what follows.
MENTIONS: tuple[tuple[str, str, str], ...] = (
    ("适用范围和程序严格按照", "第三条", "的规定办理，不得擅自放宽"),
    ("相关待遇的申领材料参照", "第二章", "有关要求准备，一次告知"),
    ("对符合本部分", "（一）项", "所列情形的人员优先安排"),
    ("具体由组织部门会同财政部门根据", "（二）、（三）项", "规定提出意见"),
    ("办理时限可以比照本条", "一、二款", "的规定适当延长"),
    ("职级待遇比照", "二、三级", "巡视员的有关规定确定"),
    ("慰问活动一般安排在每年", "1、2月份", "集中组织，平时注意经常联系"),
    ("年度投入由上年的八千元增加到", "1.5万元", "，并向困难单位倾斜"),
    ("参训率较上年提高", "10.5%", "，其中基层一线提高更多"),
    ("新的标准自", "2020年5月1日", "起执行，此前已经发放的不再追补"),
    ("集中轮训每期安排", "3天", "，可以分段实施"),
    ("经费缺口由市级财政安排", "20万元", "予以补助，专款专用"),
    ("学习安排详见附表", "（3）", "所列课程，可以适当调整"),
    ("其余事项继续适用原办法", "第十二条", "的要求，不再另行规定"),
    ("帮扶资金按实际支出的", "1.2倍", "以内掌握，超出部分由单位自筹"),
    ("服务对象划分为", "一、二、三类", "，分别建立联系制度"),
    ("任务完成情况按照", "3.1", "所述口径统计，不得虚报"),
    ("申报材料见本通知", "附件1", "所列清单，缺件的一次告知"),
    ("处理结果在三日内", "抄送", "原单位和居住地社区党组织"),
    ("符合条件的村可以选派", "第一书记", "协助做好老同志工作"),
    ("有关名词的含义同", "一、", "二两个部分的说明"),
    ("组织关系转接时限为", "5个", "工作日，特殊情况可以延长"),
)

CAPTION_VERBS = ("加强", "健全", "完善", "强化", "落实", "推进", "规范", "深化", "提升", "夯实", "优化", "做好")
CAPTION_NOUNS = (
    "政治引领", "组织建设", "教育培训", "服务保障", "经费管理", "阵地建设", "作用发挥", "走访慰问", "督促检查", "队伍建设",
    "信息化水平", "关怀帮扶", "组织领导", "责任落实", "宣传引导", "制度机制", "老年大学办学", "“双报到”工作", "健康服务",
    "待遇落实", "党员日常管理", "支部书记选配", "学习活动",
)  # fmt: skip
SHORT_CAPTIONS = ("总体要求", "指导思想", "工作目标", "基本原则", "主要任务", "保障措施", "组织领导", "工作要求", "督查问责",
                  "发放对象", "发放标准", "申报程序", "时间安排", "经费来源")  # fmt: skip
COLON_CAPTIONS = (
    "发放对象",
    "发放标准",
    "元旦",
    "春节",
    "重阳节",
    "申报时间",
    "经费渠道",
    "报名方式",
    "培训时间",
    "学制学时",
)
LIST_WORDS = (
    "党建、",
    "学习、",
    "文体、",
    "健康、",
    "慰问、",
    "宣讲、",
    "志愿者、",
    "联络员、",
    "老党员、",
    "活动室、",
)

Punctuate = Callable[[str], str]


class Language:
    """Draws the words of one notice; the same random source gives the same words."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.draw.randrange(len(options))]

    def chance(self, probability: float) -> bool:
        """Whether something happens that does in `probability` of all cases."""
        return self.draw.random() < probability

    def figure(self, name: str) -> str:
        """A figure for the slot `name` of a sentence."""
        draw = self.draw
        match name:
            case "small":
                return str(draw.randint(1, 12))
            case "age":
                return str(draw.choice((60, 70, 75, 80, 90)))
            case "money":
                return str(draw.choice((100, 150, 200, 300, 500, 800, 1000, 1200, 2000)))
            case "percent":
                return draw.choice(("90", "95", "85.5", "30", "100", "98.6"))
            case "decimal":
                return f"{draw.randint(1, 90)}.{draw.randint(1, 9)}"
            case "year":
                return str(draw.randint(2016, 2025))
            case "date":
                return f"{draw.randint(2016, 2025)}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日"
            case "per":
                return draw.choice(("每月", "每年", "每次", "每天"))
            case "number":
                left, right = draw.choice(("〔〕", "〔〕", "[]", "（）"))
                return f"{self.one(SLOTS['agency'])}{left}{draw.randint(2008, 2024)}{right}{draw.randint(1, 180)}号"
        return self.one(SLOTS[name])

    def sentence(self) -> str:
        """One sentence, closed by its mark."""
        return re.sub(r"\{(\w+)\}", lambda slot: self.figure(slot[1]), self.one(TEMPLATES))

    def enumeration(self) -> str:
        """A sentence that counts inside itself; no part of it is a clause."""
        marks = self.one(
            (("（1）", "（2）", "（3）"), ("1.", "2.", "3."), ("①", "②", "③"), ("（一）", "（二）", "（三）"))
        )
        return "申报材料包括：" + "；".join(mark + self.figure("thing") for mark in marks) + "。"

    def opening(self) -> str:
        """The first words of a paragraph that only look like numbering, up to where a sentence follows."""
        return re.sub(r"\{(\w+)\}", lambda slot: self.figure(slot[1]), self.one(OPENINGS))

    def statement(self) -> str:
        """A sentence without its mark, for a clause that has no other heading."""
        while True:
            sentence = self.sentence()
            if sentence.endswith("。"):
                return sentence[:-1]

    def item(self) -> str:
        """A 项 without its mark: 年满80周岁的；"""
        return self.draw.choice(
            (
                f"年满{self.figure('age')}周岁的{self.figure('whom')}",
                f"{self.figure('whom')}申请{self.figure('do')}的",
                f"{self.figure('per')}超过{self.figure('money')}元的",
                f"未按照本办法规定使用{self.figure('fund')}，情节较轻的",
            )
        )

    def sentences(self, least: int, most: int) -> str:
        """Several sentences in a row."""
        return "".join(self.sentence() for _ in range(self.draw.randint(least, most)))

    def caption(self) -> str:
        """The words of a heading, 4 to about 16 characters, no mark inside."""
        if self.chance(0.25):
            return self.one(SHORT_CAPTIONS)
        words = self.one(CAPTION_VERBS) + self.one(CAPTION_NOUNS)
        if self.chance(0.3):
            words = self.one(("切实", "进一步", "扎实", "持续")) + words
        if self.chance(0.2):
            words += self.one(("和", "与")) + self.one(CAPTION_NOUNS)
        if self.chance(0.08):
            words = f"实施{self.one(SLOTS['brand'])}行动"
        return words

    def long_caption(self) -> str:
        """A heading of two or three parts that needs more than one line."""
        parts = [self.caption() for _ in range(self.draw.randint(2, 3))]
        return "，".join(parts)

    def filler(self, length: int) -> str:
        """A list of nouns of exactly `length` characters, 6 or more, that may stand anywhere in a sentence."""
        threes = next(n for n in range(4) if length >= 3 * n and (length - 3 * n) % 4 == 0)
        short = [w for w in LIST_WORDS if len(w) == 3]
        long = [w for w in LIST_WORDS if len(w) == 4]
        words = [self.one(short) for _ in range(threes)] + [self.one(long) for _ in range((length - 3 * threes) // 4)]
        self.draw.shuffle(words)
        return "".join(words)
