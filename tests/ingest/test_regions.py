"""Places: found in running text, told apart, read from 机关代字, and used as filters."""

from __future__ import annotations

import time

import pytest

from ingest.regions import (
    WHOLE_COUNTRY,
    Level,
    Place,
    all_places,
    in_or_under,
    place_of_agency_code,
    place_of_chain,
    places_in,
    places_named,
    short_name_of,
)


def only(name: str) -> Place:
    (place,) = places_named(name)
    return place


def chains(text: str) -> list[str]:
    return [mention.place.chain for mention in places_in(text)]


@pytest.mark.parametrize(
    ("full_name", "short_name"),
    [
        ("山东省", "山东"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("丽水市", "丽水"),
        ("仪征市", "仪征"),
        ("浦东新区", "浦东"),
        ("恩施土家族苗族自治州", "恩施"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("融水苗族自治县", "融水"),
        ("景宁畲族自治县", "景宁"),
        ("东乡族自治县", "东乡"),
        ("龙胜各族自治县", "龙胜"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("敖汉旗", "敖汉"),
        ("土默特左旗", "土默特左旗"),
        ("神农架林区", "神农架"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("阿里地区", "阿里"),
        ("香港特别行政区", "香港"),
        ("新疆生产建设兵团", "兵团"),
        ("沙县", "沙县"),
        ("东区", "东区"),
        ("市中区", "市中区"),
    ],
)
def test_names_are_shortened_as_people_do(full_name: str, short_name: str) -> None:
    assert short_name_of(full_name) == short_name


def test_all_provinces_cities_and_counties_are_there() -> None:
    places = all_places()
    provinces = [p for p in places if p.level is Level.PROVINCE]
    assert len(provinces) == 35  # 34 and the Corps
    assert sum(p.level is Level.CITY for p in places) >= 333
    assert sum(p.level is Level.COUNTY for p in places) >= 2840
    assert all(p.chain.startswith(p.parent.chain) for p in places if p.parent is not None)


def test_chain_leaves_out_the_levels_that_only_the_code_knows() -> None:
    assert only("仪征市").chain == "江苏扬州仪征"
    assert only("丽水").chain == "浙江丽水"
    assert only("北京朝阳").chain == "北京朝阳"
    assert only("仙桃市").chain == "湖北仙桃"
    assert only("新疆生产建设兵团").chain == "新疆兵团"
    assert only("仪征").level is Level.COUNTY
    assert [p.full_name for p in only("仪征").lineage] == ["仪征市", "扬州市", "江苏省"]


def test_longest_name_wins_and_spans_are_exact() -> None:
    text = "中共江苏省扬州市仪征市委办公室、内蒙古自治区党委老干部局"
    mentions = places_in(text)
    assert [text[slice(*m.span)] for m in mentions] == ["江苏省", "扬州市", "仪征市", "内蒙古自治区"]
    assert [m.place.chain for m in mentions] == ["江苏", "江苏扬州", "江苏扬州仪征", "内蒙古"]


def test_name_borne_by_several_needs_its_parent() -> None:
    assert chains("朝阳区委老干部局") == []
    assert chains("北京市朝阳区委老干部局") == ["北京", "北京朝阳"]
    assert chains("长春市各区中，朝阳区先行") == ["吉林长春", "吉林长春朝阳"]
    assert chains("南京市鼓楼区、福州市鼓楼区") == ["江苏南京", "江苏南京鼓楼", "福建福州", "福建福州鼓楼"]


@pytest.mark.parametrize(
    "text",
    [
        "建设美丽江河，确保定期通报，防止文山会海",
        "各级党委和政府会同县级以上有关部门",
        "重大理论和现实问题，扩大连锁效应，维护长治久安",
        "同心同德，和平发展，互助共济，前进振兴",
        "主城区、郊区和矿区的老同志",
        "发扬中华民族传统美德，提高要求，平安建设",
        "担任县级以上领导职务，省和县（市、区）老干部局",
        "颁发纪念章贡献力量",
    ],
)
def test_common_words_are_not_places(text: str) -> None:
    assert chains(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "柳林镇人民政府与龙泉街道办事处",
        "龙泉山乡和柳林湾镇",
        "仙居镇、柳林镇、龙泉街道、仙居乡先行",
        "中共松江市委、锦屏市民政局",
        "潮安市区的潮安市委",
        "安康县民政局",
        "丰泽县人民政府",
        "仙居社区居委会",
        "门牌为南京东路5号、中山路12号",
        "召开县委常委会议，公开县级经费",
        "完成县里任务，管理县乡道路，传达县委精神",
        "建设示范县，名单县里公布",
    ],
)
def test_a_short_name_that_goes_on_as_something_else_is_not_the_place(text: str) -> None:
    assert chains(text) == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("江苏镇江", "江苏镇江"),
        ("山西乡宁", "山西临汾乡宁"),
        ("丽水乡村建设", "浙江丽水"),
        ("丽水各乡镇", "浙江丽水"),
        ("丽水镇、街道干部", "浙江丽水"),
        ("丽水社区养老服务", "浙江丽水"),
        ("松江市民", "上海松江"),
        ("龙泉市场监管", "浙江丽水龙泉"),
        ("柳林县", "山西吕梁柳林"),
        ("仪征真州镇", "江苏扬州仪征"),
        ("上海市松江县", "上海松江"),
        ("增城市", "广东广州增城"),
        ("萧山市", "浙江杭州萧山"),
        ("中共开县县委", "重庆开县"),
        ("河北易县", "河北保定易县"),
        ("上海路网", "上海"),
    ],
)
def test_what_only_looks_like_another_kind_of_place_is_read(text: str, chain: str) -> None:
    assert chains(text)[-1] == chain


def test_common_word_right_after_its_parent_is_the_place() -> None:
    assert chains("天津和平与宁夏同心") == ["天津", "天津和平", "宁夏", "宁夏吴忠同心"]


def test_former_names_are_understood() -> None:
    assert chains("襄樊市") == ["湖北襄阳"]
    assert chains("崇明县") == ["上海崇明"]
    assert chains("杭州市下城区") == ["浙江杭州", "浙江杭州下城"]


def test_autonomous_places_answer_to_what_people_call_them() -> None:
    assert chains("恩施州委老干部局、景宁县委老干部局") == ["湖北恩施", "浙江丽水景宁"]


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("鲁老干", "山东"),
        ("浙老干", "浙江"),
        ("浙委办发", "浙江"),
        ("苏办发", "江苏"),
        ("沪委办", "上海"),
        ("内政办发", "内蒙古"),
        ("新兵发", "新疆兵团"),
        ("新政发", "新疆"),
        ("国办发", "全国"),
        ("国办发明电", "全国"),
        ("中办发", "全国"),
        ("组通字", "全国"),
        ("发改办财金规", "全国"),
        ("鄂州政发", "湖北鄂州"),
        ("扬办发", None),  # a city's letter says nothing alone
        ("青政办发", None),  # 青海 or 青岛
        ("宁政发", None),  # 宁夏 or 南京
        ("苏府", None),  # 苏州's form, not the province's
        ("路卫发", None),
        ("", None),
    ],
)
def test_agency_code_tells_the_place_or_nothing(code: str, chain: str | None) -> None:
    place = place_of_agency_code(code)
    assert (place.chain if place else None) == chain


def test_hints_decide_what_the_code_leaves_open() -> None:
    assert place_of_agency_code("扬办发", [only("仪征")]) == only("扬州")
    assert place_of_agency_code("扬办发", [only("江苏")]) == only("扬州")
    assert place_of_agency_code("仪委发", [only("仪征")]) == only("仪征")
    assert place_of_agency_code("青政办发", [only("青岛")]) == only("青岛")
    assert place_of_agency_code("青政办发", [only("青海")]) == only("青海")
    assert place_of_agency_code("宁政发", [only("南京")]) == only("南京")
    assert place_of_agency_code("苏府", [only("苏州")]) == only("苏州")
    assert place_of_agency_code("苏办发", [only("仪征")]) == only("江苏")
    assert place_of_agency_code("甬政发", [only("浙江")]) == only("宁波")


@pytest.mark.parametrize(
    ("where", "wanted", "inside"),
    [
        ("浙江丽水", "浙江", True),
        ("浙江丽水", "浙江省", True),
        ("浙江丽水", "丽水", True),
        ("浙江丽水", "丽水市", True),
        ("浙江丽水", "浙江省丽水市", True),
        ("浙江", "丽水", False),
        ("浙江丽水", "江苏", False),
        ("江苏扬州仪征", "扬州", True),
        ("江苏扬州仪征真州", "仪征市", True),
        ("青海海南", "海南", False),  # the province is meant
        ("吉林吉林", "吉林", True),
        ("全国", "全国", True),
        ("全国", "浙江", False),
        ("浙江", "全国", False),
        ("新疆兵团", "新疆", True),
        ("浙江", "没有这个地方", False),
    ],
)
def test_filter_takes_what_lies_in_the_place(where: str, wanted: str, inside: bool) -> None:
    assert in_or_under(where, wanted) is inside


def test_whole_country_has_no_parts() -> None:
    assert places_named("全国") == (WHOLE_COUNTRY,)
    assert place_of_chain("全国") == WHOLE_COUNTRY
    assert WHOLE_COUNTRY.lineage == (WHOLE_COUNTRY,)


def test_four_thousand_characters_take_about_a_millisecond() -> None:
    text = ("各市、县（市、区）党委老干部局要结合实际，认真组织丽水、扬州等地的离退休干部开展志愿服务。" * 100)[:4000]
    places_in(text)  # loads the table
    best = min(_seconds(text) for _ in range(10))
    assert best < 0.01  # ten times what it takes here, so that a busy machine does not fail it


def _seconds(text: str) -> float:
    start = time.thread_time()
    places_in(text)
    return time.thread_time() - start


def test_a_place_at_the_very_end_of_a_text_has_an_exact_span() -> None:
    for text in ("2018年以来 浙江", "驻地在丽水", "恩施"):
        (mention,) = places_in(text)
        assert mention.span[1] == len(text)
