"""`lycosa serve` as the tests drive it."""
import http.client
import json
import os
import re
import subprocess
import threading
import urllib.parse

import lycosa


class Server:
    def __init__(self, store, *flags, env=None):
        self.process = subprocess.Popen([lycosa.BIN, "serve", "--store", store, "--listen", "127.0.0.1:0", *flags],
                                        stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
        line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            self.process.kill()
            raise AssertionError(f"the server did not start: {line}{self.process.stderr.read()}")
        self.port = int(found[1])
        self.base = f"http://127.0.0.1:{self.port}"
        # What it says later must not fill the pipe.
        self.reader = threading.Thread(target=self.process.stderr.read, daemon=True)
        self.reader.start()

    def stop(self):
        """Ends it as a person would; returns the exit code."""
        self.process.terminate()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.reader.join()
        self.process.stderr.close()
        return code

    def request(self, path, method="GET", headers=None, body=None, parameters=None):
        """(status, headers, body as bytes)"""
        if parameters is not None:
            path += "?" + urllib.parse.urlencode(parameters)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def get(self, path, **parameters):
        return self.request(path, parameters=parameters)

    def json(self, path, **parameters):
        status, _, body = self.get(path, **parameters)
        if status != 200:
            raise AssertionError(f"{path} {parameters}: {status} {body[:300]}")
        return json.loads(body)
