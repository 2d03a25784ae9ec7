"""Sentences of invented findings, by kind of risk, with what is put right and how. All of our own writing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of trouble: what is seen ({firm}, {product}, {batch} are filled in), what is ordered, what was done."""

    kind: str
    product_kind: str
    title: str
    seen: tuple[str, ...]
    ordered: str
    done: str
    clause: str = ""


DRUGS = (
    "安和牌阿莫西林胶囊", "清远二甲双胍片", "云河硝苯地平缓释片", "康禾复方甘草片", "东岭板蓝根颗粒", "宁安胰岛素注射液", "清远头孢克肟分散片",
    "禾青感冒灵颗粒", "长岭氯雷他定片", "安和布洛芬缓释胶囊",
)  # fmt: skip
DEVICES = ("一次性使用无菌注射器", "医用外科口罩", "电子血压计", "装饰性彩色平光隐形眼镜", "医用退热贴", "血糖试纸")
COSMETICS = ("禾颜祛斑霜", "清溪染发膏", "云妆防晒乳", "素言儿童面霜")

STORIES = (
    Story("prescription", "drug", "{firm}：不凭处方销售处方药",
          ("检查发现柜台当场售出{product}一盒，未查验处方，处方登记本近两周无记录。", "顾客未出示处方即购得{product}，销售系统无审方记录。"),
          "立即停止无处方销售，补登处方，店员重新培训并考核", "处方登记已补齐，店员培训考核合格，系统已开启审方拦截。", "第四十二条"),
    Story("pharmacist", "drug", "{firm}：执业药师不在岗",
          ("上午十时检查时执业药师不在店，仍在销售处方药，未挂牌告知。", "药师注册证在店，本人连续三日未到岗。"),
          "药师在岗履职，不在岗时停售处方药并挂牌", "药师已到岗，考勤留痕，挂牌制度已上墙。", "第五十二条"),
    Story("channel", "drug", "{firm}：从非法渠道购进药品",
          ("{product}（批号{batch}）不能提供随货同行单，供货人无资质。", "库存{product}的供货单位{supplier}未在名录内，票据抬头与账目不符。"),
          "封存问题药品，停止从该渠道购进，三日内说明来源", "问题药品已封存移交，改由合法批发企业供货，票账货一致。", "第五十五条"),
    Story("cold_chain", "drug", "{firm}：冷藏药品温度失控",
          ("冷藏柜显示12℃，{product}（批号{batch}）仍在柜内待售，温度记录缺五天。", "停电后冷藏药品未转移，温度超标约九小时。"),
          "问题药品停售评估，维修或更换冷柜，恢复连续记录", "冷柜已更换并验证，温度记录连续，问题药品已销毁。", "第五十九条"),
    Story("expired", "drug", "{firm}：过期药品未下架",
          ("货架上有{product}（批号{batch}）三盒，已过有效期两个月。", "诊室药柜内{product}过期仍与合格品混放。"),
          "过期药品下架登记销毁，全店效期清查", "已清查全部货架，过期药品登记销毁，建立近效期催销表。", "第九十八条"),
    Story("records", "drug", "{firm}：购进验收记录不全",
          ("近一个月{product}等六个品种没有验收记录。", "购进票据与系统入库数量不一致，差额无法说明。"),
          "补齐票据和记录，说明差额，指定专人负责", "票据记录已补齐，差额已查明并登记。", "第五十七条"),
    Story("storage", "drug", "{firm}：储存陈列不规范",
          ("处方药与非处方药混放，阴凉区温度28℃。", "库房药品直接堆放地面，无防潮设施。"),
          "按要求分区陈列，配置温湿度调控设备", "已分区陈列，阴凉区温度降至19℃。", "第五十九条"),
    Story("special_drugs", "drug", "{firm}：含麻黄碱复方制剂超量销售",
          ("同一人当日在店购买含麻黄碱复方制剂五盒，未登记身份信息。", "专册登记与销售系统数量不符，少记十二盒。"),
          "停止超量销售，补登专册，核查去向", "专册已核对，去向已逐笔说明，系统设置限购。", "麻精药品条例"),
    Story("label", "cosmetic", "{firm}：化妆品标签宣称医疗作用",
          ("在售{product}标签宣称“治疗色斑”。", "{product}无中文标签，备案信息查询不到。"),
          "下架问题产品，核查进货来源", "问题产品已下架退回，来源已说明。", "条例第六十一条"),
    Story("unregistered", "device", "{firm}：经营未注册医疗器械",
          ("{product}包装无注册证编号，网上查询无此产品。", "{product}所标注册证编号与产品名称不符。"),
          "停止销售并封存，追查供货方", "产品已封存，供货方线索已移交。", "条例第八十一条"),
    Story("online", "drug", "{firm}：网络超范围销售药品",
          ("网店页面展示{product}并可直接下单，未见处方审核环节。", "直播间销售{product}，店铺未公示药品经营许可证。"),
          "下架违规链接，完善处方审核", "违规链接已下架，处方审核流程已上线。", "网络销售办法"),
    Story("licence_lending", "drug", "{firm}：涉嫌挂靠经营",
          ("仓库内发现另一企业货品，业务员以本企业名义开票。",), "停止相关业务，配合核查往来账目", "往来账目已提交，业务员已辞退。", "第一百二十二条"),
    Story("adverse_event", "device", "{firm}：同批次器械不良事件聚集",
          ("一周内收到{product}（批号{batch}）不良事件报告四例，均为局部红肿。",), "暂停使用该批次，抽样送检，收集病例", "该批次已停用，检验报告合格，病例已随访。", "第八十一条"),
    Story("counterfeit", "drug", "{firm}：{product}涉嫌假药",
          ("{product}（批号{batch}）外包装印刷模糊，追溯码查询显示在另一省售出。",), "封存送检，追查来源和去向", "检验报告已出，来源去向已查清并移交。", "第九十八条"),
    Story("quality_system", "device", "{firm}：质量管理制度流于形式",
          ("质量负责人不清楚职责，近一年无自查报告。",), "重新任命质量负责人并培训，补做自查", "质量负责人已更换，自查报告已提交。", "第六十三条"),
)  # fmt: skip

REPORTED = {
    "complaint": "{name}来电反映：{seen}要求查处并答复。",
    "report": "实名举报：{seen}",
    "opinion": "本地论坛帖文称：{seen}",
    "assistant": "走访时看到：{seen}",
    "online": "网络监测提示：{seen}",
    "other_unit": "卫健部门移送：{seen}",
    "superior": "上级交办：{seen}",
    "self_inspection": "企业自查报告：{seen}",
    "sampling": "抽检通报：{seen}",
}
"""How a finding sounds through each channel."""
