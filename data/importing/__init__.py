"""The import: files in, rows of the store and a report out.

A path is located, read (:mod:`data.importing.readers`), its columns are named
(:mod:`data.importing.mapping`), its rows judged (:mod:`data.importing.normalise`), compared with
the store (:mod:`data.importing.plan`) and written (:mod:`data.importing.writing`).
"""

from data.importing.errors import ImportRefused
from data.importing.options import ImportOptions, Progress, Stage, parse_mapping
from data.importing.preview import FilePreview, Preview, preview
from data.importing.report import ImportReport, KindReport
from data.importing.run import run_import
from data.importing.sieve import Finding, Level, Rejection
from data.importing.systems import LOCATED, parse_systems

__all__ = [
    "LOCATED",
    "FilePreview",
    "Finding",
    "ImportOptions",
    "ImportRefused",
    "ImportReport",
    "KindReport",
    "Level",
    "Preview",
    "Progress",
    "Rejection",
    "Stage",
    "parse_mapping",
    "parse_systems",
    "preview",
    "run_import",
]
