// The two dialogs: a clause with its document, and signing in.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions";
import type { State } from "../state";
import type { Item, Language, PolicyDocument, Source } from "../types";
import { word } from "../words";
import { day } from "./dates";

export function validity(language: Language, from: string | null, to: string | null): string {
  const parts = [from ? word(language, "inForce", day(language, from)) : "", to ? word(language, "until", day(language, to)) : ""];
  return parts.filter(Boolean).join(language === "zh" ? "，" : ", ");
}

export function sourceDialog(state: State, actions: Actions): TemplateResult {
  const { language, source: shown } = state;
  return html`<dialog id="source" aria-labelledby="source-title" data-open=${shown ? "yes" : "no"} @close=${actions.closeSource}
    @click=${closeOnBackdrop}>${shown ? html`
    <div class="sheet">
      <h2 id="source-title" tabindex="-1" autofocus>${shown.source.title}</h2>
      <p class="tags">${[shown.source.clause, standing(language, shown.source, shown.document)].filter(Boolean).join(" · ")}</p>
      <h3>${word(language, "quoted")}</h3>
      <blockquote lang="zh-CN">${shown.source.quote}</blockquote>
      ${shown.source.note ? html`<p class="aside">${shown.source.note}</p>` : nothing}
      ${shown.item ? guideView(language, shown.item) : facts(language, shown.source, shown.document)}
      ${shown.failed ? html`<p class="aside">${word(language, "documentFailed")}</p>` : nothing}
      ${shown.document ? wholeText(language, shown.source, shown.document)
        : shown.failed || shown.item ? nothing : html`<p class="aside" role="status">${word(language, "loading")}</p>`}
      ${closing(language)}
    </div>` : nothing}</dialog>`;
}

function standing(language: Language, source: Source, document: PolicyDocument | null): string {
  if (document) {
    const words = { in_force: "stillInForce", ended: "noLongerInForce", not_yet: "notYetInForce" } as const;
    return word(language, words[document.standing]);
  }
  return validity(language, source.in_force_from, source.in_force_to);
}

function facts(language: Language, source: Source, document: PolicyDocument | null): TemplateResult {
  const others = (list: PolicyDocument["replaces"]): TemplateResult[] => list.map((other) =>
    html`<span class="other">${other.title} <small>${validity(language, other.in_force_from, other.in_force_to)}</small></span>`);
  const row = (label: string, value: unknown): TemplateResult | typeof nothing =>
    value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
  const url = document?.url ?? source.url;
  return html`<dl class="facts">
    ${row(word(language, "dates"), validity(language, source.in_force_from, source.in_force_to))}
    ${row(word(language, "issuer"), document?.issuer)}
    ${row(word(language, "number"), document?.number)}
    ${row(word(language, "version"), source.version)}
    ${row(word(language, "replaces"), document?.replaces.length && others(document.replaces))}
    ${row(word(language, "replacedBy"), document?.replaced_by.length && others(document.replaced_by))}
    ${row(word(language, "originalAt"), url ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${url}</a> <small>${word(language, "newTab")}</small>` : word(language, "noAddress"))}
    </dl>`;
}

/** The guide of a service item, when that is what a sentence rests on. */
function guideView(language: Language, item: Item): TemplateResult {
  const row = (label: string, value: unknown): TemplateResult | typeof nothing =>
    value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
  const list = (lines: string[]): TemplateResult | null =>
    lines.length ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : null;
  const material = (one: Item["materials"][number]): string =>
    `${one.name[language]}（${word(language, one.source === "shared" ? "notNeeded" : "broughtByYou")}）`;
  return html`<dl class="facts">
    ${row(word(language, "summary"), item.summary[language])}
    ${row(word(language, "department"), item.department[language])}
    ${row(word(language, "conditions"), item.accept_condition?.[language])}
    ${row(word(language, "materials"), list(item.materials.map(material)))}
    ${row(word(language, "timeLimit"), item.time_limit?.text[language])}
    ${row(word(language, "fee"), item.fee?.text[language])}
    ${row(word(language, "where"), item.where?.[language])}
    ${row(word(language, "contact"), item.contact)}
    ${row(word(language, "basis"), list(item.basis.map((one) =>
      `${one.title} ${one.label} ${validity(language, one.in_force_from, one.in_force_to)}`)))}
  </dl>`;
}

function wholeText(language: Language, source: Source, document: PolicyDocument): TemplateResult {
  return html`<details><summary>${word(language, "wholeText")}</summary><div class="clauses" lang="zh-CN">
    ${document.clauses.map((clause) => html`<p class=${clause.label === source.clause ? "cited" : ""}>
      ${clause.text.startsWith(clause.label) ? nothing : html`<strong>${clause.label}</strong> `}${clause.text}</p>`)}</div></details>`;
}

export function signInDialog(state: State, actions: Actions): TemplateResult {
  const { language } = state;
  const wanted = state.search.trim();
  const found = state.people.filter((person) => !wanted || `${person.name} ${person.id} ${person.description[language]}`.includes(wanted));
  return html`<dialog id="sign-in" aria-labelledby="sign-in-title" data-open=${state.signingIn ? "yes" : "no"}
    @close=${() => { if (state.signingIn) actions.askSignIn(false); }} @click=${closeOnBackdrop}>${state.signingIn ? html`
    <div class="sheet">
      <h2 id="sign-in-title">${word(language, "signInTitle")}</h2>
      <p class="aside">${word(language, "signInHint")} ${state.person ? word(language, "switchLoses") : nothing}</p>
      <label class="hidden" for="search">${word(language, "signInSearch")}</label>
      <input id="search" type="search" placeholder=${word(language, "signInSearch")} .value=${state.search}
        @input=${(event: Event) => actions.search((event.target as HTMLInputElement).value)} />
      <ul class="people">${found.map((person) => html`<li><button type="button" aria-current=${person.id === state.person?.id ? "true" : "false"}
        @click=${() => actions.signInAs(person)}><strong>${person.name}</strong><span>${person.description[language]}</span></button></li>`)}</ul>
      ${found.length ? nothing : html`<p class="aside" role="status">${word(language, "signInNone")}</p>`}
      ${state.person ? html`<p class="choices"><button type="button" @click=${() => { actions.askSignIn(false); void actions.signOut(); }}>
        ${word(language, "signOut")}</button></p>` : nothing}
      ${closing(language)}
    </div>` : nothing}</dialog>`;
}

function closing(language: Language): TemplateResult {
  return html`<form method="dialog"><button class="primary">${word(language, "close")}</button></form>`;
}

function closeOnBackdrop(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
