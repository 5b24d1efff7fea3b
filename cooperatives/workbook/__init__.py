"""Files of a return: the Excel workbook out and in, and an office's own sheet in."""

from .marked import WrongWorkbookError
from .reading import read_workbook
from .rows import FilledRow
from .writing import file_name, workbook_of

__all__ = ["FilledRow", "WrongWorkbookError", "file_name", "read_workbook", "workbook_of"]
