"""The portal, npm oidc-provider and django-oauth-toolkit as OpenID Providers, with the same people, one agency and as many processes."""

import secrets
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bench.servers import BESIDE, Server, free_ports, run
from bench.sites import WORKERS, Site, granian, portal, served, told_by

CLIENT, BACK, SITE = "bench-agency", "http://localhost:9/back", "http://localhost:9/"
NPM = BESIDE / "oidc_provider"
SOURCE = Path(__file__).parent / "peers" / "oidc_provider"
NAME, STRANGER = "عمر سعيد خالد الحسن", "0" * 43
Plan = dict[str, Any]


def npm_is_here() -> bool:
    """Whether npm's peer could be installed, and there is a node to run it."""
    return (NPM / "node_modules" / "oidc-provider").is_dir() and shutil.which("node") is not None


def toolkit_is_here() -> bool:
    """Whether django-oauth-toolkit could be installed."""
    return (BESIDE / "oauth2_provider").is_dir()


def our_provider(folder: Path, database: str, register: int, sessions: int) -> tuple[Server, Plan]:
    """As an installation runs it."""
    fill = ["bench.parties", str(sessions), CLIENT, BACK, SITE]
    site: Site = portal(folder, database, register, fill=fill)
    paths = {name: f"/oidc/{name}" for name in ("par", "authorize", "token", "userinfo", "jwks")}
    cookies = [f"{site.cookie}={key}" for key in site.people["cookies"]]
    return site.server, _plan(site.server, site.people["secret"][0], cookies, paths)


def npm_provider(database: str, sessions: int) -> tuple[Server, Plan]:
    """As many processes in a cluster, PostgreSQL beneath; its people log in when it is up (``log_in_at_npm``)."""
    for file in SOURCE.glob("*.mjs"):
        shutil.copy(file, NPM)  # a module finds its packages from where it lies
    port, secret = free_ports(1)[0], secrets.token_urlsafe(32)
    told = {
        "NODE_ENV": "production",
        "BENCH_PORT": str(port),
        "BENCH_ISSUER": f"http://localhost:{port}",
        "BENCH_WORKERS": str(WORKERS),
        "BENCH_DATABASE": database,
        "BENCH_PEOPLE": str(sessions),
        "BENCH_CLIENT": CLIENT,
        "BENCH_SECRET": secret,
        "BENCH_BACK": BACK,
    }
    server = Server("oidc-provider", ["node", str(NPM / "server.mjs")], port, told, served(database))
    paths = {"par": "/request", "authorize": "/auth", "token": "/token", "userinfo": "/me", "jwks": "/jwks"}
    return server, _plan(server, secret, [], paths)


def log_in_at_npm(plan: Plan, sessions: int) -> None:
    """Each person once through its interactions, as in a browser; what is kept are their cookies."""
    asked = {"client_id": CLIENT, "response_type": "code", "redirect_uri": BACK, "scope": "openid profile"}
    asked |= {"code_challenge": STRANGER, "code_challenge_method": "S256"}
    for number in range(sessions):
        with httpx.Client(base_url=plan["issuer"]) as browser:
            step = f"/auth?{urlencode({**asked, 'login_hint': f'bench{number}'})}"
            for _ in range(10):
                answer = browser.get(step)
                step = answer.headers.get("location", "")
                if step.startswith(BACK):
                    break
            if "code=" not in step:
                raise RuntimeError(f"oidc-provider: {answer.status_code} {step} {answer.text[:300]}")
            kept = [one for one in browser.cookies.jar if one.name.startswith("_session")]
            plan["cookies"].append("; ".join(f"{one.name}={one.value}" for one in kept))


def toolkit_provider(database: str, sessions: int) -> tuple[Server, Plan]:
    """Under the portal's own server; identity tokens by RS256 and no pushed requests, for it has neither."""
    port, secret = free_ports(1)[0], secrets.token_urlsafe(32)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    told = {"BENCH_DATABASE": database, "BENCH_ISSUER": f"http://localhost:{port}", "BENCH_RSA_KEY": pem}
    filled = told_by(run([sys.executable, "-m", "bench.peers.toolkit.fill", str(sessions), CLIENT, secret, BACK], told))
    command = granian("bench.peers.toolkit.wsgi:application", port, WORKERS)
    server = Server("django-oauth-toolkit", command, port, told, served(database))
    paths = {name: f"/o/{name}/" for name in ("authorize", "token", "userinfo")} | {"jwks": "/o/.well-known/jwks.json"}
    cookies = [f"sessionid={key}" for key in filled["cookies"]]
    return server, _plan(server, secret, cookies, paths) | {"algorithm": "RS256", "issuer": f"{told['BENCH_ISSUER']}/o"}


def _plan(server: Server, secret: str, cookies: list[str], paths: dict[str, str]) -> Plan:
    """For bench.flow."""
    return {
        "client": CLIENT,
        "secret": secret,
        "back": BACK,
        "issuer": f"http://localhost:{server.port}",
        "cookies": cookies,
        "paths": paths,
        "name": NAME,
    }
