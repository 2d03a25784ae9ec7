"""The words of the register: kinds of firms, licences, products and posts, states, and permissions."""

from yaoan.kernel.words import Choice, _


class P:
    """What people may be allowed to do with the register."""

    VIEW = "subjects.view"
    """Read the firms of an area."""

    LICENCES_VIEW = "licences.view"
    """Read the licences of an area."""

    PRODUCTS_VIEW = "products.view"
    """Read the products whose holders are in an area."""

    PEOPLE_VIEW = "people.view"
    """Read the people who answer for firms; identity numbers stay sealed."""

    EDIT = "subjects.edit"
    """Register firms, licences, products and people, and keep them up to date."""

    IMPORT = "subjects.import"
    """Bring a register into the system from a spreadsheet."""

    MERGE = "subjects.merge"
    """Merge two entries of one firm, part them again, or record that they are two firms."""

    UNSEAL = "people.unseal"
    """Open a sealed identity number; each look is written down with its reason."""


class ProductKind(Choice):
    """The two goods and one device that the law puts under one regulator."""

    DRUG = "drug", _("药品")
    DEVICE = "device", _("医疗器械")
    COSMETIC = "cosmetic", _("化妆品")


class SubjectKind(Choice):
    """What a firm does."""

    MAH = "mah", _("上市许可持有人")
    MAKER = "maker", _("生产企业")
    WHOLESALER = "wholesaler", _("批发企业")
    CHAIN_HQ = "chain_hq", _("连锁总部")
    CHAIN_SHOP = "chain_shop", _("连锁门店")
    PHARMACY = "pharmacy", _("单体药店")
    HOSPITAL = "hospital", _("医院")
    CLINIC = "clinic", _("诊所")
    VILLAGE_CLINIC = "village_clinic", _("村卫生室")
    DEVICE_FIRM = "device_firm", _("器械经营企业")
    COSMETIC_FIRM = "cosmetic_firm", _("化妆品经营者")
    BEAUTY = "beauty", _("医疗美容机构")
    PLATFORM = "platform", _("网络平台")
    ONLINE_SHOP = "online_shop", _("网店")
    OTHER = "other", _("其他")


class SubjectState(Choice):
    ACTIVE = "active", _("经营中")
    CLOSED = "closed", _("已停业注销")
    MERGED = "merged", _("已并入")


class LicenceKind(Choice):
    """The papers a firm works under; each but the last two is known by its number."""

    DRUG_DISTRIBUTION = "drug_distribution_licence", _("药品经营许可证")
    DRUG_PRODUCTION = "drug_production_licence", _("药品生产许可证")
    DEVICE_DISTRIBUTION = "device_distribution_licence", _("医疗器械经营许可证")
    DEVICE_DISTRIBUTION_FILING = "device_distribution_filing", _("医疗器械经营备案凭证")
    DEVICE_PRODUCTION = "device_production_licence", _("医疗器械生产许可证")
    DEVICE_PRODUCTION_FILING = "device_production_filing", _("医疗器械生产备案凭证")
    COSMETIC_PRODUCTION = "cosmetic_production_licence", _("化妆品生产许可证")
    DRUG_PLATFORM_FILING = "drug_platform_filing", _("药品网络交易第三方平台备案")
    DEVICE_PLATFORM_FILING = "device_platform_filing", _("医疗器械网络交易第三方平台备案")
    DRUG_INFORMATION = "drug_information_certificate", _("互联网药品信息服务资格证书")
    MEDICAL_INSTITUTION = "medical_institution", _("医疗机构执业许可证")
    OTHER = "other", _("其他证照")


class LicenceState(Choice):
    VALID = "valid", _("有效")
    REMINDED = "reminded", _("已提醒续办")
    LAPSED = "lapsed", _("已过期")
    CANCELLED = "cancelled", _("已注销或吊销")


class ProductState(Choice):
    ACTIVE = "active", _("在产在销")
    WITHDRAWN = "withdrawn", _("已注销或撤市")


class Special(Choice):
    """What makes a product need special care."""

    NARCOTIC = "narcotic", _("麻醉药品")
    PSYCHOTROPIC_1 = "psychotropic_1", _("第一类精神药品")
    PSYCHOTROPIC_2 = "psychotropic_2", _("第二类精神药品")
    TOXIC = "toxic", _("医疗用毒性药品")
    RADIOACTIVE = "radioactive", _("放射性药品")
    PRECURSOR = "precursor", _("药品类易制毒化学品")
    EPHEDRINE = "ephedrine", _("含麻黄碱类复方制剂")
    CODEINE = "codeine", _("含可待因等复方口服制剂")
    VACCINE = "vaccine", _("疫苗")
    BLOOD = "blood", _("血液制品")
    CELL = "cell", _("细胞治疗产品")
    COLD_CHAIN = "cold_chain", _("需冷链储运")
    TENDERED = "tendered", _("集中带量采购中选")
    IMPLANT = "implant", _("植入类器械")
    STERILE = "sterile", _("无菌器械")
    CHILDREN = "children", _("儿童化妆品")
    SPECIAL_COSMETIC = "special_cosmetic", _("特殊化妆品")


class PersonState(Choice):
    ACTIVE = "active", _("在任")
    LEFT = "left", _("已离任")


class PostKind(Choice):
    """What a person answers for in a firm."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
    CONTROLLER = "controller", _("实际控制人")
    RESPONSIBLE = "responsible", _("企业负责人")
    QUALITY_HEAD = "quality_head", _("质量负责人")
    AUTHORISED = "authorised", _("质量受权人")
    VIGILANCE_HEAD = "vigilance_head", _("药物警戒负责人")
    PHARMACIST = "pharmacist", _("执业药师")
    STAFF = "staff", _("从业人员")


class Tie(Choice):
    """Why one firm is looked at because of another."""

    CHAIN = "chain", _("同一连锁")
    OWNER = "owner", _("同一法定代表人或实际控制人")
    SUPPLIER = "supplier", _("同一供货单位")
    KIND = "kind", _("同类同地")
