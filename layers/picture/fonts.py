"""A font that has Chinese: taken from the system, as none is shipped."""

import shutil
import subprocess
from functools import cache
from itertools import count
from pathlib import Path

from PIL import ImageFont

_KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/msyh.ttf",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
"""Where Debian, Arch, Fedora, Windows and macOS keep their Chinese fonts, the best first."""

_SIMPLIFIED = (" SC", " GB", "YaHei", "WenQuanYi")
"""In the name of the face of a collection that draws characters as the mainland does."""

_LATIN_ENDS = "\u0250"
_ASK_SECONDS = 10.0


def find_font() -> Path | None:
    """Return the file of a font with Chinese, or None where the system has none."""
    for name in _KNOWN:
        if Path(name).is_file():
            return Path(name)
    return _asked()


def sized(font: Path | None, pixels: float) -> ImageFont.FreeTypeFont:
    """Return a font of a size; without a file, the plain Latin one that Pillow brings."""
    if font is None:
        latin = ImageFont.load_default(pixels)
        if not isinstance(latin, ImageFont.FreeTypeFont):
            raise TypeError(latin)
        return latin
    return ImageFont.truetype(font, pixels, index=_face(font))


def drawable(text: str, font: Path | None) -> str:
    """Return what of a text can be drawn: without a font, its Latin part instead of boxes."""
    if font is not None:
        return text
    return "".join(letter for letter in text if letter < _LATIN_ENDS).strip()


def _asked() -> Path | None:
    """Ask fontconfig, where there is one, for any font that covers Chinese."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    ask = [command, "--format=%{file}|%{lang}", "sans-serif:lang=zh-cn"]
    answer = subprocess.run(  # noqa: S603 - a fixed question to a system tool
        ask, capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
    )
    file, _, languages = answer.stdout.partition("|")
    covers = answer.returncode == 0 and "zh-cn" in languages.lower().split("|")
    return Path(file) if covers and Path(file).is_file() else None


@cache
def _face(font: Path) -> int:
    """Return which face of a collection draws simplified characters; the first if none says."""
    if font.suffix.lower() != ".ttc":
        return 0
    for index in count():
        try:
            name = ImageFont.truetype(font, 10, index=index).getname()[0] or ""
        except OSError:  # past the last face
            return 0
        if any(mark in name for mark in _SIMPLIFIED):
            return index
    return 0
