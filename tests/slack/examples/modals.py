"""The modal "One-time link", and what it becomes."""

from dataclasses import replace

from bot.scheduling.customers import EMAIL_LENGTH, NAME_LENGTH
from bot.scheduling.links import Origin, PageChoice
from bot.slack import modals
from bot.slack.modals import FormMemory
from tests.slack import choices as choosing
from tests.slack.choices import POLICY, booking_pages, choices
from tests.slack.examples import LONG, NOW, Examples


def pages(count: int, why_not: str | None = None) -> list[PageChoice]:
    return choosing.pages(count, why_not, LONG)


HERE = FormMemory(channel_id="C0SUPPORT", thread_ts="1764600000.000100")
ANYWHERE = FormMemory(asks_channel=True, name=LONG[:NAME_LENGTH], email=LONG[:EMAIL_LENGTH])
CHOICES = [
    choices(),
    choices(pages(20, LONG), administrators=[f"U0ADMIN{number}" for number in range(20)]),
    choices(pages(1)),
    choices(pages(1), booking_pages(1, name=LONG), replace(POLICY, lifetime=LONG, ticket_required=True)),
    choices([*pages(90), *pages(20, LONG)], booking_pages(10, name=LONG)),
    choices(pages(101), booking_pages(1, name=LONG)),
]
ORIGINS = (None, Origin("C0SUPPORT", None), Origin("D0BEN", "1764600000.000100"))

EXAMPLES: Examples = {
    modals.form: [
        modals.form(choices, memory, personalized=personalized)
        for choices in CHOICES
        for memory in (HERE, ANYWHERE)
        for personalized in (False, True)
    ]
    + [modals.form(choices(pages(1)), HERE, notice=LONG)],
    modals.url: [modals.url("https://book.example/o/token?skip=1")],
    modals.result: [modals.result("https://book.example/o/token", NOW, origin) for origin in ORIGINS],
}
