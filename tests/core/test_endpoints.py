"""Where the portal may be told to call: known services, and nothing that only looks like one."""

import pytest

from bawaba.core.endpoints import is_of, origin_of

SERVICES = ("fcm.googleapis.com", "push.apple.com", "http://localhost:8020")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:DEF_-1",
        "https://web.push.apple.com/QGuQyavXutnMH5rDjE?x=1",
        "http://localhost:8020/push/v1/abc",
        "https://fcm.googleapis.com/" + "a" * 973,
    ],
)
def test_known_services_are_called(endpoint: str) -> None:
    assert is_of(SERVICES, endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:443/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com./x",
        "https://evilpush.apple.com.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://apple.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://127.0.0.1/fcm.googleapis.com/x",
        "https://127.0.0.1:8020/x",
        "http://127.0.0.1:8020/push/v1/abc",
        "http://localhost:8021/x",
        "http://localhost:80200/x",
        "https://localhost:8020/x",
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://fcm.googleapis.com\\@127.0.0.1/x",
        "https://127.0.0.1\\.fcm.googleapis.com/x",
        "https://fcm.googleapis.com#@127.0.0.1/x",
        "https://127.0.0.1#.push.apple.com/x",
        "https://127.0.0.1?.push.apple.com/x",
        "https://ｆcm.googleapis.com/x",
        "https://FCM.googleapis.com/x",
        "https://fcm.googleapis.com/x\r\nHost: a",
        "https://fcm.googleapis.com/x\n",
        " https://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "gopher://push.apple.com/x",
        "https:///x",
        "//fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "a" * 974,
    ],
)
def test_nothing_else_is(endpoint: str) -> None:
    assert not is_of(SERVICES, endpoint)


def test_without_services_nothing_is_called() -> None:
    assert not is_of((), "https://fcm.googleapis.com/x")


def test_the_audience_is_the_origin() -> None:
    assert origin_of("http://localhost:8020/push/v1/abc") == "http://localhost:8020"
