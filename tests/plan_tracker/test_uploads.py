"""How large a file may be is told before and after, and a larger one costs no memory."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plan_tracker.uploads import BoundedUploadHandler
from tests.factories import make_admin, make_province

MB = 1024 * 1024


@pytest.fixture
def admin(client, db):
    make_province()
    client.force_login(make_admin())
    return client


def upload(client, size):
    file = SimpleUploadedFile("htx.csv", b"x" * size)
    return client.post(reverse("import"), {"kind": "cooperatives", "file": file})


def test_the_form_tells_how_large_a_file_may_be(admin, settings):
    assert "không quá 10 MB" in admin.get(reverse("import")).text
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * MB
    assert "không quá 3 MB" in admin.get(reverse("import")).text


def test_a_larger_one_is_refused_with_the_size(admin, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = MB
    assert not upload(admin, MB).context["form"].errors
    (error,) = upload(admin, MB + 1).context["form"].errors["file"]
    assert error.startswith("Tệp lớn hơn 1 MB")


def test_of_a_larger_one_only_the_size_is_held(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    handler = BoundedUploadHandler()
    handler.new_file("file", "a.csv", "text/csv", None)
    for _again in range(3):
        handler.receive_data_chunk(b"x" * 6, 0)
    file = handler.file_complete(18)
    assert (file.size, file.read()) == (18, b"")


def test_files_of_one_request_are_bounded_together(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    handler = BoundedUploadHandler()
    held = []
    for _again in range(3):
        handler.new_file("file", "a.csv", "text/csv", None)
        handler.receive_data_chunk(b"x" * 6, 0)
        file = handler.file_complete(6)
        held.append((file.size, file.read()))
    assert held == [(6, b"xxxxxx"), (12, b""), (18, b"")]
