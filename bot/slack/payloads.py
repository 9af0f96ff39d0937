"""What Slack sends, read into values: the kinds of payload this app knows and the parts of them that it uses.

Anything else in a payload is dropped at the door, so that neither Bolt nor a listener trips over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter


def _whole(text: str) -> str:
    """JSON can spell halves of characters, which nothing behind the door could send on or store."""
    text.encode()
    return text


def _storable(text: str) -> str:
    """PostgreSQL takes no NUL."""
    if "\0" in text:
        raise ValueError("NUL")
    return text


Text = Annotated[str, AfterValidator(_whole)]
OwnText = Annotated[Text, AfterValidator(_storable)]
"""What this app wrote itself, and nobody typed."""
SlackId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,40}$")]
SlackUserId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{1,39}$")]
Timestamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}\.[0-9]{1,20}$")]

LAST_SECOND = int(datetime.max.replace(tzinfo=UTC).timestamp())
"""As far as calendars go."""


@dataclass(frozen=True)
class Actor:
    """Who did something in Slack, and the team they belong to, which need not be the one that has the app."""

    team_id: str | None
    user_id: str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Team(_Part):
    id: SlackId
    domain: Text | None = None
    """Its part of the address under which the workspace is read: ``acme`` of ``acme.slack.com``."""


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
    value: OwnText


class Typed(_Part):
    """What stands in one input of a view. Slack fills the part that belongs to the input's type."""

    type: Text
    value: Text | None = None
    selected_option: Choice | None = None
    selected_options: tuple[Choice, ...] = ()
    selected_conversation: SlackId | None = None
    selected_user: SlackUserId | None = None
    selected_date_time: Annotated[int, Field(ge=0, le=LAST_SECOND)] | None = None
    """In seconds since 1970."""


class State(_Part):
    values: dict[Text, dict[Text, Typed]] = {}


class SubmittedView(_Part):
    """A modal, or the Home tab, as it stands on a person's screen."""

    id: SlackId
    type: Literal["modal", "home"]
    callback_id: Text
    hash: Text | None = None
    previous_view_id: SlackId | None = None
    """Of a modal that lies on top of another: the one below."""
    private_metadata: Text = ""
    state: State = State()

    def typed(self, block_id: str) -> Typed | None:
        """What stands in the input of a block, whose action has the same id. None: there is no such block."""
        return self.state.values.get(block_id, {}).get(block_id)

    def picked(self, block_id: str) -> str | None:
        """The value of the one option that was picked in a block's input."""
        typed = self.typed(block_id)
        return typed.selected_option.value if typed and typed.selected_option else None


class Action(_Part):
    """A button that was pressed or an input that was changed."""

    action_id: Text
    value: OwnText | None = None
    selected_option: Choice | None = None
    selected_user: SlackUserId | None = None


class PressedMessage(_Part):
    """A message in which a button was pressed, as it stands there."""

    ts: Timestamp
    text: Text = ""
    blocks: tuple[dict[str, Any], ...] = ()


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
    trigger_id: Text | None = None
    response_url: Text | None = None
    view: SubmittedView | None = None
    channel: Channel | None = None
    message: PressedMessage | None = None


class ViewSubmission(_Interaction):
    type: Literal["view_submission"]
    view: SubmittedView


class Suggestion(_Interaction):
    """What a person types into a list that is filled from here."""

    type: Literal["block_suggestion"]
    action_id: Text
    value: Text = ""


class HomeOpened(_Part):
    """Somebody turned to the app: to its Home tab, or to another."""

    type: Literal["app_home_opened"]
    user: SlackId
    tab: Text = "home"
    view: SubmittedView | None = None
    """The Home tab as it stood on their screen, if there was one already."""


class ChangedUser(_Part):
    """Somebody of whom Slack says something else from now on."""

    id: SlackId
    team_id: SlackId | None = None
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False

    @property
    def is_full_member(self) -> bool:
        return not (self.deleted or self.is_restricted or self.is_ultra_restricted)


class UserChange(_Part):
    type: Literal["user_change"]
    user: ChangedUser


class Event(_Part):
    """What happened in a workspace. Slack tells it up to four times, until the app answers."""

    type: Literal["event_callback"]
    team_id: SlackId
    event: Annotated[HomeOpened | UserChange, Field(discriminator="type")]

    @property
    def actor(self) -> Actor:
        match self.event:
            case HomeOpened(user=user_id):
                return Actor(self.team_id, user_id)
            case UserChange(user=user):
                return Actor(user.team_id or self.team_id, user.id)


class UrlVerification(_Part):
    """How Slack tries an address out when it is entered in the app's settings."""

    type: Literal["url_verification"]
    challenge: Text


Interactive = (
    GlobalShortcut | MessageShortcut | BlockAction | ViewSubmission | Suggestion | Event | UrlVerification
)
Payload = SlashCommand | Interactive

_INTERACTIVE: TypeAdapter[Interactive] = TypeAdapter(Annotated[Interactive, Field(discriminator="type")])


def understood(fields: Mapping[str, object]) -> Payload:
    """The payload, by its kind. Raises ``ValueError`` (pydantic's ``ValidationError``) for anything else."""
    if "command" in fields:
        return SlashCommand.model_validate(fields)
    return _INTERACTIVE.validate_python(fields)
