"""The pages speak the reader's language: what is ours is translated, what is the company's own is not."""

from tests.web.site import DANA, SCRIPT, Site, bare

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}
KATHMANDU = "time_zone=Asia/Kathmandu"


def language(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


async def test_page_is_in_the_language_asked_for_or_else_the_browsers(one_meeting: Site) -> None:
    link = await one_meeting.link()

    pages = [await one_meeting.see(link + query, **GERMAN) for query in ("", "&lang=es")]

    assert [(page.heading, language(page.answer.text)) for page in pages] == [
        ("Wählen Sie eine Zeit", "de"),
        ("Elija una hora", "es"),
    ]


async def test_arabic_is_read_from_the_right(one_meeting: Site) -> None:
    pages = [await one_meeting.see(f"{await one_meeting.link()}?lang={code}") for code in ("ar", "ja")]

    assert [str(page.page.html and page.page.html["dir"]) for page in pages] == ["rtl", "ltr"]


async def test_language_that_was_asked_for_goes_along_to_the_booking(one_meeting: Site) -> None:
    times = await one_meeting.see(f"{await one_meeting.link(DANA)}&lang=de")
    confirming = await one_meeting.see_form(times, "10:00")
    booked = await one_meeting.post_form(confirming, "Bestätigen")

    [booking] = await one_meeting.all_bookings()
    assert (
        "Mittwoch, 2. Dezember 2026, 10:00 bis 10:30 Uhr, Ortszeit Madrid, mit Ana Prieto" in confirming.words
    )
    assert (booked.heading, booking.customer_language) == ("Ihr Termin ist gebucht", "de")


async def test_country_that_was_asked_for_goes_along_in_either_spelling(one_meeting: Site) -> None:
    link = bare(await one_meeting.link(DANA))
    for tag in ("pt-PT", "pt_PT"):
        times = await one_meeting.see(f"{link}?lang={tag}")

        assert (await one_meeting.see_form(times, "10:00")).heading == "Está correto?", tag


async def test_booking_keeps_the_browsers_language_and_country(one_meeting: Site) -> None:
    link = await one_meeting.link()

    await one_meeting.send(f"{link}/book", one_meeting.body(), **{"Accept-Language": "de-AT"})

    [booking] = await one_meeting.all_bookings()
    assert booking.customer_language == "de_AT"


async def test_page_offers_itself_in_every_language(one_meeting: Site) -> None:
    link = f"{bare(await one_meeting.link(DANA))}?{KATHMANDU}&skip=1"
    page = await one_meeting.see(link)
    in_japanese = await one_meeting.see(bare(link) + page.languages["日本語"])

    assert list(page.languages) == [
        "English",
        "Español",
        "Deutsch",
        "Français",
        "Português",
        "日本語",
        "العربية",
    ]
    assert page.languages["Deutsch"] == "?lang=de&time_zone=Asia%2FKathmandu&skip=1"
    assert [link.get_text() for link in in_japanese.page.select("footer [aria-current]")] == ["日本語"]


async def test_what_was_typed_is_not_lost_for_another_language(two_meetings: Site) -> None:
    link = await two_meetings.link()
    sent = two_meetings.body(email="dana")

    page = await two_meetings.see(f"{link}/unknown")
    form = await two_meetings.send(f"{link}/book", sent)

    assert (len(page.languages), "<footer>" in form.text) == (7, False)


async def test_form_says_what_is_wrong_in_the_readers_language(one_meeting: Site) -> None:
    form = await one_meeting.picked(f"{await one_meeting.link()}?lang=es")
    again = await one_meeting.post_form(form, "Confirmar", name="x" * 201, email="")

    said = again.form("Confirmar")
    assert {label: said.error(label) for label in said.labels} == {
        "Su nombre": "Por favor, use menos de 200 caracteres en el nombre.",
        "Su correo electrónico": "Por favor, escriba una dirección de correo electrónico.",
    }


async def test_refusals_are_in_the_readers_language(one_meeting: Site) -> None:
    page = await one_meeting.see("/o/x", **GERMAN)
    script = await one_meeting.client.get("/o/x", headers=SCRIPT | GERMAN)

    assert (page.heading, page.title) == ("Dieser Link funktioniert nicht",) * 2
    assert script.json() == {
        "error": "not_found",
        "message": (
            "Unter dieser Adresse gibt es nichts. Vielleicht ging beim Kopieren ein Teil des Links verloren. "
            "Bitte öffnen Sie den Link noch einmal aus der ursprünglichen Nachricht, oder schreiben Sie der "
            "Person, die ihn gesendet hat."
        ),
    }


async def test_bare_address_speaks_the_readers_language(one_meeting: Site) -> None:
    page = await one_meeting.see("/", **GERMAN)
    assert page.heading == "Hier wird nichts angezeigt"


async def test_fields_of_a_refusal_are_in_the_readers_language(one_meeting: Site) -> None:
    link = await one_meeting.link()
    body = one_meeting.body(name="")

    answer = await one_meeting.client.post(
        f"{link}/book", json=body, headers=SCRIPT | {"Accept-Language": "ja"}
    )

    assert answer.json()["fields"] == {"name": "お名前を入力してください。"}


async def test_names_of_the_company_are_never_translated(two_meetings: Site) -> None:
    await two_meetings.change_page(name="Confirm")
    page = await two_meetings.see(f"{await two_meetings.link()}?lang=de")
    times = await two_meetings.see(page.links["Onboarding 60 Minuten"])
    form = await two_meetings.see_form(times, "15:00")

    assert page.title == "Wählen Sie einen Termin · Confirm"
    assert form.form("Bestätigen").labels == ["Ihr Name", "Ihre E-Mail-Adresse", "Order number"]


async def test_clock_has_twelve_hours_or_twenty_four_as_where_the_reader_lives(one_meeting: Site) -> None:
    link = await one_meeting.link()

    pages = [await one_meeting.see(link, **{"Accept-Language": accepted}) for accepted in ("en-GB", "en-US")]

    assert [page.best[1][0] for page in pages] == ["Tue 1 Dec 14:00", "Tue, Dec 1 2:00 PM"]
