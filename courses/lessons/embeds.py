"""Videos elsewhere: the players a lesson may show, once the learner agrees."""

import re
from urllib.parse import parse_qs, urlsplit

from institute.errors import RuleBroken

PLAYERS = {
    "https://www.youtube-nocookie.com": "YouTube",
    "https://player.vimeo.com": "Vimeo",
}
YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
NAME, NUMBER = re.compile(r"[\w-]{11}", re.ASCII), re.compile(r"\d{5,12}", re.ASCII)
ALLOWED = "Paste the address of a video on YouTube or Vimeo."


def player(address: str) -> str:
    """The address of the player that asks for the least. Raises RuleBroken for other hosts."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise RuleBroken(ALLOWED) from error
    if parts.scheme not in ("http", "https"):
        raise RuleBroken(ALLOWED)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    if host in YOUTUBE or host == "youtu.be":
        name = parse_qs(parts.query).get("v", [last])[0]
        return f"https://www.youtube-nocookie.com/embed/{_matching(NAME, name)}"
    if host in VIMEO:
        return f"https://player.vimeo.com/video/{_matching(NUMBER, last)}"
    raise RuleBroken(ALLOWED)


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise RuleBroken(f"There is no video in this address. {ALLOWED}")
    return text
