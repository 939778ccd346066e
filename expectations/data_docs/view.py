"""Great Expectations' page view with a page of our own: its templates load styles, scripts and fonts from the internet.

Ours has its one style sheet inside, no script, and a policy that forbids the browser to load anything. GX's templates
do not escape what they are given: whatever goes into a block has to be escaped before (`blocks.escaped`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from great_expectations.render.components import RenderedDocumentContent, RenderedSectionContent
from great_expectations.render.view.view import DefaultJinjaPageView

_TEMPLATES = Path(__file__).parent / "templates"


class PageView(DefaultJinjaPageView):
    """Documents as whole HTML pages, by `templates/data_docs_page.j2`."""

    _template = "data_docs_page.j2"

    def __init__(self, made_at: datetime, version: str) -> None:
        super().__init__(custom_views_directory=str(_TEMPLATES))
        self._made = {"made_at": f"{made_at:%Y-%m-%d %H:%M} UTC", "tinsach_version": version}

    def page(self, title: str, sections: list[RenderedSectionContent], *, root: str, can_filter: bool = False) -> str:
        """One page; `root` leads from it to the root of the site, `can_filter` lets people hide kept rules."""
        document = RenderedDocumentContent(
            renderer_type="ValidationResultsPageRenderer", page_title=title, sections=sections, utm_medium=None
        )
        html: str = self.render(document, root=root, can_filter=can_filter, **self._made)  # type: ignore[no-untyped-call]
        return html
