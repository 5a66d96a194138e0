"""docs/import.md says what the tables say: no column, header or word is missing or made up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import parser
from data.importing.columns import COLUMNS, FILE_NAMES
from data.importing.forms import IGNORED, folded
from data.importing.locating import kind_of
from data.importing.mapping import named_apart
from data.importing.words import SWITCH_KINDS, codes_by_word, spoken
from data.importing.working import FOLDER as WORKING
from desk.imports.doors import on_terminal
from geo import area_suspicion
from rules.codes import Kind
from texts import Tongue

if TYPE_CHECKING:
    from enum import Enum

DOC = (Path(__file__).resolve().parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
LISTS: set[type[Enum]] = {
    c.words for columns in COLUMNS.values() for c in columns if c.words is not None
}


def section(title: str) -> str:
    found = re.search(rf"^### {re.escape(title)}.*?$(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def table(title: str) -> list[tuple[str, ...]]:
    lines = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


@pytest.mark.parametrize("kind", Kind)
def test_the_columns_of_a_kind_are_written_down(kind: Kind) -> None:
    expected = [
        (f"`{c.name}`" + (r" \*" if c.required else ""), c.form.value, "、".join(c.names))
        for c in COLUMNS[kind]
    ]
    assert table(f"{kind.value} —") == expected
    names = "、".join(f"`{name}`" for name in FILE_NAMES[kind])
    assert f"File names · 文件名: {names}\n" in section(f"{kind.value} —")


@pytest.mark.parametrize("words", sorted(LISTS, key=str))
def test_the_words_of_a_list_are_written_down(words: type[Enum]) -> None:
    (title,) = re.findall(rf"^### (.* \({words.__name__}\))$", DOC, re.MULTILINE)
    found = [(code.removesuffix(" (default · 空格时)"), said) for code, said in table(title)]
    assert found == [(f"`{code.value}`", "、".join(spoken(code))) for code in words]


def test_the_kinds_of_switches_are_written_down() -> None:
    expected = [(f"`{kind}`", "、".join((kind, *more))) for kind, more in SWITCH_KINDS.items()]
    assert table("kind of a switch") == expected


@pytest.mark.parametrize("words", sorted(LISTS, key=str))
def test_a_word_means_one_code_only(words: type[Enum]) -> None:
    said = [folded(word) for code in words for word in set(map(folded, spoken(code)))]
    assert len(said) == len(set(said))
    assert set(codes_by_word(words)) == set(said)


@pytest.mark.parametrize("kind", Kind)
def test_a_header_means_one_column_only(kind: Kind) -> None:
    said = [folded(n) for c in COLUMNS[kind] for n in {c.name, *c.names}]
    assert len(said) == len(set(said))


def test_every_option_of_the_command_is_written_down() -> None:
    usage = DOC.split("```")[1]
    own = parser(on_terminal(Tongue.ENGLISH)).parse_args(["import", "a"])
    named = {f"--{name.replace('_', '-')}" for name in vars(own)} - {"--run", "--path"}
    assert set(re.findall(r"--[a-z-]+", usage)) == named


def test_the_numbers_of_the_datum_guard_are_written_down() -> None:
    words = {4: "four", 6: "six", 12: "twelve"}
    guard = " ".join(DOC.split())
    said = (
        f"at least {area_suspicion.FEWEST_RETURNING} in {words[area_suspicion.SPOTS]} different",
        f"and {area_suspicion.LARGE_SHARE:.0%}".replace("%", " %"),
        f"{area_suspicion.GAINED_SHARE:.0%}".replace("%", " %"),
        f"from {words[area_suspicion.PLACES_OF_A_SMALL_SHARE]} places",
        f"in {words[area_suspicion.SPOTS_OF_A_SMALL_SHARE]} square kilometres",
    )
    assert [one for one in said if one not in guard] == []
    assert area_suspicion.LEFT_OUTSIDE == 0.25
    assert area_suspicion.GAINED_PER_LOST == 4


def test_how_to_leave_out_a_column_and_where_work_lies_are_written_down() -> None:
    assert f"`--map 列名={IGNORED}`" in DOC
    assert f"lies in `{WORKING}/` of the data folder" in DOC
    kept = named_apart(["户名", "户名", "户名"])
    assert kept == ("户名", "户名 #2", "户名 #3")
    assert all(f"`{name}`" in DOC for name in kept[1:])


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/import.md"])
def test_the_systems_of_the_examples_can_be_passed(name: str) -> None:
    text = (Path(__file__).resolve().parents[3] / name).read_text(encoding="utf-8")
    given = re.findall(r"--crs ([\w:=-]+)", text)
    single = [one.partition("=")[0] for one in given if "=" in one and one != "KIND=SYSTEM"]
    assert single
    assert {kind_of(target) for target in single} == {Kind.CUSTOMERS}


@pytest.mark.parametrize(
    ("word", "list_name", "code"),
    [("敏感", "Sensitivity", 2), ("特殊", "Urgency", 3), ("一级", "CustomerClass", 3),
     ("苗语", "Language", "miao"), ("95598", "Channel", "95598"), ("闭合", "SwitchState", "closed"),
     ("分", "SwitchState", "open"), ("专变", "Ownership", "private")],
)  # fmt: skip
def test_some_words_of_the_field(word: str, list_name: str, code: object) -> None:
    (words,) = (words for words in LISTS if words.__name__ == list_name)
    assert codes_by_word(words)[folded(word)].value == code
