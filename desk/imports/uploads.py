"""Files on their way in: each in a folder of its own with a random name, for a day at most.

The name of the file itself is kept, because the kind is guessed by it and sentences name it;
it is a name and nothing else: without path, control characters or leading dots.
"""

from __future__ import annotations

import re
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from errors import BattlemapError
from settings import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT = timedelta(days=1)
"""How long a file waits for somebody to import it."""
_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ARRIVING = ".part"
_NO_NAME = "upload"
_LONGEST_NAME = 200
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069*?|:]")
"""Control characters, characters that turn the direction of writing, and wildcards."""


class UploadTooLarge(BattlemapError):
    """More arrives than the settings allow. Facts: ``file``, ``limit`` (MB)."""

    code = "upload.too_big"


class UploadCutShort(BattlemapError):
    """Less arrived than was announced. Facts: ``file``, ``received``, ``expected`` (bytes)."""

    code = "upload.cut_short"


class UploadUnknown(BattlemapError):
    """No upload has this token: it was never there, is imported, or is older than a day."""

    code = "upload.unknown"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived whole. ``size`` is in bytes."""

    token: str
    path: Path
    size: int

    @property
    def name(self) -> str:
        """The name under which it came."""
        return self.path.name


@contextmanager
def still_there() -> Iterator[None]:
    """Read what lies there until an import that ends, or the day, takes it away in the middle.

    Raises
    ------
    UploadUnknown
        It has been taken away.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise UploadUnknown from error


class Arriving:
    """A file while it arrives, piece by piece."""

    def __init__(self, token: str, path: Path, sink: BinaryIO, most_bytes: int) -> None:
        """Begin with nothing."""
        self.token = token
        self.path = path
        self.size = 0
        self._sink, self._most = sink, most_bytes

    def call(self, name: str) -> None:
        """Give it the name that is only known once it has begun to arrive."""
        self.path = self.path.with_name(plain_name(name))

    def write(self, piece: bytes) -> None:
        """Take a piece.

        Raises
        ------
        UploadTooLarge
            With this piece it would be more than the limit; the piece is not kept.
        """
        self.expect(self.size + len(piece))
        self._sink.write(piece)
        self.size += len(piece)

    def expect(self, size: int) -> None:
        """Judge an announced size before anything arrives.

        Raises
        ------
        UploadTooLarge
            It is more than the limit.
        """
        if size > self._most:
            raise UploadTooLarge(file=self.path.name, limit=self._most // MEGABYTE)

    def complete(self, expected: int | None) -> None:
        """Make sure that everything announced has arrived.

        Raises
        ------
        UploadCutShort
            It has not.
        """
        if expected is not None and self.size != expected:
            raise UploadCutShort(file=self.path.name, received=self.size, expected=expected)


class Uploads:
    """The folder of the files on their way in."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Use a folder, which need not be there yet."""
        self._folder, self._most = folder, most_bytes

    @contextmanager
    def arriving(self, name: str) -> Iterator[Arriving]:
        """Take a file in; if the block does not end well, nothing of it is left.

        The upload can be found once the block has ended.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        folder = self._folder / f"{token}{_ARRIVING}"
        folder.mkdir(parents=True)
        path = folder / plain_name(name)
        try:
            with path.open("wb") as sink:
                arriving = Arriving(token, path, sink, self._most)
                yield arriving
            path.rename(arriving.path)
            folder.rename(self._folder / token)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def find(self, token: str) -> Upload:
        """Return an upload.

        Raises
        ------
        UploadUnknown
            There is none of that token.
        """
        folder = self._folder / token
        if not _TOKEN.fullmatch(token):
            raise UploadUnknown
        with still_there():
            path = next((entry for entry in folder.iterdir() if entry.is_file()), None)
            if path is None:
                raise UploadUnknown
            return Upload(token, path, path.stat().st_size)

    def discard(self, token: str) -> None:
        """Remove an upload and whatever was unpacked of it; one that is gone is no fault."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self._folder / token, ignore_errors=True)

    def sweep(self, now: datetime) -> None:
        """Remove what nobody imported within a day, and what is left of a crash."""
        if not self._folder.is_dir():
            return
        for folder in self._folder.iterdir():
            try:
                came = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # somebody else has just removed it
            if now - came > KEPT:
                shutil.rmtree(folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """Return the last part of a path, of whatever system, fit to be the name of a file here."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = _FORBIDDEN.sub("_", last).strip().lstrip(".")
    stem, dot, suffix = clean.rpartition(".")
    kept = _cut(stem, _LONGEST_NAME - len(suffix.encode()) - 1) + dot + suffix if dot else clean
    return _cut(kept, _LONGEST_NAME) or _NO_NAME


def _cut(text: str, most_bytes: int) -> str:
    """Shorten by bytes, because file systems count those: a Chinese character has three."""
    return text.encode("utf-8", "replace")[: max(most_bytes, 0)].decode("utf-8", "ignore")
