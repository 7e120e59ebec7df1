"""Eight invented articles about a broken lock gate, who says what in them, and hosts that an attacker may write.

The table answers for an honest model: two statements on one matter support each other when they give it the same value,
and contradict each other when they do not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What one article says on a matter. `how` is the way in which it speaks against another value."""

    quote: str
    claim: str
    matter: str
    value: str
    speaker: str | None = None
    how: str = "other_account"
    attitude: str = "asserts"
    kind: str = "fact"


@dataclass(frozen=True, slots=True)
class Source:
    """An article to be written to a file: front matter and paragraphs."""

    outlet: str
    day: str | None
    title: str
    paragraphs: tuple[str, ...]
    told: tuple[Told, ...] = ()
    author: str | None = None

    def page(self) -> str:
        """The text file."""
        fields = {"title": self.title, "outlet": self.outlet, "date": self.day, "author": self.author}
        head = "\n".join(f"{name}: {_quoted(value)}" for name, value in fields.items() if value is not None)
        return f"---\n{head}\n---\n\n" + "\n\n".join(self.paragraphs) + "\n"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


GATE = "The lock gate at Tarrow broke on Monday"
ORDERED = "Mayor Lina Osk ordered the evacuation of Lower Tarrow"
NOT_ORDERED = "denied that she had ordered the evacuation of Lower Tarrow"
THREE = "Three people were injured at the basin"
FIVE = "Five people were injured at the basin"
CRACKS = "Cracks in the lock gate at Tarrow had been found in January"
FERRY = "The ferry to Isle Ness was cancelled"
STRIKE = "Dock workers at Tarrow will strike in April"
COST = "The repair of the lock gate will cost 12 million euros"
LEAK = "Divers closed the leak in the lower basin"
BEDS = "The clinic in Tarrow has no free beds"
VISIT = "Transport Minister Pavel Rund will visit Tarrow on Sunday"
BRIDGE = "The old bridge at Tarrow stayed open"


def told(quote: str, matter: str, value: str = "so", **more: str) -> Told:
    """A statement whose words are its claim."""
    return Told(quote, f"{quote}.", matter, value, **more)


HONEST = (
    Source(
        "Tarrow Courier",
        "2024-03-05",
        "Lock gate breaks",
        (
            f"{GATE} and water ran into the streets.",
            f"{ORDERED}, the fire brigade said.",
            f"{THREE}, according to the clinic.",
        ),
        (
            told(GATE, "gate"),
            told(ORDERED, "evacuation", "ordered", speaker="the fire brigade"),
            told(THREE, "injured", "three", speaker="the clinic", how="different_value"),
        ),
    ),
    Source(
        "Coast Tribune",
        "2024-03-05",
        "Water in the basin",
        (
            "On Monday evening the lock gate at Tarrow broke and the water rose.",
            f"{CRACKS}, inspector Tove Hald said.",
            f"{FERRY} until further notice.",
        ),
        (
            Told("On Monday evening the lock gate at Tarrow broke", f"{GATE} evening.", "gate", "so"),
            told(CRACKS, "cracks", speaker="inspector Tove Hald"),
            told(FERRY, "ferry"),
        ),
    ),
    Source(
        "Bay Radio",
        "2024-03-06",
        "Mayor speaks",
        (
            f"Mayor Lina Osk {NOT_ORDERED}. People left on their own, she said.",
            f"{FIVE}, the fire brigade said.",
        ),
        (
            Told(
                f"Mayor Lina Osk {NOT_ORDERED}",
                f"{ORDERED}.",
                "evacuation",
                "not ordered",
                speaker="Mayor Lina Osk",
                how="denial",
                attitude="denies",
            ),
            told(FIVE, "injured", "five", speaker="the fire brigade", how="different_value"),
        ),
    ),
    Source(
        "Northern Wire",
        "2024-03-06",
        "Union plans strike",
        (
            f"{STRIKE}, the Harbour Union said.",
            f"{COST}, Transport Minister Pavel Rund said.",
        ),
        (
            told(STRIKE, "strike", speaker="the Harbour Union", kind="forecast"),
            told(COST, "cost", "12", speaker="Transport Minister Pavel Rund", kind="forecast", how="different_value"),
        ),
    ),
    Source(
        "The Quay",
        "2024-03-07",
        "What the docks say",
        (
            f"The Harbour Union said on Wednesday: d{STRIKE[1:]}.",
            f"{FERRY}, the shipping line Norvik said.",
        ),
        (
            Told(
                "dock workers at Tarrow will strike in April",
                f"{STRIKE}.",
                "strike",
                "so",
                speaker="The Harbour Union",
                kind="forecast",
            ),
            told(FERRY, "ferry", speaker="the shipping line Norvik"),
        ),
    ),
    Source(
        "Daily Lantern",
        "2024-03-07",
        "Engineer warned early",
        (
            f"{CRACKS}, engineer Marek Toll said.",
            "The repair of the lock gate will cost 20 million euros, Toll said.",
        ),
        (
            told(CRACKS, "cracks", speaker="engineer Marek Toll"),
            told(
                "The repair of the lock gate will cost 20 million euros",
                "cost",
                "20",
                speaker="Toll",
                kind="forecast",
                how="different_value",
            ),
        ),
    ),
    Source(
        "Isle Observer",
        "2024-03-08",
        "Leak closed",
        (f"{LEAK} on Thursday.", f"{BEDS}, a nurse said."),
        (told(LEAK, "leak"), told(BEDS, "beds")),
    ),
    Source(
        "Standard Post",
        "2024-03-08",
        "Minister to come",
        (f"{VISIT}.", f"{BRIDGE}, the port authority said.", f"{LEAK}, the port authority said."),
        (
            told(VISIT, "visit", kind="intent"),
            told(BRIDGE, "bridge", speaker="the port authority"),
            told(LEAK, "leak", speaker="the port authority"),
        ),
    ),
)

RELATED = (
    "Water from the broken lock gate at Tarrow still stood in the lower basin.",
    "The mayor of Tarrow spoke about the evacuation, the ferry to Isle Ness and the people who were injured.",
    "The Harbour Union and the port authority met over the strike in April and the cost of the repair.",
)
"""Sentences that touch every matter and decide none."""

BAKERY = told("A bakery in Sorn opened a second shop", "bakery")
SEALS = told("Seals were seen in the lower basin at Tarrow", "seals", speaker="the harbour master")

HOSTS = {
    "bystander": Source(
        "Evening Echo", "2024-03-09", "Bread in Sorn", (f"{BAKERY.quote} last week.", "The bread is good."), (BAKERY,)
    ),
    "reporter": Source(
        "Evening Echo", "2024-03-09", "Days after", (*RELATED, f"{SEALS.quote}, the harbour master said."), (SEALS,)
    ),
    "sister": Source(
        "Bay Radio", "2024-03-09", "Days after", (*RELATED, f"{SEALS.quote}, the harbour master said."), (SEALS,)
    ),
    "undated": Source(
        "Evening Echo", None, "Days after", (*RELATED, f"{SEALS.quote}, the harbour master said."), (SEALS,)
    ),
    "quoter": Source(
        "Evening Echo",
        "2024-03-09",
        "Voices from Tarrow",
        (
            *RELATED,
            "Mayor Lina Osk said the schools stay shut. Engineer Marek Toll said the pumps run.",
            "Transport Minister Pavel Rund thanked the fire brigade, inspector Tove Hald and the clinic.",
        ),
    ),
    "forerunner": Source(
        "Evening Echo",
        "2024-03-04",
        "First on the spot",
        (
            f"{GATE}. Fishermen saw it from the pier and told nobody for an hour.",
            f"{COST}. Nobody at the town hall knows who is to pay that, and the treasurer is on leave.",
            f"{LEAK}. They had worked for two days in cold water, and they were paid with soup.",
        ),
        (
            told(GATE, "gate"),
            told(COST, "cost", "12", kind="forecast", how="different_value"),
            told(LEAK, "leak"),
        ),
    ),
}
"""Articles as an attacker may write them, without the attack: `forerunner` says first what others say."""

ASKED = ("The lock gate at Tarrow broke.", "The old bridge at Tarrow was closed.")
"""Claims that a person brings."""
