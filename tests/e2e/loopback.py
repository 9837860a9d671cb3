"""A scripted HTTP server on loopback: every path answers what the test says, down to the bytes.

    with Site({"/": page("Home", "<a href=/a>A</a>"), "/a": Answer(404)}) as site:
        crawl(store, site.url("/"))
        site.asked("/a")  # how often

A value of the table is
- an Answer: a proper HTTP/1.1 response;
- bytes: sent as they are, then the connection is closed;
- a function of the connection (a Wire) and the request, for everything else;
- a list of these: one a request, the last one again and again.
A path that is not in the table answers 404; robots.txt too, which allows everything."""
import html
import socket
import socketserver
import threading


class Answer:
    """A proper response. `headers` is a dict or a list of pairs; Content-Length is set."""

    def __init__(self, status=200, body=b"", headers=(), type="text/html; charset=utf-8"):
        self.status = status
        self.body = body.encode() if isinstance(body, str) else body
        self.headers = list(headers.items() if isinstance(headers, dict) else headers)
        if type:
            self.headers.insert(0, ("Content-Type", type))

    def bytes(self, close=False):
        head = [f"HTTP/1.1 {self.status} Answer"] + [f"{name}: {value}" for name, value in self.headers]
        if self.status not in (204, 304):
            head.append(f"Content-Length: {len(self.body)}")
        if close:
            head.append("Connection: close")
        body = b"" if self.status in (204, 304) else self.body
        return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def document(title, body="", head=""):
    """An HTML page with enough of its own words that nobody takes it for an empty one."""
    words = (f"This page is about {html.escape(title)}, and it says so in a few plain sentences. It was written for a test, "
             "by hand, and it has no other purpose than to be fetched, read and understood. A second sentence follows the "
             "first, so that there is something to extract.")
    return (f"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{html.escape(title)}</title>\n{head}"
            f"</head>\n<body>\n<h1>{html.escape(title)}</h1>\n<p>{words}</p>\n{body}\n</body>\n</html>\n")


def page(title, body="", head="", headers=()):
    return Answer(200, document(title, body, head), headers)


def link(target, **attributes):
    return f"<p><a href=\"{html.escape(target)}\"{''.join(f' {k}={v}' for k, v in attributes.items())}>a link</a></p>\n"


def robots(text, status=200):
    return Answer(status, text, type="text/plain")


def redirect(target, status=302):
    return Answer(status, "", {"Location": target})


class Wire:
    """The connection under a request, for answers that are not proper."""

    def __init__(self, connection, site):
        self.connection = connection
        self.site = site

    def send(self, data):
        self.connection.sendall(data)

    def wait(self):
        """Until the client goes away or the site is closed: for answers that never come."""
        while not self.site.closed.wait(0.05):
            self.connection.settimeout(0.05)
            try:
                if not self.connection.recv(4096):
                    return
            except socket.timeout:
                continue
            except OSError:
                return

    def reset(self):
        """Ends the connection with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.connection.close()


class Request:
    def __init__(self, method, path, head):
        self.method = method
        self.path = path
        self.headers = {}
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()


class Site:
    """Starts at once. `wrap`, when given, makes of each accepted socket the one to talk over, for TLS; it may raise an
    OSError to say nothing at all."""

    def __init__(self, pages=None, address="127.0.0.1", port=0, wrap=None):
        self.pages = dict(pages or {})
        self.requests = []
        self.closed = threading.Event()
        self.wrap = wrap
        self._served = {}
        self._lock = threading.Lock()
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    site._talk(self.request)
                except OSError:
                    pass  # the client went away, which is its right

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 128

        self.server = Server((address, port), Handler)
        self.address, self.port = self.server.server_address
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if not self.closed.is_set():
            self.closed.set()
            self.server.shutdown()
            self.server.server_close()

    def url(self, path="/", host=None, scheme="http"):
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def asked(self, path):
        with self._lock:
            return sum(request.path == path for request in self.requests)

    def _next(self, request):
        with self._lock:
            self.requests.append(request)
            answer = self.pages.get(request.path, Answer(404, document("Not here")))
            if isinstance(answer, list):
                turn = self._served.get(request.path, 0)
                self._served[request.path] = turn + 1
                answer = answer[min(turn, len(answer) - 1)]
            return answer

    def _talk(self, connection):
        connection.settimeout(30)
        if self.wrap:
            with self.wrap(connection) as secure:
                self._answer(secure)
        else:
            self._answer(connection)

    def _answer(self, connection):
        buffer = b""
        while not self.closed.is_set():
            while b"\r\n\r\n" not in buffer:
                more = connection.recv(65536)
                if not more:
                    return
                buffer += more
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            text = head.decode("latin-1")
            method, path, _ = text.split("\r\n")[0].split(" ", 2)
            answer = self._next(Request(method, path, text))
            if isinstance(answer, Answer):
                connection.sendall(answer.bytes())
                continue
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(Wire(connection, self), self.requests[-1])
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()
            return
