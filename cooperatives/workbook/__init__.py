"""The Excel workbook of a return: written to be filled in without a line, and read again."""

from .reading import FilledRow, WrongWorkbookError, read_workbook
from .writing import file_name, workbook_of

__all__ = ["FilledRow", "WrongWorkbookError", "file_name", "read_workbook", "workbook_of"]
