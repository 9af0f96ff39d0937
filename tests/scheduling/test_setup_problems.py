"""What is wrong with a set-up document, in words, each problem with its place."""

import pytest

from bot.scheduling.setup_file import SetUpInvalid, document_in

PEAK = """\
administrators: [U0ADMIN]
event_types:
  - name: Support call
    minutes: 30
  - name: Training
    sessions: {package: 3}
booking_pages:
  - {name: Ana, link: ana, owner: U0ANA, time_zone: Europe/Madrid, event_types: [Support call]}
  - {name: Ben, link: ben, owner: U0BEN, time_zone: Europe/London, weekly: {mon: [09:00-17:00]}}
pools:
  - name: Tier 2
    members: [{page: ana}, {page: ben}]
  - name: Nights
    members: [{page: ben, priority: 2}]
master_pages:
  - name: Peak Support
    link: support
    rules:
      - {event_type: Support call, primary: {pool: Tier 2}}
  - name: Peak Training
    link: training
    rule_type: static
    booking_pages: [ana]
"""

SECTIONS = "administrators, company, links, event_types, booking_pages, pools, master_pages"
SUPPORT_RULE = "{event_type: Support call, primary: {pool: Tier 2}}"


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(SetUpInvalid) as refusal:
        document_in(text)
    return refusal.value.problems


def changed(*swaps: tuple[str, str]) -> str:
    text = PEAK
    for old, new in swaps:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def test_the_document_that_the_table_below_spoils_is_sound() -> None:
    assert [page.link for page in document_in(PEAK).master_pages] == ["support", "training"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the document is empty"),
        ("{}", "the document is empty"),
        (
            "just words",
            f"the document should hold keys: {SECTIONS}",
        ),
        ("event_types: {name: X}", "event_types: should be a list, such as [a, b]"),
        (
            "event_types: [Support call]",
            "event_types[no. 1]: should hold keys and values, such as {name: …}",
        ),
        ("event_type: []", "event_type: there is no such key here; did you mean 'event_types'?"),
        ("zones: []", f"zones: there is no such key here, only {SECTIONS}"),
        ("company: Acme", "company: should hold keys and values, such as {name: …}"),
        ("company: {colour: blue}", "company.colour: 'blue' should be a colour such as '#1f3a5f'"),
        (
            "company: {colour: #1f3a5f\n}",
            (
                "line 1, column 11: nothing stands behind 'colour', because # begins a comment: put it in"
                " quotes, colour: '#1f3a5f'"
            ),
        ),
        ("company: {logo: logo.png}", "company.logo: should be data:image/png;base64,… (or jpeg, or webp)"),
        ("company: {logo: 'data:image/png;base64,x'}", "company.logo: should be a picture in base64"),
        (
            "company: {logo: 'data:image/png;base64,R0lGODlh'}",
            "company.logo: should be a picture of the kind that it says, image/png",
        ),
        (
            f"company: {{logo: 'data:image/png;base64,{'AAAA' * 7000}'}}",
            "company.logo: should be a picture of at most 20 kB",
        ),
        ("links: {expire: 91d}", "links.expire: '91d' should be at most 90d, or 60 business days"),
        (
            "links: {expire: 61 business days}",
            "links.expire: '61 business days' should be at most 90d, or 60 business days",
        ),
        (
            "links: {expire: 12h}",
            "links.expire: '12h' should be a number of whole days, like 14d or 5 business days",
        ),
        ("links: {most_open: 0}", "links.most_open: '0' should be a whole number from 1 to 1000"),
        ("links: {ticket: maybe}", "links.ticket: should be 'optional' or 'required'"),
        ('"\\ud800": []', f"'\\ud800': there is no such key here, only {SECTIONS}"),
        ("a: 'b", "line 1, column 4: the quote that is opened here is not closed"),
        (f"event_types: [{'{name: X}, ' * 1001}]", "event_types: should list at most 1,000, not 1,001"),
        ("administrators: U0ADMIN", "administrators: should be a list, such as [a, b]"),
        ("administrators: []", "administrators: should list at least one"),
        ("administrators: [U0A, U0A]", "administrators: 'U0A' should stand here only once"),
        (
            "administrators: ['@ana']",
            "administrators[no. 1]: '@ana' should be a Slack user id such as U024BE7LH",
        ),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_wrong_with_the_whole_is_told(text: str, problem: str) -> None:
    assert problems_of(text) == (problem,)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("minuts: 30", ".minuts: there is no such key here; did you mean 'minutes'?"),
        ("slots: {evry: 30m}", ".slots.evry: there is no such key here; did you mean 'every'?"),
        ("slots: {first: 0}", ".slots.first: there is no such key here, only every, start, most_a_day"),
        (
            "horizon: {from: 2026-12-01, until: 2026-12-09, to: x}",
            ".horizon.to: there is no such key here, only from, until",
        ),
        (
            "fields: [{name: team, lable: Team}]",
            ".fields[no. 1].lable: there is no such key here; did you mean 'label'?",
        ),
        ("name: ''", ".name: should not be blank"),
        ('name: "a\\nb"', r".name: 'a\nb' should be a single line of plain text"),
        ('name: "\\0"', r".name: '\x00' should be a single line of plain text"),
        ('name: "\\ud800"', r".name: '\ud800' should be a single line of plain text"),
        (f"name: {'x' * 201}", ".name: should have at most 200 characters, not 201"),
        ("name: [a]", ".name: should be a single value, not a list or keys"),
        ("minutes: 0", ".minutes: '0' should be a multiple of 5 from 5 to 1440"),
        ("minutes: 1445", ".minutes: '1445' should be a multiple of 5 from 5 to 1440"),
        ("minutes: 31", ".minutes: '31' should be a multiple of 5 from 5 to 1440"),
        ("minutes: 30m", ".minutes: '30m' should be a multiple of 5 from 5 to 1440"),
        ("booking: manual", ".booking: should be 'automatic' or 'approval'"),
        ("sessions: 3", ".sessions: should be single, or {package: N} for a package of N sessions"),
        ("sessions: {package: 1}", ".sessions: '1' should be a whole number from 2 to 100"),
        ("sessions: {pack: 2}", ".sessions: should be single, or {package: N} for a package of N sessions"),
        ("sessions: package 101", ".sessions: '101' should be a whole number from 2 to 100"),
        ("capacity: 0", ".capacity: '0' should be a whole number from 1 to 10000"),
        ("capacity: many", ".capacity: 'many' should be a whole number from 1 to 10000"),
        ("slots: 30m", ".slots: should hold keys and values, such as {every: …}"),
        ("slots: {every: 0m}", ".slots.every: '0m' should be at least 5m"),
        ("slots: {every: 7m}", ".slots.every: '7m' should be a multiple of 5 minutes, 24h at most"),
        ("slots: {start: []}", ".slots.start: should list at least one"),
        ("slots: {start: [0, 60]}", ".slots.start[no. 2]: '60' should be a multiple of 5 from 0 to 55"),
        ("buffers: {before: 3m}", ".buffers.before: '3m' should be a multiple of 5 minutes, 24h at most"),
        ("notice: 4", ".notice: '4' is no duration: write one as 4h or 2 business days"),
        ("horizon: 12h", ".horizon: '12h' should be a number of whole days, like 30d"),
        ("horizon: {from: 2026-12-01}", ".horizon.until: this key is needed"),
        (
            "horizon: {from: 2026-12-02, until: 2026-12-01}",
            ".horizon: 2026-12-02 comes after 2026-12-01: the earlier date goes first",
        ),
        (
            "horizon: {from: 2027-01-01, until: 2029-09-27}",
            ".horizon: should span at most 1000 days, not 1,001",
        ),
        (
            "horizon: {from: 2000-01-01, until: 2199-12-31}",
            ".horizon: should span at most 1000 days, not 73,049",
        ),
        (
            "horizon: {from: 2026-13-01, until: 2026-12-31}",
            ".horizon.from: '2026-13-01' should be a date such as 2026-12-24",
        ),
        ("caps: {day: 0}", ".caps.day: '0' should be a whole number from 1 to 1000"),
        (
            "policy: {cancel: until 5m}",
            ".policy.cancel: 'until 5m' should be from 15 minutes to 14 days before",
        ),
        ("policy: {reason: maybe}", ".policy.reason: should be 'optional', 'required' or 'none'"),
        (
            "fields: [{name: Email}]",
            ".fields[no. 1].name: 'Email' is a name that every Booking form uses itself: choose another",
        ),
        (
            "fields: [{name: order number}]",
            ".fields[no. 1].name: 'order number' should be letters, digits and _, beginning with a letter",
        ),
        ("fields: [{name: a}, {name: a}]", ".fields: 'a' should stand here only once"),
        ("fields: [{name: a, required: perhaps}]", ".fields[no. 1].required: should be true or false"),
        ("fields: [{label: A}]", ".fields[no. 1].name: this key is needed"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_wrong_with_an_event_type_is_told(line: str, problem: str) -> None:
    name = "" if line.startswith("name") else "name: X, "
    [told] = problems_of(f"event_types: [{{name: First}}, {{{name}{line}}}]")
    place, _, rest = told.partition("]")
    assert (place.partition(":")[0], rest) == ("event_types[no. 2", problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("link: ana, ", "link: a b, ", "link: a link is made of letters (a-z), digits, - and _"),
        (
            "name: Ana, link: ana",
            "name: 山田",
            "link: no link can be made of this name: choose one of letters (a-z), digits, - and _",
        ),
        ("name: Ana, link: ana, ", "", "name: this key is needed"),
        ("owner: U0ANA, ", "", "owner: this key is needed"),
        ("owner: U0ANA", "owner: u0ana", "owner: 'u0ana' should be a Slack user id such as U024BE7LH"),
        (
            "Europe/Madrid",
            "Madrid",
            (
                "time_zone: 'Madrid' should be the name of a time zone such as Europe/Madrid;"
                " did you mean 'Europe/Madrid'?"
            ),
        ),
        (
            "Europe/Madrid",
            "../../etc/passwd",
            "time_zone: '../../etc/passwd' should be the name of a time zone such as Europe/Madrid",
        ),
        (
            "}",
            ", weekly: {monday: []}}",
            "weekly.monday: there is no such key here, only mon, tue, wed, thu, fri, sat, sun",
        ),
        ("}", ", weekly: {mon: 9-17}}", "weekly.mon: should be a list, such as [a, b]"),
        ("}", ", weekly: {mon: [9-25]}}", "weekly.mon[no. 1]: '9-25' should lie between 00:00 and 24:00"),
        (
            "}",
            ", weekly: {mon: [14-18, 9-15]}}",
            "weekly.mon: 09:00-15:00 and 14:00-18:00 overlap: write them as one, or apart",
        ),
        (
            "}",
            ", dates: {2026-12-24: [22-2, 23-24]}}",
            "dates.2026-12-24: 22:00-02:00 and 23:00-24:00 overlap: write them as one, or apart",
        ),
        ("}", ", dates: {24.12.: []}}", "dates.'24.12.': '24.12.' should be a date such as 2026-12-24"),
        ("}", ", dates: [2026-12-24]}", "dates: should hold keys and values, such as {key: value}"),
        ("}", ", event_types: [X, X]}", "event_types: 'X' should stand here only once"),
    ],
)
def test_what_is_wrong_with_a_booking_page_is_told(old: str, new: str, problem: str) -> None:
    page = "{name: Ana, link: ana, owner: U0ANA, time_zone: Europe/Madrid}"
    [told] = problems_of(f"booking_pages: [{page.replace(old, new)}]")
    place, _, rest = told.partition("].")
    assert (place.partition(":")[0], rest) == ("booking_pages[no. 1", problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "name: Training",
            "name: Support call",
            "event_types[no. 2: 'Support call'].name: event_types[no. 1] has this name already",
        ),
        (
            "pools:",
            "  - {name: Anas, link: ANA, owner: U0ANAS, time_zone: UTC}\npools:",
            "booking_pages[no. 3: 'ANA'].link: booking_pages[no. 1] has this link already",
        ),
        (
            "name: Nights",
            "name: Tier 2",
            "pools[no. 2: 'Tier 2'].name: pools[no. 1] has this name already",
        ),
        (
            "link: training",
            "link: SUPPORT",
            "master_pages[no. 2: 'SUPPORT'].link: master_pages[no. 1] has this link already",
        ),
        (
            "[Support call]",
            "[Call]",
            "booking_pages[no. 1: 'ana'].event_types[no. 1]: no Event type is named 'Call'",
        ),
        (
            "page: ben, p",
            "page: zoe, p",
            "pools[no. 2: 'Nights'].members[no. 1].page: no Booking page has the link 'zoe'",
        ),
        ("[{page: ben, priority: 2}]", "[]", "pools[no. 2: 'Nights'].members: should list at least one"),
        (
            "{page: ben}",
            "{page: BEN}",
            (
                "pools[no. 1: 'Tier 2'].members[no. 2].page: no Booking page has the link 'BEN';"
                " did you mean 'ben'?"
            ),
        ),
        ("{page: ben}", "{page: ana}", "pools[no. 1: 'Tier 2'].members: 'ana' should stand here only once"),
        (
            "priority: 2",
            "priority: 0",
            "pools[no. 2: 'Nights'].members[no. 1].priority: '0' should be a whole number from 1 to 100",
        ),
        (
            "name: Nights",
            "distribution: fair\n    name: Nights",
            "pools[no. 2: 'Nights'].distribution: should be 'round robin', 'pooled' or 'priority'",
        ),
        (
            "link: training",
            "link: abc",
            "master_pages[no. 2: 'abc'].link: a Public link has at least 4 letters (a-z), digits, - or _",
        ),
        (
            "rule_type: static",
            "rule_type: fixed",
            "master_pages[no. 2: 'training'].rule_type: should be 'dynamic' or 'static'",
        ),
        (
            "[ana]",
            "[ana, zoe]",
            "master_pages[no. 2: 'training'].booking_pages[no. 2]: no Booking page has the link 'zoe'",
        ),
        (
            "[ana]",
            "[ana, ana]",
            "master_pages[no. 2: 'training'].booking_pages: 'ana' should stand here only once",
        ),
        (
            "link: training\n",
            "link: training\n    dedicated_to: zoe\n",
            "master_pages[no. 2: 'training'].dedicated_to: no Booking page has the link 'zoe'",
        ),
        (
            "master_pages:\n",
            (
                "master_pages:\n"
                "  - {name: For Ana, dedicated_to: ana, rules: []}\n"
                "  - {name: Ana again, dedicated_to: ana}\n"
            ),
            (
                "master_pages[no. 2: 'ana-again'].dedicated_to:"
                " master_pages[no. 1] is dedicated to 'ana' already"
            ),
        ),
        (
            "rule_type: static",
            "accept_bookings: sometimes\n    rule_type: static",
            "master_pages[no. 2: 'training'].accept_bookings: should be true or false",
        ),
    ],
)
def test_what_is_wrong_between_the_entries_is_told(old: str, new: str, problem: str) -> None:
    assert problems_of(changed((old, new))) == (problem,)


WAY_OUT = "change the Event type, or take it out of the rule"
NOT_TWICE = "name team members that have no Booking page in common"
NAME_ONE = "should name one Booking page, {page: LINK}, or one Resource pool, {pool: NAME}"


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("{event_type: Call, primary: {page: ana}}", ".event_type: no Event type is named 'Call'"),
        ("{event_type: Support call}", ".primary: this key is needed"),
        (
            "{event_type: Support call, primary: ana}",
            ".primary: should hold keys and values, such as {page: …}",
        ),
        ("{event_type: Support call, primary: {}}", f".primary: {NAME_ONE}"),
        ("{event_type: Support call, primary: {page: ana, pool: Tier 2}}", f".primary: {NAME_ONE}"),
        (
            "{event_type: Support call, primary: {pool: Tier 9}}",
            ".primary.pool: no Resource pool is named 'Tier 9'; did you mean 'Tier 2'?",
        ),
        (
            "{event_type: Support call, primary: {page: ana}, additional: [{page: ben}, {page: zoe}]}",
            ".additional[no. 2].page: no Booking page has the link 'zoe'",
        ),
        (
            "{event_type: Training, primary: {page: ana}}",
            f".event_type: 'Training' is a package of 3 sessions, and rules need a Single session: {WAY_OUT}",
        ),
        (
            "{event_type: Support call, primary: {page: ana}, additional: [{page: ben}, {page: ana}]}",
            ".additional[no. 2]: 'ana' has a seat in this rule already: name somebody else",
        ),
        (
            "{event_type: Support call, primary: {pool: Nights}, additional: [{pool: Tier 2}]}",
            (
                ".additional[no. 1]: 'ben' would have to be there twice, for the pool 'Nights'"
                f" and for the pool 'Tier 2': {NOT_TWICE}"
            ),
        ),
        (
            f"{SUPPORT_RULE}, {SUPPORT_RULE}",
            "[no. 2].event_type: rules[no. 1] is for 'Support call' already",
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_on_either_kind_of_page(rule: str, problem: str) -> None:
    dynamic = f"  - {{name: dynamic, rule_type: dynamic, rules: [{rule}]}}\n"
    static = f"  - {{name: static, rule_type: static, rules: [{rule}]}}\n"
    place = "rules" if problem.startswith("[") else "rules[no. 1]"

    assert problems_of(PEAK + dynamic + static) == (
        f"master_pages[no. 3: 'dynamic'].{place}{problem}",
        f"master_pages[no. 4: 'static'].{place}{problem}",
    )


@pytest.mark.parametrize(
    ("team", "problem"),
    [
        pytest.param(
            "primary: {page: ben}, additional: [{page: demo}]", "for 'ben' and for 'demo'", id="two pages"
        ),
        pytest.param(
            "primary: {pool: Nights}, additional: [{page: demo}]",
            "for the pool 'Nights' and for 'demo'",
            id="page and pool",
        ),
    ],
)
def test_two_booking_pages_of_one_owner_have_no_two_seats_in_a_rule(team: str, problem: str) -> None:
    text = changed(("pools:", "  - {name: Demo, owner: U0BEN, time_zone: UTC}\npools:"))
    page = f"  - {{name: More, link: more, rules: [{{event_type: Support call, {team}}}]}}\n"
    twice = f"'U0BEN' would have to be there twice, {problem}: name team members that have no owner in common"

    assert problems_of(text + page) == (
        f"master_pages[no. 3: 'more'].rules[no. 1].additional[no. 1]: {twice}",
    )


def test_entry_with_a_problem_is_still_known_by_the_link_that_its_name_suggests() -> None:
    page = "{name: Zoë Lund, owner: zoe, time_zone: UTC}"

    assert problems_of(f"booking_pages: [{page}]\npools: [{{name: All, members: [{{page: zoe-lund}}]}}]") == (
        "booking_pages[no. 1: 'Zoë Lund'].owner: 'zoe' should be a Slack user id such as U024BE7LH",
    )


def test_all_problems_are_told_together_and_none_because_of_another() -> None:
    text = changed(
        (
            "minutes: 30",
            "minutes: 31",
        ),  # the rules, the page and the pool below still refer to what is unsound
        ("owner: U0BEN", "owner: Ben"),
        ("{page: ben, priority: 2}", "{page: ben, priority: 0}, {page: zoe}"),
        ("booking_pages: [ana]", "booking_pages: [ana, ben, zoe]"),
        (SUPPORT_RULE, "{event_type: Support call, primary: {pool: Nights}, additional: [{pool: Tier 9}]}"),
    )

    assert problems_of(f"{text}colour: red\n") == (
        f"colour: there is no such key here, only {SECTIONS}",
        "event_types[no. 1: 'Support call'].minutes: '31' should be a multiple of 5 from 5 to 1440",
        "booking_pages[no. 2: 'ben'].owner: 'Ben' should be a Slack user id such as U024BE7LH",
        "pools[no. 2: 'Nights'].members[no. 1].priority: '0' should be a whole number from 1 to 100",
        "master_pages[no. 2: 'training'].booking_pages[no. 3]: no Booking page has the link 'zoe'",
        (
            "master_pages[no. 1: 'support'].rules[no. 1].additional[no. 1].pool:"
            " no Resource pool is named 'Tier 9'; did you mean 'Tier 2'?"
        ),
    )


def test_misspelt_section_is_read_as_what_it_was_meant_to_be() -> None:
    assert problems_of(changed(("event_types:\n", "event_type:\n"), ("minutes: 30", "minutes: 31"))) == (
        "event_type: there is no such key here; did you mean 'event_types'?",
        "event_types[no. 1: 'Support call'].minutes: '31' should be a multiple of 5 from 5 to 1440",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("berlin", "; did you mean 'Europe/Berlin'?"),
        ("New York", "; did you mean 'America/New_York'?"),
        ("Europe/Madird", "; did you mean 'Europe/Madrid'?"),
        ("Amerika/NewYork", "; did you mean 'America/New_York'?"),
        ("CEST", ""),
        ("WEST", ""),
        ("Eastern", ""),
        ("Bern", ""),
        ("GMT+2", ""),
        ("Asia/Mumbai", ""),
        ("US/Easter", ""),
        ("Europe/", ""),
    ],
)
def test_zone_that_was_meant_is_named(typed: str, meant: str) -> None:
    page = f"{{name: Ana, owner: U0ANA, time_zone: {typed}}}"

    assert problems_of(f"booking_pages: [{page}]") == (
        (
            f"booking_pages[no. 1: 'Ana'].time_zone: {typed!r} should be the name of a time zone such as"
            f" Europe/Madrid{meant}"
        ),
    )


def test_of_very_many_problems_the_first_are_told() -> None:
    rules = ", ".join(f"{{event_type: Call {number}, primary: {{page: ana}}}}" for number in range(150))
    told = problems_of(f"{PEAK}  - {{name: More, rules: [{rules}]}}\n")

    assert (len(told), told[-1]) == (101, "and there is more: import again once these are mended")
