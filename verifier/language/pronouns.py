"""Whether "he" or "she" can mean a person: what first names, endings of last names and titles tell.

Empty where nothing tells: then any pronoun fits. The lists hold common first names of the news in Latin letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHE, HE = "she", "he"

_HERS = frozenset(
    """
    anna anne annie alice alexandra amanda amy andrea angela anastasia annalena antonia barbara beatrice brigitte
    carmen caroline catherine christina christine claire claudia cornelia daria diana dorothy elena eleanor elizabeth
    ellen emily emine emma eva evelyn fatima fiona florence frances galina giorgia gina grace grete hannah heather helen
    helena henna hillary inna irina isabel jane jana janet jennifer jessica joan joanna jill judith julia julie kaja
    karen karin karla kamala kate katherine katja kateryna katerina kathleen kelly kristina laura lena leyla linda
    liudmila ludmila lisa liz louise lucy lyudmila magdalena maia maria marie marianne marina marine martha mary
    masha melanie michelle molly monica nadia nancy natalia natalie nataliya nicola nikki nina nora oksana olena olga
    olha paula penny petra polina priti rachel rebecca renata rose ruth sabine samantha sandra sanna sara sarah sofia
    sonia sophie stephanie susan svetlana sviatlana tamara tania tatiana teresa theresa tsai ursula valentina vera
    veronica victoria viktoria viola yulia yuliia yvette zuzana
    """.split()
)
_HIS = (
    frozenset(
        """
    aaron abdel adam ahmed alan albert alberto alex alexander alexandr aleksandr alexei aleksei alexey ali aliaksandr
    anatoly anders andrea andreas andrei andrew andrey andrii andriy andrzej anthony anton antonio antony arseniy
    artem barack ben benjamin bernard bill bob boris brad brian bruce carl carlos charles chris christian christopher
    colin craig daniel david denis dennis denys dmitri dmitriy dmitry dmytro donald douglas eduard edward emmanuel eric
    ernst evgeny frank francis francois fumio franz fred gary geoffrey george gerhard gleb graham greg gregory guy hakan
    hans harry heinrich henry herman howard hugh ian igor ihor ilya ivan ivica jack jacob jake james jan jason jean jeff
    jeffrey jens jeremy jim joe john johan johannes jon jonathan jorge jose josep joseph josh juan juri justin karl keir
    keith ken kenneth kevin kirill klaus kyrylo larry lars lee leo leon leonid lev lindsey lloyd luis maksym manuel marc
    marco marcus mario mark martin mateusz matt matthew mats max maxim michael michal micheal miguel mikhail mike
    mitch mohammed mykhailo mykola ned neil nicholas nick nicolas nikita nikolai nikolay oleg oleh oleksandr oleksii
    oleksiy olaf oliver omar oscar osip patrick paul pavel pavlo pawel pedro peter petr petro phil philip pierre piotr
    radek radoslaw ralph ramzan ray recep remus rene ricardo richard rick rishi robert roberto robin rodrigo roger
    roland roman ron ronald ruslan rustam ryan sam samuel scott sean sebastian serge sergei sergey sergii serhii serhiy
    simon stanislav stefan stephane stephen steve steven stuart sven taras ted
    teodor terry thomas tim timothy tobias todd
    tom tomas tony valentin valery vadim vasily vasyl victor viktor vincent vitali vitaly vitalii vladimir vladislav
    volker volodymyr vyacheslav wally walter wang william winston wladimir wolfgang xi yaroslav yevgeny yevhen
    yuri yuriy yurii
    """.split()
    )
    - _HERS
)
_HER_ENDING = re.compile(r"(?:ova|eva|yeva|ina|skaya|skaia|ska|aya|aia)$")
_HIS_ENDING = re.compile(r"(?:ov|ev|yev|skiy|skyi|skyy|ski|sky|skii)$")
_TITLED = re.compile(
    r"\b(?P<title>Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Madam|(?i:spokesman|spokeswoman|chairman|chairwoman|congressman"
    r"|congresswoman))\.?\s+(?:[A-Z][\w'\u2019-]+\s+)??(?P<name>[A-Z][\w'\u2019-]+)"
)
_HER_TITLES = frozenset("mrs ms miss lady madam spokeswoman chairwoman congresswoman".split())


@lru_cache(maxsize=4096)
def pronoun_of(name: str) -> str:
    """SHE or HE for a person's name, empty where it does not tell."""
    words = name.lower().split()
    if len(words) > 1 and words[0] in _HERS:
        return SHE
    if len(words) > 1 and words[0] in _HIS:
        return HE
    last = words[-1] if words else ""
    return SHE if _HER_ENDING.search(last) else HE if _HIS_ENDING.search(last) else ""


def titled_pronouns(text: str) -> dict[str, str]:
    """Last names in lower case, and the pronoun that a title before them gives: "Ms Roe" is "she"."""
    return {
        match.group("name").lower(): SHE if match.group("title").lower() in _HER_TITLES else HE
        for match in _TITLED.finditer(text)
    }
