"""A name server on loopback for the tests' own names: enough of RFC 1035 to answer A queries, or to fail them."""
import socket
import struct
import threading

OK, SERVFAIL, NXDOMAIN = 0, 2, 3
SILENCE = None  # no answer at all


class Names:
    """Answers the n-th A query with the n-th of `answers` (the last one for ever): OK with `address`, an error, or
    SILENCE. Answers live for no time, so that each connection asks again."""

    def __init__(self, *answers, address="127.0.0.1"):
        self.answers = answers or (OK,)
        self.address = address
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.server = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                query, client = self.socket.recvfrom(4096)
            except OSError:
                return
            reply = self._reply(query)
            if reply:
                self.socket.sendto(reply, client)

    def _reply(self, query):
        end = 12
        while query[end]:
            end += query[end] + 1
        question = query[12:end + 5]
        kind = struct.unpack("!H", question[-4:-2])[0]
        code, address = OK, b""
        if kind == 1:
            code = self.answers[min(self.asked, len(self.answers) - 1)]
            self.asked += 1
            if code is SILENCE:
                return None
            if code == OK:
                address = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(self.address)
        elif all(answer is SILENCE for answer in self.answers):
            return None
        return query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, 1 if address else 0, 0, 0) + question + address
