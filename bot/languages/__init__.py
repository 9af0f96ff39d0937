"""The languages in which pages and letters speak, and how each writes dates, times and lists."""

from bot.languages.reader import Reader
from bot.languages.wording import LANGUAGES, Wording, chosen, spoken, wording

__all__ = ["LANGUAGES", "Reader", "Wording", "chosen", "spoken", "wording"]
