"""Who issued a notice, and when: joint bodies, minutes, notes below a title, database heads, places of no list."""

from __future__ import annotations

from datetime import date

from tests.ingest.masthead_case import BODY, Case

_RULES = "第一条 为规范管理，制定本办法。\n第二条 本办法由办公室负责解释。\n"
_TO = "各县区委组织部：\n" + BODY

JOINT: tuple[Case, ...] = (
    Case(
        "lead-body-alone-in-the-head-both-in-title-and-signature",
        "中共云溪市委办公室文件\n云办发〔2021〕9号\n中共云溪市委办公室 云溪市人民政府办公室\n关于加强老年教育的通知\n"
        + _TO
        + "中共云溪市委办公室\n云溪市人民政府办公室\n2021年4月2日",
        {"issuing_authorities": ("中共云溪市委办公室", "云溪市人民政府办公室"), "region": None},
    ),
    Case(
        "lead-body-alone-in-the-head-all-in-the-signature-on-two-lines",
        "山东省民政厅文件\n鲁民〔2021〕30号\n关于加强老年教育的通知\n"
        + _TO
        + "山东省民政厅　山东省财政厅\n山东省教育厅\n2021年4月2日",
        {"issuing_authorities": ("山东省民政厅", "山东省财政厅", "山东省教育厅"), "region": "山东"},
    ),
    Case(
        "lead-body-shortened-in-the-head",
        "省教育厅文件\n鲁教〔2021〕30号\n关于加强老年教育的通知\n" + _TO + "山东省教育厅　山东省财政厅\n2021年4月2日",
        {"issuing_authorities": ("山东省教育厅", "山东省财政厅")},
    ),
    Case(
        "bodies-of-the-title-alone-where-nothing-is-signed",
        "山东省民政厅文件\n鲁民〔2021〕31号\n山东省民政厅 山东省财政厅关于加强老年教育的通知\n" + _TO + "2021年4月2日",
        {"issuing_authorities": ("山东省民政厅", "山东省财政厅"), "dated_on": date(2021, 4, 2)},
    ),
    Case(
        "other-bodies-signed-do-not-replace-the-head",
        "中共山东省委组织部文件\n鲁组〔2021〕32号\n关于加强老年教育的通知\n"
        + _TO
        + "山东省民政厅　山东省财政厅\n2021年4月2日",
        {"issuing_authorities": ("中共山东省委组织部",)},
        ("issuing_authorities",),
    ),
    Case(
        "a-list-of-bodies-right-above-the-signature",
        "山东省民政厅文件\n鲁民〔2021〕33号\n关于表彰先进的通知\n各市民政局：\n现公布名单。\n一、先进集体名单\n烟台市民政局\n青岛市民政局\n山东省民政厅\n2021年4月2日",
        {"issuing_authorities": ("山东省民政厅",), "region": "山东", "level": "省"},
    ),
    Case(
        "a-companys-own-rules",
        "东山纺织有限责任公司退休人员管理办法\n" + _RULES,
        {"issuing_authorities": ("东山纺织有限责任公司",), "title": "东山纺织有限责任公司退休人员管理办法"},
    ),
    Case(
        "rules-for-companies",
        "股份有限公司退休人员管理办法\n" + _RULES,
        {"issuing_authorities": ()},
        ("issuing_authorities",),
    ),
)

MINUTES: tuple[Case, ...] = (
    Case(
        "minutes-with-time-place-and-chair-above-the-matter",
        "东山县人民政府专题会议纪要\n〔2022〕6号\n时　间：2022年3月8日14:30\n地　点：三楼会议室\n主 持 人：张　华\n会议议定：\n一、关于选址\n同意选址。\n",
        {
            "title": "东山县人民政府专题会议纪要",
            "document_number": "〔2022〕6号",
            "meeting_time": "2022年3月8日14:30",
            "meeting_place": "三楼会议室",
            "chair": "张　华",
        },
        ("dated_on",),
    ),
    Case(
        "minutes-with-an-agenda",
        "西河大学党委会会议纪要\n2022年第4期\n会议时间：2022年3月8日\n会议地点：三楼\n议题：1.研究预算；2.研究选址\n会议内容：\n一、研究预算\n会议同意。\n",
        {"title": "西河大学党委会会议纪要", "meeting_time": "2022年3月8日"},
        ("dated_on", "issuing_authorities"),
    ),
    Case(
        "minutes-titled-by-their-matter",
        "关于研究老年大学选址的会议纪要\n会议时间：2022年3月8日\n主持人：张华\n会议议题：研究选址\n一、同意选址。\n",
        {"title": "关于研究老年大学选址的会议纪要", "meeting_time": "2022年3月8日"},
        ("dated_on", "issuing_authorities"),
    ),
)

DATED: tuple[Case, ...] = (
    Case(
        "number-first-in-the-note-below-a-title",
        "西河学院离退休人员管理办法\n（西院人〔2020〕7号，经2020年6月3日教职工代表大会通过）\n" + _RULES,
        {"document_number": "西院人〔2020〕7号", "dated_on": date(2020, 6, 3)},
        ("issuing_authorities",),
    ),
    Case(
        "bodies-of-a-joint-note-below-a-title",
        "护理费发放办法\n（2009年5月11日烟台市民政局、烟台市财政局联合印发）\n" + _RULES,
        {"issuing_authorities": ("烟台市民政局", "烟台市财政局"), "dated_on": date(2009, 5, 11)},
    ),
    Case(
        "number-behind-the-body-of-the-note",
        "护理费发放办法\n（2009年5月11日烟台市民政局以烟民发〔2009〕7号文件印发）\n" + _RULES,
        {"issuing_authorities": ("烟台市民政局",), "document_number": "烟民发〔2009〕7号"},
    ),
    Case(
        "issuer-with-the-day-of-printing-and-no-other-day",
        "关于开展体检的通知\n" + _TO + "烟台市民政局\n2024年3月1日印发",
        {"dated_on": date(2024, 3, 1), "issuing_authorities": ("烟台市民政局",)},
        ("document_number",),
    ),
    Case(
        "office-that-printed-does-not-date-the-notice",
        "烟台市民政局关于开展体检的通知\n" + _TO + "烟台市民政局办公室　2024年3月1日印发",
        {"dated_on": None, "printed_on": date(2024, 3, 1)},
        ("dated_on", "document_number"),
    ),
    Case(
        "signature-below-the-annex",
        "烟民发〔2021〕3号\n关于开展体检的通知\n"
        + _TO
        + "附件\n体检项目\n血压、血糖检查各一次。\n烟台市民政局\n2021年5月6日",
        {"dated_on": date(2021, 5, 6), "issuing_authorities": ("烟台市民政局",)},
    ),
    Case(
        "head-of-a-law-database",
        "发布文号：烟民发〔2020〕12号\n发布日期：2020-05-06\n生效日期：2020-06-01\n时 效 性：现行有效\n效力级别：地方规范性文件\n"
        "烟台市民政局关于开展体检的通知\n" + _TO + "烟台市民政局\n2020年5月5日",
        {
            "title": "烟台市民政局关于开展体检的通知",
            "document_number": "烟民发〔2020〕12号",
            "dated_on": date(2020, 5, 5),
            "effective_on": date(2020, 6, 1),
        },
    ),
    Case(
        "head-of-a-law-database-with-labels-in-brackets",
        "【发布部门】烟台市民政局\n【发文字号】烟民发〔2020〕12号\n【发布日期】2020.05.06\n【实施日期】2020.06.01\n【时效性】现行有效\n"
        "烟台市民政局关于开展体检的通知\n" + _TO + "烟台市民政局\n2020年5月5日",
        {
            "title": "烟台市民政局关于开展体检的通知",
            "issuing_authorities": ("烟台市民政局",),
            "document_number": "烟民发〔2020〕12号",
            "effective_on": date(2020, 6, 1),
        },
    ),
)

PLACES: tuple[Case, ...] = (
    Case(
        "city-of-no-list-is-not-the-province-of-its-letter",
        "新老〔2009〕23号\n新阳市老龄工作委员会办公室关于开展敬老活动的通知\n" + _TO + "2009年9月1日",
        {"region": None},
    ),
    Case(
        "party-committee-of-no-list-is-not-the-province-of-its-letter",
        "云老干〔2020〕3号\n关于开展敬老活动的通知\n" + _TO + "中共云岭市委老干部局\n2020年1月1日",
        {"region": None},
    ),
    Case(
        "province-of-the-letter-where-the-body-names-no-place",
        "鲁老干〔2020〕3号\n关于开展全省敬老活动的通知\n" + _TO + "省委老干部局\n2020年1月1日",
        {"region": "山东", "level": "省"},
    ),
    Case(
        "city-called-like-a-district-elsewhere",
        "中共松江市委文件\n松委〔2020〕3号\n关于开展敬老活动的通知\n" + _TO + "中共松江市委\n2020年1月1日",
        {"region": None},
    ),
    Case(
        "county-committee-that-holds-a-meeting",
        "关于老龄工作的通知\n各乡镇：\n全县要抓好落实，县委书记主持召开县老龄委会议，研究全县工作。\n县老龄委办公室\n2024年1月1日",
        {"region": None},
        ("document_number",),
    ),
    Case(
        "where-people-work-is-not-who-speaks",
        "关于表彰先进的通知\n各镇：\n我区决定表彰张三（雁峰区委党校）等同志。\n区总工会\n2024年1月1日",
        {"region": None},
        ("document_number",),
    ),
    Case(
        "places-of-an-annex-are-not-who-speaks",
        "关于表彰先进的通知\n各镇：\n我区决定表彰先进个人，名单附后。\n区总工会\n2024年1月1日\n附件\n先进个人名单\n张三，雁峰区委党校教师。\n李四，雁峰区老年大学教师。",
        {"region": None},
        ("document_number",),
    ),
)

BODIES = (*JOINT, *MINUTES, *DATED, *PLACES)
