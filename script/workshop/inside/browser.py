"""A headless Chromium that is told what to do over its DevTools socket."""

import base64
import itertools
import json
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from websocket import create_connection

PATIENCE = 60  # seconds until a page must show what is waited for


class Page:
    """One page of the browser.

    :param str address: of its DevTools socket
    """

    def __init__(self, address):
        self._socket = create_connection(
            address, timeout=PATIENCE, suppress_origin=True
        )
        self._numbers = itertools.count(1)
        self.call("Page.enable")

    def call(self, method, **parameters):
        """Send a command of the DevTools protocol and return its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, expression):
        """Run JavaScript in the page and return its value, promises awaited."""
        result = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def resize(self, width, height, *, is_phone=False):
        """Give the window a size in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=is_phone,
        )

    def open(self, url):
        """Load a page."""
        self.call("Page.navigate", url=url)

    def wait_for(self, condition):
        """Wait until a JavaScript expression is true.

        :raise TimeoutError: it never was
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if self.evaluate(f"Boolean({condition})"):
                    return
            except RuntimeError:
                pass  # between two pages there is nothing to ask
            time.sleep(0.2)
        raise TimeoutError(f"The page never showed: {condition}")

    def wait_for_element(self, selector):
        """Wait until an element is there, and pictures and fonts with it."""
        self.wait_for(f"document.querySelector({json.dumps(selector)})")
        self.wait_for("[...document.images].every((image) => image.complete)")
        time.sleep(0.5)  # transitions

    def click(self, selector):
        """Click the first element that matches."""
        self.wait_for_element(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, text):
        """Write into a field as a person does."""
        self.wait_for_element(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def save_picture(self, path):
        """Write what the window shows to a PNG file."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))


@contextmanager
def running(program, profile):
    """Have a browser while the block runs; gives its first page.

    :param str program: the Chromium to start
    :param Path profile: an empty folder
    """
    command = [
        program,
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Page(_find_page(profile / "DevToolsActivePort"))
    finally:
        process.terminate()
        process.wait(15)


def _find_page(port_file):
    end = time.monotonic() + PATIENCE
    while not port_file.exists() or not port_file.read_text().strip():
        if time.monotonic() > end:
            raise TimeoutError("The browser did not start.")
        time.sleep(0.1)
    port = port_file.read_text().split()[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
        targets = json.load(answer)
    return next(t["webSocketDebuggerUrl"] for t in targets if t["type"] == "page")
