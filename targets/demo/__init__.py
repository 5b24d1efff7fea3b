"""Labelled demo data: plausible records that stand on one day and depend on nothing but a seed.

A `Scenario` says how much of what happened when; `bac_kan` and `nation` are the two that we have.
`registry`, `ratings`, `figures` and `returns` make unsaved records from it, `loading` stores them,
`clearing` removes them again.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")

DEMO_DAY = date(2024, 10, 20)
"""The day on which the demo stands. Nothing in it is later."""

LOADED_AT = datetime(2024, 10, 20, 8, tzinfo=HERE)
"""When its history says that it was made, whatever day it is loaded on."""
