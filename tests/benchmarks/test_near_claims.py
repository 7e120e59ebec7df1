"""Claims with one thing changed."""

from __future__ import annotations

from benchmarks.attacks.near_claims import CHANGES, near_claims

CLAIM = "About 400 dockers were attacked by Iva Dorn in Lomwick."
OTHERS = ["Ada Roe was arrested in Sorn.", "The mayor of Galt resigned.", CLAIM]


def test_each_change_makes_another_claim_and_the_same_each_time() -> None:
    found = dict(near_claims(CLAIM, OTHERS))
    assert list(found) == list(CHANGES)
    assert found == dict(near_claims(CLAIM, OTHERS))
    assert len({CLAIM, *found.values()}) == len(CHANGES) + 1


def test_one_thing_is_changed() -> None:
    found = dict(near_claims(CLAIM, OTHERS))
    assert found["another act"] in {CLAIM.replace("attacked", other) for other in ("arrested", "resigned")}
    assert found["another name"] in {CLAIM.replace("Lomwick", other) for other in ("Sorn", "Galt")}
    assert found["the opposite"] == CLAIM.replace("were", "were not")
    assert found["another number"].endswith(CLAIM[len("About 4") :])
    assert found["more than was said"].startswith(CLAIM.rstrip("."))


def test_what_has_nothing_to_change_is_left_as_it_is() -> None:
    assert {kind for kind, _ in near_claims("It rained.", OTHERS)} <= {
        "another act",
        "another actor",
        "more than was said",
    }
    assert dict(near_claims("The gate was not shut.", OTHERS))["the opposite"] == "The gate was shut."
