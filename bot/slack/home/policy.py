"""The policy for links, as it is set."""

from dataclasses import dataclass

from bot.scheduling.link_policy import LinkPolicy
from bot.slack.blocks import Block, actions, button, section
from bot.slack.home.memory import HomeMemory

EDIT_POLICY = "link_policy_edit"


@dataclass(frozen=True)
class PolicyShown:
    policy: LinkPolicy


def link_policy(shown: PolicyShown, _: HomeMemory) -> list[Block]:
    return [
        section("\n".join(_lines(shown.policy))),
        actions("link_policy", button("Change the policy", EDIT_POLICY, "policy", style="primary")),
    ]


def _lines(policy: LinkPolicy) -> list[str]:
    many = policy.most_open
    return [
        f"A link works for {policy.lifetime}, unless its maker chooses otherwise.",
        f"Links are made by {'Administrators only' if policy.only_administrators else 'every Member'}.",
        f"Open links per Customer: {'no limit' if many is None else f'a warning from {many} on'}.",
        f"Ticket reference: {'required' if policy.ticket_required else 'optional'}.",
    ]
