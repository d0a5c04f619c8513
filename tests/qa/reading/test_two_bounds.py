"""A floor and a cap of one figure are one value; two rules beside each other are not."""

import pytest

from tests.qa.reading.one_clause import readings_of


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("护理补贴标准是多少", "护理补贴每人每月不低于320元且不高于500元。", "每人每月不低于320元且不高于500元"),
        ("村医岗位补贴标准", "村医岗位补贴按每月不低于300元、不超过600元的标准发放。", "每月不低于300元、不超过600元"),
        ("培训班会期多长", "培训班会期不少于1天，不超过3天。", "不少于1天，不超过3天"),
        (
            "厕所改造每户补助多少",
            "厕所改造每户补助不少于2万元，最高不超过5万元。",
            "每户补助不少于2万元，最高不超过5万元",
        ),
        ("护林员津贴每月多少", "护林员津贴每月不低于100元，但不得超过200元。", "每月不低于100元，但不得超过200元"),
    ],
)
def test_a_figure_is_told_with_both_its_bounds(question: str, text: str, value: str) -> None:
    assert readings_of(question, text, ("第七条",))[0].value == value


def test_the_bound_of_another_measure_is_left_out() -> None:
    best = readings_of("志愿服务每次时长多少", "志愿服务每次不少于2小时，全年不超过10小时。", ("第七条",))[0]
    assert best.value is not None
    assert "10小时" not in best.value
