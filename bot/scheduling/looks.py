"""How a company shows itself to Customers, as Administrators set it. Its logo comes with the company file."""

from datetime import datetime

from bot.scheduling.activity import Deed
from bot.scheduling.catalog import hands
from bot.scheduling.catalog.forms import COMPANY
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import NOTHING
from bot.scheduling.catalog.kept import Kept, Typed
from bot.scheduling.catalog.shelf import check_version
from bot.scheduling.people import Person
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.document import CompanyEntry
from storage.database import Database
from storage.models import Workspace


class Looks:
    """For Administrators. Keys: ``name``, ``colour`` (``#1f3a5f``; blank: the product's own)."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, by: Person) -> Kept[CompanyEntry]:
        """Raises ``NotAllowed``."""
        async with hands.reading(self.database, by, (Workspace,)) as hand:
            hand.check_administrator()
            return _kept(hand)

    async def change(self, by: Person, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``NotAllowed``, ``Invalid``, ``ChangedMeanwhile``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            kept = _kept(hand)
            check_version(kept.version, version)
            entry = COMPANY.read({**kept.typed, **typed}, hand.known)
            if entry != kept.entry:
                rows.fill_company(hand.stored.workspace, entry)
                details = COMPANY.differences(kept.entry, entry)
                hand.record(Deed("changed", "look of pages", None, details=details), now)


def _kept(hand: InHand) -> Kept[CompanyEntry]:
    workspace = hand.stored.workspace
    entry = rows.company(workspace)
    return Kept(workspace.id, entry, COMPANY.write(entry, NOTHING))
