"""What a browser is told where signing in through the provider goes wrong: Streamlit itself says it in two English words."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    Routes = Callable[[str], list[Route]]

_logger = logging.getLogger(__name__)
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>据典 · 登录没有成功</title>
<style>
body { margin: 12vh auto; max-width: 34rem; padding: 0 1.2rem; font: 18px/1.7 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
       color: #1a1a1a; background: #fff; }
a { display: inline-block; padding: 0.6rem 1.4rem; border-radius: 6px; color: #fff; background: #9c1c1c; text-decoration: none; }
a:focus-visible { outline: 3px solid #1a1a1a; outline-offset: 2px; }
</style></head>
<body><main><h1>登录没有成功</h1>
<p>单位的统一登录没有应答，或者设置不对。请过一会儿再试；还是不行，请管理员看启动据典的那个窗口里的最后几行，核对
secrets.toml 的 [auth]。</p>
<p><a href="/">回到登录</a></p></main></body></html>
"""


def told_in_chinese(routes: Routes) -> Routes:
    """The routes of signing in through a provider, which answer what goes wrong with a page that people can read."""
    from starlette.routing import Route

    def told(base_url: str) -> list[Route]:
        return [Route(r.path, _answering(r.endpoint), methods=sorted(r.methods or ())) for r in routes(base_url)]

    return told


def _answering(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    from starlette.responses import HTMLResponse

    async def answer(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except Exception:  # a setting that is wrong, a package that is not there: its trace is for who serves
            _logger.exception("signing in through the provider went wrong")
            return HTMLResponse(_PAGE, 500)
        return response if response.status_code < 400 else HTMLResponse(_PAGE, response.status_code)

    return answer
