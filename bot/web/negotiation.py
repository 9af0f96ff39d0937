"""What the asker prefers, by the headers of HTTP and by what the address says."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from bot.languages import LANGUAGES, Wording, chosen
from bot.web.contexts import LanguageChoice


def preferred_languages(request: Request) -> list[str]:
    """The language tags of ``Accept-Language``, the most wanted first."""
    return [tag for tag, quality in _ranked(request.headers.get("accept-language", "")) if quality > 0]


def parameters(request: Request) -> dict[str, str]:
    """The query, and before it what was appended to the link by hand. The last of a name wins."""
    appended = "".join(map(str, request.path_params.values())).partition("&")[2]
    query = bytes(request.scope["query_string"]).decode(errors="replace")
    return dict(parse_qsl(f"{appended}&{query}", keep_blank_values=True))


def wording_of(request: Request) -> Wording:
    """The reader's language: the one that the address asks for, else the browser's."""
    return chosen(preferred_languages(request), parameters(request).get("lang"))


def language_choices(request: Request, wording: Wording) -> tuple[LanguageChoice, ...]:
    """The page that is asked for, in each language. What was sent to be kept has no such address."""
    if request.method not in ("GET", "HEAD"):
        return ()
    query = bytes(request.scope["query_string"]).decode(errors="replace")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "lang"]
    return tuple(
        LanguageChoice(code, name, f"?{urlencode([('lang', code), *kept])}", code == wording.code)
        for code, name in LANGUAGES.items()
    )


def in_same_language(request: Request, path: str, **more: str) -> str:
    """The address of another page, in the language that was asked for, if one was."""
    language = parameters(request).get("lang")
    asked = more | ({"lang": language} if language else {})
    return f"{path}?{urlencode(asked)}" if asked else path


def with_same_query(request: Request, path: str) -> str:
    """The address of another page, with everything that was asked for."""
    query = bytes(request.scope["query_string"]).decode("latin-1")
    return f"{path}?{query}" if query else path


def wants_json(request: Request) -> bool:
    """Is JSON wanted more than HTML? Whoever names neither gets what they speak themselves."""
    wanted = dict(_ranked(request.headers.get("accept", "")))
    json, html = wanted.get("application/json", 0.0), wanted.get("text/html", 0.0)
    return json > html or (json == html and _speaks_json(request))


def _speaks_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json") or request.scope[
        "path"
    ].endswith("/times")


def _ranked(header: str) -> list[tuple[str, float]]:
    """The choices of an ``Accept…`` header with how much each is wanted, the most wanted first."""
    return sorted(_choices(header), key=lambda choice: -choice[1])


def _choices(header: str) -> Iterator[tuple[str, float]]:
    for choice in header.split(","):
        name, _, parameters = choice.partition(";")
        yield name.strip().lower(), _quality(parameters)


def _quality(parameters: str) -> float:
    _, _, number = parameters.partition("q=")
    try:
        return float(number or 1)
    except ValueError:
        return 1.0
