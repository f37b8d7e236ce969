"""The patterns of relation words (share, completion, rise, fall, list openers), put together from the lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex

if TYPE_CHECKING:
    from audit.claims.vocabulary import Vocabulary
    from audit.model.claims import Claim

_SIDE = regex.compile(r"(?:^|[。；])(?:收入|支出)$")
_BOTH = "both_grand_total"


class Patterns:
    """The patterns of relation words, put together from the lexicon's word lists."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        w = vocabulary.words
        tail = r"(?:了|额|幅度|幅|率|数|比例)?(?:合计|共计)?(?:为|约|达到?|是|：)?"
        self.share = regex.limited(
            rf"(?:{w['share']}(?P<base>(?!比[例重]?(?:为|约|达|$))[^，。；{w['share'][3:-1]}]{{0,45}}?)(?:的)?(?:比例|比重)?"
            r"|(?:比重|占比)(?:为|是)(?P<base>[^，。；]{2,40})的|(?:所占)?(?:比重|占比))"
            r"(?:为|约|达到?)?$"
        )
        self.completion = regex.limited(
            rf"(?:(?:{w['completion']}(?:了)?|为|是|相当于)(?P<base>[^，。；为]{{0,12}}?预算(?:数|安排|金额)?)(?:的)?(?:比例)?(?:为)?"
            rf"|占(?P<base>(?:20\d\d年(?:度)?)?(?:年初|全年|调整后?)预算(?:数|安排)?)(?:的)?(?:比例|比重)?(?:为)?"
            rf"|{w['completion_rate']}(?:为|达到?|是|：)?)$"
        )
        self.rise = regex.limited(rf"{w['rise']}{tail}$")
        self.fall = regex.limited(rf"{w['fall']}(?:（[^（）]{{1,4}}）)?{tail}$")
        self.last_year = regex.limited(w["last_year"])
        self.against_budget = regex.limited(w["against_budget"])
        self.reason = regex.limited(w["reason"])
        self.money = regex.limited(w["money"])
        self.of_which = regex.limited(w["of_which"])
        self.filler = regex.limited(
            rf"(?:{w['last_year']}|{w['against_budget']}|{w['rise']}|{w['fall']}|{w['of_which']}|{w['distributive']}"
            r"|20\d\d(?:年(?:度)?)?|本年(?:度)?|上年(?:度)?(?:同期)?|当年|全年|年度|支出|收入|财政拨款|决算|预算|执行|数|金额|总额|总计|合计|共计|共|总"
            r"|该项?|此项|这项|上述|与|和|比|较|同|相比|均|为|是|约|达到?|的|安排|资金|经费|费用|费|已|了|额|项目|各类|及其|其中|用于|使用|完成|实际|开支|占|比例|比重|率|分别"
            rf"|{w['no_budget']}|年初|调整后?|同口径|可比口径|则|亦|也|（[类款项含]）"
            r"|（(?:科目(?:编码|代码))?：?\d{3,7}[类款项]?）|[：，；、\"（）\-])*"
        )
        # 甲、乙分别为 x、y; 各占 x%、y%; 占比依次为 x%、y%
        self.parallel = regex.limited(r"分别|依次|各(?=占|完成)")
        self.joint = regex.limited(r"[、，和与及]{1,2}")
        # 比上年 21.7 万元增加…, 较年初预算数 8 万元减少…: the figure is what the change is measured against
        self.compared = regex.limited(
            rf"(?:{w['last_year']}|{w['against_budget']})(?:年末|年底)?(?:的)?(?:支出|决算)?(?:数|额)?(?:的|为)?$"
        )
        # 由上年的 x 万元降至 y 万元
        earlier = rf"{w['last_year']}|上年(?:度)?|去年|20\d\d年(?:度)?|年初预算(?:数)?"
        self.moved_from = regex.limited(rf"(?:由|从)(?:{earlier})?(?:的)?$")
        moved_to = rf"(?:{w['rise']}|{w['fall']}|[降升增减])(?:了)?[到至](?:(?:20\d\d年(?:度)?|本年(?:度)?|今年)的?)?"
        self.goes_on = regex.limited(
            rf"[，；（）、]*(?:即|也就是|折合|合)?(?:为|达到?|计|即|至|金额为?|数额为?|{moved_to})"
        )
        # 年初预算 x 万元，完成 y%
        self.done = regex.limited(rf"[，；、]?(?:已|全年|实际|共)?{w['completion']}(?:了)?")
        # x 元，即 y 万元
        self.in_other_words = regex.limited(r"[，（]?(?:即|也就是|折合)")
        self.compares_anew = regex.limited(rf"[；。](?:{w['last_year']}|{w['against_budget']})")
        # 决算数低于预算数 2.5 万元
        apart = r"(?P<base>[^，。；]{0,8}预算(?:数|安排)?)(?:的)?$"
        self.above = regex.limited(rf"{w['above']}{apart}")
        self.below = regex.limited(rf"{w['below']}{apart}")
        self.left_out = regex.limited(rf"{w['left_out']}[^，。；：、）]*$")
        self.planned = regex.limited(r"支出预算|预算(?:项目|支出)总额") if vocabulary.spends else regex.limited(r"(?!)")
        self.year = regex.limited(r"20\d\d(?=年)")
        # 基本支出和项目支出共 x 万元: the figure is of all that is named
        self.together = regex.limited(r"(?:共计?|合计|总计|总共|都|均|各)")
        self.out_of = regex.limited(r"(?:在)?(?P<base>[^，。；：]{2,40})(?:当)?中，")
        self.plain_prefix = regex.limited(
            r"(?:^|[，。；：、（）\"%\d]|年度?|其中|用于|财政拨款|预算|部门|单位|本级|包[括含]|[的和及与各总：]|(?<=\d)[.．]|安排)$"
        )

    @staticmethod
    def total_of_sides(before: str, claims: list[Claim]) -> int | None:
        """Return the total of which 收入包括：…；支出包括：… are the parts: 收支总预算, not what was said last."""
        if not _SIDE.search(before):
            return None
        both = [c.index for c in claims if c.concept is not None and c.concept.key.endswith(_BOTH)]
        return both[-1] if both else None
