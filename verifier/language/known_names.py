"""Agencies, outlets and bodies whose short or foreign names cannot be read off their full ones.

Only what news cite every day: initials in another language or script, acronyms of two letters, sites named otherwise.
Initials of a name as it stands ("Zhelvian State Television", "ZST") need no line here.
"""

# ruff: noqa: RUF001, RUF002 - the Cyrillic letters are meant

from __future__ import annotations

from verifier.language.spelling import plain

# The name that is read instead: other names of it
_OUTLETS = """
Agence France-Presse: AFP, Agence France Presse, АФП
Associated Press: AP, АП, apnews.com, ap.org
Austria Presse Agentur: APA
BBC: British Broadcasting Corporation, Би-би-си
BelTA: БелТА, Belarusian Telegraph Agency, Belarusian Telegraph Agency BelTA
Deutsche Presse-Agentur: dpa, German Press Agency
Deutsche Welle: DW, Немецкая волна
Financial Times: FT, ft.com
Frankfurter Allgemeine Zeitung: FAZ, F.A.Z., Frankfurter Allgemeine
Neue Zürcher Zeitung: NZZ
New York Times: NYT, nytimes.com
Radio Free Europe/Radio Liberty: RFE/RL, RFERL, Radio Svoboda, Радио Свобода, Радіо Свобода
Reuters: Рейтер, Рейтерс, Thomson Reuters
RIA Novosti: RIA, РИА
Süddeutsche Zeitung: SZ, sueddeutsche.de
TASS: ТАСС, Tass, ITAR-TASS, ИТАР-ТАСС
Ukrainska Pravda: pravda.com.ua
Wall Street Journal: WSJ
"""
_BODIES = """
Armed Forces of Ukraine: ZSU, ЗСУ, AFU, ВСУ
EU: European Union, ЕС, ЄС
Federal Security Service of Russia: FSB, ФСБ, Federal Security Service
IAEA: International Atomic Energy Agency, МАГАТЭ, МАГАТЕ, IAEO
Institute for the Study of War: ISW, understandingwar.org
Médecins Sans Frontières: MSF, Doctors Without Borders, Ärzte ohne Grenzen
NATO: НАТО, North Atlantic Treaty Organization, North Atlantic Treaty Organisation
OSCE: ОБСЕ, ОБСЄ, Organization for Security and Co-operation in Europe, OSZE
Russian Military Intelligence: GRU, ГРУ
Security Service of Ukraine: SBU, СБУ, SSU
Ukrainian Military Intelligence: GUR, HUR, ГУР, Main Intelligence Directorate
UN: United Nations, ООН, UNO
UNHCR: UN Refugee Agency, United Nations High Commissioner for Refugees, UN High Commissioner for Refugees, УВКБ
WHO: World Health Organization, World Health Organisation, ВОЗ, ВООЗ
"""
# An acronym is one only in capitals: "AP", "WHO". Longer names are found in any case and with any accents.
_ACRONYM = 5


def _read(table: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, others = line.partition(": ")
        names |= {_written(other): name for other in (name, *others.split(", "))}
    return names


def _written(name: str) -> str:
    return name if len(name) <= _ACRONYM else plain(name)


_KNOWN_OUTLETS, _KNOWN_BODIES = _read(_OUTLETS), _read(_BODIES)


def known_outlet(name: str) -> str | None:
    """The usual name of an agency or outlet: "AFP" -> "Agence France-Presse"; None for one that is not listed."""
    return _look_up(_KNOWN_OUTLETS, name)


def known_body(name: str) -> str | None:
    """The usual name of a body: "ЗСУ" -> "Armed Forces of Ukraine"; None for one that is not listed."""
    return _look_up(_KNOWN_BODIES, name)


def _look_up(known: dict[str, str], name: str) -> str | None:
    return known.get(_written(name)) or (known.get(name.lower()) if name.isupper() else None)
