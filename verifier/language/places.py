"""Countries with their adjectives and the capitals that stand for their governments.

Only what names in news need: telling two ministries of two countries apart. Not a gazetteer.
"""

from __future__ import annotations

# country: adjective or people, other names and adjectives | capitals, which stand for the government
_TABLE = """
afghanistan: afghan | kabul
albania: albanian | tirana
algeria: algerian | algiers
argentina: argentine, argentinian | buenos aires
armenia: armenian | yerevan
australia: australian | canberra
austria: austrian | vienna
azerbaijan: azerbaijani, azeri | baku
bangladesh: bangladeshi | dhaka
belarus: belarusian, belarussian, byelorussian, belorussian, republic of belarus | minsk
belgium: belgian | brussels
bosnia: bosnian, bosnia and herzegovina | sarajevo
brazil: brazilian | brasilia
bulgaria: bulgarian | sofia
canada: canadian | ottawa
chile: chilean | santiago
china: chinese | beijing
colombia: colombian | bogota
croatia: croatian | zagreb
cuba: cuban | havana
cyprus: cypriot | nicosia
czechia: czech, czech republic | prague
denmark: danish | copenhagen
egypt: egyptian | cairo
estonia: estonian | tallinn
ethiopia: ethiopian | addis ababa
finland: finnish | helsinki
france: french | paris
georgia: georgian | tbilisi
germany: german | berlin
greece: greek | athens
hungary: hungarian | budapest
iceland: icelandic | reykjavik
india: indian | new delhi
indonesia: indonesian | jakarta
iran: iranian | tehran
iraq: iraqi | baghdad
ireland: irish | dublin
israel: israeli | jerusalem
italy: italian | rome
japan: japanese | tokyo
jordan: jordanian | amman
kazakhstan: kazakh, kazakhstani | astana
kenya: kenyan | nairobi
kosovo: kosovar | pristina
kyrgyzstan: kyrgyz | bishkek
latvia: latvian | riga
lebanon: lebanese | beirut
libya: libyan | tripoli
lithuania: lithuanian | vilnius
mali: malian | bamako
mexico: mexican | mexico city
moldova: moldovan | chisinau
mongolia: mongolian | ulaanbaatar
montenegro: montenegrin | podgorica
morocco: moroccan | rabat
myanmar: burmese | naypyidaw
netherlands: dutch | the hague
nigeria: nigerian | abuja
north korea: north korean | pyongyang
north macedonia: macedonian | skopje
norway: norwegian | oslo
pakistan: pakistani | islamabad
palestine: palestinian | ramallah
philippines: philippine, filipino | manila
poland: polish | warsaw
portugal: portuguese | lisbon
qatar: qatari | doha
romania: romanian | bucharest
russia: russian, russian federation | moscow
saudi arabia: saudi | riyadh
serbia: serbian | belgrade
slovakia: slovak, slovakian | bratislava
slovenia: slovenian | ljubljana
somalia: somali | mogadishu
south africa: south african | pretoria
south korea: south korean | seoul
spain: spanish | madrid
sudan: sudanese | khartoum
sweden: swedish | stockholm
switzerland: swiss | bern
syria: syrian | damascus
taiwan: taiwanese | taipei
tajikistan: tajik | dushanbe
thailand: thai | bangkok
tunisia: tunisian | tunis
turkey: turkish, turkiye | ankara
turkmenistan: turkmen | ashgabat
ukraine: ukrainian | kyiv, kiev
united arab emirates: emirati, uae | abu dhabi
united kingdom: british, uk, britain, great britain | london
united states: american, us, usa, united states of america | washington
uzbekistan: uzbek | tashkent
venezuela: venezuelan | caracas
vietnam: vietnamese | hanoi
yemen: yemeni | sanaa
"""


def _read_table() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    words: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        country, _, rest = line.partition(": ")
        adjectives, _, seats = rest.partition(" | ")
        words |= dict.fromkeys([country, *adjectives.split(", ")], country)
        capitals |= dict.fromkeys(seats.split(", "), country)
    return words, capitals, frozenset(word for word, country in words.items() if word != country)


COUNTRIES, CAPITALS, _ADJECTIVES = _read_table()
"""Lower-case names and adjectives, and lower-case capitals, each with the country's name."""


def is_demonym(word: str) -> bool:
    """Whether `word`, in lower case and singular, names people of a country ("ukrainian")."""
    return word in _ADJECTIVES
