"""Captions of a video: WebVTT, checked before it is kept, and what is said in it as a text."""

import re
from html import unescape

LARGEST = 512 * 1024
A_PAUSE = 1.5  # seconds of silence that end a paragraph
VOICE, TAG = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>"), re.compile(r"<[^>]*>")
CUE = re.compile(
    r"^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})\b"
)


def problems(content: bytes) -> list[str]:
    """What keeps a browser from showing the captions, each with its line."""
    if len(content) > LARGEST:
        return ["Captions are a text of up to 512 kB."]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ["Save the captions as UTF-8."]
    lines = text.replace("\0", "\ufffd").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return ["The first line of captions is WEBVTT."]
    return _of_cues(lines)[:5]


def _of_cues(lines: list[str]) -> list[str]:
    found, before, cues = [], 0.0, 0
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        told = CUE.match(line)
        cues += 1
        if not told:
            found.append(f"Line {number}: write the times as 00:01:02.500 --> 00:01:05.000.")
            continue
        start, end = _seconds(told[1]), _seconds(told[2])
        if end <= start:
            found.append(f"Line {number}: the caption ends before it begins.")
        elif start < before:
            found.append(f"Line {number}: the caption begins before the one above it.")
        before = start
    return found if cues else ["There is no caption in this file."]


def said(content: bytes) -> str:
    """The words of captions without `problems`, as paragraphs of Markdown; voices are named."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    paragraphs: list[list[str]] = []
    silent_since = float("-inf")
    for block in re.split(r"\n{2,}", text):
        lines = block.strip().split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if CUE.match(line)), None)
        if at is None:
            continue  # the heading, a NOTE, a STYLE
        start, end = (_seconds(one) for one in CUE.findall(lines[at])[0])
        words = _words(lines[at + 1 :])
        if start - silent_since >= A_PAUSE or words.startswith("**"):
            paragraphs.append([])
        paragraphs[-1].append(words)
        silent_since = end
    return "\n\n".join(" ".join(one) for one in paragraphs)


def _words(lines: list[str]) -> str:
    named = VOICE.sub(r"**\1:** ", " ".join(lines))
    return re.sub(r"\s+", " ", unescape(TAG.sub("", named))).strip()


def _seconds(text: str) -> float:
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return total
