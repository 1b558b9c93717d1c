"""Alembic's scripts, each from one format of the review file to the next; none so far.

Format 1 is the first: it is Alembic's base, and `db.schema` alone makes new files. A change of
the tables comes with a script `format_2.py` here, whose `revision` is "2" and `down_revision`
None (then "3" after "2"), whose `upgrade()` changes a file of format 1 through `alembic.op`;
with `FORMAT_VERSION = 2`; and with a file of format 2 in `tests/files/formats`. It imports no
table from `db.schema`, which keeps changing. `db.migration` runs it.
"""
