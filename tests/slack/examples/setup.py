"""The forms for setting up, blank and with as much in them, and to pick from, as there can be."""

from dataclasses import replace
from uuid import UUID

from bot.scheduling.catalog import Choice, Typed
from bot.slack.blocks import saying, section
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.setup import appointing, booking_page, event_type, forms, look, master_page, policy, pool, rule
from bot.slack.setup.forms import Draft
from bot.slack.setup.memory import EditMemory
from bot.slack.setup.rule import RuleChoices
from tests.slack.examples import NOW, Examples
from tests.slack.examples.home import LONG, OVERVIEW, STATIC, page

HOME = HomeMemory(
    section=Section.ACTIVITY, links=9_999, meetings=9_999, managed=9_999, before=UUID(int=1), actor="U0ADMIN"
)
PAGE = EditMemory(id=UUID(int=2), version="f" * 24, leaf=3, home=HOME)
OF_RULE = EditMemory(id=UUID(int=1), version="f" * 24, page=PAGE, home=HOME)

FEW = [Choice("value-0", LONG), Choice("value-1", LONG)]
MANY = [Choice(f"value-{number}", LONG) for number in range(101)]


KEYS = (
    *("name", "minutes", "booking", "sessions", "capacity", "slots.every", "slots.start", "slots.most_a_day"),
    *("buffers.before", "buffers.after", "notice", "horizon", "caps.day", "caps.week", "policy.cancel"),
    *(
        "policy.reschedule",
        "fields",
        "reminders",
        "dates",
        "location",
        "email",
        "link",
        "label",
        "priorities",
    ),
    *(f"weekly.{day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    *("expire", "most_open", "colour"),
)
CHOSEN = {
    "booking": "approval",
    "policy.reason": "none",
    "distribution": "priority",
    "ticket": "required",
    "automatic_correction": "true",
    "only_administrators": "true",
    "owner": "U0ANA",
    "user": "U0ANA",
    "time_zone": "America/Argentina/ComodRivadavia",
    "event_type": "value-1",
    "primary": "value-1",
}
PICKED = tuple(choice.value for choice in MANY[:100])
FULL: Typed = {
    **dict.fromkeys(KEYS, LONG * 15),
    **CHOSEN,
    **dict.fromkeys(("members", "booking_pages", "event_types", "additional"), PICKED),
}
MORE_THAN_FITS: Typed = {**dict.fromkeys(KEYS, LONG * 16), **dict.fromkeys(FULL, PICKED * 2), **CHOSEN}
BLANK: Typed = {}

NEW = Draft(EditMemory(home=HOME), BLANK)
OVERTAKEN = Draft(PAGE, FULL, saved=dict.fromkeys(FULL, "x"))
DRAFTS = [NEW, Draft(PAGE, FULL), Draft(PAGE, MORE_THAN_FITS), OVERTAKEN]

RULES = [
    Draft(OF_RULE, FULL),
    Draft(EditMemory(page=PAGE, home=HOME), BLANK),
    Draft(OF_RULE, FULL, saved=dict.fromkeys(FULL, "x")),
]
CHOICES: list[list[Choice]] = [[], FEW, MANY]
WITH_CHOICES = [
    *((NEW, choices) for choices in CHOICES),
    (OVERTAKEN, FEW),
    (OVERTAKEN, MANY),
    (DRAFTS[2], MANY),
]

PLACES = [(), (f"a rule of {LONG}",) * 30]

EXAMPLES: Examples = {
    event_type.form: [event_type.form(draft, places) for draft in DRAFTS for places in PLACES],
    booking_page.form: [booking_page.form(*each, ()) for each in WITH_CHOICES],
    booking_page.own_form: [booking_page.own_form(draft) for draft in DRAFTS],
    booking_page.result: [
        booking_page.result(page(UUID(int=1)).entry, [NOW] * count, NOW.date()) for count in (0, 1, 6)
    ],
    pool.form: [pool.form(*each, ()) for each in WITH_CHOICES],
    master_page.new_form: [master_page.new_form(*each) for each in WITH_CHOICES],
    master_page.form: [
        *(master_page.form(*each, OVERVIEW) for each in WITH_CHOICES),
        master_page.form(NEW, FEW, replace(OVERVIEW, rules=()), master_page.CREATED),
        master_page.form(OVERTAKEN, FEW, STATIC),
    ],
    rule.form: [
        rule.form(draft, RuleChoices(types, team))
        for draft in RULES
        for types, team in (([], FEW), (FEW, []), (FEW, MANY), (MANY, FEW))
    ],
    rule.removed: [rule.removed()],
    look.form: [look.form(draft) for draft in DRAFTS],
    policy.form: [policy.form(draft) for draft in DRAFTS],
    appointing.form: [appointing.form(draft) for draft in DRAFTS],
    saying: [saying("Words", section(LONG * 20))],
    forms.retired: [forms.retired()],
    forms.edit_form: [
        forms.edit_form("any", "Event type", [section(LONG)], draft, forms.Retiring("retire", LONG))
        for draft in DRAFTS
    ],
}
