"""Composition root: settings → store → desk → screens, callbacks, api; and the command line."""

from __future__ import annotations

import gc
import os
import socket as sockets
import sys
from argparse import ArgumentParser
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from socket import IPPROTO_TCP, SO_REUSEADDR, SOL_SOCKET, socket
from threading import Event, Thread
from typing import TYPE_CHECKING

import uvicorn
from dash import Dash, html

from api.server import closed, server
from callbacks.register import register
from callbacks.shell import trouble
from data.demo.progress import silent
from data.importing import ImportOptions, parse_mapping, parse_systems
from data.importing.wording import lines as report_lines
from data.migrate import migrate
from data.store import StoreAway, StoreBusy, open_store
from desk import terminal
from desk.demo import refuse_own_data
from desk.desk import Desk, open_desk
from desk.door import commands as door_commands
from desk.door.demo import DemoOnNetwork
from desk.door.welcome import nobody
from desk.firstrun import SEED, fill_with_demo, prepare
from desk.imports import commands
from desk.imports.datum import recast, suspected
from errors import BattlemapError
from rules.codes import Kind
from rules.viewer import SYSTEM
from screens import shell
from screens.validation import everything
from settings import Settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from texts import Texts

TITLE = "作战地图 · Battle Map"
RETRY_SECONDS = 3.0
VANISHED = getattr(sockets, "TCP_USER_TIMEOUT", None)
VANISHED_MILLISECONDS = 60_000
"""A browser that was cut off without a word is given up after so long, where the system can."""
KINDS = [kind.value for kind in Kind]


class PortTaken(BattlemapError):
    """Another program listens where this one should."""

    code = "serve.port_taken"


def build(desk: Desk) -> Dash:
    """Return the product over a desk. Two of them may live in one process."""
    app = Dash(
        __name__,
        server=server(desk),  # type: ignore[arg-type]  # typed for Flask only
        backend="fastapi",
        title=TITLE,
        update_title="",
        serve_locally=True,
        assets_path_ignore=["vendor", "map", "plain"],
        external_stylesheets=["/assets/vendor/maplibre-gl.css"],
        on_error=trouble,
    )
    app.backend.websocket_capability = False  # pages would open one each, and we use none
    app.index_string = shell.document()
    app.layout = shell.root()
    app.validation_layout = html.Div([shell.root(), everything()])  # type: ignore[assignment]
    register(app, desk)
    # Dash gathers style sheets and scripts at the first request for "/" only; whoever opens
    # another page first would see it bare.
    app._setup_server()  # noqa: SLF001
    closed(app.server, desk, app.csp_hashes())  # last of all: what comes later stands outside
    return app


def open_product(settings: Settings) -> Desk:
    """Open the store that the settings name and return a desk over it; nothing is read yet."""
    return open_desk(open_store(settings.database_url), settings)


def serve(settings: Settings) -> int:
    """Serve until told to stop; a database that is away is waited for, and pages say so."""
    desk, say = open_product(settings), terminal.speech(os.environ)
    door = listening(settings)
    try:
        prepare(desk, terminal.demo_progress(say))
    except StoreAway as error:
        print(say.error(error), file=sys.stderr, flush=True)
        Thread(target=prepare_later, args=(desk, say), daemon=True).start()
    except BattlemapError:
        door.close()
        raise
    print(say("cli.serving", url=f"http://{settings.host}:{settings.port}"), flush=True)
    # What was read so far stays for good: the collector need not walk through all of it again
    # while tiles are made.
    gc.freeze()
    config = uvicorn.Config(
        build(desk).server,
        log_level="warning",
        timeout_graceful_shutdown=2,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
    )
    uvicorn.Server(config).run(sockets=[door])
    return 0


def listening(settings: Settings) -> socket:
    """Take the port before anything is prepared or announced.

    Raises
    ------
    PortTaken
        Another program has it.
    """
    door = socket()
    door.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    if VANISHED is not None:
        door.setsockopt(IPPROTO_TCP, VANISHED, VANISHED_MILLISECONDS)
    try:
        door.bind((settings.host, settings.port))
    except OSError as error:
        raise PortTaken(port=str(settings.port)) from error
    door.listen()  # from here on nobody else can; who asks early waits until we answer
    return door


def prepare_later(desk: Desk, say: Texts) -> None:
    """Prepare the store as soon as the database is back; what is refused then is told."""
    waiting = Event()
    while True:
        waiting.wait(RETRY_SECONDS)
        with suppress(StoreAway, StoreBusy):
            try:
                prepare(desk, silent)
            except DemoOnNetwork as error:  # its people are let in from nowhere all the same
                print(say.error(error), file=sys.stderr, flush=True)
            return


def import_file(settings: Settings, given: Namespace, say: Texts) -> int:
    """Import a file or a bureau folder and print the report."""
    crs, crs_of = parse_systems(given.crs, given.path.name)
    options = ImportOptions(
        kind=given.kind and Kind(given.kind),
        crs=crs,
        crs_of=crs_of,
        encoding=given.encoding,
        mapping=parse_mapping(given.map, given.path.name),
        dry_run=given.dry_run,
        sheet=given.sheet,
        tongue=say.tongue,
    )
    desk, show = open_product(settings), commands.import_progress(say)
    report = commands.import_path(desk, given.path, options, show, replace_demo=given.clear_demo)
    print("\n".join(report_lines(report, say)), flush=True)
    others = recast(suspected(report))
    if others:
        print(say("cli.again"), commands.again(given.path, options, others), sep="\n", flush=True)
    if commands.beside_demo(desk):
        print(say("imports.demo.report"), flush=True)
    elif not options.dry_run and nobody(desk.store):
        print(say("door.first_administrator", command=terminal.first_account()), flush=True)
    if not options.dry_run:
        desk.keeper.keep()
    return commands.status_of(report)


def load_demo(settings: Settings, given: Namespace, say: Texts) -> int:
    """Load the demo bureau into an empty store."""
    desk = open_product(settings)
    migrate(desk.store)
    refuse_own_data(desk.store, SYSTEM)
    wanted = settings.demo_customers if given.customers is None else given.customers
    report = fill_with_demo(desk, wanted, given.seed, terminal.demo_progress(say))
    print(say("cli.demo_done", customers=report.of(Kind.CUSTOMERS).read), flush=True)
    desk.keeper.keep()
    return commands.DONE


def bring_up_to_date(settings: Settings, _given: Namespace, say: Texts) -> int:
    """Bring the database to the present version."""
    migrate(open_product(settings).store)
    print(say("cli.migrated"), flush=True)
    return commands.DONE


def parser(say: Texts) -> ArgumentParser:
    """Return the parser of the command line; without a command it means to serve."""
    whole = ArgumentParser(prog="app.py", description=say("cli.about"))
    whole.set_defaults(run=lambda settings, _given, _say: serve(settings))
    several = whole.add_subparsers(metavar="COMMAND")
    several.add_parser("serve", help=say("cli.serve"))
    own = several.add_parser("import", help=say("cli.import"))
    own.set_defaults(run=import_file)
    own.add_argument("path", type=Path, metavar="PATH", help=say("cli.path"))
    own.add_argument("--kind", choices=KINDS, metavar="KIND", help=say("cli.kind"))
    own.add_argument("--crs", action="append", default=[], help=say("cli.crs"))
    own.add_argument("--encoding", help=say("cli.encoding"))
    own.add_argument("--map", nargs="+", action="extend", default=[], help=say("cli.map"))
    own.add_argument("--sheet", help=say("cli.sheet"))
    own.add_argument("--dry-run", action="store_true", help=say("cli.dry_run"))
    own.add_argument("--clear-demo", action="store_true", help=say("cli.clear_demo"))
    own = several.add_parser("demo", help=say("cli.demo"))
    own.set_defaults(run=load_demo)
    own.add_argument("--customers", type=int, help=say("cli.customers"))
    own.add_argument("--seed", type=int, default=SEED, help=say("cli.seed"))
    several.add_parser("migrate", help=say("cli.migrate")).set_defaults(run=bring_up_to_date)
    door_commands.enlist(several, say)
    for command in several.choices.values():
        command.add_argument("--lang", choices=("zh", "en"), help=say("cli.lang"))
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit status of the process.

    1 means refused: the sentence on standard error says what to do. 3 means that rows of an
    import were rejected; 2 that the command could not be understood.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without Chinese must not end a command
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    say = terminal.speech(os.environ, commands.language_in(words))
    given = parser(say).parse_args(words)
    try:
        status: int = given.run(Settings.from_environment(os.environ), given, say)
    except BattlemapError as error:
        print(say.error(error), file=sys.stderr, flush=True)
        return commands.REFUSED
    return status


if __name__ == "__main__":
    sys.exit(main())
