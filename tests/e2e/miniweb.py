"""A miniweb (tests/miniweb), generated and served for one test. Its README says what it has."""
import json
import os
import shutil
import subprocess
import sys

import lycosa

SCRIPT = os.path.join(lycosa.ROOT, "tests", "miniweb", "miniweb.py")


def why_not():
    """Why there can be no miniweb here, or None."""
    if not (shutil.which("nginx") or os.access("/usr/sbin/nginx", os.X_OK)):
        return "nginx is not installed"
    return None


class Miniweb:
    def __init__(self, folder, *parameters):
        self.folder = folder
        self.port = lycosa.free_port()
        # nginx's workers are another user when the test is root, and must get through to the pages.
        os.chmod(os.path.dirname(os.path.abspath(folder)), 0o711)
        self._do("generate", "--port", str(self.port), "--crawl-delay", "0", *parameters)
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        self.urls, self.hosts, self.seeds = manifest["urls"], manifest["hosts"], manifest["seeds"]
        self.seed_file = os.path.join(folder, "seeds.txt")
        self._do("start")
        self.running = True

    def _do(self, command, *more):
        done = subprocess.run([sys.executable, "-B", SCRIPT, command, self.folder, *more], capture_output=True, text=True,
                              check=False, timeout=300, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
        if done.returncode != 0:
            raise AssertionError(f"miniweb {command}: {done.stdout}{done.stderr}")
        return done.stdout

    def stop(self):
        """Ends the server, which also writes the rest of its log. Once is enough."""
        if self.running:
            self.running = False
            self._do("stop")

    def check(self):
        return json.loads(self._do("check", "--verbose", "100000"))

    def fetches(self):
        """How often the log has each URL, with the statuses that were given."""
        counts = {}
        with open(os.path.join(self.folder, "access.log"), encoding="utf-8", errors="replace") as log:
            for line in log:
                head, _, rest = line.partition(' "')
                request = rest.rpartition('" ')[2].split()
                _, host, status = head.split(" ")[:3]
                if len(request) > 1:
                    counts.setdefault(f"http://{host}{request[1]}", []).append(int(status))
        return counts
