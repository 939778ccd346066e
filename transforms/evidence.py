"""What the codes in `lines.evidence` mean, in words for people."""

from __future__ import annotations

EVIDENCE: dict[str, str] = {
    "after_text": "a short line below the last paragraph: another article's title, or if too short for that a button",
    "before_text": "a short line over a paragraph that goes on about the same people and places",
    "between_text": "a short line between paragraphs: a list item, or, of a title's length, a link put in between",
    "blank": "nothing but white space",
    "byline:credit": "says who wrote it, or where it was taken from",
    "caption:bare": "a short sentence where pictures stand, without a credit",
    "caption:after_text": "below the last paragraph, where nothing else said that the article is over",
    "caption:below_picture": "below the mark that a picture left",
    "caption:between_text": "between paragraphs with the same words, or on a page that tells its story in pictures",
    "caption:credit": "ends with the credit of a picture",
    "caption:view": "begins as captions of views do",
    "comments": "below the heading of readers' comments",
    "corrected": "somebody said so (`corrections`)",
    "corrected:follows": "follows from a line that somebody corrected",
    "dateline:date": "a date, and nothing else that counts",
    "dateline:date_with_words": "a date with a few words around it",
    "dateline:part_date": "a time, a day without a year, or an age such as '2 giờ trước'",
    "figures": "numbers below the last paragraph: a result, a table's last row",
    "head:above_title": "stands above the title",
    "head:family_name": "a person's name above the title",
    "head:first_text": "the first paragraph below the title",
    "head:furniture": "words of menus and buttons above the first paragraph",
    "head:link": "a link above the first paragraph",
    "head:name": "a person's name between title and first paragraph",
    "head:page_date": "a date above the title, where the article has its own below",
    "head:short": "a short line between title and first paragraph",
    "head:teaser": "of a title's length and without a mark at its end, right below the title",
    "head:title": "the first line of a title's length above the text, or the one that is printed again",
    "link": "marked as a link, with an arrow or words such as 'Xem thêm:', or titles in a row with slashes",
    "list:second_text": "a second short text below another article's title",
    "list:text": "a paragraph below another article's title",
    "list:under_heading": "a sentence right below the heading of a list",
    "media:clip": "the name of a video or audio clip, or who made it",
    "media:phrase": "words or times of a player, or the mark of a picture",
    "menu_row": "names of sections in a row",
    "name": "a person's name where no text follows, or below a title",
    "navigation:learned": "the same line stands in many articles (table `furniture`)",
    "navigation:phrase": "words of menus, buttons, tags or the page's foot",
    "no_text": "below the first line of a page without text",
    "over_titles": "a short line over titles of other articles",
    "phrase": "words that stand over lists of articles, tags or comments",
    "promo:phrase": "addresses the readers, or advertises",
    "question": "a question to somebody: a turn of an interview",
    "repeat": "the same text stands further up",
    "run:appended": "below the title of another article, over or in two paragraphs and more",
    "run:heading": "a short line within another article",
    "run:main": "a paragraph of the article",
    "run:resumed": "names of the article again, below one teaser of another",
    "section": "the name of a section between paragraphs",
    "sentence": "too long for a title: a paragraph without its full stop",
    "short": "too short for a title, among or below other articles",
    "tag": "a few words among the tags",
}
_IN_LIST = "a line of a title's length among titles of other articles"


def meaning(code: str) -> str:
    """The words for a code; "" for one of an older version."""
    return EVIDENCE.get(code, _IN_LIST if code.startswith("list:") else "")
