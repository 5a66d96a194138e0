"""Accounts and tokens as lines of a terminal: names and words, never a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from data.accounts import Person
    from data.tokens import Machine
    from desk.door.people import Post
    from rules.codes import Field
    from rules.viewer import Role
    from texts import Texts


def account_lines(found: Sequence[tuple[Person, Post]], say: Texts) -> list[str]:
    """Return a line for each account: name, role, its part of the bureau, how it stands."""
    return [
        "  ".join(
            [person.name, _post(post.role, post.field, post.cells, say), *_state(person, say)]
        )
        for person, post in found
    ] or [say("door.cli.none")]


def token_lines(found: Sequence[Machine], say: Texts, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return a line for each token: name, role, scope, until when."""
    return [
        "  ".join(
            [
                machine.name,
                _post(machine.role, machine.field, (), say),
                say(f"code.scope.{machine.scope.value}"),
                _ending(machine, say, now, zone),
            ]
        )
        for machine in found
    ] or [say("door.cli.none")]


def _post(role: Role, field: Field | None, cells: Sequence[str], say: Texts) -> str:
    parts = [say(f"code.role.{role.value}"), *cells]
    return " ".join([*parts, say(f"code.field.{field.value}")] if field else parts)


def _state(person: Person, say: Texts) -> list[str]:
    state = [say("door.cli.active" if person.active else "door.cli.disabled")]
    if person.demo:
        state.append(say("door.cli.demo"))
    elif not person.password:
        state.append(say("door.cli.no_password"))
    return [*state, say("door.cli.bound")] if person.subject else state


def _ending(machine: Machine, say: Texts, now: datetime, zone: ZoneInfo) -> str:
    if machine.revoked_at:
        return say("door.cli.revoked")
    if now > machine.expires_at:
        return say("door.cli.expired")
    return say("door.cli.until", time=say.moment(machine.expires_at, zone))
