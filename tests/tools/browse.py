#!/usr/bin/env python3
"""A reader in front of a browser: opens an address in Chromium, and says what is on the page.

    browse.py ADDRESS [PICTURE]

Prints one JSON line for the page as it is first shown, then one for each later version of it, until its input ends: version, the
moment (milliseconds since 1970) at which it stood on the screen, title, texts, and the size of each picture. PICTURE is where a
screenshot of the last one goes. Speaks the browser's own debugging protocol, with no driver between.
"""
import base64
import ctypes
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import websocket

LOOK = """(() => {
  const text = (id) => document.getElementById(id)?.textContent ?? "";
  const images = [...document.images];
  return JSON.stringify({
    version: Number(document.body?.dataset.version ?? 0), shown: Number(document.body?.dataset.shown ?? 0),
    lang: document.documentElement.lang, title: document.title, about: text("about"), took: text("took"), problem: text("problem"),
    problem_seen: !(document.getElementById("problem")?.hidden ?? true),
    images: images.map((i) => [i.naturalWidth, i.naturalHeight, i.complete && i.naturalWidth > 0]),
    hashes: images.map((i) => i.dataset.hash),
  });
})()"""


def die_with_parent():
    """The browser ends with this process, however that ends (prctl: PR_SET_PDEATHSIG, SIGTERM)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Browser:
    def __init__(self, folder):
        names = ("chromium", "chromium-browser", "google-chrome")
        program = next(filter(None, map(shutil.which, names)), None)
        if program is None:
            sys.exit("chromium is missing")
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run",
             "--disable-dev-shm-usage", "--window-size=1280,1600", f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
        port_file = pathlib.Path(folder) / "DevToolsActivePort"
        deadline = time.monotonic() + 60
        while not (port_file.exists() and len(port_file.read_text().split()) == 2):
            if time.monotonic() > deadline:
                sys.exit("chromium does not start")
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            target = next(t for t in json.load(answer) if t["type"] == "page")
        self.socket = websocket.create_connection(target["webSocketDebuggerUrl"], suppress_origin=True, timeout=60)
        self.last = 0

    def call(self, method, **params):
        self.last += 1
        self.socket.send(json.dumps({"id": self.last, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.last:
                return message.get("result", {})

    def look(self):
        result = self.call("Runtime.evaluate", expression=LOOK, returnByValue=True)
        return json.loads(result.get("result", {}).get("value", "{}"))


def main():
    address, picture = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        try:
            browser.call("Page.navigate", url=address)
            seen = 0
            while not ended.is_set():
                now = browser.look()
                if now.get("version", 0) > seen:
                    seen = now["version"]
                    print(json.dumps(now), flush=True)
                time.sleep(0.02)
            if picture:
                shot = browser.call("Page.captureScreenshot", format="png")
                pathlib.Path(picture).write_bytes(base64.b64decode(shot["data"]))
        finally:
            browser.process.terminate()
            browser.process.wait(timeout=20)


main()
