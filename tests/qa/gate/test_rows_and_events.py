"""Of a row that 分别 opens the figure of the holder asked about belongs; a term, a turn or a unit of something else does not."""

from __future__ import annotations

import pytest

from ingest.figures.units import UnitKind
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.gate.belonging import belonging_faults
from qa.gate.grounds import Ground
from qa.gate.held import check
from qa.gate.reasons import Fault
from qa.gate.respective import asked_holders, named_from, rows_of_clause, said_in_row
from qa.language.sentences import squeezed_text

TEACHERS = "班主任、年级组长、教研组长的岗位津贴分别为每人每月500元、400元和300元。"
CLINICS = (
    "职工在社区中心、二级医院和三级医院就诊的起付标准分别为50元、200元和500元，报销比例分别为百分之八十和百分之七十。"
)
TIERS = "参加评选的站点分为甲、乙、丙三个等次。奖金分别为3万元、2万元和1万元。"
PERMITS = "窗口收到材料后，受理、审核、发证时限分别为1个工作日、5个工作日和3个工作日。"
BOUNDED = "首创、改编、翻译项目的资助比例分别不超过60%、50%和40%。"


def ground(text: str, title: str = "关于有关标准的通知", headings: tuple[str, ...] = ("一、标准",)) -> Ground:
    clause = Clause("甲#一", headings, "", None, text, (0, len(text)), None, (), 1, ClauseKind.CLAUSE)
    return Ground(clause, PolicyDocument("甲", "", (0, 0), title=title, region="江苏南通"), quotes=(text,))


def faults(question: str, where: Ground, value: str | None = None) -> set[Fault]:
    return {r.fault for r in belonging_faults(question, interpret(question), where, value)}


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        (TEACHERS, ("班主任", "年级组长", "教研组长")),
        (TIERS, ("甲", "乙", "丙")),
        (PERMITS, ("受理", "审核", "发证")),
        ("一、二、三等奖奖金分别为3000元、2000元、1000元。", ("一等奖", "二等奖", "三等奖")),
        ("在首次、二次、三次违规的，分别处500元、1000元和2000元罚款。", ("首次", "二次", "三次")),
        ("年满60周岁、70周岁生日的，分别给予200元、300元。", ("60周岁", "70周岁")),
        ("省、市、县财政分别承担50%、30%和20%。", ("省财政", "市财政", "县财政")),
        ("在职职工、退休职工的体检费分别为900元、700元。", ("在职职工", "退休职工")),
        ("教师、职工的餐补和车补分别为300元、200元。", ()),  # three names, two figures
    ],
)
def test_holders_are_those_listed_before_as_many_as_there_are_figures(text: str, holders: tuple[str, ...]) -> None:
    assert rows_of_clause(text)[0].holders == holders


def test_a_row_of_fewer_figures_than_holders_claims_none() -> None:
    money, share = rows_of_clause(CLINICS)
    assert money.holders == ("社区中心", "二级医院", "三级医院")
    assert share.holders == ()


@pytest.mark.parametrize(
    ("question", "text", "kind", "said"),
    [
        ("年级组长津贴多少", TEACHERS, UnitKind.MONEY, "每人每月400元"),
        ("班主任和教研组长津贴各多少", TEACHERS, UnitKind.MONEY, "班主任每人每月500元,教研组长每人每月300元"),
        ("岗位津贴多少", TEACHERS, UnitKind.MONEY, squeezed_text(TEACHERS).rstrip("。")),
        ("二级医院起付标准多少", CLINICS, UnitKind.MONEY, "200元"),
        ("二级医院报销比例", CLINICS, UnitKind.SHARE, "报销比例分别为百分之八十和百分之七十"),
        ("发证要几个工作日", PERMITS, UnitKind.PERIOD, "3个工作日"),
        ("改编项目资助多少", BOUNDED, UnitKind.SHARE, squeezed_text(BOUNDED).rstrip("。")),  # 不超过 is said of all
        ("改编项目资助几次", BOUNDED, UnitKind.TIMES, None),
    ],
)
def test_the_figure_of_the_holder_asked_about_is_said_and_else_the_whole_row(
    question: str, text: str, kind: UnitKind, said: str | None
) -> None:
    assert said_in_row(squeezed_text(question), text, squeezed_text(text), frozenset({kind})) == said


def test_of_a_compound_post_the_shorter_one_is_not_asked_about() -> None:
    assert asked_holders("副站长补贴多少", ("站长", "副站长")) == (1,)
    assert asked_holders("站长补贴多少", ("站长", "副站长")) == (0,)
    assert asked_holders("保洁员补贴多少", ("站长", "副站长")) == ()


def test_a_quote_of_a_row_begins_with_the_sentence_that_names_its_holders() -> None:
    start = TIERS.index("奖金")
    assert named_from(TIERS, start, len(TIERS)) == 0
    assert named_from(TEACHERS, 0, len(TEACHERS)) == 0


def test_figures_of_a_row_belong_to_their_holders_and_are_held_with_what_they_are_counted_for() -> None:
    where = ground(TEACHERS)
    assert faults("年级组长津贴每月多少元", where, "400元") == set()
    assert Fault.RIVAL in faults("年级组长津贴每月多少元", where, "500元")
    assert Fault.RIVAL in faults("年级组长津贴每月多少元", where, "300元")
    assert check("江苏南通：每人每月400元。", [where], "年级组长津贴多少") == ()
    assert check("江苏南通：每人每月450元。", [where], "年级组长津贴多少") != ()


REPAIRS = ground("物业公司在3个工作日内完成查勘；业主委员会按季度公布维修结果。", "住宅维修资金管理办法")


@pytest.mark.parametrize(
    ("question", "where", "fault"),
    [
        # The term of another act.
        ("业主委员会几个工作日内公布维修结果", REPAIRS, Fault.SUBJECT),
        ("房屋鉴定要在几个工作日内完成", REPAIRS, Fault.SUBJECT),
        # Another turn of the year, another feast, another occasion.
        ("少儿班春季招生多少人", ground("少儿班秋季招生300人。"), Fault.CONDITION),
        ("端午节慰问金多少元", ground("中秋节慰问金每人500元。"), Fault.CONDITION),
        ("职工结婚慰问金多少元", ground("职工住院慰问金每人800元。"), Fault.CONDITION),
        # Counted for something else.
        ("每个老年人服务站一年经费多少元", ground("服务站经费按照每名老人每年60元核定。"), Fault.MEASURE),
        ("合唱队每月演出几次", ground("合唱队每年演出两次。"), Fault.MEASURE),
        # By how much something changes; what somebody has paid; another sum.
        ("住院报销比例是多少", ground("转往外地住院的，报销比例降低10个百分点。"), Fault.SUBJECT),
        ("困难职工补助多少元", ground("困难职工，是指自付医疗费用超过2万元的职工，给予补助。"), Fault.CONDITION),
        ("门诊起付线多少元", ground("门诊每年最高报销500元。"), Fault.SUBJECT),
        ("党小组每年活动经费多少元", ground("党支部每年活动经费2000元。"), Fault.GROUP),
        ("少年宫一学期学费多少元", ground("老年大学学费每学期100元。"), Fault.GROUP),
    ],
)
def test_a_figure_of_another_act_turn_or_measure_does_not_belong(question: str, where: Ground, fault: Fault) -> None:
    assert fault in faults(question, where)


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("物业公司几个工作日内完成查勘", REPAIRS),
        ("医药费报销多少天办完", ground("第九条 经办机构自受理之日起15个工作日内办结。", "医药费报销管理办法")),
        ("返聘人员多久内要交合同", ground("返聘人员应当在签约后5个工作日内交存合同。")),
        ("转往外地住院报销比例降多少", ground("转往外地住院的，报销比例降低10个百分点。")),
        ("捐赠多少钱要由财务开票", ground("捐赠1000元以上的，由财务科开具票据。")),
        ("超过多少人要分班", ground("每班满10人开班。一个班的人数一般不超过40人，超过的应当分班。")),
        (
            "2025年度居民医保缴费期是什么时候",
            ground("2025年度标准为每人400元。缴费期为2024年9月1日至12月31日。"),
        ),
        ("返聘要干满几年才不用退补贴", ground("返聘人员干满2年的，不退补贴。")),
        ("最多几个人陪同参观", ground("参观人数在20人以内的，陪同人员不得超过2人。")),
        ("春节慰问金多少元", ground("春节、中秋节慰问金每人500元。")),
    ],
)
def test_what_the_genre_puts_in_its_own_frame_belongs(question: str, where: Ground) -> None:
    assert faults(question, where) == set()


@pytest.mark.parametrize(
    ("text", "false", "true"),
    [
        ("理事会每半年听取一次汇报，并公布结果。", "每半个月听取汇报", "每半年听取汇报"),
        ("积分排在前20名的社区，授予称号。", "积分排在前20家", "积分排在前20名"),
    ],
)
def test_a_period_or_a_measure_word_that_is_not_the_clauses_is_stopped(text: str, false: str, true: str) -> None:
    assert check(f"江苏南通：{false}。", [ground(text)], "多久一次") != ()
    assert check(f"江苏南通：{true}。", [ground(text)], "多久一次") == ()


def test_a_bound_that_the_clause_prints_is_no_other_bound() -> None:
    where = ground("新聘人员应当在到岗后6个月内参加一次培训。")
    assert check("江苏南通：新聘人员应当在到岗后6个月内。", [where], "到岗后多久内培训") == ()
    assert check("江苏南通：新聘人员应当在到岗后不超过5个月参加培训。", [where], "到岗后多久内培训") != ()
