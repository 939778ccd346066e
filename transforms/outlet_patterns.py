"""The contexts in which a text names its outlet, as regexes (Rust syntax, so linear time) built from the registry."""

from __future__ import annotations

from functools import cache

from transforms.outlet_registry import DASHES, KIND_OF_OUTLET, LINE_START, alternation, load_outlets

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

_VERBS = (
    "nói|trao đổi|chia sẻ|tâm sự|trò chuyện|bày tỏ|cho biết|khẳng định|xác nhận|thông tin|bộc bạch|phản ánh|làm việc|kể"
    "|tiết lộ|phân tích|nhận định|thừa nhận|giải thích|trải lòng|liên hệ|cuộc trò chuyện|hé lộ|giãi bày"
)
# What stands right before an outlet that names itself; a text is cut there, and the name must follow.
QUOTE_CUE = (
    rf"(?:(?:{_VERBS}|[Tt]rả lời|[Pp]hỏng vấn)(?:\s[^\s.,;:“”\"()]+){{0,3}}?\s(?:với|cùng|cho)"
    r"|hóng viên|PV|P\.V\.?|CTV|rả lời|hỏng vấn|òa soạn|oà soạn|dây nóng|an biên tập)\s+(?:của\s+)?"
)
# "như X đã đưa tin": the words after the name, and the word before it.
AS_REPORTED = r"\s(?:đã|vừa|từng)\s(?:đưa|thông tin|phản ánh|đăng|viết|đề cập|nêu|có bài)"
AS_CUE = r"[Nn]hư\s+"
# A name ends where its word ends; group 2 is the capital of a next word, which makes "Thanh Niên Xung phong" another name.
_NAME_END = r"(?:$|\s+(\p{Lu}|bị\s)?|[^\p{L}\p{N}\s])"
_ANY_END = r"(?:$|[^\p{L}\p{N}])"


@cache
def _written_names() -> tuple[str, ...]:
    """Every name of every outlet as it stands in running text: "báo Gia Lai" beside "Báo Gia Lai", "VOV.VN"."""
    names = [name for o in load_outlets() if o.domain for name in o.names]
    small = [name[0].lower() + name[1:] for name in names if KIND_OF_OUTLET.match(name)]
    domains = [form for o in load_outlets() for d in o.all_domains for form in (d, d.upper(), d.capitalize())]
    return tuple(dict.fromkeys((*names, *small, *domains)))


@cache
def name_literals() -> tuple[str, ...]:
    """Words of which at least one is in any line that holds a name, in the usual ways to write capitals."""
    free = [name for name in _written_names() if not KIND_OF_OUTLET.match(name)]
    styled = [style for name in free for style in (name, name.upper(), name.lower().capitalize(), name.title())]
    return tuple(sorted({*_written_names(), *styled}))


@cache
def name_at_start() -> str:
    """A name as the masthead writes it; group 1 is the name, group 2 what makes it another one."""
    return rf"^({alternation(_written_names())}){_NAME_END}"


@cache
def marked_name_at_start() -> str:
    """`báo điện tử dân trí`, in a text in lower case: after the word for what it is, any capitals will do."""
    names = {KIND_OF_OUTLET.sub("", name).lower() for o in load_outlets() if o.domain for name in o.names}
    return rf"^(?:(?:tờ|kênh|trang)\s+)?((?:báo|tạp chí|tờ|kênh|trang)\s+(?:điện tử\s+)?(?:{alternation(names)})){_ANY_END}"


@cache
def any_name() -> str:
    """A name as the masthead writes it, anywhere in a line that speaks of the outlet anyway."""
    return rf"(?:^|[^\p{{L}}\p{{N}}])({alternation(_written_names())}){_ANY_END}"


@cache
def sure_name() -> str:
    """A name that can mean nothing else, as written or in capitals."""
    names = [name for o in load_outlets() if o.domain for name in o.sure_names if len(name) > 2]
    return rf"(?:^|[^\p{{L}}\p{{N}}])({alternation([*names, *(name.upper() for name in names)])}){_ANY_END}"


@cache
def common_names() -> tuple[str, ...]:
    """Names made of ordinary words."""
    return tuple(o.outlet for o in load_outlets() if o.common)


# "phóng viên Báo Mekong Xanh": an outlet that the registry does not know.
UNKNOWN_QUOTE = (
    r"(?:phóng viên|Phóng viên|PV|P\.V\.?)\s+(?:của\s+)?((?:[Bb]áo|[Tt]ạp chí)\s+(?:[Đđ]iện tử\s+)?\p{Lu}[\p{L}\d]*"
    r"(?:\s(?:&|và|-)\s\p{Lu}[\p{L}\d]*|\s\p{Lu}[\p{L}\d]*)*)"
)


@cache
def correspondent() -> str:
    """`phóng viên TTXVN`: the agency's own correspondent; group 1 is the agency."""
    names = [name for o in load_outlets() if o.agency and o.domain for name in o.names]
    return rf"(?:hóng viên|PV)\s+(?:của\s+|thường trú\s+)?({alternation(names)}){_ANY_END}"


@cache
def credited_place() -> str:
    """`Hà Nội (TTXVN 12/3) - `, `TTXVN (Seoul 12/3) - `: group 1 or 2 is the agency."""
    names = alternation(name for o in load_outlets() if o.agency for name in o.names)
    return (
        rf"{LINE_START}(?:\p{{Lu}}[^()\n]{{1,40}}?[(\[]\s*({names})(?:[^\p{{L}}()\[\]][^()\[\]]{{0,25}})?[)\]]"
        rf"|({names})\s*\([^()]{{2,30}}\))\s*{DASHES}"
    )
