"""Small pages to segment, and their kinds."""

from __future__ import annotations

import polars as pl

from transforms.segment import segment

TITLE = "Làng nghề đan thúng bên sông mở lớp dạy trẻ"
LEAD = "Mỗi chiều thứ bảy, hơn hai mươi em nhỏ ở làng Phú Hậu lại ngồi quanh sân đình để học đan vòng thúng đầu tiên."
BODY = (
    "Lớp học do bà Trần Thị Lài, 64 tuổi, mở từ đầu năm vì sợ nghề của làng không còn ai nối.",
    "Bà Lài cho biết buổi đầu chỉ có ba em đến, nay phải chia làm hai nhóm mới đủ chỗ ngồi.",
    "Chính quyền xã hỗ trợ tre và mây, còn các cụ trong làng thay nhau đứng lớp không nhận tiền công.",
)
PAGE = (TITLE, LEAD, *BODY)


def segmented(*texts: str) -> pl.DataFrame:
    """The segmented lines of some texts."""
    documents = pl.DataFrame({"doc": range(len(texts)), "file_id": [str(i) for i in range(len(texts))], "text": texts})
    return segment(documents.with_columns(pl.col("doc").cast(pl.UInt32)))


def kinds(*lines: str) -> list[str]:
    """The kinds of the lines of one page."""
    return segmented("\n".join(lines))["kind"].to_list()
