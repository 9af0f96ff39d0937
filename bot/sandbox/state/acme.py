"""The workspace "Acme": who works there, and what they have said today."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.changes import Changes
from bot.sandbox.state.accounts import BOT_USER, SLACKBOT, Account, Team
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.workspace import Workspace

ADA, BEN, PRIYA, TOM = "U0ADMIN", "U0BEN", "U0PRIYA", "U0TOM"
GIL, DANA = "U0GIL", "U0DANA"

HARBOR_FOODS = Team("T0HARBOR", "harborfoods", "Harbor Foods")
"""The workspace of a Customer with whom a channel is shared."""

SUPPORT = "C0SUPPORT"
GENERAL = "C0GENERAL"
SHARED = "C0HARBOR"
VIP = "G0VIP"
BEN_AND_PRIYA = "D0BENPRIYA"
ADA_AND_PRIYA = "D0ADAPRIYA"

# All who give meetings in the example company are among them, so that every name on a card is somebody's.
PEOPLE = (
    Account(ADA, "ada", "Ada Lima", "Owner", "Administrator", acts=True),
    Account(BEN, "ben", "Ben Okafor", acts=True, tz="Europe/London"),
    Account(GIL, "gil", "Gil Marsh", "Guest", acts=True),
    Account(DANA, "dana", "Dana Whitfield", acts=True, tz="America/New_York", team=HARBOR_FOODS),
    Account(PRIYA, "priya", "Priya Nair", tz="Asia/Kolkata"),
    Account(TOM, "tom", "Tom Weber", tz="Europe/Berlin"),
    Account("U0ANA", "ana", "Ana Prieto"),
    Account("U0CARLA", "carla", "Carla Ruiz"),
    Account("U0DIEGO", "diego", "Diego Santos", tz="America/New_York"),
    Account("U0GRACE", "grace", "Grace Miller", tz="America/New_York"),
    Account("U0KENJI", "kenji", "Kenji Sato", tz="Asia/Tokyo"),
    Account("U0LENA", "lena", "Lena Fischer", tz="America/New_York"),
    Account(BOT_USER, "onetime", "onetime", "App"),
    Account(SLACKBOT, "slackbot", "Slackbot", "App"),
)


@dataclass(frozen=True)
class Said:
    """So many minutes ago, with what was said to it."""

    ago: int
    author: str
    text: str
    replies: tuple["Said", ...] = ()


SAID = {
    SUPPORT: (
        Said(194, PRIYA, "Good morning! I have the inbox until noon, then Tom takes over."),
        Said(
            171,
            PRIYA,
            "From *Dana Whitfield*, Harbor Foods:\n> Since the update nobody in my team can log in. Could"
            " somebody look at it with us on a call?",
            (
                Said(
                    166, TOM, "Their single sign-on points to the old address. Quickest is to do it together."
                ),
                Said(163, PRIYA, "Then she needs a support call. Ben, will you offer her a time?"),
            ),
        ),
        Said(142, TOM, "The import is through again. Whoever waits for it: it takes ten minutes or so."),
        Said(
            118,
            PRIYA,
            "From *Marcus Lindqvist*, Northwind Travel:\n> The export stops at row 4,096, and our auditors"
            " come on Monday.",
            (
                Said(109, TOM, "I can see it in the logs. It is the quotes in their customer names."),
                Said(104, BEN, "He is in Stockholm, so a time before our lunch would suit him."),
                Said(97, PRIYA, "He says he would take anything this week."),
            ),
        ),
        Said(
            76,
            TOM,
            "From *Aiko Tanaka*, Blue Lantern Games:\n> Our webhooks arrive twice. May I ask an engineer"
            " about it?",
        ),
        Said(58, PRIYA, "Handing over to Tom. Two are waiting for a call, and nothing is on fire."),
        Said(31, TOM, "Thanks! Remember: one-time links, please. A general link gets passed around."),
        Said(
            12,
            TOM,
            "From *Luis Ferreira*, Ponte Logistics:\n> We move to the new plan next week. Can somebody"
            " walk us through it?",
        ),
    ),
    GENERAL: (
        Said(230, ADA, "The coffee machine on the third floor is back."),
        Said(45, PRIYA, "Cake in the kitchen, for Lena's fifth year with us."),
    ),
    SHARED: (
        Said(182, BEN, "Welcome to our shared channel, Dana! Whatever happens at your end, write it here."),
        Said(64, DANA, "Thank you. The login works again, and I have questions about the new version."),
    ),
    VIP: (
        Said(205, ADA, "*Harbor Foods* renew this month. Please answer them first."),
        Said(88, PRIYA, "Dana asked for Ben by name, for the login. She liked the last call."),
    ),
    BEN_AND_PRIYA: (
        Said(101, PRIYA, "Do you have half an hour for Dana this week?"),
        Said(99, BEN, "Sure. I will send her a link."),
    ),
    ADA_AND_PRIYA: (
        Said(150, ADA, "How is the inbox today?"),
        Said(147, PRIYA, "Two calls to give, the rest is done."),
    ),
}


def acme(now: Callable[[], float], configuration: Configuration, changes: Changes) -> Workspace:
    """The workspace, with the app installed."""
    return Workspace(now, configuration, changes, _furnish)


def _furnish(workspace: Workspace) -> None:
    for account in PEOPLE:
        workspace.joins(account)
    own = [account for account in PEOPLE if not account.is_external]
    everybody = frozenset(account.id for account in own if account.standing in ("Owner", "Member"))
    for conversation in (
        Conversation(SUPPORT, "support", "channel", everybody | {GIL}, has_bot=True),
        Conversation(GENERAL, "general", "channel", everybody),
        Conversation(
            SHARED,
            "harbor-foods",
            "channel",
            frozenset({ADA, BEN, PRIYA, DANA}),
            has_bot=True,
            shared_with=HARBOR_FOODS.name,
        ),
        Conversation(VIP, "vip-escalations", "private", frozenset({ADA, BEN, PRIYA})),
        Conversation(BEN_AND_PRIYA, "Priya Nair", "direct", frozenset({BEN, PRIYA})),
        Conversation(ADA_AND_PRIYA, "Priya Nair", "direct", frozenset({ADA, PRIYA})),
    ):
        workspace.opens(conversation)
    for account in own:
        if account.acts:
            workspace.with_app(account.id)
    for channel, said in SAID.items():
        for each in said:
            _say(workspace, channel, each)


def _say(workspace: Workspace, channel: str, said: Said, thread_ts: str | None = None) -> None:
    at = workspace.now() - said.ago * 60
    posted = workspace.says(said.author, channel, said.text, thread_ts, at)
    for reply in said.replies:
        _say(workspace, channel, reply, posted.ts)
