"""What a short question takes over from the one before it, and which questions begin a new topic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import open_index
from index.listed import listed_document
from index.model import StoredDocument
from index.update import ingest_paths
from ingest.errors import QueryError
from ingest.model import PolicyDocument
from qa.answer import ask
from qa.asking.known_names import KnownNames
from qa.asking.question import interpret
from qa.followup.follow import follow, question_to_follow
from qa.model import AnswerOutcome, AskedFilter
from qa.search import search
from tests.qa.notices import written

TODAY = date(2026, 11, 22)
REGIONS = ("山东", "山东济南", "江苏", "江苏扬州", "江苏扬州仪征", "浙江", "浙江丽水", "辽宁")

SUBSIDY = "山东省离退休干部党支部书记每月补贴多少元"
WASTE = "无废城市试点的总体目标是什么"
LETTERS = "信访事项应当在多少日内办结"
HOLIDAY = "2019年国庆节放假几天"
TRAINING = "丽水每年组织几次教师培训"
MEMBERS = "多少名党员可以设党总支"
TRAVEL = "浙江省差旅费住宿费标准是多少"
BANK = "什么是时间银行"
TASKS = "2020年浙江老干部工作要点提出了哪些任务"
TITLED = "《信访工作条例》第三条规定了什么"
BOTH = "山东和浙江对志愿服务各有什么要求"
COUNTY = "仪征市社区党组织书记报酬标准是多少"
NURSING = "2022年江苏省养老机构建设补贴每张床位多少元"
PLAN = "突发环境事件应急预案由谁备案"
PURCHASE = "政府采购公开招标数额标准是多少"
INSURANCE = "医保个人账户可以给家人用吗"
ACCIDENT = "安全生产事故多长时间内上报"
MEALS = "公务接待陪餐人数有什么限制"
HOSTING = "《党政机关国内公务接待管理规定》对住宿有哪些要求"

# (questions before, oldest first, what is typed, what it is read as)
CONTINUED: list[tuple[str | tuple[str, ...], str, str]] = [
    # another region
    (SUBSIDY, "那浙江呢", "浙江的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "浙江呢？", "浙江的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "那么浙江省呢", "浙江省的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "换成丽水", "丽水的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "改成宁波市的话", "宁波市的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "那仪征和丽水呢", "仪征和丽水的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "浙江", "浙江的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "浙江也一样吗", "浙江的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "浙江怎么样？", "浙江的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "其他地方呢", "山东以外的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "除了山东呢", "山东以外的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "各地呢", "各地的离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "全国的呢", "国家层面，离退休干部党支部书记每月补贴多少元"),
    (COUNTY, "全省的呢", "江苏的社区党组织书记报酬标准是多少"),
    (COUNTY, "省里呢", "省级层面，江苏的社区党组织书记报酬标准是多少"),
    (COUNTY, "那扬州市呢", "扬州市的社区党组织书记报酬标准是多少"),
    (TRAINING, "那济南呢", "济南每年组织几次教师培训"),
    (TRAVEL, "江苏呢", "江苏的差旅费住宿费标准是多少"),
    (BANK, "浙江呢", "什么是浙江的时间银行"),
    (MEMBERS, "那山东呢", "山东多少名党员可以设党总支"),
    (BOTH, "那辽宁呢", "辽宁对志愿服务有什么要求"),
    (WASTE, "浙江的呢", "浙江的无废城市试点的总体目标是什么"),
    ("浙江以外对志愿服务有什么要求", "那浙江呢", "浙江对志愿服务有什么要求"),
    # another year
    (TASKS, "去年呢", "2025年浙江老干部工作要点提出了哪些任务"),
    (TASKS, "2019年的呢", "2019年浙江老干部工作要点提出了哪些任务"),
    (TASKS, "上一年呢", "2019年浙江老干部工作要点提出了哪些任务"),
    (TASKS, "第二年呢", "2021年浙江老干部工作要点提出了哪些任务"),
    (TASKS, "现在呢", "现在浙江老干部工作要点提出了哪些任务"),
    (TASKS, "以前呢", "2020年以前，浙江老干部工作要点提出了哪些任务"),
    (TASKS, "之后呢", "2020年以后，浙江老干部工作要点提出了哪些任务"),
    (TASKS, "2018年以来呢", "2018年以来，浙江老干部工作要点提出了哪些任务"),
    (HOLIDAY, "那今年呢？", "2026年国庆节放假几天"),
    (HOLIDAY, "２０２４年呢", "2024年国庆节放假几天"),
    (SUBSIDY, "去年呢", "2025年山东省离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "近三年呢", "近三年，山东省离退休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "以前呢", "2026年以前，山东省离退休干部党支部书记每月补贴多少元"),
    ("截至2020年底党支部书记补贴标准是多少", "现在呢", "现在党支部书记补贴标准是多少"),
    (TASKS, "去年山东的呢", "2025年山东的老干部工作要点提出了哪些任务"),
    # another role, group, kind or step
    (SUBSIDY, "副书记呢", "山东省离退休干部党支部副书记每月补贴多少元"),
    (SUBSIDY, "那委员呢", "山东省离退休干部党支部委员每月补贴多少元"),
    (SUBSIDY, "党小组长呢", "山东省离退休干部党小组长每月补贴多少元"),
    (SUBSIDY, "离休干部的呢", "山东省离休干部党支部书记每月补贴多少元"),
    (SUBSIDY, "副书记多少", "山东省离退休干部党支部副书记每月补贴多少元"),
    (SUBSIDY, "那国企呢", "山东省国企离退休干部党支部书记每月补贴多少元"),
    ("机关工作人员年休假有几天", "事业单位呢", "事业单位工作人员年休假有几天"),
    ("乡镇应急预案多久演练一次", "那国企呢？", "国企应急预案多久演练一次"),
    ("国企党费怎么收缴", "机关的呢", "机关党费怎么收缴"),
    (COUNTY, "乡镇呢", "仪征市乡镇党组织书记报酬标准是多少"),
    (TRAVEL, "处级的呢", "浙江省处级差旅费住宿费标准是多少"),
    ("厅级干部住宿费标准", "如果是处级呢", "处级干部住宿费标准"),
    ("Ⅰ级响应多长时间内报告", "Ⅱ级呢", "Ⅱ级响应多长时间内报告"),
    ("一等奖奖金是多少", "二等奖呢", "二等奖奖金是多少"),
    (HOLIDAY, "春节呢", "2019年春节放假几天"),
    (MEMBERS, "党支部呢", "多少名党员可以设党支部"),
    (SUBSIDY, "津贴呢", "山东省离退休干部党支部书记每月津贴多少元"),
    (SUBSIDY, "活动经费呢", "山东省离退休干部党支部书记活动经费多少元"),
    (SUBSIDY, "那培训呢", "山东省离退休干部党支部书记培训有什么规定"),
    (BANK, "银龄行动呢", "什么是银龄行动"),
    (NURSING, "民办的呢", "2022年江苏省民办养老机构建设补贴每张床位多少元"),
    (NURSING, "运营补贴呢", "2022年江苏省养老机构运营补贴每张床位多少元"),
    (PLAN, "那企业呢", "企业突发环境事件应急预案由谁备案"),
    (PLAN, "演练呢", "突发环境事件应急预案演练有什么规定"),
    (PURCHASE, "工程类呢", "工程类政府采购公开招标数额标准是多少"),
    (PURCHASE, "10万元以上呢", "10万元以上政府采购公开招标数额标准是多少"),
    (INSURANCE, "配偶的父母呢", "医保个人账户可以给配偶的父母用吗"),
    (INSURANCE, "国企和机关呢", "国企和机关医保个人账户可以给家人用吗"),
    (ACCIDENT, "重大事故呢", "安全生产重大事故多长时间内上报"),
    (MEALS, "住宿呢", "公务接待住宿有什么规定"),
    (HOSTING, "会议呢", "《党政机关国内公务接待管理规定》对会议有哪些要求"),
    (HOSTING, "第十条呢", "《党政机关国内公务接待管理规定》第十条有哪些要求"),
    ("2024年春节放几天假", "国庆呢", "2024年国庆放几天假"),
    ("恶臭气体超标排放怎么处罚", "个人呢", "个人恶臭气体超标排放怎么处罚"),
    ("排污许可证有效期几年", "危险废物经营许可证呢", "危险废物经营许可证有效期几年"),
    ("行政执法全过程记录包括哪些内容", "那执法公示制度呢", "行政执法公示制度包括哪些内容"),
    ("请问一下，老干部大学的学制是几年？", "明白了，那浙江呢", "浙江的老干部大学的学制是几年"),
    ("请问一下，老干部大学的学制是几年？", "不对，我问的是仪征", "仪征的老干部大学的学制是几年"),
    ("山东和浙江的党支部书记补贴哪个高", "辽宁呢", "辽宁的党支部书记补贴是多少"),
    ("扬办发〔2022〕170号提出了哪些任务", "15号呢", "15号文提出了哪些任务"),
    (BOTH, "那时间银行呢", "山东和浙江对时间银行各有什么要求"),
    # a group in the place of the whole old one
    ("丽水在职职工门诊最高支付限额是多少", "那退休人员呢", "丽水退休人员门诊最高支付限额是多少"),
    ("丽水在职职工门诊最高支付限额是多少", "退休的呢", "丽水退休职工门诊最高支付限额是多少"),
    ("丽水在编人员绩效工资标准是多少", "编外人员呢", "丽水编外人员绩效工资标准是多少"),
    ("丽水失业人员培训补贴多少元", "在校大学生呢", "丽水在校大学生培训补贴多少元"),
    ("丽水残疾儿童康复救助标准是多少", "孤儿呢", "丽水孤儿康复救助标准是多少"),
    ("丽水小学课后服务收费标准", "那初中呢", "丽水初中课后服务收费标准"),
    ("丽水幼儿园保教费标准是多少", "小学呢", "丽水小学保教费标准是多少"),
    ("丽水教师每课时补助多少", "校长呢", "丽水校长每课时补助多少"),
    ("丽水班主任津贴每月多少", "教师呢", "丽水教师津贴每月多少"),
    ("丽水乡镇教师每月补助多少", "城区教师呢", "丽水城区教师每月补助多少"),
    ("丽水驻村工作队员每天补助多少", "第一书记呢", "丽水第一书记每天补助多少"),
    ("丽水三级医院报销比例是多少", "社区卫生服务中心呢", "丽水社区卫生服务中心报销比例是多少"),
    ("丽水门诊报销比例是多少", "住院呢", "丽水住院报销比例是多少"),
    ("丽水硕士租房补贴每月多少", "博士呢", "丽水博士租房补贴每月多少"),
    ("丽水机关事业单位工作人员病假工资怎么算", "企业职工呢", "丽水企业职工病假工资怎么算"),
    ("丽水农民工工资保证金比例是多少", "建筑企业呢", "丽水建筑企业农民工工资保证金比例是多少"),
    ("丽水用人单位未缴社保怎么处罚", "个人呢", "丽水个人未缴社保怎么处罚"),
    ("丽水每课时补助多少", "小学教师呢", "丽水小学教师每课时补助多少"),
    # the same subject, another value
    ("丽水在职职工门诊起付标准", "有没有上限", "丽水在职职工门诊起付标准有没有上限"),
    ("丽水在建工程安全检查多久一次", "由谁负责", "丽水在建工程安全检查由谁负责"),
    ("丽水对口支援干部补贴多少元", "依据是什么", "丽水对口支援干部补贴的依据是什么"),
    ("丽水对在职职工有哪些优惠", "依据是什么", "丽水在职职工的依据是什么"),
    (SUBSIDY, "有没有上限", "山东省离退休干部党支部书记每月补贴有没有上限"),
    (SUBSIDY, "最多多少", "山东省离退休干部党支部书记每月补贴最多多少"),
    (SUBSIDY, "最低呢", "山东省离退休干部党支部书记每月补贴最低是多少"),
    (SUBSIDY, "谁负责", "山东省离退休干部党支部书记每月补贴谁负责"),
    (SUBSIDY, "由谁发放？", "山东省离退休干部党支部书记每月补贴由谁发放"),
    (SUBSIDY, "什么时候开始", "山东省离退休干部党支部书记每月补贴什么时候开始"),
    (SUBSIDY, "从哪里出钱", "山东省离退休干部党支部书记每月补贴从哪里出钱"),
    (SUBSIDY, "依据是什么", "山东省离退休干部党支部书记每月补贴的依据是什么"),
    (SUBSIDY, "依据呢", "山东省离退休干部党支部书记每月补贴的依据是什么"),
    (SUBSIDY, "文号呢", "关于山东省离退休干部党支部书记每月补贴的文件的文号是什么"),
    (SUBSIDY, "还有效吗", "关于山东省离退休干部党支部书记每月补贴的文件还有效吗"),
    (SUBSIDY, "多久发一次", "山东省离退休干部党支部书记补贴多久发一次"),
    (SUBSIDY, "补贴有没有上限", "山东省离退休干部党支部书记每月补贴有没有上限"),
    (SUBSIDY, "浙江有没有上限", "浙江的离退休干部党支部书记每月补贴有没有上限"),
    (SUBSIDY, "浙江由谁发放", "浙江的离退休干部党支部书记每月补贴由谁发放"),
    (TRAINING, "多久一次", "丽水组织教师培训多久一次"),
    (TRAINING, "由哪个部门负责", "丽水每年组织教师培训由哪个部门负责"),
    (LETTERS, "能延长吗", "信访事项能延长吗"),
    (LETTERS, "最长多久", "信访事项最长多久"),
    (WASTE, "什么时候完成", "无废城市试点什么时候完成"),
    (WASTE, "牵头单位是哪个", "无废城市试点的牵头单位是哪个"),
    (TRAVEL, "超标准怎么办", "浙江省差旅费住宿费超标准怎么办"),
    (BANK, "谁负责管理", "时间银行谁负责管理"),
    (NURSING, "谁来审核", "2022年江苏省养老机构建设补贴谁来审核"),
    (NURSING, "这个政策到什么时候", "2022年江苏省养老机构建设补贴政策到什么时候"),
    (PLAN, "多久修订一次", "突发环境事件应急预案多久修订一次"),
    (PLAN, "多少天内", "突发环境事件应急预案多少天内备案"),
    (PLAN, "不备案有什么后果", "突发环境事件应急预案不备案有什么后果"),
    (PURCHASE, "哪个文件规定的", "政府采购公开招标哪个文件规定的"),
    (INSURANCE, "浙江可以吗", "浙江的医保个人账户可以给家人用吗"),
    (INSURANCE, "怎么办理", "医保个人账户可以给家人用怎么办理"),
    (ACCIDENT, "向谁上报", "安全生产事故向谁上报"),
    (HOSTING, "谁印发的", "《党政机关国内公务接待管理规定》谁印发的"),
    ("排污许可证有效期几年", "到期前多少天申请", "排污许可证到期前多少天申请"),
    ("排污许可证有效期几年", "怎么延续", "排污许可证怎么延续"),
    ("恶臭气体超标排放怎么处罚", "依据哪一条", "恶臭气体超标排放依据哪一条"),
    ("谁负责召集联席会议", "多久开一次", "召集联席会议多久开一次"),
    ("国办发〔2018〕128号什么时候印发", "被废止了吗", "国办发〔2018〕128号被废止了吗"),
    (BOTH, "再加上辽宁呢", "山东、浙江和辽宁对志愿服务各有什么要求"),
    (TITLED, "什么时候施行", "《信访工作条例》什么时候施行"),
    (TITLED, "还有效吗", "《信访工作条例》还有效吗"),
    (TITLED, "第四条呢", "《信访工作条例》第四条规定了什么"),
    (TITLED, "那《信访条例》呢", "《信访条例》第三条规定了什么"),
    ("鲁老干〔2022〕15号补贴标准是多少", "发文单位是谁", "鲁老干〔2022〕15号的发文单位是谁"),
    # pronouns
    (SUBSIDY, "这个标准是哪一年的", "山东省离退休干部党支部书记每月补贴标准是哪一年的"),
    (SUBSIDY, "它的依据", "山东省离退休干部党支部书记每月补贴的依据"),
    (SUBSIDY, "这个有上限吗", "山东省离退休干部党支部书记每月补贴有上限吗"),
    (SUBSIDY, "这笔钱从哪里列支", "山东省离退休干部党支部书记每月补贴从哪里列支"),
    (SUBSIDY, "该补贴由谁审批", "山东省离退休干部党支部书记每月补贴由谁审批"),
    (SUBSIDY, "该通知什么时候印发", "关于山东省离退休干部党支部书记每月补贴的通知什么时候印发"),
    (SUBSIDY, "浙江的这个标准是多少", "浙江的离退休干部党支部书记每月补贴标准是多少"),
    (SUBSIDY, "他们多久体检一次", "山东省离退休干部党支部书记多久体检一次"),
    (SUBSIDY, "上面说的时间银行是什么", "山东省的时间银行是什么"),
    (SUBSIDY, "当地对志愿服务有什么要求", "山东省对志愿服务有什么要求"),
    (TITLED, "该条例什么时候印发", "《信访工作条例》什么时候印发"),
    (TITLED, "这个文件的文号是多少", "《信访工作条例》的文号是多少"),
    # more of the same
    (WASTE, "具体怎么做", "无废城市试点具体怎么做"),
    (BOTH, "还有呢", "山东和浙江对志愿服务还有哪些要求"),
    (TASKS, "还有哪些", "2020年浙江老干部工作要点还有哪些"),
    (WASTE, "详细说说", "无废城市试点的具体规定有哪些"),
    (WASTE, "为什么", "无废城市试点为什么"),
    # links of a chain
    ((SUBSIDY, "那浙江呢"), "那去年呢", "2025年浙江的离退休干部党支部书记每月补贴多少元"),
    ((SUBSIDY, "那浙江呢", "那去年呢"), "丽水的呢", "2025年丽水的离退休干部党支部书记每月补贴多少元"),
    ((SUBSIDY, "副书记呢"), "有没有上限", "山东省离退休干部党支部副书记每月补贴有没有上限"),
    ((SUBSIDY, "有没有上限"), "那浙江呢", "浙江的离退休干部党支部书记每月补贴有没有上限"),
    ((SUBSIDY, "那浙江呢", BANK), "辽宁呢", "什么是辽宁的时间银行"),
    ((SUBSIDY, "从哪里出钱"), "谁负责", "山东省离退休干部党支部书记每月补贴谁负责"),
    ((COUNTY, "全省的呢"), "浙江呢", "浙江的社区党组织书记报酬标准是多少"),
    (("那浙江呢", SUBSIDY), "那浙江呢", "浙江的离退休干部党支部书记每月补贴多少元"),
]

NEW_TOPICS = [
    "党费收缴",
    "时间银行",
    "志愿服务",
    "副书记",
    "补贴标准",
    "党支部书记补贴标准",
    "党费怎么收缴",
    "那党费怎么收缴呢",
    "志愿者有什么条件",
    "丽水每年通报几次情况",
    "浙江志愿服务有什么要求",
    "2019年国庆节放假几天",
    "申请人应当向其所在地的部门提交什么材料",
    "该不该发高温津贴",
    "这个月放假几天",
    "其他组织可以申请信息公开吗",
    "去年出台了哪些文件",
    "鲁老干〔2022〕15号",
    "《信访工作条例》",
    "鲁老干〔2022〕15号什么时候印发",
    "应当由谁负责消防安全",
    "国企怎么选聘外部董事",
    "企业有哪些安全生产责任",
    "浙里办怎么登录",
    "机关事务管理",
    "上级补助资金何时下达",
    "哪些单位要报送年度总结",
    "广元离休干部有多少人？",
    "铁岭县离休干部人数",
    "绵阳机关党支部副书记补贴是多少元？",
    "那个支部书记补贴通知现在还能用吗",
    "2020年要点提出了什么",
    "当事人约定禁止转让抵押财产的效力如何？",
    "如果没有约定还款顺序，是应该先还本金还是先还利息呢？",
    "申请人应当怎么办理退休手续呢",
    "单位怎么登记",
    "国企如何考核",
    "什么是突发环境事件",
    "呢",
    "？",
]


def completed(question: str, after: Sequence[str], names: KnownNames | Sequence[str] = REGIONS) -> str:
    return follow(question, after, names, today=TODAY).question


def chain_of(before: str | tuple[str, ...]) -> tuple[str, ...]:
    return (before,) if isinstance(before, str) else before


@pytest.mark.parametrize(("before", "typed", "expected"), CONTINUED)
def test_a_short_question_is_completed_from_the_one_before(
    before: str | tuple[str, ...], typed: str, expected: str
) -> None:
    assert completed(typed, chain_of(before)) == expected


@pytest.mark.parametrize("typed", NEW_TOPICS)
def test_a_question_with_a_subject_of_its_own_takes_nothing_over(typed: str) -> None:
    followed = follow(typed, [SUBSIDY], REGIONS, today=TODAY)
    assert followed.question == typed
    assert followed.follow_up is None


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        ("丽水离退休干部党支部换届多久一次", "书记呢"),
        ("丽水职工代表大会多久召开一次", "校长呢"),
    ],
)
def test_two_nouns_are_never_put_side_by_side_as_if_they_were_one(before: str, typed: str) -> None:
    assert completed(typed, [before]) == typed


@pytest.mark.parametrize("typed", ["那浙江呢", "去年呢", "有没有上限", "还有呢", "这个标准是哪一年的"])
def test_the_first_question_follows_none(typed: str) -> None:
    assert follow(typed, (), REGIONS, today=TODAY).follow_up is None
    assert follow(typed, ("",), REGIONS, today=TODAY).question == typed


@pytest.mark.parametrize(("before", "typed", "expected"), CONTINUED)
def test_a_completed_question_names_the_places_it_shows(
    before: str | tuple[str, ...], typed: str, expected: str
) -> None:
    """A region that is put in must not run together with what follows it."""
    asked = interpret(typed.strip("那么换成"), REGIONS, today=TODAY).regions
    got = interpret(completed(typed, chain_of(before)), REGIONS, today=TODAY).regions
    assert set(asked) - {"山东"} <= set(got)


def test_a_region_never_runs_together_with_the_subject() -> None:
    question = completed("吉林呢", ["浙江省市场监管部门由谁任命"])
    assert interpret(question, REGIONS, today=TODAY).filters[0].text == "吉林"


def carried(typed: str, *before: str, without: tuple[str, ...] = ()) -> tuple[AskedFilter, ...]:
    follow_up = follow(typed, before, REGIONS, today=TODAY, without=without).follow_up
    return follow_up.carried if follow_up else ()


def test_what_is_carried_is_a_chip_each() -> None:
    chips = carried("有没有上限", SUBSIDY)
    assert [c.chip_id for c in chips] == ["地区:山东", "主题:离退休干部党支部书记每月补贴"]
    assert [c.chip_id for c in carried("那浙江呢", SUBSIDY)] == [
        "主题:离退休干部党支部书记每月补贴",
        "所问:多少元",
    ]
    assert [c.chip_id for c in carried("那山东呢", TASKS)] == [
        "年份:2020",
        "主题:老干部工作要点",
        "所问:提出了哪些任务",
    ]
    assert [c.chip_id for c in carried("第四条呢", TITLED)] == ["标题:信访工作条例", "所问:规定了什么"]


@pytest.mark.parametrize(("before", "typed", "expected"), CONTINUED)
def test_a_chip_stands_where_it_says_in_the_completed_question(
    before: str | tuple[str, ...], typed: str, expected: str
) -> None:
    follow_up = follow(typed, chain_of(before), REGIONS, today=TODAY).follow_up
    assert follow_up is not None
    assert follow_up.carried
    for chip in follow_up.carried:
        assert follow_up.question[slice(*chip.span)] == chip.text


def test_a_chip_taken_away_is_not_carried() -> None:
    without = follow("有没有上限", [SUBSIDY], REGIONS, today=TODAY, without=["地区:山东"])
    assert without.question == "离退休干部党支部书记每月补贴有没有上限"
    assert [c.chip_id for c in without.follow_up.carried] == ["主题:离退休干部党支部书记每月补贴"]  # type: ignore[union-attr]
    assert follow("第四条呢", [TITLED], REGIONS, today=TODAY, without=["所问"]).question == "《信访工作条例》第四条"


def test_one_of_two_regions_goes_with_the_word_that_joined_them() -> None:
    for chip, left in (("地区:山东", "浙江"), ("地区:浙江", "山东")):
        followed = follow("谁负责", [BOTH], REGIONS, today=TODAY, without=[chip])
        assert followed.question == f"{left}志愿服务谁负责"


def test_the_next_question_leans_on_what_was_left_of_this_one() -> None:
    assert question_to_follow(SUBSIDY, REGIONS, without=["地区:山东"]) == "离退休干部党支部书记每月补贴多少元"
    assert question_to_follow(BOTH, REGIONS, without=["地区:浙江"]) == "山东对志愿服务各有什么要求"
    assert question_to_follow(f" {SUBSIDY} ", REGIONS) == SUBSIDY


@pytest.mark.parametrize("chip", ["主题:离退休干部党支部书记每月补贴", "主题"])
def test_without_the_carried_subject_the_bare_words_are_asked(chip: str) -> None:
    followed = follow("有没有上限", [SUBSIDY], REGIONS, today=TODAY, without=[chip])
    assert followed.question == "有没有上限"
    assert followed.follow_up is None


def test_the_region_that_was_typed_is_no_carried_chip_and_stays_when_the_old_one_goes() -> None:
    assert completed("那浙江呢", [SUBSIDY]) == completed("那浙江呢", [SUBSIDY.replace("山东省", "浙江")])


def test_any_question_may_follow_any_other() -> None:
    """Whatever stands side by side, something is asked, and it is what is shown."""
    firsts = [b for b, _, _ in CONTINUED[::12] if isinstance(b, str)] + ["", "？", "呢", "的", "《》", "第三条", "浙江"]
    for before in dict.fromkeys(firsts):
        for typed in [*(t for _, t, _ in CONTINUED[::3]), *NEW_TOPICS]:
            followed = follow(typed, [before], REGIONS, today=TODAY)
            assert followed.question.strip()
            for chip in followed.follow_up.carried if followed.follow_up else ():
                assert followed.question[slice(*chip.span)] == chip.text
                assert follow(typed, [before], REGIONS, today=TODAY, without=[chip.chip_id]).question.strip()


def test_the_same_questions_are_completed_alike_each_time() -> None:
    first = [follow(t, chain_of(b), REGIONS, today=TODAY) for b, t, _ in CONTINUED]
    assert first == [follow(t, chain_of(b), REGIONS, today=TODAY) for b, t, _ in CONTINUED]


def test_a_place_that_only_the_library_knows_takes_the_place_of_another() -> None:
    bodies = ("中共柳溪县委老干部局", "青岭市人民政府办公室")
    kept = [PolicyDocument(body, "", (0, 0), issuing_authorities=(body,)) for body in bodies]
    listed = [listed_document(StoredDocument(d, f"{row}.txt", 0, row)) for row, d in enumerate(kept)]
    names = KnownNames([(d, d) for d in listed])
    question = "柳溪离退休干部党支部书记补贴每月多少元"
    assert completed("那青岭呢", [question], names) == "青岭的离退休干部党支部书记补贴每月多少元"
    assert completed("石桥镇呢", [question], names) == "石桥镇的离退休干部党支部书记补贴每月多少元"
    chips = follow("有没有上限", [question], names, without=["地区:柳溪"])
    assert chips.question == "离退休干部党支部书记补贴每月有没有上限"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("followed")
    (folder / "notices").mkdir()
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return folder / "library"


def test_a_follow_up_is_answered_as_its_completed_question_is(library: Path) -> None:
    index = open_index(library)
    first = "丽水离退休党支部书记补贴每月多少元"
    said = ask(index, "那仪征呢", after=[first], today=TODAY)
    plain = ask(index, "仪征的离退休党支部书记补贴每月多少元", today=TODAY)
    assert said.question == "仪征的离退休党支部书记补贴每月多少元"
    assert said.interpretation.follow_up is not None
    assert said.interpretation.follow_up.typed == "那仪征呢"
    assert said.interpretation.follow_up.follows == first
    assert (said.outcome, said.answer, said.findings) == (plain.outcome, plain.answer, plain.findings)
    assert "260元" in said.answer
    assert [f.chip_id for f in said.interpretation.filters] == [
        "地区:仪征",
        "主题:离退休党支部书记补贴每月",
        "所问:多少元",
    ]


def test_a_follow_up_after_a_plain_no_still_has_its_subject(library: Path) -> None:
    index = open_index(library)
    first = "丽水离退休党支部书记体检多少次"
    assert ask(index, first, today=TODAY).outcome is AnswerOutcome.NOT_FOUND
    said = ask(index, "那仪征呢", after=[first], today=TODAY)
    assert said.interpretation.follow_up is not None
    assert said.interpretation.follow_up.question == "仪征的离退休党支部书记体检多少次"


def test_a_carried_chip_is_removed_from_the_search_as_well(library: Path) -> None:
    index = open_index(library)
    first = "丽水离退休党支部书记补贴每月多少元"
    kept = search(index, "从哪里列支", after=[first], today=TODAY)
    assert kept.interpretation.regions == ("丽水",)
    freed = search(index, "从哪里列支", after=[first], today=TODAY, without=["地区:丽水"])
    assert freed.interpretation.regions == ()
    assert freed.query == "离退休党支部书记补贴从哪里列支"


def test_a_new_topic_is_answered_as_if_nothing_had_been_asked_before(library: Path) -> None:
    index = open_index(library)
    after = ask(index, "值班人员每日巡查几次", after=["丽水离退休党支部书记补贴"], today=TODAY)
    alone = ask(index, "值班人员每日巡查几次", today=TODAY)
    assert after.interpretation == alone.interpretation
    assert after.answer == alone.answer


def test_an_empty_question_is_said_to_be_empty_also_after_another(library: Path) -> None:
    with pytest.raises(QueryError):
        ask(open_index(library), " ", after=[SUBSIDY])
