"""The contexts in which a text names its outlet, as regexes (Rust syntax, so linear time) built from the registry."""

from __future__ import annotations

import re
from functools import cache

from transforms.outlet_registry import DASHES, LINE_START, alternation, load_outlets, marked_names, written_names

# The outlet's prefix at the start of a lead; group 1 is the name, group 2 the dash (in brackets it may be missing).
BRACKET_PREFIX = rf"{LINE_START}[(\[]\s*([^()\[\]\n]{{2,40}}?)\s*[)\]]\**\s*({DASHES}|:)?"
BARE_PREFIX = rf"{LINE_START}([^\s()\[\]][^()\[\]\n]{{1,30}}?)\**\s*{DASHES}"
# "TGVN. Sau": only where the token is long enough not to be a title ("TS.", "TP.").
POINT_PREFIX = rf"{LINE_START}([\p{{L}}\d&.]{{4,20}}?)\.\s"
# What stands in brackets at the start of a text and is no outlet: places, series, sections, remarks.
NOT_AN_OUTLET = (
    r"^(?i:ảnh|nguồn|theo|video|clip|bài|kỳ|phần|tiếp|tin|tổng hợp|minh họa|cập nhật|xem|đọc|infographic|podcast|emagazine"
    r"|longform|e-magazine|trực tiếp|quảng cáo|pr|ads|advertorial|dịch|lược dịch|trích|lời tòa soạn|lts|pv|xin chào)\b"
    r"|^(?i:thời sự|chính trị|xã hội|kinh tế|thể thao|giải trí|văn hóa|giáo dục|pháp luật|thế giới|đời sống|du lịch"
    r"|khoa học|công nghệ|sức khỏe|quốc tế|trong nước|góc nhìn|bình luận|phỏng vấn|phóng sự|ghi chép|tản văn|truyện ngắn)$"
    r"|^(?i:tp\.?\s*hcm|tp\.?\s*hồ chí minh|thành phố hồ chí minh|hà nội|đà nẵng|hải phòng|cần thơ|huế|việt nam)$"
)
# `HOST` finds addresses; an "@" before it says that it is one of an e-mail.
HOST = r"@?\b(?:[a-z0-9][a-z0-9-]*\.)+(?:vn|com|net|org|info|fr|cn|jp|kr|asia|news)\b"
OTHER_HOSTS = (
    r"(?:^|\.)(?:gmail|yahoo|outlook|hotmail|facebook|fb|youtube|youtu|google|zalo|tiktok|twitter|instagram|apple|baomoi"
    r"|shopee|lazada|tiki|sendo|fpt|fptplay|vtvcab|viettel|vinaphone|mobifone|telegram|spotify|blogspot|wordpress)\."
    r"|\.(?:gov|edu)\.vn$"
)
READER_CUE = r"(?i)@|theo dõi|độc giả|bạn đọc|khán giả|tòa soạn|toà soạn|email|bản quyền|©|google news"

COPYRIGHT_CUE = r"(?i)bản quyền|©|copyright|®|ghi rõ nguồn|phát hành lại|sao chép|giấy phép"
_OWNER_END = (
    r"\s*(?:[Đđ]iện tử|[Oo]nline|ĐIỆN TỬ|ONLINE|giữ|khi|đã|và giữ|GIỮ|[.,;:|–—()\"“”'©®/]|\s-\s|\d|[Aa]ll\s[Rr]ights|$)"
)
_KINDS = r"(?:Báo|báo|BÁO|Tạp chí|tạp chí|TẠP CHÍ|Thời báo|THỜI BÁO|Đài|ĐÀI)"
# "Báo An Giang điện tử giữ bản quyền", "© Báo điện tử X."
OWNER = rf"({_KINDS}(?:\s+[Đđ]iện tử|\s+ĐIỆN TỬ)?\s+\p{{Lu}}[^.,;:|–—()\"“”©®/\n]{{1,50}}?){_OWNER_END}"
# "© 2024 X", "Bản quyền nội dung thuộc về X", "Ghi rõ nguồn "X""
AFTER_COPYRIGHT = (
    r"(?:(?:©|\(c\)|[Cc]opyright|COPYRIGHT)[\s©:]*(?:\d{4}\s*(?:[-–]\s*\d{4})?)?\s*(?:by|of|[Tt]huộc về|[Tt]huộc|[Cc]ủa|[-–])?"
    r"|(?:thuộc về|thuộc|quyền của|ý của|rõ nguồn)(?:\s*:)?(?:\s+(?:từ|là|tin))?)"
    rf"\s*[\"“']?(\p{{Lu}}[^.,;:|–—()\"“”'©®/\n]{{1,40}}?){_OWNER_END}"
)
NOT_A_NAME = (
    r"^(?i:công ty|tập đoàn|bộ|sở|cục|tổng cục|ubnd|all|bản quyền|copyright|toàn bộ|mọi|các|bài viết|tác giả|ban|by|chúng"
    r"|facebook|zalo|youtube|tiktok|google|fanpage|telegram|instagram|twitter|video|clip|kênh|trang|ứng dụng|website|world cup"
    r"|luật|nghị định|việt nam|tin|bài|ảnh|nguồn|cổng|hội|đảng|trung tâm|viện|trường|liên đoàn)\b"
)
_FILLERS = (
    r"(?:(?i:thêm|ngay|các|những|kênh|trang|fanpage|báo in|ấn phẩm|ứng dụng|app|tin tức|tin|bài|từ|của|cùng|chuyên mục"
    r"|youtube|facebook|zalo|tiktok|và|like)\s+)*"
)
FOLLOW = (
    r"(?i:theo dõi|đọc|follow|đăng ký|đón đọc|đón xem|cập nhật)\s+"
    + _FILLERS
    + r"(\p{Lu}[^\s,;:!]*(?:\s+[^\s,;:!]+){0,5}?)\s*(?:\s(?:trên|tại|qua|on|TRÊN)\b)"
)

# A byline falls into pieces: "Hồng Anh/VOV-Tây Bắc", "Theo Nam An (TTXVN)", "Lan Hương - Báo Tin tức".
PIECE_BREAKS = r"[/|()\[\];,•\t\n]|\s[-–—]\s|[–—-]|:"
SOURCE_MARK = r"(?i)\btheo\b|\bnguồn\b"
AUTHOR_MARKS = (
    r"^\W*(?:(?i:tổng hợp|lược dịch|biên dịch|dịch|theo|nguồn|tin|bài|ảnh|nhóm|phóng viên|pv|ctv|p\.v|từ|trang|tờ|kênh"
    r"|đăng lại|dẫn|bởi|tác giả)\b[\s:.]*)+"
)
UNKNOWN_BYLINE = rf"\b({_KINDS}\s+(?:[Đđ]iện tử\s+)?\p{{Lu}}[\p{{L}}\d]*(?:[\s&-]+\p{{Lu}}[\p{{L}}\d]*)*)"
# The source at the end of a last paragraph, where an extractor has glued it: "… Theo VnExpress", "… An Hà/VOV", "… (TTXVN)".
TAIL_SOURCE = r"(?:\b(?:Theo|theo|THEO|Nguồn:?)\s+|[/(])((?:[Tt]heo\s+)?[\p{L}\d][^/().\n]{1,36}(?:\.(?:vn|VN|net|com))?)\)?[\s.]*$"

# What stands right before an outlet that names itself; a text is cut there, and the name must follow.
_VERBS = (
    "nói|đổi|sẻ|chuyện|tâm sự|bày tỏ|cho biết|khẳng định|xác nhận|thông tin|bộc bạch|phản ánh|làm việc|kể|tiết lộ|phân tích"
    "|nhận định|thừa nhận|giải thích|trải lòng|liên hệ|nhanh|thêm|riêng|ngắn|cởi mở|trực tiếp|điện thoại|phỏng vấn"
)
QUOTE_CUE = (
    rf"(?:(?:{_VERBS}) (?:với|cùng)|hóng viên|PV|P\.V|CTV|rả lời|hỏng vấn|òa soạn|oà soạn|dây nóng|iên tập)\.?\s+"
    r"(?:của\s+|nhanh\s+)?"
)


@cache
def quote_hint() -> str:
    """The last word of a cue and the first of a name: cheap enough to be searched in every paragraph."""
    words = "|".join(re.escape(word) for word in first_words())
    return rf"(?:với|cùng|viên|PV|P\.V\.?|CTV|lời|vấn|soạn|nóng|tập) (?:của |nhanh )?(?:{words})"


@cache
def first_words() -> tuple[str, ...]:
    """How a name begins."""
    names = (*written_names(), *(style for name in marked_names() for style in (name, name.capitalize())))
    return tuple(sorted({re.split(r"[\s,.:;!?]", name)[0] for name in names}))


# "như X đã đưa tin": the word before the name, and those after it.
AS_CUE = r"[Nn]hư\s+"
AS_REPORTED = r"(?:đã|vừa) (?:đưa tin|thông tin|phản ánh|đăng|viết|đưa|đề cập|nêu|có bài)"


# "phóng viên Báo Mekong Xanh,": an outlet that the registry does not know, up to the word after its name. Without
# Vietnamese letters it must have a capital "Báo": "phóng viên báo New York Times" is news from abroad.
UNKNOWN_QUOTE = (
    r"(?:hóng viên|PV|P\.V\.?)\s+(?:của\s+)?"
    r"((?:Báo|Tạp chí)\s+(?:[Đđ]iện tử\s+)?\p{Lu}[\p{L}\d]*(?:(?:\s|\s&\s|\s-\s)[\p{L}\d]+){0,6}?"
    r"|(?:báo|tạp chí)\s+(?:điện tử\s+)?\p{Lu}[\p{L}\d]*[À-ỹ][\p{L}\d]*(?:(?:\s|\s&\s|\s-\s)[\p{L}\d]+){0,6}?)"
    r"(?:[,.;:()“”\"]|$|\s(?:rằng|về|sau|khi|tại|vào|trong|ngày|sáng|chiều|trưa|tối|cho|ông|bà|chị|anh|cô|bên|hôm|là|để|đã"
    r"|đang|có|trước|qua|lúc|liên|tìm|ghi|cũng|được|thì|đến|trao|mới|vừa|xung|nhân|này)(?:\s|[,.;:]))"
)


@cache
def correspondent() -> str:
    """`phóng viên TTXVN`: the agency's own correspondent; group 1 is the agency."""
    names = [name for o in load_outlets() if o.agency and o.domain for name in o.names]
    return rf"(?:hóng viên|PV)\s+(?:của\s+|thường trú\s+)?({alternation(names)})(?:$|[^\p{{L}}\p{{N}}])"


@cache
def credited_place() -> str:
    """`Hà Nội (TTXVN 12/3) - `, `TTXVN (Seoul 12/3) - `: group 1 or 2 is the agency."""
    names = alternation(name for o in load_outlets() if o.agency for name in o.names)
    return (
        rf"{LINE_START}(?:\p{{Lu}}[^()\n]{{1,40}}?[(\[]\s*({names})(?:[^\p{{L}}()\[\]][^()\[\]]{{0,25}})?[)\]]"
        rf"|({names})\s*\([^()]{{2,30}}\))\s*{DASHES}"
    )
