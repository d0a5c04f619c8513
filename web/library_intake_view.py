"""Files on their way into the library as HTML: a bar for each and for the whole, then what was understood of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from index.background import RunProgress, RunState
from index.file_listing import ListedFile, ListedInFile
from index.model import FileReport, IngestReport, Outcome
from index.update import Stage
from web.library_view import NO_REGION, OUTCOMES, action, button, meter, name_of, said_of
from web.shown_text import shown

_MOST_BARS = 40
_MOST_UNDERSTOOD = 60
_READ_SHARE = 60  # of a hundred: the vectors come last


def newcomer_html() -> str:
    """How a library begins."""
    return (
        '<section class="begin"><h2>从这里开始</h2>'
        "<p>把公文拖到下面的框里，或写出这台电脑上的文件夹。据典读出标题、文号、机关、日期、地区和每一条，然后就可以提问。</p>"
        "<p>文件原样留在这台电脑上，不会外传。</p></section>"
    )


def progress_html(progress: RunProgress, names: Sequence[str]) -> str:
    """How far a run is: the whole, then each file."""
    done, total = len(progress.finished), max(len(names), progress.total if progress.stage is Stage.READ else 0)
    if progress.stage is Stage.EMBED:
        said = f"文件都读完了，正在按意思建索引：{progress.done} / {progress.total} 条"
        share = _READ_SHARE + ((100 - _READ_SHARE) * progress.done // progress.total if progress.total else 0)
    else:
        said = f"正在读取：{done} / {total} 个文件" if total else "正在查看有哪些文件"
        share = _READ_SHARE * done // total if total else 0
    if progress.state is RunState.STOPPING:
        said = f"正在停下，读完手头的文件就停。{said}"
    bars = "".join(_file_bar(name, progress) for name in _to_show(names, progress))
    more = len(names) - _MOST_BARS
    rest = f"<li>另有 {more} 个文件</li>" if more > 0 else ""
    return (
        f'<section class="intake" aria-label="收入进度"><p class="whole" role="status">{shown(said)}</p>'
        f'{meter(share, 100, "全部")}<ul class="bars">{bars}{rest}</ul></section>'
    )


def _to_show(names: Sequence[str], progress: RunProgress) -> list[str]:
    """What is being read first, then what waits, then what is done; of a folder, whose files nobody named, the last ones."""
    if not names:
        return list(reversed(progress.finished[-8:]))
    finished = set(progress.finished)
    return sorted(names, key=lambda name: name in finished)[:_MOST_BARS]


def _file_bar(name: str, progress: RunProgress) -> str:
    embedding = progress.stage is Stage.EMBED
    if name in progress.finished or embedding:
        # Of what was unchanged no word came: it needed no reading.
        share, said = (80, "读完了，正在建索引") if embedding else (60, "读完了")
    else:
        share, said = 20, "已收到，等着读取"
    own = name_of(name)
    return f'<li><span class="name">{shown(own)}</span>{meter(share, 100, own)}<span class="said">{said}</span></li>'


def finished_html(
    progress: RunProgress, files: Sequence[ListedFile], library: Path, refused: Sequence[str] = ()
) -> str:
    """What became of a run: a line with counts, what did not come in with what to do, what was understood."""
    by_name = {f.file: f for f in files}
    reports = progress.report.files if progress.report else ()
    said = _summary(progress, refused)
    troubled = [r for r in reports if r.error] or [_as_report(f) for f in files if f.error]
    understood = [f for f in files if not f.error]
    outcomes = {r.file: r.outcome for r in reports}
    parts = [f'<section class="understood" aria-label="收入结果"><p class="whole" role="status">{shown(said)}</p>']
    if refused or troubled:
        parts.append('<h3>没有收入的文件</h3><ul class="troubled">')
        parts += [f"<li>{shown(message)}</li>" for message in refused]
        parts += [_troubled(r, by_name.get(r.file), library) for r in troubled]
        parts.append("</ul>")
    if understood:
        parts.append("<h3>读出的内容</h3><ol>")
        parts += [file_html(f, outcomes.get(f.file), library) for f in understood[:_MOST_UNDERSTOOD]]
        parts.append("</ol>")
    if len(understood) > _MOST_UNDERSTOOD:
        parts.append(f"<p>另有 {len(understood) - _MOST_UNDERSTOOD} 个文件，见下面的列表。</p>")
    return "".join((*parts, "</section>"))


def _summary(progress: RunProgress, refused: Sequence[str]) -> str:
    if progress.state is RunState.FAILED:
        return f"没有收完：{progress.problem}"
    if progress.state is RunState.STOPPED:
        return f"已停下。停下以前读完的 {len(progress.finished)} 个文件已在库中；再收一次，会从停下的地方接着做。"
    report = progress.report
    return _counted(report, len(refused)) if report else "没有可收的文件。"


def _counted(report: IngestReport, refused: int) -> str:
    counts = [
        (report.count(Outcome.ADDED), "新收入"),
        (report.count(Outcome.UPDATED), "更新"),
        (report.count(Outcome.UNCHANGED), "没有变化"),
        (report.removed, "已不在文件夹中而移出"),
        (report.count(Outcome.FAILED) + report.count(Outcome.REFUSED) + refused, "没有收入"),
    ]
    told = "，".join(f"{name} {n} 个" for n, name in counts if n) or "没有要做的"
    return f"完成：{told}。用时 {report.seconds:.1f} 秒。"


def _as_report(file: ListedFile) -> FileReport:
    return FileReport(file.file, file.outcome, error=file.error)


def _troubled(report: FileReport, file: ListedFile | None, library: Path) -> str:
    again = button("再读一次", action(reread=str(file.row)), told=f"再读一次：{name_of(report.file)}") if file else ""
    said = shown(said_of(report.error or "", report.file, library))
    return f'<li>{said}<span class="actions">{again}</span></li>'


def file_html(file: ListedFile, outcome: Outcome | None, library: Path) -> str:
    """One file with what was understood of it."""
    state = OUTCOMES[outcome or file.outcome]
    documents = "".join(map(document_html, file.documents))
    return (
        f'<li class="file"><p class="name"><b>{shown(name_of(file.file))}</b> <span class="state">{state}</span></p>'
        f"{documents}{coverage_html(file)}{_warnings(file.warnings, file, library)}</li>"
    )


def document_html(document: ListedInFile) -> str:
    """A document by what tells it; what was not read is said."""
    facts = (
        ("文号", document.document_number),
        ("机关", "、".join(document.issuing_authorities)),
        ("日期", document.dated_on.isoformat() if document.dated_on else None),
        ("地区", document.region or NO_REGION),
        ("条款", f"{document.clauses} 条"),
    )
    told = "".join(
        f"<span><i>{name}</i> {shown(value)}</span>"
        if value
        else f'<span class="missing"><i>{name}</i> 没有读出</span>'
        for name, value in facts
    )
    title = document.title or "（没有读出标题）"
    review = (
        button(
            f"有 {document.to_review} 处要核对", action(review=document.document_id), told=f"核对：{title}", kind="look"
        )
        if document.to_review
        else ""
    )
    opened = button(title, document.document_id, told=f"打开原文：{title}", kind="link")
    return f'<p class="document-line">{opened}<span class="facts">{told}</span>{review}</p>'


def coverage_html(file: ListedFile) -> str:
    """How much of the file stands in clauses and fields, and what does not, with the reasons."""
    if file.coverage is None:
        return ""
    told = f"覆盖率 {file.coverage:.1%}".replace("100.0%", "100%")
    if not file.dropped:
        return f'<p class="coverage">{told}</p>'
    rows = "".join(f"<li>{shown(' '.join(d.text.split())[:80])}（{shown(d.reason)}）</li>" for d in file.dropped)
    return (
        f'<details class="coverage"><summary>{told}；略去的 {len(file.dropped)} 处</summary><ul>{rows}</ul></details>'
    )


def _warnings(warnings: Iterable[str], file: ListedFile, library: Path) -> str:
    rows = "".join(f"<li>{shown(said_of(w, file.file, library))}</li>" for w in warnings)
    return f'<ul class="warnings">{rows}</ul>' if rows else ""
