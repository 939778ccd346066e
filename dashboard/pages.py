"""The pages, in the order of the navigation: what draws each, and its icon."""

from __future__ import annotations

from dashboard import (
    article,
    articles,
    duplicates,
    outlets,
    overview,
    quarantine,
    review,
    rules,
    runs,
    sql,
    worklist,
)

PAGES = {
    "overview": (overview.page, ":material/monitoring:"),
    "articles": (articles.page, ":material/article:"),
    "article": (article.page, ":material/article:"),
    "outlets": (outlets.page, ":material/newspaper:"),
    "duplicates": (duplicates.page, ":material/content_copy:"),
    "worklist": (worklist.page, ":material/flag:"),
    "quarantine": (quarantine.page, ":material/block:"),
    "rules": (rules.page, ":material/rule:"),
    "review": (review.page, ":material/visibility:"),
    "runs": (runs.page, ":material/history:"),
    "sql": (sql.page, ":material/terminal:"),
}
