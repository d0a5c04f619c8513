"""Many people at once: `python -m eval.bench_load LIBRARY [--pages 10] [--clients 50] [--seconds 120]`.

Starts the app and the doors over a copy of the library, lets so many browser pages and REST clients ask each one question
in five seconds, in turn the questions of all labelled sets, and prints waits for both kinds. The browser runs on the same
machine and takes its share.
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
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx
from playwright.async_api import Error, Page, async_playwright

from eval.declared import SETS
from eval.labelled import json_lines

PACE = 5.0  # seconds between two questions of one person
LIMIT = 1.0  # seconds that 95 of 100 answers may take
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_BOX = "请输入问题，按回车键提问"


@dataclass
class Waits:
    """Seconds that each of a kind waited for answers, by person; and what went wrong."""

    by_person: dict[int, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

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


def main() -> int:
    """Print the waits; 1 where a limit is not kept."""
    chosen = _arguments()
    questions = all_questions()
    print(f"{len(questions)} 个不同的问题，{chosen.pages} 个网页，{chosen.clients} 个接口客户端，{chosen.seconds} 秒")
    with _served(chosen.library) as (app, doors):
        pages, clients = asyncio.run(_load(app, doors, questions, chosen.pages, chosen.clients, chosen.seconds))
    kinds = [waits for waits, count in ((pages, chosen.pages), (clients, chosen.clients)) if count]
    print(pages.told("网页"))
    print(clients.told("接口"))
    for error in sorted({e for waits in kinds for e in waits.errors})[:10]:
        print(f"  错误：{error}")
    return 0 if all(waits.in_time for waits in kinds) else 1


def all_questions(folder: Path = SETS) -> list[str]:
    """Every question of the sets' topics, each once, in the order of the sets' file names."""
    found: dict[str, None] = {}
    for declared in sorted(folder.glob("*.toml")):
        topics = tomllib.loads(declared.read_text(encoding="utf-8")).get("topics", "")
        path = folder.parent / str(topics)
        if path.suffix == ".jsonl" and path.is_file():
            found |= {row["question"]: None for row in json_lines(path) if row.get("question")}
    return list(found)


async def _load(
    app: str, doors: str, questions: Sequence[str], pages: int, clients: int, seconds: float
) -> tuple[Waits, Waits]:
    asked = cycle(questions)
    by_page, by_client = Waits(), Waits()
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, _BROWSERS)), None)
        browser = await playwright.chromium.launch(executable_path=program, args=list(_FLAGS)) if pages else None
        opened: list[Page] = []
        for _ in range(pages):
            assert browser is not None
            page = await browser.new_page()
            await page.goto(app)
            await page.get_by_label(_BOX).wait_for(timeout=60_000)
            opened.append(page)
        httpx.get(
            f"{doors}/ask", params={"question": questions[0]}, timeout=60
        )  # loads the models before the clock runs
        people = [_page_asks(p, n, asked, by_page, seconds) for n, p in enumerate(opened)]
        people += [_client_asks(doors, n, asked, by_client, seconds) for n in range(clients)]
        await asyncio.gather(*(_started(person, PACE * n / len(people)) for n, person in enumerate(people)))
        if browser is not None:
            await browser.close()
    return by_page, by_client


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
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
