"""Two who need the same officer of a demo at the same moment: the demo itself, and whoever rehearses beside it."""

from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

from bawaba_sandbox.demo import Demo, Post

CODE = "7K3M-9QXT-2HVB-E4WA"
NOOR = Post("noor", "national_id", "1000000008")


class Told(Demo):
    """What the portal is told, and by how many at once."""

    def run_all(self, *commands: tuple[str, ...]) -> list[str]:
        with suppress(BrokenBarrierError):
            self.together.wait(0.5)  # nobody else comes while this one is at it
        self.heard += commands
        return ["noor appointed", CODE]


def test_an_officer_is_appointed_once_and_each_gets_a_code(tmp_path: Path) -> None:
    demo, codes = Told(tmp_path), list[list[str]]()
    demo.together, demo.heard = Barrier(3), list[tuple[str, ...]]()
    threads = [Thread(target=lambda: codes.append(demo.employ(NOOR))) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert codes == [[CODE]] * 3
    assert [words[1] for words in demo.heard].count("appoint") == 1
