"""outages that are declared, decided, confirmed, promised and restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW = ("state", "edit", "place", "area", "planned_at", "made_by", "made_at")
APPENDED = ("outage_event", "outage_promise", "outage_revision", "revision_customer")
"""What nobody may change; the demo bureau's goes when the demo bureau goes."""
KEYS = {
    "outage_event": ("id = NEW.id",),
    "outage_promise": ("id = NEW.id",),
    "outage_revision": ("id = NEW.id", "outage_id = NEW.outage_id AND number = NEW.number"),
    "revision_customer": (
        "rowid = NEW.rowid",
        "revision_id = NEW.revision_id AND position = NEW.position",
    ),
}
"""When a row of SQLite would take the place of another; each has an index."""
HOLDS_DEMO = "EXISTS (SELECT 1 FROM fact WHERE key = 'demo')"
BECOMES_DEMO = "NEW.key = 'demo' AND EXISTS (SELECT 1 FROM outage_event)"
"""When a label would let go what is kept: the demo bureau is loaded into an empty store only."""


def upgrade() -> None:
    """Move forward."""
    _life()
    _declared()
    _course()
    _confirmed()
    if op.get_context().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def downgrade() -> None:
    """Move back."""
    for table in (
        "outage_customer",
        "revision_customer",
        "outage_revision",
        "outage_milestone",
        "outage_promise",
        "outage_event",
        "outage_decision",
        "outage_part",
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_rewriting()")
        op.execute("DROP FUNCTION refuse_more_rows()")
        op.execute("DROP TRIGGER fact_keeps_outages ON fact")
        op.execute("DROP FUNCTION refuse_demo()")
    else:
        for deed in ("insert", "update"):
            op.execute(f"DROP TRIGGER fact_keeps_outages_{deed}")
    op.drop_index(op.f("ix_outage_state"), "outage")
    for column in reversed(NEW):
        op.drop_column("outage", column)


def _life() -> None:
    for column in (
        sa.Column("state", sa.String(length=16), nullable=False, server_default="closed"),
        sa.Column("edit", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("place", sa.String(length=400), nullable=False, server_default=""),
        sa.Column("area", sa.LargeBinary(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("outage", column)
    op.create_index(op.f("ix_outage_state"), "outage", ["state"])
    op.execute(
        "UPDATE outage SET state = CASE kind WHEN 'fault' THEN 'repairing' ELSE 'begun' END "
        "WHERE restored_at IS NULL"
    )


def _outage(table: str, *, cascades: bool) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    column: sa.Column[int] = sa.Column("outage_id", sa.Integer(), nullable=False)
    name = op.f(f"fk_{table}_outage_id_outage")
    ondelete = "CASCADE" if cascades else None
    key = sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name=name, ondelete=ondelete)
    return column, key


def _declared() -> None:
    op.create_table(
        "outage_part",
        *_outage("outage_part", cascades=True),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("outage_id", "noun", "ref", name=op.f("pk_outage_part")),
    )
    op.create_table(
        "outage_decision",
        *_outage("outage_decision", cascades=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outage_id", "customer_id", name=op.f("pk_outage_decision")),
    )


def _course() -> None:
    op.create_table(
        "outage_event",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        *_outage("outage_event", cascades=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_event")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outage_promise",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        *_outage("outage_promise", cascades=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_promise")),
        sqlite_autoincrement=True,
    )
    for table in ("outage_event", "outage_promise"):
        op.create_index(op.f(f"ix_{table}_outage_id"), table, ["outage_id"])
    op.create_table(
        "outage_milestone",
        *_outage("outage_milestone", cascades=True),
        sa.Column("milestone", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("stamped", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("outage_id", "milestone", name=op.f("pk_outage_milestone")),
    )


def _confirmed() -> None:
    op.create_table(
        "outage_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        *_outage("outage_revision", cascades=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("area", sa.LargeBinary(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_revision")),
        sa.UniqueConstraint(
            "outage_id", "number", name=op.f("uq_outage_revision_outage_id_number")
        ),
    )
    op.create_table(
        "revision_customer",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("touched", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("sensitivity", sa.Integer(), nullable=False),
        sa.Column("class", sa.Integer(), nullable=False),
        sa.Column("life", sa.Boolean(), nullable=False),
        sa.Column("backup_hours", sa.Float(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=True),
        sa.Column("feeder_id", sa.Integer(), nullable=True),
        sa.Column("transformer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["outage_revision.id"],
            name=op.f("fk_revision_customer_revision_id_outage_revision"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_customer")),
    )
    op.create_table(
        "outage_customer",
        *_outage("outage_customer", cascades=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("outage_id", "customer_id", name=op.f("pk_outage_customer")),
    )
    for table in ("revision_customer", "outage_customer"):
        op.create_index(op.f(f"ix_{table}_customer_id"), table, ["customer_id"])


def _on_sqlite() -> None:
    for table in APPENDED:
        for deed, when in (("UPDATE", ""), ("DELETE", f"WHEN NOT {HOLDS_DEMO} ")):
            op.execute(
                f"CREATE TRIGGER {table}_keeps_{deed.lower()} BEFORE {deed} ON {table} {when}"
                "BEGIN SELECT RAISE(ABORT, 'this is only appended to'); END"
            )
        # INSERT OR REPLACE deletes without a trigger, unless a connection asks for it by a pragma.
        known = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {key})"  # noqa: S608 - names of this file
            for key in KEYS[table]
        )
        op.execute(
            f"CREATE TRIGGER {table}_keeps_replace BEFORE INSERT ON {table} WHEN {known} "
            "BEGIN SELECT RAISE(ABORT, 'this is only appended to'); END"
        )
    op.execute(
        "CREATE TRIGGER revision_customer_is_whole BEFORE INSERT ON revision_customer "
        "WHEN NEW.position NOT BETWEEN 0 AND "
        "(SELECT size - 1 FROM outage_revision WHERE id = NEW.revision_id) "
        "BEGIN SELECT RAISE(ABORT, 'this list is whole'); END"
    )

    for deed in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER fact_keeps_outages_{deed.lower()} BEFORE {deed} ON fact "
            f"WHEN {BECOMES_DEMO} BEGIN SELECT RAISE(ABORT, 'outages are kept here'); END"
        )


def _on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' AND {HOLDS_DEMO} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'this is only appended to'; END $$"
    )
    for table in APPENDED:
        op.execute(
            f"CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    op.execute(
        "CREATE FUNCTION refuse_more_rows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.position NOT BETWEEN 0 AND "
        "(SELECT size - 1 FROM outage_revision WHERE id = NEW.revision_id) "
        "THEN RAISE EXCEPTION 'this list is whole'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER revision_customer_is_whole BEFORE INSERT ON revision_customer "
        "FOR EACH ROW EXECUTE FUNCTION refuse_more_rows()"
    )
    op.execute(
        "CREATE FUNCTION refuse_demo() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {BECOMES_DEMO} THEN RAISE EXCEPTION 'outages are kept here'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER fact_keeps_outages BEFORE INSERT OR UPDATE ON fact "
        "FOR EACH ROW EXECUTE FUNCTION refuse_demo()"
    )
