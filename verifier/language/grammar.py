"""Closed word lists of English news prose and the small grammar built on them; no list depends on any collection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches any of `words`, longest first; a space matches any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


_VOWELS = "aeiou"


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def _gerund(verb: str) -> str:
    return verb[:-1] + "ing" if verb.endswith("e") and not verb.endswith("ee") else verb + "ing"


# base form -> past and participle, where these do not follow the rule
_IRREGULAR = {
    "admit": "admitted", "become": "became", "begin": "began begun", "break": "broke broken",
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "choose": "chose chosen",
    "come": "came", "cut": "cut", "deal": "dealt", "die": "died", "draw": "drew drawn", "drive": "drove driven",
    "drop": "dropped", "fall": "fell fallen", "feel": "felt", "fight": "fought", "find": "found",
    "flee": "fled", "fly": "flew flown", "foresee": "foresaw foreseen", "get": "got gotten",
    "give": "gave given", "go": "went gone", "grow": "grew grown", "hear": "heard", "hit": "hit",
    "hold": "held", "keep": "kept", "know": "knew known", "lay": "laid", "lead": "led", "leave": "left",
    "lie": "lay lain lied", "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "occur": "occurred",
    "overrun": "overran", "pay": "paid", "permit": "permitted", "plan": "planned", "put": "put",
    "quit": "quit", "read": "read", "refer": "referred", "rise": "rose risen", "run": "ran", "say": "said",
    "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent", "set": "set", "shoot": "shot",
    "show": "showed shown", "shut": "shut", "let": "let", "sit": "sat", "speak": "spoke spoken", "spend": "spent",
    "spread": "spread", "stand": "stood", "step": "stepped", "stop": "stopped", "strike": "struck",
    "take": "took taken", "teach": "taught", "tell": "told", "think": "thought", "throw": "threw thrown",
    "transfer": "transferred", "understand": "understood", "undergo": "underwent undergone", "wear": "wore",
    "win": "won", "withdraw": "withdrew withdrawn", "write": "wrote written",
    "swear": "swore sworn", "foretell": "foretold", "quip": "quipped", "commit": "committed", "ban": "banned",
    "submit": "submitted", "tear": "tore torn", "sleep": "slept", "blow": "blew blown", "freeze": "froze frozen",
    "hide": "hid hidden", "steal": "stole stolen", "sweep": "swept", "bear": "bore", "feed": "fed", "shake": "shook",
    "overcome": "overcame", "forbid": "forbade", "burst": "burst", "cast": "cast", "cost": "cost", "hurt": "hurt",
    "split": "split", "overtake": "overtook", "undertake": "undertook", "rebuild": "rebuilt", "weep": "wept",
    "swim": "swam", "ride": "rode", "lend": "lent", "grind": "ground",
    "rebut": "rebutted", "overthrow": "overthrew", "sink": "sank sunk",
}  # fmt: skip
_DOUBLED = {"admit", "begin", "cut", "drop", "get", "hit", "occur", "overrun", "permit", "plan", "put", "quit",
            "refer", "run", "set", "shut", "sit", "step", "stop", "transfer", "win", "quip", "commit", "ban",
            "submit", "rebut"}  # fmt: skip


def forms(verb: str) -> tuple[str, str, tuple[str, ...], str]:
    """Third person, gerund included: (base, -s form, past forms, -ing form) of `verb`, which may carry a particle."""
    base, _, particle = verb.partition(" ")
    past = tuple(_IRREGULAR.get(base, _past(base)).split())
    gerund = _gerund(base + base[-1]) if base in _DOUBLED else _gerund(base)
    if base in ("lie", "die"):
        gerund = base[:-2] + "ying"
    tail = f" {particle}" if particle else ""
    return base + tail, _third_person(base) + tail, tuple(form + tail for form in past), gerund + tail


def finite_forms(verbs: Iterable[str]) -> set[str]:
    """The -s and past forms of `verbs`."""
    found: set[str] = set()
    for verb in verbs:
        _, third, past, _ = forms(verb)
        found.update((third, *past))
    return found


# Verbs of saying that need nothing but a subject: "X says", "said X".
SAY = tuple(
    """say tell add announce state declare write tweet claim allege assert insist argue explain stress emphasise
    emphasize underline underscore reiterate confirm reveal disclose acknowledge admit concede warn caution predict
    suggest hint contend conclude remark reply answer quip joke complain lament testify recount proclaim opine
    affirm report note comment point_out recall mention inform specify clarify boast
    indicate retort speculate summarise summarize exclaim shout scoff vent assure estimate forecast continue post read
    speak_of let_it_be_known let_it_be_said"""
    .split()
)  # fmt: skip
SAY = tuple(verb.replace("_", " ") for verb in SAY)
# Verbs that are speech only when a clause with "that", a colon or a quotation follows, or a document is the subject.
THAT_ONLY = tuple(
    "find show see learn know understand determine calculate assess believe think fear hope expect demonstrate "
    "document imply stipulate remind promise vow guarantee pledge threaten hear doubt agree signal repeat "
    "describe record register establish prove swear worry judge reckon feel consider maintain respond".split()
)
# Verbs of saying only beside a quotation, "that", or at the end of what was said: "he added", not "it added a member".
LOOSE = frozenset("inform informs informed add adds added adding continue continues continued continuing post posts "
                  "posted write writes wrote "
                  "suggest suggests suggested joked comment commented comments indicate indicates indicated recall "
                  "recalls recalled specify specified writing suggesting".split())  # fmt: skip
# Forms that are nouns as often as verbs ("the report", "a claim"): accepted on stronger evidence only.
NOUN_LIKE = frozenset(
    "report reports claim claims note notes state states comment comments estimate estimates forecast forecasts hint "
    "hints answer answers reply replies remark remarks fear fears hope hopes show shows post posts read reads answer "
    "complaint respond document documents record records register pledge pledges promise promises vow vows threat "
    "signal signals worry worries doubt doubts find finds continue stress stated".split()
)

AUXILIARIES = frozenset(
    "is are was were am has have had do does did will would can could may might shall should must isn't aren't wasn't "
    "weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't cannot isn\u2019t "
    "aren\u2019t "
    "wasn\u2019t weren\u2019t hasn\u2019t haven\u2019t hadn\u2019t don\u2019t doesn\u2019t didn\u2019t won\u2019t "
    "wouldn\u2019t can\u2019t couldn\u2019t shouldn\u2019t".split()
)
_COMMON_VERBS = (
    "accept accuse act advance agree aim allow amount appeal appear appoint approach approve arrest arrive ask assume "
    "attack attempt avoid ban become begin believe belong block bomb break bring build burn buy call cancel "
    "capture carry catch cause cease change choose claim close collapse collect come commit complete concentrate "
    "conduct consider consist constitute contain continue contribute control cost cover create cross cut damage deal "
    "decide declare decline deliver demand deny deploy depend describe destroy detain develop die direct discuss "
    "dismiss drive drop earn eliminate emerge enable encourage end engage enter escape establish exceed exchange exist "
    "expand expect experience explode export extend face fail fall favor fear feel fight file fire flee fly "
    "follow force form gain get give go grow guarantee happen head hear help hit hold host hope identify impose "
    "improve "
    "include increase inflict injure intend intercept introduce invade involve join keep kill know lack launch lay "
    "lead "
    "leave let liberate lie like limit link live look lose maintain make manage march mark mean meet mobilise mobilize "
    "monitor move need negotiate occupy occur offer open operate oppose order organize originate participate pass pay "
    "perform permit plan point possess prepare present prevent produce promise propose protect prove provide publish "
    "pull push put quit raise reach react read receive recognize recommend record recruit reduce refer reflect refuse "
    "reject release rely remain remember remove repair repel replace represent request require resign resist respond "
    "restrict result return rise rule run seek seem seize select sell send serve set shell shoot shut sign sink sit "
    "slow speak spend spread stand start station stay step stop storm strengthen strike struggle submit suffer supply "
    "support suppose surrender surround suspend take target teach tend tension test think threaten throw transfer "
    "travel treat triple try turn undergo understand urge use violate visit vote wait walk want warn wear win "
    "withdraw deny refute criticise criticize condemn welcome praise dispute cite quote blame "
    "adopt apologise apologize appeal summon sanction visit share discover ignore insist pursue resume undermine "
    "admire "
    "contradict reinforce train hide escalate withdraw oppose abandon accelerate alter assist assure assemble await "
    "betray blow boost bombard "
    "breach ground burst cite clash collaborate command compare compel complain compromise conceal concern confront "
    "confuse consume "
    "convince cooperate cope count crash cripple crush debate defeat defend degrade delay deprive derail derive "
    "deserve deter "
    "detect differ disappear disrupt distribute divide dominate double drag drift dry educate elect embrace "
    "emphasise employ "
    "endanger endorse enforce enjoy ensure entail equip erupt evade evolve exercise exert exhaust exploit explore "
    "express extract "
    "freeze function fund gather generate grab grant greet guard guide halt handle harm hinder hurt illustrate "
    "imagine import "
    "impress imprison infiltrate inform inherit insert inspect inspire install interrupt interview investigate "
    "invest invite isolate "
    "justify label lag land last leak lift load loot manufacture merge migrate modernise motivate mourn murder "
    "neglect nominate notice "
    "notify obtain offend outnumber overcome own penetrate persist persuade pose practise precede prefer preserve "
    "press pressure proceed "
    "prohibit prolong prompt prosecute provoke punish purchase qualify race raid range rank ratify rebuild recall "
    "reconstruct recover "
    "reform regain regard regret reinstate reject relate remind render renew rescue reserve reside resolve restore "
    "retain retire "
    "retreat reveal reverse review revise rob rotate rush sabotage satisfy save scale scatter scramble secure "
    "separate settle shape "
    "shift shock sleep smash solve span spark split spy stage stem store stress stretch structure study succeed "
    "suggest suit supervise "
    "suppress surge surpass survive suspect sustain swap sweep switch tackle tear terrify terminate tolerate touch "
    "track trade "
    "transform translate trap trigger trust undertake unite unveil upgrade uphold urge vary wage warrant watch "
    "weaken weigh widen wish worsen wound "
    "award achieve acquire add address adjust analyse analyze"
    " "
    "witness work total double number border account house remain evacuate intensify"
).split()
_ALL_VERBS = set(_COMMON_VERBS) | {verb for verb in (*SAY, *THAT_ONLY) if " " not in verb}
_FINITE = finite_forms(_ALL_VERBS) | set(AUXILIARIES)
# These -s forms are plural nouns far more often than verbs; alone they do not make a clause.
_PLURAL_NOUNS = frozenset(
    "grounds commands concerns counts crashes debates delays functions funds guards guides imports interviews "
    "labels lands leaks loads "
    "notices owns practices presses pressures races raids ranges ranks reforms rescues reserves retreats reviews "
    "scales shapes shifts "
    "shocks spans sparks stages stores stresses structures suspects surges switches tracks trades triggers trusts "
    "upgrades wages "
    "wishes wounds exercises experts trains clashes benefits limits volunteers attacks forces reports claims fights "
    "tests exports orders plans results supplies shells strikes troops talks "
    "needs demands offers moves calls appeals fires fears hopes records marks points looks borders numbers accounts "
    "houses costs ends faces files forms guarantees heads hosts limits links lives returns rises rules signs "
    "starts stations steps stops storms supports targets tends tensions throws travels treats turns uses visits votes "
    "waits walks wants works totals doubles changes causes advances attempts controls covers damages deals drives "
    "drops experiences exchanges increases influences names notes offers presents produces promises purchases pushes "
    "reads releases requests shows states studies views warns witnesses wins bombs burns cuts falls flies hits marches "
    "runs sets spreads stands acts aims bans blocks crosses comments estimates answers hints replies remarks posts "
    "forecasts documents registers pledges vows threatens signals worries doubts finds".split()
) - {"wants", "tends", "warns", "serves", "threatens", "finds", "flies", "stands"}
_WORD = re.compile(r"[A-Za-z0-9][\w\u2019'-]*")
_AFTER_VERB = frozenset(
    "the a an his her its their this that these those he she it they we to in on at by from with for as not against "
    "after before over into about out up down off more all some any no one two three".split()
)
_BEFORE_PARTICIPLE = frozenset("the a an of by with in on for from its their his her our these those and or".split())


# Verbs that open an appeal; none of them is a common noun at the head of a sentence.
IMPERATIVES = (
    "recognize recognise demonstrate ensure stop remember provide give make take help join see send continue choose "
    "keep "
    "consider stand tell ask bring show think read learn find get go look wait believe support impose introduce protect"
).split()
_TRANSPARENT = frozenset(
    "also both now still all always never themselves ourselves himself itself only not often".split()
)
_CONTRACTIONS = ("n't", "'re", "'ve", "'ll", "'d", "'m")
_CONTRACTED = frozenset("it's that's he's she's there's what's who's here's everyone's nobody's".split())
_DETERMINERS = frozenset("that the a an how its his her their no this these those them us it him whether".split())
_NEEDS_TO = frozenset(
    "needs plans wants claims hopes offers threatens promises pledges vows fears attempts stands tends calls seeks "
    "continues".split()
)


def _plural_subject(before: str) -> bool:
    """Whether a bare verb form can follow: "they want", "troops want", "Belarus want"."""
    low = before.lower()
    return low in ("they", "we", "i", "you", "who", "which") or (
        len(before) > 3 and low.endswith("s") and low not in _BEFORE_BARE
    )


_BEFORE_BARE = frozenset("this his its always perhaps does lets helps towards besides sometimes".split())


def has_finite_verb(text: str, *, known_only: bool = False) -> bool:
    """Whether `text` seems to hold a finite verb; errs towards yes on -ed words that follow a noun.

    With `known_only` an -ed word counts only if it comes from a listed verb and no noun can follow it.
    """
    return next(finite_verbs(text, known_only=known_only), None) is not None


def finite_verbs(text: str, *, known_only: bool = False) -> Iterator[int]:
    """Where `has_finite_verb` sees finite verbs: their offsets, in order."""
    found = list(_WORD.finditer(text))
    words = [match.group().replace("\u2019", "'") for match in found]
    subject = ""
    neighbours = zip(found, ["", *words], words, [*words[1:], ""], strict=False)
    for index, (match, before, word, after) in enumerate(neighbours):
        subject = subject if before in _TRANSPARENT else before
        low = word.lower()
        two_before = words[index - 2].lower() if index > 1 else ""
        subject = "they" if two_before == "and" and before[:1].isupper() else subject
        if _is_finite(before, low, after, subject, known_only, capital=bool(before) and word[0].isupper()):
            yield match.start()


def _is_finite(before: str, low: str, after: str, subject: str, known_only: bool, *, capital: bool) -> bool:
    """Whether the word `low`, seen between its neighbours, is a finite verb."""
    if low in AUXILIARIES or low.endswith(_CONTRACTIONS) or low in _CONTRACTED or (low in _NEEDS_TO and after == "to"):
        return True
    if low in _PLURAL_NOUNS and after.lower() in _DETERMINERS and before and before.lower() not in _BEFORE_PARTICIPLE:
        return True
    if low in _ALL_VERBS and after.lower() in _AFTER_VERB and _plural_subject(subject):
        return True
    if low in _PLURAL_NOUNS or capital or not before or before.lower() in _BEFORE_PARTICIPLE:
        return False
    if known_only and low.endswith("ed") and ((after.islower() and after not in _AFTER_VERB) or low not in _FINITE):
        return False
    return low in _FINITE or (low.endswith("ed") and len(low) > 4 and "-" not in low)


PRONOUNS = frozenset("he she they it we i you who which".split())

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Thurs Fri Sat".split()
MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_DAY = alternatives(WEEKDAYS) + r"(?:s|\.(?=\s+\w))?(?:\s+(?:morning|afternoon|evening|night))?"
_MONTH = alternatives(MONTHS) + r"(?:\.(?=\s+\w))?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})"
)
_PERIOD = r"(?:week|month|year|night|morning|evening|afternoon|weekend|day|hour|spring|summer|autumn|fall|winter)s?"
TIME = (
    rf"(?:(?:late|early|earlier|later|back|as\s+early\s+as)\s+)?"
    rf"(?:(?:on|at|in|by|during|over|until|since|from|around)\s+)?(?:the\s+)?"
    rf"(?:{_DAY}(?:,?\s+{_DATE})?|{_DATE}|(?:(?:end|beginning|start|turn)\s+of\s+)?(?:last|this|next|past|previous"
    rf"|the\s+same|that)\s+(?:{_PERIOD}|{_DAY}|{_MONTH})"
    rf"|weekend|yesterday|today|tonight|tomorrow|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|some"
    rf"|few|\d+)\s+{_PERIOD}\s+(?:ago|earlier|later|before)"
    rf"|(?:in|since|until|from|during)\s+{_MONTH}"
    rf"|at\s+the\s+time|{_MONTH}(?=\s*[,.;]|\s+that\b|\s*$))(?![\w\u2019'])"
)
"""A time expression such as "on Monday", "late on 5 May 2022", "at the end of last year"."""
