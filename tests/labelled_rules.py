"""The rules that labels of pages speak of: text damage and missing fields. Others judge what no label says."""

from __future__ import annotations

LABELLED = frozenset(
    {
        "empty_file", "binary_data", "undecodable_text", "not_vietnamese", "no_article_text", "mojibake",
        "non_utf8_encoding", "decomposed_unicode", "mixed_tone_placement", "missing_title", "caption_as_title",
        "unknown_outlet", "no_publication_date", "truncated_text", "appended_article", "repeated_title",
        "repeated_paragraphs", "truncated_teaser", "related_links_residue", "navigation_residue", "promo_residue",
        "media_residue", "markup_residue", "very_long_line", "invisible_characters",
    }
)  # fmt: skip
