"""A line to the product that can be cut, as offices have it: it refuses, or it is merely silent."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit


class Line:
    """A port of loopback that leads on to a server, while the line is not cut."""

    def __init__(self, url: str) -> None:
        self.server = ("127.0.0.1", urlsplit(url).port)
        self.ends: set[socket.socket] = set()
        self.dead: set[socket.socket] = set()
        self.is_silent = False
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _address = listener.accept()
                self.ends.add(here)
                if self.is_silent:
                    continue  # the call does not arrive
                there = socket.create_connection(self.server)
                self.ends.add(there)
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if self.is_silent:
                    self.dead |= {source, target}
                if source not in self.dead:
                    target.sendall(data)
        # That one side has hung up is known to the other once the line is back; where something was
        # lost, never.
        while self.is_silent:
            time.sleep(0.05)
        if source not in self.dead:
            self._end(source, target)

    @staticmethod
    def _end(*ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def refuse(self) -> None:
        """Nobody is at the other end any more: as when the server was stopped."""
        self._end(self.listener)  # closing alone does not wake who waits for a call
        self.listener.close()
        while self.ends:
            end = self.ends.pop()
            self._end(end)
            end.close()

    def hush(self) -> None:
        """Nothing comes through any more, and nothing comes back."""
        self.is_silent = True

    def restore(self) -> None:
        """What is sent from now on arrives; what was lost is lost."""
        if self.is_silent:
            self.is_silent = False
        else:
            self.listener = self._listen(self.port)


@contextlib.contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to a server until the block ends."""
    line = Line(url)
    try:
        yield line
    finally:
        line.is_silent = False
        line.refuse()
