"""Bad input gets a clear answer and changes nothing."""

import json
from dataclasses import dataclass, field

import httpx2

from tests.databases import on_sqlite
from tests.web.reading import Reading
from tests.web.site import BROWSER, DANA, SCRIPT, Site, bare

pytestmark = on_sqlite

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
ZERO_ID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Sent:
    """A body: the good one with some fields changed (None: left out), or bytes of its own."""

    changed: dict[str, str | None] = field(default_factory=dict)
    body: bytes | None = None
    kind: str = JSON


# What is sent → the fields that are named in the refusal. What is readable is shown in test_forms.py, and
# what can be booked by the rules' own tests.
INVALID = {
    "a time in the past": (Sent({"start": "2026-11-25T09:00:00Z"}), ["start"]),
    "a time off the grid": (Sent({"start": "2026-12-02T09:10:00Z"}), ["start"]),
    "words for a time": (Sent({"start": "tomorrow"}), ["start"]),
    "an unknown Event type": (Sent({"event_type": ZERO_ID}), ["event_type"]),
    "two emails": (Sent({"email": "a@x.example, b@x.example"}), ["email"]),
    "no name and no email": (Sent({"name": None, "email": None}), ["email", "name"]),
    "NUL in what is not asked for": (Sent({"anything": "\0"}), ["anything"]),
    "an empty form": (Sent(body=b"", kind=FORM), ["event_type", "start"]),
    "a form with files": (Sent(body=b"--x--", kind="multipart/form-data; boundary=x"), ["body"]),
    "JSON that is an array": (Sent(body=b"[]"), ["body"]),
}


async def send_all(site: Site, link: str, accept: dict[str, str]) -> dict[str, httpx2.Response]:
    good = site.body()
    return {name: await send(site, link, good, sent, accept) for name, (sent, _) in INVALID.items()}


async def send(
    site: Site, link: str, good: dict[str, str], sent: Sent, accept: dict[str, str]
) -> httpx2.Response:
    changed = {name: value for name, value in (good | sent.changed).items() if value is not None}
    body = json.dumps(changed).encode() if sent.body is None else sent.body
    headers = accept | {"Content-Type": sent.kind}
    return await site.client.post(f"{bare(link)}/book", content=body, headers=headers)


async def test_invalid_body_is_refused_with_its_fields_and_changes_nothing(anywhere: Site) -> None:
    link = await anywhere.link()
    await anywhere.client.post(f"{bare(link)}/opened")  # which is all that sending a form tells of itself
    before = await anywhere.everything()

    told = {}
    for name, answer in (await send_all(anywhere, link, SCRIPT)).items():
        said = answer.json()
        told[name] = (answer.status_code, said["error"], sorted(said.get("fields", ())))

    assert told == {name: (422, "invalid", fields) for name, (_, fields) in INVALID.items()}
    assert await anywhere.everything() == before


async def test_invalid_body_gets_a_page_in_a_browser_and_the_link_still_books(one_meeting: Site) -> None:
    link = await one_meeting.link()

    answers = await send_all(one_meeting, link, BROWSER)

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(INVALID, 422)
    assert {Reading(answer).heading for answer in answers.values()} == {
        "Pick another time",
        "Your details",
        "Something is not right yet",
    }
    assert (await one_meeting.book(link)).startswith("/b/")


async def test_body_that_is_too_large_is_refused(one_meeting: Site) -> None:
    link = await one_meeting.link()
    good = one_meeting.body() | {"name": "x" * (64 * 1024 + 1)}

    script = await one_meeting.post_json(f"{link}/book", good)
    browser = Reading(await one_meeting.send(f"{link}/book", good))

    assert (script.status_code, script.json()["error"]) == (413, "invalid")
    assert (browser.status, browser.heading) == (413, "That is too much")


async def test_body_may_be_as_large_as_the_limit(one_meeting: Site) -> None:
    link = await one_meeting.link()
    body = json.dumps(one_meeting.body()).encode()
    padded = body + b" " * (64 * 1024 - len(body))

    answer = await one_meeting.client.post(
        f"{link}/book", content=padded, headers=SCRIPT | {"Content-Type": JSON}
    )

    assert answer.status_code == 201


async def test_whatever_is_sent_to_an_unknown_link_it_is_unknown(one_meeting: Site) -> None:
    bodies: list[object] = [{}, [], "x" * 100_000]

    answers = [await one_meeting.post_json("/o/x/book", body) for body in bodies]

    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(404, "not_found")] * 3


# What cannot be read at all is shown in test_visit.py.
QUERIES = [
    "start=2000-01-01T00:00:00Z&time_zone=America/Los_Angeles",
    "start=2198-12-31T23:59:00-23:59",
    "from=2198-12-31",
    f"event_type={ZERO_ID}",
    "name=%ed%a0%80&email=\xff",
    "&&&===&;;;?skip=?",
]


async def test_bad_query_still_shows_times(one_meeting: Site) -> None:
    link = await one_meeting.link()

    pages = {query: await one_meeting.see(f"{link}?{query}") for query in QUERIES}

    assert {query: (page.status, page.heading) for query, page in pages.items()} == dict.fromkeys(
        QUERIES, (200, "Pick a time")
    )


TIMES = {
    "an unknown Event type": (f"event_type={ZERO_ID}", ["event_type"]),
    "a garbled Event type": ("event_type=x", ["event_type"]),
    "an empty Event type": ("event_type=", ["event_type"]),
    "a date that is none": ("from=2026-02-30", ["from"]),
    "the last date there is": ("from=9999-12-31", ["from"]),
    "the first date there is": ("from=0001-01-01", ["from"]),
    "an empty date": ("to=", ["to"]),
    "dates in the wrong order": ("from=2026-12-08&to=2026-12-07", ["to"]),
    "too many days": ("from=2026-12-01&to=2027-02-01", ["to"]),
    "an unknown zone": ("time_zone=Mars/Olympus", ["time_zone"]),
    "NUL for a zone": ("time_zone=%00", ["time_zone"]),
    "two things wrong": ("from=x&to=y", ["from", "to"]),
}


async def test_bad_question_for_times_names_its_fields(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    good = f"event_type={one_meeting.event_type()}"

    told = {}
    for name, (query, _) in TIMES.items():
        answer = await one_meeting.client.get(f"{bare(link)}/times?{good}&{query}")
        told[name] = (answer.status_code, answer.json()["error"], sorted(answer.json()["fields"]))

    assert told == {name: (422, "invalid", fields) for name, (_, fields) in TIMES.items()}
