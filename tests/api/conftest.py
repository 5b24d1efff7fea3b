"""Asking the API: every answer is held to the description that it serves of itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openapi_core import OpenAPI
from openapi_core.contrib.django import DjangoOpenAPIRequest, DjangoOpenAPIResponse

from plan_tracker.api import description
from tests.factories import make_api_token, make_district, make_officer, make_province

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def described() -> OpenAPI:
    return OpenAPI.from_dict(description())


@pytest.fixture
def asking(described) -> Callable[..., Ask]:
    """A program with a token of somebody: it asks for an address, and gives what was answered."""

    def program(user, *, language: str = "vi") -> Ask:
        client, (_token, secret) = Client(), make_api_token(user, name=f"{user.pk} {language}")
        client.cookies["django_language"] = language

        def ask(address: str, *, status: int = 200) -> Any:
            headers = {"authorization": f"Bearer {secret}"}
            response = client.get(f"/api/v1/{address}", headers=headers)
            assert response.status_code == status, response.text
            request = DjangoOpenAPIRequest(response.wsgi_request)
            described.validate_response(request, DjangoOpenAPIResponse(response))
            return response.json()

        return ask

    return program


@pytest.fixture
def province(db, demo_day):
    return make_province()


@pytest.fixture
def ba_be(province):
    return make_district(province, "061", name="Huyện Ba Bể")


@pytest.fixture
def ngan_son(province):
    return make_district(province, "062", name="Huyện Ngân Sơn")


@pytest.fixture
def officer(province):
    return make_officer(province)


@pytest.fixture
def ask(asking, officer) -> Ask:
    return asking(officer)


def items(answer: Any, name: str) -> list:
    """One field of all rows of a list."""
    assert set(answer) == {"count", "next", "items"}
    return [row[name] for row in answer["items"]]
