"""Special forms and special bodies: orders, announcements, minutes, letters, towns, congresses, schools."""

from __future__ import annotations

from datetime import date

from tests.ingest.masthead_case import BODY, Case

FORMS: tuple[Case, ...] = (
    Case(
        "telegram-number",
        "国务院办公厅\n国办发明电〔2018〕15号\n国务院办公厅关于2019年部分节假日安排的通知\n各省、自治区、直辖市人民政府：\n"
        + BODY
        + "国务院办公厅\n2018年12月1日",
        {"document_number": "国办发明电〔2018〕15号", "region": "全国", "level": "中央"},
    ),
    Case(
        "veterans-cadre-bureau-letter-form",
        "中共大连市委老干部局\n大老干函〔2021〕6号\n关于商请协助开展健康体检的函\n大连市卫生健康委员会：\n"
        + BODY
        + "专此函达，请予支持。\n中共大连市委老干部局\n2021年7月1日",
        {
            "form": "letter",
            "issuing_authorities": ("中共大连市委老干部局",),
            "masthead_line": "中共大连市委老干部局",
            "document_number": "大老干函〔2021〕6号",
            "document_type": "函",
        },
    ),
    Case(
        "joint-bodies-without-the-word-are-no-letter",
        "中共大连市委老干部局\n大连市财政局\n大连市卫生健康委员会\n大老干发〔2021〕6号\n关于开展健康体检的通知\n各区县老干部局：\n"
        + BODY
        + "中共大连市委老干部局\n大连市财政局\n大连市卫生健康委员会\n2021年7月1日",
        {
            "form": "general",
            "issuing_authorities": ("中共大连市委老干部局", "大连市财政局", "大连市卫生健康委员会"),
            "masthead_line": "中共大连市委老干部局\n大连市财政局\n大连市卫生健康委员会",
        },
    ),
    Case(
        "joint-bodies-with-a-letters-number-are-a-letter",
        "中共大连市委老干部局　大连市财政局\n大老干函〔2021〕6号\n关于商请协助开展健康体检的函\n大连市卫生健康委员会：\n"
        + BODY
        + "中共大连市委老干部局　大连市财政局\n2021年7月1日",
        {"form": "letter", "issuing_authorities": ("中共大连市委老干部局", "大连市财政局")},
    ),
    Case(
        "letter-form-number-below-secrecy",
        "浙江省民政厅\n000021　　　　　　浙民函〔2020〕7号\n秘密\n特急\n浙江省民政厅关于同意设立老年基金会的复函\n绍兴市民政局：\n来函收悉。经研究，现函复如下：\n"
        "一、同意设立。\n二、依法登记。\n浙江省民政厅\n2020年2月3日",
        {
            "form": "letter",
            "document_number": "浙民函〔2020〕7号",
            "copy_number": "000021",
            "secrecy": "秘密",
            "urgency": "特急",
            "document_type": "函",
        },
    ),
    Case(
        "announcement-of-a-standing-committee",
        "浙江省人民代表大会常务委员会公告\n第58号\n《浙江省养老服务条例》已于2021年3月26日经浙江省第十三届人民代表大会常务委员会第二十八次会议通过，现予公布，"
        "自2021年7月1日起施行。\n浙江省人民代表大会常务委员会\n2021年3月26日\n浙江省养老服务条例\n（2021年3月26日浙江省第十三届人民代表大会常务委员会第二十八次会议通过）\n"
        "第一章 总则\n第一条 为了发展养老服务，制定本条例。\n第二条 本条例适用于本省。",
        {
            "document_number": "浙江省人民代表大会常务委员会公告第58号",
            "issuing_authorities": ("浙江省人民代表大会常务委员会",),
            "dated_on": date(2021, 3, 26),
            "region": "浙江",
        },
    ),
    Case(
        "military-and-local-bodies-jointly",
        "中共湖北省委组织部\n湖北省军区政治工作局　文件\n湖北省退役军人事务厅\n鄂组通〔2021〕18号\n关于做好军队离退休干部移交安置工作的通知\n各市、州、县党委组织部："
        "\n" + BODY + "中共湖北省委组织部　湖北省军区政治工作局\n湖北省退役军人事务厅\n2021年9月1日",
        {
            "issuing_authorities": ("中共湖北省委组织部", "湖北省军区政治工作局", "湖北省退役军人事务厅"),
            "region": "湖北",
        },
    ),
    Case(
        "university-party-committee",
        "中共青岛大学委员会文件\n青大党字〔2021〕3号\n中共青岛大学委员会\n关于加强离退休工作的意见\n各党委、党总支：\n"
        + BODY
        + "中共青岛大学委员会\n2021年3月3日\n青岛大学党委办公室　2021年3月3日印发",
        {
            "issuing_authorities": ("中共青岛大学委员会",),
            "document_number": "青大党字〔2021〕3号",
            "title": "中共青岛大学委员会关于加强离退休工作的意见",
        },
    ),
    Case(
        "state-owned-group",
        "山东能源集团有限公司文件\n山能集团发〔2022〕41号\n关于印发《离退休人员管理办法》的通知\n各权属单位：\n"
        + BODY
        + "山东能源集团有限公司\n2022年5月5日",
        {"issuing_authorities": ("山东能源集团有限公司",), "document_number": "山能集团发〔2022〕41号"},
    ),
    Case(
        "committee-of-organs-directly-under",
        "中共陕西省委直属机关工作委员会文件\n陕直工发〔2021〕11号\n关于加强离退休干部党支部建设的通知\n省直各部门机关党委：\n"
        + BODY
        + "中共陕西省委直属机关工作委员会\n2021年6月6日",
        {"issuing_authorities": ("中共陕西省委直属机关工作委员会",), "region": "陕西"},
    ),
    Case(
        "town-government",
        "仪征市新城镇人民政府文件\n仪新政发〔2021〕30号\n关于做好老年人体检工作的通知\n各村（社区）：\n"
        + BODY
        + "仪征市新城镇人民政府\n2021年3月3日",
        {"issuing_authorities": ("仪征市新城镇人民政府",), "level": "乡", "region": "江苏扬州仪征"},
    ),
    Case(
        "town-party-committee",
        "中共桐庐县莪山畲族乡委员会文件\n莪委〔2021〕5号\n中共莪山畲族乡委员会关于调整班子成员分工的通知\n各村党支部：\n"
        + BODY
        + "中共桐庐县莪山畲族乡委员会\n2021年3月3日",
        {"level": "乡", "region": "浙江杭州桐庐"},
    ),
    Case(
        "street-office",
        "杭州市西湖区人民政府翠苑街道办事处文件\n翠街办〔2021〕5号\n关于做好居家养老服务的通知\n各社区居委会：\n"
        + BODY
        + "杭州市西湖区人民政府翠苑街道办事处\n2021年3月3日",
        {"issuing_authorities": ("杭州市西湖区人民政府翠苑街道办事处",), "level": "乡", "region": "浙江杭州西湖"},
    ),
    Case(
        "street-working-committee",
        "中共南京市鼓楼区凤凰街道工作委员会文件\n凤工委〔2021〕9号\n关于成立老年工作小组的通知\n各社区党委：\n"
        + BODY
        + "中共南京市鼓楼区凤凰街道工作委员会\n2021年3月3日",
        {"issuing_authorities": ("中共南京市鼓楼区凤凰街道工作委员会",), "level": "乡", "region": "江苏南京鼓楼"},
    ),
    Case(
        "leading-group",
        "宜昌市委老干部工作领导小组文件\n宜老领〔2021〕1号\n宜昌市委老干部工作领导小组\n关于印发2021年工作要点的通知\n各成员单位：\n"
        + BODY
        + "宜昌市委老干部工作领导小组\n2021年3月3日",
        {"issuing_authorities": ("宜昌市委老干部工作领导小组",), "region": "湖北宜昌"},
    ),
    Case(
        "joint-meeting-office",
        "芜湖市养老服务工作联席会议办公室文件\n芜养联办〔2021〕1号\n关于印发养老服务实施方案的通知\n各成员单位：\n"
        + BODY
        + "芜湖市养老服务工作联席会议办公室\n2021年3月3日",
        {"issuing_authorities": ("芜湖市养老服务工作联席会议办公室",), "region": "安徽芜湖"},
    ),
    Case(
        "village-committee",
        "诸城市密州街道某某社区居民委员会\n关于收缴卫生费的通知\n各位居民：\n"
        + BODY
        + "诸城市密州街道某某社区居民委员会\n2021年3月3日",
        {"issuing_authorities": ("诸城市密州街道某某社区居民委员会",), "level": "乡"},
        ("document_number",),
    ),
    Case(
        "order-of-the-state-council",
        "中华人民共和国国务院令\n第711号\n现公布修订后的《中华人民共和国政府信息公开条例》，自2019年5月15日起施行。\n总　理　李　明\n2019年4月3日",
        {
            "form": "order",
            "document_number": "国务院令第711号",
            "issuing_authorities": ("国务院",),
            "signatories": ("李明",),
            "dated_on": date(2019, 4, 3),
        },
    ),
    Case(
        "order-of-a-provincial-government",
        "浙江省人民政府令\n第 388 号\n《浙江省养老机构管理办法》已经省人民政府第60次常务会议审议通过，现予公布，自2021年11月1日起施行。\n省长　王某某\n2021年9月2日\n"
        "浙江省养老机构管理办法\n第一条 为了规范养老机构，制定本办法。\n第二条 本办法适用于本省。",
        {
            "form": "order",
            "document_number": "浙江省人民政府令第388号",
            "issuing_authorities": ("浙江省人民政府",),
            "signatories": ("王某某",),
            "dated_on": date(2021, 9, 2),
            "region": "浙江",
        },
    ),
    Case(
        "order-of-a-ministry-in-chinese-numerals",
        "民政部令\n（第六十六号）\n《养老机构管理办法》已经部务会议通过，现予公布，自2020年11月1日起施行。\n部　长：李明\n二〇二〇年九月一日",
        {
            "form": "order",
            "document_number": "民政部令第66号",
            "signatories": ("李明",),
            "dated_on": date(2020, 9, 1),
            "level": "中央",
        },
    ),
    Case(
        "order-with-its-number-on-the-line",
        "财政部　民政部令第100号\n《补助资金管理办法》已经两部通过，现予公布，自2020年11月1日起施行。\n财政部部长　李明\n民政部部长　王强\n2020年9月1日",
        {"form": "order", "issuing_authorities": ("财政部", "民政部"), "signatories": ("李明", "王强")},
    ),
    Case(
        "announcement-with-the-year",
        "财政部　税务总局公告\n2021年第3号\n关于明确养老服务税收政策的公告\n现就有关事项公告如下：\n一、免税\n按规定执行。\n特此公告。\n财政部　税务总局\n2021年1月5日",
        {
            "document_number": "财政部税务总局公告2021年第3号",
            "issuing_authorities": ("财政部", "税务总局"),
            "document_type": "公告",
            "title": "关于明确养老服务税收政策的公告",
        },
    ),
    Case(
        "minutes-with-attendance",
        "老干部工作联席会议纪要\n〔2022〕3号\n中共丽水市委老干部局\n2022年4月6日\n2022年4月2日，市委老干部局召开联席会议。现纪要如下：\n一、关于经费\n会议同意增加经费。\n二、关于活动\n"
        "会议要求按期举办。\n出席：王明、李大海、赵小平。\n请假：孙强。\n列席：周华。\n记录：吴刚。\n分送：各成员单位。\n中共丽水市委老干部局办公室　2022年4月7日印发",
        {
            "form": "minutes",
            "document_number": "〔2022〕3号",
            "title": "老干部工作联席会议纪要",
            "document_type": "纪要",
            "dated_on": date(2022, 4, 6),
            "attendees": "王明、李大海、赵小平",
            "absentees": "孙强",
            "issuing_authorities": ("中共丽水市委老干部局",),
            "observers": "周华",
            "copied_to": ("各成员单位",),
            "addressees": (),
        },
    ),
    Case(
        "minutes-by-issue",
        "丽水市人民政府专题会议纪要\n第3期\n丽水市人民政府办公室　　　　2022年4月6日\n关于养老服务工作的专题会议纪要\n4月2日，市政府召开专题会议。现纪要如下：\n一、关于经费\n会议同意增加经费。\n"
        "出席人员：王明、李大海。",
        {
            "form": "minutes",
            "document_number": "第3期",
            "issuing_authorities": ("丽水市人民政府办公室",),
            "dated_on": date(2022, 4, 6),
            "attendees": "王明、李大海",
        },
    ),
    Case(
        "minutes-by-year-and-issue",
        "中共丽水市委常委会会议纪要\n〔2022〕第3期\n2022年4月6日\n4月2日，市委召开常委会会议。现纪要如下：\n一、关于经费\n会议同意增加经费。\n",
        {
            "form": "minutes",
            "document_number": "〔2022〕第3期",
            "dated_on": date(2022, 4, 6),
            "issuing_authorities": ("中共丽水市委",),
        },
    ),
    Case(
        "bulletin",
        "内部资料　注意保存\n老干部工作简报\n第3期（总第20期）\n中共浙江省委老干部局　　2021年3月8日\n本期要览\n一、甲事\n内容。\n报：省委常委；\n中组部老干部局。\n"
        "送：各市委组织部。\n发：各县（市、区）委老干部局。\n共印340份",
        {"form": "bulletin", "dated_on": date(2021, 3, 8), "print_run": "共印340份"},
    ),
    Case(
        "telegram-with-grade-and-approval",
        "四川省委办公厅发电\n签批盖章：王明\n等级　特急·明电\n川委办明电〔2020〕3号\n关于做好值班工作的紧急通知\n各市（州）党委办公室：\n"
        + BODY
        + "中共四川省委办公厅\n2020年1月22日",
        {
            "urgency": "特急·明电",
            "document_number": "川委办明电〔2020〕3号",
            "signatories": ("王明",),
            "dated_on": date(2020, 1, 22),
        },
    ),
    Case(
        "approval-to-one-body",
        "国务院文件\n国函〔2020〕12号\n国务院关于同意设立老龄产业试验区的批复\n浙江省人民政府：\n你省关于设立试验区的请示收悉。现批复如下：\n一、同意设立。\n二、加强领导。\n"
        "国务院\n2020年2月3日\n（此件公开发布）",
        {
            "document_type": "批复",
            "level": "中央",
            "addressees": ("浙江省人民政府",),
            "document_number": "国函〔2020〕12号",
        },
    ),
    Case(
        "circulated-criticism-without-addressee",
        "芜湖市纪委文件\n芜纪〔2021〕8号\n中共芜湖市纪律检查委员会关于三起典型问题的通报\n近期，市纪委查处了三起问题。现通报如下：\n一、问题一\n内容。\n二、问题二\n内容。\n"
        "中共芜湖市纪律检查委员会\n2021年5月5日",
        {"document_type": "通报", "addressees": (), "dated_on": date(2021, 5, 5), "region": "安徽芜湖"},
    ),
    Case(
        "united-front-and-mass-organisations",
        "共青团浙江省委\n浙江省妇女联合会\n浙江省老龄工作委员会办公室　文件\n浙团联〔2020〕5号\n关于开展敬老活动的通知\n各市团委、妇联、老龄办：\n"
        + BODY
        + "共青团浙江省委　浙江省妇女联合会　浙江省老龄工作委员会办公室\n2020年4月4日",
        {"issuing_authorities": ("共青团浙江省委", "浙江省妇女联合会", "浙江省老龄工作委员会办公室"), "region": "浙江"},
    ),
    Case(
        "people's-congress-decision",
        "绵阳市人民代表大会常务委员会关于加强老年人权益保障的决定\n（2020年10月20日绵阳市第七届人民代表大会常务委员会第三十五次会议通过）\n为了加强老年人权益保障，作如下决定：\n"
        "一、任务\n抓好落实。\n二、要求\n按期报告。",
        {
            "issuing_authorities": ("绵阳市人民代表大会常务委员会",),
            "document_type": "决定",
            "region": "四川绵阳",
            "dated_on": date(2020, 10, 20),
        },
        ("document_number",),
    ),
    Case(
        "political-consultative-conference",
        "中国人民政治协商会议扬州市委员会办公室文件\n扬政协办〔2020〕5号\n关于开展调研的通知\n各专委会：\n"
        + BODY
        + "中国人民政治协商会议扬州市委员会办公室\n2020年4月4日",
        {"issuing_authorities": ("中国人民政治协商会议扬州市委员会办公室",), "region": "江苏扬州"},
    ),
    Case(
        "court-and-procuratorate",
        "最高人民法院　最高人民检察院\n关于办理养老诈骗案件若干问题的意见\n法发〔2022〕3号\n为依法惩治养老诈骗犯罪，提出如下意见。\n一、任务\n抓好落实。\n最高人民法院　最高人民检察院\n2022年4月4日",
        {
            "issuing_authorities": ("最高人民法院", "最高人民检察院"),
            "title": "最高人民法院 最高人民检察院关于办理养老诈骗案件若干问题的意见",
            "level": "中央",
        },
    ),
    Case(
        "school-office",
        "四川大学文件\n川大校〔2021〕33号\n四川大学关于印发《离退休教职工管理办法》的通知\n校内各单位：\n"
        + BODY
        + "四川大学\n2021年5月5日",
        {"issuing_authorities": ("四川大学",), "document_number": "川大校〔2021〕33号"},
    ),
    Case(
        "hospital-party-committee",
        "中共绵阳市中心医院委员会文件\n绵中医委〔2021〕3号\n关于成立离退休党支部的通知\n各党支部：\n"
        + BODY
        + "中共绵阳市中心医院委员会\n2021年5月5日",
        {"issuing_authorities": ("中共绵阳市中心医院委员会",), "addressees": ("各党支部",)},
    ),
    Case(
        "order-of-a-city-with-spaced-head",
        "芜 湖 市 人 民 政 府 令\n第 62 号\n《芜湖市养老服务管理办法》已经市政府第40次常务会议审议通过，现予公布，自2021年1月1日起施行。\n市 长　王 明\n2020年11月11日",
        {
            "form": "order",
            "document_number": "芜湖市人民政府令第62号",
            "issuing_authorities": ("芜湖市人民政府",),
            "signatories": ("王明",),
            "region": "安徽芜湖",
        },
    ),
    Case(
        "order-of-appointment",
        "中华人民共和国国务院令\n第800号\n任命李明为香港特别行政区某职。\n总理　王　强\n2022年5月20日",
        {
            "form": "order",
            "document_number": "国务院令第800号",
            "signatories": ("王强",),
            "dated_on": date(2022, 5, 20),
        },
    ),
    Case(
        "presidential-order",
        "中华人民共和国主席令\n（第七十三号）\n《中华人民共和国老年人权益保障法》已由第十一届全国人民代表大会常务委员会第三十次会议修订通过，现予公布，自2013年7月1日起施行。\n"
        "中华人民共和国主席　王明\n2012年12月28日",
        {"form": "order", "document_number": "主席令第73号", "signatories": ("王明",), "level": "中央"},
    ),
    Case(
        "announcement-of-one-ministry-in-one-line",
        "民政部公告第500号\n关于公布养老服务标准的公告\n现公布下列标准：\n一、标准甲\n二、标准乙\n特此公告。\n民政部\n2021年3月3日",
        {"document_number": "民政部公告第500号", "document_type": "公告", "issuing_authorities": ("民政部",)},
    ),
    Case(
        "government-notice-to-the-public",
        "丽水市公安局\n关于禁止燃放烟花爆竹的通告\n为保护环境，现通告如下：\n一、禁止燃放。\n二、违者处罚。\n特此通告。\n丽水市公安局\n2021年1月20日",
        {
            "issuing_authorities": ("丽水市公安局",),
            "document_type": "通告",
            "title": "丽水市公安局关于禁止燃放烟花爆竹的通告",
        },
        ("document_number",),
    ),
    Case(
        "minutes-with-lists-at-the-head",
        "中共仪征市委常委会会议纪要\n（第12期）\n中共仪征市委办公室　　2021年3月3日\n时间：2021年3月1日\n地点：市委常委会议室\n主持：王明\n出席：李大海、赵小平\n列席：周华\n"
        "会议传达了上级精神。现纪要如下：\n一、关于养老\n会议同意。\n二、关于财政\n会议要求。",
        {
            "form": "minutes",
            "document_number": "第12期",
            "chair": "王明",
            "attendees": "李大海、赵小平",
            "observers": "周华",
            "dated_on": date(2021, 3, 3),
            "region": "江苏扬州仪征",
        },
    ),
    Case(
        "minutes-that-only-the-title-tells",
        "昆山市老龄工作委员会办公室文件\n昆老龄办〔2021〕2号\n关于印发《老龄委全体会议纪要》的通知\n各成员单位：\n"
        + BODY
        + "昆山市老龄工作委员会办公室\n2021年3月3日",
        {"form": "general", "document_type": "通知"},
    ),
    Case(
        "letter-from-a-person-free-office",
        "民政部办公厅\n民办函〔2021〕44号\n民政部办公厅关于开展老年人助餐试点的函\n各省、自治区、直辖市民政厅（局）：\n"
        + BODY
        + "民政部办公厅\n2021年6月6日\n（此件主动公开）",
        {"form": "letter", "issuing_authorities": ("民政部办公厅",), "level": "中央", "document_type": "函"},
    ),
    Case(
        "town-without-its-county",
        "新市镇人民政府文件\n新政〔2021〕8号\n关于做好老年人走访的通知\n各村：\n"
        + BODY
        + "新市镇人民政府\n2021年3月3日",
        {"issuing_authorities": ("新市镇人民政府",), "document_number": "新政〔2021〕8号"},
    ),
    Case(
        "development-zone",
        "扬州经济技术开发区管理委员会文件\n扬开管发〔2021〕8号\n关于做好老年人走访的通知\n各街道办事处：\n"
        + BODY
        + "扬州经济技术开发区管理委员会\n2021年3月3日",
        {"issuing_authorities": ("扬州经济技术开发区管理委员会",), "region": "江苏扬州"},
    ),
    Case(
        "autonomous-prefecture-in-short",
        "中共延边州委老干部局文件\n延老干〔2021〕8号\n关于做好老年人走访的通知\n各县（市）委老干部局：\n"
        + BODY
        + "中共延边州委老干部局\n2021年3月3日",
        {"issuing_authorities": ("中共延边州委老干部局",), "region": "吉林延边", "level": "市"},
    ),
    Case(
        "old-order-of-the-signing-words",
        "云南省民政厅文件\n云民发（1998）第12号\n★\n关于做好老年优待证发放工作的通知\n各地、州、市民政局：\n"
        + BODY
        + "云南省民政厅\n一九九八年五月六日\n主题词：民政　老年　通知\n"
        "抄报：省人民政府。\n抄送：省财政厅。\n云南省民政厅办公室　一九九八年五月七日印发\n打字：李明　校对：王强　共印200份",
        {
            "document_number": "云民发〔1998〕12号",
            "dated_on": date(1998, 5, 6),
            "printed_on": date(1998, 5, 7),
            "print_run": "共印200份",
        },
    ),
    Case(
        "speech-with-its-speaker",
        "在全省老干部局长会议上的讲话\n（2021年3月5日）\n王　明\n同志们：\n今天我们召开会议。\n一、任务\n抓好落实。",
        {"title": "在全省老干部局长会议上的讲话", "author": "王　明", "dated_on": date(2021, 3, 5), "addressees": ()},
    ),
    Case(
        "order-of-two-ministries-with-the-word-on-its-own-line",
        "国家发展和改革委员会\n民　　政　　部\n令\n第 35 号\n《办法》已经审议通过，现予公布，自2020年1月1日起施行。\n国家发展和改革委员会主任　王明\n"
        "民政部部长　李强\n2019年12月1日",
        {
            "form": "order",
            "document_number": "国家发展和改革委员会民政部令第35号",
            "title": "国家发展和改革委员会 民政部令",
            "issuing_authorities": ("国家发展和改革委员会", "民政部"),
            "signatories": ("王明", "李强"),
        },
    ),
    Case(
        "appointment-by-a-standing-committee",
        "桐庐县人大常委会公告\n〔2021〕第2号\n桐庐县第十七届人民代表大会常务委员会第三次会议决定任命：\n王明为局长。\n桐庐县人大常委会\n2021年5月5日",
        {"document_number": "桐庐县人大常委会公告〔2021〕2号", "addressees": (), "dated_on": date(2021, 5, 5)},
    ),
)
