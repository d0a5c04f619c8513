import pytest

from ingest.document_number import find_document_numbers, normal_document_number


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("国办发〔2021〕12号", "国办发〔2021〕12号"),
        ("财税[2019]13号", "财税〔2019〕13号"),
        ("财税［2019］13号", "财税〔2019〕13号"),
        ("财税（2019）13号", "财税〔2019〕13号"),
        ("财税(2019)13号", "财税〔2019〕13号"),
        ("国办函【2018】74号", "国办函〔2018〕74号"),
        ("国发〔2018〕41 号", "国发〔2018〕41号"),
        ("国发 〔 2018 〕 41 号", "国发〔2018〕41号"),
        ("扬办发〔２０２２〕１７０号", "扬办发〔2022〕170号"),
        ("扬办发\n〔2022〕170号", "扬办发〔2022〕170号"),
        ("扬办发〔2022〕\n170号", "扬办发〔2022〕170号"),
        ("鲁 老 干 〔2022〕 15 号", "鲁老干〔2022〕15号"),
        ("国办发明电〔2018〕15号", "国办发明电〔2018〕15号"),
        ("发改办财金规〔2019〕860号", "发改办财金规〔2019〕860号"),
        ("财社〔2018〕007号", "财社〔2018〕7号"),
        ("老干字〔1988〕第15号", "老干字〔1988〕15号"),
        ("国发〔82〕62号", "国发〔1982〕62号"),
        ("（88）老干字第6号", "老干字〔1988〕6号"),
        ("〔86〕财税协字第030号", "财税协字〔1986〕30号"),
        ("安委办〔\n2017\n〕\n13\n号", "安委办〔2017〕13号"),
        ("法〔2016〕221号", "法〔2016〕221号"),
        ("苍钱广电〔2009〕1号", "苍钱广电〔2009〕1号"),
        ("惠人防〔2016〕3269号", "惠人防〔2016〕3269号"),
        ("国科发火〔2016〕195号", "国科发火〔2016〕195号"),
        ("津发改社会【2018】26号", "津发改社会〔2018〕26号"),
        ("国办发〔二〇二一〕12号", "国办发〔2021〕12号"),
        ("和政发〔2020〕3号", "和政发〔2020〕3号"),
        ("从府办〔2020〕3号", "从府办〔2020〕3号"),
        ("浙经信〔2020〕3号", "浙经信〔2020〕3号"),
        ("扬办发170号", "扬办发170号"),
        ("鲁老干15号", "鲁老干15号"),
        ("老干字第15号", "老干字15号"),
        ("国务院令第711号", "国务院令第711号"),
        ("中华人民共和国主席令（第七十三号）", "中华人民共和国主席令第73号"),
        ("税务总局公告2022年第15号", "税务总局公告2022年第15号"),
        ("第15号", "第15号"),
        ("2022年第15号", "2022年第15号"),
        ("《国发〔2018〕41号》", "国发〔2018〕41号"),
        ("国发〔2018〕41号文件", "国发〔2018〕41号"),
    ],
)
def test_every_printed_form_has_one_normal_form(printed: str, normal: str) -> None:
    assert normal_document_number(printed) == normal


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("根据国办发〔2021〕12号", "国办发〔2021〕12号"),
        ("现将国办发〔2021〕12号转发给你们", "国办发〔2021〕12号"),
        ("转发发改办财金规〔2019〕860号文件", "发改办财金规〔2019〕860号"),
        ("认真学习宣传国办发〔2021〕12号", "国办发〔2021〕12号"),
        ("省委办公厅浙委办发〔2017〕51号", "浙委办发〔2017〕51号"),
        ("按照中组发〔2008〕10号的要求", "中组发〔2008〕10号"),
        ("请按扬办发170号文办理", "扬办发170号"),
        ("（扬办发〔2022〕170号）", "扬办发〔2022〕170号"),
        ("《意见》（国办发[2021]12号）要求", "国办发[2021]12号"),
        ("各地\n国发〔2018〕41号", "国发〔2018〕41号"),
        ("依据和参照鲁人社发〔2020〕1号", "鲁人社发〔2020〕1号"),
        ("所称燃料指国环规大气〔2017〕2号所列", "国环规大气〔2017〕2号"),
        ("该类污染燃料种类参国环规大气〔2017〕2号", "国环规大气〔2017〕2号"),
        ("依工信厅服函〔2016〕303号", "工信厅服函〔2016〕303号"),
        ("卫生部（81）卫防字26号", "（81）卫防字26号"),
        ("（国资委、证监会令第19号）", "证监会令第19号"),
        ("《通知》新党编【2019】37号", "新党编【2019】37号"),
    ],
)
def test_a_mention_is_cut_from_the_sentence_before_it(sentence: str, number: str) -> None:
    (mention,) = find_document_numbers(sentence)
    start, end = mention.span
    assert sentence[start:end] == mention.text == number
    assert normal_document_number(sentence) in (None, mention.normal)


def test_several_numbers_come_in_printed_order() -> None:
    text = "国发〔2018〕41号和国办发〔2021〕12号、中办发〔2016〕3号，及扬办发170号"
    normals = [mention.normal for mention in find_document_numbers(text)]
    assert normals == ["国发〔2018〕41号", "国办发〔2021〕12号", "中办发〔2016〕3号", "扬办发170号"]


def test_the_parts_of_a_number_are_told() -> None:
    (mention,) = find_document_numbers("鲁老干〔2022〕15号")
    assert (mention.agency, mention.year, mention.serial, mention.without_year) == ("鲁老干", 2022, 15, "鲁老干15号")


@pytest.mark.parametrize(
    "text",
    [
        "每月15号发放",
        "文昌路170号",
        "（2022）15号楼",
        "文昌街道（2020）15号楼",
        "印发15号",
        "已转发15号",
        "第三组15号",
        "出发170号",
        "根据第15号议案",
        "3号线开通",
        "国办发〔2021〕12",
        "《通知》",
        "",
    ],
)
def test_what_is_no_document_number_is_left_alone(text: str) -> None:
    assert find_document_numbers(text) == []
    assert normal_document_number(text) is None


def test_a_serial_alone_counts_only_where_it_fills_its_line() -> None:
    assert [m.normal for m in find_document_numbers("某某委员会文件\n第15号\n关于")] == ["第15号"]
    assert find_document_numbers("见第15号文件") == []


def test_a_sentence_that_is_more_than_a_number_is_no_number() -> None:
    assert normal_document_number("根据国办发〔2021〕12号") is None
    assert normal_document_number("国办发〔2021〕12号、13号") is None
