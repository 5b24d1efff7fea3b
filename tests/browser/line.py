"""A line to the product that can be cut, as offices have it: it refuses, or it is merely silent."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Line:
    """A port of loopback that leads on to a server, while the line is not cut."""

    def __init__(self, url: str) -> None:
        self.server = ("127.0.0.1", urlsplit(url).port)
        self.ends: set[socket.socket] = set()
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
                there = socket.create_connection(self.server)
                self.ends |= {here, there}
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not self.is_silent:
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def refuse(self) -> None:
        """Nobody is at the other end any more: as when the server was stopped."""
        # Closing alone does not wake the thread that waits for somebody to call.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.hang_up()

    def hush(self) -> None:
        """Nothing comes through any more, and nothing comes back."""
        self.is_silent = True

    def hang_up(self) -> None:
        """End all connections."""
        while self.ends:
            end = self.ends.pop()
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

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
        line.refuse()
