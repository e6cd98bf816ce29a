// One view for each kind of part. Only the newest reply is live: older buttons and cards are shown, not offered.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions";
import type { State } from "../state";
import type { Field, Part, Sentence, SlotInfo, Source } from "../types";
import { word } from "../words";
import { moment } from "./dates";
import { validity } from "./dialogs";

type Kind<K extends Part["kind"]> = Extract<Part, { kind: K }>;

export function partView(state: State, actions: Actions, part: Part, live: boolean): TemplateResult {
  switch (part.kind) {
    case "text": return html`<p class="text">${part.text}</p>`;
    case "notice": return html`<p class="aside">${part.text}</p>`;
    case "answer": return answerView(state, actions, part);
    case "ask": return askView(state, actions, part, live);
    case "confirm": return confirmView(state, actions, part, live);
    case "record": return recordView(state, part.fields);
    case "receipt": return receiptView(state, actions, part);
    case "handoff": return handoffView(state, part);
  }
}

function answerView(state: State, actions: Actions, part: Kind<"answer">): TemplateResult {
  const byNumber = new Map(part.sources.map((source) => [source.n, source]));
  const { language } = state;
  return html`<div class="answer">
    <p class="text">${part.sentences.map((sentence) => sentenceView(state, actions, sentence, byNumber))}</p>
    ${part.sources.length ? html`<div class="sources"><h3>${word(language, "sources")}</h3><ol>
      ${part.sources.map((source) => html`<li><button type="button" @click=${() => actions.openSource(source)}>
        <span class="n">${source.n}</span><span><span class="title">${source.title}</span> ${source.clause}
        <small>${validity(language, source.in_force_from, source.in_force_to)}</small></span></button></li>`)}
    </ol></div>` : nothing}
  </div>`;
}

function sentenceView(state: State, actions: Actions, sentence: Sentence, sources: Map<number, Source>): TemplateResult {
  const cited = sentence.citations.map((n) => sources.get(n)).filter((source) => source !== undefined);
  return html`<span class="sentence">${sentence.text}${cited.map((source) => html`<sup><button type="button" class="cite"
    aria-label=${`${word(state.language, "openSource")} ${source.n}: ${source.title} ${source.clause}`}
    @click=${() => actions.openSource(source)}>${source.n}</button></sup>`)}</span>${state.language === "en" ? " " : nothing}`;
}

function askView(state: State, actions: Actions, part: Kind<"ask">, live: boolean): TemplateResult {
  return html`<div class="ask"><p class="text">${part.text}</p>${live ? answersOffered(state, actions, part) : nothing}</div>`;
}

function answersOffered(state: State, actions: Actions, part: Kind<"ask">): TemplateResult | typeof nothing {
  const { language } = state;
  if (part.type === "sign_in") {
    return html`<p class="choices"><button type="button" class="primary" @click=${() => actions.askSignIn(true)}>${word(language, "signIn")}</button></p>`;
  }
  if (part.type === "date" && !part.choices.length) return dateOffered(state, actions, part.slot);
  if (!part.choices.length) return nothing;
  return html`<ul class="choices" aria-label=${part.text}>${part.choices.map((choice) => html`<li>
    <button type="button" @click=${() => actions.send(choice.label, false)}>${choice.label}</button></li>`)}</ul>`;
}

function dateOffered(state: State, actions: Actions, slot: string): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement).get("day");
    if (chosen) void actions.send(String(chosen), false);
  };
  return html`<form class="inline" @submit=${submit}>
    <label for=${`day-${slot}`}>${word(state.language, "chooseDate")}</label>
    <input id=${`day-${slot}`} name="day" type="date" required />
    <button type="submit">${word(state.language, "useDate")}</button></form>`;
}

function confirmView(state: State, actions: Actions, part: Kind<"confirm">, live: boolean): TemplateResult {
  const { language } = state;
  const slots = new Map(live ? state.details[part.item]?.slots.map((slot) => [slot.name, slot]) : []);
  return html`<section class="card confirm" aria-label=${word(language, "checkTitle")}>
    <h3>${word(language, "checkTitle")}</h3>
    <p class="text">${part.text}</p>
    <dl>${part.fields.map((field) => html`<div><dt>${field.label}</dt><dd><span class="value">${valueView(field.value)}</span>
      ${slots.has(field.name) ? html`<button type="button" class="quiet" aria-label=${word(language, "correctField", field.label)}
        aria-expanded=${state.correcting === field.name ? "true" : "false"}
        @click=${() => actions.correct(state.correcting === field.name ? null : field.name)}>${word(language, "correct")}</button>` : nothing}
      ${state.correcting === field.name ? correctionView(state, actions, field, slots.get(field.name)) : nothing}</dd></div>`)}</dl>
    ${live ? html`<p class="choices">
      <button type="button" class="primary" @click=${() => actions.send(word(language, "confirmSays"), false)}>${word(language, "confirm")}</button>
      <button type="button" @click=${() => actions.send(word(language, "cancelSays"), false)}>${word(language, "cancel")}</button></p>` : nothing}
  </section>`;
}

/** A new value for one field: one of the slot's choices, or what the person types. */
function correctionView(state: State, actions: Actions, field: Field, slot: SlotInfo | undefined): TemplateResult | typeof nothing {
  if (!slot) return nothing;
  const change = (wanted: string): void => { void actions.send(word(state.language, "correctSays", field.label, wanted), false); };
  if (slot.choices.length) {
    return html`<ul class="choices" aria-label=${word(state.language, "correctTo")}>${slot.choices.map((choice) => html`<li>
      <button type="button" @click=${() => change(choice.label[state.language])}>${choice.label[state.language]}</button></li>`)}</ul>`;
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = String(new FormData(event.target as HTMLFormElement).get("wanted") ?? "").trim();
    if (wanted) change(wanted);
  };
  return html`<form class="inline" @submit=${submit}>
    <label for="wanted">${word(state.language, "correctTo")}</label>
    <input id="wanted" name="wanted" type=${slot.type === "date" ? "date" : "text"} required autocomplete="off" />
    <button type="submit">${word(state.language, "correctSend")}</button></form>`;
}

function recordView(state: State, fields: Field[]): TemplateResult {
  return html`<table class="record"><caption>${word(state.language, "record")}</caption>
    <tbody>${fields.map((field) => html`<tr><th scope="row">${field.label}</th><td>${valueView(field.value)}</td></tr>`)}</tbody></table>`;
}

function receiptView(state: State, actions: Actions, part: Kind<"receipt">): TemplateResult {
  const { language } = state;
  const copy = (): void => { void navigator.clipboard?.writeText(part.number).then(actions.copied, () => undefined); };
  return html`<section class="card receipt" aria-label=${word(language, "receipt")}>
    <h3>${word(language, "receipt")}</h3>
    <dl><div><dt>${word(language, "receiptNumber")}</dt><dd><span class="value number">${part.number}</span>
        <button type="button" class="quiet" @click=${copy}>${word(language, "copy")}</button></dd></div>
      <div><dt>${word(language, "receiptItem")}</dt><dd>${state.items.find((item) => item.code === part.item)?.name[language] ?? part.item}</dd></div>
      <div><dt>${word(language, "receiptAt")}</dt><dd>${moment(language, part.at)}</dd></div></dl>
  </section>`;
}

function handoffView(state: State, part: Kind<"handoff">): TemplateResult {
  const { language } = state;
  return html`<section class="card" aria-label=${word(language, "handoff")}><h3>${word(language, "handoff")}</h3>
    <dl><div><dt>${word(language, "handoffTo")}</dt><dd>${part.to}</dd></div>
    ${part.reference ? html`<div><dt>${word(language, "handoffReference")}</dt><dd class="number">${part.reference}</dd></div>` : nothing}</dl></section>`;
}

function valueView(value: unknown): unknown {
  if (Array.isArray(value)) return html`<ul>${value.map((row) => html`<li>${valueView(row)}</li>`)}</ul>`;
  if (value !== null && typeof value === "object") {
    return Object.entries(value).map(([name, inner]) => html`<span class="pair">${name}: ${valueView(inner)}</span> `);
  }
  return value === null || value === undefined || value === "" ? "—" : String(value);
}
