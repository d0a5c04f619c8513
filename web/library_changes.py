"""Every change that the page 文库 makes to a library, in one place: who may make them is asked here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from index.background import IngestRun, RunBoard
from index.corrections import FIELD_NAMES
from index.file_listing import ListedFile, files_of_rows
from index.library import Library
from index.removal import remove_files, removed_contents, restore_files
from index.schema import DATABASE
from index.update import correct_document
from index.uploads import keep_upload
from index.watching import unwatch_folder, watch_folder
from ingest.errors import IngestError, PolicyError
from qa.overview.coverage import keep_coverage_topics
from serve.access.audit import Act, record
from serve.access.gatekeeping import library_for
from serve.access.model import Role
from web.library_view import name_of
from web.sign_in import require_here

_TOLD, _REFUSED, _REMOVED = "library told", "library refused", "library removed"  # in the session


@st.cache_resource(show_spinner=False)
def run_board(folder: Path) -> RunBoard:
    """Where the run of this library is kept, for everybody who has the page open."""
    return RunBoard()


def take_uploads(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Keep files that were dropped on the page, and read them."""

    def take() -> None:
        places, refused = [], []
        for name, content in files:
            try:
                places.append(keep_upload(folder, name, content))
            except PolicyError as error:
                refused.append(str(error))
        st.session_state[_REFUSED] = tuple(refused)
        if places:
            _start(folder, tuple(dict.fromkeys(places)), single=True)

    _carried_out(folder, take, f"收入 {len(files)} 个上传的文件")


def take_folder(folder: Path, written: str, *, watch: bool) -> None:
    """Read a file or folder of this computer, and keep an eye on the folder where that is wished."""

    def take() -> None:
        path = Path(written.strip().strip("\"'")).expanduser()
        if not path.is_absolute():
            raise IngestError(path, "不是完整的路径", "请从根目录写起，如 /home/公文 或 D:\\公文")
        if not path.exists():
            raise IngestError(path, "没有这个文件或文件夹", "请核对路径；如果它在移动硬盘或网络盘上，请先接上")
        st.session_state[_REFUSED] = ()
        if watch and path.is_dir():
            watch_folder(folder, path)
        _start(folder, (path,), single=path.is_file())

    _carried_out(folder, take, f"收入 {written}", Role.ADMIN)  # it may be any file of this machine


def take_fresh(folder: Path, paths: Sequence[Path]) -> None:
    """Read what has come or changed in watched folders; what a person took out stays out."""

    def take() -> None:
        st.session_state[_REFUSED] = ()
        with Library.open(folder) as library:
            contents = tuple(removed_contents(library))
        _start(folder, paths, single=True, leave_out=contents)

    _carried_out(folder, take, f"收入关注文件夹里的 {len(paths)} 个文件", Role.ADMIN)


def read_again(folder: Path, row: int) -> None:
    """Read a file anew: with what the program knows by now, and with the corrections made to it."""

    def again() -> None:
        file = _file(folder, row)
        given = Path(file.file)
        _start(folder, (given if given.exists() and given.resolve() == file.path else file.path,), reread=True)

    _carried_out(folder, again, "重新读取")


def stop_run(folder: Path) -> None:
    """Let the run end after the files under way."""

    def stop() -> None:
        if (run := run_board(folder).current) is not None:
            run.stop()

    _carried_out(folder, stop, "停下收入")


def take_out(folder: Path, names: Sequence[str]) -> None:
    """Take files out; a way back is offered."""

    def remove() -> None:
        removed = remove_files(folder, names)
        st.session_state[_REMOVED] = tuple(r.row for r in removed)
        what = f"《{name_of(removed[0].file)}》" if len(removed) == 1 else f"{len(removed)} 个文件"
        _tell(f"已移出{what}，三十天内可以恢复。文件本身没有删除。")

    _carried_out(folder, remove, f"移出 {'、'.join(map(name_of, names))}")


def take_out_row(folder: Path, row: int) -> None:
    """Take out the file with this key."""

    def remove() -> None:
        take_out(folder, [_file(folder, row).file])

    _carried_out(folder, remove, "")


def put_back(folder: Path, rows: Sequence[int]) -> None:
    """Put removed files back as they were."""

    def restore() -> None:
        names = restore_files(folder, rows)
        st.session_state[_REMOVED] = ()
        _tell(f"已恢复{'、'.join(map(name_of, names[:3]))}{'等' if len(names) > 3 else ''}。")

    _carried_out(folder, restore, "恢复移出的文件")


def correct(folder: Path, document_id: str, field: str, value: str | None, *, by: str = "", reason: str = "") -> None:
    """Set a field as a person says it is; `value` None takes the correction back."""

    def put() -> None:
        with library_for(folder, require_here(folder, Role.EDITOR, "改动文库")) as library:
            library.document(document_id)  # one that is closed to them is none to correct
        correct_document(folder, document_id, field, value, made_by=by or None, reason=reason or None)
        name = FIELD_NAMES[field]
        _tell(f"已撤回对{name}的更正，恢复读出的值。" if value is None else f"已更正{name}。以后重新读取也以更正为准。")

    _carried_out(folder, put, f"更正 {document_id} {FIELD_NAMES[field]}：{value}")


def begin_watching(folder: Path, written: str) -> None:
    """Keep an eye on a folder from now on."""

    def begin() -> None:
        _tell(f"已关注 {watch_folder(folder, Path(written.strip()))}。")

    _carried_out(folder, begin, f"关注 {written}", Role.ADMIN)


def end_watching(folder: Path, watched: Path) -> None:
    """Look at a folder no more."""

    def end() -> None:
        unwatch_folder(folder, watched)
        _tell(f"不再关注 {watched}。已收入的文件没有动。")

    _carried_out(folder, end, f"不再关注 {watched}", Role.ADMIN)


def keep_topics(folder: Path, topics: Sequence[str]) -> None:
    """Keep the topics of the map."""

    def keep() -> None:
        with Library.open(folder) as library:
            keep_coverage_topics(library, topics)

    _carried_out(folder, keep, "改覆盖图的主题")


def refused_uploads() -> tuple[str, ...]:
    """Why files that were dropped last were not even kept."""
    refused: tuple[str, ...] = st.session_state.get(_REFUSED, ())
    return refused


def just_removed() -> tuple[int, ...]:
    """Keys of what this person took out last, as long as it can be undone by one press."""
    rows: tuple[int, ...] = st.session_state.get(_REMOVED, ())
    return rows


def told() -> tuple[str, bool] | None:
    """What to say of the last change, once: the words, and whether it went wrong."""
    said: tuple[str, bool] | None = st.session_state.pop(_TOLD, None)
    return said


def _start(
    folder: Path, paths: Sequence[Path], *, single: bool = False, reread: bool = False, leave_out: Sequence[str] = ()
) -> None:
    names = tuple(map(str, paths)) if single or reread else ()
    if not run_board(folder).start(IngestRun(folder, paths, names=names, reread=reread, leave_out=leave_out)):
        _tell("正在收入另一批文件。请等它结束，或先停下，再试一次。", wrong=True)


def _file(folder: Path, row: int) -> ListedFile:
    with library_for(folder, require_here(folder, Role.EDITOR, "改动文库")) as library:
        found = files_of_rows(library, [row])
    if not found:
        raise IngestError("文件", "已经变了（刚被重新读取或移出）", "请在列表中再找一次")
    return found[0]


def has_library(folder: Path) -> bool:
    """Whether there is one at all."""
    return (folder / DATABASE).is_file()


def _carried_out(folder: Path, change: Callable[[], None], act: str, role: Role = Role.EDITOR) -> None:
    """Make a change for somebody who may, and log it (`act`; "": it is logged within); what cannot be is said on the page."""
    try:
        reader = require_here(folder, role, "改动文库")
        change()
    except PolicyError as error:
        _tell(str(error), wrong=True)
        return
    if act:
        record(folder, reader, Act.CHANGED, act, where=st.context.ip_address)


def _tell(words: str, *, wrong: bool = False) -> None:
    st.session_state[_TOLD] = (words, wrong)
