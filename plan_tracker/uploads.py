"""Uploads are held in memory up to what a page takes; of a larger one only its size is kept, so
that the form can say so.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Holds the files of one request, together no larger than `FILE_UPLOAD_MAX_MEMORY_SIZE`; one
    beyond that is empty, and its size is that of all so far.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self._held = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._file, self._is_held = BytesIO(), True

    def receive_data_chunk(self, raw_data, start):
        self._held += len(raw_data)
        if self._held <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self._file.write(raw_data)
        else:
            self._file, self._is_held = BytesIO(), False

    def file_complete(self, file_size):
        self._file.seek(0)
        return InMemoryUploadedFile(
            file=self._file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size if self._is_held else self._held,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
