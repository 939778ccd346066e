"""The command line and the warehouse for every verb, as in the tests of the flow."""

from tests.flow.conftest import call, own_home, verb_home

__all__ = ["call", "own_home", "verb_home"]
