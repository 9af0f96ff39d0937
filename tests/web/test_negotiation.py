"""What the asker prefers is read from the headers of HTTP, whatever they hold."""

import pytest
from starlette.requests import Request

from bot.web.negotiation import preferred_languages, wants_json, wording_of


def request(path: str = "/o/token/book", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    path, _, query = path.partition("?")
    return Request(
        {
            "type": "http",
            "path": path,
            "path_params": {"token": path.removeprefix("/o/")},
            "query_string": query.encode(),
            "headers": raw,
        }
    )


@pytest.mark.parametrize(
    ("asked", "json"),
    [
        pytest.param(request(accept="application/json"), True, id="json"),
        pytest.param(request(accept="Application/JSON; charset=utf-8, */*"), True, id="json and whatever"),
        pytest.param(request(accept="text/html,application/xhtml+xml,*/*;q=0.8"), False, id="browser"),
        pytest.param(request(accept="text/html, application/json;q=0.9"), False, id="html rather than json"),
        pytest.param(request(accept="text/html;q=0.5, application/json"), True, id="json rather than html"),
        pytest.param(request(accept="application/json;q=0"), False, id="json refused"),
        pytest.param(request(accept="*/*"), False, id="whatever"),
        pytest.param(request(), False, id="nothing said"),
        pytest.param(request(accept="*/*", content_type="application/json"), True, id="speaks json itself"),
        pytest.param(request("/o/token/times", accept="*/*"), True, id="asks for times"),
        pytest.param(request("/o/token/times", accept="text/html"), False, id="asks for times in a browser"),
        pytest.param(request(accept=";;q=x,,=;q=,"), False, id="nonsense"),
    ],
)
def test_json_is_for_those_who_prefer_it(asked: Request, json: bool) -> None:
    assert wants_json(asked) == json


def test_languages_come_in_order_of_preference() -> None:
    asked = request(accept_language="de;q=0.5, en-GB;q=0.9, fr, es;q=0")

    assert preferred_languages(asked) == ["fr", "en-gb", "de"]


@pytest.mark.parametrize(
    ("path", "accepted", "code"),
    [
        pytest.param("/o/token", "de-AT, en", "de", id="the browser's"),
        pytest.param("/o/token?lang=fr", "de-AT, en", "fr", id="asked for"),
        pytest.param("/o/token&lang=es", "de-AT, en", "es", id="asked for behind the token"),
        pytest.param("/o/token?lang=fr&lang=pt", "de-AT, en", "pt", id="asked for last"),
        pytest.param("/o/token?lang=tlh", "ja", "ja", id="asked for in vain"),
        pytest.param("/o/token", "tlh", "en", id="none that we speak"),
    ],
)
def test_language_is_the_one_asked_for_or_else_the_browsers(path: str, accepted: str, code: str) -> None:
    assert wording_of(request(path, accept_language=accepted)).code == code
