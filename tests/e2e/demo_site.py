"""The demo's site, served for one test."""
import os
import subprocess
import sys
import time

import lycosa

DEMO = os.path.join(lycosa.ROOT, "demo")


def serve(folder, add_cleanup):
    """Starts the site's server and returns its origin, http://127.0.0.1:PORT. It ends with the test."""
    port = os.path.join(folder, "port")
    server = subprocess.Popen([sys.executable, "-B", os.path.join(DEMO, "serve.py"), port])
    add_cleanup(lambda: (server.kill(), server.wait()))
    for _ in range(1000):
        if os.path.exists(port):
            with open(port, encoding="ascii") as file:
                return f"http://127.0.0.1:{int(file.read())}"
        if server.poll() is not None:
            break
        time.sleep(0.02)
    raise AssertionError("the demo's server did not start")
