"""For all tests: no example of a property test has a time limit, for time is measured in benchmarks."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
