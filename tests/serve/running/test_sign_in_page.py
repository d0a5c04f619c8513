"""Where the provider of single sign-on fails, people are told so in Chinese and find their way back."""

from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

from serve.running.sign_in_page import told_in_chinese


async def refused(_: Request) -> Response:
    return Response("Authentication error", status_code=400)


async def broken(_: Request) -> Response:
    raise ModuleNotFoundError("No module named 'authlib'")


async def goes_on(_: Request) -> Response:
    return RedirectResponse("/there", 302, {"set-cookie": "kept=1"})


def routes(base_url: str) -> list[Route]:
    return [Route(f"/{base_url}{e.__name__}", e, methods=["GET"]) for e in (refused, broken, goes_on)]


def client() -> TestClient:
    return TestClient(Starlette(routes=told_in_chinese(routes)("")), follow_redirects=False)


@pytest.mark.parametrize(("path", "status"), [("/refused", 400), ("/broken", 500)])
def test_what_goes_wrong_is_told_in_chinese(path: str, status: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client().get(path)
    assert answer.status_code == status and answer.headers["content-type"].startswith("text/html")
    assert "登录没有成功" in answer.text and 'href="/"' in answer.text and 'lang="zh-CN"' in answer.text
    assert "authlib" not in answer.text and "Authentication" not in answer.text
    assert (status == 500) is ("authlib" in caplog.text), "its trace is in the log"


def test_what_goes_well_is_passed_on_as_it_is() -> None:
    answer = client().get("/goes_on")
    assert (answer.status_code, answer.headers["location"]) == (302, "/there")
    assert answer.headers["set-cookie"] == "kept=1"


def test_the_routes_of_streamlit_are_those_that_are_told_of() -> None:
    told = told_in_chinese(create_auth_routes)("")
    assert {r.path for r in told} == {"/auth/login", "/auth/logout", "/oauth2callback"}
    assert all(r.methods and "GET" in r.methods for r in told)
