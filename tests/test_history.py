"""
What a history says as of an instant, held against the plainest telling of it.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Activity, Consent, Grant, Lead, Medium, Move
from leadkit.history import (
    consented,
    entered_stage,
    last_grant,
    last_move,
    latest_entry,
    moves_until,
    stage_at,
    visible,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
STAGES = ["lead", "nurtured", "prospect", "lost"]

# Few instants, so that several things happen at one, and at the one asked about.
INSTANTS = st.integers(0, 5).map(lambda day: NOW + timedelta(days=day))
QUESTIONS = st.integers(-1, 6).map(lambda day: NOW + timedelta(days=day))

ACTIVITIES = st.lists(
    st.builds(
        Activity,
        id=st.text("abcdefgh", min_size=1, max_size=2),
        type=st.just("reviewed"),
        at=INSTANTS,
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)
CONSENTS = st.lists(
    st.builds(
        Consent,
        purpose=st.sampled_from(["marketing", "service"]),
        medium=st.sampled_from([Medium.EMAIL, Medium.SMS]),
        granted=st.booleans(),
        at=INSTANTS,
        source=st.sampled_from([None, "a", "b"]),
    ),
    max_size=8,
)
GRANTS = st.lists(
    st.builds(
        Grant,
        qualification=st.sampled_from(["MQL", "SQL"]),
        at=INSTANTS,
        by=st.sampled_from(["a", "b"]),
        granted=st.booleans(),
        number=st.integers(0, 2),
    ),
    max_size=8,
)


@st.composite
def journeys(draw):
    """
    A lead that moved from stage to stage, as a lifecycle would have moved it.
    """
    instants = sorted(draw(st.lists(INSTANTS, max_size=6)))
    stages = [draw(st.sampled_from(STAGES)) for _ in range(len(instants) + 1)]
    moves = [
        Move(trigger="go", source=source, target=target, at=at, number=number)
        for number, (source, target, at) in enumerate(
            zip(stages, stages[1:], instants, strict=False), start=1
        )
    ]
    created = draw(st.none() | st.just(NOW - timedelta(days=1)) | INSTANTS)
    return Lead(
        id="L-1",
        stage=stages[-1],
        moves=draw(st.permutations(moves)),
        created_at=created,
    )


def made(lead, as_of):
    """
    The moves made by then, in the order of their numbers.
    """
    moves = [move for move in lead.moves if move.at <= as_of]
    return sorted(moves, key=lambda move: move.number)


class TestVisible:
    @given(ACTIVITIES, QUESTIONS)
    def test_up_to_the_instant(self, activities, as_of):
        """
        All activities up to the instant are seen, that one included, the newest first.
        """
        seen = list(visible(Lead(id="L-1", activities=activities), as_of))

        assert {one for one in activities if one.at <= as_of} == set(seen)
        assert sorted((one.at for one in seen), reverse=True) == [o.at for o in seen]


class TestMovesUntil:
    @given(journeys(), QUESTIONS)
    def test_in_order(self, lead, as_of):
        """
        They are the moves made by then, in the order in which they were made.
        """
        assert made(lead, as_of) == moves_until(lead, as_of)


class TestStageAt:
    @given(journeys(), QUESTIONS)
    def test_walking_there(self, lead, as_of):
        """
        A lead stood where the moves made by then had led from its first stage.
        """
        everything = made(lead, NOW + timedelta(days=99))
        stage = everything[0].source if everything else lead.stage
        for move in made(lead, as_of):
            stage = move.target

        assert stage == stage_at(lead, as_of)

    @given(st.sampled_from(STAGES), QUESTIONS)
    def test_without_moves(self, stage, as_of):
        """
        A lead without moves always stood where it stands.
        """
        assert stage == stage_at(Lead(id="L-1", stage=stage), as_of)


class TestLastMove:
    @given(journeys(), QUESTIONS)
    def test_the_greatest_number(self, lead, as_of):
        """
        It is the move with the greatest number of those made by then.
        """
        assert next(reversed(made(lead, as_of)), None) == last_move(lead, as_of)


class TestEnteredStage:
    @given(journeys(), QUESTIONS)
    def test_entered(self, lead, as_of):
        """
        A lead entered its stage with its last move, or when it was created; unknown if
        it wasn't yet.
        """
        entries = [move.at for move in made(lead, as_of)]
        if not entries and lead.created_at is not None and lead.created_at <= as_of:
            entries = [lead.created_at]

        assert max(entries, default=None) == entered_stage(lead, as_of)


class TestLatestEntry:
    @given(journeys(), st.sampled_from(STAGES), QUESTIONS)
    def test_latest(self, lead, stage, as_of):
        """
        It is the latest instant at which a move led there; creation is none.
        """
        entries = [move.at for move in made(lead, as_of) if move.target == stage]

        assert max(entries, default=None) == latest_entry(lead, stage, as_of)


class TestLastGrant:
    @given(GRANTS, st.sampled_from(["MQL", "SQL"]), QUESTIONS)
    def test_the_last_word(self, grants, code, as_of):
        """
        Of the grants of this code by then it is the latest, then that of the greatest
        number, then one that revokes.
        """
        keys = [
            (one.at, one.number, not one.granted)
            for one in grants
            if one.qualification == code and one.at <= as_of
        ]
        found = last_grant(Lead(id="L-1", grants=grants), code, as_of)

        assert max(keys, default=None) == (
            found and (found.at, found.number, not found.granted)
        )
        assert found is None or code == found.qualification

    @given(GRANTS, st.sampled_from(["MQL", "SQL"]))
    def test_in_the_end(self, grants, code):
        """
        When all is said, it agrees with what the record says of itself.
        """
        lead = Lead(id="L-1", grants=grants)
        found = last_grant(lead, code, NOW + timedelta(days=99))

        assert lead.holds(code) is (found is not None and found.granted)


class TestConsented:
    @given(
        CONSENTS,
        st.sampled_from(["marketing", "service"]),
        st.sampled_from([Medium.EMAIL, Medium.SMS]),
        QUESTIONS,
    )
    def test_the_last_word(self, consents, purpose, medium, as_of):
        """
        It is granted if at the latest instant by then nothing was withdrawn.
        """
        said = [
            one
            for one in consents
            if (one.purpose, one.medium) == (purpose, medium) and one.at <= as_of
        ]
        latest = max((one.at for one in said), default=None)
        granted = bool(said) and all(one.granted for one in said if one.at == latest)
        lead = Lead(id="L-1", consents=consents)

        assert granted is consented(lead, purpose, medium, as_of)
        assert granted is consented(lead, purpose, medium.value, as_of)

    @pytest.mark.parametrize("sources", [("a", "b"), ("b", "a"), (None, "None")])
    def test_withdrawal_wins(self, sources):
        """
        Of two consents at one instant, the one that withdraws counts.
        """
        consents = [
            Consent(
                purpose="marketing",
                medium="email",
                granted=granted,
                at=NOW,
                source=source,
            )
            for granted, source in zip((True, False), sources, strict=True)
        ]
        lead = Lead(id="L-1", consents=consents)

        assert consented(lead, "marketing", "email", NOW) is False


class TestTheFuture:
    @given(journeys(), ACTIVITIES, CONSENTS, GRANTS, QUESTIONS, st.sampled_from(STAGES))
    def test_is_invisible(self, lead, activities, consents, grants, as_of, stage):
        """
        What happens later changes no answer about an earlier instant.
        """
        moves = made(lead, as_of)
        before = Lead(
            id="L-1",
            moves=moves,
            stage=stage_at(lead, as_of),
            created_at=lead.created_at,
            activities=[one for one in activities if one.at <= as_of],
            consents=[one for one in consents if one.at <= as_of],
            grants=[one for one in grants if one.at <= as_of],
        )
        after = Lead(
            id="L-1",
            moves=lead.moves,
            stage=lead.stage,
            created_at=lead.created_at,
            activities=activities,
            consents=consents,
            grants=grants,
        )

        for question in (
            lambda one: list(visible(one, as_of)),
            lambda one: moves_until(one, as_of),
            lambda one: stage_at(one, as_of),
            lambda one: last_move(one, as_of),
            lambda one: entered_stage(one, as_of),
            lambda one: latest_entry(one, stage, as_of),
            lambda one: last_grant(one, "MQL", as_of),
            lambda one: consented(one, "marketing", "email", as_of),
        ):
            assert question(before) == question(after)
