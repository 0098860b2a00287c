"""A small identity provider on loopback: it knows the flow with a code, signs with RS256, and lies where it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "isonomia", "s3cret"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Nothing is printed."""


class Issuer:
    """Listens on a port of loopback. `person` is who signs in; `lie(**how)` changes what it says."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.tell_the_truth()
        self.person = {"sub": "ana-7", "email": "ana@example.org", "email_verified": True}
        self.server = make_server("127.0.0.1", port, self, handler_class=_Quiet)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def tell_the_truth(self) -> None:
        self.discovery: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.signing: dict[str, Any] = {}
        self.broken: dict[str, Any] = {}
        self.refuses = ""

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        sent = dict(urllib.parse.parse_qsl(environ["wsgi.input"].read(size).decode()))
        query = dict(urllib.parse.parse_qsl(environ["QUERY_STRING"]))
        if path in self.broken:
            status, body = self.broken[path]
            start_response(status, [("Content-Type", "application/json")])
            return [body]
        answer = {
            "/.well-known/openid-configuration": lambda: self._configuration(),
            "/jwks": lambda: self._keys(),
            "/authorize": lambda: self._authorize(query),
            "/token": lambda: self._token(sent),
            "/userinfo": lambda: self._userinfo(environ.get("HTTP_AUTHORIZATION", "")),
        }.get(path, lambda: None)()
        if isinstance(answer, str):
            start_response("302 Found", [("Location", answer)])
            return [b""]
        status = "200 OK" if answer is not None else "400 Bad Request"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer or {"error": "invalid_request"}).encode()]

    def _configuration(self) -> dict[str, Any]:
        names = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "jwks",
            "userinfo_endpoint": "userinfo",
        }
        config = {
            "issuer": self.address,
            **{name: f"{self.address}/{path}" for name, path in names.items()},
            **self.discovery,
        }
        return {name: value for name, value in config.items() if value is not None}

    def _keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def _authorize(self, query: dict[str, str]) -> Any:
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert set(query["scope"].split()) == {"openid", "profile", "email"}
        back = query["redirect_uri"]
        if self.refuses:
            return back + "?" + urllib.parse.urlencode({"error": self.refuses, "state": query["state"]})
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return back + "?" + urllib.parse.urlencode({"code": code, "state": query["state"]})

    def _token(self, sent: dict[str, str]) -> Any:
        query = self.codes.pop(sent.get("code", ""), None)
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
            .rstrip(b"=")
            .decode()
        )
        if query is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return None
        if proof != query["code_challenge"] or sent.get("redirect_uri") != query["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query.get("nonce"), **self.person, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        how = {"key": self.key, "algorithm": "RS256", "headers": {"kid": "one"}, **self.signing}
        access = secrets.token_urlsafe(8)
        self.tokens[access] = {**self.person, **self.userinfo}
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode(claims, **how),
        }

    def _userinfo(self, header: str) -> Any:
        return self.tokens.get(header.removeprefix("Bearer "))
