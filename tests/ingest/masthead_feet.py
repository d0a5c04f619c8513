"""Feet, drafts and contradictions: dates, signatures, 附件说明, imprints."""

from __future__ import annotations

from datetime import date

from tests.ingest.masthead_case import BODY, Case

FEET: tuple[Case, ...] = (
    Case(
        "number-and-date-in-brackets-below-the-title",
        "浙江省民政厅关于规范养老机构管理的通知\n（浙民养〔2021〕15号　2021年2月2日）\n各市民政局：\n" + BODY,
        {
            "title": "浙江省民政厅关于规范养老机构管理的通知",
            "document_number": "浙民养〔2021〕15号",
            "dated_on": date(2021, 2, 2),
        },
    ),
    Case(
        "draft-for-comments",
        "云南省民政厅关于规范养老服务的意见\n（征求意见稿）\n" + BODY,
        {"title": "云南省民政厅关于规范养老服务的意见（征求意见稿）"},
        ("title",),
    ),
    Case(
        "drafted-on-behalf",
        "云南省人民政府关于规范养老服务的意见\n（代拟稿）\n各州（市）人民政府：\n" + BODY,
        {"title": "云南省人民政府关于规范养老服务的意见（代拟稿）", "document_type": "意见"},
        ("title",),
    ),
    Case(
        "date-with-dots",
        "云民发〔2022〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022.3.5",
        {"dated_on": date(2022, 3, 5)},
    ),
    Case(
        "date-with-hyphens",
        "云民发〔2022〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022-03-05",
        {"dated_on": date(2022, 3, 5)},
    ),
    Case(
        "date-with-an-arabic-zero-among-chinese-numerals",
        "云民发〔2022〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n二0二二年三月五日",
        {"dated_on": date(2022, 3, 5)},
    ),
    Case(
        "date-with-a-circle-for-zero",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n二○二○年十二月三十一日",
        {"dated_on": date(2020, 12, 31)},
    ),
    Case(
        "date-with-a-letter-for-zero",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n二O二O年十月十日",
        {"dated_on": date(2020, 10, 10)},
    ),
    Case(
        "date-and-body-on-one-line",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅　　2020年10月10日",
        {"dated_on": date(2020, 10, 10), "signature": "云南省民政厅"},
    ),
    Case(
        "seal-written-out",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅（印章）\n2020年10月10日",
        {
            "dated_on": date(2020, 10, 10),
            "seal": "（印章）",
            "signature": "云南省民政厅",
            "issuing_authorities": ("云南省民政厅",),
        },
    ),
    Case(
        "seal-on-its-own-line",
        "绵阳市志愿者协会\n关于换届的通知\n各会员：\n" + BODY + "绵阳市志愿者协会\n（盖章）\n2020年10月10日",
        {"dated_on": date(2020, 10, 10), "seal": "（盖章）", "issuing_authorities": ("绵阳市志愿者协会",)},
        ("document_number",),
    ),
    Case(
        "annex-note-with-one-name",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：高龄津贴申请表\n云南省民政厅\n2020年10月10日\n附件\n高龄津贴申请表\n姓名 年龄",
        {"annexes": ("高龄津贴申请表",)},
    ),
    Case(
        "annex-note-of-three-with-full-width-numbers",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：１．高龄津贴申请表\n２．高龄津贴汇总表\n３．《高龄津贴发放规程》\n云南省民政厅\n2020年10月10日\n附件1\n高龄津贴申请表\n姓名 年龄\n附件2\n"
        "高龄津贴汇总表\n姓名 年龄\n附件3\n高龄津贴发放规程\n一、甲\n做。",
        {"annexes": ("高龄津贴申请表", "高龄津贴汇总表", "《高龄津贴发放规程》")},
    ),
    Case(
        "annex-note-after-the-date",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2020年10月10日\n附件：1.高龄津贴申请表\n2.高龄津贴汇总表\n",
        {"annexes": ("高龄津贴申请表", "高龄津贴汇总表"), "dated_on": date(2020, 10, 10)},
        ("annexes",),
    ),
    Case(
        "two-annexes-named-and-one-found",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：1.高龄津贴申请表\n2.高龄津贴汇总表\n云南省民政厅\n2020年10月10日\n附件1\n高龄津贴申请表\n姓名 年龄",
        {"annexes": ("高龄津贴申请表", "高龄津贴汇总表")},
        ("annexes",),
    ),
    Case(
        "imprint-of-the-old-standard",
        "云民发〔2010〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "二〇一〇年十月十日\n主题词：民政　老年　通知\n抄报：民政部。\n抄送：省财政厅，省审计厅。\n云南省民政厅办公室　2010年10月11日印发\n（共印120份）",
        {
            "keywords": "民政　老年　通知",
            "copied_to": ("民政部", "省财政厅", "省审计厅"),
            "printed_on": date(2010, 10, 11),
            "print_run": "（共印120份）",
            "dated_on": date(2010, 10, 10),
            "issuing_authorities": ("云南省民政厅",),
        },
    ),
    Case(
        "imprint-with-addressees",
        "昆明市人民政府通告\n第3号\n关于加强养老机构消防安全的通告\n"
        + BODY
        + "昆明市人民政府\n2021年1月5日\n主送：各县（市、区）人民政府。\n抄送：市委办公室。\n昆明市人民政府办公室　2021年1月6日印发",
        {
            "addressees": ("各县（市、区）人民政府",),
            "copied_to": ("市委办公室",),
            "document_number": "昆明市人民政府通告第3号",
            "document_type": "通告",
        },
    ),
    Case(
        "imprint-with-the-day-and-the-word-apart",
        "云民发〔2020〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2020年10月10日\n抄送：省财政厅。\n云南省民政厅办公室\n2020年10月12日 印 发\n校对：王明　　　共印60份",
        {"printed_by": "云南省民政厅办公室", "printed_on": date(2020, 10, 12), "print_run": "共印60份"},
    ),
    Case(
        "imprint-printing-body-of-a-secretariat",
        "云政办发〔2020〕2号\n云南省人民政府办公厅关于做好养老服务的通知\n各州（市）人民政府：\n"
        + BODY
        + "云南省人民政府办公厅\n2020年10月10日\n云南省人民政府办公厅秘书处　　　　2020年10月12日印发",
        {"printed_by": "云南省人民政府办公厅秘书处", "printed_on": date(2020, 10, 12)},
    ),
    Case(
        "number-of-another-year",
        "云民发〔2018〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年10月10日",
        {"dated_on": date(2022, 10, 10)},
        ("document_number",),
    ),
    Case(
        "number-of-the-year-before-in-january",
        "云民发〔2021〕220号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年1月4日",
        {"dated_on": date(2022, 1, 4)},
        ("document_number",),
    ),
    Case(
        "head-and-signature-differ",
        "云南省民政厅文件\n云民发〔2021〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "四川省财政厅\n2021年10月10日",
        {"issuing_authorities": ("云南省民政厅",)},
        ("issuing_authorities",),
    ),
    Case(
        "printed-before-it-was-dated",
        "云民发〔2021〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2021年10月10日\n云南省民政厅办公室　2021年9月1日印发",
        {"printed_on": date(2021, 9, 1)},
        ("printed_on",),
    ),
    Case(
        "title-of-another-province",
        "四川省民政厅文件\n川民发〔2021〕2号\n关于印发《云南省高龄津贴发放办法》的通知\n各市（州）民政局：\n"
        + BODY
        + "四川省民政厅\n2021年10月10日",
        {"region": "四川"},
    ),
    Case(
        "title-begins-with-another-province",
        "四川省民政厅文件\n川民发〔2021〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各市（州）民政局：\n"
        + BODY
        + "四川省民政厅\n2021年10月10日",
        {},
        ("issuing_authorities",),
    ),
    Case(
        "measures-with-a-passage-note",
        "扬州市养老服务条例\n（2020年12月31日扬州市第八届人民代表大会常务委员会第三十次会议通过　2021年3月31日江苏省第十三届人民代表大会常务委员会第二十二次会议批准）\n"
        "第一章 总则\n第一条 为了发展养老服务，制定本条例。",
        {
            "title": "扬州市养老服务条例",
            "document_type": "条例",
            "region": "江苏扬州",
            "issuing_authorities": ("扬州市人民代表大会常务委员会",),
            "dated_on": date(2021, 3, 31),
        },
    ),
    Case(
        "date-in-brackets-below-the-title-and-body-name",
        "中共福建省委老干部局关于加强作风建设的意见\n（2019年4月5日）\n为加强作风建设，提出如下意见。\n一、任务\n抓好落实。",
        {"dated_on": date(2019, 4, 5), "issuing_authorities": ("中共福建省委老干部局",), "region": "福建"},
        ("document_number",),
    ),
    Case(
        "signature-with-date-above-the-bodies",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "2022年3月5日\n云南省民政厅\n云南省财政厅",
        {"dated_on": date(2022, 3, 5), "issuing_authorities": ("云南省民政厅", "云南省财政厅")},
    ),
    Case(
        "note-before-the-signature",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "联系人：王明，联系电话：0871-6571234。\n云南省民政厅\n2022年3月5日\n（信息公开形式：主动公开）",
        {"dated_on": date(2022, 3, 5), "note": "（信息公开形式：主动公开）", "issuing_authorities": ("云南省民政厅",)},
    ),
    Case(
        "note-with-brackets-in-it",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n（联系人：王明，电话：（0871）6571234）",
        {"note": "（联系人：王明，电话：（0871）6571234）"},
    ),
    Case(
        "annex-note-inline-numbers",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：1.申请表　2.汇总表　3.2022年度补贴标准\n云南省民政厅\n2022年3月5日\n附件1\n申请表\n姓名 年龄\n附件2\n汇总表\n姓名 年龄\n附件3\n2022年度补贴标准\n每月50元。",
        {"annexes": ("申请表", "汇总表", "2022年度补贴标准")},
    ),
    Case(
        "annex-note-with-a-long-name-on-two-lines",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：1.云南省高龄津贴发放对象资格认定工作规程及其\n配套文书式样\n2.汇总表\n云南省民政厅\n2022年3月5日\n附件1\n云南省高龄津贴发放对象资格认定工作规程及其配套文书式样\n"
        "一、甲\n做。\n附件2\n汇总表\n姓名 年龄",
        {"annexes": ("云南省高龄津贴发放对象资格认定工作规程及其配套文书式样", "汇总表")},
    ),
    Case(
        "annexes-noted-one-by-one",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件1：申请表\n附件2：汇总表\n云南省民政厅\n2022年3月5日\n附件1\n申请表\n姓名 年龄\n附件2\n汇总表\n姓名 年龄",
        {"annexes": ("申请表", "汇总表")},
    ),
    Case(
        "annex-note-under-a-bare-head",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "附件：\n1.申请表\n2.汇总表\n云南省民政厅\n2022年3月5日\n附件1\n申请表\n姓名 年龄\n附件2\n汇总表\n姓名 年龄",
        {"annexes": ("申请表", "汇总表"), "dated_on": date(2022, 3, 5)},
    ),
    Case(
        "copies-over-several-lines",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n抄送：省委办公厅，省政府办公厅，\n　　　省财政厅，省审计厅。\n云南省民政厅办公室　　　　　　　　2022年3月7日印发",
        {"copied_to": ("省委办公厅", "省政府办公厅", "省财政厅", "省审计厅"), "printed_on": date(2022, 3, 7)},
    ),
    Case(
        "printed-with-the-run-on-its-line",
        "云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n云南省民政厅办公室　　2022年3月7日印发　　（共印80份）",
        {"print_run": "共印80份", "printed_by": "云南省民政厅办公室", "printed_on": date(2022, 3, 7)},
    ),
    Case(
        "signed-on-behalf",
        "芜湖市养老服务工作联席会议办公室文件\n芜养联办〔2021〕4号\n关于报送信息的通知\n各成员单位：\n"
        + BODY
        + "芜湖市养老服务工作联席会议办公室\n（芜湖市民政局代章）\n2021年3月3日",
        {"issuing_authorities": ("芜湖市养老服务工作联席会议办公室",), "dated_on": date(2021, 3, 3)},
    ),
    Case(
        "secret-and-yet-public",
        "机密★1年\n云南省民政厅文件\n云民发〔2022〕2号\n关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n（此件公开发布）",
        {"secrecy": "机密"},
        ("note",),
    ),
    Case(
        "page's-table-and-signature-give-two-days",
        "发文日期：2022年3月9日\n发文字号：云民发〔2022〕2号\n云南省民政厅关于做好高龄津贴发放的通知\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日",
        {"dated_on": date(2022, 3, 5), "document_number": "云民发〔2022〕2号"},
        ("dated_on",),
    ),
    Case(
        "page's-table-and-head-give-two-numbers",
        "发文字号：云民发〔2022〕12号\n云南省民政厅关于做好高龄津贴发放的通知\n云民发〔2022〕2号\n各州（市）民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日",
        {},
        ("document_number",),
    ),
    Case(
        "title-without-a-kind-of-document",
        "2021年全省老干部工作三年行动\n一、任务\n抓好落实。\n云南省民政厅\n2022年3月5日",
        {"title": "2021年全省老干部工作三年行动", "document_type": None},
        ("title",),
    ),
    Case(
        "title-cut-off",
        "云民发〔2022〕2号\n关于进一步加强离退休干部党建工作的\n各民政局：\n" + BODY + "云南省民政厅\n2022年3月5日",
        {"title": "关于进一步加强离退休干部党建工作的"},
        ("title",),
    ),
    Case(
        "number-and-day-left-open",
        "云南省民政厅文件\n云民发〔2022〕 号\n关于发放津贴的通知\n各民政局：\n" + BODY + "云南省民政厅\n2022年 月 日",
        {"title": "关于发放津贴的通知", "document_number": None, "dated_on": None, "signature": "云南省民政厅"},
        ("document_number", "dated_on"),
    ),
    Case(
        "notice-of-candidates",
        "中共某某县委老干部局党支部关于吸收预备党员的公示\n经研究，现公示如下。\n一、对象\n王明。\n中共某某县委老干部局党支部\n2022年3月5日",
        {"document_type": "公示", "issuing_authorities": ("中共某某县委老干部局党支部",)},
    ),
    Case(
        "printed-with-the-words-before-the-day",
        "云民发〔2022〕2号\n关于发放津贴的通知\n各民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n云南省民政厅办公室印发　　2022年3月7日",
        {"printed_by": "云南省民政厅办公室", "printed_on": date(2022, 3, 7), "dated_on": date(2022, 3, 5)},
    ),
    Case(
        "imprint-with-labels",
        "云民发〔2022〕2号\n关于发放津贴的通知\n各民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n印发机关：云南省民政厅办公室　印发日期：2022年3月7日",
        {"printed_by": "云南省民政厅办公室", "printed_on": date(2022, 3, 7), "dated_on": date(2022, 3, 5)},
    ),
    Case(
        "printed-again-by-another-office",
        "云民发〔2022〕2号\n关于发放津贴的通知\n各民政局：\n"
        + BODY
        + "云南省民政厅\n2022年3月5日\n云南省民政厅办公室　2022年3月7日印发\n昆明市民政局办公室　2022年4月1日翻印",
        {"printed_by": "云南省民政厅办公室", "printed_on": date(2022, 3, 7), "issuing_authorities": ("云南省民政厅",)},
    ),
    Case(
        "page-number-between-dashes-that-ocr-read-as-one",
        "云民发〔2022〕2号\n关于发放津贴的通知\n各民政局：\n" + BODY + "云南省民政厅\n2022年3月5日\n一 2 一",
        {"dated_on": date(2022, 3, 5), "signature": "云南省民政厅"},
    ),
    Case(
        "list-of-branches-above-the-signature",
        "云老干〔2022〕2号\n关于表扬先进党支部的通报\n各党支部：\n决定表扬下列党支部。\n一、名单\n云南省民政厅离退休第一党支部\n云南省财政厅离退休党支部\n"
        "中共云南省委老干部局\n2022年3月5日",
        {"issuing_authorities": ("中共云南省委老干部局",), "signature": "中共云南省委老干部局"},
    ),
    Case(
        "list-of-branches-at-the-end",
        "云老干〔2022〕2号\n中共云南省委老干部局关于表扬先进党支部的通报\n（2022年3月5日）\n决定表扬下列党支部。\n一、名单\n"
        "云南省民政厅离退休第一党支部\n云南省财政厅离退休党支部",
        {"issuing_authorities": ("中共云南省委老干部局",), "dated_on": date(2022, 3, 5)},
    ),
)
