"""Every state of the pages on which a Customer books, as the HTML that a browser gets."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from bot.scheduling.customers import Customer
from bot.scheduling.links import LIFETIME
from tests.web.reading import Reading
from tests.web.site import DANA, Site, bare

IN_MADRID = "2026-12-02T14:00:00Z"
"""A time at which both people are free that an Onboarding takes."""
TAKEN = "2026-12-02T15:00:00Z"
STATIC = "/p/sales"
GONE = "2026-12-09T03:00:00Z"
HOSTILE = Customer(f"\u202e\u2066{'W' * 190}<b>", f"{'m' * 60}@{'x' * 60}.example")
"""As long as a name may be, in one word, which would turn the words after it around."""


@dataclass(frozen=True)
class Tour:
    """Goes through the pages of a site with two Event types, in any language, and changes nothing there."""

    site: Site
    open: str
    personalized: str
    hostile: str
    spent: str
    expired: str
    booking: str
    cancelled: str
    call: str
    onboarding: str

    @classmethod
    async def prepared(cls, site: Site) -> Self:
        """Of the two bookings, the one that stands takes a time that others ask for, too."""
        spent, open_ = await site.link(), await site.link()
        onboarding = await site.event_type(spent, "Onboarding")
        body = await site.body(spent, order_number="1", event_type=onboarding)
        answer = await site.post_json(f"{spent}/book", body | {"start": TAKEN})
        return cls(
            site,
            open_,
            bare(await site.link(DANA)),
            bare(await site.link(HOSTILE)),
            spent,
            await site.link(made=site.now - LIFETIME),
            answer.json()["manage_url"].removeprefix(site.links.base_url),
            await cls._cancelled(site),
            await site.event_type(open_),
            onboarding,
        )

    @staticmethod
    async def _cancelled(site: Site) -> str:
        manage = await site.book(await site.link(DANA))
        await site.send(f"{manage}/cancel", {"reason": "I found the answer myself."})
        return manage

    async def states(self, lang: str) -> dict[str, str]:
        """Each state's HTML, by its name."""
        steps = (self._times, self._last_steps, self._afterwards, self._refusals)
        return {name: page.answer.text for step in steps for name, page in (await step(lang)).items()}

    async def _times(self, lang: str) -> dict[str, Reading]:
        asked = {"lang": lang, "event_type": self.call}
        return {
            "event types": await self._see(self.open, lang=lang),
            "times": await self._see(self.open, **asked),
            "times in another zone": await self._see(self.open, **asked, time_zone="Asia/Kathmandu"),
            "times in an unknown zone": await self._see(self.open, **asked, time_zone="Mars/Olympus"),
            "a time that has gone": await self._see(self.open, **asked, start=GONE),
            "a week without times": await self._see(self.open, **asked, **{"from": "2027-01-11"}),
            "a time that was taken": await self._send(lang, start=TAKEN),
        }

    async def _last_steps(self, lang: str) -> dict[str, Reading]:
        asked = {"lang": lang, "start": IN_MADRID, "time_zone": "Asia/Kathmandu"}
        return {
            "confirming": await self._see(self.personalized, **asked, event_type=self.call),
            "confirming under a hostile name": await self._see(self.hostile, **asked, event_type=self.call),
            "with whom": await self._see(STATIC, **asked, event_type=self.call),
            "with whom, after the form": Reading(
                await self.site.send(f"{STATIC}/book?lang={lang}", await self.site.body(STATIC))
            ),
            "the form": await self._see(self.open, **asked, event_type=self.onboarding),
            "the form with errors": await self._send(lang, start=IN_MADRID, email="dana", order_number=""),
            "the form with a problem": await self._send(lang, start=IN_MADRID, time_zone="Mars"),
        }

    async def _afterwards(self, lang: str) -> dict[str, Reading]:
        moving = f"{self.booking}/reschedule"
        reasons = await self.site.send(f"{self.booking}/cancel?lang={lang}", {"reason": "\0"})
        return {
            "booked": await self._see(self.booking, lang=lang),
            "cancelling": await self._see(f"{self.booking}/cancel", lang=lang),
            "cancelling with an error": Reading(reasons),
            "times to move to": await self._see(moving, lang=lang),
            "moving": await self._see(moving, lang=lang, start=IN_MADRID),
            "cancelled": await self._see(self.cancelled, lang=lang),
        }

    async def _refusals(self, lang: str) -> dict[str, Reading]:
        links = {"spent": self.spent, "expired": self.expired, "unknown": "/o/unknown"}
        found = {name: await self._see(link, lang=lang) for name, link in links.items()}
        await self.site.change_page(accepts_bookings=False)
        found["suspended"] = await self._see(self.open, lang=lang)
        await self.site.change_page(accepts_bookings=True)
        return found

    async def _see(self, path: str, **asked: str) -> Reading:
        return await self.site.see(f"{path}?{urlencode(asked)}")

    async def _send(self, lang: str, **typed: str) -> Reading:
        """What is not good enough to book an Onboarding."""
        body = await self.site.body(self.open, order_number="2", event_type=self.onboarding)
        return Reading(await self.site.send(f"{self.open}/book?lang={lang}", body | typed))
