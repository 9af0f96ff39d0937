"""Looking changes nothing: not by any method, by no machine, at no address."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import cycle, product

from tests.thoroughness import THOROUGH
from tests.web.site import DANA, Site, bare

METHODS = ["GET", "HEAD", "OPTIONS"]
MACHINES = {
    "Slack's unfurler": {
        "User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Range": "bytes=0-32768",
    },
    "Slack's image proxy": {"User-Agent": "Slack-ImgProxy (+https://api.slack.com/robots)"},
    "Outlook's Safe Links": {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/79.0",
        "X-MS-Exchange-Organization": "safelinks",
    },
    "Proofpoint": {"User-Agent": "Mozilla/5.0 (compatible; ProofpointURLDefense)"},
    "Mimecast": {"User-Agent": "Mozilla/5.0 (compatible; Mimecast URL Protect)", "Accept": "*/*"},
    "Barracuda": {"User-Agent": "BarracudaCentral/1.0 (LinkProtect)"},
    "a mail client's prefetch": {"Purpose": "prefetch", "X-Purpose": "preview", "X-Moz": "prefetch"},
    "a browser's speculation": {"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Dest": "document"},
    "WhatsApp's preview": {"User-Agent": "WhatsApp/2.23.20.0 A"},
    "a Teams preview": {"User-Agent": "SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com"},
    "Googlebot": {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    "curl": {"User-Agent": "curl/8.5.0", "Accept": "*/*"},
}


def looks(addresses: list[str]) -> Iterable[tuple[str, dict[str, str], str]]:
    """Each address by each method, and the machines in turn; or all of all."""
    if THOROUGH:
        return product(METHODS, MACHINES.values(), addresses)
    machines = cycle(MACHINES.values())
    return ((method, next(machines), address) for method in METHODS for address in addresses)


async def test_machines_that_look_change_nothing(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    manage = await one_meeting.booked()
    event_type = one_meeting.event_type()
    looked_at = [
        link,
        f"{link}&event_type={event_type}&start=2026-12-02T09:30:00Z",
        f"{bare(link)}?skip=0&event_type={event_type}&start=2026-12-02T09:30:00Z",
        f"{bare(link)}/times?event_type={event_type}",
        f"{bare(link)}/book",
        f"{bare(link)}/opened",
        manage,
        f"{manage}/invite.ics",
    ]
    before = await one_meeting.everything()

    statuses = defaultdict(set)
    for method, headers, address in looks(looked_at):
        answer = await one_meeting.client.request(method, address, headers=headers)
        statuses[method].add(answer.status_code)

    assert statuses == {"GET": {200, 405}, "HEAD": {200, 405}, "OPTIONS": {405}}
    assert await one_meeting.everything() == before


async def test_other_methods_are_not_served(one_meeting: Site) -> None:
    link = await one_meeting.link(DANA)
    before = await one_meeting.everything()
    methods = ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]

    answers = [await one_meeting.client.request(method, link) for method in methods]

    assert {each.status_code for each in answers} == {405}
    assert {frozenset(each.headers["allow"].split(", ")) for each in answers} == {frozenset(["GET", "HEAD"])}
    assert await one_meeting.everything() == before


async def test_head_is_told_like_get_without_the_page(one_meeting: Site) -> None:
    answer = await one_meeting.client.head(await one_meeting.link())

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_part_of_a_page_cannot_be_asked_for(one_meeting: Site) -> None:
    answer = await one_meeting.client.get(await one_meeting.link(), headers={"Range": "bytes=0-10"})

    assert (answer.status_code, len(answer.content) > 1000) == (200, True)
