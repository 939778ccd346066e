"""Telling people what went wrong: by e-mail, chat or webhook, and in Prefect."""
