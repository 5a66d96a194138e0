"""Bytes as somebody could read them: tiles decoded, workbooks opened, escapes undone."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import mapbox_vector_tile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

PICTURES = ("image/", "font/")


def readings(answer: Response) -> Iterator[str]:
    """Return everything that can be read in an answer, its headers included."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    kind = answer.headers.get("content-type", "")
    if "vector-tile" in kind:
        yield str(mapbox_vector_tile.decode(answer.content))
    elif answer.content[:1] in {b"{", b"["}:
        # Whatever it calls itself: Dash writes Chinese as escapes, and calls some of it text.
        yield from _plain(json.loads(answer.content))
    elif answer.content[:2] == b"PK":
        yield from _unzipped(answer.content)
    elif not kind.startswith(PICTURES):
        yield answer.text


def _plain(value: Any) -> Iterator[str]:
    yield json.dumps(value, ensure_ascii=False)
    yield from _files(value)


def _files(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("base64") is True:
            content = b64decode(value["content"])
            yield from _unzipped(content) if content[:2] == b"PK" else [content.decode()]
        for part in value.values():
            yield from _files(part)
    elif isinstance(value, list):
        for part in value:
            yield from _files(part)


def _unzipped(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8", "replace")
