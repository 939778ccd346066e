"""Data Docs: the rules and what audits counted, as a small site of HTML files that needs no internet."""
