"""A sample of the fuzz run; `python -m tests.fuzz` is the whole of it."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.documents import parse_source
from ingest.readers.plain.text import read_text
from tests.fuzz.sources import SOURCES
from tests.fuzz.trial import faults_of, try_all

_COUNTS = {"text": 40, "html": 40, "docx": 24, "pdf": 24, "zip": 16, "ofd": 30, "image": 12, "rtf": 6, "doc": 6}


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_a_broken_file_is_read_whole_or_refused_in_plain_words(kind: str) -> None:
    if kind in ("rtf", "doc") and shutil.which("soffice") is None:
        pytest.skip("LibreOffice 没有安装：doc、rtf 的坏文件不试")
    trials = try_all([(kind, seed) for seed in range(1000, 1000 + _COUNTS[kind])])
    assert [trial for trial in trials if trial.fault] == []


# Pieces that the genre is made of, put together in any order: what a clause text may come to.
_PIECES = st.sampled_from(
    "一、 二、 （一） （二） 1. 2． （1） ① 第一条 第二条 第一章 附件 附件1 附件： 附件2： 抄送： 关于 的通知 印发 《 》 （ ） 〔2022〕 1号 鲁老干 "
    "2022年3月5日 二〇二二年 自 起施行 废止 同时 有效期 五年 每月 不低于 300元 60人以上 、 ， 。 ： ； —— — 1 — \n \n\n \t 　 各县区： 各单位 老干部局 "
    "中共 委员会 文件 签发人： 第7期 目录 问： 答： 根据 按照 本办法 第三条 责任单位： A B 3.5 % ％ \u202e \u200b \x0c".split(
        " "
    )
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=60).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(_TEXTS)
def test_any_text_is_accounted_for_to_the_last_character(text: str) -> None:
    parsed = parse_source(read_text(text), "x.txt", "0" * 64)
    assert faults_of(parsed) == []
