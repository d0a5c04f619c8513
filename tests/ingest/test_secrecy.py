"""Files that bear a 密级 are not taken in; internal ones are marked; words that speak of secrets are no mark."""

from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.errors import RefusedFileError
from ingest.model import DroppedText, Line, LineKind, ParsedFile, Secrecy
from ingest.secrecy import marking_of, refuse_classified

HEAD = "某市民政局文件\n某民发〔2023〕8号\n某市民政局关于做好走访慰问工作的通知\n各县（市、区）民政局：\n"
BODY = "一、总体要求\n认真做好走访慰问工作，慰问标准为每人500元。\n二、工作安排\n各地于3月底前完成。\n某市民政局\n2023年3月1日\n"


def parsed(tmp_path: Path, text: str) -> ParsedFile:
    file = tmp_path / "通知.txt"
    file.write_text(text, encoding="utf-8")
    return parse_file(file)


@pytest.mark.parametrize(
    ("head", "secrecy", "text"),
    [
        ("机密★1年\n" + HEAD, Secrecy.SECRET, "机密★1年"),
        ("000012\n秘 密 ★ 6 个 月\n特急\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密★6个月"),
        ("000012　绝密★长期　特急\n" + HEAD, Secrecy.TOP_SECRET, "绝密★长期"),
        ("密级：秘密\n紧急程度：加急\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密"),
        ("机密\n" + HEAD, Secrecy.SECRET, "机密"),
        ("机　密\n" + HEAD, Secrecy.SECRET, "机密"),
        ("（秘密）\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密"),
        ("【机密】\n" + HEAD, Secrecy.SECRET, "机密"),
        ("机密级\n" + HEAD, Secrecy.SECRET, "机密级"),
        ("秘密件\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密件"),
        ("秘密★至2025年12月31日\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密★至2025年12月31日"),
        ("机密＊５年\n" + HEAD, Secrecy.SECRET, "机密＊５年"),
        ("绝密☆启用前\n" + HEAD, Secrecy.TOP_SECRET, "绝密☆启用前"),
        (HEAD.replace("的通知", "的通知（秘密★1年）"), Secrecy.CONFIDENTIAL, "秘密★1年"),
        ("密级：\n机密\n" + HEAD, Secrecy.SECRET, "机密"),
        ("---\ntitle: 走访慰问\n密级: 秘密\n---\n" + HEAD, Secrecy.CONFIDENTIAL, "秘密"),
        ("某市民政局文件　　　　机密★3年\n" + HEAD.split("\n", 1)[1], Secrecy.SECRET, "机密★3年"),
    ],
)
def test_a_mark_of_the_head_classifies_the_file(tmp_path: Path, head: str, secrecy: Secrecy, text: str) -> None:
    found = parsed(tmp_path, head + BODY)
    assert found.marking is not None
    assert (found.marking.secrecy, found.marking.text) == (secrecy, text)
    with pytest.raises(RefusedFileError, match=r"通知\.txt：标有密级“.*涉密文件不能收入"):
        refuse_classified(found)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY + "秘密★1年\n附件\n慰问名单\n" + BODY,  # the notice that is attached has a head of its own
        HEAD + BODY.replace("二、", "— 1 —\n秘密★1年\n二、"),  # a running head at the turn of the page
        HEAD + BODY.replace("二、", "— 1 —\n秘密★1年　　某市民政局文件\n二、"),
    ],
)
def test_a_mark_further_down_classifies_the_file(tmp_path: Path, text: str) -> None:
    found = parsed(tmp_path, text)
    assert found.marking is not None and found.marking.is_classified


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY,
        HEAD + "一、保密要求\n严格保守国家秘密、工作秘密和商业秘密，涉及机密事项的不得上网。\n" + BODY,
        HEAD + "一、标志\n国家秘密载体应当在首页标注“机密★10年”，由专人保管。\n" + BODY,
        HEAD + "一、密级\n密级分为绝密、机密、秘密三级。\n" + BODY,
        "某市关于加强保守国家\n秘密\n工作的通知\n各单位：\n" + BODY,
        "某市保守国家秘密办法\n第一条 为了保守国家秘密，制定本办法。\n第二条 密级分为绝密、机密、秘密三级。\n",
        HEAD + BODY + "附件\n登记表\n密级：□绝密　□机密　□秘密\n",
        "密级：公开\n" + HEAD + BODY,
        "密级：无\n" + HEAD + BODY,
        "秘密事项管理办法\n第一条 秘密事项由专人管理。\n",
        "秘密★10年（已解密）\n" + HEAD + BODY,
        HEAD + "一、要求\n不得泄露\n秘密\n，违者追责。\n" + BODY,
    ],
)
def test_words_that_speak_of_secrets_are_no_mark(tmp_path: Path, text: str) -> None:
    found = parsed(tmp_path, text)
    assert found.marking is None
    refuse_classified(found)


@pytest.mark.parametrize(
    "head",
    [
        "内部资料\n",
        "内部资料　注意保存\n",
        "（内部文件，不得外传）\n",
        "密级：内部\n",
        "内部参考\n",
        "内部资料，请妥善保管\n",
    ],
)
def test_what_is_internal_is_taken_in_and_marked(tmp_path: Path, head: str) -> None:
    found = parsed(tmp_path, head + HEAD + BODY)
    assert found.marking is not None and found.marking.secrecy is Secrecy.INTERNAL
    assert any("只有管理员能导出" in warning for warning in found.warnings)
    refuse_classified(found)


def test_internal_matters_in_running_text_are_no_mark(tmp_path: Path) -> None:
    found = parsed(tmp_path, HEAD + "一、管理\n内部资料由办公室管理，内部文件不得外传。\n" + BODY)
    assert found.marking is None


@pytest.mark.parametrize("reason", ["页眉", "页眉或页脚", "斜排文字（水印、印章）", "印章文字"])
def test_what_stands_around_the_text_marks_it(reason: str) -> None:
    found = marking_of([Line("关于走访慰问的通知")], [DroppedText("秘密", reason, 2)])
    assert found is not None and (found.secrecy, found.page) == (Secrecy.CONFIDENTIAL, 2)
    internal = marking_of([Line("关于走访慰问的通知")], [DroppedText("内部资料", reason)])
    assert internal is not None and not internal.is_classified


def test_what_a_web_page_links_to_marks_nothing() -> None:
    assert marking_of([Line("关于走访慰问的通知")], [DroppedText("秘密", "网页导航")]) is None


def test_a_row_of_a_table_names_the_level() -> None:
    row = Line("密级\t机密★5年\t紧急程度\t特急", kind=LineKind.TABLE_ROW)
    found = marking_of([row, Line("关于走访慰问的通知")])
    assert found is not None and found.text == "机密★5年"


def test_the_gravest_mark_counts() -> None:
    found = marking_of([Line("内部资料"), Line("秘密★1年"), Line("绝密★长期")])
    assert found is not None and found.secrecy is Secrecy.TOP_SECRET
