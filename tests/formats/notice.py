"""The notice that is laid out nine ways: every element of GB/T 9704-2012 that people cite, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a paragraph is on the page."""

    HEAD = "head"  # 发文机关标志, red
    NUMBER = "number"  # 发文字号 and 签发人, over the red rule
    TITLE = "title"
    ADDRESSEES = "addressees"
    TEXT = "text"
    PART = "part"  # 一、
    SECTION = "section"  # （一）
    POINT = "point"  # 1.
    ANNEX_NOTE = "annex_note"
    SIGNATURE = "signature"
    DATE = "date"
    NOTE = "note"  # 附注
    ANNEX_HEAD = "annex_head"  # on a new page
    ANNEX_TITLE = "annex_title"
    IMPRINT = "imprint"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, its number as well: programs that number by themselves print `number` before `text`."""

    role: Role
    text: str
    number: str = ""
    annex: bool = False  # numbered anew

    @property
    def printed(self) -> str:
        """Number and text."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, its first row the names of the columns."""

    rows: tuple[tuple[str, ...], ...]


Element = Paragraph | Table

ISSUER = "中共青州市委老干部局"
TITLE = "关于做好离退休干部党支部工作经费和补贴发放工作的通知"
NUMBER = "青老干〔2023〕12号"

NOTICE: tuple[Element, ...] = (
    Paragraph(Role.HEAD, f"{ISSUER}文件"),
    Paragraph(Role.NUMBER, f"{NUMBER}　　　　　　　　签发人：李明"),
    Paragraph(Role.TITLE, TITLE),
    Paragraph(Role.ADDRESSEES, "各镇（街道）党委（党工委），市直各部门党组（党委）："),
    Paragraph(
        Role.TEXT,
        "为加强离退休干部党支部建设，根据《关于加强新时代离退休干部党的建设工作的意见》（鲁老干〔2021〕36号）要求，"
        "现就做好2023年离退休干部党支部工作经费和补贴发放工作通知如下。",
    ),
    Paragraph(Role.PART, "总体要求", "一、"),
    Paragraph(
        Role.TEXT,
        "坚持党建引领、分类管理，把离退休干部党支部工作经费列入年度预算，做到专款专用，让老干部学习有场所、活动有保障、生活有照应。",
    ),
    Paragraph(Role.PART, "主要任务", "二、"),
    Paragraph(
        Role.SECTION,
        "落实工作经费。每个离退休干部党支部每年工作经费不低于3000元，党员人数在50人以上的，每年增加1000元。",
        "（一）",
    ),
    Paragraph(Role.POINT, "工作经费用于学习教育、走访慰问和开展组织生活。", "1."),
    Paragraph(Role.POINT, "结余经费可以转入下一年度继续使用，转入比例不超过20%。", "2."),
    Paragraph(
        Role.SECTION, "发放工作补贴。党支部书记、委员按照下表标准发放工作补贴，所需经费由市财政统一安排。", "（二）"
    ),
    Table(
        (
            ("职务", "补贴标准", "发放方式"),
            ("党支部书记", "每月300元", "按季发放"),
            ("党支部委员", "每月200元", "按季发放"),
        )
    ),
    Paragraph(Role.SECTION, "加强教育培训。市委老干部局每年组织集中培训不少于2次，每次培训时间不少于3天。", "（三）"),
    Paragraph(Role.PART, "组织实施", "三、"),
    Paragraph(
        Role.TEXT,
        "各级党组织要高度重视，于2023年6月30日前完成补贴对象审核工作，10个工作日内将名单报市委老干部局备案。"
        "本通知自2023年5月1日起施行，有效期五年。",
    ),
    Paragraph(Role.ANNEX_NOTE, "附件：离退休干部党支部工作补贴发放细则"),
    Paragraph(Role.SIGNATURE, ISSUER),
    Paragraph(Role.DATE, "2023年4月18日"),
    Paragraph(Role.NOTE, "（此件公开发布）"),
    Paragraph(Role.ANNEX_HEAD, "附件"),
    Paragraph(Role.ANNEX_TITLE, "离退休干部党支部工作补贴发放细则"),
    Paragraph(Role.PART, "发放范围", "一、", annex=True),
    Paragraph(Role.TEXT, "经上级党组织批准成立的离退休干部党支部，其书记、委员任职满6个月的，列入发放范围。"),
    Paragraph(Role.PART, "发放程序", "二、", annex=True),
    Paragraph(Role.SECTION, "申报。各单位每年1月31日前申报补贴对象。", "（一）", annex=True),
    Paragraph(Role.SECTION, "审核。市委老干部局在15个工作日内完成审核。", "（二）", annex=True),
    Paragraph(Role.IMPRINT, "抄送：市纪委，市委组织部，市财政局。"),
    Paragraph(Role.IMPRINT, f"{ISSUER}办公室　　　　　　2023年4月18日印发"),
)

NUMBERED = frozenset({Role.PART, Role.SECTION, Role.POINT})
INDENTED = frozenset({*NUMBERED, Role.TEXT, Role.ANNEX_NOTE, Role.NOTE})
CENTRED = frozenset({Role.HEAD, Role.NUMBER, Role.TITLE, Role.ANNEX_TITLE})
RIGHT = frozenset({Role.SIGNATURE, Role.DATE})


def characters() -> str:
    """Every character of the notice, once: what a font must have to print it."""
    texts = [e.printed if isinstance(e, Paragraph) else "".join(map("".join, e.rows)) for e in NOTICE]
    return "".join(sorted(set("".join(texts))))
