from uuid import UUID

from bot.scheduling.news import News
from bot.scheduling.policy import STATIC, LinkState
from bot.scheduling.switching import LONGEST_WHY
from bot.slack import thread
from tests.slack.examples import LONG, NOW, Examples
from tests.slack.examples.meetings import SEVERAL
from tests.slack.test_cards import news

LINK_ID = UUID(int=1)
NEWS = [
    News.model_validate(news("any", by="U0BEN")),
    News.model_validate(news("any", by="customer", reason=LONG, before=NOW)),
]

OFFERS = [thread.new_time_wanted(LINK_ID, by, state) for state in thread.ENDS for by in (None, "U0BEN")]
NO_TIMES = thread.new_time_wanted(LINK_ID, "U0BEN", LinkState.ACTIVE, [LONG, "Onboarding"])

EXAMPLES: Examples = {
    **{said: [said(LINK_ID, each, new) for each in SEVERAL for new in NEWS] for said in thread.SAID.values()},
    thread.new_time_wanted: [
        *OFFERS,
        thread.new_time_wanted(LINK_ID, "U0BEN", LinkState.ACTIVE, [LONG, "Onboarding"]),
    ],
    thread.suspension: [
        thread.suspension(LONG, {"because": None, "before": STATIC, "by": "shell", "why": ""}, "It works."),
        thread.suspension(LONG, {"because": STATIC, "by": "U0ADMIN", "why": LONG[:LONGEST_WHY]}, LONG),
    ],
    thread.used: [thread.used(told.text, told.blocks, by) for told in OFFERS for by in (None, "U0BEN")],
    thread.unmailed: [
        thread.unmailed(booking, to, about)
        for booking in SEVERAL
        for to in ("customer", "0")
        for about in thread.LETTERS
    ],
}
