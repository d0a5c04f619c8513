"""Commands about who may use a library, who may read what, and what was done: users, groups, audit.

Whoever can run them can read the library's folder as well: the folder's own permissions guard it from others.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serve.access.audit import Act, record
from serve.access.model import LOCAL, ROLE_NAMES, Role
from serve.shell import DEFAULT_LIBRARY, JsonOption, LibraryOption, only_json_on_stdout, print_json, reported_errors

if TYPE_CHECKING:
    from serve.access.audit import Entry
    from serve.access.users import User
    from serve.contract import JsonObject

users_app = typer.Typer(help="谁能使用这个资料库；没有用户时不用登录。", no_args_is_help=True)
groups_app = typer.Typer(help="哪些组能看哪些文件；内部资料能否导出。", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="用户名；用统一登录（OIDC）的写邮箱。")]
PlaceArgument = Annotated[
    str, typer.Argument(metavar="PLACE", help="文件、文件夹或压缩包的路径，或文号、document_id。")
]
GroupOption = Annotated[list[str] | None, typer.Option("--group", help="组名；可重复。", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    app.add_typer(users_app, name="users")
    app.add_typer(groups_app, name="groups")
    app.command("audit")(audit)


@users_app.command("list")
def list_users(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """列出用户、角色和组。"""
    from serve.access.users import users_of

    with reported_errors(), only_json_on_stdout() as out:
        users = users_of(library)
        if as_json:
            print_json({"users": [_user_object(user) for user in users]}, out)
            return
        if not users:
            print(
                "还没有用户：本机使用不用登录。要给别人用，先添加管理员：judian users add 姓名 --role admin", file=out
            )
        for user in users:
            groups = f"，组：{'、'.join(user.groups)}" if user.groups else ""
            way = "密码" if user.password else "统一登录"
            keys = f"，程序密钥 {len(user.tokens)} 个" if user.tokens else ""
            print(f"{user.name}  {ROLE_NAMES[user.role]}（{way}{keys}{groups}）", file=out)


@users_app.command("add")
def add_user(
    name: NameArgument,
    role: Annotated[
        Role, typer.Option("--role", help="reader 查阅，editor 还能入库和更正，admin 全部。")
    ] = Role.READER,
    group: GroupOption = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码（一行）。")] = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="只用统一登录（OIDC）或程序密钥。")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """添加用户。第一名用户必须是 admin；从此别人都要登录。"""
    from ingest.errors import QueryError
    from serve.access.users import put_user, user_named

    with reported_errors():
        if user_named(library, name) is not None:
            raise QueryError(name, "已经有这个用户", "要改角色、组或密码，请用 judian users set")
        password = None if no_password else _password(password_stdin)
        user = put_user(library, name, role, group or (), password)
        _changed(library, f"添加用户 {user.name}（{ROLE_NAMES[user.role]}）")
        _say_user(user, "已添加", as_json)


@users_app.command("set")
def set_user(
    name: NameArgument,
    role: Annotated[Role | None, typer.Option("--role", help="改角色。", show_default=False)] = None,
    group: GroupOption = None,
    no_groups: Annotated[bool, typer.Option("--no-groups", help="退出所有组。")] = False,
    password: Annotated[bool, typer.Option("--password", help="改密码，随后输入。")] = False,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="改密码，从标准输入读。")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """改一名用户的角色、组（写了就以所写为准）或密码。"""
    from ingest.errors import QueryError
    from serve.access.users import put_user, user_named

    if group and no_groups:
        raise typer.BadParameter("--group 和 --no-groups 只能用一个")
    with reported_errors():
        if user_named(library, name) is None:
            raise QueryError(name, "没有这个用户", "请先用 judian users add 添加")
        new = _password(password_stdin) if password or password_stdin else None
        user = put_user(library, name, role, () if no_groups else group, new)
        _changed(library, f"修改用户 {user.name}（{ROLE_NAMES[user.role]}，组：{'、'.join(user.groups) or '无'}）")
        _say_user(user, "已修改", as_json)


@users_app.command("remove")
def remove(name: NameArgument, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """删除一名用户；他的密码和密钥随即失效。"""
    from serve.access.users import remove_user

    with reported_errors():
        remove_user(library, name)
        _changed(library, f"删除用户 {name}")
        typer.echo(f"已删除 {name}。", err=True)


@users_app.command("token")
def token(
    name: NameArgument,
    forget: Annotated[bool, typer.Option("--forget", help="不发新的，收回已发的全部密钥。")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """给一名用户的程序（REST、MCP）发密钥：只显示这一次。"""
    from serve.access.users import forget_tokens, new_token

    with reported_errors(), only_json_on_stdout() as out:
        if forget:
            count = forget_tokens(library, name)
            _changed(library, f"收回 {name} 的 {count} 个密钥")
            typer.echo(f"已收回 {name} 的 {count} 个密钥。", err=True)
            return
        made = new_token(library, name)
        _changed(library, f"给 {name} 发密钥")
        typer.echo("请现在存好，以后不再显示。用法：Authorization: Bearer 密钥", err=True)
        print(made, file=out)


@groups_app.command("list")
def list_groups(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """列出限组阅读的文件和文件夹，以及标明内部资料的文件。"""
    from index.library import Library
    from index.read_groups import internal_files, read_rules

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            rules, internal = read_rules(opened), internal_files(opened)
        if as_json:
            print_json(
                {
                    "rules": [{"place": r.place, "groups": list(r.groups), "files": r.files} for r in rules],
                    "internal": [
                        {"file": f.file, "marking": f.marking, "exportable": f.allowed_by is not None} for f in internal
                    ],
                },
                out,
            )
            return
        for rule in rules:
            if not rule.is_content:
                print(f"{rule.place}  只限：{'、'.join(rule.groups)}（{rule.files} 个文件）", file=out)
        for file in internal:
            print(f"{file.file}  {file.marking}（{'可以导出' if file.allowed_by else '不得导出'}）", file=out)
        if not rules and not internal:
            print("没有限组阅读的文件，也没有标明内部资料的文件。", file=out)


@groups_app.command("close")
def close(place: PlaceArgument, group: GroupOption = None, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """只让这些组（和管理员）看一处的文件；同一文件里的各份公文一起限制。"""
    from index.library import Library
    from index.read_groups import close_place, place_of
    from serve.access.users import checked_group

    if not group:
        raise typer.BadParameter("请用 --group 写明让哪些组看")
    with reported_errors(), Library.open(library) as opened:
        where = place_of(opened, place)
        close_place(opened, where, [checked_group(name) for name in group])
        _changed(library, f"{where} 只限 {'、'.join(group)} 阅读")
        typer.echo(f"{where} 现在只有{'、'.join(group)}组和管理员能看。", err=True)


@groups_app.command("open")
def open_(place: PlaceArgument, group: GroupOption = None, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """撤销一处的限制（写 --group 只撤销对这些组的）；全部撤销后，登录的人都能看。"""
    from index.library import Library
    from index.read_groups import groups_of_file, open_place, place_of, read_rules
    from ingest.errors import QueryError

    with reported_errors(), Library.open(library) as opened:
        named = {rule.place for rule in read_rules(opened)}
        where = place if place in named else place_of(opened, place)
        if not open_place(opened, where, group or ()):
            raise QueryError(where, "没有这样的限制", "请用 judian groups list 查看")
        left = groups_of_file(opened, where)
        _changed(library, f"{where} 撤销{'、'.join(group) if group else '全部组'}的限制")
        told = f"仍只限{'、'.join(left)}组（可能因所在文件夹）" if left else "不再限制"
        typer.echo(f"{where} {told}。", err=True)


@groups_app.command("export")
def export(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="标明内部资料的文件：文号，或 document_id。")],
    forbid: Annotated[bool, typer.Option("--forbid", help="收回放行。")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """放行一份内部资料：别人导出的材料里可以有它。内容变了要重新放行。"""
    from index.library import Library
    from index.read_groups import allow_export, forbid_export
    from ingest.errors import QueryError

    with reported_errors(), Library.open(library) as opened:
        file = opened.source_file(document)
        if file.marking is None:
            raise QueryError(document, "没有标明内部资料，本来就可以导出", "不用放行")
        if forbid:
            forbid_export(opened, file.sha256)
        else:
            allow_export(opened, file.sha256, LOCAL.name)
        done = "收回导出放行" if forbid else "放行导出"
        _changed(library, f"{file.file}（{file.marking}）{done}")
        typer.echo(f"{file.file}：已{done}。", err=True)


def audit(
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="哪个月；不写则全部。", show_default=False)
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="只看这名用户。", show_default=False)] = None,
    act: Annotated[Act | None, typer.Option("--act", help="只看这种操作。", show_default=False)] = None,
    last: Annotated[int | None, typer.Option("--last", min=1, help="只看最后多少条。", show_default=False)] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """审计日志：谁在何时问了、打开了、导出了、改了什么。"""
    from collections import deque

    from serve.access.audit import ACT_NAMES, entries

    with reported_errors(), only_json_on_stdout() as out:
        chosen = (e for e in entries(library, month) if (who is None or e.who == who) and (act is None or e.act is act))
        kept = list(chosen) if last is None else list(deque(chosen, last))
        if as_json:
            print_json({"entries": [_entry_object(e) for e in kept]}, out)
            return
        for e in kept:
            shown = f"（{len(e.ids)} 处）" if e.ids else ""
            print(f"{e.at[:19].replace('T', ' ')}  {e.who}  {ACT_NAMES[e.act]}  {e.what}{shown}", file=out)


def _password(from_stdin: bool) -> str:
    """A password, never out of the command line, where others of the machine could read it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True))


def _changed(library: Path, what: str) -> None:
    record(library, LOCAL, Act.CHANGED, what, door="command")


def _say_user(user: User, done: str, as_json: bool) -> None:
    with only_json_on_stdout() as out:
        if as_json:
            print_json(_user_object(user), out)
        else:
            typer.echo(f"{done} {user.name}（{ROLE_NAMES[user.role]}）。", err=True)


def _user_object(user: User) -> JsonObject:
    return {
        "name": user.name,
        "role": user.role.value,
        "groups": list(user.groups),
        "password": user.password is not None,
        "tokens": len(user.tokens),
    }


def _entry_object(entry: Entry) -> JsonObject:
    return {
        "at": entry.at,
        "who": entry.who,
        "role": entry.role,
        "act": entry.act.value,
        "what": entry.what,
        "ids": list(entry.ids),
        "door": entry.door,
        "where": entry.where,
    }
