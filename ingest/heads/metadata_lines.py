"""What a web page's table, a front matter or labelled lines above a notice say: 发文字号：…  成文日期：…"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.dates import first_date
from ingest.document_number import find_document_numbers
from ingest.fields import METADATA
from ingest.heads.reading import HeadReading
from ingest.paragraphs import Paragraph
from ingest.title import clean_title

_LABELS = {
    "标题": "title",
    "title": "title",
    "名称": "title",
    "信息名称": "title",
    "文件名称": "title",
    "公文名称": "title",
    "发文字号": "document_number",
    "文号": "document_number",
    "发文文号": "document_number",
    "文件编号": "document_number",
    "发布文号": "document_number",
    "颁布文号": "document_number",
    "公文文号": "document_number",
    "发文机关": "issuing_authorities",
    "发布机构": "issuing_authorities",
    "发文机构": "issuing_authorities",
    "发布机关": "issuing_authorities",
    "制发机关": "issuing_authorities",
    "发文单位": "issuing_authorities",
    "发布单位": "issuing_authorities",
    "发布部门": "issuing_authorities",
    "颁布部门": "issuing_authorities",
    "颁布单位": "issuing_authorities",
    "颁布机关": "issuing_authorities",
    "制定机关": "issuing_authorities",
    "author": "issuing_authorities",
    "成文日期": "dated_on",
    "发文日期": "dated_on",
    "制发日期": "dated_on",
    "签发日期": "dated_on",
    "date": "dated_on",
    "发布日期": "published_on",
    "公开日期": "published_on",
    "公布日期": "published_on",
    "颁布日期": "published_on",
    "颁布时间": "published_on",
    "生效日期": "effective_on",
    "生效时间": "effective_on",
    "施行日期": "effective_on",
    "施行时间": "effective_on",
    "实施日期": "effective_on",
    "实施时间": "effective_on",
    "索引号": "catalog_number",
    "统一编号": "registration_number",
    "主题词": "keywords",
    "主题分类": "subject",
    "信息分类": "subject",
}
_OTHER_LABELS = (
    "信息索引|生成日期|生成时间|文件类型|体裁分类|服务对象|有效性|信息来源|公文种类|组配分类|文件状态|效力状态|公开方式|公开范围|公开形式|信息公开选项"
    "|时效性|效力级别|效力等级|效力位阶|法律效力位阶|法宝引证码|引证码|法规类别|法规来源|所属类别|专题分类|批准机关|批准日期|失效日期|失效时间|废止日期"
)
_SPACED_LABELS = "|".join(
    r"[ \t\u3000]*".join(label)
    for label in sorted((*_LABELS, *_OTHER_LABELS.split("|")), key=len, reverse=True)
    if not label.isascii() and label not in ("标题", "名称", "主题词")
)
# A labelled line of a page saved as plain text; several labels may share a line; a label in brackets needs no colon.
#   matches   发文字号：浙民养〔2021〕15号 | 索 引 号：000014349/2018-00234　发文机关：国务院办公厅 | 【时效性】现行有效
#   rejects   文号：见附件 (read, and kept without a number) | 联系人：张三 (no label of a page's table)
_LABELLED = re.compile(
    rf"(?:(?<=^)|(?<=[ \t\u3000]))[\[【]?[ \t\u3000]*(?P<label>{_SPACED_LABELS})[ \t\u3000]*(?:[\]】][ \t\u3000]*[：:]?|[：:])"
)


def read_metadata(paragraph: Paragraph, reading: HeadReading) -> None:
    """Take a line of a page's table into the field that its label names."""
    line = paragraph.first
    _read_value(paragraph, line.label or "", min(line.value_start, len(paragraph.text)), len(paragraph.text), reading)


def is_labelled(text: str) -> bool:
    """Whether a line of plain text begins with a label of a page's table."""
    return len(text) <= 200 and _LABELLED.match(text) is not None


def read_labelled(paragraph: Paragraph, reading: HeadReading) -> None:
    """Take each labelled value of a line of plain text."""
    for label, start, end in _values(paragraph.text):
        _read_value(paragraph, label, start, end, reading)


def _values(text: str) -> Iterator[tuple[str, int, int]]:
    labels = list(_LABELLED.finditer(text))
    for i, match in enumerate(labels):
        yield match["label"], match.end(), labels[i + 1].start() if i + 1 < len(labels) else len(text)


def _read_value(paragraph: Paragraph, printed_label: str, start: int, end: int, reading: HeadReading) -> None:
    label = "".join(printed_label.split()).strip("：:").lower()
    name = _LABELS.get(label, f"metadata:{label}")
    value = paragraph.text[start:end].strip()
    reading.spans.append(paragraph.span)
    if not value:
        return
    start += len(paragraph.text[start:end]) - len(paragraph.text[start:end].lstrip())
    if name == "effective_on" and first_date(value) is None:
        name = f"metadata:{label}"
    elif name == "dated_on":
        found = first_date(value)
        if found is None:
            name = f"metadata:{label}"
        else:
            reading.dated_on = reading.dated_on or found[0]
    elif name == "issuing_authorities":
        reading.issuers = reading.issuers or tuple(n for n in re.split(r"[ \t\u3000、，,；;]+", value) if n)
    elif name == "document_number":
        mentions = find_document_numbers(value)
        if not mentions:
            name = f"metadata:{label}"
        else:
            value = mentions[0].normal
    elif name == "title":
        value = clean_title(value)
    begin = paragraph.span[0] + start
    length = len(paragraph.text[start:end].rstrip())
    reading.add(name, value, paragraph, (begin, begin + length), METADATA)
