"""A small OpenID provider of our own on this machine: discovery, authorize with a choice of accounts, token, keys, logout."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "judian", "一个很长的秘密".encode().hex()


@dataclass
class Provider:
    """What the provider knows; `accounts`: what is chosen on its page -> the claims of the id_token."""

    address: str
    accounts: Mapping[str, Mapping[str, object]]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    signing_key: RSAKey | None = None  # another than it publishes: a forged token
    age: float = 0.0  # seconds ago that its tokens say the person has signed in
    codes: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    @property
    def secrets_toml(self) -> str:
        """The [auth] of Streamlit's secrets but for redirect_uri."""
        return (
            f'cookie_secret = "{secrets.token_hex(32)}"\nclient_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )


@contextmanager
def provider_with(accounts: Mapping[str, Mapping[str, object]]) -> Iterator[Provider]:
    """A provider that answers while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = Provider(f"http://localhost:{server.server_address[1]}", accounts)
    server.provider = provider  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def provider(self) -> Provider:
        found: Provider = self.server.provider  # type: ignore[attr-defined]
        return found

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        place, asked = urlsplit(self.path), dict(parse_qsl(urlsplit(self.path).query))
        if place.path == "/.well-known/openid-configuration":
            self._json(self._metadata())
        elif place.path == "/keys":
            self._json({"keys": [self.provider.key.as_dict(private=False)]})
        elif place.path == "/authorize":
            assert asked["client_id"] == CLIENT_ID and asked["response_type"] == "code" and asked["nonce"]
            assert "openid" in asked["scope"] and asked["code_challenge_method"] == "S256"
            self._html(
                "".join(
                    f'<p><a href="/chosen?{html.escape(urlencode({**asked, "account": name}))}">{html.escape(name)}</a></p>'
                    for name in self.provider.accounts
                )
                + f'<p><a href="{html.escape(self._back(asked, error="access_denied"))}">不同意</a></p>'
            )
        elif place.path == "/chosen":
            code = secrets.token_urlsafe(16)
            self.provider.codes[code] = (asked["account"], asked)
            self._redirect(self._back(asked, code=code))
        elif place.path == "/logout":
            self._redirect(asked["post_logout_redirect_uri"])
        elif place.path == "/favicon.ico":
            self._send(200, "image/x-icon", b"")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        if urlsplit(self.path).path != "/token":
            self.send_error(404)
            return
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        account, asked = self.provider.codes.pop(sent.get("code", ""), ("", {}))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            self.headers.get("Authorization") != f"Basic {expected}"
            or not account
            or sent["redirect_uri"] != asked["redirect_uri"]
            or challenge.decode().rstrip("=") != asked["code_challenge"]
        ):
            self._json({"error": "invalid_grant"}, 400)
            return
        now = int(time.time() - self.provider.age)
        claims = {
            "iss": self.provider.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": int(time.time()) + 600,
            "nonce": asked["nonce"],
            **self.provider.accounts[account],
        }
        key = self.provider.signing_key or self.provider.key
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)
        self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _metadata(self) -> dict[str, Any]:
        address = self.provider.address
        return {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
            "end_session_endpoint": f"{address}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    @staticmethod
    def _back(asked: Mapping[str, str], **more: str) -> str:
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], **more})}"

    def _json(self, value: Mapping[str, Any], status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _html(self, body: str) -> None:
        self._send(200, "text/html; charset=utf-8", f"<!doctype html><title>单位账号</title>{body}".encode())

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
