"""
Documents that attack the reader of stored definitions, with what must come of them.

Each has a name that tells what it attacks. The small ones are files in ``hostile/``,
which this program writes: ``python tests/hostile_documents.py``. The big ones are made
when they are asked for. Every refused one has `CANARY` in it, or `NUMBER`, which no
error may show.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

import attrs

import leadkit as lk

FOLDER = Path(__file__).with_name("hostile")
CANARY = "Zq7canary"
NUMBER = 73377337.25
MIB = 2**20


@attrs.frozen(kw_only=True)
class Host(lk.Lead):
    """
    The record of which the documents speak.
    """

    employees: int | None = None
    budget: float | None = None
    title: str | None = None
    free_mail: bool | None = None
    trial_ends: datetime | None = None
    tier: Literal[1, 2, 3] | None = None
    plan: Literal["free", "team", "pro"] | None = None


def document(kind, body, **more):
    """
    A document of a kind, as data.
    """
    return {"leadkit": 1, kind: body, **more}


def rule(body, **more):
    """
    A document with a rule.
    """
    return document("rule", body, **more)


def field(name="employees"):
    """
    A field.
    """
    return {"field": name}


BIG_ENOUGH = {"ge": [field(), 50]}
VISITS = {"activity": ["page_viewed"]}


def card(name, *entries, **more):
    """
    A scorecard.
    """
    return {"name": name, "entries": list(entries), **more}


def reading(name, points=1):
    """
    Points for another card's total.
    """
    return {"points": points, "when": {"ge": [{"card": name}, 1]}}


def playbook(**more):
    """
    A document with a playbook.
    """
    return document("playbook", {"name": "p", **more})


def lifecycle(*transitions, **more):
    """
    A document with a lifecycle.
    """
    body = {
        "name": "l",
        "stages": ["a", "b", "c"],
        "initial": "a",
        "transitions": list(transitions),
    }
    return document("lifecycle", {**body, **more})


def go(**more):
    """
    A transition.
    """
    return {"trigger": "go", "sources": ["a"], "target": "b", **more}


def points(**more):
    """
    A document with a scorecard of one entry.
    """
    return document("scorecard", card("c", {"points": 5, "when": BIG_ENOUGH, **more}))


def nested(depth, inner, wrap):
    """
    Something inside itself, so often.
    """
    for _ in range(depth):
        inner = wrap(inner)
    return inner


# What is refused: name -> (kind, what is written, pointer) ---------------------------
# A text is written as it is, other data as JSON.

SMALL = {
    # not JSON
    "syntax_empty": ("rule", "", ""),
    "syntax_blank": ("rule", " \n\t ", ""),
    "syntax_word": ("rule", CANARY, ""),
    "syntax_truncated": ("rule", '{"leadkit": 1, "rule": {"holds": "' + CANARY, ""),
    "syntax_truncated_escape": ("rule", '{"leadkit": 1, "' + CANARY + "\\", ""),
    "syntax_trailing_comma": ("rule", '{"leadkit": 1, "rule": {},}' + CANARY, ""),
    "syntax_two_documents": ("rule", '{"leadkit": 1}{"' + CANARY + '": 1}', ""),
    "syntax_comment": ("rule", "{} // " + CANARY, ""),
    "syntax_single_quotes": ("rule", "{'leadkit': '" + CANARY + "'}", ""),
    "syntax_python": ("rule", "__import__('os').system('" + CANARY + "')", ""),
    "syntax_control_character": ("rule", '{"leadkit": "\n' + CANARY + '"}', ""),
    "syntax_bad_escape": ("rule", '{"leadkit": "\\x' + CANARY + '"}', ""),
    "syntax_leading_zero": ("rule", '{"leadkit": 01, "rule": {}}', ""),
    "syntax_hexadecimal": ("rule", '{"leadkit": 0x1, "rule": {}}', ""),
    "syntax_byte_order_mark": ("rule", "\ufeff" + json.dumps(rule(BIG_ENOUGH)), ""),
    "syntax_yaml_alias": ("rule", "a: &a [*a, " + CANARY + "]", ""),
    "syntax_xml_entities": ("rule", '<!DOCTYPE x [<!ENTITY a "' + CANARY + '">]>', ""),
    "syntax_pickle": ("rule", "cos\nsystem\n(S'" + CANARY + "'\ntR.", ""),
    "syntax_utf_16": ("rule", json.dumps(rule(BIG_ENOUGH)).encode("utf-16"), ""),
    "syntax_invalid_utf_8": ("rule", b'{"leadkit": "\xff' + CANARY.encode(), ""),
    "syntax_overlong_utf_8": ("rule", b'{"leadkit": "\xc0\xaf"}', ""),
    "syntax_encoded_surrogate": ("rule", b'{"leadkit": "\xed\xa0\x80"}', ""),
    # the head
    "head_list": ("rule", [CANARY], ""),
    "head_text": ("rule", json.dumps(CANARY), ""),
    "head_null": ("rule", "null", ""),
    "head_number": ("rule", str(NUMBER), ""),
    "head_nothing": ("rule", {}, ""),
    "head_no_version": ("rule", {"rule": BIG_ENOUGH}, ""),
    "head_no_body": ("rule", {"leadkit": 1}, ""),
    "head_version_2": ("rule", {"leadkit": 2, "rule": BIG_ENOUGH}, "/leadkit"),
    "head_version_text": ("rule", {"leadkit": "1", "rule": BIG_ENOUGH}, "/leadkit"),
    "head_version_true": ("rule", {"leadkit": True, "rule": BIG_ENOUGH}, "/leadkit"),
    "head_version_float": ("rule", '{"leadkit": 1.0, "rule": {}}', "/leadkit"),
    "head_version_null": ("rule", {"leadkit": None, "rule": BIG_ENOUGH}, "/leadkit"),
    "head_other_kind": ("playbook", rule(BIG_ENOUGH), ""),
    "head_two_kinds": ("rule", rule(BIG_ENOUGH, scorecard=card("c")), ""),
    "head_unknown_key": ("rule", rule(BIG_ENOUGH, **{CANARY: 1}), ""),
    "head_schema_key": ("rule", rule(BIG_ENOUGH, **{"$schema": CANARY}), ""),
    "head_reference": ("rule", rule({"$ref": f"file:///{CANARY}"}), "/rule"),
    # keys
    "key_twice": ("rule", '{"leadkit": 1, "leadkit": 1, "rule": {}}', ""),
    "key_twice_operator": (
        "rule",
        '{"leadkit": 1, "rule": {"not": {"is_lead": {}, "is_lead": {}}}}',
        "/rule/not",
    ),
    "key_twice_escaped": (
        "rule",
        '{"leadkit": 1, "rule": {"holds": "MQL", "h\\u006flds": "' + CANARY + '"}}',
        "/rule",
    ),
    "key_twice_deep": (
        "scorecard",
        '{"leadkit": 1, "scorecard": {"name": "c", "entries": [{"cap": 1, "cap": 2}]}}',
        "/scorecard/entries/0",
    ),
    "key_twice_trait": (
        "rule",
        '{"leadkit": 1, "rule": {"trait": "a"}, "traits": {"a": "flag", "a": "text"}}',
        "/traits",
    ),
    "key_confusable_cyrillic": ("rule", rule({"h\u043elds": CANARY}), "/rule"),
    "key_confusable_fullwidth": ("rule", rule({"\uff48olds": CANARY}), "/rule"),
    "key_confusable_case": ("rule", rule({"Holds": CANARY}), "/rule"),
    "key_confusable_space": ("rule", rule({"holds ": CANARY}), "/rule"),
    "key_confusable_zero_width": ("rule", rule({"hol\u200bds": CANARY}), "/rule"),
    "key_decomposed": ("rule", rule({"ho\u0301lds": CANARY}), "/rule"),
    "key_empty": ("rule", rule({"": CANARY}), "/rule"),
    "key_null_character": ("rule", rule({"holds\0": CANARY}), "/rule"),
    "key_dunder": ("rule", rule({"__class__": CANARY}), "/rule"),
    "key_prototype": ("rule", rule({"__proto__": {"holds": CANARY}}), "/rule"),
    "key_pointer": ("rule", rule({"a/b~c": CANARY}), "/rule"),
    "key_surrogate": ("rule", '{"leadkit": 1, "rule": {"\\ud800": 1}}', "/rule"),
    # numbers
    "number_nan": ("rule", '{"leadkit": 1, "rule": {"always": NaN}}', "/rule/always"),
    "number_nan_compared": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "employees"}, NaN]}}',
        "/rule/ge/1",
    ),
    "number_infinity": (
        "rule",
        '{"leadkit": 1, "rule": {"le": [{"field": "employees"}, -Infinity]}}',
        "/rule/le/1",
    ),
    "number_overflow": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "employees"}, 1e999]}}',
        "/rule/ge/1",
    ),
    "number_many_digits": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "employees"}, ' + "7" * 40 + "]}}",
        "/rule/ge/1",
    ),
    "number_many_decimals": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "budget"}, 0.' + "7" * 40 + "]}}",
        "/rule/ge/1",
    ),
    "number_long_exponent": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "budget"}, 1e' + "9" * 40 + "]}}",
        "/rule/ge/1",
    ),
    "number_beyond": ("rule", rule({"ge": [field(), 10**15 + 1]}), "/rule/ge/1"),
    "number_beyond_negative": (
        "rule",
        rule({"lt": [field(), -(10**16)]}),
        "/rule/lt/1",
    ),
    "number_as_text": ("rule", rule({"ge": [field(), str(NUMBER)]}), "/rule/ge/1"),
    "number_true": ("rule", rule({"ge": [field(), True]}), "/rule/ge/1"),
    "number_null": ("rule", rule({"ge": [field(), None]}), "/rule/ge/1"),
    "number_list": ("rule", rule({"ge": [field(), [NUMBER]]}), "/rule/ge/1"),
    "number_in_sum_beyond": (
        "rule",
        rule({"ge": [{"add": [field(), 10**16]}, 1]}),
        "/rule/ge/0/add/1",
    ),
    "number_condition_beyond": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "where": {"value": 10**16}}}, 1]}),
        "/rule/ge/0/count/where/value",
    ),
    # texts
    "text_surrogate": (
        "rule",
        '{"leadkit": 1, "rule": {"eq": [{"field": "title"}, "' + CANARY + '\\ud800"]}}',
        "/rule/eq/1",
    ),
    "text_surrogates_reversed": (
        "rule",
        '{"leadkit": 1, "rule": {"eq": [{"field": "title"}, "\\udc00\\ud800"]}}',
        "/rule/eq/1",
    ),
    "text_surrogate_in_a_name": (
        "scorecard",
        '{"leadkit": 1, "scorecard": {"name": "' + CANARY + '\\udfff", "entries": []}}',
        "/scorecard/name",
    ),
    "text_long": ("rule", rule({"eq": [field("title"), CANARY * 200]}), "/rule/eq/1"),
    "text_long_name": (
        "scorecard",
        document("scorecard", card(CANARY * 30)),
        "/scorecard/name",
    ),
    "text_blank_name": (
        "scorecard",
        document("scorecard", card(" \t")),
        "/scorecard/name",
    ),
    "text_number_name": (
        "scorecard",
        document("scorecard", card(NUMBER)),
        "/scorecard/name",
    ),
    # names
    "name_dunder_field": (
        "rule",
        rule({"missing": field("__class__")}),
        "/rule/missing/field",
    ),
    "name_path_field": (
        "rule",
        rule({"missing": field("__class__.__mro__")}),
        "/rule/missing/field",
    ),
    "name_list_field": (
        "rule",
        rule({"missing": field(["__class__", CANARY])}),
        "/rule/missing/field",
    ),
    "name_method_field": (
        "rule",
        rule({"missing": field("to_dict")}),
        "/rule/missing/field",
    ),
    "name_private_field": (
        "rule",
        rule({"missing": field("_functions")}),
        "/rule/missing/field",
    ),
    "name_unknown_field": (
        "rule",
        rule({"missing": field(CANARY)}),
        "/rule/missing/field",
    ),
    "name_near_field": (
        "rule",
        rule({"missing": field("employes")}),
        "/rule/missing/field",
    ),
    "name_history_field": (
        "rule",
        rule({"missing": field("activities")}),
        "/rule/missing/field",
    ),
    "name_stage_field": (
        "rule",
        rule({"missing": field("stage")}),
        "/rule/missing/field",
    ),
    "name_confusable_field": (
        "rule",
        rule({"missing": field("\u0435mployees")}),
        "/rule/missing/field",
    ),
    "name_format_field": (
        "rule",
        rule({"missing": field("{0.__class__}")}),
        "/rule/missing/field",
    ),
    "name_trait_as_field": (
        "rule",
        rule({"missing": field("plan_b")}, traits={"plan_b": "text"}),
        "/rule/missing/field",
    ),
    "name_undeclared_trait": (
        "rule",
        rule({"missing": {"trait": CANARY}}),
        "/rule/missing/trait",
    ),
    "name_dunder_trait": (
        "rule",
        rule({"missing": {"trait": "__len__"}}),
        "/rule/missing/trait",
    ),
    "name_unknown_card": (
        "rule",
        rule({"ge": [{"card": CANARY}, 1]}),
        "/rule/ge/0/card",
    ),
    "name_predicate": ("rule", rule({"predicate": CANARY}), "/rule/predicate"),
    "name_predicate_import": (
        "rule",
        rule({"predicate": "os.system"}),
        "/rule/predicate",
    ),
    "name_stage_with_space": (
        "rule",
        rule({"in_stage": [f"closed {CANARY}"]}),
        "/rule/in_stage/0",
    ),
    "name_stage_wildcard": ("rule", rule({"has_been": "*"}), "/rule/has_been"),
    "name_stage_too_long": ("rule", rule({"has_been": "a" * 65}), "/rule/has_been"),
    "name_stage_newline": ("rule", rule({"came_from": "lead\n"}), "/rule/came_from"),
    "name_type_arabic_digits": (
        "rule",
        rule({"ge": [{"count": {"activity": ["a\u0661"]}}, 1]}),
        "/rule/ge/0/count/activity/0",
    ),
    "name_type_underscore": (
        "rule",
        rule({"ge": [{"count": {"activity": ["_a"]}}, 1]}),
        "/rule/ge/0/count/activity/0",
    ),
    "name_purpose_blank": (
        "rule",
        rule({"reachable": {"purpose": ""}}),
        "/rule/reachable/purpose",
    ),
    "name_medium_unknown": (
        "rule",
        rule({"reachable": {"purpose": "marketing", "medium": CANARY}}),
        "/rule/reachable/medium",
    ),
    "name_medium_object": (
        "rule",
        rule({"consented": {"purpose": "marketing", "medium": {}}}),
        "/rule/consented/medium",
    ),
    "name_qualification_right_to_left": (
        "rule",
        rule({"holds": "\u202eLQM"}),
        "/rule/holds",
    ),
    "name_qualification_null": (
        "qualification",
        document("qualification", {"name": None}),
        "/qualification/name",
    ),
    # operators
    "operator_none": ("rule", rule({}), "/rule"),
    "operator_two": ("rule", rule({"holds": "MQL", "is_lead": {}}), "/rule"),
    "operator_unknown": ("rule", rule({"eval": CANARY}), "/rule"),
    "operator_regular_expression": (
        "rule",
        rule({"matches": [field("title"), "(a+)+b"]}),
        "/rule",
    ),
    "operator_value_as_rule": ("rule", rule(field()), "/rule"),
    "operator_text_as_rule": ("rule", rule(field("title")), "/rule"),
    "operator_rule_as_value": (
        "rule",
        rule({"ge": [{"holds": CANARY}, 1]}),
        "/rule/ge/0",
    ),
    "operator_text_instead": ("rule", rule(CANARY), "/rule"),
    "operator_list_instead": ("rule", rule([CANARY, 1]), "/rule"),
    "operator_null_instead": ("rule", rule(None), "/rule"),
    "operator_true_instead": ("rule", rule(True), "/rule"),
    "arity_compare_0": ("rule", rule({"ge": []}), "/rule/ge"),
    "arity_compare_1": ("rule", rule({"ge": [field()]}), "/rule/ge"),
    "arity_compare_3": ("rule", rule({"ge": [field(), 1, NUMBER]}), "/rule/ge"),
    "arity_compare_object": ("rule", rule({"ge": {"0": field(), "1": 1}}), "/rule/ge"),
    "arity_all_none": ("rule", rule({"all": []}), "/rule/all"),
    "arity_any_none": ("rule", rule({"any": []}), "/rule/any"),
    "arity_not_list": ("rule", rule({"not": [BIG_ENOUGH]}), "/rule/not"),
    "arity_between_2": ("rule", rule({"between": [field(), 1]}), "/rule/between"),
    "arity_is_in_none": ("rule", rule({"is_in": [field(), []]}), "/rule/is_in/1"),
    "arity_is_in_text": (
        "rule",
        rule({"is_in": [field("title"), CANARY]}),
        "/rule/is_in/1",
    ),
    "arity_at_least_0": (
        "rule",
        rule({"at_least": [0, [BIG_ENOUGH]]}),
        "/rule/at_least/0",
    ),
    "arity_at_least_more": (
        "rule",
        rule({"at_least": [2, [BIG_ENOUGH]]}),
        "/rule/at_least/0",
    ),
    "arity_at_least_half": (
        "rule",
        rule({"at_least": [0.5, [BIG_ENOUGH]]}),
        "/rule/at_least/0",
    ),
    "arity_at_least_huge": (
        "rule",
        rule({"at_least": [10**30, [BIG_ENOUGH]]}),
        "/rule/at_least/0",
    ),
    "arity_at_least_of_none": ("rule", rule({"at_least": [1, []]}), "/rule/at_least/1"),
    "arity_is_lead_true": ("rule", rule({"is_lead": True}), "/rule/is_lead"),
    "arity_conversed_unknown": (
        "rule",
        rule({"conversed": {CANARY: 1}}),
        "/rule/conversed",
    ),
    "arity_always_text": ("rule", rule({"always": CANARY}), "/rule/always"),
    "arity_always_1": ("rule", rule({"always": 1}), "/rule/always"),
    "arity_in_stage_none": ("rule", rule({"in_stage": []}), "/rule/in_stage"),
    "arity_in_stage_twice": (
        "rule",
        rule({"in_stage": ["lead", "lead"]}),
        "/rule/in_stage/1",
    ),
    "arity_no_types": (
        "rule",
        rule({"ge": [{"count": {"activity": []}}, 1]}),
        "/rule/ge/0/count/activity",
    ),
    "arity_no_conditions": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "where": {}}}, 1]}),
        "/rule/ge/0/count/where",
    ),
    "arity_unknown_condition": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "where": {CANARY: 1}}}, 1]}),
        "/rule/ge/0/count/where",
    ),
    "arity_query_unknown": (
        "rule",
        rule({"ge": [{"count": {**VISITS, CANARY: 1}}, 1]}),
        "/rule/ge/0/count",
    ),
    # kinds
    "kind_order_of_text": (
        "rule",
        rule({"ge": [field("title"), CANARY]}),
        "/rule/ge/0",
    ),
    "kind_contains_in_number": (
        "rule",
        rule({"contains": [field(), CANARY]}),
        "/rule/contains/0",
    ),
    "kind_equal_instants": (
        "rule",
        rule({"eq": [field("trial_ends"), {"instant": "2026-05-01T12:00:00Z"}]}),
        "/rule/eq/0",
    ),
    "kind_two_fields": ("rule", rule({"eq": [field(), field("title")]}), "/rule/eq/1"),
    "kind_constant_first": ("rule", rule({"le": [NUMBER, field()]}), "/rule/le/0"),
    "kind_two_constants": (
        "rule",
        rule({"ge": [{"add": [1, NUMBER]}, 1]}),
        "/rule/ge/0/add",
    ),
    "kind_sum_of_texts": (
        "rule",
        rule({"ge": [{"add": [field("title"), 1]}, 1]}),
        "/rule/ge/0/add/0",
    ),
    "kind_age_of_number": (
        "rule",
        rule({"ge": [{"age": field()}, 1]}),
        "/rule/ge/0/age",
    ),
    "kind_age_of_constant": (
        "rule",
        rule({"ge": [{"age": {"instant": "2026-05-01T12:00:00Z"}}, 1]}),
        "/rule/ge/0/age",
    ),
    "kind_between_texts": (
        "rule",
        rule({"between": [field("title"), "a", "b"]}),
        "/rule/between/0",
    ),
    "kind_between_swapped": (
        "rule",
        rule({"between": [field(), NUMBER, 1]}),
        "/rule/between",
    ),
    "kind_between_field": (
        "rule",
        rule({"between": [field(), 1, field("budget")]}),
        "/rule/between/2",
    ),
    "kind_listed_flag": (
        "rule",
        rule({"is_in": [field("free_mail"), [True]]}),
        "/rule/is_in",
    ),
    "kind_listed_mixed": (
        "rule",
        rule({"is_in": [field(), [1, CANARY]]}),
        "/rule/is_in/1/1",
    ),
    "kind_default": (
        "rule",
        rule({"ge": [{"or_default": [field(), CANARY]}, 1]}),
        "/rule/ge/0/or_default/1",
    ),
    "kind_choice": ("rule", rule({"eq": [field("plan"), CANARY]}), "/rule/eq/1"),
    "kind_choice_true": ("rule", rule({"eq": [field("tier"), True]}), "/rule/eq/1"),
    "kind_choice_list": ("rule", rule({"eq": [field("plan"), [CANARY]]}), "/rule/eq/1"),
    "kind_choice_of_trait": (
        "rule",
        rule({"eq": [{"trait": "size"}, CANARY]}, traits={"size": [CANARY + "s"]}),
        "/rule/eq/1",
    ),
    "kind_instant_text": (
        "rule",
        rule({"before": [field("trial_ends"), CANARY]}),
        "/rule/before/1",
    ),
    # instants and spans
    "instant_naive": (
        "rule",
        rule({"before": [field("trial_ends"), {"instant": "2026-05-01T12:00:00"}]}),
        "/rule/before/1/instant",
    ),
    "instant_words": (
        "rule",
        rule({"before": [field("trial_ends"), {"instant": CANARY}]}),
        "/rule/before/1/instant",
    ),
    "instant_impossible": (
        "rule",
        rule({"before": [field("trial_ends"), {"instant": "2026-02-30T12:00:00Z"}]}),
        "/rule/before/1/instant",
    ),
    "instant_before_the_calendar": (
        "rule",
        rule(
            {"before": [field("trial_ends"), {"instant": "0001-01-01T00:00:00+23:59"}]}
        ),
        "/rule/before/1/instant",
    ),
    "instant_digits_of_elsewhere": (
        "rule",
        rule(
            {"before": [field("trial_ends"), {"instant": "\u0662026-05-01T12:00:00Z"}]}
        ),
        "/rule/before/1/instant",
    ),
    "instant_more_keys": (
        "rule",
        rule(
            {
                "before": [
                    field("trial_ends"),
                    {"instant": "2026-05-01T12:00:00Z", CANARY: 1},
                ]
            }
        ),
        "/rule/before/1",
    ),
    "span_none": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {}}}, 1]}),
        "/rule/ge/0/count/within",
    ),
    "span_zero": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {"days": 0}}}, 1]}),
        "/rule/ge/0/count/within/days",
    ),
    "span_fraction": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {"days": 1.5}}}, 1]}),
        "/rule/ge/0/count/within/days",
    ),
    "span_two_units": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {"days": 1, "hours": 12}}}, 1]}),
        "/rule/ge/0/count/within",
    ),
    "span_unknown_unit": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {"months": 1}}}, 1]}),
        "/rule/ge/0/count/within",
    ),
    "span_beyond": (
        "rule",
        rule({"ge": [{"count": {**VISITS, "within": {"days": 10**9}}}, 1]}),
        "/rule/ge/0/count/within/days",
    ),
    "span_text": (
        "scorecard",
        points(per=VISITS, halving="P1D"),
        "/scorecard/entries/0/halving",
    ),
    # traits and cards that a document declares
    "declared_traits_list": ("rule", rule(BIG_ENOUGH, traits=[CANARY]), "/traits"),
    "declared_kind_unknown": (
        "rule",
        rule(BIG_ENOUGH, traits={"a": CANARY}),
        "/traits",
    ),
    "declared_kind_other": ("rule", rule(BIG_ENOUGH, traits={"a": "other"}), "/traits"),
    "declared_name_dunder": (
        "rule",
        rule(BIG_ENOUGH, traits={"__init__": "text"}),
        "/traits",
    ),
    "declared_name_of_a_field": (
        "rule",
        rule(BIG_ENOUGH, traits={"employees": "text"}),
        "/traits",
    ),
    "declared_no_choices": ("rule", rule(BIG_ENOUGH, traits={"a": []}), "/traits"),
    "declared_choice_twice": (
        "rule",
        rule(BIG_ENOUGH, traits={"a": [CANARY, CANARY]}),
        "/traits",
    ),
    "declared_choice_object": (
        "rule",
        rule(BIG_ENOUGH, traits={"a": [{CANARY: 1}]}),
        "/traits",
    ),
    "declared_choice_fraction": (
        "rule",
        rule(BIG_ENOUGH, traits={"a": [NUMBER]}),
        "/traits",
    ),
    "declared_cards_list": ("rule", rule(BIG_ENOUGH, cards=[CANARY]), "/cards"),
    "declared_card_number": (
        "rule",
        rule(BIG_ENOUGH, cards={CANARY: NUMBER}),
        "/cards",
    ),
    "declared_cards_in_playbook": (
        "playbook",
        {**playbook(), "cards": {CANARY: "x"}},
        "",
    ),
    # points
    "points_decimals": (
        "scorecard",
        points(points=NUMBER + 0.001),
        "/scorecard/entries/0/points",
    ),
    "points_beyond": (
        "scorecard",
        points(points=10**10),
        "/scorecard/entries/0/points",
    ),
    "points_tiny": (
        "scorecard",
        '{"leadkit": 1, "scorecard": {"name": "c", "entries": [{"points": 1e-99}]}}',
        "/scorecard/entries/0/points",
    ),
    "points_text": ("scorecard", points(points="5"), "/scorecard/entries/0/points"),
    "points_for_nothing": (
        "scorecard",
        document("scorecard", card("c", {"points": 5})),
        "/scorecard/entries/0",
    ),
    "points_unknown_key": ("scorecard", points(**{CANARY: 1}), "/scorecard/entries/0"),
    "points_null_rule": ("scorecard", points(when=None), "/scorecard/entries/0/when"),
    "points_per_text": (
        "scorecard",
        points(per=field("title")),
        "/scorecard/entries/0/per",
    ),
    "points_per_list": ("scorecard", points(per=[VISITS]), "/scorecard/entries/0/per"),
    "points_halving_alone": (
        "scorecard",
        points(halving={"days": 1}),
        "/scorecard/entries/0/halving",
    ),
    "points_two_decays": (
        "scorecard",
        points(per=VISITS, halving={"days": 1}, fading={"days": 1}),
        "/scorecard/entries/0",
    ),
    "points_at_most_0": (
        "scorecard",
        points(per=VISITS, at_most=0),
        "/scorecard/entries/0/at_most",
    ),
    "points_at_most_huge": (
        "scorecard",
        points(per=VISITS, at_most=10**25),
        "/scorecard/entries/0/at_most",
    ),
    "points_cap_negative": (
        "scorecard",
        points(cap=-1),
        "/scorecard/entries/0/cap",
    ),
    "points_name_object": (
        "scorecard",
        points(name={CANARY: 1}),
        "/scorecard/entries/0/name",
    ),
    "group_floor_above": (
        "scorecard",
        document("scorecard", card(CANARY, floor=NUMBER, ceiling=1)),
        "/scorecard",
    ),
    "group_of_text": (
        "scorecard",
        document("scorecard", card("c", CANARY)),
        "/scorecard/entries/0",
    ),
    "group_without_name": (
        "scorecard",
        document("scorecard", card("c", {"entries": []})),
        "/scorecard/entries/0",
    ),
    # lifecycles
    "moves_unknown_stage": (
        "lifecycle",
        lifecycle(go(target=CANARY)),
        "/lifecycle/transitions/0/target",
    ),
    "moves_unknown_source": (
        "lifecycle",
        lifecycle(go(sources=[CANARY])),
        "/lifecycle/transitions/0/sources/0",
    ),
    "moves_unknown_initial": (
        "lifecycle",
        lifecycle(initial=CANARY),
        "/lifecycle/initial",
    ),
    "moves_stage_twice": (
        "lifecycle",
        lifecycle(stages=["a", "a"]),
        "/lifecycle/stages/1",
    ),
    "moves_no_stages": ("lifecycle", lifecycle(stages=[]), "/lifecycle/stages"),
    "moves_101_stages": (
        "lifecycle",
        lifecycle(stages=[f"s{number}" for number in range(101)]),
        "/lifecycle/stages",
    ),
    "moves_wildcard": (
        "lifecycle",
        lifecycle(go(sources=["*"])),
        "/lifecycle/transitions/0/sources/0",
    ),
    "moves_kind": (
        "lifecycle",
        lifecycle(go(kind=CANARY)),
        "/lifecycle/transitions/0/kind",
    ),
    "moves_since": (
        "lifecycle",
        lifecycle(go(after={"days": 1}, since=CANARY)),
        "/lifecycle/transitions/0/since",
    ),
    "moves_since_without_after": (
        "lifecycle",
        lifecycle(go(since="activity")),
        "/lifecycle/transitions/0",
    ),
    "moves_automatic_number": (
        "lifecycle",
        lifecycle(go(automatic=1)),
        "/lifecycle/transitions/0/automatic",
    ),
    "moves_automatic_and_after": (
        "lifecycle",
        lifecycle(go(automatic=True, after={"days": 1})),
        "/lifecycle/transitions/0",
    ),
    "moves_deadlines_list": (
        "lifecycle",
        lifecycle(deadlines=[]),
        "/lifecycle/deadlines",
    ),
    "moves_deadline_unknown_stage": (
        "lifecycle",
        lifecycle(deadlines={CANARY: {"days": 1}}),
        "/lifecycle/deadlines",
    ),
    "moves_deadline_no_span": (
        "lifecycle",
        lifecycle(deadlines={"a": 1}),
        "/lifecycle/deadlines",
    ),
    "moves_stale_after_zero": (
        "lifecycle",
        lifecycle(stale_after={"a": {"days": 0}}),
        "/lifecycle/stale_after",
    ),
    "moves_target_null": (
        "lifecycle",
        lifecycle(go(target=None)),
        "/lifecycle/transitions/0/target",
    ),
    "moves_previous_true": (
        "lifecycle",
        lifecycle(go(target={"previous": True})),
        "/lifecycle/transitions/0/target/previous",
    ),
    "moves_shadowed": (
        "lifecycle",
        lifecycle(go(), go(target="c")),
        "/lifecycle/transitions",
    ),
    "moves_callback": (
        "lifecycle",
        lifecycle(go(trigger="os.system")),
        "/lifecycle/transitions/0/trigger",
    ),
    # qualifications and playbooks
    "bundle_no_name": ("playbook", document("playbook", {}), "/playbook"),
    "bundle_unknown_key": ("playbook", playbook(**{CANARY: []}), "/playbook"),
    "bundle_record": ("playbook", playbook(record="os.PathLike"), "/playbook"),
    "bundle_card_twice": (
        "playbook",
        playbook(scorecards=[card(CANARY), card(CANARY)]),
        "/playbook/scorecards/1/name",
    ),
    "bundle_card_reads_itself": (
        "playbook",
        playbook(scorecards=[card(CANARY, reading(CANARY))]),
        "/playbook/scorecards/0/entries/0/when/ge/0/card",
    ),
    "bundle_circle_of_cards": (
        "playbook",
        playbook(scorecards=[card("a", reading("b")), card("b", reading("a"))]),
        "/playbook/scorecards/1/entries/0/when/ge/0/card",
    ),
    "bundle_qualification_twice": (
        "playbook",
        playbook(qualifications=[{"name": CANARY}, {"name": CANARY}]),
        "/playbook/qualifications/1/name",
    ),
    "bundle_unknown_qualification": (
        "playbook",
        playbook(qualifications=[{"name": "A", "when": {"holds": CANARY}}]),
        "/playbook/qualifications/0/when/holds",
    ),
    "bundle_circle_of_qualifications": (
        "playbook",
        playbook(
            qualifications=[
                {"name": CANARY, "when": {"holds": "B"}},
                {"name": "B", "when": {"holds": CANARY}},
            ]
        ),
        "/playbook",
    ),
    "bundle_grades_of_no_card": (
        "playbook",
        playbook(grades={"card": CANARY, "thresholds": [["A", 1]]}),
        "/playbook/grades/card",
    ),
    "bundle_grades_rising": (
        "playbook",
        playbook(
            scorecards=[card("c")],
            grades={"card": "c", "thresholds": [["A", 1], ["B", NUMBER]]},
        ),
        "/playbook/grades/thresholds",
    ),
    "bundle_grade_twice": (
        "playbook",
        playbook(
            scorecards=[card("c")],
            grades={"card": "c", "thresholds": [[CANARY, 2], [CANARY, 1]]},
        ),
        "/playbook/grades/thresholds/1/0",
    ),
    "bundle_no_grades": (
        "playbook",
        playbook(scorecards=[card("c")], grades={"card": "c", "thresholds": []}),
        "/playbook/grades/thresholds",
    ),
    "bundle_half_a_temperature": (
        "playbook",
        playbook(temperature={"hot": {"always": True}}),
        "/playbook/temperature",
    ),
    "bundle_lifecycle_null": (
        "playbook",
        playbook(lifecycle=None),
        "/playbook/lifecycle",
    ),
}

# What is harmless, and read: name -> (kind, what is written).

HARMLESS = {
    "harmless_spaces": ("rule", json.dumps(rule(BIG_ENOUGH), indent=8)),
    "harmless_escapes": (
        "rule",
        '{"leadkit": 1, "\\u0072ule": {"h\\u006flds": "MQL"}}',
    ),
    "harmless_brackets_in_text": ("rule", rule({"eq": [field("title"), "[{" * 400]})),
    "harmless_right_to_left": (
        "scorecard",
        document("scorecard", card("\u202e\u0627\u0645\u062a\u06cc\u0627\u0632")),
    ),
    "harmless_emoji": ("rule", rule({"eq": [field("title"), "\U0001f600"]})),
    "harmless_markup": (
        "scorecard",
        document("scorecard", card("<script>alert(1)</script>")),
    ),
    "harmless_template": (
        "scorecard",
        document("scorecard", card("{0.__class__} %(x)s ${x}")),
    ),
    "harmless_sql": ("rule", rule({"eq": [field("title"), "'; DROP TABLE leads; --"]})),
    "harmless_path": ("scorecard", document("scorecard", card("../../etc/passwd"))),
    "harmless_null_character": ("rule", rule({"eq": [field("title"), "a\0b"]})),
    "harmless_minus_zero": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "budget"}, -0.0]}}',
    ),
    "harmless_underflow": (
        "rule",
        '{"leadkit": 1, "rule": {"ge": [{"field": "budget"}, 1e-999]}}',
    ),
    "harmless_stage_called_previous": (
        "lifecycle",
        lifecycle(go(target="previous"), stages=["a", "previous"]),
    ),
    "harmless_unused_trait": ("rule", rule(BIG_ENOUGH, traits={"unused": "text"})),
    "harmless_empty_playbook": ("playbook", playbook()),
    "harmless_empty_lists": ("playbook", playbook(scorecards=[], qualifications=[])),
}


# The big ones: name -> (kind, a function that makes it, pointer or None if it is read).


def _many(text, size=MIB):
    return text * (size // len(text))


def _deep_rule(depth):
    # Each level is one node: at_least can't be flattened.
    return rule(nested(depth, BIG_ENOUGH, lambda inner: {"at_least": [1, [inner]]}))


def _doubling(length):
    # Each card reads the one before it twice.
    cards = [card("c0", {"points": 1, "when": BIG_ENOUGH})]
    for number in range(1, length):
        before = f"c{number - 1}"
        cards.append(card(f"c{number}", reading(before), reading(before)))
    return playbook(scorecards=cards[::-1])


def _chain(length):
    cards = [card(f"c{n}", reading(f"c{n + 1}")) for n in range(length)]
    return playbook(scorecards=[*cards, card(f"c{length}")])


def _product(factors):
    return nested(
        factors - 1, {"age": field("trial_ends")},
        lambda inner: {"mul": [inner, {"age": field("trial_ends")}]},
    )  # fmt: skip


def _balanced(levels):
    # A product of two to the power of so many factors.
    return nested(levels, {"time_in_stage": {}}, lambda inner: {"mul": [inner, inner]})


def _balanced_sum(levels):
    return nested(levels, {"time_in_stage": {}}, lambda inner: {"add": [inner, inner]})


def _edges(count, when):
    return lifecycle(
        *(go(sources=["a", "b", "c"], when=when(number)) for number in range(count))
    )


def _types(number, count):
    return {"count": {"activity": [f"t{number}x{n}" for n in range(count)]}}


BIG = {
    "big_1_mib_and_1": ("rule", lambda: " " * (MIB + 1), ""),
    "big_1_mib_of_wide_letters": ("rule", lambda: '"' + "\u06f7" * (MIB // 2 - 1), ""),
    "big_spaces": ("rule", lambda: " " * MIB, ""),
    "big_number": ("rule", lambda: '{"leadkit": ' + "7" * (MIB - 20) + "}", ""),
    "big_decimals": ("rule", lambda: '{"leadkit": 1.' + "7" * (MIB - 20) + "}", ""),
    "big_text": (
        "rule",
        lambda: json.dumps(rule({"holds": CANARY * (MIB // 10)})),
        "/rule/holds",
    ),
    "big_escapes": (
        "rule",
        lambda: '{"leadkit": "' + _many("\\u0000", MIB - 20) + '"}',
        "",
    ),
    "big_surrogates": (
        "rule",
        lambda: '{"leadkit": "' + _many("\\ud800", MIB - 20) + '"}',
        "",
    ),
    "big_open_text_of_escapes": ("rule", lambda: '"' + _many('\\"', MIB - 2), ""),
    "big_open_text_of_backslashes": ("rule", lambda: '"' + "\\" * (MIB - 2), ""),
    "big_quotes": ("rule", lambda: _many('"'), ""),
    "big_short_texts": ("rule", lambda: "[" + _many('"",', MIB - 3) + "1]", ""),
    "big_open_lists": ("rule", lambda: _many("["), ""),
    "big_open_objects": ("rule", lambda: _many('{"":'), ""),
    "big_closed_lists": ("rule", lambda: _many("]"), ""),
    "big_nested_lists": ("rule", lambda: "[" * 2**19 + "]" * 2**19, ""),
    "big_nested_to_the_limit": (
        "rule",
        lambda: "[" + _many("[" * 150 + "]" * 150 + ",", MIB - 2) + "1]",
        "",
    ),
    "big_empty_lists": ("rule", lambda: "[" + _many("[],", MIB - 3) + "1]", ""),
    "big_empty_objects": ("rule", lambda: "[" + _many("{},", MIB - 3) + "1]", ""),
    "big_numbers_listed": ("rule", lambda: "[" + _many("1,", MIB - 3) + "1]", ""),
    "big_floats_listed": (
        "rule",
        lambda: "[" + ",".join(["1.5e300"] * 49_000) + "]",
        "",
    ),
    "big_keys": (
        "rule",
        lambda: "{" + ",".join(f'"{CANARY}{n}":1' for n in range(40_000)) + "}",
        "",
    ),
    "big_same_key": ("rule", lambda: "{" + _many('"a":1,', MIB - 8) + '"a":1}', ""),
    "big_colliding_keys": (
        "rule",
        lambda: "{" + ",".join(f'"{n * (2**61 - 1)}":1' for n in range(30_000)) + "}",
        "",
    ),
    "big_objects_under_keys": (
        "rule",
        lambda: '{"leadkit": [' + _many('{"a":{"b":1}},', 400_000) + "1]}",
        "",
    ),
    # A comparison and its field are two levels.
    "big_rule_of_32_levels": ("rule", lambda: _deep_rule(30), None),
    "big_rule_of_33_levels": (
        "rule",
        lambda: _deep_rule(31),
        "/rule" + "/at_least/1/0" * 31 + "/ge/0",
    ),
    "big_rule_of_60_levels": (
        "rule",
        lambda: _deep_rule(58),
        "/rule" + "/at_least/1/0" * 32,
    ),
    "big_rule_of_70_levels": ("rule", lambda: _deep_rule(68), ""),
    "big_rule_of_5000_levels": (
        "rule",
        lambda: '{"leadkit":1,"rule":' + '{"not":' * 5000 + "1" + "}" * 5001,
        "",
    ),
    "big_3000_terms": ("rule", lambda: rule({"any": [BIG_ENOUGH] * 3000}), None),
    "big_5000_terms": (
        "rule",
        lambda: rule({"any": [BIG_ENOUGH] * 5000}),
        "/rule/any/3333",
    ),
    "big_11000_flags": (
        "rule",
        lambda: rule({"any": [field("free_mail")] * 11_000}),
        "/rule/any",
    ),
    "big_9000_options": (
        "rule",
        lambda: rule({"is_in": [field(), list(range(9000))]}),
        None,
    ),
    "big_9000_choices": (
        "rule",
        lambda: rule(
            {"is_in": [{"trait": "a"}, ["c249"] * 9000]},
            traits={"a": [f"c{n}" for n in range(250)]},
        ),
        None,
    ),
    "big_options_beside_a_long_query": (
        "rule",
        lambda: rule(
            {
                "is_in": [
                    {"count": {"activity": ["t" * 60 + str(n) for n in range(1000)]}},
                    list(range(9000)),
                ]
            }
        ),
        None,
    ),
    "big_defaults_of_a_long_sum": (
        "rule",
        lambda: rule(
            {
                "ge": [
                    nested(
                        15,
                        _balanced_sum(12),
                        lambda inner: {"or_default": [inner, 0]},
                    ),
                    1,
                ]
            }
        ),
        None,
    ),
    "big_nested_joins": (
        "rule",
        lambda: rule(
            nested(25, BIG_ENOUGH, lambda inner: {"all": [inner, *[BIG_ENOUGH] * 120]})
        ),
        None,
    ),
    "big_product_of_8": ("rule", lambda: rule({"ge": [_product(8), 1]}), None),
    "big_product_of_9": (
        "rule",
        lambda: rule({"ge": [_product(9), 1]}),
        "/rule/ge/0/mul",
    ),
    "big_product_of_1024": (
        "rule",
        lambda: rule({"ge": [_balanced(10), 1]}),
        "/rule/ge/0" + "/mul/0" * 6 + "/mul",
    ),
    "big_sum": (
        "rule",
        lambda: rule({"ge": [nested(28, field(), lambda i: {"add": [i, field()]}), 1]}),
        None,
    ),
    "big_types": (
        "rule",
        lambda: rule({"all": [{"ge": [_types(n, 48), 1]} for n in range(1000)]}),
        None,
    ),
    "big_types_in_a_playbook": (
        "playbook",
        lambda: playbook(
            qualifications=[
                {"name": f"Q{n}", "when": {"ge": [_types(n, 50), 1]}}
                for n in range(900)
            ]
        ),
        None,
    ),
    "big_traits": (
        "playbook",
        lambda: {
            **playbook(
                temperature={
                    "hot": {"any": [{"trait": f"t{n}"} for n in range(4000)]},
                    "warm": {"always": False},
                }
            ),
            "traits": {f"t{n}": "flag" for n in range(4000)},
        },
        None,
    ),
    "big_traits_of_many_choices": (
        "rule",
        lambda: rule(
            {"always": True},
            traits={f"t{n}": [f"c{c}" for c in range(250)] for n in range(190)},
        ),
        None,
    ),
    "big_49000_traits": (
        "rule",
        lambda: rule(
            {"always": True}, traits={f"t{n}": "number" for n in range(49_000)}
        ),
        "/traits",
    ),
    "big_5000_traits": (
        "rule",
        lambda: rule(
            {"always": True}, traits={f"t{n}": "number" for n in range(5_000)}
        ),
        None,
    ),
    "big_49000_versions": (
        "rule",
        lambda: rule({"always": True}, cards={f"c{n}": "1" for n in range(49_000)}),
        "/cards",
    ),
    "big_doubling_cards": ("playbook", lambda: _doubling(12), None),
    "big_doubling_cards_of_14": (
        "playbook",
        lambda: _doubling(14),
        "/playbook/scorecards/0/entries/0/when/ge/0/card",
    ),
    "big_doubling_cards_of_900": (
        "playbook",
        lambda: _doubling(900),
        "/playbook/scorecards/15/entries/0/when/ge/0/card",
    ),
    "big_chain_of_cards": ("playbook", lambda: _chain(15), None),
    "big_chain_of_16_cards": (
        "playbook",
        lambda: _chain(16),
        "/playbook/scorecards/15/entries/0/when/ge/0/card",
    ),
    "big_chain_of_900_cards": (
        "playbook",
        lambda: _chain(900),
        "/playbook/scorecards/15/entries/0/when/ge/0/card",
    ),
    "big_circle_of_900_cards": (
        "playbook",
        lambda: playbook(
            scorecards=[card(f"c{n}", reading(f"c{(n + 1) % 900}")) for n in range(900)]
        ),
        "/playbook/scorecards/15/entries/0/when/ge/0/card",
    ),
    "big_card_read_3000_times": (
        "playbook",
        lambda: playbook(
            scorecards=[card("c", *[{"points": 1, "when": BIG_ENOUGH}] * 600)],
            temperature={
                "hot": {"all": [{"ge": [{"card": "c"}, n]} for n in range(2000)]},
                "warm": {"always": False},
            },
        ),
        "/playbook/temperature/hot/all/54/ge/0/card",
    ),
    "big_cards": (
        "playbook",
        lambda: playbook(scorecards=[card(f"c{n}") for n in range(1001)]),
        "/playbook/scorecards",
    ),
    "big_qualifications": (
        "playbook",
        lambda: playbook(qualifications=[{"name": f"Q{n}"} for n in range(20_000)]),
        "/playbook/qualifications",
    ),
    "big_qualifications_in_a_row": (
        "playbook",
        lambda: playbook(
            qualifications=[
                {"name": f"Q{n}", "when": {"holds": f"Q{n + 1}"}} for n in range(999)
            ]
            + [{"name": "Q999"}]
        ),
        None,
    ),
    "big_qualifications_in_a_circle": (
        "playbook",
        lambda: playbook(
            qualifications=[
                {"name": f"Q{n}", "when": {"holds": f"Q{(n + 1) % 1000}"}}
                for n in range(1000)
            ]
        ),
        "/playbook",
    ),
    "big_qualifications_that_hold_all": (
        "playbook",
        lambda: playbook(
            qualifications=[
                {
                    "name": "ALL",
                    "when": {"all": [{"holds": f"Q{n}"} for n in range(999)]},
                }
            ]
            + [{"name": f"Q{n}"} for n in range(999)]
        ),
        None,
    ),
    "big_near_misses": (
        "playbook",
        lambda: playbook(
            qualifications=[
                {"name": "Q" * 60 + str(n), "when": {"holds": "Q" * 60 + "x"}}
                for n in range(999)
            ]
        ),
        "/playbook/qualifications/0/when/holds",
    ),
    "big_edges_of_one_trigger": (
        "lifecycle",
        lambda: _edges(1000, lambda number: {"ge": [field(), number]}),
        None,
    ),
    "big_edges_with_heavy_guards": (
        "lifecycle",
        lambda: _edges(
            30, lambda number: {"all": [*[BIG_ENOUGH] * 100, {"ge": [field(), number]}]}
        ),
        None,
    ),
    "big_edges_alike": (
        "lifecycle",
        lambda: _edges(1000, lambda _: BIG_ENOUGH),
        "/lifecycle/transitions",
    ),
    "big_edges": (
        "lifecycle",
        lambda: lifecycle(*[go()] * 1001),
        "/lifecycle/transitions",
    ),
    "big_ways": (
        "lifecycle",
        lambda: lifecycle(
            *(
                go(trigger=f"t{n}", sources=[f"s{i}" for i in range(100)], target="s0")
                for n in range(101)
            ),
            stages=[f"s{n}" for n in range(100)],
            initial="s0",
        ),
        "/lifecycle/transitions/100",
    ),
    "big_ways_back": (
        "lifecycle",
        lambda: lifecycle(
            go(sources=[f"s{i}" for i in range(100)], target={"previous": {}}),
            go(trigger="t", sources=["s0"], target={"previous": {}}),
            stages=[f"s{n}" for n in range(100)],
            initial="s0",
        ),
        "/lifecycle/transitions/1",
    ),
    "big_groups": (
        "scorecard",
        lambda: document("scorecard", nested(33, card("g"), lambda i: card("g", i))),
        "/scorecard" + "/entries/0" * 32,
    ),
    "big_groups_to_the_limit": (
        "scorecard",
        lambda: document("scorecard", nested(31, card("g"), lambda i: card("g", i))),
        None,
    ),
    "big_entries": (
        "scorecard",
        lambda: document(
            "scorecard", card("c", *[{"points": 0.01, "when": BIG_ENOUGH}] * 3300)
        ),
        None,
    ),
    "big_empty_groups": (
        "scorecard",
        lambda: document("scorecard", card("c", *[card("g")] * 10_000)),
        None,
    ),
    "big_names": (
        "scorecard",
        lambda: document(
            "scorecard",
            card(
                "c",
                *[{"points": 1, "when": {"always": True}, "name": "n" * 200}] * 4000,
            ),
        ),
        None,
    ),
    "big_grades": (
        "playbook",
        lambda: playbook(
            scorecards=[card("c")],
            grades={"card": "c", "thresholds": [[str(n), -n] for n in range(101)]},
        ),
        "/playbook/grades/thresholds",
    ),
    "big_cards_that_are_declared": (
        "rule",
        lambda: rule(BIG_ENOUGH, cards={f"c{n}": "0" * 64 for n in range(5_000)}),
        None,
    ),
}


def written(given):
    """
    The bytes of a document.
    """
    if isinstance(given, bytes):
        return given
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=True)
    return text.encode()


def write():
    """
    Write the small documents into their folder, which has nothing else in it.
    """
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, (_, given, *_) in {**SMALL, **HARMLESS}.items():
        (FOLDER / f"{name}.json").write_bytes(written(given))


if __name__ == "__main__":
    write()
