"""The contexts in which a text names its outlet, as regexes (Rust syntax, so linear time) built from the registry."""

from __future__ import annotations

import re
from functools import cache

from transforms.outlet_names import alternation, domain_keys, marked_names, written_names
from transforms.outlet_registry import load_outlets

# Where a line may begin before its first word: space, invisible marks, Markdown and quotation marks.
LINE_START = r'^[\s\p{Cf}*_>#|"“]*(?:[-–—]\s+)?'
DASHES = r"\.?\s*[-–—−]+"

# Vietnamese capitals, and what a word is made of: \p{Lu} and \p{L} are hundreds of ranges, which cost milliseconds to
# compile, for every batch anew, where they are repeated a number of times.
_CAPITALS = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_IN_WORD = r"[^\s()\[\]“”\"'’,;:!?/|*_>#–—−-]"

# No prefix without a bracket, a dash, a point after a word without spaces, or a word in capitals.
PREFIX_HINT = rf"[(\[\-–—−]|^[^\p{{L}}]*{_IN_WORD}{{4,20}}\.|[{_CAPITALS}]{{5}}"

# The outlet's prefix at the start of a lead; group 1 is the name, group 2 the dash (in brackets it may be missing).
BRACKET_PREFIX = rf"{LINE_START}[(\[]\s*([^()\[\]\n]{{2,40}}?)\s*[)\]]\**\s*({DASHES}|:)?"
BARE_PREFIX = rf"{LINE_START}([^\s()\[\]][^()\[\]\n]{{1,30}}?)\**\s*{DASHES}"
# "TGVN. Sau": only where the token is long enough not to be a title ("TS.", "TP.").
POINT_PREFIX = rf"{LINE_START}({_IN_WORD}{{4,20}}?)\.\s"
# "BNEWS Theo báo cáo": capitals alone.
CAPITALS_PREFIX = rf"{LINE_START}([{_CAPITALS}]{{5,8}})\s+\p{{Lu}}\p{{Ll}}"
# An unknown prefix without brackets: `XYZO - `, `Mekongxanh.vn - `, `MekongTimes - `.
NEW_PREFIX = (
    rf"{LINE_START}([{_CAPITALS}&]{{3,8}}|\p{{L}}[\p{{L}}0-9]*\.(?:vn|VN|net|com)|Bao[a-z]{{4,}}|[A-Z][a-z]+[A-Z][A-Za-z]+)"
    rf"\s*{DASHES}\s"
)
# What stands in brackets at the start of a text and is no outlet: places, series, sections, remarks.
NOT_AN_OUTLET = (
    r"^(?i:ảnh|tin|hlv|hot|huế|lào|mỹ|nga|anh|đức|youtube|tiktok|facebook|iphone|nguồn|theo|video|clip|bài|kỳ|phần|tiếp"
    r"|fifa|uefa|afc|vff|vpf|nato|asean|who|unicef|unesco|opec|fed|wto|imf|fdi|evn|fpt|bidv|ubnd|cttđt"
    r"|tổng hợp|minh họa|cập nhật|xem|đọc|infographic|podcast|emagazine"
    r"|longform|e-magazine|trực tiếp|quảng cáo|pr|ads|advertorial|dịch|lược dịch|trích|lời tòa soạn|lts|pv|xin chào)\b"
    r"|^(?i:thời sự|chính trị|xã hội|kinh tế|thể thao|giải trí|văn hóa|giáo dục|pháp luật|thế giới|đời sống|du lịch"
    r"|khoa học|công nghệ|sức khỏe|quốc tế|trong nước|góc nhìn|bình luận|phỏng vấn|phóng sự|ghi chép|tản văn"
    r"|truyện ngắn)$"
    r"|^(?i:tp\.?\s*hcm|tp\.?\s*hồ chí minh|thành phố hồ chí minh|hà nội|đà nẵng|hải phòng|cần thơ|huế|việt nam)$"
)
# `HOST` finds addresses; an "@" before it says that it is one of an e-mail.
HOST = r"@?\b(?:[a-z0-9][a-z0-9-]*\.)+(?:vn|com|net|org|info|fr|cn|jp|kr|asia|news)\b"
HOST_HINT = r"[.](?i:vn|com|net|org|info|fr|cn|jp|kr)"
LINK = r"https?://|www\."
OTHER_HOSTS = (
    r"(?:^|\.)(?:gmail|yahoo|outlook|hotmail|facebook|fb|youtube|youtu|google|zalo|tiktok|twitter|instagram|apple|baomoi"
    r"|shopee|lazada|tiki|sendo|fpt|fptplay|vtvcab|viettel|vinaphone|mobifone|telegram|spotify|blogspot|wordpress)\."
    r"|\.(?:gov|edu)\.vn$"
)
READER_CUE = r"(?i)@|theo dõi|độc giả|bạn đọc|khán giả|tòa soạn|toà soạn|email|ghi rõ nguồn|bản quyền|©|google news"

# "Cơ quan chủ quản: Thông tấn xã Việt Nam" names whom the outlet belongs to.
PUBLISHER = r"(?i)cơ quan (?:chủ quản|của)[^.|;\n–]*"
COPYRIGHT_CUE = r"(?i)bản quyền|©|copyright|®|ghi rõ nguồn|phát hành lại|sao chép|giấy phép"
_OWNER_END = r"\s*(?:[Đđ]iện tử|[Oo]nline|ĐIỆN TỬ|ONLINE|giữ|khi|đã|và giữ|GIỮ|[.,;:|–—()\"“”'©®/]|\s-\s|[0-9]|[Aa]ll\s[Rr]ights|$)"
_KINDS = r"(?:Báo|báo|BÁO|Tạp chí|tạp chí|TẠP CHÍ|Thời báo|THỜI BÁO|Đài|ĐÀI)"
# "Báo An Giang điện tử giữ bản quyền", "© Báo điện tử X."
OWNER = rf"({_KINDS}(?:\s+[Đđ]iện tử|\s+ĐIỆN TỬ)?\s+\p{{Lu}}[^.,;:|–—()\"“”©®/\n]{{1,50}}?){_OWNER_END}"
# "© 2024 X", "Bản quyền nội dung thuộc về X", "Ghi rõ nguồn "X""
AFTER_COPYRIGHT = (
    r"(?:(?:©|\(c\)|[Cc]opyright|COPYRIGHT)[\s©:]*(?:[0-9]{4}\s*(?:[-–]\s*[0-9]{4})?)?\s*"
    r"(?:by|of|[Tt]huộc về|[Tt]huộc|[Cc]ủa|[-–])?"
    r"|(?:thuộc về|thuộc|quyền của|ý của|rõ nguồn)(?:\s*:)?(?:\s+(?:từ|là|tin))?)"
    rf"\s*[\"“']?(\p{{Lu}}[^.,;:|–—()\"“”'©®/\n]{{1,40}}?){_OWNER_END}"
)
NOT_A_NAME = (
    r"^(?i:công ty|cơ quan|tòa soạn|giấy phép|thông tin|tập đoàn|bộ|sở|cục|tổng cục|ubnd|all|bản quyền|copyright"
    r"|toàn bộ|mọi|các|bài viết|tác giả|ban|by|chúng|facebook|zalo|youtube|tiktok|google|fanpage|telegram|instagram"
    r"|twitter|video|clip|kênh|trang|ứng dụng|website|world cup|luật|nghị định|việt nam|tin|bài|ảnh|nguồn|cổng|hội"
    r"|đảng|trung tâm|viện|trường|liên đoàn)\b"
)
_FILLERS = (
    r"(?:(?i:thêm|ngay|các|những|kênh|trang|fanpage|báo in|ấn phẩm|ứng dụng|app|tin tức|tin|bài|từ|của|cùng|chuyên mục"
    r"|youtube|facebook|zalo|tiktok|và|like)\s+)*"
)
FOLLOW = (
    r"(?i:theo dõi|đọc|follow|đăng ký|đón đọc|đón xem|cập nhật)\s+"
    + _FILLERS
    + r"(\p{Lu}[^\s,;:!]*(?:\s+[^\s,;:!]+){0,5}?)\s+(?i:trên|tại|qua|on)"
    + r"(\s*$|\s+(?i:kênh|mạng|nền tảng|các nền tảng|ứng dụng|google|zalo|facebook|youtube|tiktok|fanpage|apple|đây))?"
)

# "đón đọc Báo Sông Nước phát hành thứ Hai": an outlet that the registry does not know.
UNKNOWN_PROMO = (
    rf"({_KINDS}\s+(?:[Đđ]iện tử\s+)?\p{{Lu}}[\p{{L}}0-9]*(?:\s(?:&\s|-\s)?[\p{{L}}0-9]+){{0,5}}?)"
    r"(?:[,.;:()|!\"“”]|\s(?:-|–|trên|tại|qua|số|phát|để|ra|vào|theo|và|mỗi|hằng|hàng|là|có|on)\s|\s*$)"
)

# A byline falls into pieces: "Hồng Anh/VOV-Tây Bắc", "Theo Nam An (TTXVN)", "Lan Hương - Báo Tin tức".
PIECE_BREAKS = r"[/|()\[\];,•\t\n]|\s[-–—]\s|[–—-]|:"
SOURCE_MARK = r"(?i)\btheo\b|\bnguồn\b"
AUTHOR_MARKS = (
    r"^\W*(?:(?i:tổng hợp|lược dịch|biên dịch|dịch|theo|nguồn|tin|bài|ảnh|nhóm|phóng viên|pv|ctv|p\.v|từ|trang|tờ|kênh"
    r"|đăng lại|dẫn|bởi|tác giả)\b[\s:.]*)+"
)
UNKNOWN_BYLINE = (
    rf"({_KINDS}\s+(?:[Đđ]iện tử\s+)?\p{{Lu}}[^/|()\[\],;:–—0-9\n]{{1,40}})"
    r"|/\s*(\p{Lu}[\p{Lu}0-9]{2,7}|\p{Lu}[\p{L}0-9]*\s(?:News|Online|TV|Plus)|\p{L}[\p{L}0-9]*\.(?:vn|VN))(?:$|[^\p{L}\p{N}])"
)
# "Minh An - Ảnh: AFP" credits a picture, "Tin, ảnh: Minh An" the text as well.
PHOTO_CREDIT = r"(?i)^(?:ảnh|nguồn ảnh|clip|video|đồ họa)\b.*|[-–—|;.(/]\s*(?:ảnh|nguồn ảnh|clip|video|đồ họa)\s*:.*"
INITIALS = r"^\s*\p{L}\.\s?\p{L}\.?(?:\s?\p{L}\.?)?\s*$"
# The source at the end of a last paragraph, where an extractor has glued it: "… Theo VnExpress", "… An Hà/VOV".
TAIL_SOURCE = (
    r"^.*(?:(?:^|[^\p{L}])(?:Theo|theo|THEO|Nguồn:?)\s+|[/(])([\p{L}0-9][^/().\n]+(?:\.(?:vn|VN|net|com))?)\)?[\s.]*$"
)

# What stands right before an outlet that names itself; a text is cut there, and the name must follow.
_VERBS = (
    "nói|đổi|sẻ|chuyện|tâm sự|bày tỏ|cho biết|khẳng định|xác nhận|thông tin|bộc bạch|phản ánh|làm việc|kể|tiết lộ"
    "|phân tích|nhận định|thừa nhận|giải thích|trải lòng|liên hệ|nhanh|thêm|riêng|ngắn|cởi mở|trực tiếp"
    "|điện thoại|phỏng vấn"
)
QUOTE_CUE = (
    rf"(?:(?:{_VERBS}) (?:với|cùng)|hóng viên|PV|P\.V|CTV|rả lời|hỏng vấn|òa soạn|oà soạn|dây nóng|iên tập"
    r"|(?:hi nhận|ìm hiểu|hảo sát|uan sát|guồn tin|ự đoán) của)\.?\s+"
    r"(?:của\s+|nhanh\s+)?"
)


@cache
def quote_hint() -> str:
    """The last word of a cue and the first of a name: cheap enough to be searched in every paragraph."""
    words = "|".join(re.escape(word) for word in first_words())
    return rf"(?:với|cùng|viên|PV|P\.V\.?|CTV|lời|vấn|soạn|nóng|tập|nhận|hiểu|sát|tin) (?:của |nhanh )?(?:{words})"


@cache
def first_words() -> tuple[str, ...]:
    """How a name begins."""
    names = (*written_names().keys, *(style for name in marked_names().keys for style in (name, name.capitalize())))
    return tuple(sorted({re.split(r"[\s,.:;!?]", name)[0] for name in names}))


# "như X đã đưa tin": the word before the name, and those after it.
AS_CUE = r"[Nn]hư\s+"
AS_REPORTED = r"(?:đã|vừa) (?:đưa tin|thông tin|phản ánh|đăng|viết|đưa|đề cập|nêu|có bài)"


# "Giá được Dân Việt ghi nhận tại vườn", "Báo Người Đưa Tin liên tục cập nhật": the outlet at work.
SELF_CUE = r"(?:^|[.!?;:\n]\s+|[Đđ]ược\s+|\s[-–]\s+|[Nn]hư vậy,\s+|[Vv]ì vậy,\s+)"
SELF_REPORTED = (
    r"(?:ghi nhận|liên tục cập nhật|sẽ (?:tiếp tục )?(?:cập nhật|thông tin|phản ánh)|tiếp tục (?:cập nhật|thông tin|đưa tin)"
    r"|tường thuật|cập nhật (?:kết quả|diễn biến|lịch|bảng|danh sách|tin)|(?:sẽ|đã) chia sẻ (?:đến|cùng|với|cho)? ?(?:bạn|quý|các)"
    r"|giới thiệu (?:cùng|đến|tới|với|loạt)|đã (?:nghe|dùng|đọc|ăn|chạy|lái|xem) thử|khảo sát)"
)


# "phóng viên Báo Mekong Xanh,": an outlet that the registry does not know, up to the word after its name. Without
# Vietnamese letters it must have a capital "Báo": "phóng viên báo New York Times" is news from abroad.
# Its words are told by what they are not: the class of all letters is hundreds of ranges, and slow where it is repeated.
_WORD = r"[^\s,.;:()\[\]“”\"!?/|–—-]"
UNKNOWN_QUOTE = (
    r"(?:hóng viên|PV|P\.V\.?|(?:nói|đổi|sẻ|lời) với)\s+(?:của\s+)?"
    rf"((?:Báo|Tạp chí)\s+(?:[Đđ]iện tử\s+)?\p{{Lu}}{_WORD}*(?:(?:\s|\s&\s|\s-\s){_WORD}+){{0,6}}?"
    rf"|(?:báo|tạp chí)\s+(?:điện tử\s+)?\p{{Lu}}{_WORD}*[À-ỹ]{_WORD}*(?:(?:\s|\s&\s|\s-\s){_WORD}+){{0,6}}?)"
    r"(?:[,.;:()“”\"]|$|\s(?:rằng|về|sau|khi|tại|vào|trong|ngày|sáng|chiều|trưa|tối|cho|ông|bà|chị|anh|cô|bên|hôm|là|để|đã"
    r"|đang|có|trước|qua|lúc|liên|tìm|ghi|cũng|được|thì|đến|trao|mới|vừa|xung|nhân|này)(?:\s|[,.;:]))"
)


# Services whose name is a source in the articles of others: their own where nothing else names the outlet.
SERVICE_QUOTE = r"(?:nói|sẻ|đổi|chuyện|biết|lời) với (BBC|NHK|DW|CRI|KBS)(?:$|[\s,.:;])"
SERVICES = {
    "BBC": "BBC News Tiếng Việt", "NHK": "NHK World", "DW": "DW Tiếng Việt", "CRI": "CRI Tiếng Việt",
    "KBS": "KBS World Tiếng Việt",
}  # fmt: skip


UNKNOWN_QUOTE_HINT = (
    r"(?:hóng viên|PV|P\.V\.?|(?:nói|đổi|sẻ|lời) với) (?:của )?(?:[Bb]áo|[Tt]ạp chí) (?:[Đđ]iện tử )?\p{Lu}"
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


def domain_pattern() -> str:
    """A regex (Rust syntax) that matches the address of any outlet of the registry."""
    return rf"(?i)\b(?:{alternation(domain_keys().keys)})\b"


@cache
def dateline_prefix_pattern() -> str:
    """A regex (Rust syntax) for the outlet's prefix at the start of a line, of an outlet known or not.

    `VOV.VN - `, `(GLO)- `, `TGVN. `, `(ĐTCK) ` if known; of unknown ones `(Name) - `, `name.vn - ` and `ABCD - `.
    """
    tokens = [(t.strip("()"), t[0] == "(") for o in load_outlets() for t in o.datelines]
    bare = alternation(token for token, needs_brackets in tokens if not needs_brackets)
    long_bare = alternation(token for token, needs_brackets in tokens if not needs_brackets and len(token) > 3)
    bracketed = alternation([*(t for t, _ in tokens), *(o.outlet for o in load_outlets())])
    shapes = (
        rf"[(\[]\s*(?:{bracketed})\s*[)\]]",
        rf"(?:(?i:{alternation(domain_keys().keys)})|{bare})\s*{DASHES}",
        rf"(?:{long_bare})\.\s",
        rf"[(\[]\s*\p{{Lu}}[^()\[\]\n0-9]{{1,38}}[)\]]\s*{DASHES}",
        rf"\p{{L}}[\p{{L}}0-9]*(?:\.[\p{{L}}0-9]+)*\.(?i:vn|com|net|org)\s*{DASHES}\s",
        rf"\p{{Lu}}[\p{{Lu}}0-9&]{{2,11}}(?:\s(?:Online|online|News))?\s*{DASHES}\s",
    )
    return LINE_START + "(?:" + "|".join(shapes) + ")"


# What an office's site calls itself, in its furniture or as a source: "© Cổng thông tin điện tử Bộ Y tế".
PORTAL = (
    r"(?i:cổng\s(?:thông\stin|tt[đd]t)(?:\sđiện\stử)?|trang\s(?:thông\stin|tin)\sđiện\stử(?:\stổng\shợp)?)\s(?:của\s)?"
    r"((?:\p{Lu}|tỉnh|thành phố|huyện|quận|công an|sở|bộ)[^,.;:|©()\[\]–-]{2,60}?)\s*$"
)
PORTAL_HINT = r"(?i:đ(?:iện tử|t)\s)|(?i:TT[ĐD]T)"
