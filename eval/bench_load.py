"""Many people at once: `python -m eval.bench_load LIBRARY [--pages 10] [--clients 50] [--seconds 120]`.

Starts the app and the doors over a copy of the library, lets so many browser pages and REST clients ask each one question
in five seconds, in turn so many questions of the labelled sets, and prints waits for both kinds. The browser runs on the
same machine and takes its share, which is told apart: by the processor time of each program, and with --frames by what
a page waited for the server alone. --browser-last lets the browser have only what the service leaves, as if
it ran on the machines of those who ask; what is measured so is told as such.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import httpx
from playwright.async_api import Browser, Error, Page, Playwright, async_playwright

from eval.declared import SETS
from eval.labelled import json_lines
from eval.page_frames import FrameWaits, watched
from eval.processor_time import seconds_by_part, told_for_each

PACE = 5.0  # seconds between two questions of one person
QUESTIONS = 500  # different ones: people ask what others have asked
LIMIT = 1.0  # seconds that 95 of 100 answers may take
T = TypeVar("T")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_BOX = "请输入问题，按回车键提问"


@dataclass
class Waits:
    """Seconds that each of a kind waited for answers, by person; and what went wrong."""

    by_person: dict[int, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many answers came."""
        return sum(map(len, self.by_person.values()))

    def told(self, kind: str) -> str:
        """A line: how many answers, the waits, and the waits of whoever waited longest."""
        waits = sorted(wait for each in self.by_person.values() for wait in each)
        if not waits:
            return f"{kind}：没有回答，{len(self.errors)} 个错误"
        worst = max(_share(sorted(each), 0.5) for each in self.by_person.values() if each)
        return (
            f"{kind}：{len(waits)} 次回答，{len(self.errors)} 个错误，p50 {_share(waits, 0.5):.2f} 秒，"
            f"p95 {_share(waits, 0.95):.2f} 秒，最长 {waits[-1]:.2f} 秒；等得最久的一位 p50 {worst:.2f} 秒"
        )

    @property
    def in_time(self) -> bool:
        """Whether nothing went wrong and 95 of 100 came within the limit."""
        waits = sorted(wait for each in self.by_person.values() for wait in each)
        return bool(waits) and not self.errors and _share(waits, 0.95) <= LIMIT


@dataclass(frozen=True, slots=True)
class Load:
    """How many ask for how long, what, and how the browser is run."""

    pages: int
    clients: int
    seconds: float
    questions: Sequence[str]
    frames: bool = False  # look at what goes between page and server; costs a little itself
    browser_last: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured."""

    pages: Waits
    clients: Waits
    served: FrameWaits
    before: Mapping[str, float]  # processor seconds of each program when the clock began to run
    after: Mapping[str, float]


def main() -> int:
    """Print the waits; 1 where a limit is not kept."""
    chosen = _arguments()
    questions = evenly_chosen(all_questions(), chosen.questions)
    load = Load(chosen.pages, chosen.clients, chosen.seconds, questions, chosen.frames, chosen.browser_last)
    print(f"{len(questions)} 个不同的问题，{load.pages} 个网页，{load.clients} 个接口客户端，{load.seconds:g} 秒")
    if load.browser_last:
        print("浏览器让给服务先用处理器，好比开在各人自己的电脑上；不加 --browser-last 时它同服务平分")
    with _served(chosen.library) as (app, doors):
        found = asyncio.run(_load(app, doors, load))
    kinds = [waits for waits, count in ((found.pages, load.pages), (found.clients, load.clients)) if count]
    print(found.pages.told("网页"))
    print(found.clients.told("接口"))
    for line in (found.served.told(), told_for_each(found.before, found.after, _answers_of_parts(found))):
        if line:
            print(line)
    for error in sorted({e for waits in kinds for e in waits.errors})[:10]:
        print(f"  错误：{error}")
    return 0 if all(waits.in_time for waits in kinds) else 1


def _answers_of_parts(found: Outcome) -> dict[str, int]:
    by_page, by_client = found.pages.count, found.clients.count
    return {"网页服务": by_page, "接口服务": by_client, "浏览器": by_page}


def evenly_chosen(questions: Sequence[str], count: int) -> list[str]:
    """So many of the questions, from all over the list and in its order; 0, or more than there are: all."""
    if not count or count >= len(questions):
        return list(questions)
    return [questions[place * len(questions) // count] for place in range(count)]


def all_questions(folder: Path = SETS) -> list[str]:
    """Every question of the sets' topics, each once, in the order of the sets' file names."""
    found: dict[str, None] = {}
    for declared in sorted(folder.glob("*.toml")):
        topics = tomllib.loads(declared.read_text(encoding="utf-8")).get("topics", "")
        path = folder.parent / str(topics)
        if path.suffix == ".jsonl" and path.is_file():
            found |= {row["question"]: None for row in json_lines(path) if row.get("question")}
    return list(found)


async def _load(app: str, doors: str, load: Load) -> Outcome:
    asked = cycle(load.questions)
    by_page, by_client, served = Waits(), Waits(), FrameWaits()
    async with async_playwright() as playwright:
        browser = await _browser(playwright, load) if load.pages else None
        opened: list[Page] = []
        for _ in range(load.pages):
            assert browser is not None
            page = await browser.new_page()
            if load.frames:
                watched(page, served)
            await page.goto(app)
            await page.get_by_label(_BOX).wait_for(timeout=60_000)
            opened.append(page)
        # The models are loaded before the clock runs.
        httpx.get(f"{doors}/ask", params={"question": load.questions[0]}, timeout=60)
        pages = [_page_asks(p, n, asked, by_page, load.seconds) for n, p in enumerate(opened)]
        clients = [_client_asks(doors, n, asked, by_client, load.seconds) for n in range(load.clients)]
        people = mixed(pages, clients)
        before = seconds_by_part()
        await asyncio.gather(*(_started(person, PACE * n / len(people)) for n, person in enumerate(people)))
        after = seconds_by_part()
        if browser is not None:
            await browser.close()
    return Outcome(by_page, by_client, served, before, after)


async def _browser(playwright: Playwright, load: Load) -> Browser:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if not load.browser_last or program is None:
        return await playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
    if os.name != "posix":
        raise SystemExit("--browser-last 只在 Linux 和 macOS 上可用")
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "browser"
        last.write_text(f'#!/bin/sh\nexec nice -n 19 "{program}" "$@"\n', encoding="utf-8")
        last.chmod(0o755)
        return await playwright.chromium.launch(executable_path=last, args=list(_FLAGS))


def mixed(*kinds: Sequence[T]) -> list[T]:
    """All people in the order in which they begin: those of each kind spread evenly over the whole."""
    placed = [((n + 0.5) / len(kind), one) for kind in kinds for n, one in enumerate(kind)]
    return [one for _, one in sorted(placed, key=lambda at: at[0])]


async def _started(person: Coroutine[None, None, None], delay: float) -> None:
    """People do not begin in the same instant."""
    await asyncio.sleep(delay)
    await person


async def _client_asks(doors: str, number: int, asked: Iterator[str], waits: Waits, seconds: float) -> None:
    until = time.perf_counter() + seconds
    # Each client has connections of its own, as the doors serve clients in turn; none is kept until the server drops it.
    limits = httpx.Limits(keepalive_expiry=PACE / 2)
    async with httpx.AsyncClient(base_url=doors, timeout=60, limits=limits) as http:
        while (begun := time.perf_counter()) < until:
            question = next(asked)
            try:
                answer = await http.get("/ask", params={"question": question})
                answer.raise_for_status()
                waits.by_person.setdefault(number, []).append(time.perf_counter() - begun)
            except httpx.HTTPError as error:
                waits.errors.append(f"接口 {number}：{type(error).__name__} {error}（{question}）")
            await asyncio.sleep(max(0.0, begun + PACE - time.perf_counter()))


async def _page_asks(page: Page, number: int, asked: Iterator[str], waits: Waits, seconds: float) -> None:
    until = time.perf_counter() + seconds
    box, asked_before = page.get_by_label(_BOX), False
    while (begun := time.perf_counter()) < until:
        question = next(asked)
        try:
            before = await page.locator(".judian .asked").last.text_content() if asked_before else None
            await box.fill(question, timeout=60_000)
            begun = time.perf_counter()  # what a person waits for begins with Enter
            await box.press("Enter")
            # Not by the question's own words: one that leans on the one before is shown completed.
            shown = page.locator(".judian .asked")
            await (shown.filter(has_not_text=before) if before else shown).last.wait_for(
                state="attached", timeout=60_000
            )
            asked_before = True
            await page.locator(".judian .answer").last.wait_for(timeout=60_000)
            waits.by_person.setdefault(number, []).append(time.perf_counter() - begun)
        except Error as error:
            waits.errors.append(f"网页 {number}：{error.message.splitlines()[0]}（{question}）")
        await asyncio.sleep(max(0.0, begun + PACE - time.perf_counter()))


@contextmanager
def _served(library: Path) -> Iterator[tuple[str, str]]:
    """Addresses of the app and the doors over a copy of the library, so that what is asked leaves no trace in it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        shutil.copytree(library, copy)
        port, doors = _free_port(), _free_port()
        command = [sys.executable, "-m", "serve.cli", "serve", "--library", str(copy)]
        command += ["--port", str(port), "--doors-port", str(doors)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=os.environ) as service:
            try:
                _await_health(service, f"http://localhost:{port}/_stcore/health")
                _await_health(service, f"http://localhost:{doors}/ready")
                yield f"http://localhost:{port}", f"http://localhost:{doors}"
            finally:
                _end(service)


def _end(service: subprocess.Popen[bytes]) -> None:
    service.send_signal(signal.SIGINT)
    try:
        service.wait(timeout=30)
    except subprocess.TimeoutExpired:
        service.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _await_health(service: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        if service.poll() is not None:
            raise SystemExit("服务自己停了")
        try:
            if httpx.get(address, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"一分钟内没有开始服务：{address}")


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, help="资料库文件夹")
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="不同的问题有多少个；0：所有评测集的全部")
    parser.add_argument("--frames", action="store_true", help="另报网页等服务端的时间：从提问发出到答案收到")
    parser.add_argument("--browser-last", action="store_true", help="浏览器只用服务剩下的处理器时间")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
