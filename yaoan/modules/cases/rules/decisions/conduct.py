"""What was done: a conduct from a list, with the words that show it; channel, domain, measures taken on goods."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Text, _

from .found import Found


@dataclass(frozen=True)
class Conduct:
    """A kind of breach: its key, its name, and the words by which it is known. Earlier ones go first."""

    key: str
    label: Text
    words: re.Pattern[str]


def _conduct(key: str, label: Text, words: str) -> Conduct:
    return Conduct(key, label, re.compile(words))


CONDUCTS: tuple[Conduct, ...] = (
    _conduct("illegal_addition", _("非法添加"), r"非法添加|添加[^。]{0,12}(?:禁用|可能危害人体健康)(?:的)?(?:物质|原料)|使用禁用原料"),
    _conduct("counterfeit", _("生产、销售假药"), r"(?:生产|销售|使用)(?:、销售)?假药|(?:按|属于|以|为)假药(?:论处)?"),
    _conduct("no_prescription", _("未凭处方销售处方药"),
             r"(?:未|不)凭(?:执业医师[^。]{0,8})?处方|(?:未能|不能|未|无法)提供[^。]{0,34}处方(?:凭证|单|笺)?(?!药)|未见处方|无处方销售|未按规定凭处方"),
    _conduct("banned_online", _("网络销售禁止网络零售的药品"), r"禁止(?:通过)?网络(?:零售|销售)"),
    _conduct("special_online", _("网络销售特殊管理的药品"), r"(?:网络|网上|互联网)销售[^。]{0,10}(?:特殊管理|疫苗|血液制品|麻醉|精神药品)"),
    _conduct("expired_cosmetic", _("经营超过使用期限的化妆品"),
             r"超过使用(?:期限|日期|期)的?[^。,]{0,16}(?:化妆品|霜|膏|水|乳|液|精华|面膜|染发|粉)|(?:过期|超过使用期限)(?:的)?化妆品"),
    _conduct("expired_device", _("经营、使用过期的医疗器械"), r"(?:过期|失效|超过有效期)(?:的)?[^。,]{0,10}(?:医疗器械|注射器|试剂|导管|口罩)"),
    _conduct("substandard", _("生产、销售劣药"),
             r"(?:生产|销售|使用|购进)(?:、销售)?劣药|(?:按|属于|以|为)劣药(?:论处)?|超过有效期的?[^。,]{0,6}药品|过期药品"),
    _conduct("no_licence_device", _("无证经营医疗器械"),
             r"(?:未取得|无|没有|未办理|未能提供|未经)[^。,]{0,14}(?:医疗器械(?:经营|生产)(?:许可|备案)|第[二三]类医疗器械[^。,]{0,8}(?:备案|许可))|无证(?:经营|生产)[^。,]{0,4}医疗器械"),
    _conduct("device_standard", _("生产、经营不符合要求的医疗器械"),
             r"不符合(?:[^。,]{0,6}强制性标准|[^。,]{0,12}产品技术要求)[^。,]{0,12}(?:医疗器械|口罩|试剂)"),
    _conduct("no_licence_cosmetic", _("无证生产化妆品"), r"(?:未取得|无|没有)[^。,]{0,10}化妆品生产许可|(?:自行|擅自)配制化妆品"),
    _conduct("no_licence", _("无证经营药品"),
             r"无证(?:经营|生产|销售)|未经许可|(?:未取得|无|没有|没办法提供|未能提供|未办理)[^。]{0,14}(?:药品经营|药品生产|经营|生产)许可证|未经批准(?:从事|经营)"),
    _conduct("unregistered_device", _("经营未注册的医疗器械"), r"(?:未(?:依法|经)?注册|无(?:医疗器械)?注册证|未取得(?:医疗器械)?注册证)[^。]{0,12}(?:医疗器械|产品)"),
    _conduct("unregistered_cosmetic", _("经营未注册、未备案的化妆品"), r"(?:未(?:经)?(?:注册|备案)|未取得[^。,]{0,12}注册证)[^。]{0,10}化妆品"),
    _conduct("unregistered_drug", _("经营未取得批准证明文件的药品"), r"未取得(?:药品)?批准证明文件|未经批准进口"),
    _conduct("illegal_source", _("从非法渠道购进药品"),
             r"从(?:不具有|无|未取得|没有|非法)[^。]{0,24}(?:资格|许可|渠道)[^。]{0,16}(?:购进|采购)|未从[^。]{0,30}(?:购进|采购)|非法渠道"),
    _conduct("false_records", _("编造、伪造记录"), r"(?:编造|伪造|虚构|篡改)[^。]{0,12}(?:记录|数据|凭证|票据|检验)"),
    _conduct("certificate_lent", _("出租、出借证照"), r"(?:出租|出借|转让|买卖)[^。]{0,8}(?:许可证|证照|资质|证件)"),
    _conduct("no_proof", _("使用无合格证明的医疗器械"), r"无(?:产品)?合格证明|淘汰的?医疗器械"),
    _conduct("open_shelf", _("处方药开架销售"), r"开架(?:自选|销售)"),
    _conduct("purchase_check", _("未执行进货查验"), r"未(?:按规定)?(?:建立|执行|履行)[^。]{0,16}(?:进货|购进)查验|未[^。]{0,8}索证索票|未(?:按(?:照)?规定)?查验供货"),
    _conduct("pharmacist_absent", _("执业药师不在岗销售处方药"), r"(?:执业)?药师(?:不在岗|未在岗|未在职|挂证)|挂证"),
    _conduct("storage", _("未按规定储存药品"), r"未按(?:照)?(?:规定|说明书|要求|温度)[^。]{0,16}(?:储存|贮存|存放|阴凉|冷藏|运输)"),
    _conduct("practice", _("未遵守经营质量管理规范"), r"(?:未|违反)(?:遵守|按照|执行)?[^。]{0,16}质量管理规范"),
    _conduct("advertising", _("违法发布广告"), r"(?:虚假|违法|未经审查)[^。]{0,10}广告"),
    _conduct("labelling", _("标签、说明书不合规定"), r"标签[^。]{0,16}(?:不符合|不一致|不符)|(?:无|未附)(?:中文)?(?:标签|说明书)"),
    _conduct("obstruction", _("拒绝、阻碍监督检查"), r"(?:拒绝|阻碍|逃避)[^。]{0,8}(?:监督)?检查"),
)  # fmt: skip
"""Breaches in the order in which they are looked for; a text that shows several keeps them all, the first leads."""

_SAID = re.compile(
    r"(?:(?:涉嫌|构成(?:了)?|属于|存在|实施(?:了)?|从事)(?P<words>[^。;,]{4,40}?)(?:的?(?:违法)?行为|的违法事实)"
    r"|(?:构成|属于)(?P<plain>[^。;,]{4,16})(?=[。,;])|当事人(?P<deed>(?!的)[^。;,]{4,40}?)的(?:上述)?行为,?(?:已|涉嫌)?(?:违反|构成)"
    r"|(?P<title>[^。\n]{4,60})案\s*$)",
    re.MULTILINE,
)
_DOER = re.compile(
    r"^.*(?:公司|药房|药店|诊所|医院|卫生院|卫生室|门诊部|经营部|店|厂|超市|商行|美容院|中心)(?:等)?(?=(?:涉嫌|未|违法|违规|非法|无|销售|生产|经营|使用|网络|购进|从|擅自))"
)
_LAW_TOLD = re.compile(r"禁止[^。;]{0,22}$|不得[^。;,]{0,12}$")
_LAW_AFTER = re.compile(r"[,、]?不得")
_LAW_REACH = 28
CHANNELS = re.compile(
    r"微信小程序|微信(?:朋友圈|公众号|群)?|淘宝(?:店|网)?|天猫|京东|拼多多|抖音|快手|美团|饿了么|闲鱼|小红书|阿里巴巴|1688|自建网站"
)
_MEASURES = re.compile(r"扣押|查封|先行登记保存|封存")
_DOMAINS = (
    ("cosmetic", re.compile(r"化妆品|染发膏|面膜|国妆|美发用品|面霜|洗发|唇膏|妆网备|眼霜")),
    ("device", re.compile(r"医疗器械|械注|械备|注册证编号|一次性|注射器|体外诊断|隐形眼镜|血糖仪")),
    (
        "drug",
        re.compile(
            r"药品(?!监|和|经营许可证》未|监督)|国药准字|处方药|假药|劣药|疫苗|中药|胶囊|药品管理法|片剂|颗粒|饮片|肉毒素"
        ),
    ),
)
_SUPPLIER = re.compile(
    r"从(?P<name>[\u4e00-\u9fff()]{4,30}?(?:公司|药业(?!有限|股份|集团)|厂|医院|药房|批发部|经营部|商行))(?:处)?(?:[^。;]{0,12})(?:购进|购入|采购|进货)"
    r"|(?:购自|供货(?:方|商|单位|企业)(?:为|是|:|:))\s*(?P<name2>[\u4e00-\u9fff()]{4,30}?(?:公司|药业|厂|批发部|经营部|商行))"
)
_LEAD = re.compile(
    r"(?:接到?|收到)(?P<name>[^。,;:]{2,40}?)(?:(?:寄送|出具|送达|发来|反馈)的[^。,;]{0,24}?|(?:的)?(?:相关)?(?:移送|转来|转办|交办|线索|交办函?|案件移送函|移送函|举报|投诉|通报|函告|来函|检验报告))"
)
_AGAIN = re.compile(
    r"再次(?:违法|对[^。]{0,40}检查|检查|发现)|又(?:发现|销售)|仍(?:未改正|然|在)|逾期不改正|拒不改正|二次违法"
)


def find_conducts(text: Piece) -> list[tuple[Conduct, Piece]]:
    """All conducts the text shows, each with the words that show it."""
    return [(conduct, piece) for conduct in CONDUCTS if (piece := _shown(conduct, text))]


def _shown(conduct: Conduct, text: Piece) -> Piece | None:
    """The first words that show the conduct; where the law is told (禁止…销售假药、劣药) nothing is shown."""
    flat = text.flat
    for match in conduct.words.finditer(flat):
        before = flat[max(0, match.start() - _LAW_REACH) : match.start()].rpartition("。")[2]
        if not _LAW_TOLD.search(before) and not _LAW_AFTER.match(flat, match.end()):
            return text.group(match)
    return None


def find_violation(
    text: Piece, conducts: list[tuple[Conduct, Piece]], party: Piece | None, products: Sequence[Piece] = ()
) -> Found | None:
    """The breach: what the title or 涉嫌…的行为 calls it where that shows the leading conduct, else the conduct's name.

    None where nothing on the list is shown.
    """
    if not conducts:
        return None
    leading, shown = conducts[0]
    for match in text.finditer(_SAID):
        group = next(name for name in ("title", "plain", "words", "deed") if match[name])
        words = _without_products(_without_party(text.group(match, group), party), products)
        if leading.words.search(words.flat):
            return Found.words(words)
    return Found(leading.label.read("zh"), shown)


def _without_party(words: Piece, party: Piece | None) -> Piece:
    """The deed without who did it: the party, or before a title any firm or place of care in front of the verb."""
    place = words.flat.rfind(party.flat) if party else -1
    if party and place >= 0:
        return words.part(place + len(party), len(words)).strip("　 等涉嫌")
    other = _DOER.match(words.flat)
    return words.part(other.end(), len(words)).strip("　 等涉嫌") if other else words.strip()


def _without_products(words: Piece, products: Sequence[Piece]) -> Piece:
    """销售劣药天麻胶囊 without the name at its end; a name that is all there is stays."""
    for name in products:
        place = words.flat.find(name.flat)
        if place >= 4 and words.flat[:place].endswith(("药", "品", "械")) and words.flat.endswith(name.flat):
            return words.part(0, place)
    return words


def find_domain(text: Piece) -> Found | None:
    """``drug``, ``device`` or ``cosmetic``: the one whose words stand most often; drugs lose to the others at a tie."""
    hits = {name: [text.group(match) for match in text.finditer(pattern)] for name, pattern in _DOMAINS}
    best = max(hits, key=lambda name: len(hits[name]))
    return Found(best, hits[best][0]) if hits[best] else None


def find_supplier(text: Piece) -> Piece | None:
    match = _SUPPLIER.search(text.flat)
    return text.group(match, "name" if match["name"] else "name2") if match else None


def find_lead(text: Piece) -> Piece | None:
    """Whom the clue came from."""
    return text.find(_LEAD, "name")


def find_channel(text: Piece) -> Piece | None:
    """The platform, the longest name of it the text gives first."""
    found = [text.group(match) for match in text.finditer(CHANNELS)]
    return max(found, key=len, default=None)


def find_measure(text: Piece) -> Piece | None:
    """Compulsory measures on goods."""
    return text.find(_MEASURES)


def find_repeat(text: Piece) -> Piece | None:
    """The words that say it was done again after being told."""
    return text.find(_AGAIN)
