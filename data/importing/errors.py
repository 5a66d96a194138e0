"""Why a whole import is refused. Every error names the file, and its sentence the remedy."""

from errors import BattlemapError


class ImportRefused(BattlemapError):
    """The import stops before anything is written. Every subclass has the fact ``file``."""

    code = "import.refused"


class NoSuchPath(ImportRefused):
    """Nothing lies at the path."""

    code = "import.no_such_path"


class NothingToImport(ImportRefused):
    """A folder without a file whose name tells a kind. Facts: ``names``."""

    code = "import.nothing"


class KindUnknown(ImportRefused):
    """The name of the file does not tell what is in it. Facts: ``kinds``."""

    code = "import.kind_unknown"


class KindTwice(ImportRefused):
    """Two files of a folder hold the same kind. Facts: ``other``, ``kind``."""

    code = "import.kind_twice"


class OptionForFolder(ImportRefused):
    """A kind, sheet or mapping was passed for a whole folder. Facts: ``option``."""

    code = "import.option_for_folder"


class FileTooLarge(ImportRefused):
    """Facts: ``megabytes``, ``limit`` (both MB)."""

    code = "import.too_large"


class FormatUnknown(ImportRefused):
    """The content is no format that is read."""

    code = "import.format_unknown"


class OldWorkbook(ImportRefused):
    """A workbook of the old binary form (.xls), or one with a password."""

    code = "import.old_workbook"


class WorkbookWithMacros(ImportRefused):
    """A workbook that carries a program. Facts: ``part``."""

    code = "import.macros"


class WorkbookWithLinks(ImportRefused):
    """A workbook that reaches outside itself: other files, DDE, queries. Facts: ``part``."""

    code = "import.external_links"


class LooseShapefile(ImportRefused):
    """A .shp without its companions: they come together, zipped."""

    code = "import.loose_shapefile"


class ShapefileIncomplete(ImportRefused):
    """A zip without one of .shp, .shx and .dbf. Facts: ``missing``."""

    code = "import.shapefile_incomplete"


class SeveralLayers(ImportRefused):
    """More than one shapefile in a zip, or layer in a file. Facts: ``layers``, ``choices``.

    ``choices`` are the same names one by one, for who is to choose.
    """

    code = "import.several_layers"


class NoSuchSheet(ImportRefused):
    """Facts: ``sheet``, ``sheets``."""

    code = "import.no_such_sheet"


class ZipTooLarge(ImportRefused):
    """It would unpack to more than the limit. Facts: ``megabytes``, ``limit`` (MB)."""

    code = "import.zip_too_large"


class ZipSuspicious(ImportRefused):
    """It unpacks to implausibly much for its size. Facts: ``ratio``, ``limit``."""

    code = "import.zip_ratio"


class ZipTooMany(ImportRefused):
    """Facts: ``count``, ``limit``."""

    code = "import.zip_entries"


class ZipEscapes(ImportRefused):
    """An entry would unpack outside its folder. Facts: ``entry``."""

    code = "import.zip_path"


class ZipLocked(ImportRefused):
    """An entry needs a password. Facts: ``entry``."""

    code = "import.zip_encrypted"


class FileBroken(ImportRefused):
    """The content breaks the rules of its format."""

    code = "import.broken"


class LayerComputed(ImportRefused):
    """A layer, or a column of it, is computed as it is read, for ever perhaps. Fact: ``layer``."""

    code = "import.layer_computed"


class FileCutShort(ImportRefused):
    """The end of the file is missing, as after a broken upload."""

    code = "import.cut_short"


class BrokenAt(FileBroken):
    """The content breaks the rules of its format at a known line. Facts: ``row`` (the line)."""

    code = "import.broken_at"


class NullByte(ImportRefused):
    """A text file holds a null byte. Facts: ``row`` (the line)."""

    code = "import.null_byte"


class QuoteOpen(ImportRefused):
    """A quotation mark of a CSV file is never closed. Facts: ``row``."""

    code = "import.quote_open"


class EncodingUnknown(ImportRefused):
    """The text is in none of the encodings that are detected."""

    code = "import.encoding_unknown"


class EncodingWrong(ImportRefused):
    """The text is not in the encoding that was passed. Facts: ``encoding``."""

    code = "import.encoding_wrong"


class NoRows(ImportRefused):
    """There is no header row."""

    code = "import.no_rows"


class ColumnsMissing(ImportRefused):
    """Required columns were not found. Facts: ``missing``, ``found``, ``kind``."""

    code = "import.columns_missing"


class NoSuchColumn(ImportRefused):
    """A mapping names a header that the file has not. Facts: ``column``, ``found``."""

    code = "import.map_column"


class NoSuchField(ImportRefused):
    """A mapping names a field that the kind has not. Facts: ``field``, ``fields``, ``kind``."""

    code = "import.map_field"


class FieldTwice(ImportRefused):
    """A mapping gives a field two columns. Facts: ``field``."""

    code = "import.map_twice"


class MapUnreadable(ImportRefused):
    """A mapping is not of the form ``column=field``. Facts: ``given``."""

    code = "import.map_form"


class SystemUnreadable(ImportRefused):
    """The file carries a coordinate system that is not understood. Facts: ``system``."""

    code = "import.crs_unreadable"


class SystemTwice(ImportRefused):
    """Two systems for the same file. Facts: ``target`` (``*`` for all), ``first``, ``second``."""

    code = "import.crs_twice"


class SystemTargetUnknown(ImportRefused):
    """A system for a file that the import has not. Facts: ``target``, ``names``."""

    code = "import.crs_target"


class MetresWithoutSystem(ImportRefused):
    """Coordinates are metres, and no system was passed. Facts: ``x``, ``y``, ``count``."""

    code = "import.metres"


class DegreesSwapped(ImportRefused):
    """Longitude stands where latitude belongs. Facts: ``x``, ``y``, ``count``."""

    code = "import.swapped"


class DegreesImpossible(ImportRefused):
    """Most coordinates are no place on Earth. Facts: ``x``, ``y``, ``count``."""

    code = "import.out_of_range"


class DegreesNotMetres(ImportRefused):
    """A system in metres was passed, and the coordinates are degrees. Facts: ``system``."""

    code = "import.degrees_as_metres"


class OutsideSystem(ImportRefused):
    """The system passed does not reach the coordinates. Facts: ``system``, ``x``, ``y``."""

    code = "import.outside_system"


class SheetTooWide(ImportRefused):
    """A sheet spans too many cells. Facts: ``file``, ``rows``, ``columns``, ``most``."""

    code = "import.sheet_too_wide"


class TooManyColumns(ImportRefused):
    """A file has more columns than any export. Facts: ``file``, ``columns``, ``most``."""

    code = "import.too_many_columns"
