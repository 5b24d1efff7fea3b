"""Static files as they are served: named by their content, compressed, kept by browsers for good."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_SCRIPTS = "js/*.js"


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also renames what our own script modules import; libraries' scripts are left as they are."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (OUR_SCRIPTS, HashedFilesMixin._js_module_import_aggregation_patterns[1]),
    )
