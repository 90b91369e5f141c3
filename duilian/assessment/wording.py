"""What words alone decide.

Forms of address (handbook 2.11), technical terms (2.12), the client's own affairs (3, FABE). Pure functions
of texts. Spans are (start, end) in characters from 0, the end exclusive. The word lists come from
``data/rubric.yml`` as a :class:`Lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from duilian.language.surnames import SURNAMES
from duilian.language.text import narrow

# Texts whose answers are kept: a dialogue is assessed again and again for its verdicts' confidence.
_CACHED_TEXTS = 1024
_HAN = "\u4e00-\u9fff"
# A quotation.
_QUOTED = re.compile('[“"「『《][^”"」』》]*[”"」』》]')
# A form of address that fits any client: after a surname, or alone where it calls somebody (老板您好), not
# where it speaks of people (适合老板不坐店, 比老师一个个打电话快).
_GENERAL_ADDRESS = re.compile(
    f"[{SURNAMES}位](?:先生|女士|小姐|老师)|(?<![们咱我他她])(?<!(?<![好是行对])的)(?:先生|女士|小姐|老师|领导|老板)"
    "(?=$|[您你好早啊呀哈哎诶嗯哦]|再见|慢走|慢忙|辛苦|节日|新年|放心|打扰|耽误|麻烦|谢谢|请|\\W)"
)
# What comes before an explanation of a term, and the explanation.
_MEANS = re.compile(
    "(就是|是指|指的是|意思是|意思就是|说白了|通俗|简单[地来点]?[说讲]|相当于|好比|等于|类似|比方|其实是|是说|跟|像|[((])(.*)",
    re.S,
)
# “…, which is called”: the explanation came before the term.
_CALLED = re.compile("(叫做?|叫作|称作?|所谓的?|[说讲]的)[这那个是]{0,3}$")


def blank_quotes(text: str) -> str:
    """The text with quoted parts blanked, of the same length, so that offsets hold."""
    return _QUOTED.sub(lambda m: " " * len(m[0]), text)


# Surnames of two characters.
_DOUBLE_SURNAME = re.compile(
    "欧阳|闻人|东方|司马|上官|诸葛|尉迟|公孙|慕容|令狐|皇甫|夏侯|端木|司徒|南宫|百里|西门|独孤|宇文|轩辕|澹台|太史|申屠|钟离|长孙"
)


@lru_cache(maxsize=_CACHED_TEXTS)
def _title_pattern(title: str) -> re.Pattern[str]:
    """The pattern of a client's title (王总, 何经理), its surname perhaps misheard or left out (谢谢院长).

    Not of one's own side: 客户经理, 我们主任.
    """
    office = title[2:] if len(title) > 2 and _DOUBLE_SURNAME.match(title) else title[1:] or title
    end = "(?!是(?!我)|[部共之机线办室])"
    heard = f"[^户目们我他她\\W]{re.escape(office)}{end}"
    forms = [re.escape(title), f"(?<![{_HAN}]){heard}", f"(?<=[您问是找看给跟请下喊]){heard}"]
    if len(office) > 1:
        before = (
            f"(?<![{_HAN}])|(?<=谢谢|多谢|感谢|麻烦|打扰|有劳|拜托)"
            "|(?<=[您是问找请劳烦扰陪让给替跟和下喊叫了啊哎喂呀那好对听托祝])"
        )
        forms.append(f"(?:{before}){re.escape(office)}{end}")
    return re.compile("|".join(forms))


@lru_cache(maxsize=_CACHED_TEXTS)
def find_address(text: str, title: str | None) -> tuple[int, int] | None:
    """Where the client is addressed with its title or 先生/女士/小姐/老师 and the like (2.11).

    Args:
        text: What the trainee said.
        title: The client's title with its surname, such as 王总; None if it is not known.

    Returns:
        The span of the address, None if there is none.
    """
    match = _title_pattern(title).search(text) if title else None
    match = match or _GENERAL_ADDRESS.search(text)
    return match.span() if match else None


@lru_cache(maxsize=_CACHED_TEXTS)
def familiar_you(text: str) -> tuple[int, int] | None:
    """Where the client is called 你 (2.11).

    你们 is tolerated, and quoted sample text does not count (section 7).

    Returns:
        The span, None if there is none.
    """
    match = re.search("(?<!迷)你(?!们)", blank_quotes(text))
    return match.span() if match else None


@lru_cache(maxsize=_CACHED_TEXTS)
def _first_unexplained(term: re.Pattern[str], text: str) -> tuple[int, int] | None:
    """The span of the first term that neither the words after it explain nor those before it."""
    low = narrow(text)
    unexplained = (match.span() for match in term.finditer(low) if not _explained(term, low, *match.span()))
    return next(unexplained, None)


def _explained(term: re.Pattern[str], low: str, start: int, end: int) -> bool:
    """Do the words after ``low[start:end]``, or those before it, say in plain words what it is?"""
    rest = _MEANS.search(low, end, end + 60)
    if rest and _says_something_plain(term, rest[2]):
        return True
    before = low[max(0, start - 60) : start]
    return bool(_CALLED.search(before)) and _says_something_plain(term, before)


def _says_something_plain(term: re.Pattern[str], text: str) -> bool:
    """Does it say something, at least six characters' worth, that is not itself a technical term?"""
    return len(re.findall(f"[{_HAN}]", term.sub("", text))) >= 6


# Pairs of characters that stand in any firm's name.
_IN_ANY_NAME = re.compile(
    "公司|有限|限公|集团|中心|服务|管理|科技|通信|信息|技术|市场|业务|移动|电子|贸易|商贸|实业|发展|事务|务所|股份|分公|责任|任公|"
    "企业|办公|公室|总部|理部|部门|国际|建设|工程|产业|区域|客户|网络|经营"
)


@dataclass(frozen=True)
class Lexicon:
    """The word lists of the rubric.

    Attributes:
        terms: The technical terms of section 5.
        industries: Industry → the words by which it is spoken of.
        everyday: Terms that people know, which are none unless the client asks what they are.
    """

    terms: tuple[str, ...] = ()
    industries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: tuple[str, ...] = ()

    @cached_property
    def _term_pattern(self) -> re.Pattern[str]:
        """The pattern of every technical term; Latin ones only as whole words."""
        latin = "|".join(
            re.escape(t.lower()) for t in sorted(self.terms, key=len, reverse=True) if t.isascii()
        )
        han = "|".join(re.escape(t.lower()) for t in self.terms if not t.isascii())
        return re.compile(f"(?<![a-z])({latin or '(?!)'})(?![a-z])|({han or '(?!)'})")

    def unexplained_term(self, text: str) -> tuple[int, int] | None:
        """The first technical term that the turn does not also put into everyday words (2.12, section 5).

        Returns:
            Its span, None if there is none.
        """
        return _first_unexplained(self._term_pattern, text)

    def explained_at(self, text: str, start: int, end: int) -> bool:
        """Does a turn say in everyday words what stands at ``text[start:end]``?"""
        return _explained(self._term_pattern, narrow(text), start, end)

    def with_terms(self, terms: Iterable[str]) -> Lexicon:
        """The same with more technical terms, but for everyday ones."""
        more = (term for term in terms if term not in self.everyday)
        return replace(self, terms=tuple(dict.fromkeys((*self.terms, *more))))

    def explains(self, text: str) -> bool:
        """Does a turn put something into everyday words, whether or not it says the term again?"""
        low = narrow(text)
        rest = _MEANS.search(low)
        return bool(rest and _says_something_plain(self._term_pattern, rest[2]))

    def trade_words(self, industry: str | None, org: str | None) -> tuple[str, ...]:
        """Words that speak of this client's trade or organisation.

        Args:
            industry: The client's industry as the context names it, or one of the words by which it is spoken
                of.
            org: The name of the client's organisation.

        Returns:
            The words, each once.
        """
        words = []
        for name, synonyms in self.industries.items():
            if industry and (
                name in industry or industry in synonyms or any(s in industry for s in synonyms)
            ):
                words += [name, *synonyms]
        if industry:
            words.append(industry)
        if org:
            without_place = org[2:]  # the first two characters are mostly a place
            words.append(org)
            words += (pair for pair in _ngrams(without_place, 2) if not _IN_ANY_NAME.match(pair))
        return tuple(dict.fromkeys(words))


# The client's own affairs pointed at: 您这种送混凝土的, 您那十几个策划, 贵店, 咱们村, 你现在那个.
_CLIENTS_OWN = re.compile(
    "(您|贵|你们?|咱们?|咱)(这|那|自己|手底?下|下面|平时|现在|们|家|的)*(样|种|里|边|儿|块|个)?(的)?.{0,4}?"
    "(公司|单位|厂|店|院|校|所|社|馆|行|局|部门|集团|企业|酒店|医院|车|库|工地|客户|员工|司机|老师|学生|家长|病人|患者|"
    "老板|同事|队|组|业务|行业|生意|摊|铺|市场|园|村|镇|基地|楼|机房|会员|顾客|客人|货|人|家)"
    "|(您|你们?|咱们?)(们|现在|手底?下|手头|家)?[这那](种|样|号|么[多大]|些|边|儿|里|几|两|[一二三四五六七八九十百])"
)
# Its people and places named: 检斤员, 茶农, 烘房, 候诊厅 – not those that every firm or operator has.
_PEOPLE_AND_PLACES = re.compile(
    f"(?:[{_HAN}](?:员(?!工)|农(?!村)|师傅|工人|班组)|司机|护工|保安|店长|社员|业主|车主|学员|家长)"
    f"|[{_HAN}](?:(?<![机客厨库用专线])房(?!间)|(?<![云])仓|车间|(?<![业])厅|(?<![网基])站|馆|窑|塘|垛|架|矿|码头|库房|病区)"
)
_OF_ANY_FIRM = re.compile(
    "人员|职员|成员|雇员|会员|队员|机房|客房部|营业厅|基站|网站|店面|电话|手机|短信|公司|客户|号码|套餐|[的了是不我你您他们这那有就在会能要也都个一么吗呢吧啊什怎可以给]"
)


def _ngrams(text: str, size: int) -> Iterator[str]:
    """Every run of ``size`` characters of the text, in order."""
    return (text[i : i + size] for i in range(len(text) - size + 1))


@lru_cache(maxsize=_CACHED_TEXTS)
def speaks_of_client(text: str, client_said: str) -> bool:
    """Does the text speak of the client's own affairs (3, “适用于客户及客户所在集团”)?

    Its firm (贵店, 您这种厂), its people and places (检斤员, 烘房), words that it used itself.

    Args:
        text: What the trainee said.
        client_said: All that the client had said before.
    """
    if _CLIENTS_OWN.search(text):
        return True
    if any(not _OF_ANY_FIRM.search(match[0]) for match in _PEOPLE_AND_PLACES.finditer(text)):
        return True
    theirs = {gram for gram in _ngrams(client_said, 3) if re.fullmatch(f"[{_HAN}]{{3}}", gram)}
    shared = [gram for gram in _ngrams(text, 3) if gram in theirs]
    return len(shared) >= 2 or any(not _OF_ANY_FIRM.search(gram) for gram in shared)
