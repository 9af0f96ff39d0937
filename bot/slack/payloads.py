"""What Slack sends, read into values: the kinds of payload this app knows and the parts of them that it uses.

Anything else in a payload is dropped at the door, so that neither Bolt nor a listener trips over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter


def _whole(text: str) -> str:
    """JSON can spell halves of characters, which nothing behind the door could send on or store."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_whole)]
SlackId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,40}$")]
Timestamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}\.[0-9]{1,20}$")]


@dataclass(frozen=True)
class Actor:
    """Who did something in Slack, and the team they belong to, which need not be the one that has the app."""

    team_id: str | None
    user_id: str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Team(_Part):
    id: SlackId


class SlackUser(_Part):
    id: SlackId
    team_id: SlackId | None = None


class Channel(_Part):
    id: SlackId


class ParentMessage(_Part):
    """The message that a shortcut was used on."""

    ts: Timestamp
    thread_ts: Timestamp | None = None


class Choice(_Part):
    value: Text


class Typed(_Part):
    """What stands in one input of a view. Slack fills the part that belongs to the input's type."""

    type: Text
    value: Text | None = None
    selected_option: Choice | None = None
    selected_options: tuple[Choice, ...] = ()
    selected_conversation: SlackId | None = None


class State(_Part):
    values: dict[Text, dict[Text, Typed]] = {}


class SubmittedView(_Part):
    """A modal as it stands on a person's screen."""

    id: SlackId
    type: Literal["modal"]
    callback_id: Text
    hash: Text | None = None
    private_metadata: Text = ""
    state: State = State()

    def typed(self, block_id: str) -> Typed | None:
        """What stands in the input of a block, whose action has the same id. None: there is no such block."""
        return self.state.values.get(block_id, {}).get(block_id)


class Action(_Part):
    """A button that was pressed or an input that was changed."""

    action_id: Text
    value: Text | None = None


class Container(_Part):
    is_ephemeral: bool = False


class SlashCommand(_Part):
    command: Text
    text: Text = ""
    team_id: SlackId
    user_id: SlackId
    channel_id: SlackId
    trigger_id: Text

    @property
    def actor(self) -> Actor:
        return Actor(self.team_id, self.user_id)


class _Interaction(_Part):
    user: SlackUser
    team: Team | None = None

    @property
    def actor(self) -> Actor:
        team_id = self.user.team_id or (self.team.id if self.team else None)
        return Actor(team_id, self.user.id)


class GlobalShortcut(_Interaction):
    type: Literal["shortcut"]
    callback_id: Text
    trigger_id: Text


class MessageShortcut(_Interaction):
    type: Literal["message_action"]
    callback_id: Text
    trigger_id: Text
    response_url: Text | None = None
    channel: Channel
    message: ParentMessage


class BlockAction(_Interaction):
    type: Literal["block_actions"]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    container: Container = Container()
    response_url: Text | None = None
    view: SubmittedView | None = None


class ViewSubmission(_Interaction):
    type: Literal["view_submission"]
    view: SubmittedView


class Suggestion(_Interaction):
    """What a person types into a list that is filled from here."""

    type: Literal["block_suggestion"]
    action_id: Text
    value: Text = ""


class UrlVerification(_Part):
    """How Slack tries an address out when it is entered in the app's settings."""

    type: Literal["url_verification"]
    challenge: Text


Interactive = GlobalShortcut | MessageShortcut | BlockAction | ViewSubmission | Suggestion | UrlVerification
Payload = SlashCommand | Interactive

_INTERACTIVE: TypeAdapter[Interactive] = TypeAdapter(Annotated[Interactive, Field(discriminator="type")])


def understood(fields: Mapping[str, object]) -> Payload:
    """The payload, by its kind. Raises ``ValueError`` (pydantic's ``ValidationError``) for anything else."""
    if "command" in fields:
        return SlashCommand.model_validate(fields)
    return _INTERACTIVE.validate_python(fields)
