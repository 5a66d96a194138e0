"""Personal facts made unreadable, for whoever has no need to know them.

Masking is done where a value leaves the desk, never where it is drawn: what a role must not read
is not sent.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from rules.access import Right, may
from rules.codes import LIFE_SUPPORT, Sensitivity
from rules.reasons import Reason, ReasonSource, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rules.viewer import Viewer

MASK = "*"
HIDDEN = MASK * 3
"""What stands for a word that must not be read: it does not tell how long the word is."""
MOBILE_DIGITS = 11
SHOWN_OF_MOBILE = (3, 4)
SHOWN_OF_SHORTER = (0, 2)
LEAST_DIGITS = 7
"""A number shorter than this is masked whole: a few digits would give it away."""
_SPLIT = r"[\s·・.\-_\u200b-\u200d\u2060]{0,2}"
"""What may stand between the signs of a Chinese word without hiding it."""
HEALTH_WORDS = Path(__file__).with_name("health_words.toml")


def mask_phone(number: str) -> str:
    """Mask the digits of a phone number, keeping its form.

    Of a number with at least eleven digits the first three and the last four stay, of a
    shorter one the last two, of one with fewer than seven digits none.
    """
    count = sum(sign.isdigit() for sign in number)
    head, tail = SHOWN_OF_MOBILE if count >= MOBILE_DIGITS else SHOWN_OF_SHORTER
    if count < LEAST_DIGITS:
        head, tail = 0, 0
    return _masked(number, str.isdigit, range(head), range(count - tail, count))


def mask_name(name: str) -> str:
    """Mask a name but for its first letter or sign: 王小明 becomes 王**; spaces stay."""
    return _masked(name.strip(), lambda sign: not sign.isspace(), range(1), range(0))


def _masked(text: str, hides: Callable[[str], bool], *shown: range) -> str:
    signs: list[str] = []
    place = 0
    for sign in text:
        if not hides(sign):
            signs.append(sign)
            continue
        signs.append(sign if any(place in part for part in shown) else MASK)
        place += 1
    return "".join(signs)


_GAP = r"[-\s‐‑–—−－.．·・•/／,，_()（）\u200b-\u200d\u2060]{0,3}"  # noqa: RUF001 - whatever people put between digits
_ABROAD = rf"(?:[(（]?(?:\+|00)?86[)）]?{_GAP})?"
_MOBILE = rf"(?<!\d){_ABROAD}[1１]{_GAP}[3-9３-９](?:{_GAP}\d){{9}}(?!\d)"  # noqa: RUF001
_ELEVEN = rf"(?<!\d){_ABROAD}\d{{3}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
PHONE = re.compile(
    rf"{_MOBILE}|{_ELEVEN}"
    rf"|(?<!\d)[(（]?[0０]\d{{2,3}}[)）]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"  # noqa: RUF001 - area code in front
    rf"|(?:(?<=电话|手机|号码|方式)|(?<=tel)|(?<=phone))\D{{0,4}}\d{{3,4}}{_GAP}\d{{4}}(?!\d)",
    re.IGNORECASE,
)


def without_phones(text: str) -> str:
    """Mask what looks like a mainland phone number anywhere in a text.

    A mobile number however its digits are set apart, any eleven digits in a row, a number with
    its area code, and seven or eight digits behind the word for a telephone. Digits may be of
    full width; numbers spelt in words are not found.
    """
    return PHONE.sub(lambda found: mask_phone(found.group()), text)


def number_for_the_record(number: str) -> str:
    """Return an account or ticket number as a report may repeat it; eleven digits are masked.

    A longer one that begins with 0 looks like a telephone with its area code, but a row is
    found by it: unlike a text, a number that an import takes for an account is one.
    """
    return re.sub(_ELEVEN, lambda found: mask_phone(found.group()), number)


def _even(text: str) -> str:
    """Return a text with letters and digits of full width as plain ones, each in its place."""
    if is_normalized("NFKC", text):
        return text
    plain = (normalize("NFKC", sign) for sign in text)
    return "".join(one if len(one) == 1 else sign for one, sign in zip(plain, text, strict=True))


def without_health(text: str) -> str:
    """Put ``HIDDEN`` in the place of every word of a text that gives away somebody's health.

    Blanks and the like within a word, letters of full width and a plural do not hide it.
    """
    kept, at = [], 0
    for found in _health_words().finditer(_even(text)):
        kept += [text[at : found.start()], HIDDEN]
        at = found.end()
    return "".join([*kept, text[at:]])


def name_for(viewer: Viewer, text: str) -> str:
    """Return a name or an address as a viewer may read it: phone numbers only by right."""
    return text if may(viewer, Right.SEE_PHONES) else without_phones(text)


def text_for(viewer: Viewer, text: str) -> str:
    """Return what somebody wrote as a viewer may read it: phones and words on health by right."""
    readable = name_for(viewer, text)
    return readable if may(viewer, Right.SEE_HEALTH) else without_health(readable)


def for_the_record(text: str) -> str:
    """Return a text fit for everybody, as the audit keeps it: no phone, no word on health."""
    return without_health(without_phones(text))


def reasons_for(viewer: Viewer, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return why a customer is sensitive as a viewer may read it.

    The bureau's own words and equipment that keeps somebody alive are not told. Who must not even
    know that there is such equipment cannot tell it from any other personal reason.
    """
    if may(viewer, Right.SEE_HEALTH):
        return tuple(reasons)
    knows = may(viewer, Right.KNOW_LIFE_SUPPORT)
    return tuple(dict.fromkeys(_readable(reasons, knows=knows)))


def _readable(reasons: Sequence[Reason], *, knows: bool) -> Iterator[Reason]:
    for why in reasons:
        facts = dict(why.facts)
        level = facts.get("level", Sensitivity.ORDINARY)
        alive = facts.get("item") in LIFE_SUPPORT
        if not alive and why.source is not ReasonSource.BUREAU:
            yield why
        elif not knows:
            yield reason("sensitivity.private", ReasonSource.CLASSIFICATION)
        elif alive:
            yield reason("sensitivity.life_support_private", why.source, level=level)
        elif "text" in facts:
            yield reason("sensitivity.bureau_private", why.source, level=level)
        else:
            yield why


def words_on_health() -> tuple[str, ...]:
    """Return every word on health, Chinese ones first."""
    return tuple(word for words in _words() for word in words)


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with HEALTH_WORDS.open("rb") as file:
        content = tomllib.load(file)
    chinese, english = ((*content[t]["devices"], *content[t]["states"]) for t in ("zh", "en"))
    return chinese, english


@cache
def _health_words() -> re.Pattern[str]:
    """Return what finds a word on health; the longest counts first."""
    chinese, english = _words()
    anywhere = "|".join(_SPLIT.join(word) for word in sorted(chinese, key=len, reverse=True))
    whole = "|".join(
        r"[\s_-]+".join(map(re.escape, re.split(r"[\s-]", word)))
        for word in sorted(english, key=len, reverse=True)
    )
    return re.compile(
        rf"(?:{anywhere})(?:{_SPLIT}(?:{anywhere}))*[症病]?|(?<![a-z])(?:{whole})(?:e?s)?(?![a-z])",
        re.IGNORECASE,
    )
