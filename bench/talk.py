"""HTTP/1.1 over one kept connection, for a load of several steps: each answer decides the next request."""

import asyncio
import re
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
LEAVES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """``head`` as it came, status line included."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The first of that name; nothing when there is none."""
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""

    def cookie(self, name: str) -> str:
        """The value that is set."""
        found = re.search(rb"\r\nset-cookie: *" + name.encode() + rb"=([^;\r]*)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""


@dataclass
class Talk:
    """One connection, opened again when the server closed it."""

    port: int
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None, repr=False)

    async def ask(self, method: str, path: str, headers: dict[str, str], body: str = "") -> Answer:
        """One request, one answer."""
        told = {"Host": f"localhost:{self.port}", **headers}
        if method == "POST":
            told |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        reader, writer = await self._streams()
        writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        answer = Answer(int(head[9:12]), head, await _body(reader, head))
        if LEAVES.search(head):
            writer.close()
            self.streams = None
        return answer

    async def _streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        return self.streams

    def close(self) -> None:
        """The end."""
        if self.streams is not None:
            self.streams[1].close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if found := LENGTH.search(head):
        return await reader.readexactly(int(found[1]))
    if not CHUNKED.search(head):
        return b""
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
