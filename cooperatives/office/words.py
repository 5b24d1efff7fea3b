"""The words of offices' tables: what heads columns that hold no figure, and what qualifies one.

All texts are folded (ground.vietnamese.fold). What heads figures is told by the catalogue.
"""

import re

# --- Headings of columns that hold no figure ------------------------------------------------------

NAME_HEADINGS = (
    *("ten htx", "ten hop tac xa", "hop tac xa", "htx", "ten don vi", "don vi", "ten"),
    *("ten to chuc", "ten htx, tht", "ten cac htx", "cac htx", "danh sach htx", "name"),
    *("cooperative",),
)
NUMBER_HEADINGS = (
    *("so dang ky", "so dang ky htx", "so dang ky kinh doanh", "so dkkd", "so giay chung nhan"),
    *("so gcn", "so gcn dang ky", "ma so", "ma", "ma htx", "ma so htx", "ma so dang ky"),
    *("ma so thue", "mst", "registration number"),
)
PLACE_HEADINGS = (
    *("dia chi", "xa", "xa, phuong", "xa, thi tran", "xa, phuong, thi tran", "dia ban", "thon"),
    *("commune", "address"),
)
COMMUNE_HEADINGS = ("xa", "phuong", "commune")
"""How those of them begin under which nothing but a commune stands."""
DISTRICT_HEADINGS = ("huyen", "quan, huyen", "huyen, thanh pho", "huyen, tp", "district")
ASIDE_HEADINGS = (
    *("tt", "stt", "so tt", "so thu tu", "thu tu", "vung"),
    *("von dieu le", "von dl", "nganh", "linh vuc", "nganh nghe", "nganh, linh vuc", "loai hinh"),
    *("nam thanh lap", "ngay thanh lap", "nam tl", "giam doc", "ten giam doc", "ho ten giam doc"),
    *("dien thoai", "so dien thoai", "sdt", "chi tieu", "sector", "no"),
)
UNIT_HEADINGS = ("dvt", "don vi tinh", "unit")
QUARTER_HEADINGS = ("quy", "quarter")
YEAR_HEADINGS = ("nam", "year")

# --- One form of a heading ------------------------------------------------------------------------

LONG_FORMS = {
    "bq": "binh quan",
    "tn": "thu nhap",
    "tnbq": "thu nhap binh quan",
    "tv": "thanh vien",
    "xv": "xa vien",
    "dt": "doanh thu",
    "ln": "loi nhuan",
    "lnst": "loi nhuan sau thue",
    "cb": "can bo",
    "ql": "quan ly",
    "cbql": "can bo quan ly",
    "cd": "cao dang",
    "dh": "dai hoc",
    "sc": "so cap",
    "tc": "trung cap",
    "sxkd": "san xuat kinh doanh",
    "gc": "ghi chu",
}
"""What offices shorten in headings."""

FILLERS = re.compile(
    r"\b(?:tong so|tong cong|tong|so luong|hop tac xa|htx|cua|cac|mot|0?1|va|hoac)\b"
    r"|\b(?:total|number of)\b|^cong$|\bso (?=thanh vien|xa vien|can bo|diem)|\bco (?=trinh do)"
)
"""Words without which a heading says the same, in long form. "So" alone may be "số" or "sơ"."""

WEAK_UNITS = frozenset(["dong", "d", "ty", "ti", "tr", "nguoi", "m"])
"""What is no unit behind a blank alone: "lao động", "công ty", "đầu người"."""

HARMLESS_IN_BRACKETS = frozenset(
    ["lai lo", "lo", "lai", "neu co", "lai, lo", "lai/lo", "lai (+), lo (-)", "+/-", "+, -", "±"]
)

_NEUTRAL_ABOVE = """
    ket qua hoat dong san xuat kinh doanh tinh hinh thong tin so lieu bao cao chi tieu bo may nhan
    su can quan ly chung nang luc trong quy do trinh chuyen mon dao tao
"""
NEUTRAL_ABOVE = frozenset(_NEUTRAL_ABOVE.split())
"""Words over a figure's heading that leave it what it is."""

# --- What qualifies a figure ----------------------------------------------------------------------

COMPARED = re.compile(
    r"\b(?:% ?)?(?:so voi|so sanh|ss)\b.*|\bcung ky(?: (?:nam )?(?:truoc|ngoai))?\b|\bck\b"
    r"|\b(?:ky|quy|nam|thang) (?:truoc|ngoai|lien truoc)\b|\btang(?: ?[,/-]? ?giam)?\b|\bgiam\b"
    r"|\bchenh lech\b|\bt[yi] (?:le|trong)\b|\btoc do\b|\bdat ?%|\bhoan thanh\b"
    r"|% ?(?:th|kh|dat|thuc hien|hoan thanh|tang)\b.*"
)
PLANNED = re.compile(r"\bke hoach(?: giao)?\b|\bkh\b|\bchi tieu giao\b|\bmuc tieu\b|\bgiao\b")
ESTIMATED = re.compile(r"\buoc(?: (?:tinh|dat|thuc hien|th))?\b|\buth\b|\bdu kien\b")
CUMULATED = re.compile(
    r"\bluy ke(?: (?:tu )?dau nam(?: den nay)?)?\b|\blk\b|\bcong don\b|\btu dau nam(?: den nay)?\b"
)
OPENING = re.compile(r"\bdau (?:ky|quy|nam)\b")
ACTUAL = re.compile(
    r"\b(?:ket qua )?thuc hien\b|\bdat duoc\b|\bth\b|\bthuc te\b|\bbao cao\b|\bhien (?:co|nay)\b"
    r"|\b(?:trong|den)? ?(?:cuoi )?(?:ky|quy)(?: (?:nay|bao cao))?\b"
)

# --- Lines that are no cooperative ----------------------------------------------------------------

TOTAL = re.compile(
    r"(?:tong(?: cong| so| hop)?|toan (?:huyen|tinh|xa|thanh pho|thi xa|nganh))\b.*"
    r"|cong(?: (?:xa|thi tran|phuong|nhom|muc|phan|nganh|linh vuc|toan|[ivx]+|[a-h])\b.*)?[.:]*"
)
NO_TOTALS = ("cong nghiep", "cong thuong", "cong nghe", "cong ich")
"""Sectors that begin like "Cộng" where accents are missing."""
PLACE = re.compile(r"(?:xa|thi tran|phuong|thon|tt\.?|huyen|thanh pho|thi xa|cum) .+")
_SECTOR_WORDS = """
    cac htx hop tac xa linh vuc nganh nhom khu nong lam ngu nghiep phi thuy san cong tieu thu ttcn
    xay dung thuong mai dich vu van tai giao thong tin dung quy nhan dan khac tong va moi truong
    hoat dong
"""
SECTOR_WORDS = frozenset(_SECTOR_WORDS.split())
"""Words of which group rows by sector are made."""
ROMAN_OR_LETTER = re.compile(r"\(?(?:[ivx]{1,5}|[a-h])\)?[.)/:]?")
MARKED = re.compile(
    r"\(?(?:[ivx]{1,5}|[a-h])[.)/:]+ ?\S.*|(?:[ivx]{1,5}) ?[-–] ?\S.*|phan [ivx]+\b.*"
)
"""What begins with what counts groups: "I. Nông nghiệp", "A/ …", "II - …"."""
REST_OF_KINDS = re.compile(r"(?:tong )?cong|tong(?: so)?|con lai|con thieu|con")
"""What stands beside plan and actual, or beside quarters, and is neither."""
COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,2}\)?(?: ?=.*)?|\(?[a-h]\)?")

SIGNED = re.compile(
    r"(?:nguoi|can bo) (?:lap|ghi|tong hop|bao cao)\b.*|noi nhan\b.*|ghi chu ?:.*"
    r"|.*\b(?:giam doc|chu tich|truong phong|ky ten|ky, ghi|dong dau)\b.*"
    r"|.*\bngay\b.*\bthang\b.*"
)
OFFICIAL = re.compile(
    r".*\b(?:cong hoa xa hoi|doc lap ?[-–]|uy ban nhan dan|ubnd|bieu (?:so|mau)|mau so|bao cao"
    r"|phu luc|so: ?[0-9]|phong (?:nong|tai|kinh)|bang tong hop|tong hop)\b.*"
)
"""What stands above a table."""
UNIT_LINE = re.compile(
    r"\b(?:dvt|don vi tinh|don vi|tinh bang|tien|tien te|gia tri)\b\.? ?[:;]? ?(?P<unit>.*)"
)
"""The unit of a whole table: "ĐVT: triệu đồng"."""
