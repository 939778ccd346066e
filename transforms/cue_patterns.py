"""Shapes of short lines as regular expressions of a linear-time engine: captions, bylines, players, buttons.

Word boundaries are left out on purpose: a Unicode boundary makes the engine fifty times slower.
"""

from __future__ import annotations

PLAYER_TIME = (
    r"^-[0-9]{1,2}:[0-9]{2}$|^-?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[\s/|]+-?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)+$|^0{1,2}:00(?::00)?$|^[0-9](?:[.,][0-9]+)?x$"
    r"|^(?:Nghe|Đọc|Listen|Audio|Podcast|Phát)[^.!?0-9]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$|^[0-9]:[0-5][0-9]$"
)
ONLY_MARKS = r"^[!\[\](){}<>|\s/*_#=~.,•·:;×✕–—-]+$"
# The rest of a word; what it is not, because the class of all letters is slow to compile.
_REST = r"[^\s0-9,;:!?()\[\]|/&\"“”–—@-]*"
# Capitals of Vietnamese and English: a few ranges, where all capitals are hundreds.
CAPITAL = "[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
CREDIT_WORD = r"(?:Ảnh|ẢNH|Hình|HÌNH|Hình ảnh|Đồ họa|Đồ hoạ|Ảnh và video|Photo|PHOTO|Nguồn ảnh|Minh họa|Tranh|Biểu đồ|Bản đồ|Infographic|Ảnh cắt từ (?:clip|video)|Ảnh chụp(?: từ)?(?: màn hình| clip| video)?)"
VIEW = r"^(?:Phối cảnh|Toàn cảnh|Quang cảnh|Một góc|Hiện trường|Khung cảnh)\s[^.!?,]{8,110}\.?$"
DOTTED = r"(?:\.[\p{Lu}0-9][^\s.!?]*)*"  # initials: "N.B.A"
CAPTION = "|".join(
    (
        rf"(?:^|[.,;(\[|–—\-/\"”]\s?|\s){CREDIT_WORD}\s*[:：]\s*\S[^\s.!?]*{DOTTED}(?:\s+[^\s.!?]+{DOTTED}){{0,7}}[\s.)|\]]*$",
        r"[(.,;–—\-]\s?ảnh\s*[:：]\s*\S[^.!?]*[\s.)|]*$",
        rf"\(\s*(?:{CREDIT_WORD}|ảnh|Nguồn|NGUỒN|nguồn|Video)\s*[:：\-–][^()]*\)[\s.|]*$",
        r"[-–—.|(]\s*(?:Ảnh|ẢNH)\s+(?:\p{Lu}|[0-9]|internet|minh|tư|cắt|chụp|do |của |sưu|gia đình|nhân vật|bạn đọc|CTV)[^.]*\)?[\s.|]*$",
        r"(?:\(|[-–.,]\s?)(?:[Áá]nh|[Ảả]nh)\s+(?:minh họa|minh hoạ|tư liệu|chụp màn hình|internet|cắt từ clip|nhân vật cung cấp|do nhân vật cung cấp|gia đình cung cấp)[^.]*\)?[\s.|]*$",
        r"^(?:[Ảả]nh minh họa|[Ảả]nh minh hoạ|[Ảả]nh tư liệu|[Ảả]nh chụp màn hình|[Ảả]nh cắt từ (?:clip|video))(?:[\s(.,:].{0,60})?$",
        r"^(?:Chụp lại hình ảnh|Nguồn hình ảnh|Chụp lại video|Chú thích ảnh|Hình ảnh,)",
        r"^\(?(?:Ảnh|Hình|ẢNH|HÌNH)\s+[0-9]{1,2}\s*[:.)]\s*\p{L}",
        r"<figcaption",
        r"\((?:Ảnh|Hình|ảnh|hình)\s[^()]+\)[\s.|]*$",
        rf"^(?:Ảnh|ẢNH|Hình)\s+\p{{Lu}}{_REST}(?:[\s/,–-]+[^\s.!?]+){{0,4}}\.?$",  # "Ảnh Hoài Lâm/TTXVN"
        # The agency or giver of the picture after the last full stop: "… ngày 12/5. AFP".
        r"[.!?”\"]\s+(?:AFP|AP|REUTERS|Reuters|TTXVN|EPA|EFE|TASS|Xinhua|Tân Hoa Xã|THX|Getty Images|Shutterstock|Courtesy)(?:[\s/,–-].{0,60})?$",
        r"^(?:Ảnh|Hình)(?: ảnh)? (?:minh họa|minh hoạ|tư liệu|đại diện|bìa|dưới|trên|chụp[^:.]{0,20})\s*:",
        r"^(?:Ảnh|ẢNH|Hình ảnh)\s?:\s\p{Lu}[^.!?]{15,160}\.?$",
        r"^Ảnh (?:chỉ )?mang tính (?:chất )?minh",
        r"^(?:Tranh |Ảnh )?[Mm]inh (?:họa|hoạ)(?: của|:| [-–])\s\p{Lu}",
        r"\s-\s(?:Ảnh|Hình)\s+[0-9]{1,2}\.?$",
        r"\s(?:hình ảnh|hinh anh)\s+[0-9]{1,2}$",  # a picture's alternative text, with or without marks
        r"^(?:[^\s©]+\s+){4,}.*[^\s©]\s*©\s*\p{Lu}[^.!?©]*$",  # "… ven sông, tháng 3/2023. © AFP - Tên người"
        r"\((?:trái|phải|bên (?:trái|phải)|giữa|ngoài cùng|bìa (?:trái|phải)|thứ \p{L}+ (?:từ|bên)|áo \p{L}+|đứng|ngồi|hàng)[^()]*\)[^.!?]*[.]?$",
    )
)
# Only lines of up to 120 characters are asked: no counted repeats of large classes, which take long to compile.
NAMES = rf"{CAPITAL}{_REST}(?:[ ,&]+{CAPITAL}{_REST})*"
NAMES_OF_TWO = rf"{CAPITAL}{_REST}(?:[ ,&]+{CAPITAL}{_REST}){{1,5}}"
BYLINE_WHOLE = "|".join(
    (
        r"^(?:Tác giả|Vai trò|Bài viết của)\s*[,:]\s*\p{Lu}.+$",
        rf"^(?:(?:Luật sư|Bác sĩ|Tiến sĩ|Thạc sĩ|Nhà báo|Nhà văn|Dược sĩ|Giáo sư|Chuyên gia)\s)?{NAMES}\s*[-–,]\s*(?:[Pp]hóng viên|[Nn]hà báo|[Bb]iên tập viên|[Cc]ộng tác viên|[Tt]hạc sĩ|[Tt]iến sĩ|PGS|GS|TS|ThS|[Ll]uật sư|[Bb]ác sĩ)(?:[\s.,].*)?$",
        r"^\(?(?:Theo|THEO)\s+[\p{Lu}0-9\"“(][^.!?]{1,70}\)?\.?$",
        r"^\(\s*(?:Theo |Nguồn:? ?|Tổng hợp|T/h|Dịch|Lược dịch)[^()]*\)\.?$",
        r"^\((?:\p{Lu}[^\s()/,–-]*)(?:\s*[/,\-–]\s*|\s)?(?:\p{Lu}[^\s()]*\s?)*\)\.?$",
        r"^\(\p{Lu}\S*(?:\s[^\s().,!?]+){0,4}\s\p{Lu}[^\s().,!?]*\)\.?$",  # "(Tạp chí Hội Nhà văn)"
        rf"^(?:Độc giả|Bạn đọc|Tham khảo)\s+{NAMES}$",
        r"^(?:Nguồn|NGUỒN)\s+\p{Lu}[^.!?:]{1,60}$",
        rf"^{NAMES},?\s(?:gửi (?:cho|tới|đến|về|từ)|viết (?:từ|cho)|(?:tường (?:trình|thuật)|đưa tin) từ)\s[^.!?]+$",
        # "Minh Cát / phunu.vn", "Thanh Thu (TH)/Khoevadep"
        rf"^{NAMES_OF_TWO}\s*(?:\([\p{{L}}/]+\)\s?/\s?\S+|[/|]\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+)$",
        r"^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)+$",
        rf"^{NAMES_OF_TWO}\s*(?:/|\||–|-)\s*(?:Báo |báo |Tạp chí )?\p{{Lu}}[^\s,;:()/|]*(?:\s[^\s,;:()/|]+){{0,4}}\s?(?:\([^)]+\))?$",
        r"^\p{Lu}[\p{L}.'’ ,\-–&]+\s*\((?:[Tt]heo|[Bb]áo|[Tt]ổng hợp|[Tt]/h|[Dd]ịch|[Ll]ược dịch|[Gg]hi|[Tt]hực hiện|\p{Lu}\p{Lu}+|\p{Lu}[\p{L}+.]+)[^()]*\)$",
        r"^(?:PV|P\.V|CTV|BBT|Nhóm PV|Nhóm phóng viên|Ban [Bb]iên tập|Ban [Tt]hời sự|Tổng hợp|TỔNG HỢP|Theo báo chí|T\.H|TH)(?:\s*[(/,–-].{0,40})?$",
        r"^(?:Nhóm (?:PV|phóng viên|tác giả)|Ban [Bb]iên tập|Tổ phóng viên)(?:\s[^\s.!?:]+){0,4}$",
        rf"^{NAMES}\s*[(–-]?\s*(?:thực hiện|tổng hợp|lược dịch|ghi|biên dịch|dịch|biên soạn|t/h)\)?\.?$",
    )
)
AGE = r"^[0-9]{1,2} tháng [0-9]{1,2}$|^\p{Lu}\S*(?:\s\p{Lu}\S*){0,3}\s[0-9]{1,2} (?:phút|giờ|ngày)$|^\p{Lu}[^.!?]{1,40}\s[-–|•·]\s[0-9]{1,2} (?:phút|giờ|ngày|tuần|tháng) trước$"
FOLLOW = rf"^(?:Theo dõi|Follow|THEO DÕI)\s+{CAPITAL}{_REST}(?:\s{CAPITAL}{_REST}){{0,4}}$"
# Who made the clip stands behind its name: "… trên phố Video: Minh Tân", "… mua vé - Thực hiện: N.K".
CLIP_CREDIT = r"[.…]\s(?:Video|Clip)\s?:\s?\S+(?:\s[^\s.]+){0,5}$|\S\s(?:(?:Video|Clip)\s?:\s?|[-–]\s?Thực hiện\s?:\s?)\p{Lu}\S*(?:\s[\p{Lu}0-9]\S*){0,4}$"
# A clip with its source, or the name of one: "Clip tàu lặn thử (Nguồn: …)", "… (Video: …)", "Video bàn thắng phút 89".
CLIP_LINE = (
    r"^\((?:Clip|Video|CLIP|VIDEO)\s[^()]*\)$|^(?:Clip|Video|CLIP|VIDEO)\s[^.!?]*\((?:Nguồn|nguồn|Theo|theo)[^()]*\)\.?$|\((?:Video|Clip|video|clip)\s*:[^()]*\)\.?$"
    r"|^(?:Clip|Video)\s\p{Ll}(?:[^.!?:]*[^.!?:\s])$|^(?i:xem (?:thêm |tiếp |lại )?(?:video|clip))\s*:"
)
CLIP_HINTS = "video|clip|thực hiện"
# Titles of other articles in one line, with slashes between them; or one with the time that it was printed at.
TITLE_ROW = r"^[\p{Lu}0-9\"“'‘](?:\S*\s[^\s/]\S*){3,}\s/\s[\p{Lu}0-9\"“'‘](?:\S*\s[^\s/]\S*){3,}(?:\s/\s.*)?[^.]$"
STAMPED_TITLE = (
    r"^\p{Lu}\S*(?:\s\S+){3,}\s[\[(][0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\s?[-–,]\s?[0-9]{1,2}[:h][0-9]{2}[\])]$"
    r"|^\p{Lu}\S*(?:\s\S+){3,}\s\((?:[0-9]{1,2}[:gh][0-9]{2}(?:\sngày)?[\s,-]+)?[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}(?:[\s,-]+[0-9]{1,2}[:gh][0-9]{2})?\)$"
)
# The address of its picture before the title that it links to: "cau moi qua song thong xe Cầu mới qua sông …".
SLUGGED_TITLE = r"^(?:[a-z0-9]+ ){5,}[\"“'‘]?\p{Lu}\S*\s\S+\s"
NAVIGATION_SHAPE = (
    r"^(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+){0,2}\.(?:vn|com|net|org|info)/?$|^https?://\S+$|"  # an address
    r"^[a-z0-9]+(?:-[a-z0-9]+)+\s\p{Lu}\S*(?:\s\S+){0,5}$|"  # the last part of an address before what it is called
    r"^[©®]|^#[^\s#]\S*(?:\s\S+){0,5}$|^[0-9\s.…|<>«»]+$|^[^.!?]{2,40}\s[>›»]\s[^.!?]{2,60}$"  # tags, pages, breadcrumbs
)
# A match with its day, and what an announcement says of time and place; the day is not the article's.
EVENT_ROW = (
    r"^(?:Thời gian|Địa điểm|Line-up|Giá vé|Đạo diễn|Diễn viên|Thể loại|Khởi chiếu|Nguyên liệu)\s?:\s\S"
    r"|^[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\s[^.!?:]*\s[0-9]{1,2}\s?[-–]\s?[0-9]{1,2}(?:\s[^.!?:]*)?$"
    r"|^\p{Lu}[^!?:,]*\s[0-9]{1,2}\s?[-–]\s?[0-9]{1,2}\s(?:\([0-9][^()]*\)\s)?\p{Lu}[^!?:]*,\s[^!?:]*[0-9]{1,2}(?:/[0-9]| tháng [0-9])[^!?:]*$"
)
NO_DATELINE = rf"{EVENT_ROW}|/GP[-–]|\(@"  # nor is the day of a licence or of somebody's post
PUBLISHED = r"(?:cập nhật|xuất bản|ngày đăng|đăng (?:lúc|ngày|tải)|published|posted)"
# Words that a title of ten words can hardly do without; a row of section names has none.
FUNCTION_WORDS = r"(?:^|\s)(?:và|của|với|tại|cho|trong|để|về|là|không|được|bị|từ|đến|khi|sau|trước|ra|vào|lên|có|những|các|một|này|đã|sẽ|đang|vì|do|trên|dưới|như|ở|nào|gì|sao|hơn|phải|nhờ|bằng|giữa|theo|cùng|đi|làm|nói|nhưng|mà|thì|cả|đầu|gần|mới|vẫn|lại|qua)(?:\s|[,:?!.]|$)"

# A line without one of these needs no closer look.
BYLINE_HINTS = [
    "theo", "độc giả", "bạn đọc", "tham khảo", "(", "@", "/", "|", "-", "–", ":", "pv", "p.v", "ctv", "bbt", "nhóm", "ban ", "tổng hợp", "t.h", "th", "thực hiện", "vai trò", "tác giả",
    "dịch", "ghi", "biên soạn", "phóng viên", "nhà báo", "t/h", "by ", "posted", "gửi ", "viết ", "tường ", "đưa tin",
]  # fmt: skip
CREDIT_HINTS = [
    "ảnh", "Ảnh", "ẢNH", "guồn", "NGUỒN", "Hình", "HÌNH", "Đồ họa", "Đồ hoạ", "hoto", "PHOTO", "inh họa", "inh hoạ", "Tranh",
    "AFP", "AP", "REUTERS", "Reuters", "TTXVN", "EPA", "EFE", "TASS", "Xinhua", "THX", "Getty", "Shutterstock", "Courtesy",
    "- ", "trái", "phải", "thứ ", "giữa", "cảnh", "Một góc", "Hiện trường", "Sơ đồ", "áo ", "hàng", "bìa", "ngồi", "đứng",
    "©", "iểu đồ", "ản đồ", "nfographic", "Video", "Chụp lại", "Chú thích", "figcaption", "hình ảnh", "hinh anh",
]  # fmt: skip

BOTH_CREDITS = r"^(?:tin|bài|bài viết|nội dung|thực hiện|clip|video)?\s*(?:,|và|&|-|–|/)?\s*(?:ảnh|hình ảnh)?\s*(?:,|và|&)?\s*(?:tin|bài|clip|video)?\s*:"
SMALL_WORD = r"(?:^|[\s,;:(])\p{Ll}[\p{L}]*"
CREDIT_START = r"^\(?(?:luật sư|bác sĩ|tiến sĩ|thạc sĩ|theo|nguồn|tin|bài|ảnh|thực hiện|tác giả|vai trò|nhóm|pv|ctv|phóng viên|biên|dịch|tổng hợp)"
