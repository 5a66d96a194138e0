"""Both languages say everything, and the code asks only for what they say."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from texts import PARTS, Tongue, choose, texts

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "callbacks", "screens", "layers", "desk", "data", "rules", "geo")
KEYS = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
CHINESE, ENGLISH = texts(Tongue.CHINESE), texts(Tongue.ENGLISH)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def sources() -> list[Path]:
    return [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]


def asked_for() -> dict[str, Path]:
    """Find every literal key that is handed to a function named ``say``."""
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found[key.value] = path
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(CHINESE.messages) == set(ENGLISH.messages)


def test_no_text_is_empty_and_placeholders_agree() -> None:
    for key, text in CHINESE.messages.items():
        assert text, key
        assert ENGLISH.messages[key], key
        assert placeholders(text) == placeholders(ENGLISH.messages[key]), key


def test_no_key_stands_in_two_parts() -> None:
    for tongue in Tongue:
        seen: dict[str, str] = {}
        for path in PARTS.glob(f"*.{tongue}.po"):
            for key in KEYS.findall(path.read_text(encoding="utf-8")):
                assert seen.setdefault(key, path.name) == path.name, key


def test_every_text_that_the_code_asks_for_is_there() -> None:
    missing = {key: path.name for key, path in asked_for().items() if not CHINESE.has(key)}
    assert missing == {}


def test_every_error_has_its_sentence() -> None:
    codes: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "Error" in " ".join(
                ast.unparse(base) for base in node.bases
            ):
                codes |= {
                    str(stmt.value.value)
                    for stmt in node.body
                    if isinstance(stmt, ast.Assign)
                    and ast.unparse(stmt.targets[0]) == "code"
                    and isinstance(stmt.value, ast.Constant)
                }
    assert codes
    assert {code for code in codes if not CHINESE.has("error." + code)} == set()


def test_english_texts_hold_chinese_only_where_they_quote_it() -> None:
    """Titles of laws, and words that stand in a bureau's files, are quoted as they are."""
    han = re.compile(r"[\u4e00-\u9fff]")
    quoting = ("shell.other_language", "rule.source.", "import.", "imports.", "error.import.")
    found = [key for key, text in ENGLISH.messages.items() if han.search(text)]
    assert [key for key in found if not key.startswith(quoting)] == []


def test_chinese_texts_are_not_left_in_english() -> None:
    latin = re.compile(r"[A-Za-z]{4,}(?: [A-Za-z]+){3,}")
    assert [key for key, text in CHINESE.messages.items() if latin.search(text)] == []


@pytest.mark.parametrize(
    ("wanted", "header", "tongue"),
    [
        (None, None, Tongue.CHINESE),
        ("en", "zh-CN", Tongue.ENGLISH),
        ("zh", "en-US,en;q=0.9", Tongue.CHINESE),
        (None, "en-GB,en;q=0.9,zh;q=0.8", Tongue.ENGLISH),
        (None, "zh-TW,zh;q=0.9,en;q=0.8", Tongue.CHINESE),
        (None, "fr-FR,fr;q=0.9", Tongue.CHINESE),
        (None, ";;;,,,*", Tongue.CHINESE),
    ],
)
def test_the_language_is_chosen_by_wish_then_by_browser(
    wanted: str | None, header: str | None, tongue: Tongue
) -> None:
    assert choose(wanted, header) is tongue


def test_monstrous_numbers_are_written_rather_than_failing() -> None:
    assert CHINESE.number(1234567) == "1,234,567"
    assert CHINESE.number(1e30) == "1e+30"
    assert CHINESE.number(float("nan")) == "nan"


def test_chinese_has_one_word_for_the_area_of_an_outage() -> None:
    # 停电范围, as notices of the field have it; 供电区域 is the kind of surroundings, by rule.
    strays = {key for key, text in CHINESE.messages.items() if "区域" in text}
    assert strays == {"parameter.outage.surroundings.name", "parameter.outage.surroundings.help"}
