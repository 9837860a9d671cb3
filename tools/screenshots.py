#!/usr/bin/env python3
"""Makes the pictures of docs/tutorial.md from the demo's site: screenshots.py [LYCOSA]"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build", "release", "lycosa"))
MODULES = os.path.join(os.path.dirname(BIN), "web", "node_modules")

SCRIPT = """
import { createRequire } from "node:module";
const given = JSON.parse(process.argv[2]);
const { chromium } = createRequire(given.modules + "/anchor.js")("playwright-core");
const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
for (const [name, path, height] of given.shots) {
  const page = await browser.newPage({ viewport: { width: 1040, height } });
  await page.goto(given.base + path, { waitUntil: "networkidle" });
  await page.screenshot({ path: `${given.out}/${name}.png` });
}
await browser.close();
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        port_file, store = os.path.join(folder, "port"), os.path.join(folder, "store")
        site = subprocess.Popen([sys.executable, "-B", os.path.join(ROOT, "demo", "serve.py"), port_file])
        server = None
        try:
            while not os.path.exists(port_file):
                time.sleep(0.05)
            with open(port_file, encoding="ascii") as file:
                url = f"http://127.0.0.1:{int(file.read())}"
            subprocess.run([BIN, "crawl", url + "/", "--store", store, "--allow-private", "--delay", "0", "--quiet"], check=True,
                           stdout=subprocess.DEVNULL)
            server = subprocess.Popen([BIN, "serve", "--store", store, "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
            base = server.stderr.readline().split()[3].rstrip("/")
            script = os.path.join(folder, "shots.mjs")
            with open(script, "w", encoding="utf-8") as file:
                file.write(SCRIPT)
            given = {"modules": MODULES, "base": base, "out": os.path.join(ROOT, "docs", "images"),
                     "chromium": shutil.which("chromium"),
                     "shots": [["store", "/store", 980], ["indexable", f"/?url={url}/eyes.html", 720],
                               ["refused", f"/?url={url}/drafts/venom.html", 980]]}
            subprocess.run(["node", script, json.dumps(given)], check=True)
        finally:
            for process in (server, site):
                if process:
                    process.terminate()
                    process.wait()


if __name__ == "__main__":
    main()
