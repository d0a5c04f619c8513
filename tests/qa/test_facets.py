"""What a list is made of, and narrowing it."""

from ingest.model import PolicyDocument, Status
from qa.retrieving.facets import NONE, Facet, facets_of, facets_over, filters_for, passes


def notice(document_id: str, **fields: object) -> PolicyDocument:
    return PolicyDocument(document_id, "", (0, 0), **fields)  # type: ignore[arg-type]


YIZHENG = notice("1", region="江苏扬州仪征", issuing_authorities=("中共仪征市委老干部局", "仪征市民政局"), level="县",
                 document_number="仪老干〔2022〕3号", document_type="方案", status=Status.TRIAL)  # fmt: skip
YANGZHOU = notice("2", region="江苏扬州", level="市", document_number="扬办发〔2022〕170号", document_type="意见")
LISHUI = notice("3", region="浙江丽水", level="市", document_number="丽委办〔2018〕7号", status=Status.REPEALED)
NOWHERE = notice("4")


def named(documents: list[PolicyDocument], facet: Facet) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in facets_of(documents)[facet]]


def test_a_region_counts_those_in_it_and_stands_before_them() -> None:
    regions = facets_of([YIZHENG, YIZHENG, YANGZHOU, LISHUI, NOWHERE])[Facet.REGION]
    assert [(r.name, r.count, r.depth) for r in regions] == [
        ("江苏扬州", 3, 0),
        ("仪征", 2, 1),
        ("浙江丽水", 1, 0),
        (NONE, 1, 0),
    ]
    assert [r.value for r in regions][:2] == ["江苏扬州", "江苏扬州仪征"]


def test_a_province_over_several_cities_stands_over_them() -> None:
    hangzhou = notice("5", region="浙江杭州")
    regions = facets_of([LISHUI, hangzhou, hangzhou])[Facet.REGION]
    assert [(r.name, r.count, r.depth) for r in regions] == [("浙江", 3, 0), ("杭州", 2, 1), ("丽水", 1, 1)]


def test_a_township_that_no_table_holds_stands_under_its_county() -> None:
    town = notice("6", region="江苏扬州仪征真州")
    regions = facets_of([town, YIZHENG])[Facet.REGION]
    assert [(r.name, r.count, r.depth) for r in regions] == [("江苏扬州仪征", 2, 0), ("真州", 1, 1)]


def test_a_clause_of_two_issuers_counts_for_both_once() -> None:
    assert named([YIZHENG, YIZHENG], Facet.ISSUER) == [("中共仪征市委老干部局", 2), ("仪征市民政局", 2)]


def test_years_come_newest_first_levels_from_the_top_and_what_is_not_known_last() -> None:
    documents = [LISHUI, YIZHENG, YANGZHOU, NOWHERE]
    assert named(documents, Facet.YEAR) == [("2022", 2), ("2018", 1), (NONE, 1)]
    assert named(documents, Facet.LEVEL) == [("市", 2), ("县", 1), (NONE, 1)]
    assert named(documents, Facet.STATUS) == [("已废止", 1), ("试行", 1), (NONE, 2)]


def test_every_value_counted_is_what_narrowing_by_it_leaves() -> None:
    documents = [YIZHENG, YANGZHOU, LISHUI, NOWHERE]
    for facet, values in facets_of(documents).items():
        for value in values:
            left = [d for d in documents if passes(d, {facet: [value.value]})]
            assert len(left) == value.count, (facet, value)


def test_values_of_one_facet_widen_and_facets_narrow_each_other() -> None:
    documents = [YIZHENG, YANGZHOU, LISHUI]
    both = {Facet.REGION: ["江苏", "浙江"], Facet.LEVEL: ["市"]}
    assert [d.document_id for d in documents if passes(d, both)] == ["2", "3"]
    assert filters_for(both, documents).document_ids == ("2", "3")


def test_a_choice_that_nothing_passes_finds_nothing_and_no_choice_filters_nothing() -> None:
    assert filters_for({}, [YIZHENG]).empty
    assert not filters_for({Facet.YEAR: ["1999"]}, [YIZHENG]).empty


def test_before_a_query_a_choice_counts_the_other_facets_and_can_be_widened() -> None:
    documents = [YIZHENG, YANGZHOU, LISHUI, NOWHERE]
    facets = facets_over(documents, {Facet.LEVEL: ("市",)})
    assert [(v.value, v.count) for v in facets[Facet.REGION]] == [("江苏扬州", 1), ("浙江丽水", 1)]
    assert [(v.value, v.count) for v in facets[Facet.LEVEL]] == [("市", 2), ("县", 1), (NONE, 1)]
    assert facets_over(documents, {}) == facets_of(documents)
