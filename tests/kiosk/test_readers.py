"""The kiosk's readers: each delivers a record or says that it read nothing, and a screen says so without costing a try."""

import base64
import io
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from bawaba_kiosk.app import READERS, create_app
from bawaba_kiosk.config import Config
from bawaba_kiosk.readers import Capture, NothingRead, Reader
from bawaba_kiosk.readers import libfprint as reading
from bawaba_kiosk.readers.image_folder import MOST_BYTES, ImageFolder
from bawaba_kiosk.readers.libfprint import Libfprint
from bawaba_kiosk.readers.simulated import Simulated
from bawaba_sandbox.register.fingerprints.impressions import fresh, impression, png
from bawaba_sandbox.register.fingerprints.ridges import finger
from fingers import capture, in_base64

LAID = impression(finger("layla:right_index"), fresh())
FINGERS = "http://sandbox:8020/register/fingers"


def test_every_reader_can_be_chosen_by_its_name(tmp_path: Path) -> None:
    for name in READERS:
        app = create_app(Config(reader=name, key_file=tmp_path / "key.json"), attestor=object())
        assert callable(app.extensions["reader"].capture)


def test_a_folder_gives_its_pictures_of_that_finger_in_turn(tmp_path: Path) -> None:
    reader: Reader = ImageFolder(tmp_path)
    with pytest.raises(NothingRead):
        reader.capture("right_index", "")
    for name in ("right_index-1", "right_index-2", "left_index"):
        (tmp_path / f"{name}.png").write_bytes(png(LAID) + name.encode())
    read = [base64.b64decode(reader.capture("right_index", "").sample)[-1:] for _ in range(4)]
    assert sorted(set(read)) == [b"1", b"2"]
    assert read[0] == read[2] != read[1] == read[3]
    assert reader.capture("left_index", "").format == "image/png"
    (tmp_path / "left_index.png").write_bytes(b"0" * (MOST_BYTES + 1))
    with pytest.raises(NothingRead):
        reader.capture("left_index", "")


def test_a_folder_that_is_not_there_has_read_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingRead):
        ImageFolder(tmp_path / "none").capture("right_index", "")


def glass(answer: Callable[[httpx.Request], httpx.Response]) -> Simulated:
    return Simulated(FINGERS, httpx.MockTransport(answer))


def test_a_rehearsed_finger_is_a_picture_of_the_rehearsal_or_a_pattern() -> None:
    asked: list[str] = []
    headers = {"Content-Type": "image/png"}
    reader = glass(
        lambda request: asked.append(str(request.url)) or httpx.Response(200, content=b"PNG", headers=headers)
    )
    read = reader.capture("right_index", "/register/fingers/layla/right_index.png")
    assert read == Capture("image/png", in_base64(b"PNG"), "simulated-1")
    assert asked == ["http://sandbox:8020/register/fingers/layla/right_index.png"]
    assert reader.capture("right_index", "0" * 64).format == "simulated"


def test_no_path_leads_the_reader_to_anybody_else() -> None:
    asked: list[str] = []
    reader = glass(lambda request: asked.append(request.url.host) or httpx.Response(404))
    for path in ("//elsewhere.example/x.png", "/\\elsewhere.example", "/@elsewhere.example/x.png", "/../../x"):
        with pytest.raises((NothingRead, httpx.InvalidURL)):
            reader.capture("right_index", path)
    assert set(asked) <= {"sandbox"}


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("gone")


@pytest.mark.parametrize(
    "answer", [broken, lambda _: httpx.Response(503), lambda _: httpx.Response(200, text="<html>")]
)
def test_a_rehearsal_that_gives_no_picture_has_read_nothing(answer: Any) -> None:
    with pytest.raises(NothingRead):
        glass(answer).capture("right_index", "/register/fingers/layla/right_index.png")


def test_a_sample_stands_in_no_traceback() -> None:
    assert "c2VjcmV0" not in repr(Capture("image/png", "c2VjcmV0", "d"))


class Glass:
    """libfprint's virtual reader, fed as its own tests feed it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.address = f"{folder}/reader"
        monkeypatch.setenv("FP_VIRTUAL_IMAGE", self.address)

    def lay(self, message: bytes) -> None:
        Thread(target=self._lay, args=(message,), daemon=True).start()

    def _lay(self, message: bytes) -> None:
        with socket.socket(socket.AF_UNIX) as line:
            for _ in range(400):
                try:
                    line.connect(self.address)
                    break
                except OSError:
                    time.sleep(0.05)
            line.sendall(message)
            try:
                line.recv(1)  # until the reader has gone
            except OSError:
                pass


@pytest.fixture
def virtual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libfprint: Any) -> Glass:
    return Glass(tmp_path, monkeypatch)


@pytest.mark.libfprint
def test_libfprints_reader_delivers_the_picture_that_lies_on_it(virtual: Glass) -> None:
    virtual.lay(struct.pack("ii", LAID.shape[1], LAID.shape[0]) + LAID.tobytes())
    read = Libfprint().capture("right_index", "")
    assert (read.format, read.device) == ("image/png", "libfprint virtual_image")
    with Image.open(io.BytesIO(base64.b64decode(read.sample))) as seen:
        assert np.array_equal(np.asarray(seen), LAID)


@pytest.mark.libfprint
@pytest.mark.parametrize("kind", [-1, -2], ids=["lay it again", "broken"])
def test_a_reader_that_fails_has_read_nothing(virtual: Glass, kind: int) -> None:
    virtual.lay(struct.pack("ii", kind, 0 if kind == -2 else 100))
    with pytest.raises(NothingRead):
        Libfprint(15.0).capture("right_index", "")


@pytest.mark.libfprint
def test_nobody_lays_a_finger_and_the_screen_does_not_wait_for_ever(virtual: Glass) -> None:
    began = time.monotonic()
    with pytest.raises(NothingRead):
        Libfprint(2.0).capture("right_index", "")
    assert time.monotonic() - began < 10


@pytest.mark.libfprint
def test_without_a_reader_it_says_so(libfprint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FP_VIRTUAL_IMAGE", raising=False)
    if Path("/dev/bus/usb").is_dir():
        pytest.skip("a machine with USB may have a reader")
    with pytest.raises(NothingRead, match="no reader"):
        Libfprint().capture("right_index", "")


def test_without_libfprint_the_reader_has_read_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SYSTEM_PYTHON", "/nonexistent/python3")
    with pytest.raises(NothingRead):
        Libfprint().capture("right_index", "")


@pytest.fixture
def kiosk(world: Any, tmp_path: Path) -> Callable[[Reader], Any]:
    def made(reader: Reader) -> Any:
        config = Config(portal="http://testserver", key_file=tmp_path / "key.json")
        app = create_app(config, attestor=world.attestor("kiosk-1"), reader=reader)
        screen = app.test_client()
        screen.post("/begin", data={"language": "en"})
        screen.post("/number", data={"number": world.cast["layla"]["number"]})
        screen.post("/consent")
        return screen

    return made


@pytest.mark.django_db
def test_nothing_read_is_said_and_costs_no_try(world: Any, kiosk: Callable[[Reader], Any], tmp_path: Path) -> None:
    screen = kiosk(ImageFolder(tmp_path / "none"))
    shown = screen.get("/finger").text
    assert "Rehearsal" not in shown
    assert 'name="laid" value=""' in shown
    for _ in range(8):
        answer = screen.post("/finger", data={"laid": "", "tries": "0"})
        assert "no try was counted" in answer.text
        assert "Wait" not in answer.text


@pytest.mark.django_db
@pytest.mark.libfprint
def test_pictures_from_a_folder_open_the_visit_of_their_owner_alone(
    world: Any, kiosk: Callable[[Reader], Any], tmp_path: Path, libfprint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(world.app.extensions, "matcher", libfprint)
    folder = tmp_path / "fingers"
    folder.mkdir()
    for slug, place in (("sami", "/finger"), ("layla", "/is-this-you")):
        laid = capture(libfprint, world.cast[slug]["person_key"])
        (folder / "right_index.png").write_bytes(png(laid))
        answer = kiosk(ImageFolder(folder)).post("/finger", data={"laid": "", "tries": "0"}, follow_redirects=True)
        assert answer.request.path == place
