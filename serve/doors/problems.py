"""Every error of the REST door as application/problem+json (RFC 9457), in Chinese: what is wrong and what to do."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from ingest.errors import IndexBuildError, ModelError, PolicyError
from qa.phrasing.model import LanguageModelSettingsError
from serve.access.gatekeeping import AccessError

_logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

# Status -> (title, detail where nothing more is known).
_SAID: Mapping[int, tuple[str, str]] = {
    400: ("请求读不出来", "请求的内容不完整或格式不对。请核对后重新发出。"),
    401: ("没有登录", "这里要登录后才能使用。请带上用户名和口令重新发出请求。"),
    403: ("没有权限", "您不能做这件事。请找管理员办理。"),
    404: ("没有找到", "没有这个地址。请对照 /openapi.json 核对路径。"),
    405: ("不能用这个方法", "这个地址不接受这种请求方法。可用的方法见 Allow 一行。"),
    409: ("现在不能这样做", "服务器现在的状态不允许这样做。请按说明处理后再试。"),
    413: ("请求太大", "上传的内容超过了上限。请分几次上传。"),
    415: ("内容类型不对", "请求正文的类型不能用。请对照 /openapi.json 核对 Content-Type。"),
    422: ("参数不合要求", "请按说明改正参数后重新发出。"),
    429: ("请求太多", "您等待处理的请求太多。请等前面的完成后再发。"),
    500: ("程序出错", "程序出了错，没有做成。请稍后再试；如果再出现，请把时间告诉维护者，日志里有经过。"),
    503: ("暂时不能处理", "现在不能处理这个请求。请稍后再试。"),
}
_OTHER = ("请求不能处理", "请求不能这样发出。请对照 /openapi.json 核对。")


class ProblemError(HTTPException):
    """An answer that is an error: its status, and what a person reads."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`errors`: (name of a parameter, what is wrong with it)."""
        super().__init__(status, detail or said_of(status)[1], headers)
        self.errors = tuple(errors)


def said_of(status: int) -> tuple[str, str]:
    """The title of a status, and what is said where nothing more is known."""
    return _SAID.get(status, _OTHER)


def problem_response(error: ProblemError, path: str) -> Response:
    """An error as it is sent."""
    body = {
        "type": "about:blank",
        "title": said_of(error.status_code)[0],
        "status": error.status_code,
        "detail": error.detail,
        "instance": path,
        "errors": [{"name": name, "problem": problem} for name, problem in error.errors],
    }
    text = json.dumps(body, ensure_ascii=False)
    headers = {"Content-Language": "zh-CN", **(error.headers or {})}
    return Response(text.encode("utf-8", "backslashreplace"), error.status_code, headers, MEDIA_TYPE)


def problem_of(error: PolicyError) -> ProblemError:
    """An error that a person can mend, as this door says it."""
    if isinstance(error, AccessError):
        return ProblemError(403 if error.signed_in else 401, str(error))
    if isinstance(error, IndexBuildError | ModelError):
        return ProblemError(503, str(error), headers={"Retry-After": "10"})
    if isinstance(error, LanguageModelSettingsError):
        return ProblemError(409, str(error))
    return ProblemError(422, str(error))


def add_problems(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Let every error of the app be a problem; what nobody foresaw is logged, and its trace stays in the log.

    `routes` are all of the app's own, to say which methods an address takes.
    """

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return problem_response(error, request.url.path)

    async def of_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = {"Allow": _methods(request, routes)} if error.status_code == 405 else error.headers
        said = ProblemError(error.status_code, headers=headers)  # its own words are English
        return problem_response(said, request.url.path)

    async def mendable(request: Request, error: Exception) -> Response:
        assert isinstance(error, PolicyError)
        return problem_response(problem_of(error), request.url.path)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(invalid_problem(error.errors()), request.url.path)

    async def unforeseen(request: Request, error: Exception) -> Response:
        _logger.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return problem_response(ProblemError(500), request.url.path)

    app.add_exception_handler(ProblemError, problem)
    app.add_exception_handler(HTTPException, of_framework)
    app.add_exception_handler(PolicyError, mendable)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unforeseen)


def _methods(request: Request, routes: Sequence[BaseRoute]) -> str:
    """The methods that an address takes, by whichever of the routes: the framework names those of the first alone."""
    taking = [r for r in routes if isinstance(r, Route) and r.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted({method for route in taking for method in route.methods or ()})) or "GET"


# What pydantic finds wrong -> what a person reads; {…} are pydantic's own figures.
_WRONG: Mapping[str, str] = {
    "missing": "没有给出，必须写明",
    "extra_forbidden": "不认识这个参数，请对照 /openapi.json 核对名称",
    "repeated": "只能给一个值，却给了几次，请留下一个",
    "null_list": "写的是 null，不是名称；没有值就不要写这个参数",
    "string_too_short": "不能是空的",
    "string_too_long": "太长，最多 {max_length} 字",
    "too_short": "至少要有 {min_length} 个",
    "too_long": "太多，最多 {max_length} 个",
    "greater_than_equal": "太小，最小是 {ge}",
    "less_than_equal": "太大，最大是 {le}",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "int_from_float": "要写成整数",
    "int_parsing_size": "这个数太大",
    "bool_parsing": "只能写 true 或 false",
    "bool_type": "只能写 true 或 false",
    "string_type": "要写成一段文字",
    "string_pattern_mismatch": "写法不对",
    "list_type": "要写成一列",
    "tuple_type": "要写成一列",
    "enum": "只能取：{expected}",
    "literal_error": "只能取：{expected}",
    "json_invalid": "不是完整的 JSON",
    "dict_type": "要写成一个 JSON 对象",
    "model_attributes_type": "要写成一个 JSON 对象",
    "model_type": "要写成一个 JSON 对象",
    "day": "不是日期，请写成 2024-05-01 的样子",
    "condition": "请写成 地区:浙江 的样子，条件有{kinds}",
    "blank": "不能是空的",
    "no_matter": "没有写要做什么，请写出主题 topic，或用 clauses 指定条款",
    "control": "要写在一行里，不能有换行和控制字符",
    "broken_text": "含有残缺的字符，读不出来，请删去乱码",
}
_UNKNOWN = "不合要求"


def invalid_problem(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """What is wrong with which parameter, of all that FastAPI found wrong; each `loc` says first where it stands."""
    wrong = []
    for error in errors:
        name = ".".join(map(str, error["loc"][1:])) or "请求正文"
        if error["type"] == "json_invalid":
            name = "请求正文"
        problem = _WRONG.get(error["type"], _UNKNOWN).format_map(_Figures(error.get("ctx") or {}))
        wrong.append((name, problem))
    wrong = [(name[:100], problem) for name, problem in dict.fromkeys(wrong)][:20]
    detail = "".join(f"{name}：{problem}。" for name, problem in wrong)
    return ProblemError(422, detail[:2000] or said_of(422)[1], errors=wrong)


class _Figures(dict[str, object]):
    """Figures of an error; one that is not there is printed as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
