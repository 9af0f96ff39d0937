"""What guards every page."""

from collections import Counter
from dataclasses import dataclass

import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.scheduling.companies import Companies
from bot.scheduling.errors import Invalid, NotFound, Refusal
from bot.web.errors import Errors
from bot.web.security import BODY_LIMIT, HEADERS, BodyTooLarge, Limiter, SecurityHeaders, TooManyRequests
from bot.web.templating import Views
from storage.database import Database
from tests.web.site import BASE_URL, BROWSER, DANA, SCRIPT, Site, client_at, madrid


async def test_every_answer_carries_the_guarding_headers(one_meeting: Site) -> None:
    link = await one_meeting.link()
    manage = await one_meeting.booked()
    answers = [
        await one_meeting.client.get(link),
        await one_meeting.client.get(f"{link}/times"),
        await one_meeting.client.post(f"{link}/book"),
        await one_meeting.client.post(f"{link}/opened"),
        await one_meeting.client.put(link),
        await one_meeting.client.get(manage),
        await one_meeting.client.get(f"{manage}/invite.ics"),
        await one_meeting.client.get("/o/x"),
        await one_meeting.client.get("/nowhere"),
        await one_meeting.client.get("/static/nothing.css"),
        await one_meeting.client.get(link, headers={"Host": "evil.example"}),
    ]

    assert [{name: answer.headers[name] for name in HEADERS} for answer in answers] == [HEADERS] * len(
        answers
    )
    assert [answer.headers.get("set-cookie") for answer in answers] == [None] * len(answers)


def test_policy_lets_in_nothing_from_elsewhere() -> None:
    rules = dict(rule.split(" ", 1) for rule in HEADERS["Content-Security-Policy"].split("; "))

    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


async def test_files_may_be_kept_for_good_under_the_name_of_their_content(one_meeting: Site) -> None:
    page = (await one_meeting.see(await one_meeting.link())).page
    [sheet], [script] = page.find_all("link", rel="stylesheet"), page.find_all("script")

    answers = [await one_meeting.client.get(str(address)) for address in (sheet["href"], script["src"])]

    assert [(answer.status_code, answer.headers["content-type"]) for answer in answers] == [
        (200, "text/css; charset=utf-8"),
        (200, "text/javascript; charset=utf-8"),
    ]
    assert {answer.headers["cache-control"] for answer in answers} == {"public, max-age=31536000, immutable"}
    assert len(answers[1].content) <= 2048


async def test_no_other_file_is_served(one_meeting: Site) -> None:
    paths = ["/static/%00", "/static/../forms.py", "/static/%2e%2e/forms.py", "/static/", "/static/x.css"]

    assert [(await one_meeting.client.get(path)).status_code for path in paths] == [404] * 5


FROM_ELSEWHERE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://sister.book.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://book.example"},
    {"Origin": "null"},
    {"Origin": ""},
]
FROM_HERE = [
    pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "https://book.example"}, id="our page"),
    pytest.param({"Origin": "https://book.example"}, id="our page, old browser"),
    pytest.param({"Sec-Fetch-Site": "none"}, id="the person's own doing"),
    pytest.param({}, id="a script"),
]


async def test_other_sites_cannot_book(one_meeting: Site) -> None:
    link = await one_meeting.link()
    body = one_meeting.body()
    before = await one_meeting.everything()

    told = [
        await one_meeting.client.post(f"{link}/{deed}", data=body, headers=SCRIPT | headers)
        for deed in ("book", "opened")
        for headers in FROM_ELSEWHERE
    ]

    assert [(each.status_code, each.json()["error"]) for each in told] == [(403, "not_allowed")] * 12
    assert await one_meeting.everything() == before


@pytest.mark.parametrize("headers", FROM_HERE)
async def test_our_own_pages_and_scripts_can_book(one_meeting: Site, headers: dict[str, str]) -> None:
    link = await one_meeting.link()

    answer = await one_meeting.client.post(f"{link}/book", data=one_meeting.body(), headers=BROWSER | headers)

    assert answer.status_code == 303


async def test_foreign_host_is_refused_and_never_repeated(one_meeting: Site) -> None:
    link = await one_meeting.link()
    hosts = ["evil.example", "book.example.evil.example", "book.example@evil.example", "[", ""]

    told = [await one_meeting.client.get(link, headers={"Host": host}) for host in hosts]

    assert {(each.status_code, "evil" in each.text, "location" in each.headers) for each in told} == {
        (400, False, False)
    }


async def test_own_names_are_served(one_meeting: Site) -> None:
    link = await one_meeting.link()
    hosts = ["book.example", "BOOK.example:443", "127.0.0.1:8000", "localhost:8000", "[::1]:80"]

    told = [await one_meeting.client.get(link, headers={"Host": host}) for host in hosts]

    assert [each.status_code for each in told] == [200] * 5


async def test_guessing_is_slowed_down_but_a_good_link_works_meanwhile(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    kinds = ["/o/guess{}", "/o/guess{}/times", "/b/guess{}"]

    paths = [kinds[n % 3].format(n) for n in range(62)]
    guesses = Counter([(await one_meeting.client.get(path, headers=SCRIPT)).status_code for path in paths])
    page = await one_meeting.see(link)
    booked = await one_meeting.book(link)
    mistyped = await one_meeting.see("/o/x")
    script = await one_meeting.client.get("/o/x/times")
    async with client_at("192.0.2.77", one_meeting.app) as elsewhere:
        other = await elsewhere.get("/o/x")

    assert guesses == {404: 60, 429: 2}
    assert (page.status, booked[:3], mistyped.status, other.status_code) == (200, "/b/", 429, 404)
    assert (mistyped.heading, script.json()["error"]) == ("Too many attempts", "too_many_requests")
    assert all(int(each.headers["Retry-After"]) in range(1, 601) for each in (mistyped.answer, script))


async def test_guessing_waits_for_nobody_and_keeps_nobody_waiting(one_meeting: Site) -> None:
    move = {"start": madrid(9).isoformat(), "time_zone": "Europe/Madrid"}
    sent = {"/o/guess/book": one_meeting.body(), "/b/guess/reschedule": move}
    paths = [*sent, "/o/guess/ask", "/o/guess/opened", "/b/guess/cancel"]

    async with one_meeting.database.writing() as session:
        await session.connection()  # the right to write is had now
        answers = [await one_meeting.post_json(path, sent.get(path, {})) for path in paths]

    assert [answer.status_code for answer in answers] == [404] * len(paths)


async def test_refused_bodies_are_slowed_down_but_a_good_one_books_meanwhile(one_meeting: Site) -> None:
    hammered, other = await one_meeting.link(), await one_meeting.link()

    too_large = "x" * (BODY_LIMIT + 1)
    answers = [await one_meeting.post_json(f"{hammered}/book", too_large) for _ in range(56)]
    answers += [await one_meeting.post_json(f"{hammered}/book", {}) for _ in range(2)]
    answers += [await one_meeting.send(f"{hammered}/book", {}) for _ in range(3)]
    elsewhere = await one_meeting.post_json(f"{other}/book", {})
    unknown = await one_meeting.client.get("/o/x")

    assert Counter(answer.status_code for answer in answers) == {413: 56, 422: 4, 429: 1}
    assert (elsewhere.status_code, unknown.status_code) == (422, 404)
    assert (await one_meeting.book(hammered)).startswith("/b/")


GUESS, WRONG = NotFound(), Invalid({})


def slowed_down(limiter: Limiter, address: str, path: str, refusal: Refusal, times: int = 1) -> bool:
    """Is one of so many refusals answered by a refusal to go on?"""
    request = Request({"type": "http", "path": path, "headers": [], "client": (address, 50_000)})
    try:
        for _ in range(times):
            limiter.count(request, refusal)
    except TooManyRequests:
        return True
    return False


@pytest.mark.parametrize(
    ("guessing", "slowed"),
    [
        ("192.0.2.1", {"192.0.2.1": True, "192.0.2.2": False}),
        ("2001:db8:0:1::1", {"2001:db8:0:1:ffff::2": True, "2001:db8:0:2::1": False}),
    ],
)
def test_guesses_count_by_address_and_those_of_one_ipv6_network_together(
    guessing: str, slowed: dict[str, bool]
) -> None:
    limiter = Limiter()

    assert not slowed_down(limiter, guessing, "/o/guess", GUESS, 60)
    assert {other: slowed_down(limiter, other, "/b/guess", GUESS) for other in slowed} == slowed


@pytest.mark.parametrize(
    ("path", "slowed"),
    [
        ("/o/TOKEN/book", {"/o/TOKEN/book": True, "/o/OTHER/book": False}),
        ("/o/TOKEN&skip=0", {"/o/TOKEN&skip=1": True}),
    ],
)
def test_refused_bodies_count_for_whoever_sends_them_to_their_own_link(
    path: str, slowed: dict[str, bool]
) -> None:
    limiter = Limiter()
    refusals: list[Refusal] = [WRONG, BodyTooLarge()]

    sent = [slowed_down(limiter, "192.0.2.1", path, refusal, 30) for refusal in refusals]

    assert sent == [False, False]
    assert {other: slowed_down(limiter, "192.0.2.1", other, WRONG) for other in slowed} == slowed
    assert not slowed_down(limiter, "192.0.2.2", path, WRONG)


@dataclass(frozen=True)
class Broken:
    """A page that fails."""

    async def page(self, _: Request) -> Response:
        raise RuntimeError("a fault of ours")


async def test_fault_of_ours_gets_a_page_with_a_reference_that_the_log_has_too(sqlite: Database) -> None:
    errors = Middleware(Errors, Views(), Limiter(), Companies(sqlite), mails=False)
    guards = [Middleware(SecurityHeaders), errors]
    app = Starlette(routes=[Route("/o/{token}", Broken().page)], middleware=guards)

    with structlog.testing.capture_logs() as logged:
        async with client_at("192.0.2.1", app) as client:
            page = await client.get("/o/secret", headers=BROWSER)
            script = await client.get("/o/secret", headers=SCRIPT)

    references = [line["reference"] for line in logged]
    assert (page.status_code, script.status_code, script.json()["error"]) == (500, 500, "unexpected")
    assert [references[0] in page.text, references[1] in script.json()["message"]] == [True, True]
    assert "secret" not in str(logged)
    assert page.headers["cache-control"] == "no-store"
    assert BASE_URL not in page.text
