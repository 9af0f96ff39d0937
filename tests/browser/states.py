"""Every state of the pages on which a Customer books, as the HTML that a browser gets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Self
from urllib.parse import urlencode

from bot.scheduling.customers import Customer
from bot.scheduling.links import LIFETIME, Origin
from bot.scheduling.request_ids import new_request_id
from tests.web.reading import Reading
from tests.web.site import DANA, Site, bare, madrid, mailing

IN_MADRID = "2026-12-02T14:00:00Z"
"""A time at which both people are free that an Onboarding takes."""
TAKEN = "2026-12-02T15:00:00Z"
GENERAL = "2026-12-08T10:00:00Z"
DYNAMIC, STATIC = "/p/support", "/p/sales"
THREAD = Origin("C0SUPPORT", "1764579600.000100")
GONE = "2026-12-09T03:00:00Z"
HOSTILE = Customer(f"\u202e\u2066{'W' * 190}<b>", f"{'m' * 60}@{'x' * 60}.example")
"""As long as a name may be, in one word, which would turn the words after it around."""

Way = Callable[[], Awaitable[Reading]]
"""How to come to a page."""


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
        onboarding = site.event_type("Onboarding")
        body = site.body(order_number="1", event_type=onboarding)
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
            site.event_type(),
            onboarding,
        )

    @staticmethod
    async def _cancelled(site: Site) -> str:
        manage = await site.book(await site.link(DANA))
        await site.send(f"{manage}/cancel", {"reason": "I found the answer myself."})
        return manage

    async def states(self, lang: str, *names: str) -> dict[str, str]:
        """The HTML of each of these states, or of all there are, by its name."""
        ways = self._times(lang) | self._last_steps(lang) | self._afterwards(lang) | self._refusals(lang)
        return {name: (await ways[name]()).answer.text for name in names or ways}

    async def rare_states(self, lang: str) -> dict[str, str]:
        """Those in which few Customers ever are. They cost as much as all others, and change the site."""
        steps = (self._general, self._changed, self._ways_out)
        return {name: page.answer.text for step in steps for name, page in (await step(lang)).items()}

    async def _general(self, lang: str) -> dict[str, Reading]:
        asked = {"lang": lang, "event_type": self.call}
        return {
            "general event types": await self._see(DYNAMIC, lang=lang),
            "general times": await self._see(DYNAMIC, **asked),
            "general form": await self._see(DYNAMIC, **asked, start=IN_MADRID),
            "general link without bookings": await self._closed(DYNAMIC, lang),
            "booked already, by a general link": await self._booked_before(asked),
        }

    async def _booked_before(self, asked: dict[str, str]) -> Reading:
        visit = {"start": GENERAL, "request_id": new_request_id()}
        await self.site.post_json(f"{DYNAMIC}/book", self.site.body() | visit)
        return await self._see(DYNAMIC, **asked, **visit)

    async def _changed(self, lang: str) -> dict[str, Reading]:
        """What can become of a meeting, one after the other."""
        site = self.site
        manage = await site.book(await site.link(DANA, origin=THREAD), madrid(12))
        [booking] = [each for each in await site.all_bookings() if each.starts == madrid(12)]
        await site.rules.changes.request_reschedule(site.operator, booking.id, "Ana is ill.", site.now)
        found = {
            "asked to pick again": await self._see(manage, lang=lang),
            "times to pick again from": await self._see(f"{manage}/reschedule", lang=lang),
            "picking again": await self._see(f"{manage}/reschedule", lang=lang, start=IN_MADRID),
        }
        await site.send(f"{manage}/reschedule", {"start": IN_MADRID, "time_zone": "Asia/Kathmandu"})
        found["moved"] = await self._see(manage, lang=lang)
        await site.send(f"{manage}/cancel", {})
        found["cancelled, with a way on"] = await self._see(manage, lang=lang)
        found["cancelling again"] = await self._see(f"{manage}/cancel", lang=lang)
        await site.send(f"{manage}/ask", {})
        found["cancelled, and asked"] = await self._see(manage, lang=lang)
        return found

    async def _ways_out(self, lang: str) -> dict[str, Reading]:
        """Where mail is sent, and somebody would hear that a new time is asked for."""
        site = mailing(self.site)
        spent, open_ = await site.link(origin=THREAD), await site.link(origin=THREAD)
        manage = await site.book(spent, madrid(16))
        found = {
            "spent, with ways out": await site.see(f"{spent}?lang={lang}"),
            "mailed": Reading(await site.send(f"{spent}/send?lang={lang}", {})),
            "booked, with mail": await site.see(f"{manage}?lang={lang}"),
        }
        await site.send(f"{spent}/ask", {})
        found["spent, and asked"] = await site.see(f"{spent}?lang={lang}")
        await site.change_event_types(notice_minutes=365 * 24 * 60)
        found["no times at all"] = await self._see(open_, lang=lang, event_type=self.call)
        found["no times, by a general link"] = await self._see(DYNAMIC, lang=lang, event_type=self.call)
        site.present.now += timedelta(days=3)
        await site.rules.changes.complete_due(site.now)
        found["over"] = await self._see(manage, lang=lang)
        return found

    async def _closed(self, path: str, lang: str) -> Reading:
        await self.site.change_page(accepts_bookings=False)
        found = await self._see(path, lang=lang)
        await self.site.change_page(accepts_bookings=True)
        return found

    def _times(self, lang: str) -> dict[str, Way]:
        see = partial(self._see, self.open, lang=lang)
        times = partial(see, event_type=self.call)
        return {
            "event types": see,
            "times": times,
            "times in another zone": partial(times, time_zone="Asia/Kathmandu"),
            "times in an unknown zone": partial(times, time_zone="Mars/Olympus"),
            "a time that has gone": partial(times, start=GONE),
            "a week without times": partial(times, **{"from": "2027-01-11"}),
            "a time that was taken": partial(self._send, lang, start=TAKEN),
        }

    def _last_steps(self, lang: str) -> dict[str, Way]:
        see = partial(self._see, lang=lang, start=IN_MADRID, time_zone="Asia/Kathmandu")
        send = partial(self._send, lang, start=IN_MADRID)
        return {
            "confirming": partial(see, self.personalized, event_type=self.call),
            "confirming under a hostile name": partial(see, self.hostile, event_type=self.call),
            "with whom": partial(see, STATIC, event_type=self.call),
            "with whom, after the form": partial(self._send_without_whom, lang),
            "the form": partial(see, self.open, event_type=self.onboarding),
            "the form with errors": partial(send, email="dana", order_number=""),
            "the form with a problem": partial(send, time_zone="Mars"),
        }

    def _afterwards(self, lang: str) -> dict[str, Way]:
        moving = partial(self._see, f"{self.booking}/reschedule", lang=lang)
        return {
            "booked": partial(self._see, self.booking, lang=lang),
            "cancelling": partial(self._see, f"{self.booking}/cancel", lang=lang),
            "cancelling with an error": partial(self._send_bad_reason, lang),
            "times to move to": moving,
            "moving": partial(moving, start=IN_MADRID),
            "cancelled": partial(self._see, self.cancelled, lang=lang),
        }

    def _refusals(self, lang: str) -> dict[str, Way]:
        return {
            "spent": partial(self._see, self.spent, lang=lang),
            "expired": partial(self._see, self.expired, lang=lang),
            "unknown": partial(self._see, "/o/unknown", lang=lang),
            "suspended": partial(self._closed, self.open, lang),
        }

    async def _see(self, path: str, **asked: str) -> Reading:
        return await self.site.see(f"{path}?{urlencode(asked)}")

    async def _send(self, lang: str, **typed: str) -> Reading:
        """What is not good enough to book an Onboarding."""
        body = self.site.body(order_number="2", event_type=self.onboarding)
        return Reading(await self.site.send(f"{self.open}/book?lang={lang}", body | typed))

    async def _send_without_whom(self, lang: str) -> Reading:
        body = self.site.body()
        return Reading(await self.site.send(f"{STATIC}/book?lang={lang}", body))

    async def _send_bad_reason(self, lang: str) -> Reading:
        return Reading(await self.site.send(f"{self.booking}/cancel?lang={lang}", {"reason": "\0"}))
