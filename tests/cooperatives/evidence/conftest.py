import pytest

from tests.factories import make_cooperative, make_district, make_province


@pytest.fixture
def province(db):
    return make_province()


@pytest.fixture
def district(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def cooperative(district):
    """A cooperative founded long ago that has reported nothing yet."""
    return make_cooperative(district)
