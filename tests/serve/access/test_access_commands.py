import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from serve.access.audit import Act, record
from serve.access.model import Reader, Role
from serve.access.users import has_users, reader_with_password, reader_with_token
from serve.cli import app
from tests.serve.access.closed_library import CLOSED_NAME, GROUP, made_in, opened


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    return made_in(tmp_path)[0]


def run(library: Path, *given: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [*given, "--library", str(library)], input=typed)


def add_admin(library: Path) -> None:
    done = run(library, "users", "add", "管理", "--role", "admin", "--password-stdin", typed="一个足够长的口令\n")
    assert done.exit_code == 0, done.output


def test_users_are_added_changed_listed_and_removed(library: Path) -> None:
    assert "不用登录" in run(library, "users", "list").stdout
    refused = run(library, "users", "add", "张三", "--password-stdin", typed="一个足够长的口令\n")
    assert refused.exit_code == 1 and "请先添加一名管理员" in refused.output and not has_users(library)
    add_admin(library)
    assert reader_with_password(library, "管理", "一个足够长的口令") is not None
    made = run(library, "users", "add", "li@example.org", "--no-password", "--group", GROUP, "--json")
    assert json.loads(made.stdout) == {
        "name": "li@example.org",
        "role": "reader",
        "groups": [GROUP],
        "password": False,
        "tokens": 0,
    }
    assert run(library, "users", "add", "LI@example.org", "--no-password").exit_code == 1
    assert run(library, "users", "set", "li@example.org", "--role", "editor", "--no-groups").exit_code == 0
    listed = json.loads(run(library, "users", "list", "--json").stdout)["users"]
    assert [(u["name"], u["role"], u["groups"]) for u in listed] == [
        ("li@example.org", "editor", []),
        ("管理", "admin", []),
    ]
    assert run(library, "users", "remove", "li@example.org").exit_code == 0
    assert run(library, "users", "remove", "管理").exit_code == 1
    assert run(library, "users", "set", "没有的人", "--role", "admin").exit_code == 1
    told = [e["what"] for e in json.loads(run(library, "audit", "--act", "changed", "--json").stdout)["entries"]]
    assert told[0] == "添加用户 管理（管理员）" and "删除用户 li@example.org" in told


def test_a_password_is_typed_twice_and_never_printed(library: Path) -> None:
    typed = "一个足够长的口令\n一个足够长的口令\n"
    done = run(library, "users", "add", "管理", "--role", "admin", typed=typed)
    assert done.exit_code == 0 and "口令" not in done.output
    short = run(library, "users", "add", "张三", typed="短\n短\n")
    assert short.exit_code == 1 and "短于 8 位" in short.output


def test_a_key_is_printed_once_and_can_be_taken_back(library: Path) -> None:
    add_admin(library)
    token = run(library, "users", "token", "管理").stdout.strip()
    reader = reader_with_token(library, token)
    assert reader is not None and reader.name == "管理"
    assert token not in run(library, "users", "list").stdout + run(library, "audit").stdout
    assert run(library, "users", "token", "管理", "--forget").exit_code == 0
    assert reader_with_token(library, token) is None


def test_a_notice_is_closed_and_opened_by_its_number(library: Path) -> None:
    place = json.loads(run(library, "groups", "list", "--json").stdout)["rules"][0]["place"]
    assert place.endswith(CLOSED_NAME) and GROUP in run(library, "groups", "list").stdout
    assert run(library, "groups", "close", "甲老干〔2022〕5号", "--group", "信访处").exit_code == 0
    listed = json.loads(run(library, "groups", "list", "--json").stdout)["rules"]
    assert {tuple(r["groups"]) for r in listed} == {(GROUP,), ("信访处",)}
    opened_again = run(library, "groups", "open", "甲老干〔2022〕5号")
    assert opened_again.exit_code == 0 and "不再限制" in opened_again.output
    nothing = run(library, "groups", "open", "甲老干〔2022〕5号")
    assert nothing.exit_code == 1 and "没有这样的限制" in nothing.output
    assert run(library, "groups", "close", "甲老干〔2022〕5号").exit_code == 2
    unknown = run(library, "groups", "close", "没有〔2022〕5号", "--group", "甲")
    assert unknown.exit_code == 1 and "请核对路径、文号或编号" in unknown.output


def test_a_folder_is_closed_with_all_that_is_in_it(library: Path, tmp_path: Path) -> None:
    assert run(library, "groups", "close", str(tmp_path / "notices"), "--group", "信访处").exit_code == 0
    listed = json.loads(run(library, "groups", "list", "--json").stdout)["rules"]
    assert any(r["files"] == 4 and r["groups"] == ["信访处"] for r in listed)
    still = run(library, "groups", "open", "乙老干〔2023〕9号")
    assert still.exit_code == 0 and "仍只限信访处组" in still.output


def test_what_is_internal_is_let_out_by_name(library: Path, tmp_path: Path) -> None:
    from index.update import ingest_paths
    from serve.access.gatekeeping import index_to_export

    text = "内部资料　注意保存\n丙市民政局文件\n丙民发〔2022〕7号\n丙市民政局关于走访的通知\n各科室：\n一、标准\n走访标准为每人260元。\n丙市民政局\n2022年3月1日\n"
    (tmp_path / "notices" / "丙.txt").write_text(text, encoding="utf-8")
    ingest_paths([tmp_path / "notices" / "丙.txt"], library, embed=False)
    index = opened(library)

    def exported(role: Role) -> bool:
        return any(
            d.document_number == "丙民发〔2022〕7号"
            for d in index_to_export(index, Reader("某", role)).library.listed()
        )

    assert (exported(Role.READER), exported(Role.EDITOR), exported(Role.ADMIN)) == (False, False, True)
    assert run(library, "groups", "export", "丙民发〔2022〕7号").exit_code == 0
    assert exported(Role.READER)
    assert "可以导出" in run(library, "groups", "list").stdout
    assert run(library, "groups", "export", "丙民发〔2022〕7号", "--forbid").exit_code == 0
    assert not exported(Role.READER)
    not_internal = run(library, "groups", "export", "甲老干〔2022〕5号")
    assert not_internal.exit_code == 1 and "没有标明内部资料" in not_internal.output


def test_the_log_is_read_by_person_act_and_number(library: Path) -> None:
    for n, act in enumerate((Act.ASKED, Act.ASKED, Act.OPENED)):
        record(library, Reader(f"人{n}"), act, f"第{n}", ["甲#一"])
    assert len(json.loads(run(library, "audit", "--json").stdout)["entries"]) == 3
    assert [e["what"] for e in json.loads(run(library, "audit", "--who", "人1", "--json").stdout)["entries"]] == ["第1"]
    assert [e["who"] for e in json.loads(run(library, "audit", "--last", "1", "--json").stdout)["entries"]] == ["人2"]
    assert "人2  打开  第2（1 处）" in run(library, "audit").stdout
