"""The rules, what they say of measured rows, and whether a run may be published."""
