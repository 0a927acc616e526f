"""A first visit to any public page is at most 150 KB as it travels, fonts included; two weights of type a page."""

import re

import brotli
import pytest
from django.test import Client

MOST = 150_000
PUBLIC = ["/", "/services/", "/services/violations", "/places", "/help", "/help/activate", "/news/", "/terms"]
PUBLIC += [
    "/verify",
    "/login",
    "/first-login",
    "/recover",
    "/complete",
    "/register/",
    "/register/who",
    "/register/resume",
    "/design/",
]
PUBLIC += ["/nowhere"]
pytestmark = pytest.mark.django_db


def sent(client: Client, path: str) -> bytes:
    """The body as a browser that knows brotli receives it."""
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    body = answer.getvalue()
    return (
        body if answer.get("Content-Encoding") == "br" or path.endswith("woff2") else brotli.compress(body, quality=5)
    )


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_is_light(client: Client, path: str, language: str) -> None:
    client.cookies["reading"] = f"language={language}"
    page = client.get(path).content.decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    styles = [one for one in parts if one.endswith(".css")]
    assert styles
    for style in styles:
        text = client.get(style).getvalue().decode()
        parts |= {f"/static/build/{name}" for name in re.findall(r'url\(["\']?([^)"\']+\.woff2)', text)}
    assert sum(len(sent(client, one)) for one in parts) + len(brotli.compress(page.encode(), quality=5)) <= MOST


def test_two_weights_of_type(client: Client) -> None:
    page = client.get("/").content.decode()
    (style,) = re.findall(r'href="(/static/build/design[^"]+\.css)"', page)
    text = client.get(style).getvalue().decode()
    assert set(re.findall(r"font-weight: ?(\d+)", text)) | set(re.findall(r"font: ?(\d+)", text)) == {"400", "600"}
