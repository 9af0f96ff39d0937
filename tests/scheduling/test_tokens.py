"""Tokens: random, found by their digest, shown again only with the key."""

import pytest

from bot.scheduling.errors import UrlLost
from bot.scheduling.tokens import TOKEN_BYTES, Tokens, digest

OLD, NEW = b"old key", b"new key"


def test_token_is_shown_again_from_its_seed() -> None:
    tokens = Tokens((OLD,))
    made = tokens.new()

    assert tokens.again(made.seed, made.digest) == made.token


def test_token_survives_a_key_that_was_put_in_front() -> None:
    made = Tokens((OLD,)).new()

    assert Tokens((NEW, OLD)).again(made.seed, made.digest) == made.token


def test_token_cannot_be_shown_without_its_key() -> None:
    made = Tokens((OLD,)).new()

    with pytest.raises(UrlLost):
        Tokens((NEW,)).again(made.seed, made.digest)


def test_what_is_stored_does_not_contain_the_token() -> None:
    made = Tokens((OLD,)).new()

    assert made.token.encode() not in made.seed + made.digest


def test_token_has_192_bits_and_never_repeats() -> None:
    tokens = Tokens((OLD,))
    made = {tokens.new().token for _ in range(1000)}

    assert len(made) == 1000
    assert {len(token) for token in made} == {TOKEN_BYTES * 4 // 3}


def test_digest_takes_any_text_a_url_can_carry() -> None:
    assert digest("\udcff") != digest("")


def test_keys_do_not_show_in_the_representation() -> None:
    assert "old key" not in repr(Tokens((OLD,)))
