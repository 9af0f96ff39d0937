"""Bearer tokens that a copy of the database does not yield."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from bot.scheduling.errors import UrlLost

SEED_BYTES = 32
TOKEN_BYTES = 24


@dataclass(frozen=True)
class NewToken:
    """A token, and the two things to store of it: the seed it grew from and the digest it is found by."""

    token: str
    seed: bytes
    digest: bytes


@dataclass(frozen=True)
class Tokens:
    """Makes tokens of 192 bits from a random seed and a secret key that is never stored beside it.

    The first key makes new tokens. The others still show what they made: a new key goes in front.
    """

    keys: tuple[bytes, ...] = field(repr=False)

    def new(self) -> NewToken:
        seed = token_bytes(SEED_BYTES)
        token = _derive(self.keys[0], seed)
        return NewToken(token, seed, digest(token))

    def again(self, seed: bytes, expected: bytes) -> str:
        """The token that was made from ``seed``. Raises ``UrlLost`` when its key was dropped."""
        for key in self.keys:
            token = _derive(key, seed)
            if hmac.compare_digest(digest(token), expected):
                return token
        raise UrlLost

    def made(self, seed: bytes, expected: bytes) -> bool:
        """Was it one of these keys that made a token of this seed and digest?"""
        try:
            self.again(seed, expected)
        except UrlLost:
            return False
        return True


def digest(token: str) -> bytes:
    """What a token is found by. A plain hash suffices for a token of this many random bits."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _derive(key: bytes, seed: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, b"onetime token\0" + seed, sha256)[:TOKEN_BYTES]).decode()
