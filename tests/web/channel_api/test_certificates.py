"""TLS client certificates: only the word of a named proxy counts, and a real nginx in front says it."""

import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from bawaba.config.wsgi import application
from bawaba.identity.attestation.certificates import BadCertificate, certificate_in, checked_certificates, is_one_of
from bawaba_attestor.statement import call_token
from wires import call, slug_of

PAGE = Path(__file__).parents[3] / "docs/operate/attestors.md"
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
ROOT = "/channel/v1/activity"
SUBJECT = "CN=sea-bank,O=Sea Bank"


class Paper:
    """A certificate and its key, signed by an authority or by itself."""

    def __init__(self, name: str, by: "Paper | None" = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        attributes = [(NameOID.ORGANIZATION_NAME, "Sea Bank"), (NameOID.COMMON_NAME, name)]
        subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in attributes])
        issuer, signer = (by.made.subject, by.key) if by else (subject, self.key)
        now, made = datetime.now(UTC), x509.CertificateBuilder()
        made = made.subject_name(subject).issuer_name(issuer).public_key(self.key.public_key())
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        made = made.add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        self.made = made.sign(signer, hashes.SHA256())

    @property
    def pem(self) -> str:
        return self.made.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def sha256(self) -> str:
        return self.made.fingerprint(hashes.SHA256()).hex()

    def kept(self, folder: Path, name: str) -> tuple[str, str]:
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_text(self.pem)
        (folder / f"{name}.key").write_bytes(key)
        return str(folder / f"{name}.pem"), str(folder / f"{name}.key")


@pytest.fixture(scope="module")
def authority() -> Paper:
    return Paper("authority")


@pytest.fixture(scope="module")
def paper(authority: Paper) -> Paper:
    return Paper("sea-bank", authority)


def through(bank: Any, paper: Paper | None, verified: str = "SUCCESS", **more: str) -> httpx.Response:
    """A call as the proxy passes it on."""
    headers = {"X-Client-Verify": verified} | ({"X-Client-Cert": quote(paper.pem)} if paper else {})
    return call(bank, "GET", ROOT, **headers, **more)


def test_a_certificate_is_read_as_nginx_writes_it(paper: Paper) -> None:
    found = certificate_in(quote(paper.pem))
    assert (found.sha256, found.subject) == (paper.sha256, SUBJECT)
    colons = ":".join(paper.sha256[n : n + 2] for n in range(0, 64, 2)).upper()
    assert checked_certificates([{"sha256": colons}]) == [{"sha256": paper.sha256}]
    assert is_one_of(found, checked_certificates([{"subject": "CN=x"}, {"subject": SUBJECT}]))
    assert not is_one_of(found, [{"subject": "CN=sea-bank"}])
    assert not is_one_of(None, [{"subject": SUBJECT}])


@pytest.mark.parametrize("header", ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "%00"])
def test_what_is_no_certificate_is_none(header: str) -> None:
    with pytest.raises(BadCertificate):
        certificate_in(header)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["sha256", "subject"])
def test_an_attestor_with_a_certificate_is_heard_with_it_only(
    world: Any, monkeypatch: Any, authority: Paper, paper: Paper, asked: str
) -> None:
    monkeypatch.setattr(settings.BAWABA, "certificate_proxies", "10.0.0.7, 127.0.0.0/8")
    wanted = {"sha256": paper.sha256, "subject": SUBJECT}[asked]
    bank = world.attestor("sea-bank", "bank", certificates=[{asked: wanted}])
    assert through(bank, paper).status_code == 200
    for other in (None, Paper("coast-bank", authority)):
        answer = through(bank, other)
        assert (answer.status_code, slug_of(answer)) == (403, "certificate-not-trusted")
    assert slug_of(through(bank, paper, verified="FAILED:unable to verify")) == "certificate-not-trusted"
    assert slug_of(call(bank, "GET", ROOT)) == "certificate-not-trusted"
    assert through(world.attestor("palm-bank", "bank"), None, verified="NONE").status_code == 200, "asks for none"


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", ["", "10.0.0.7", "::1"])
def test_the_header_from_anybody_else_is_refused_whatever_it_says_of_its_way(
    world: Any, monkeypatch: Any, paper: Paper, proxies: str
) -> None:
    monkeypatch.setattr(settings.BAWABA, "certificate_proxies", proxies)
    monkeypatch.setattr(settings.BAWABA, "trusted_proxies", 1)
    bank = world.attestor("sea-bank", "bank", certificates=[{"sha256": paper.sha256}])
    for more in ({}, {"X-Forwarded-For": "10.0.0.7, 10.0.0.7"}, {"X-Real-IP": "10.0.0.7"}):
        answer = through(bank, paper, **more)
        assert (answer.status_code, slug_of(answer)) == (403, "certificate-not-trusted")


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def nginx(tmp_path: Path, authority: Paper) -> Iterator[str]:
    """The page's own lines in front of the portal of this process."""
    server = make_server("127.0.0.1", 0, application, server_class=Threaded, handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    authority.kept(tmp_path, "attestors-ca")
    Paper("portal", authority).kept(tmp_path, "portal")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    lines = PAGE.read_text().partition("```nginx\n")[2].partition("```")[0]
    lines = lines.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl").replace("/etc/nginx", str(tmp_path))
    lines = lines.replace("http://127.0.0.1:8000", f"http://127.0.0.1:{server.server_port}")
    places = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}}\nhttp {{ access_log off; {places}\n{lines}}}"
    (tmp_path / "nginx.conf").write_text(whole)
    process = subprocess.Popen([str(NGINX), "-e", f"{tmp_path}/log", "-c", str(tmp_path / "nginx.conf")])
    try:
        _wait_for(port)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        server.shutdown()
        server.server_close()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


@pytest.mark.skipif(NGINX is None, reason="no nginx on this machine; .ci/run brings one")
@pytest.mark.django_db(transaction=True)
def test_behind_nginx_a_bank_is_heard_with_its_own_certificate(
    world: Any, nginx: str, tmp_path: Path, monkeypatch: Any, authority: Paper, paper: Paper
) -> None:
    monkeypatch.setattr(settings.BAWABA, "certificate_proxies", "127.0.0.1")
    monkeypatch.setattr(settings.BAWABA, "trusted_proxies", 1)
    bank = world.attestor("sea-bank", "bank", certificates=[{"sha256": paper.sha256}])

    def asked(name: str, mine: Paper | None, **headers: str) -> httpx.Response:
        trust = ssl.create_default_context(cadata=authority.pem)
        trust.check_hostname = False
        if mine:
            trust.load_cert_chain(*mine.kept(tmp_path, name))
        token = call_token("sea-bank", "http://testserver", bank._key, "GET", ROOT, b"")
        with httpx.Client(verify=trust) as client:
            return client.get(nginx + ROOT, headers={"Authorization": f"Attestor {token}"} | headers)

    assert asked("bank", paper).json()["attestor"] == "sea-bank"
    assert slug_of(asked("none", None)) == "certificate-not-trusted"
    assert slug_of(asked("clerk", Paper("clerk", authority))) == "certificate-not-trusted"
    assert asked("forged", Paper("sea-bank")).status_code == 400, "of no authority of ours: nginx itself says no"
    forged = {"X-Client-Cert": quote(paper.pem), "X-Client-Verify": "SUCCESS"}
    assert slug_of(asked("none", None, **forged)) == "certificate-not-trusted", "nginx replaces what a client brings"
