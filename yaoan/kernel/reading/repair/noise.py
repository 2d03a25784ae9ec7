"""Lines of the web site or the printed page that are no part of the paper."""

import re
from collections import Counter

from yaoan.kernel.words import _

from .outcome import Outcome, shortened

# Lines that carry these labels are kept: the header is read from them.
_KEPT = re.compile(
    r"索\s*引\s*号|文\s*号|发文字号|发布(日期|时间|机构)|成文日期|发文(日期|机关|机构)|来源\s*[:：]|^\s*\|"
)

# Each entry is matched at the beginning of a line.
_SITE_WORDS = (
    r"(?:您?(?:当前|现在|所在)的?(?:所在)?)?位置\s*[:：]",
    r"[\[【（(]?\s*(?:字体|字号|分享|打印|关闭|收藏|我要纠错|语音播报|视力保护色"
    r"|浏览次数|点击(?:数|率|次数)|阅读(?:量|次数)|访问量)(?![\u4e00-\u9fff]{5})",
    r"扫一扫|返回(?:顶部|首页|列表)|上一[篇条]|下一[篇条]|我来说两句|无障碍|微信公众号|政务微信",
    r"相关(?:新闻|链接|阅读|文件|文章|附件|推荐)\s*[:：]?\s*$|附件下载|网站(?:地图|首页|声明|标识码|支持)",
    r"(?:单位)?(?:地址|邮编|邮政编码|网址|备案号|网站电话|总访问量|今日访问)\s*[:：]",
    r"版权所有|友情链接|主办单位\s*[:：]|承办单位\s*[:：]|技术支持|联系我们|关于我们",
    r".{0,30}(?:ICP备|公网安备|网安备|蜘蛛池|站点模板|Copyright|©|Powered by)",
    r".{0,20}首页\s*[>＞»›→/].{0,60}$",
    r"\S{1,60}\.(?:jpe?g|png|gif|bmp)\s*$",
)
_SITE_LINES = re.compile(rf"^\s*(?:{'|'.join(_SITE_WORDS)})", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*#(?!\d)")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[—–\-－]+\s*\d{1,3}\s*[—–\-－]+"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*$"
)
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,8}$")
_SENTENCE = re.compile(r"[。；：:;,，、]")
_ITEM = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(]|\d)")
_SITE_LINE_LIMIT = 120
_SHORTEST_HEAD, _HEAD_LIMIT = 4, 40
_AGENCY = re.compile(r"(?:局|委员会|办公室|政府|厅|委|院|所)\s*$")  # stands in the title and under the text as well


def remove_noise(text: str, *, keep: re.Pattern[str] | None = None) -> Outcome:
    """Drops navigation, share buttons, page numbers, link farms, file comments and heads repeated on every page."""
    lines = text.split("\n")
    dropped = {place for place, line in enumerate(lines) if _is_noise(line)}
    dropped |= _comments(lines) | _repeated_heads(lines)
    dropped = {place for place in dropped if not (keep and keep.search(lines[place]))}
    if not dropped:
        return Outcome(text)
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    examples = "”“".join(dict.fromkeys(shortened(lines[place], 24) for place in sorted(dropped)[:3]))
    told = _("删去与正文无关的行 {count} 行，如“{examples}”").format(count=len(dropped), examples=examples)
    return Outcome("\n".join(kept), (told,))


def _is_noise(line: str) -> bool:
    if not line.strip() or _KEPT.search(line):
        return False
    if _PAGE_NUMBER.match(line) or _is_link_farm(line):
        return True
    return len(line) <= _SITE_LINE_LIMIT and bool(_SITE_LINES.match(line))


def _is_link_farm(line: str) -> bool:
    """``甲县| 乙市| 丙县|``: names of places and nothing else, parted by bars, as spam at the foot of copied pages."""
    names = [name.strip() for name in line.split("|") if name.strip()]
    if len(names) < 3 or line.lstrip().startswith("|") or not all(_PLACE.match(name) for name in names):
        return False
    return sum(name[-1] in "县市区旗州盟" for name in names) >= len(names) / 2


def _comments(lines: list[str]) -> set[int]:
    """Lines with a leading # before the first line without one."""
    found = set()
    for place, line in enumerate(lines):
        if line.strip() and not _COMMENT.match(line):
            break
        if line.strip():
            found.add(place)
    return found


def _repeated_heads(lines: list[str]) -> set[int]:
    """Later copies of a short line that stands three times or more: the running head of a printed page."""
    short = [
        line.strip()
        for line in lines
        if _SHORTEST_HEAD <= len(line.strip()) <= _HEAD_LIMIT
        if not (_SENTENCE.search(line) or _ITEM.match(line) or _AGENCY.search(line))
    ]
    running = {line for line, count in Counter(short).items() if count >= 3 and "|" not in line}
    seen: set[str] = set()
    found = set()
    for place, line in enumerate(lines):
        if line.strip() in running:
            if line.strip() in seen:
                found.add(place)
            seen.add(line.strip())
    return found
