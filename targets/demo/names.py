"""Names of cooperatives, groups and unions, put together from products, places and good wishes.

Places are villages made of the words that villages of the region are called by. A name that happens
to be that of a real cooperative is a coincidence.
"""

import random

from cooperatives.models import Sector

PRODUCTS = (
    "chè Shan tuyết",
    "gừng",
    "nghệ",
    "bí xanh thơm",
    "lúa Khẩu Nua Lếch",
    "gà thả vườn",
    "lợn đen",
    "miến dong",
    "hồng không hạt",
    "cam quýt",
    "nấm và dược liệu",
    "rau an toàn",
    "mật ong",
    "dê núi",
    "trâu bò vỗ béo",
    "măng ớt",
    "mơ vàng",
    "chuối tây",
    "thạch đen",
    "gạo Bao thai",
    "cây giống lâm nghiệp",
)

SPECIALITIES = {
    "060": ("trâu bò vỗ béo", "lợn đen", "lúa Khẩu Nua Lếch", "dê núi"),
    "061": ("bí xanh thơm", "hồng không hạt", "cá hồ Ba Bể", "gạo nếp nương"),
    "062": ("lúa Khẩu Nua Lếch", "gừng", "thạch đen", "hồng không hạt"),
    "063": ("cam quýt", "nghệ", "mơ vàng", "rau an toàn"),
    "064": ("chè Shan tuyết", "gạo Bao thai", "hồng không hạt", "măng ớt"),
    "065": ("chè trung du", "mơ vàng", "cây giống lâm nghiệp", "gà thả vườn"),
    "066": ("miến dong", "dong riềng", "nghệ", "gà thả vườn"),
}
"""What districts of Bắc Kạn are known for."""

VILLAGE_FIRST = (
    "Nà",
    "Bản",
    "Khuổi",
    "Cốc",
    "Pác",
    "Lũng",
    "Phiêng",
    "Nặm",
    "Thôm",
    "Kéo",
    "Khau",
    "Slam",
)
VILLAGE_SECOND = (
    "Lẹng",
    "Cà",
    "Mòn",
    "Lùng",
    "Đăm",
    "Nghè",
    "Chang",
    "Mùn",
    "Pục",
    "Khoa",
    "Tầu",
    "Sla",
    "Bó",
    "Hin",
    "Luông",
    "Phai",
    "Ngòa",
    "Cáy",
    "Dìn",
    "Pjọt",
    "Vài",
    "Mạ",
    "Lạn",
    "Tèng",
)

WISHES = (
    "An Khang",
    "Bình Minh",
    "Đại Đồng",
    "Đoàn Kết",
    "Đồng Lợi",
    "Đồng Tâm",
    "Hòa Bình",
    "Hợp Thành",
    "Hưng Thịnh",
    "Lâm Phát",
    "Minh Phát",
    "Phát Đạt",
    "Phú Cường",
    "Quyết Thắng",
    "Sơn Lâm",
    "Tân Phát",
    "Tân Tiến",
    "Thành Công",
    "Thanh Niên",
    "Thắng Lợi",
    "Tiến Bộ",
    "Trường Xuân",
    "Việt Tiến",
    "Xuân Thịnh",
)

BUSINESSES = {
    Sector.INDUSTRY: ("chế biến lâm sản", "chế biến nông sản", "dệt thổ cẩm", "cơ khí"),
    Sector.CONSTRUCTION: ("xây dựng", "vật liệu xây dựng", "khai thác cát sỏi"),
    Sector.TRADE: ("thương mại và dịch vụ", "dịch vụ tổng hợp", "du lịch cộng đồng", "quản lý chợ"),
    Sector.TRANSPORT: ("vận tải", "vận tải hành khách"),
    Sector.OTHER: ("vệ sinh môi trường", "nước sạch nông thôn"),
}

SECTORS = {
    Sector.AGRICULTURE: 780,
    Sector.TRADE: 75,
    Sector.INDUSTRY: 60,
    Sector.CONSTRUCTION: 40,
    Sector.TRANSPORT: 25,
    Sector.OTHER: 13,
    Sector.CREDIT: 7,
}
"""How many of a thousand cooperatives are in each sector."""


def sector(dice: random.Random) -> Sector:
    return dice.choices(list(SECTORS), SECTORS.values())[0]


def village(dice: random.Random) -> str:
    return f"{dice.choice(VILLAGE_FIRST)} {dice.choice(VILLAGE_SECOND)}"


def product(dice: random.Random, district_code: str) -> str:
    """What a cooperative of a district grows, mostly what the district is known for."""
    return dice.choice(
        SPECIALITIES.get(district_code, PRODUCTS) if dice.random() < 0.6 else PRODUCTS
    )


def cooperative_name(dice: random.Random, of_sector: Sector, district_code: str) -> str:
    if of_sector is Sector.CREDIT:
        return f"Quỹ tín dụng nhân dân {dice.choice(WISHES)}"
    if of_sector is Sector.AGRICULTURE:
        return dice.choice(
            [
                f"HTX {product(dice, district_code)} {village(dice)}",
                f"HTX nông nghiệp {village(dice)}",
                f"HTX nông nghiệp {dice.choice(WISHES)}",
                f"HTX dịch vụ nông nghiệp {village(dice)}",
                f"HTX nông lâm nghiệp {village(dice)}",
                f"HTX {product(dice, district_code)} {dice.choice(WISHES)}",
            ]
        )
    place = village(dice) if dice.random() < 0.4 else dice.choice(WISHES)
    return f"HTX {dice.choice(BUSINESSES[of_sector])} {place}"


def group_name(dice: random.Random, district_code: str) -> str:
    what = dice.choice(["sản xuất", "sản xuất và tiêu thụ", "liên kết", "cùng sở thích"])
    return f"THT {what} {product(dice, district_code)} thôn {village(dice)}"


def union_name(dice: random.Random) -> str:
    what = dice.choice(["nông sản", "nông sản hữu cơ", "sản phẩm OCOP", "du lịch nông nghiệp"])
    return f"Liên hiệp HTX {what} {dice.choice(WISHES)}"


SUSPENSION_REASONS = (
    "Thiếu vốn lưu động",
    "Sửa chữa nhà xưởng",
    "Chờ kiện toàn ban quản trị",
    "Chưa tìm được nơi tiêu thụ sản phẩm",
)
FARMERS_SUSPENSION_REASONS = (
    *SUSPENSION_REASONS,
    "Dịch tả lợn châu Phi",
    "Mất mùa do rét đậm, rét hại",
)


def suspension_reason(dice: random.Random, of_sector: str) -> str:
    is_farming = of_sector == Sector.AGRICULTURE
    return dice.choice(FARMERS_SUSPENSION_REASONS if is_farming else SUSPENSION_REASONS)


NOTES = (
    "Số liệu tạm tính",
    "Chưa thu hoạch vụ chính",
    "Thiệt hại do mưa lũ",
    "Mới ký hợp đồng tiêu thụ",
    "Đang đầu tư xưởng sơ chế",
)

REASONS_FOR_SENDING_BACK = (
    "Còn thiếu số liệu thu nhập của một số thành viên, đề nghị bổ sung.",
    "Số cán bộ quản lý không khớp với quý trước, đề nghị kiểm tra.",
    "Doanh thu nhập nhầm đơn vị tính, đề nghị sửa lại.",
)
