"""Bodies that issue notices, with what a reader may know of them: place, level and 机关代字."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body as it signs, and the letters of its numbers."""

    name: str
    agency_code: str
    region: str  # chain of short names
    level: str
    addressees: tuple[str, ...]  # 主送机关 it may write to, kinds of bodies as printed
    own_office: str  # who stands in the 印发 line


# Full name, letter of its agencies' codes, chain, level; names that are unique in the country, so the chain is certain.
PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("山东省", "鲁", "山东", "省"),
    ("浙江省", "浙", "浙江", "省"),
    ("江苏省", "苏", "江苏", "省"),
    ("辽宁省", "辽", "辽宁", "省"),
    ("四川省", "川", "四川", "省"),
    ("湖北省", "鄂", "湖北", "省"),
    ("福建省", "闽", "福建", "省"),
    ("安徽省", "皖", "安徽", "省"),
    ("云南省", "云", "云南", "省"),
    ("北京市", "京", "北京", "省"),
    ("上海市", "沪", "上海", "省"),
    ("重庆市", "渝", "重庆", "省"),
    ("扬州市", "扬", "江苏扬州", "市"),
    ("丽水市", "丽", "浙江丽水", "市"),
    ("青岛市", "青", "山东青岛", "市"),
    ("绵阳市", "绵", "四川绵阳", "市"),
    ("宜昌市", "宜", "湖北宜昌", "市"),
    ("芜湖市", "芜", "安徽芜湖", "市"),
    ("大连市", "大", "辽宁大连", "市"),
    ("泉州市", "泉", "福建泉州", "市"),
    ("仪征市", "仪", "江苏扬州仪征", "县"),
    ("昆山市", "昆", "江苏苏州昆山", "县"),
    ("义乌市", "义", "浙江金华义乌", "县"),
    ("诸城市", "诸", "山东潍坊诸城", "县"),
    ("桐庐县", "桐", "浙江杭州桐庐", "县"),
    ("都江堰市", "都", "四川成都都江堰", "县"),
    ("广西壮族自治区", "桂", "广西", "省"),
    ("内蒙古自治区", "内", "内蒙古", "省"),
    ("延边朝鲜族自治州", "延", "吉林延边", "市"),
    ("大理白族自治州", "大", "云南大理", "市"),
    ("杭州市西湖区", "西", "浙江杭州西湖", "县"),
    ("深圳市南山区", "南", "广东深圳南山", "县"),
)

MUNICIPALITIES = ("北京市", "上海市", "重庆市")

PARTY_BODIES = (
    ("委组织部", "组发"),
    ("委老干部局", "老干"),
    ("委办公厅", "办发"),
    ("委离退休干部工作委员会", "离退干工委发"),
)
STATE_BODIES = (("人民政府办公厅", "政办发"), ("人力资源和社会保障厅", "人社发"), ("财政厅", "财行"), ("民政厅", "民发"),
                ("卫生健康委员会", "卫老龄发"), ("人民政府", "政发"), ("教育厅", "教老"), ("文化和旅游厅", "文旅发"), ("总工会", "工发"), ("医疗保障局", "医保发"),
                ("老龄工作委员会办公室", "老龄办发"))  # fmt: skip

TO_CITIES = (
    "各市党委组织部、老干部局",
    "省委各部委、省政府各部门",
    "各人民团体",
    "有关企业、各高等院校党委",
    "省直属各单位党委（党组）",
)
TO_COUNTIES = (
    "各县（市、区）委组织部、老干部局",
    "市直属各单位",
    "市委各部、委、办、局",
    "各开发区党工委",
    "在市各高校党委",
)
TO_TOWNS = (
    "各镇党委",
    "各园区党（工）委",
    "市各部、委、办、局党组（党委、总支、支部）",
    "各街道党工委",
    "市各人民团体党组",
)
TO_PROVINCES = (
    "各省、自治区、直辖市人民政府",
    "国务院各部委、各直属机构",
    "各省、自治区、直辖市党委组织部、老干部局",
    "有关中央企业",
)

CENTRAL: tuple[tuple[str, str], ...] = (
    ("中共中央组织部", "中组发"),
    ("国务院办公厅", "国办发"),
    ("中共中央办公厅", "中办发"),
    ("人力资源社会保障部", "人社部发"),
    ("民政部", "民发"),
    ("国务院", "国发"),
)


def issuers_at_one_place(index: int) -> list[Issuer]:
    """The bodies of place number `index`; the last index is the centre."""
    if index >= len(PLACES):
        return [
            Issuer(name, code, "全国", "中央", TO_PROVINCES, name if name.endswith("办公厅") else f"{name}办公厅")
            for name, code in CENTRAL
        ]
    full_name, letter, region, level = PLACES[index]
    addressees: tuple[str, ...] = {"省": TO_CITIES, "市": TO_COUNTIES, "县": TO_TOWNS}[level]
    if full_name in MUNICIPALITIES:
        addressees = ("各区委组织部、老干部局", "市级机关各部门", "各人民团体", "有关企业、各高等院校党委")
    bodies: list[Issuer] = []
    for suffix, code in PARTY_BODIES:
        name = _party_body(full_name, _at_level(suffix, full_name))
        bodies.append(Issuer(name, letter + code, region, level, addressees, _office_of(name, level)))
    for suffix, code in STATE_BODIES:
        name = f"{full_name}{_at_level(suffix, full_name)}"
        bodies.append(Issuer(name, letter + code, region, level, addressees, _office_of(name, level)))
    return bodies


def _party_body(full_name: str, suffix: str) -> str:
    """中共山东省委组织部, 中共广西壮族自治区委员会组织部, 中共延边州委组织部."""
    if full_name.endswith("自治区"):
        suffix = "委员会" + suffix.removeprefix("委")
    if full_name.endswith("自治州"):
        full_name = f"{full_name[:2]}州"
    return f"中共{full_name}{suffix}"


def _at_level(suffix: str, full_name: str) -> str:
    """The body's suffix below a province: 厅 becomes 局, 办公厅 becomes 办公室; the four 直辖市 keep their 办公厅."""
    if full_name.endswith(("省", "自治区")):
        return suffix
    for department in ("保障", "政", "教育", "旅游"):
        suffix = suffix.replace(f"{department}厅", f"{department}局")
    return suffix if full_name in MUNICIPALITIES else suffix.replace("办公厅", "办公室")


def _office_of(name: str, level: str) -> str:
    if name.endswith(("办公厅", "办公室")):
        return name
    return f"{name}办公{'厅' if level == '省' and name.endswith('政府') else '室'}"
