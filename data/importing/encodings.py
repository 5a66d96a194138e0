"""In which encoding a text file is: UTF-8 with or without a mark, UTF-16 with one, or GB18030.

UTF-8 is tried first, because GB18030 text practically never is valid UTF-8, while UTF-8 text
often passes as GB18030 (and reads as nonsense).
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from data.importing.errors import EncodingUnknown, EncodingWrong, FileCutShort

if TYPE_CHECKING:
    from pathlib import Path

UTF8 = "utf-8"
UTF8_MARKED = "utf-8-sig"
UTF16 = "utf-16"
GB18030 = "gb18030"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20
_LONGEST_CHARACTER = 4
_PROBE = b"    "
_NOT_OF_FILES = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)
"""Codecs from text to text, of names on the internet or of source code, or of one machine."""


def encoding_of(path: Path, wanted: str | None) -> str:
    """Return the name of the codec that reads the whole file.

    ``wanted`` is what a person passed; GBK and GB2312 are read as GB18030, which contains them.

    Raises
    ------
    EncodingWrong
        The file cannot be read in the encoding that was passed.
    EncodingUnknown
        There is no such encoding, or the file is in none that is detected.
    FileCutShort
        UTF-8 whose last character is cut.
    """
    if wanted:
        codec = codec_named(wanted, path.name)
        if _fault(path, codec) is not None:
            raise EncodingWrong(file=path.name, encoding=wanted)
        return codec
    with path.open("rb") as file:
        head = file.read(_LONGEST_CHARACTER)
    if head.startswith(UTF16_MARKS):
        return _certain(path, UTF16)
    if head.startswith(codecs.BOM_UTF8):
        return _certain(path, UTF8_MARKED)
    return _detected(path)


def _detected(path: Path) -> str:
    fault = _fault(path, UTF8)
    if fault is None:
        return UTF8
    if path.stat().st_size - fault < _LONGEST_CHARACTER:
        raise FileCutShort(file=path.name)
    if _fault(path, GB18030) is None:
        return GB18030
    raise EncodingUnknown(file=path.name, encoding="")


def _certain(path: Path, codec: str) -> str:
    fault = _fault(path, codec)
    if fault is None:
        return codec
    if path.stat().st_size - fault < _LONGEST_CHARACTER:
        raise FileCutShort(file=path.name)
    raise EncodingUnknown(file=path.name, encoding=codec)


def codec_named(wanted: str, file: str) -> str:
    """Return the codec that a name means; numbers are code pages.

    Raises
    ------
    EncodingUnknown
        There is no such encoding of text.
    """
    try:
        name = codecs.lookup(f"cp{wanted}" if wanted.isdecimal() else wanted).name
        codecs.getincrementaldecoder(name)
        _PROBE.decode(name)
    except UnicodeError:
        # An encoding of text, only not one of these bytes.
        name = wanted.lower()
    except (LookupError, ValueError) as error:
        # Codecs that are no encodings of text (such as zip) end here as well.
        raise EncodingUnknown(file=file, encoding=wanted) from error
    if name.replace("_", "-") in _NOT_OF_FILES:
        raise EncodingUnknown(file=file, encoding=wanted)
    if name in {"gbk", "gb2312", "cp936"}:
        return GB18030
    return UTF8_MARKED if name in {UTF8, "cp65001"} else name


def _fault(path: Path, codec: str) -> int | None:
    """Return about which byte cannot be read; None where all can."""
    decoder = codecs.getincrementaldecoder(codec)()
    read = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return read - pending + error.start
            if not chunk:
                return None
            read += len(chunk)
