"""Heads of the general form: marks, red heads, numbers and titles."""

from __future__ import annotations

from datetime import date

from tests.ingest.masthead_case import BODY, Case

HEADS: tuple[Case, ...] = (
    Case(
        "all-elements-of-a-downward-notice",
        "000012\n机密★1年\n特急\n中共江苏省委文件\n苏发〔2021〕5号\n中共江苏省委\n关于加强老干部工作的意见\n"
        "各市、县（市、区）党委，省委各部委：\n" + BODY + "附件：1.任务分工表\n　　　2.联系单位名单\n"
        "中共江苏省委\n2021年3月5日\n（此件发至县团级）\n附件1\n任务分工表\n一、甲\n做。\n附件2\n联系单位名单\n某单位\n"
        "抄送：中央组织部。\n中共江苏省委办公厅　　2021年3月6日印发\n共印500份",
        {
            "copy_number": "000012",
            "secrecy": "机密",
            "secrecy_period": "1年",
            "urgency": "特急",
            "masthead_line": "中共江苏省委文件",
            "issuing_authorities": ("中共江苏省委",),
            "document_number": "苏发〔2021〕5号",
            "title": "中共江苏省委关于加强老干部工作的意见",
            "addressees": ("各市、县（市、区）党委", "省委各部委"),
            "annexes": ("任务分工表", "联系单位名单"),
            "signature": "中共江苏省委",
            "dated_on": date(2021, 3, 5),
            "note": "（此件发至县团级）",
            "copied_to": ("中央组织部",),
            "printed_by": "中共江苏省委办公厅",
            "printed_on": date(2021, 3, 6),
            "print_run": "共印500份",
            "region": "江苏",
            "level": "省",
            "form": "general",
        },
    ),
    Case(
        "red-head-spaced-out-letter-by-letter",
        "中 共 山 东 省 委 文 件\n鲁发〔2022〕3号\n中共山东省委关于做好老干部工作的决定\n（2022年3月1日）\n" + BODY,
        {
            "issuing_authorities": ("中共山东省委",),
            "masthead_line": "中 共 山 东 省 委 文 件",
            "document_number": "鲁发〔2022〕3号",
            "dated_on": date(2022, 3, 1),
            "document_type": "决定",
        },
    ),
    Case(
        "joint-head-of-party-and-government-offices",
        "中共丽水市委办公室　　　\n　　　　　　　　　　文件\n丽水市人民政府办公室\n丽委办发〔2021〕12号\n"
        "中共丽水市委办公室　丽水市人民政府办公室\n关于印发《老年教育行动方案》的通知\n各县（市、区）党委和人民政府：\n"
        + BODY
        + "中共丽水市委办公室　　丽水市人民政府办公室\n2021年5月6日",
        {
            "issuing_authorities": ("中共丽水市委办公室", "丽水市人民政府办公室"),
            "document_number": "丽委办发〔2021〕12号",
            "region": "浙江丽水",
            "level": "市",
            "dated_on": date(2021, 5, 6),
        },
    ),
    Case(
        "upward-report-with-signatories-two-to-a-line",
        "南通市人民政府\n南通市财政局　文件\n通政发〔2021〕9号　　签发人：王明　李大海\n　　　　　　　赵小平\n"
        "关于增加老年大学经费的请示\n江苏省人民政府：\n因工作需要，现请示如下。\n一、事由\n经费不足。\n妥否，请批示。\n"
        "南通市人民政府\n南通市财政局\n2021年4月2日\n（联系人：张三，电话：0513-81234567）",
        {
            "signatories": ("王明", "李大海", "赵小平"),
            "document_number": "通政发〔2021〕9号",
            "issuing_authorities": ("南通市人民政府", "南通市财政局"),
            "note": "（联系人：张三，电话：0513-81234567）",
            "document_type": "请示",
        },
    ),
    Case(
        "signatory-on-its-own-line-with-spaced-name",
        "绵阳市教育局文件\n绵教〔2021〕7号\n签发人：王　明\n关于申请专项资金的请示\n绵阳市人民政府：\n因工作需要，现请示如下。\n一、事由\n"
        "经费不足。\n绵阳市教育局\n2021年4月2日",
        {"signatories": ("王明",), "document_number": "绵教〔2021〕7号"},
    ),
    Case(
        "several-signatories-under-one-another",
        "绵阳市教育局文件\n签发人：王　明\n　　　　李大海\n绵教〔2021〕7号\n关于申请专项资金的请示\n绵阳市人民政府：\n因工作需要，现请示如下。\n"
        "一、事由\n经费不足。\n绵阳市教育局\n2021年4月2日",
        {"signatories": ("王明", "李大海"), "document_number": "绵教〔2021〕7号", "title": "关于申请专项资金的请示"},
    ),
    Case(
        "three-issuers-one-number",
        "福建省民政厅\n福建省财政厅　文件\n福建省人力资源和社会保障厅\n闽民养〔2020〕33号\n"
        "福建省民政厅　福建省财政厅　福建省人力资源和社会保障厅\n关于提高护理补贴标准的通知\n各设区市民政局、财政局：\n"
        + BODY
        + "福建省民政厅　　福建省财政厅\n福建省人力资源和社会保障厅\n2020年6月1日\n（此件主动公开）",
        {
            "issuing_authorities": ("福建省民政厅", "福建省财政厅", "福建省人力资源和社会保障厅"),
            "document_number": "闽民养〔2020〕33号",
            "region": "福建",
            "dated_on": date(2020, 6, 1),
            "note": "（此件主动公开）",
        },
    ),
    Case(
        "secrecy-and-urgency-on-one-line-with-copy-number",
        "份号：000003\n秘密★6个月　　加急\n中共扬州市委组织部文件\n扬组发〔2019〕21号\n关于做好走访慰问工作的通知\n各县（市、区）委组织部：\n"
        + BODY
        + "中共扬州市委组织部\n2019年1月8日",
        {
            "copy_number": "000003",
            "secrecy": "秘密",
            "secrecy_period": "6个月",
            "urgency": "加急",
            "title": "关于做好走访慰问工作的通知",
            "region": "江苏扬州",
        },
    ),
    Case(
        "secrecy-with-spaces-and-long-term",
        "绝 密 ★ 长期\n特 急\n中共四川省委办公厅\n川委办〔2018〕40号\n关于印发《老干部工作规定》的通知\n各市（州）党委：\n"
        + BODY
        + "中共四川省委办公厅\n2018年9月9日",
        {
            "secrecy": "绝 密",
            "secrecy_period": "长期",
            "urgency": "特 急",
            "issuing_authorities": ("中共四川省委办公厅",),
        },
    ),
    Case(
        "secrecy-to-its-release",
        "机密★至2025年12月31日\n中共四川省委办公厅文件\n川委办〔2018〕40号\n关于印发《老干部工作规定》的通知\n各市（州）党委：\n"
        + BODY
        + "中共四川省委办公厅\n2018年9月9日",
        {"secrecy": "机密", "secrecy_period": "至2025年12月31日", "dated_on": date(2018, 9, 9)},
    ),
    Case(
        "government-office-with-its-number-form-of-a-province",
        "山东省人民政府办公厅文件\n鲁政办字〔2021〕88号\n山东省人民政府办公厅\n关于印发山东省养老服务规划的通知\n各市人民政府，各县（市、区）人民政府，省政府各部门：\n"
        + BODY
        + "山东省人民政府办公厅\n2021年8月9日\n（此件公开发布）",
        {
            "document_number": "鲁政办字〔2021〕88号",
            "title": "山东省人民政府办公厅关于印发山东省养老服务规划的通知",
            "issuing_authorities": ("山东省人民政府办公厅",),
        },
    ),
    Case(
        "social-security-department",
        "四川省人力资源和社会保障厅文件\n川人社发〔2022〕14号\n关于调整退休人员基本养老金的通知\n各市（州）人力资源和社会保障局：\n"
        + BODY
        + "四川省人力资源和社会保障厅\n二〇二二年三月五日",
        {"issuing_authorities": ("四川省人力资源和社会保障厅",), "dated_on": date(2022, 3, 5)},
    ),
    Case(
        "number-only-brackets",
        "苏州市老干部局文件\n（2019）12号\n关于做好信息报送工作的通知\n各县级市老干部局：\n"
        + BODY
        + "苏州市老干部局\n2019年5月5日",
        {"document_number": "〔2019〕12号", "issuing_authorities": ("苏州市老干部局",)},
    ),
    Case(
        "registration-code-of-a-web-page",
        "ZJBC01-2021-0005\n浙江省民政厅文件\n浙民养〔2021〕15号\n浙江省民政厅关于规范养老机构管理的通知\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日",
        {"document_number": "浙民养〔2021〕15号", "registration_number": "ZJBC01-2021-0005"},
    ),
    Case(
        "catalog-number-lines-of-a-web-page",
        "索引号：11330000002482000X/2021-00123\n信息分类：民政\n发布机构：浙江省民政厅\n生成日期：2021-02-03\n浙江省民政厅关于规范养老机构管理的通知\n"
        "浙民养〔2021〕15号\n各市民政局：\n" + BODY + "浙江省民政厅\n2021年2月2日",
        {
            "title": "浙江省民政厅关于规范养老机构管理的通知",
            "document_number": "浙民养〔2021〕15号",
            "dated_on": date(2021, 2, 2),
        },
    ),
    Case(
        "number-before-the-title-on-its-line",
        "浙民养〔2021〕15号 浙江省民政厅关于规范养老机构管理的通知\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日",
        {"title": "浙江省民政厅关于规范养老机构管理的通知", "document_number": "浙民养〔2021〕15号"},
    ),
    Case(
        "number-in-brackets-after-the-title",
        "浙江省民政厅关于规范养老机构管理的通知（浙民养〔2021〕15号）\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日",
        {"title": "浙江省民政厅关于规范养老机构管理的通知", "document_number": "浙民养〔2021〕15号"},
    ),
    Case(
        "number-at-the-end-of-the-text-in-brackets",
        "浙江省民政厅关于规范养老机构管理的通知\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日\n（浙民养〔2021〕15号）",
        {"document_number": "浙民养〔2021〕15号", "dated_on": date(2021, 2, 2)},
    ),
    Case(
        "number-named-in-the-title-is-not-its-own",
        "浙江省民政厅关于转发国办发〔2020〕52号文件的通知\n浙民养〔2021〕15号\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日",
        {"title": "浙江省民政厅关于转发国办发〔2020〕52号文件的通知", "document_number": "浙民养〔2021〕15号"},
    ),
    Case(
        "label-before-the-number",
        "浙江省民政厅关于规范养老机构管理的通知\n文号：浙民养〔2021〕15号\n各市民政局：\n"
        + BODY
        + "浙江省民政厅\n2021年2月2日",
        {"document_number": "浙民养〔2021〕15号"},
    ),
    Case(
        "title-of-four-lines-in-a-trapezoid",
        "云南省民政厅文件\n云民发〔2021〕2号\n云南省民政厅关于转发\n《民政部关于进一步规范养老机构服务行为\n做好服务质量专项行动有关工作的意见》\n的通知\n"
        "各州（市）民政局：\n" + BODY + "云南省民政厅\n2021年2月2日",
        {
            "title": "云南省民政厅关于转发《民政部关于进一步规范养老机构服务行为做好服务质量专项行动有关工作的意见》的通知",
            "document_type": "通知",
        },
    ),
    Case(
        "title-of-five-lines-with-bodies",
        "云民发〔2021〕2号\n云南省民政厅\n云南省财政厅\n云南省卫生健康委员会\n关于进一步规范养老机构\n补助发放工作的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅　云南省财政厅　云南省卫生健康委员会\n2021年2月2日",
        {
            "title": "云南省民政厅 云南省财政厅 云南省卫生健康委员会关于进一步规范养老机构补助发放工作的通知",
            "issuing_authorities": ("云南省民政厅", "云南省财政厅", "云南省卫生健康委员会"),
        },
    ),
    Case(
        "supplementary-notice",
        "云民发〔2021〕2号\n云南省民政厅关于做好高龄津贴发放的补充通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2021年2月2日",
        {"title": "云南省民政厅关于做好高龄津贴发放的补充通知", "document_type": "通知"},
    ),
    Case(
        "urgent-notice",
        "特急\n云民电〔2021〕2号\n云南省民政厅关于做好防汛工作的紧急通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2021年2月2日",
        {"urgency": "特急", "document_type": "通知"},
    ),
    Case(
        "title-with-corner-brackets",
        "云民发〔2021〕2号\n云南省民政厅关于开展「银龄行动」的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2021年2月2日",
        {"title": "云南省民政厅关于开展「银龄行动」的通知"},
    ),
    Case(
        "title-with-dash-subtitle-and-edition",
        "云民发〔2021〕2号\n云南省养老服务指导目录\n（2021年版）\n一、目录内容\n按项目执行。\n云南省民政厅\n2021年2月2日",
        {"title": "云南省养老服务指导目录（2021年版）", "document_type": "目录"},
    ),
    Case(
        "marks-each-spaced-and-labelled",
        "密级：秘密\n紧急程度：加急\n中共宜昌市委办公室文件\n宜办发〔2020〕11号\n中共宜昌市委办公室关于开展调研的通知\n各县市区委：\n"
        + BODY
        + "中共宜昌市委办公室\n2020年5月6日",
        {"secrecy": "秘密", "urgency": "加急", "document_number": "宜办发〔2020〕11号"},
    ),
    Case(
        "serial-with-hyphen-year-range-in-title",
        "青政办〔2021〕77号\n青海省人民政府办公厅关于印发青海省老龄事业发展规划（2021—2025年）的通知\n各市、自治州人民政府：\n"
        + BODY
        + "青海省人民政府办公厅\n2021年9月9日",
        {
            "title": "青海省人民政府办公厅关于印发青海省老龄事业发展规划（2021—2025年）的通知",
            "document_type": "通知",
            "dated_on": date(2021, 9, 9),
        },
    ),
    Case(
        "title-without-the-word-guanyu",
        "丽水市老年大学章程\n第一章 总则\n第一条 为办好学校，制定本章程。\n第二条 学校由市委老干部局主管。",
        {"title": "丽水市老年大学章程", "document_type": "章程"},
        ("issuing_authorities",),
    ),
    Case(
        "issuers-below-one-another-with-the-word-in-the-middle",
        "中共安徽省委组织部\n安徽省财政厅　　　　　文　件\n安徽省人力资源和社会保障厅\n皖组通字〔2020〕5号\n关于做好离休干部护理费发放的通知\n各市委组织部：\n"
        + BODY
        + "中共安徽省委组织部\n安徽省财政厅\n安徽省人力资源和社会保障厅\n2020年4月4日",
        {
            "issuing_authorities": ("中共安徽省委组织部", "安徽省财政厅", "安徽省人力资源和社会保障厅"),
            "document_number": "皖组通字〔2020〕5号",
        },
    ),
    Case(
        "issuers-each-spaced-out",
        "中 共 丽 水 市 委 组 织 部\n中 共 丽 水 市 委 老 干 部 局　文 件\n丽老干〔2020〕5号\n关于做好信息工作的通知\n各县（市、区）委老干部局：\n"
        + BODY
        + "中共丽水市委组织部　中共丽水市委老干部局\n2020年4月4日",
        {"issuing_authorities": ("中共丽水市委组织部", "中共丽水市委老干部局"), "document_number": "丽老干〔2020〕5号"},
    ),
    Case(
        "signatory-before-the-number",
        "云南省民政厅文件\n签发人：王明　云民发〔2022〕2号\n关于发放津贴的请示\n云南省人民政府：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日",
        {"signatories": ("王明",), "document_number": "云民发〔2022〕2号", "title": "关于发放津贴的请示"},
    ),
    Case(
        "marks-and-number-on-one-line",
        "特急　　　　　　　　云民电〔2022〕2号\n云南省民政厅\n关于发放津贴的通知\n各民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日",
        {"urgency": "特急", "document_number": "云民电〔2022〕2号", "title": "云南省民政厅关于发放津贴的通知"},
    ),
    Case(
        "day-and-body-in-brackets-below-the-title",
        "云民发〔2022〕2号\n关于发放津贴的通知\n（2022年3月5日 云南省民政厅）\n各民政局：\n" + BODY,
        {"title": "关于发放津贴的通知", "dated_on": date(2022, 3, 5), "issuing_authorities": ("云南省民政厅",)},
    ),
    Case(
        "issuer-over-two-lines",
        "中共国家发展和改革委员会\n机关委员会文件\n发改机党〔2021〕2号\n关于组织学习的通知\n各党支部：\n"
        + BODY
        + "机关党委\n2021年5月5日",
        {"issuing_authorities": ("中共国家发展和改革委员会机关委员会",), "level": "中央"},
    ),
)
