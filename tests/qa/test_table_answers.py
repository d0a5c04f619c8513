"""Questions answered by a cell: the right row under the right column, or no claim at all."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.model import Answer, AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.table_notices import NOTICES


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("notices")
    files = []
    for name, text in NOTICES.items():
        path = folder / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return index_of(files)


def quotes(answer: Answer) -> list[list[str]]:
    return [[cell for cell in f.quote.split("\t") if cell] for f in answer.findings]


# question, what the first line must say, what it must not say, cells of the first quote
ANSWERED = [
    ("党支部书记补贴标准是多少", ["党支部书记", "每人每月300元"], ["200", "100"], "党支部书记"),
    ("党支部委员每月补贴多少元", ["每人每月200元"], ["300", "100"], "党支部委员"),
    ("党小组长补贴多少钱", ["每人每月100元"], ["300", "200"], "党小组长"),
    ("85岁高龄津贴每月多少元", ["80—89岁", "50（单位：元）"], ["100", "300"], "80—89岁"),
    ("80岁老人每月领多少高龄津贴", ["80—89岁", "50（单位：元）"], ["300", "100"], "80—89岁"),
    ("95岁老人高龄津贴标准", ["90—99岁", "100（单位：元）"], ["50", "300"], "90—99岁"),
    ("小型水库加固省级配套资金多少", ["省级：60万元"], ["30", "10"], "小型水库加固"),
    ("山塘整治县级配套多少万元", ["县级：5万元"], ["15", "20", "10"], "山塘整治"),
    ("山塘整治的配套资金标准", ["省级：20万元", "市级：15万元", "县级：5万元"], ["60", "30"], "山塘整治"),
    ("安全生产培训集中授课是什么时候", ["3月10日—12日"], ["3月5日", "4月上旬"], "集中授课"),
    ("安全生产培训实地考核由谁负责", ["市消防救援支队"], ["市委党校"], "实地考核"),
    ("防汛抗旱指挥长是谁", ["张大山"], ["李小河", "王石桥"], "指挥长"),
    ("防汛抗旱副指挥长是谁", ["李小河"], ["张大山", "王石桥"], "副指挥长"),
    ("第二小学培训名额多少人", ["人数：35"], ["50", "24"], "第二小学"),
    ("第一小学多少学时", ["学时：16"], ["50", "24"], "第一小学"),
    ("第一小学联系电话是多少", ["0571-1234567"], ["7654321"], "第一小学"),
    ("社区书记月报酬多少元", ["类别：社区，职务：书记，月报酬（元）：3600"], ["3000"], "社区"),
    ("村书记月报酬多少元", ["类别：村，职务：书记，月报酬（元）：3000"], ["3600", "600"], "书记"),
    ("村委员养老补助多少元", ["养老补助（元/年）：400"], ["2500", "2000"], "委员"),
    ("甲县信访局联系电话", ["0571-1111111"], ["2222222"], "甲县信访局"),
    ("乙县信访局联系人是谁", ["孙二虎"], ["钱一鸣"], "乙县信访局"),
    ("钱二二是什么职称", ["研究员"], ["教授", "工程师"], "钱二二"),
    ("奖学金每人多少元", ["奖励标准：每人2000元"], [], "奖励标准"),
    ("奖学金由哪个部门受理", ["县教育局学生资助中心"], [], "受理部门"),
    ("甲市2022年补助资金多少万元", ["2022年：150（单位：万元）"], ["120", "95", "270"], "甲市"),
    ("乙市2021年补助多少", ["2021年：80（单位：万元）"], ["95", "120"], "乙市"),
    ("二类会议住宿费标准是多少", ["住宿费：300元"], ["400", "240", "140"], "二类会议"),
    ("新建充电桩由谁牵头", ["牵头单位：市发改委"], ["市住建局", "国网"], "新建充电桩"),
    ("新建充电桩的配合单位是哪些", ["市住建局、国网公司"], ["市发改委"], "新建充电桩"),
    ("整治黑臭水体什么时候完成", ["完成时限：9月底前"], ["6月", "12月"], "整治黑臭水体"),
    ("市水利局牵头什么任务", ["重点任务：整治黑臭水体"], ["充电桩"], "市水利局"),
    ("厅级人员省会城市住宿费每天多少元", ["厅级：800（单位：元/人·天）"], ["500", "650"], "省会城市"),
    ("乱倒建筑垃圾情节一般罚多少钱", ["处1000元以上5000元以下罚款"], ["2000"], "一般"),
    ("党建工作考核多少分", ["分值：20"], ["50", "30"], "党建工作"),
    ("1月22日带班领导是谁", ["带班领导：王国强"], ["周建国", "冯小军"], "1月22日"),
    ("小学寄宿生资金分担比例", ["市县各50%"], ["60%"], "小学寄宿生"),
    ("非住宅不动产登记费收费标准", ["非住宅每件550元"], ["80元"], "不动产登记费"),
    ("黄色预警要采取什么防御措施", ["停止户外作业"], ["停课", "检查"], "黄色"),
    ("设备投资3000万元补助比例是多少", ["10%"], ["8%", "12%"], "2000万元以上5000万元以下"),
    ("设备投资6000万元最高限额多少", ["800万元"], ["300万元"], "5000万元以上"),
    ("B类人才购房补贴多少万元", ["购房补贴（万元）：100"], ["60", "5000"], "B类"),
    ("C类人才服务年限几年", ["服务年限：3年"], ["5年"], "C类"),
    ("二级残疾军人抚恤金标准是多少", ["88000（单位：元/年）"], ["98000", "77000"], "二级"),
    ("烈士遗属抚恤金每年多少元", ["33000（单位：元/年）"], ["98000"], "烈士遗属"),
    ("1路公交末班车是什么时候", ["末班车：21:30"], ["20:00", "6:00"], "1路"),
    ("12路公交票价多少钱", ["票价：3元"], ["2元"], "12路"),
    ("河西县农村低保标准每月多少元", ["农村低保标准（元/月）：740"], ["820", "700"], "河西县"),
    ("云山县城市低保标准", ["城市低保标准（元/月）：800"], ["700", "820"], "云山县"),
    ("县第一中学数学教师招聘几人", ["招聘人数：2"], ["3", "10"], "数学教师"),
    ("公文写作由谁授课", ["授课人：李老师"], ["孙教授"], "公文写作"),
    ("公文写作是哪天", ["时间：5月8日"], ["5月9日"], "公文写作"),
    ("食品经营许可承诺期限是多少个工作日", ["承诺期限：5个工作日"], ["20", "7"], "食品经营许可"),
    ("居民生活用水第二级水价是多少元", ["到户价（元/立方米）：3.85"], ["2.90", "6.70", "4.65"], "第二级"),
    ("特种用水多少钱一立方米", ["8.20"], ["4.65"], "特种用水"),
    ("工作15年年休假几天", ["年休假天数：10天"], ["15天", "5天"], "满10年不满20年"),
    ("工作满20年休几天假", ["年休假天数：15天"], ["10天"], "满20年"),
    ("乙江市民政局联络员手机号", ["13800000002"], ["13800000001"], "乙江市民政局"),
    ("卫健系统文明个人名额多少名", ["文明个人：15名"], ["20名", "6个"], "卫健系统"),
    ("1月22日谁带班", ["带班领导：王国强"], ["周建国", "冯小军"], "1月22日"),
    ("白水州造林任务合计多少万亩", ["合计：14.5（单位：万亩）"], ["11.7", "26.2", "4.0"], "白水州"),
]


@pytest.mark.parametrize(("question", "said", "unsaid", "cell"), ANSWERED, ids=[a[0] for a in ANSWERED])
def test_the_cell_of_the_row_and_column_asked_about_answers(
    index: InMemoryIndex, question: str, said: list[str], unsaid: list[str], cell: str
) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED, answer.why_not
    first = answer.answer.split("\n")[0]
    assert all(words in first for words in said), first
    assert not any(words in first for words in unsaid), first
    finding = answer.findings[0]
    assert cell in quotes(answer)[0]
    assert "\n" not in finding.quote
    assert index.library.document(finding.document_id).text[slice(*finding.span)] == finding.quote


UNANSWERED = [
    "党委书记补贴标准是多少",
    "党总支书记每月补贴多少元",
    "联络员补贴标准是多少元",
    "楼栋长每月补贴多少",
    "70岁老人高龄津贴多少元",
    "山塘整治乡级配套资金多少",
    "中型水库加固省级配套资金多少万元",
    "防汛抗旱总工程师是谁",
    "第三小学培训名额多少人",
    "第一小学传真是多少",
    "社区主任月报酬多少元",
    "丙县信访局联系电话是多少",
    "乙市2023年补助多少",
    "四类会议伙食费标准",
    "一类会议交通费标准是多少",
    "乱倒建筑垃圾情节严重的罚多少",
    "部级干部到设区市住宿费多少",
    "1月24日值班人员是谁",
    "城市道路挖掘费收费标准是多少",
    "A类人才购房补贴多少",
    "D类人才购房补贴多少万元",
    "四级残疾军人抚恤金多少元",
    "因公牺牲军人遗属抚恤金标准",
    "2路公交末班车几点",
    "南湖区低保标准是多少",
    "县第一中学英语教师招聘多少人",
    "孙晓南奖励金额是多少",
    "电子政务课程是哪天",
    "药品经营许可承诺期限几个工作日",
    "黑河市人工造林任务多少",
    "居民生活用水第四级价格",
    "农业用水价格是多少",
    "公安系统文明窗口几个",
    "住建系统文明家庭名额多少",
    "设备投资300万元补助比例是多少",
]


@pytest.mark.parametrize("question", UNANSWERED)
def test_no_row_is_claimed_for_what_the_table_does_not_hold(index: InMemoryIndex, question: str) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.NOT_FOUND, answer.answer


def test_a_table_is_not_quoted_for_a_matter_it_does_not_hold(index: InMemoryIndex) -> None:
    answer = ask(index, "安全生产培训结业典礼由谁负责")
    assert not any("\t" in finding.quote for finding in answer.findings)


def test_a_synonym_of_the_sum_alone_makes_no_row_answer(index: InMemoryIndex) -> None:
    """补贴 is another word for 津贴; 高龄 is what the table of posts does not speak of."""
    answer = ask(index, "老人每月领多少高龄津贴")
    assert "党支部" not in answer.answer


def test_rows_for_two_cases_are_both_given(index: InMemoryIndex) -> None:
    answer = ask(index, "党支部书记和委员的补贴标准分别是多少")
    assert "每人每月300元" in answer.answer and "每人每月200元" in answer.answer
    assert "100元" not in answer.answer.split("\n")[0]


def test_every_figure_of_an_answer_from_a_table_stands_in_its_row(index: InMemoryIndex) -> None:
    answer = ask(index, "党支部书记补贴标准是多少")
    assert "1300" not in "".join(answer.answer.split())
    assert answer.findings[0].quote == "1\t党支部书记\t每人每月300元\t兼任的不重复享受"
