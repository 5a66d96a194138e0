"""Accounts and tokens on the command line: what whoever runs the product may do."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from getpass import getpass, getuser
from typing import TYPE_CHECKING

from data.migrate import migrate
from data.store import open_store
from desk.door import machines, people
from desk.door.door import Door
from desk.door.listing import account_lines, token_lines
from desk.door.names import typed
from desk.door.passwords import NoTerminal, PasswordsDiffer
from desk.door.people import Post
from desk.door.vouched import subject_of
from rules.codes import Field
from rules.viewer import PEOPLE, SYSTEM, Role, Scope, Viewer

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Callable

    from data.store import Store
    from settings import Settings
    from texts import Texts

    Several = _SubParsersAction[ArgumentParser]
    Act = Callable[["Call"], list[str]]


@dataclass(frozen=True, slots=True)
class Call:
    """One command: what was given, where, by whom, when."""

    store: Store
    settings: Settings
    given: Namespace
    say: Texts
    viewer: Viewer
    now: datetime

    @property
    def name(self) -> str:
        """Return the name that was given."""
        return str(self.given.name)

    def post(self) -> Post:
        """Return the role that was given, with what it needs."""
        field = Field(self.given.field) if self.given.field else None
        return Post(Role(self.given.role), tuple(self.given.cells or ()), field)

    def changed(self) -> list[str]:
        """Return the sentence on an account that was changed."""
        return [self.say("door.cli.user_changed", name=typed(self.name))]


def enlist(several: Several, say: Texts) -> None:
    """Put ``user`` and ``token`` among the commands."""
    _users(several.add_parser("user", help=say("door.cli.user")), say)
    _tokens(several.add_parser("token", help=say("door.cli.token")), say)


def run(act: Act, settings: Settings, given: Namespace, say: Texts) -> int:
    """Bring the store up to date, do what the command says, and print what became of it.

    Raises
    ------
    errors.BattlemapError
        It was refused; nothing was changed.
    """
    store = open_store(settings.database_url)
    migrate(store)
    origin = f"cli:{_who_runs()}"
    call = Call(store, settings, given, say, replace(SYSTEM, origin=origin), datetime.now(UTC))
    sys.stdout.write("\n".join([*act(call), ""]))
    sys.stdout.flush()
    return 0


def _users(own: ArgumentParser, say: Texts) -> None:
    acts = own.add_subparsers(metavar="ACT", required=True, help=say("door.cli.act"))
    adding = _named(acts, "add", _add_user, say)
    _with_post(adding, say)
    _with_password(adding, say)
    adding.add_argument("--provider", action="store_true", help=say("door.cli.provider"))
    acts.add_parser("list").set_defaults(run=partial(run, _list_users))
    _with_post(_named(acts, "role", _set_role, say), say)
    _with_password(_named(acts, "password", _set_password, say), say)
    binding = _named(acts, "bind", _bind, say)
    binding.add_argument("subject", nargs="?", metavar="SUB", help=say("door.cli.subject"))
    _named(acts, "disable", partial(_set_active, active=False), say)
    _named(acts, "enable", partial(_set_active, active=True), say)
    _named(acts, "signout", _sign_out, say)


def _tokens(own: ArgumentParser, say: Texts) -> None:
    acts = own.add_subparsers(metavar="ACT", required=True, help=say("door.cli.act"))
    adding = _named(acts, "add", _add_token, say)
    _with_post(adding, say)
    scopes = [scope.value for scope in Scope]
    usual, days = Scope.READ.value, machines.USUAL_DAYS
    adding.add_argument("--scope", choices=scopes, default=usual, help=say("door.cli.scope"))
    adding.add_argument("--days", type=int, default=days, help=say("door.cli.days"))
    acts.add_parser("list").set_defaults(run=partial(run, _list_tokens))
    _named(acts, "revoke", _revoke, say)


def _named(acts: Several, name: str, act: Act, say: Texts) -> ArgumentParser:
    own = acts.add_parser(name)
    own.set_defaults(run=partial(run, act))
    own.add_argument("name", metavar="NAME", help=say("door.cli.name"))
    return own


def _with_post(own: ArgumentParser, say: Texts) -> None:
    roles, fields = [role.value for role in PEOPLE], [field.value for field in Field]
    own.add_argument(
        "--role", choices=roles, required=True, metavar="ROLE", help=say("door.cli.role")
    )
    own.add_argument("--cells", nargs="+", metavar="CODE", help=say("door.cli.cells"))
    own.add_argument("--field", choices=fields, help=say("door.cli.field"))


def _with_password(own: ArgumentParser, say: Texts) -> None:
    own.add_argument("--password-stdin", action="store_true", help=say("door.cli.password_stdin"))


def _add_user(call: Call) -> list[str]:
    post = call.post().checked()
    password = "" if call.given.provider else _password(call)
    name = people.add(call.store, call.viewer, call.name, post, password, call.now)
    return [call.say("door.cli.user_added", name=name, role=_role(call, post))]


def _list_users(call: Call) -> list[str]:
    return account_lines(people.everyone(call.store, call.viewer), call.say)


def _set_role(call: Call) -> list[str]:
    people.set_post(call.store, call.viewer, call.name, call.post())
    return call.changed()


def _set_password(call: Call) -> list[str]:
    people.set_password(call.store, call.viewer, call.name, _password(call))
    return call.changed()


def _bind(call: Call) -> list[str]:
    sub, provider = call.given.subject, call.settings.provider
    subject = subject_of(provider.issuer if provider else "", sub) if sub else None
    people.bind(call.store, call.viewer, call.name, subject)
    return call.changed()


def _set_active(call: Call, *, active: bool) -> list[str]:
    people.set_active(call.store, call.viewer, call.name, active=active)
    return call.changed()


def _sign_out(call: Call) -> list[str]:
    door = Door(call.store, call.settings, lambda: call.now)
    door.sign_out_everywhere(call.viewer, typed(call.name))
    return call.changed()


def _add_token(call: Call) -> list[str]:
    given, post = call.given, call.post()
    scope = Scope(given.scope)
    secret = machines.add(call.store, call.viewer, call.name, post, scope, given.days, call.now)
    (made,) = (
        m for m in machines.everything(call.store, call.viewer) if m.name == typed(call.name)
    )
    told = call.say(
        "door.cli.token_added",
        name=made.name,
        role=_role(call, post),
        scope=call.say(f"code.scope.{scope.value}"),
        time=call.say.moment(made.expires_at, call.settings.timezone),
    )
    return [told, secret]


def _list_tokens(call: Call) -> list[str]:
    found = machines.everything(call.store, call.viewer)
    return token_lines(found, call.say, call.now, call.settings.timezone)


def _revoke(call: Call) -> list[str]:
    machines.revoke(call.store, call.viewer, call.name, call.now)
    return [call.say("door.cli.token_revoked", name=typed(call.name))]


def _role(call: Call, post: Post) -> str:
    return call.say(f"code.role.{post.role.value}")


def _password(call: Call) -> str:
    if call.given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoTerminal
    first = getpass(call.say("door.cli.password"))
    if getpass(call.say("door.cli.password_again")) != first:
        raise PasswordsDiffer
    return first


def _who_runs() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return ""
