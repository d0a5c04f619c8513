"""A field's value with the place it was read from and how sure the form of its line makes it; names of bodies and people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.model import Evidence, Span
from ingest.paragraphs import Paragraph

# How sure a reading is, by what gave it. What OCR says of a line is multiplied in, so a reading is never surer than its line.
EXACT = 1.0  # a line of the element's own form, where GB/T 9704-2012 puts it
METADATA = 0.95  # the table of a web page, a front matter, a labelled line
ELSEWHERE = 0.9  # its own form, but another place: a number beside the title, a date below it, a head without 文件
DERIVED = 0.8  # read out of another element: an issuer from the title, a number in brackets at the end of the text
LOOSE = 0.6  # of no form of its own: a title without 文种, a short line that stands at the right
GUESSED = 0.5  # from the letters of a number, from an office that printed it


@dataclass(frozen=True, slots=True)
class Field:
    """A value with the place it was read from."""

    value: str
    evidence: Evidence

    def doubted(self, confidence: float) -> Field:
        """The same field, read no more surely than `confidence`."""
        return replace(self, evidence=doubted(self.evidence, confidence))


def doubted(evidence: Evidence, confidence: float) -> Evidence:
    """The same place, with `confidence` multiplied in: what rests on a doubtful reading is more doubtful still."""
    return replace(evidence, confidence=evidence.confidence * confidence)


def evidence_of(paragraph: Paragraph, span: Span | None = None, confidence: float = EXACT) -> Evidence:
    """Where a field stands: the whole paragraph, or a span of the stored text inside it."""
    start, end = span or paragraph.span
    text = paragraph.text[start - paragraph.span[0] : end - paragraph.span[0]]
    return Evidence(text, (start, end), paragraph.page_at(start), confidence * _confidence_of_lines(paragraph))


def evidence_between(text: str, first: Paragraph, last: Paragraph, confidence: float = EXACT) -> Evidence:
    """Where a field of several paragraphs stands; `text` is what is printed from the one to the other."""
    lines = min(_confidence_of_lines(first), _confidence_of_lines(last))
    return Evidence(text, (first.span[0], last.span[1]), first.page, confidence * lines)


def field_in(paragraph: Paragraph, start: int, end: int, confidence: float = EXACT) -> Field:
    """What stands at [start, end) of the paragraph, in characters of the paragraph, white space around it left out."""
    part = paragraph.text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    offset = paragraph.span[0]
    return Field(paragraph.text[start:end], evidence_of(paragraph, (offset + start, offset + end), confidence))


def _confidence_of_lines(paragraph: Paragraph) -> float:
    return min((c for piece in paragraph.pieces if (c := piece.line.confidence) is not None), default=1.0)


def split_names(text: str) -> tuple[str, ...]:
    """Bodies in printed order: 「A、B，C：」 is 「A、B」 and C, for 、 lists inside one kind and ， parts the kinds."""
    text = "".join(text.split()).strip("：:。；;，,")
    names: list[str] = []
    depth = begin = 0
    for i, character in enumerate(text):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif character in "，,；;。" and depth == 0:
            names.append(text[begin:i])
            begin = i + 1
    names.append(text[begin:])
    return tuple(n for n in names if n)


# Surnames of more than nine in ten people; a line of names alone is told from a title's line by them.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱"
    "秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜"
    "肖阮欧裴甘霍游景包司穆覃冉尚车吉费鲍应阳房仇柯单苗冷娄宁欧阳上官"
)


def people_in(text: str) -> tuple[str, ...]:
    """Names of people set beside one another, 「王　明　李大海」; () when the text holds anything else."""
    bare = re.sub(r"[（(][^（）()]*[）)]", " ", text)
    names: list[str] = []
    single = ""
    for token in re.split(r"[\s、，,；;]+", bare.strip()):
        if len(token) == 1 and not single:
            single = token
            continue
        names.append(single + token)
        single = ""
    if single or not all(
        re.fullmatch(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}", n) for n in names
    ):
        return ()
    return tuple(names)


def are_people(names: tuple[str, ...]) -> bool:
    """Whether names begin with a surname, each of them."""
    return bool(names) and all(n[0] in _SURNAMES for n in names)
