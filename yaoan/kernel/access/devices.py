"""What a person recognises a browser by."""

import re

BROWSERS = (
    (re.compile(r"MicroMessenger/"), "WeChat"),
    (re.compile(r"Edg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|Chromium/|CriOS/"), "Chrome"),
    (re.compile(r"Version/[\d.]+.*Safari/"), "Safari"),
)
SYSTEMS = (
    (re.compile(r"HarmonyOS"), "HarmonyOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"iPhone|iPad"), "iOS"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X|Macintosh"), "macOS"),
    (re.compile(r"Linux|X11"), "Linux"),
)


def device(user_agent: str) -> str:
    """ "Chrome · Windows" of what a browser says about itself; its first word where it is none we know."""
    names = [next((name for mark, name in known if mark.search(user_agent)), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or user_agent.split("/")[0].strip()[:30] or "?"
