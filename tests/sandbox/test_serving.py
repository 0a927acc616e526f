"""The outside world as one program: what it says and leaves behind where one of its servers cannot be."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bawaba_sandbox.serving import is_taken
from ports import HOST, free_ports

SERVE = [str(Path(sys.executable).parent / "bawaba-sandbox"), "serve"]
# As where somebody else takes a port between the question and the server.
NOT_ASKING = [
    sys.executable,
    "-c",
    "import sys; from bawaba_sandbox import cli; cli.taken = lambda _: []; sys.argv[0] = 'x'; cli.main()",
    "serve",
]
PATIENCE = 30


class World:
    """Its folder, its ports, and the program under way."""

    def __init__(self, folder: Path, **same: str) -> None:
        self.web, self.smpp, self.smtp = free_ports(3)
        for name, other in same.items():
            setattr(self, name, getattr(self, other))
        ours = {"DIR": folder, "SMPP_PORT": self.smpp, "SMTP_PORT": self.smtp, "MATCHER": "simulated"}
        self.told = {**os.environ, **{f"BAWABA_SANDBOX_{name}": str(value) for name, value in ours.items()}}

    @contextmanager
    def begun(self, program: list[str] = SERVE) -> Iterator[subprocess.Popen[str]]:
        command = [*program, f"--port={self.web}"]
        process = subprocess.Popen(
            command, env=self.told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)

    def ended(self, program: list[str] = SERVE) -> tuple[int, str]:
        with self.begun(program) as process:
            said, _ = process.communicate(timeout=PATIENCE)
            return process.returncode, said

    @property
    def ports(self) -> tuple[int, ...]:
        return self.web, self.smpp, self.smtp


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("name", "means"),
    [("web", "--port"), ("smpp", "BAWABA_SANDBOX_SMPP_PORT"), ("smtp", "BAWABA_SANDBOX_SMTP_PORT")],
)
def test_a_taken_port_is_named_with_what_chooses_another(world: World, name: str, means: str) -> None:
    with socket.create_server((HOST, getattr(world, name))):
        code, said = world.ended()
    assert code == 2
    assert f"Port {getattr(world, name)} is taken" in said
    assert means in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["web", "smpp", "smtp"])
def test_without_one_of_its_servers_it_ends_as_a_failure_and_takes_the_others_with_it(world: World, name: str) -> None:
    with socket.create_server((HOST, getattr(world, name))):
        code, said = world.ended(NOT_ASKING)
    assert code == 1
    assert "in use" in said
    assert not [port for port in world.ports if is_taken(port)]


@pytest.mark.parametrize(("first", "second"), [("web", "smpp"), ("web", "smtp"), ("smpp", "smtp")])
def test_a_port_that_is_given_twice_is_named(tmp_path: Path, first: str, second: str) -> None:
    world = World(tmp_path, **{second: first})
    code, said = world.ended()
    assert code == 2
    assert said.count(f"Port {getattr(world, first)} is taken") == 2


@pytest.mark.parametrize("port", ["0", "-1", "65536", "port"])
def test_a_port_that_cannot_be_is_said_in_a_sentence(port: str) -> None:
    for command in ("serve", "demo"):
        option = "--port" if command == "serve" else "--portal"
        done = subprocess.run([SERVE[0], command, f"{option}={port}"], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert option in done.stderr


def test_a_port_of_the_other_kind_of_address_is_taken_too() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        assert is_taken(server.getsockname()[1])
    assert not is_taken(free_ports(1)[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_while_its_web_server_loads_it_leaves_nothing(world: World, number: signal.Signals) -> None:
    with world.begun() as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: children.read_text())
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
    assert not [port for port in world.ports if is_taken(port)]


def test_told_to_stop_it_ends_well_and_frees_every_port(world: World) -> None:
    with world.begun() as process:
        until(lambda: all(map(is_taken, world.ports)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not [port for port in world.ports if is_taken(port)]
