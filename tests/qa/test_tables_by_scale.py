"""Rows by period, range, rank and membership: the row of every condition, both where two remain, none that surely does not fit."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.model import AnswerOutcome
from qa.tables.members import classes_of_members
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.table_notices import notice

NOTICES = {
    "护理": notice(
        "调整离休人员护理费标准", "某省委老干部局", "护理费标准。标准如下：",
        [("参加工作时间", "原标准（每月）", "新标准（每月）"), ("1937年7月6日以前", "2700元", "3100元"),
         ("1937年7月7日至1942年12月31日", "2350元", "2790元"), ("1943年1月1日至1945年9月2日", "1950元", "2410元"),
         ("1945年9月3日至1949年9月30日", "1620元", "1980元")],
    ),
    "加梯": notice(
        "支持老旧小区加装电梯", "某市住房和城乡建设局", "补助标准。电梯补助标准如下：",
        [("房屋建成时间", "每台补助"), ("1990年以前", "28万元"), ("1991年至2000年", "22万元"), ("2001年至2005年", "15万元")],
    ),
    "支部": notice(
        "发放村党支部工作补贴", "某县委组织部", "补贴标准。村党支部班子补贴按照下表执行：",
        [("党员人数", "书记（元/月）", "委员（元/月）"), ("10名以下", "310", "150"), ("11至30名", "370", "180"), ("31名以上", "430", "210")],
    ),
    "机构": notice(
        "补助养老机构运营", "某市民政局", "运营补助。养老机构按照床位数补助：",
        [("床位（张）", "每年补助"), ("30—99", "3万元"), ("100—199", "6万元"), ("200以上", "9万元")],
    ),
    "讲师": notice(
        "发放下乡讲课补助", "某市社会科学界联合会", "讲课补助。讲课补助标准如下：",
        [("职称", "近郊县（每天）", "远郊县（每天）"), ("正高级职称", "420元", "510元"), ("副高级职称", "330元", "400元"), ("其他", "240元", "290元")],
        "<p>远郊县包括青石县、白塔县，其余为近郊县。</p>",
    ),
    "采暖": notice(
        "发放取暖补贴", "某自治区财政厅", "取暖补贴。取暖补贴标准如下：",
        [("地区类别", "每户每年"), ("一类地区", "1900元"), ("二类地区", "1600元")],
        "<p>一类地区包括黑水市、银山市；二类地区包括柳河市。</p>",
    ),
    "慰问": notice(
        "规范职工慰问", "某市总工会", "慰问标准。按照下表执行：",
        [("慰问情形", "在职职工", "退休职工"), ("春节（元/人）", "600", "450"), ("住院（元/次）", "1100", "850")],
    ),
    "课程": notice(
        "公布少年宫收费标准", "某区青少年宫", "学费标准。少年宫学费标准如下：",
        [("课程类别", "学费（元/学期）"), ("书法、国画类", "260"), ("钢琴、二胡等器乐类", "480")],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("scales")
    files = []
    for name, text in NOTICES.items():
        path = folder / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return index_of(files)


# question, what the first line must say, what it must not say
ANSWERED = [
    ("1944年参加工作的离休干部护理费新标准每月多少钱", ["2410元"], ["1950", "2790", "1980", "3100"]),
    ("1944年参加工作的离休干部护理费每月多少钱", ["2410元"], ["1950", "2790", "1980", "3100"]),
    ("1945年10月参加工作的离休干部护理费每月多少", ["1980元"], ["2410", "1620"]),
    ("1945年参加工作的离休干部护理费每月多少", ["2410元", "1980元"], ["2790", "3100"]),
    ("1944年参加工作的离休干部护理费原标准每月多少", ["1950元"], ["2790", "1980"]),
    ("1995年建成的房屋加装电梯每台补助多少", ["22万元"], ["28万", "15万"]),
    ("村党支部有20个党员，书记补贴每月多少", ["370"], ["310", "430", "180"]),
    ("村党支部党员35名，委员补贴每月多少元", ["210"], ["430", "180"]),
    ("养老机构有120张床位，运营补助每年多少", ["6万元"], ["3万", "9万"]),
    ("副高职称去白塔县讲课一天补助多少", ["400元"], ["330", "510", "420", "290"]),
    ("柳河市取暖补贴每户每年多少", ["1600元"], ["1900"]),
    ("退休职工住院慰问金一次多少", ["850"], ["1100", "450", "600"]),
    ("少年宫钢琴课一学期学费多少", ["480"], ["260"]),
]


@pytest.mark.parametrize(("question", "said", "unsaid"), ANSWERED, ids=[a[0] for a in ANSWERED])
def test_the_row_is_chosen_by_every_condition(
    index: InMemoryIndex, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED, answer.why_not
    first = answer.answer.split("\n")[0]
    assert all(words in first for words in said), first
    assert not any(words in first for words in unsaid), first


def test_both_columns_of_the_right_row_where_the_question_names_neither(index: InMemoryIndex) -> None:
    first = ask(index, "副高职称讲课一天补助多少").answer.split("\n")[0]
    assert "近郊县（每天）：330元" in first and "远郊县（每天）：400元" in first
    assert "420" not in first and "510" not in first and "240" not in first


@pytest.mark.parametrize(
    "question",
    [
        "1952年参加工作的离休干部护理费每月多少",
        "2012年建成的房屋加装电梯每台补助多少",
        "养老机构有20张床位，运营补助每年多少",
    ],
)
def test_no_row_is_shown_where_none_fits(index: InMemoryIndex, question: str) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.NOT_FOUND, answer.answer


def test_the_rest_of_a_class_is_nobody_in_particular() -> None:
    told = "远郊县包括青石县、白塔县,其余为近郊县。"
    assert classes_of_members("去白塔县讲课", told, "远郊县,近郊县") == ("远郊县",)
    assert classes_of_members("去红叶县讲课", told, "远郊县,近郊县") == ()
    assert classes_of_members(
        "银山市补多少", "黑水市、银山市属于一类地区,柳河市属于二类地区。", "一类地区,二类地区"
    ) == ("一类地区",)
