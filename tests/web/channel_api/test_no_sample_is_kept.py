"""After a whole visit nothing of a sample is left: not in the database, the tasks, the logs, nor with the register."""

import base64
import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from bawaba.core import keyring
from bawaba.identity.accounts.models import Account
from bawaba_kiosk.app import create_app
from bawaba_kiosk.config import Config
from bawaba_kiosk.readers import Capture
from bawaba_kiosk.readers.simulated import Simulated
from people import register

pytestmark = pytest.mark.django_db
PIECE = 16  # bytes or characters: a needle that nothing else holds by chance
STEP = 211
LARGEST_VALUE = 20_000  # a signed statement, kept word for word, is the largest; a picture that was sealed is larger


class Remembering:
    """A reader that remembers what it has read: as a test may, and nobody else."""

    rehearses = True

    def __init__(self, inner: Any) -> None:
        self.inner, self.read = inner, list[Capture]()

    def capture(self, finger: str, laid: str) -> Capture:
        self.read.append(self.inner.capture(finger, laid))
        return self.read[-1]


class ByRecord:
    """A reader that makes ISO/IEC 19794-2 records itself."""

    def __init__(self, world: Any) -> None:
        self.asking = world.app.test_client()

    def capture(self, finger: str, laid: str) -> Capture:
        raw = self.asking.get(laid.replace(".png", ".fmr")).data
        return Capture("iso19794-2", base64.b64encode(raw).decode(), "record-1")


def needles(sample: str) -> Iterator[bytes]:
    """Pieces of it, from everywhere in it: raw, base64 as it was sent and from any other offset, hex."""
    raw = base64.b64decode(sample)
    shifted = (base64.b64encode(raw[offset:]) for offset in (1, 2))
    for whole in (raw, sample.encode(), *shifted, raw.hex().encode(), raw.hex().upper().encode()):
        for at in chain(range(0, len(whole) - PIECE, STEP), [max(0, len(whole) - PIECE - 4)]):
            piece = whole[at : at + PIECE]
            if len(set(piece)) > 4:  # a run of white is found anywhere
                yield piece


def found(sample: str, places: list[bytes]) -> list[bytes]:
    """Which pieces stand in one of the places: all are looked for in one walk."""
    everything, wanted = b"\0".join(places), set(needles(sample))
    starts = range(len(everything) - PIECE + 1)
    return sorted({piece for at in starts if (piece := everything[at : at + PIECE]) in wanted})


def database() -> list[bytes]:
    """Every value of every row of every table: rows, sealed values, the outbox, arguments of tasks."""
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values += [value for row in cursor.fetchall() for value in row]
    return [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in values]


def files_of(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def logged(caplog: pytest.LogCaptureFixture) -> list[bytes]:
    return [f"{one.getMessage()} {vars(one)}".encode() for one in caplog.records]


@pytest.fixture(
    params=[
        "simulated",
        pytest.param("picture", marks=pytest.mark.libfprint),
        pytest.param("record", marks=pytest.mark.libfprint),
    ]
)
def reader(request: pytest.FixtureRequest, world: Any, monkeypatch: pytest.MonkeyPatch) -> Remembering:
    """Of each kind that there is."""
    if request.param != "simulated":
        monkeypatch.setitem(world.app.extensions, "matcher", request.getfixturevalue("libfprint"))
    if request.param == "record":
        return Remembering(ByRecord(world))
    return Remembering(Simulated("http://sandbox/register/fingers", httpx.WSGITransport(app=world.app)))


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Whatever was sealed, before it was: no needle is found in what is locked away."""
    heard: list[bytes] = []

    class Overheard:
        def __init__(self, key: bytes) -> None:
            self.inner = AESGCM(key)
            self.decrypt = self.inner.decrypt

        def encrypt(self, nonce: bytes, data: bytes, more: bytes | None) -> bytes:
            heard.append(bytes(data))
            return self.inner.encrypt(nonce, data, more)

    monkeypatch.setattr(keyring, "AESGCM", Overheard)
    return heard


def visit(world: Any, reader: Remembering, folder: Path) -> None:
    """A stranger's finger, then the owner's; an account at the end."""
    tray = world.app.test_client().get("/register/fingers").json
    config = Config(portal="http://testserver", key_file=folder / "key.json")
    screen = create_app(config, attestor=world.attestor("kiosk-1"), fingers=tray, reader=reader).test_client()
    phone = world.cast["layla"]["phone"]
    forms = [
        ("/begin", {"language": "ar"}),
        ("/number", {"number": world.cast["layla"]["number"]}),
        ("/consent", {}),
        ("/finger", {"laid": "sami", "tries": "0"}),
        ("/finger", {"laid": "layla", "tries": "1"}),
        ("/is-this-you", {}),
        ("/phone", {"phone": phone}),
    ]
    for path, form in forms:
        screen.post(path, data=form)
    world.deliver()
    screen.post("/code", data={"code": world.pocket.code(phone)})
    assert 'data-outcome="activated"' in screen.post("/agree", data={"mine": "yes"}, follow_redirects=True).text
    world.deliver()


def test_nothing_of_a_sample_is_kept_anywhere(
    world: Any,
    reader: Remembering,
    sealed: list[bytes],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("", "httpx", "httpcore", "django", "procrastinate"):
        caplog.set_level(logging.DEBUG, logger=name)
    register(world, "layla")
    world.wait(31)
    visit(world, reader, tmp_path)
    assert Account.objects.count() == 1
    assert len(reader.read) == 2
    rows = database()
    said = capfd.readouterr()
    assert any(world.cast["layla"]["number"].encode() in one for one in sealed)
    places = [*rows, *sealed, *logged(caplog), said.out.encode(), said.err.encode(), *files_of(world.store.path.parent)]
    for read in reader.read:
        assert len(list(needles(read.sample))) > 3
        assert found(read.sample, places) == []
    device = reader.read[-1].device.encode()
    assert any(device in one for one in rows)  # what may be kept is found: result, band, device and time
    assert max(len(one) for one in rows) < LARGEST_VALUE


@pytest.mark.parametrize("left", ["raw", "base64", "shifted", "hex", "a log line"])
def test_a_sample_that_was_left_somewhere_is_found(reader: Remembering, world: Any, left: str) -> None:
    tray = world.app.test_client().get("/register/fingers").json
    sample = reader.capture("right_index", tray["layla"]["fingers"]["right_index"]).sample
    raw = base64.b64decode(sample)
    somewhere = {
        "raw": b"head" + raw,
        "base64": sample.encode(),
        "shifted": base64.b64encode(b"x" + raw),
        "hex": raw.hex().encode(),
        "a log line": f'{{"event": "probe", "sample": "{sample}"}}'.encode(),
    }[left]
    assert found(sample, [b"nothing here", somewhere])
