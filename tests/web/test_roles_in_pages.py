"""What each role sees and may do on each page and in the original, and that a closed notice is not there by any way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from index.library import Library
from index.update import ingest_paths
from qa.training.projects import TrainingProject, open_training_project, save_training_project
from serve.access.audit import Act, entries
from serve.access.model import Role
from serve.access.users import put_user
from tests.serve.access.closed_library import GROUP, SECRETS, made_in
from tests.web.browsing import new_profile, running, settle, troubles_of, unused_port

pytestmark = pytest.mark.slow

PASSWORD = "一个足够长的口令"
DROP = "[data-testid=stFileUploaderDropzoneInput]"
TOPIC = "党支部书记补贴"
CLOSED, UNKNOWN = "乙老干〔2023〕9号", "乙老干〔2023〕7号"  # one of another group; one that no library has
INTERNAL = """内部资料　注意保存
丙市老干部局文件
丙老干〔2022〕7号
丙市老干部局关于离退休干部党支部书记补贴的通知
各科室：
一、补贴标准
党支部书记每月补贴不低于262元，从党费中列支。
二、学习活动
党支部每月至少开展两次集体学习。
丙市老干部局
2022年3月1日
"""
USERS = {  # an administrator before all others
    "管理": (Role.ADMIN, ()),
    "编辑": (Role.EDITOR, ()),
    "人事": (Role.READER, (GROUP,)),
    "外人": (Role.READER, ()),
}


@dataclass(frozen=True, slots=True)
class Office:
    """The app over a library of which not all may see all."""

    address: str
    library: Path
    closed: str  # document_id
    internal: str

    def original(self, wanted: str) -> str:
        """The address of an original."""
        return f"/?clause={quote(wanted, safe='')}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        folder = tmp_path_factory.mktemp("office")
        library, _ = made_in(folder)
        (folder / "丙市内部.txt").write_text(INTERNAL, encoding="utf-8")
        ingest_paths([folder / "丙市内部.txt"], library, embed=False)
        for name, (role, groups) in USERS.items():
            put_user(library, name, role, list(groups), PASSWORD)
        with Library.open(library) as opened:
            closed = opened.document(CLOSED).document_id
            internal = opened.document("丙老干〔2022〕7号").document_id
        save_training_project(library, TrainingProject("补贴培训", "", (f"{closed}#一", f"{internal}#一")))
        port = unused_port()
        with running(library, port):
            yield Office(f"http://localhost:{port}", library, closed, internal)


class Person:
    """Somebody who has signed in, and their page."""

    def __init__(self, office: Office, page: Page, name: str) -> None:
        self.office, self.page, self.name = office, page, name
        page.goto(office.address)
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_text(f"{name}（").wait_for()
        settle(page)

    def see(self, address: str) -> str:
        """Go there; return what the page says."""
        self.page.goto(self.office.address + address)
        self.page.get_by_text(f"{self.name}（").wait_for()
        expect(self.page.locator('[data-testid="stMain"] :is(h1, .notthere)').first).to_be_visible()
        settle(self.page)
        expect(self.page.get_by_text("程序出错了")).to_have_count(0)
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def saved(self, label: str, folder: Path, ending: str) -> Path:
        """The file that a button saves."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=label).click()
        file = folder / f"made{ending}"
        download.value.save_as(file)
        return file


@pytest.fixture(scope="module")
def people(office: Office, browser: Browser) -> Iterator[dict[str, Person]]:
    """Everybody, each in a browser of their own, whose pages must stay free of errors."""
    contexts = {name: new_profile(browser) for name in USERS}
    made, troubles = {}, []
    for name, context in contexts.items():
        page = context.new_page()
        troubles.append(troubles_of(page))
        made[name] = Person(office, page, name)
    yield made
    for context in contexts.values():
        context.close()
    assert not any(troubles), troubles


@pytest.mark.parametrize("name", USERS)
def test_the_library_page_offers_what_a_role_may_do_and_no_more(people: dict[str, Person], name: str) -> None:
    person, role = people[name], USERS[name][0]
    page = person.page
    edits, administers = role.allows(Role.EDITOR), role.allows(Role.ADMIN)
    text = person.see("/library")
    assert (page.locator(DROP).count() == 1) is edits
    assert (page.get_by_text("收入这台电脑上的文件夹").count() == 1) is administers
    for label in ("更正", "移出", "重新读取"):
        assert (page.locator("ol.files").get_by_role("button", name=re.compile(f"^{label}")).count() > 0) is edits
    assert ("坏.txt" in text) is edits  # what could not be read is told to those who can do something about it
    parts = page.locator(".parts").inner_text()
    assert ("待核对" in parts, "关注文件夹" in parts) == (edits, administers)
    # By its address a part is no nearer.
    assert ("要核对的字段" in person.see("/library?part=review")) is edits
    person.see("/library?part=folders")
    assert (page.get_by_label("文件夹的完整路径").count() > 0) is administers
    person.see("/library?part=statistics")
    page.get_by_text("覆盖图").click()
    page.locator("table.map").wait_for()
    settle(page)
    assert (page.get_by_text("改主题").count() == 1) is edits


@pytest.mark.parametrize("name", USERS)
def test_projects_are_opened_by_all_and_kept_and_deleted_by_editors(people: dict[str, Person], name: str) -> None:
    person, edits = people[name], USERS[name][0].allows(Role.EDITOR)
    for address in (f"/compare?topic={quote(TOPIC)}", f"/training?topic={quote(TOPIC)}"):
        person.see(address)
        assert (person.page.get_by_role("button", name="存为项目").count() == 1) is edits, address
    person.page.get_by_role("button", name=re.compile("存下的项目")).click()
    expect(person.page.get_by_role("button", name="补贴培训")).to_be_visible()
    settle(person.page)
    assert (person.page.get_by_role("button", name="删除", exact=True).count() == 1) is edits


def test_an_editor_who_saves_material_loses_nothing_that_is_closed_to_them(
    office: Office, people: dict[str, Person]
) -> None:
    person, clauses = people["编辑"], (f"{office.closed}#一", f"{office.internal}#一")
    assert CLOSED not in person.see(f"/training?project={quote('补贴培训')}")
    person.page.get_by_role("button", name="存为项目").click()
    expect(person.page.get_by_label("项目名称")).to_have_value("补贴培训")
    person.page.get_by_role("button", name="保存").click()
    person.page.get_by_text("已存为项目“补贴培训”。").wait_for()
    settle(person.page)
    assert CLOSED not in person.page.locator('[data-testid="stApp"]').inner_text()
    assert quote(office.closed, safe="") not in person.page.url
    assert open_training_project(office.library, "补贴培训") == TrainingProject("补贴培训", "", clauses)


def everywhere(office: Office) -> list[str]:
    """Addresses that ask for the closed notice in every way there is."""
    clause = quote(f"{office.closed}#一", safe="")
    words = quote("特别津贴 8888 蔚蓝专户")
    return [
        office.original(office.closed),
        office.original(f"{office.closed}#一"),
        office.original(f"{CLOSED}#二"),
        office.original(CLOSED),
        *(f"/{page}?clause={clause}" for page in ("search", "compare", "training", "library")),
        f"/?q={quote(f'{CLOSED}规定了什么')}",
        f"/?q={quote('担任党支部书记满五年的每年发多少')}",
        f"/search?q={words}",
        f"/search?q={quote(CLOSED)}",
        f"/search?q={quote('补贴')}&region={quote('乙市')}",
        f"/compare?topic={quote(TOPIC)}",
        f"/compare?topic={quote(TOPIC)}&view=chain",
        f"/compare?view=editions&old={quote(office.closed, safe='')}&new={quote('甲老干〔2024〕6号')}",
        f"/training?pick={clause}",
        f"/training?topic={quote(TOPIC)}",
        f"/training?project={quote('补贴培训')}",
        "/library",
        "/library?part=review",
        "/library?part=statistics",
    ]


# What the reader has asked for stands on the page again, and is none of the closed notice's.
ASKED = (CLOSED, "特别津贴 8888 蔚蓝专户", "2023〕9号", "满五年")


@pytest.mark.parametrize(("name", "step"), [("外人", 1), ("编辑", 4)])
def test_nothing_of_a_notice_of_another_group_shows_by_any_address(
    people: dict[str, Person], office: Office, name: str, step: int
) -> None:
    for address in everywhere(office)[::step]:  # the view is made of groups alone, whatever the role
        text = people[name].see(address)
        for asked in (*ASKED, quote(CLOSED), office.closed):
            text = text.replace(asked, "")
        assert [secret for secret in SECRETS if secret in text] == [], address
    assert "甲老干" in people[name].see("/library")  # the others are there all the same


@pytest.mark.parametrize("name", ["人事", "管理"])
def test_those_of_its_group_and_administrators_read_it(people: dict[str, Person], office: Office, name: str) -> None:
    assert "8888" in people[name].see(office.original(f"{office.closed}#一"))
    assert "8888" in people[name].see(f"/search?q={quote('特别津贴 书记补贴')}")
    assert "乙市密语.md" in people[name].see("/library")


def test_a_closed_notice_is_answered_as_one_that_does_not_exist(people: dict[str, Person], office: Office) -> None:
    person = people["外人"]
    invented = office.closed.replace("9号", "7号")
    for there, nowhere in (
        (CLOSED, UNKNOWN),
        (f"{CLOSED}#一", f"{UNKNOWN}#一"),
        (office.closed, invented),
        (f"{office.closed}#一", f"{invented}#一"),
    ):
        said = person.see(office.original(there)).replace("9号", "7号")
        assert said == person.see(office.original(nowhere)), there
        assert "下载原件" not in said
    said = [
        re.sub(r"\d+(?:\.\d+)? 毫秒", "", person.see(f"/search?q={quote(number)}").replace("9号", "7号"))
        for number in (CLOSED, UNKNOWN)
    ]
    assert said[0] == said[1]


def text_of(file: Path) -> str:
    """All that people read in a file."""
    if file.suffix == ".xlsx":
        return "".join(
            str(v) for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True) for v in row
        )
    if file.suffix == ".docx":
        document = Document(str(file))
        cells = [cell.text for table in document.tables for cell in table._cells]
        return "".join([p.text for p in document.paragraphs] + cells)
    return file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("name", "leaves"), [("外人", False), ("编辑", False), ("管理", True)])
def test_internal_material_is_read_on_the_page_and_leaves_by_an_administrator_alone(
    people: dict[str, Person], office: Office, tmp_path: Path, name: str, leaves: bool
) -> None:
    person, page = people[name], people[name].page
    taken: dict[str, str] = {}
    assert "262元" in person.see(f"/?q={quote('丙市党支部书记每月补贴多少')}")
    taken["ask"] = text_of(person.saved("导出 Word", tmp_path, ".docx"))
    assert "262元" in person.see(f"/search?q={quote('丙市 书记补贴')}")
    taken["search"] = text_of(person.saved("导出 Excel", tmp_path, ".xlsx"))
    taken["list"] = text_of(person.saved("导出 CSV", tmp_path, ".csv"))
    assert "262元" in person.see(f"/compare?topic={quote(TOPIC)}")
    page.get_by_role("button", name="导出").click()
    taken["compare"] = text_of(person.saved("CSV", tmp_path, ".csv"))
    assert "262元" in person.see(f"/training?topic={quote(TOPIC)}")
    page.get_by_role("button", name="下载").click()
    taken["training"] = text_of(person.saved("讲义（Word）", tmp_path, ".docx"))
    assert {where: "262元" in text for where, text in taken.items()} == dict.fromkeys(taken, leaves)
    assert "262元" in person.see(office.original(f"{office.internal}#一"))
    assert (page.get_by_role("button", name="下载原件").count() == 1) is leaves
    person.see(office.original("甲老干〔2024〕6号"))
    assert "不低于400元" in text_of(person.saved("下载原件", tmp_path, ".txt"))
    done = {entry.act for entry in entries(office.library) if entry.who == name}
    assert {Act.ASKED, Act.SEARCHED, Act.COMPARED, Act.TRAINED, Act.OPENED, Act.EXPORTED} <= done


def test_what_was_opened_and_taken_along_stands_in_the_audit_log(people: dict[str, Person], office: Office) -> None:
    with Library.open(office.library) as library:
        document_id = library.document("甲老干〔2022〕5号").document_id
    people["人事"].see(office.original(f"{document_id}#二"))
    kept = [(e.who, e.act, e.ids) for e in entries(office.library)]
    assert ("人事", Act.OPENED, (f"{document_id}#二",)) in [(who, act, tuple(ids)) for who, act, ids in kept]
