"""Products of the case with batch, dates, maker and number: from quotes, brackets, tables and labelled lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yaoan.kernel.reading.amounts import MEASURES, QUANTITY, number
from yaoan.kernel.reading.pieces import Piece

from .days import DAY, first_day
from .found import Found
from .mending import is_masked
from .tables import rows_of_tables

_H = r"\u4e00-\u9fff"
_CHAR = rf"[{_H}A-Za-z0-9·・/％%α-ωΑ-Ω\-－]"
_ADDED = r"(?:[(][^()\n]{1,16}[)])?"
_FORMS = (
    "胶囊|软胶囊|肠溶胶囊|缓释片|分散片|咀嚼片|泡腾片|片|颗粒|冲剂|散|丸|滴丸|口服液|口服溶液|糖浆|合剂|注射液|注射剂|粉针|混悬剂|混悬液|滴剂|贴剂|吸入剂|溶液|疫苗|软膏|乳膏|凝胶|"
    "贴膏|膏药|膏|栓|滴眼液|滴鼻液|滴耳液|喷雾剂|气雾剂|洗剂|搽剂|酊|擦剂|酒|饮片|汤|露|霜|乳液|精华|精华液|面膜|染发膏|口红|爽肤水|"
    "洗发水|洗面奶|牙膏|防晒霜|注射器|口罩|试剂盒|血糖仪|血压计|隐形眼镜|导管|敷料|创可贴|输液器|体温计|玻尿酸|肉毒素|透明质酸钠|棉签|纱布|绷带|留置针|缝合线|输液贴|注射针"
)
_FORM = re.compile(rf"(?:{_FORMS}){_ADDED}$")
_KIND = r"(?:处方药|非处方药|假药|劣药|药品|中成药|中药饮片|产品|化妆品|医疗器械|疫苗|原料|注射剂|器械|保健品|特殊药品)"
_BATCH = r"(?:产品|生产)?(?:批号|批次号?|生产批次|批次/编号)"
_ATTRIBUTES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("batch", re.compile(rf"{_BATCH}\s*(?:[:为是]\s*|(?=[A-Za-z\d]))(?P<v>[A-Za-z]{{0,4}}[\dA-Za-z*×-]{{2,20}}(?: \d{{2,4}}(?=[的,)。;]))?)")),
    ("made", re.compile(rf"(?:生产|制造)日期\s*[:为是]?\s*(?P<v>{DAY.pattern})")),
    ("expires", re.compile(rf"(?:有效期(?:限)?(?:至|到)?|失效日期|保质期至)\s*[:为是]?\s*(?P<v>{DAY.pattern})")),
    ("use_by", re.compile(rf"(?:限用日期|限期使用日期|限用期限|使用期限(?:至)?)\s*[:为是]?\s*(?P<v>{DAY.pattern})")),
    ("approval_no", re.compile(
        r"(?P<v>国药准字\s*[HZSJTB][A-Z]?\s*[\d*×]{4,10}|国药准字\s*[(（]?\d{4}[)）]?[HZSJTB]?\d{4,8}|[国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新港台澳]{1,2}"
        r"[\u4e00-\u9fff]?械[注备][准进许]?\s*\d{6,12}(?:号)?|国妆[特备](?:网备)?[字进]\s*[GJ]?[\d*]{1,10}|[\u4e00-\u9fff]G?妆网备字\d{8,12}|国妆特字[A-Z][\d*]{1,8}"
        r"|医药产品注册证号?\s*[HZS]C?\d{8}|[HZS]C\d{8}|注册证号\s*[:]?[HZSB]\d{8})")),
    ("spec", re.compile(r"规格(?:型号)?\s*[:为是]\s*(?P<v>[^,;。)、|(]{2,30}(?:[(][^()]{1,12}[)])?)")),
    ("maker", re.compile(
        r"(?:标示)?(?:生产(?:厂家|企业|单位|商|厂商|者)|制造商|厂家|上市许可持有人|持有人|注册人|备案人|委托方|生产者名称)(?:名称)?\s*[:为是]\s*"
        r"(?P<v>[^,;。:|]{4,40}?(?:公司|厂|集团|药业|研究所|中心|株式会社))(?=[,;。)、|\s]|$)")),
    ("maker", re.compile(r"(?:标示为|[(])(?P<v>[\u4e00-\u9fff()]{4,30}?(?:公司|厂|药业))生产")),
    ("failed_item", re.compile(r"不(?:合格|符合规定)(?:的)?(?:检验)?项目\s*[:为是]+\s*(?P<v>[^,;。)]{1,24})")),
    ("failed_item", re.compile(r"(?<=[,;。【\[“()])(?P<v>(?:性状|鉴别|检查|含量测定|含量|水[分份]|装量差异|重量差异|溶出度|微生物限度|可见异物|有关物质|崩解时限|[\u4e00-\u9fff]{2,6}?)(?:[(][^()]{1,12}[)])?)[】\]”)]?(?:项(?:目)?)?不(?:符合规定|合格)")),
    ("report_no", re.compile(r"(?:检验|检测)?报告(?:书)?(?:编号|号)\s*[:为是]+\s*(?P<v>[A-Za-z0-9-]{4,24})")),
    ("lab", re.compile(r"(?:经|由|送)(?P<v>[\u4e00-\u9fff]{4,28}?(?:检验所|检验院|检验研究院|检测院|检定研究院|检验中心|检测中心|研究院))")),
)  # fmt: skip
_PAPERS = re.compile(
    r"当事人|许可证|营业执照|通知书|证明|以下|记录|告知|笔录|处方|行为|清单|凭证|发票|办法|规定|有限公司|药店|药房|医院|医疗|诊所|失信|平台|专项|“|某某|公司$|店$"
)
_LEFT = re.compile(
    rf"^.*(?:销售了?的?|出售了?的?|购进了?的?|经营了?的?|(?<!性)使用了?的?|生产了?的?|存放(?:有|着)?的?|陈列(?:有|着)?的?|抽取了?的?|发现(?:有|了)?|查见有?|查获了?|选取了?|售卖了?|"
    rf"{_KIND}(?=[^(（的]{{2}})|为(?!主)|了|将|的|有|该店|该药房|涉案|上述|标示|名为|其中|\d+\s*(?:{MEASURES})|一(?:盒|瓶|支|袋))"
)
_LABEL = re.compile(r"(?:产品|药品|器械|品\s*名|通用|商品|样品|化妆品|品种)名?称?\s*[:]\s*(?P<name>[^,;。:\n|]{2,36})")
_QUOTED = re.compile(r"[“\"「](?P<name>[^”\"」\n]{2,30})[”\"」]")
_PRODUCT_BEFORE = re.compile(
    rf"(?:{_KIND}|销售了?|出售了?|购进|生产|经营|使用|查见有?|发现有?|查获|日|、|”|\")(?:的)?\s*$"
)
_PRODUCT_AFTER = re.compile(
    rf"^\s*(?:[(](?:[^()]|[(][^()]*[)]){{0,200}}?(?:批号|生产|规格|批准|国药|有效期)|等?\s*{_KIND}|[“、]|的销售|\d+\s*(?:{MEASURES})|[,]?\s*国药准字|[,]?批号)"
)
_BRACKETED = re.compile(
    rf"(?P<name>{_CHAR}{{2,24}}{_ADDED}{_CHAR}{{0,10}}?)\s*[(](?=(?:[^()]|[(][^()]*[)]){{0,260}}?(?:批号|批次|生产厂家|生产企业|生产日期|批准文号|规格|国药准字|有效期|标示))"
)
_OF_BATCH = re.compile(
    rf"批号(?:为|:|是)?\s*[\dA-Za-z*-]{{3,16}}(?: \d{{2,4}})?\s*的(?P<name>{_CHAR}{{2,20}}?(?:{_FORMS}){_ADDED})"
)
_BAD_DRUG = re.compile(rf"(?:假药|劣药)(?P<name>[{_H}A-Za-z·]{{2,16}}?)(?=的?(?:行为|违法|[,。;、]|事实)|$)")
_COUNTED = re.compile(
    rf"(?:销售|出售|售出|购进|使用)的?(?P<name>{_CHAR}{{2,20}}?(?:{_FORMS}){_ADDED})(?:共计|共|\d+\s*(?:{MEASURES})|,)"
)
_EXPIRED = re.compile(
    rf"(?:\d+|[一二三四五六七八九十]+)(?:{MEASURES})?(?:已)?(?:超过(?:使用|有效|保质)(?:期限|日期|期)|过期|失效)的(?P<name>{_CHAR}{{2,20}}{_ADDED}{_CHAR}{{0,8}})(?=[:,。;(]|$)"
)
_FORMED = re.compile(
    rf"(?:销售了?|出售了?|购进了?|购入|生产了?|使用了?|抽取了?|药品|{_KIND}|\d+\s*(?:{MEASURES})|、|和|[内中里]有)(?P<name>{_CHAR}{{0,16}}?(?:{_FORMS}){_ADDED})"
    rf"(?=[\d,，。、;(共和等]|及|的|\d|$)"
)
_SUBSTANCE = re.compile(
    r"添加(?:了)?(?:其自行生产的|禁用|化学|西药)?(?:物质|成分|原料)?[“\"]?(?P<v>[\u4e00-\u9fffA-Za-z0-9-]{2,16}?)[”\"]"
)
_SENTENCE_END = re.compile(r"[。\n]")
_LONGEST = 30


@dataclass
class Product:
    """A product and batch of it. ``fields`` holds what the text says of it, by the key of the JSON."""

    name: Piece
    fields: dict[str, Found] = field(default_factory=dict)

    @property
    def batch(self) -> str | None:
        batch = self.fields.get("batch")
        return str(batch.value) if batch else None

    def as_json(self) -> dict[str, object]:
        return {"name": self.name.value} | {key: found.plain for key, found in self.fields.items()}


def find_products(text: Piece, outside: Sequence[Piece]) -> tuple[Product, ...]:
    """Every product of the case, one entry a batch. ``outside`` are names of parties and bodies that are no products."""
    tabled = [product for row in rows_of_tables(text) if (product := _of_row(row))]
    barred = {piece.value for piece in outside}
    mentions = sorted(
        (name for name in _mentions(text) if _is_product(name, barred)), key=lambda name: (name.start, -name.end)
    )
    products: list[Product] = list(tabled)
    kept: list[Piece] = []
    for name in mentions:
        if not any(other.start < name.end and name.start < other.end for other in kept):
            kept.append(name)
    for place, name in enumerate(kept):
        reach = _reach(text, name, kept[place + 1] if place + 1 < len(kept) else None)
        _add(products, Product(name, _count_before(text, name) | _attributes(reach, name)))
    products = _without_shadows(products)
    if products and not any("illegal_substance" in product.fields for product in products):
        _substance(text, products)
    return tuple(products)


def _mentions(text: Piece) -> Iterator[Piece]:
    flat = text.flat
    for match in _QUOTED.finditer(flat):
        if _PRODUCT_BEFORE.search(flat[max(0, match.start() - 12) : match.start()]) or _PRODUCT_AFTER.match(
            flat[match.end() :]
        ):
            yield text.group(match, "name")
    for pattern in (_BRACKETED, _OF_BATCH, _BAD_DRUG, _COUNTED, _EXPIRED, _FORMED):
        for match in pattern.finditer(flat):
            yield _bare(text.group(match, "name"))
    for match in _LABEL.finditer(flat):
        yield text.group(match, "name").strip()


def _bare(name: Piece) -> Piece:
    """Without the verb, the count and the kind before the name."""
    lead = _LEFT.match(name.flat)
    bare = name.part(lead.end(), len(name)) if lead and len(name) - lead.end() >= 2 else name
    return bare.strip(" 　、，：和及")


def _is_product(name: Piece, barred: set[str]) -> bool:
    flat = name.flat.strip()
    if not 2 <= len(flat) <= _LONGEST or name.value in barred or _PAPERS.search(flat):
        return False
    return not re.fullmatch(
        rf"(?:上述|涉案|该|本|批|次|等|种|类|个|的|产品|\d+(?:{MEASURES})|\d|{_KIND})+", flat
    ) and not is_masked(flat[:1])


def _reach(text: Piece, name: Piece, following: Piece | None) -> Piece:
    """Where the attributes of a mention stand: the clause before it (批号为…的天麻胶囊) and up to the next product or 。."""
    flat = text.source
    opening = max(flat.rfind(mark, text.start, name.start) for mark in "。\n；”") + 1
    opening = max(opening, text.start)
    before = Piece(text.source, opening, name.start)
    last = before.find(re.compile(r"(?:标示|规格|批号|生产日期)[^。]*$"))
    begin = last.start if last and before.flat.endswith("的") else name.start
    depth_end = _bracket_end(text, name)
    stop = _SENTENCE_END.search(text.source, depth_end)
    end = stop.start() if stop else text.end
    if stop and re.match(r"[。\n]\s*国[药妆]", text.source[end : end + 8]):
        further = _SENTENCE_END.search(text.source, end + 1)
        end = further.start() if further else text.end
    if following and following.start < end:
        end = following.start
    return Piece(text.source, begin, end)


_COUNT_BEHIND = re.compile(rf"[”\" ]*\d+\s*(?:{MEASURES})?$")
"""How many, between a name and its bracket: “板蓝根颗粒”3袋（规格…）."""


def _bracket_end(text: Piece, name: Piece) -> int:
    """The end of the bracket that opens right behind the name."""
    place, depth = name.end, 0
    while place < text.end:
        sign = text.source[place]
        if sign in "(（":
            depth += 1
        elif sign in ")）":
            depth -= 1
            if depth <= 0:
                return place
        elif not depth and sign not in '”" ' and not _COUNT_BEHIND.match(text.source, name.end, place + 1):
            return name.end
        place += 1
    return name.end


def _attributes(reach: Piece, name: Piece) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for key, pattern in _ATTRIBUTES:
        match = pattern.search(reach.flat)
        if key in found or not match:
            continue
        group = "v" if match.groupdict().get("v") else "v2"
        piece = reach.group(match, group).strip(" 、,，;；")
        if key in {"made", "expires", "use_by"}:
            day = first_day(piece)
            if day:
                found[key] = day
        elif piece:
            found[key] = Found.words(piece)
    return found | _quantity(reach, name)


def _quantity(reach: Piece, name: Piece) -> dict[str, Found]:
    """How many, where that stands right behind the name or its bracket."""
    for quantity in reach.finditer(QUANTITY):
        before = reach.flat[: quantity.start()].rstrip('”“" ,共计')
        count = number(quantity["count"])
        if count is not None and (before.endswith((")", name.flat)) or not before):
            return {"qty": Found(count, reach.group(quantity, "count"))}
    return {}


_COUNT_BEFORE = re.compile(rf"(?P<count>\d+)\s*(?:{MEASURES})[^,。;:()、\d]{{0,14}}$")


def _count_before(text: Piece, name: Piece) -> dict[str, Found]:
    """How many, where that stands before the name (6支超过使用日期的…)."""
    before = Piece(text.source, max(text.start, name.start - 20), name.start)
    match = _COUNT_BEFORE.search(before.flat)
    count = number(match["count"]) if match else None
    return {"qty": Found(count, before.group(match, "count"))} if match and count is not None else {}


def _add(products: list[Product], product: Product) -> None:
    """Joins a mention to the product it repeats: same name and no other batch."""
    for known in products:
        if known.name.value != product.name.value:
            continue
        if known.batch and product.batch and known.batch != product.batch:
            continue
        known.fields |= {key: found for key, found in product.fields.items() if key not in known.fields}
        return
    products.append(product)


def _without_shadows(products: list[Product]) -> list[Product]:
    """Drops a mention whose name is part of another's, and one without anything said where others have batches."""
    kept = []
    for product in products:
        shadowed = any(
            other is not product and product.name.value != other.name.value and product.name.value in other.name.value
            for other in products
        )
        if not shadowed:
            kept.append(product)
    batched = {product.name.value for product in kept if product.batch}
    kept = [product for product in kept if product.batch or product.name.value not in batched]
    described = [product for product in kept if product.fields or _FORM.search(product.name.flat)]
    return described or kept


def _substance(text: Piece, products: list[Product]) -> None:
    """What was added unlawfully is no product of the case but a field of the one it was added to."""
    match = _SUBSTANCE.search(text.flat)
    if not match:
        return
    substance = text.group(match, "v")
    products[:] = [product for product in products if product.name.value != substance.value]
    for product in products:
        product.fields.setdefault("illegal_substance", Found.words(substance))


_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("name", re.compile(r"(?:产品|药品|商品|样品|通用|器械|化妆品)?名\s*称|品\s*名|品种")),
    ("batch", re.compile(r"批\s*[号次]")),
    ("spec", re.compile(r"规\s*格|型\s*号")),
    ("maker", re.compile(r"厂|企业|持有人|生产者|制造商|产地")),
    ("approval_no", re.compile(r"批准文号|注册证|备案")),
    ("made", re.compile(r"生产日期")),
    ("expires", re.compile(r"有效期|失效")),
    ("use_by", re.compile(r"限用|使用期限")),
    ("unit_price", re.compile(r"单\s*价|售\s*价")),
    ("goods_value", re.compile(r"货值|金\s*额")),
    ("qty", re.compile(r"数\s*量|件数")),
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _of_row(row: Sequence[tuple[str, Piece]]) -> Product | None:
    """A product of a table's row; None for rows without a name (totals)."""
    name: Piece | None = None
    fields: dict[str, Found] = {}
    for head, cell in row:
        key = next((key for key, pattern in _COLUMNS if pattern.search(head) and key not in fields), None)
        if key is None or not cell:
            continue
        if key == "name":
            name = name or cell
        elif key in {"made", "expires", "use_by"}:
            day = first_day(cell)
            fields |= {key: day} if day else {}
        elif key in {"qty", "unit_price", "goods_value"}:
            figure = cell.find(_FIGURE)
            count = number(figure.flat) if figure else None
            fields |= {key: Found(count, figure)} if figure and count is not None else {}
        else:
            fields[key] = Found.words(cell)
    if name is None or re.fullmatch(r"(?:合|总|小)\s*计|共\s*计", name.flat.strip()):
        return None
    return Product(name, fields)
