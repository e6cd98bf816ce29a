"""Answers about a service item from its guide: materials, time limit, fee, place, conditions.

Each sentence cites the guide's own field, and the clause behind it where the item names one that is in force.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.commands import AskPolicy
from assistant.items import ServiceItem
from assistant.sources import Answer, Library, Said, Support, gated, supports
from prompts import Language, wording


def _field(item: ServiceItem, field: str, text: str) -> Support:
    return Support(None, None, item, field, text)


def about_item(item: ServiceItem, command: AskPolicy, library: Library, language: Language) -> Answer:
    sentences: list[Said] = []
    match command.aspect:
        case "materials":
            sentences = _materials(item, language)
        case "time_limit":
            sentences = [*_limit(item, library, language), *_department(item, language)]
        case "fee":
            sentences = _fee(item, library, language)
        case "where":
            sentences = [*_department(item, language), *_where(item, language)]
        case "conditions":
            sentences = _conditions(item, library, language)
        case "overview":
            sentences = []
    if command.aspect == "overview":
        sentences = _overview(item, library, language)
    elif not sentences:
        missing = Said(wording(f"item_no_{command.aspect}", language, item=item.name.in_(language)))
        sentences = [missing, *_overview(item, library, language)[:1]]
    if item.mark == "DEMO":
        sentences.append(Said(wording("demo_item", language)))
    offer = () if item.kind == "guide" else (item.code,)
    return Answer("answered", tuple(gated(sentences)), None, offer, item.contact, about=item.code)


def _basis(refs: Iterable[str | None], library: Library) -> tuple[Support, ...]:
    return supports([ref for ref in refs if ref], library.corpus) or ()


def _in_force(support: Iterable[Support], library: Library) -> tuple[Support, ...]:
    return tuple(one for one in support if one.document and one.document.standing(library.today) == "in_force")


def _overview(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    summary = item.summary.in_(language)
    basis = _in_force(_basis(item.basis, library), library)
    sentences = [Said(summary, (_field(item, "summary", summary), *basis[:2]))]
    if item.materials:
        sentences += _materials(item, language)
    return [
        *sentences,
        *_department(item, language),
        *_limit(item, library, language),
        *_fee(item, library, language),
        *_where(item, language),
    ]


def _department(item: ServiceItem, language: Language) -> list[Said]:
    text = wording("department", language, department=item.department.in_(language))
    return [Said(text, (_field(item, "department", text),))]


def _materials(item: ServiceItem, language: Language) -> list[Said]:
    if not item.materials:
        return []
    comma = "、" if language == "zh" else ", "

    def names(source: str, needed: tuple[str, ...]) -> str:
        chosen = [one for one in item.materials if one.source == source and one.needed in needed]
        return comma.join(
            f"{one.name.in_(language)}（{one.when.in_(language)}）" if one.when and language == "zh"
            else f"{one.name.en} ({one.when.en})" if one.when else one.name.in_(language)
            for one in chosen
        )  # fmt: skip

    said = []
    for key, text in (
        ("materials_bring", names("applicant", ("required",))),
        ("materials_optional", names("applicant", ("optional", "later"))),
        ("materials_shared", names("shared", ("required", "optional", "later"))),
    ):
        if text:
            sentence = wording(key, language, names=text)
            said.append(Said(sentence, (_field(item, "materials", sentence),)))
    return said


def _limit(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    if item.time_limit is None:
        return []
    text = item.time_limit.text.in_(language)
    return [
        Said(text, (_field(item, "time_limit", text), *_in_force(_basis([item.time_limit.basis], library), library)))
    ]


def _fee(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    if item.fee is None:
        return []
    text = item.fee.text.in_(language)
    return [Said(text, (_field(item, "fee", text), *_in_force(_basis([item.fee.basis], library), library)))]


def _where(item: ServiceItem, language: Language) -> list[Said]:
    if item.where is None:
        return []
    text = item.where.in_(language)
    return [Said(text, (_field(item, "where", text),))]


def _conditions(item: ServiceItem, library: Library, language: Language) -> list[Said]:
    said = []
    if item.accept_condition is not None:
        text = item.accept_condition.in_(language)
        basis = _in_force(_basis(item.basis, library), library)
        said.append(Said(text, (_field(item, "accept_condition", text), *basis[:2])))
    for rule in item.eligible:
        text = rule.otherwise.in_(language)
        if "{" not in text:
            sentence = wording("rule_otherwise", language, text=text)
            said.append(
                Said(sentence, (_field(item, "eligible", text), *_in_force(_basis([rule.basis], library), library)))
            )
    return said[:6]
