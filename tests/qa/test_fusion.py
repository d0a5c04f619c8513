from __future__ import annotations

from qa.retrieving.fusion import FusionMethod, FusionSettings, fuse


def test_what_both_rankings_hold_comes_before_what_one_holds() -> None:
    for method in FusionMethod:
        fused = fuse([(1, 9.0), (2, 8.0), (4, 1.0)], [(3, 0.9), (2, 0.85), (5, 0.1)], FusionSettings(method))
        assert fused[0].row == 2
        assert (fused[0].lexical_rank, fused[0].dense_rank) == (2, 2)


def test_one_ranking_alone_keeps_its_order() -> None:
    for method in FusionMethod:
        fused = fuse([(7, 3.0), (5, 2.0), (6, 1.0)], [], FusionSettings(method))
        assert [f.row for f in fused] == [7, 5, 6]
        assert all(f.dense_rank is None for f in fused)


def test_ties_are_broken_by_row() -> None:
    assert [f.row for f in fuse([(9, 1.0), (3, 1.0)], [])] == [3, 9]


def test_weights_decide_which_ranking_leads() -> None:
    words, meaning = [(1, 2.0), (2, 1.0)], [(2, 0.9), (1, 0.8)]
    assert fuse(words, meaning, FusionSettings(lexical_weight=0.9, dense_weight=0.1))[0].row == 1
    assert fuse(words, meaning, FusionSettings(lexical_weight=0.1, dense_weight=0.9))[0].row == 2


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse([], []) == []
