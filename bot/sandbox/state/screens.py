"""What people have on their screens: modals on top of one another, and the app's Home tab."""

from collections.abc import Callable, Iterator
from itertools import count

from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.block_kit.elements import with_ids
from bot.sandbox.changes import Changes
from bot.sandbox.refusals import Refused
from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import Offered, OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.triggers import Triggers
from bot.sandbox.values import Json

MOST_STACKED = 3


class Screens:
    """``views`` are all modals that are open, in the order in which they were opened."""

    def __init__(self, now: Callable[[], float], changes: Changes) -> None:
        self.triggers = Triggers(now)
        self.views: list[OpenView] = []
        self.homes: dict[str, OpenView] = {}
        """The Home tabs that the app has published, by person."""
        self._offered: dict[tuple[str, str, str], Offered] = {}
        self._now = now
        self._changes = changes
        self._numbers = count(1)

    def views_of(self, user_id: str) -> list[OpenView]:
        """The modals on a person's screen, the top one last."""
        return [view for view in self.views if view.user == user_id]

    def view(self, user_id: str, view_id: str) -> OpenView | None:
        """A person's modal or Home tab by its id."""
        there = [*self.views_of(user_id), self.homes.get(user_id)]
        return next((view for view in there if view is not None and view.id == view_id), None)

    def offered_in(self, message: Posted, user_id: str) -> Offered:
        """What the app offered a person last in the lists of a message."""
        return self._offered.setdefault((message.channel, message.ts, user_id), {})

    # What the app does. Whether its views are good, the caller has checked.

    def shows(self, user_id: str, view: Json, opened_from: Conversation | None = None) -> OpenView:
        """A modal opens."""
        shown = self._new(user_id, view, opened_from=opened_from)
        self.views.append(shown)
        self._changes.touch()
        return shown

    def pushes(self, below: OpenView, view: Json) -> OpenView:
        """A modal opens on top of another. Raises ``Refused`` where there are three already."""
        if len(self._stack(below)) >= MOST_STACKED:
            raise Refused("push_limit_reached")
        pushed = self._new(below.user, view, below=below, opened_from=below.opened_from)
        self.views.append(pushed)
        self._changes.touch()
        return pushed

    def updates(self, shown: OpenView, view: Json) -> None:
        """An open view gets a new version."""
        shown.becomes(self._completed(view), self._new_hash())
        self._changes.touch()

    def publishes(self, user_id: str, view: Json) -> OpenView:
        """A person's Home tab, for the first time or anew."""
        if user_id not in self.homes:
            self.homes[user_id] = self._new(user_id, view)
            self._changes.touch()
        else:
            self.updates(self.homes[user_id], view)
        return self.homes[user_id]

    def acknowledged(self, view: OpenView, answer: Json) -> None:
        """What a modal becomes with the answer to its submission. Raises ``Refused`` for a bad one.

        Where it was closed meanwhile, nothing becomes of it.
        """
        if view not in self.views:
            return
        match answer:
            case {"response_action": "errors", "errors": dict() as errors}:
                self._say(view, errors)
            case {"response_action": "update", "view": new}:
                self.updates(view, _good(new))
            case {"response_action": "push", "view": new}:
                self.pushes(view, _good(new))
            case {"response_action": "clear"}:
                self._close(self._stack(view))
            case {"response_action": _}:
                raise Refused("invalid_response_action")
            case _:
                self._close([view])

    # What the person does.

    def closes(self, user_id: str, view_id: str) -> OpenView:
        """They go back to the modal below, if there is one. Raises ``LookupError``."""
        view = self._open_one(user_id, view_id)
        self._close([view])
        return view

    def clears(self, user_id: str, view_id: str) -> list[OpenView]:
        """They close a modal and all of its stack. Returns the top one first. Raises ``LookupError``."""
        stack = self._stack(self._open_one(user_id, view_id))
        self._close(stack)
        return stack[::-1]

    def go_dark(self, user_id: str) -> None:
        """They are signed out, and nobody hears of what was open."""
        self._close(self.views_of(user_id))

    def _say(self, view: OpenView, errors: Json) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        strangers = [f"not an input: {name}" for name in errors if name not in inputs]
        wordless = [
            f"no words: {name}" for name, told in errors.items() if not (told and isinstance(told, str))
        ]
        if strangers or wordless or not errors:
            raise Refused("invalid_errors", [*strangers, *wordless])
        view.errors = errors
        self._changes.touch()

    def _open_one(self, user_id: str, view_id: str) -> OpenView:
        for view in self.views_of(user_id):
            if view.id == view_id:
                return view
        raise LookupError(view_id)

    def _stack(self, view: OpenView) -> list[OpenView]:
        return [each for each in self.views if each.root_id == view.root_id]

    def _close(self, views: list[OpenView]) -> None:
        closed = {view.id for view in views}
        self.views = [view for view in self.views if view.id not in closed]
        self._changes.touch()

    def _new(
        self,
        user_id: str,
        view: Json,
        below: OpenView | None = None,
        opened_from: Conversation | None = None,
    ) -> OpenView:
        id_ = f"V{next(self._numbers):08}"
        return OpenView(
            id_,
            user_id,
            self._new_hash(),
            self._completed(view),
            root_id=below.root_id if below else id_,
            previous_id=below.id if below else None,
            opened_from=opened_from,
        )

    def _new_hash(self) -> str:
        return f"{int(self._now())}.{next(self._numbers):08x}"

    def _completed(self, view: Json) -> Json:
        """Its blocks and elements get ids where they have none: with every version others, as in Slack."""
        return view | {"blocks": with_ids(view["blocks"], self._new_ids())}

    def _new_ids(self) -> Iterator[str]:
        return (f"made.{number}" for number in self._numbers)


def _good(view: Json) -> Json:
    if problems := problems_of_view(view, "modal"):
        raise Refused("invalid_view", problems)
    return view
