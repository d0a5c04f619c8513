"""Types that are made by the hundred behave as the dataclasses they are."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from ingest.frozen import quickly_made
from ingest.model import Line


@quickly_made
@dataclass(frozen=True, slots=True)
class Place:
    name: str
    level: int = 1
    within: tuple[str, ...] = ()


def test_a_quickly_made_value_is_as_its_fields_say() -> None:
    place = Place("甲市", within=("乙省",))
    assert place == Place("甲市", 1, ("乙省",)) and hash(place) == hash(Place("甲市", 1, ("乙省",)))
    assert repr(place) == "Place(name='甲市', level=1, within=('乙省',))"
    assert replace(place, level=2) == Place("甲市", 2, ("乙省",))
    assert pickle.loads(pickle.dumps(place)) == place


def test_a_quickly_made_value_stays_frozen_and_takes_no_other_arguments() -> None:
    with pytest.raises(FrozenInstanceError):
        Line("一、总则").text = "二、"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Place("甲市", rank=1)  # type: ignore[call-arg]
