// The whole page: header, log, composer, dialogs. Holds no state of its own.
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { LONGEST, type Actions } from "../actions";
import type { Entry, State } from "../state";
import type { Part } from "../types";
import { word } from "../words";
import { signInDialog, sourceDialog } from "./dialogs";
import { partView } from "./parts";

export function page(state: State, actions: Actions): TemplateResult {
  return html`
    <a class="skip" href="#utterance">${word(state.language, "skip")}</a>
    ${header(state, actions)}
    <main>
      <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label=${word(state.language, "conversation")} tabindex="0">
        ${repeat(state.entries, (entry) => entry.key, (entry, index) => entryView(state, actions, entry, index === state.entries.length - 1))}
        ${state.streaming?.length ? assistantView(state, actions, state.streaming, false, null) : nothing}
      </div>
      ${starters(state, actions)}
    </main>
    ${composer(state, actions)}
    ${sourceDialog(state, actions)}
    ${signInDialog(state, actions)}`;
}

function header(state: State, actions: Actions): TemplateResult {
  const { language } = state;
  return html`
    <header>
      <div class="bar">
        <h1><img src="/favicon.svg" alt="" width="32" height="32" /><span>${word(language, "name")}</span>
          <small>${word(language, "motto")}</small></h1>
        <nav aria-label=${word(language, "tools")}>
          <button type="button" lang=${language === "zh" ? "en" : "zh-CN"}
            @click=${() => actions.speak(language === "zh" ? "en" : "zh")}>${word(language, "otherLanguage")}</button>
          <button type="button" aria-pressed=${state.large ? "true" : "false"} @click=${actions.enlarge}>${word(language, "largeType")}</button>
          <button type="button" ?disabled=${state.streaming !== null} @click=${actions.openNew}>${word(language, "newConversation")}</button>
          ${state.person
            ? html`<button type="button" class="who" ?disabled=${state.streaming !== null} @click=${() => actions.askSignIn(true)}
                aria-label=${word(language, "signedInAs", state.person.name)}>${state.person.name}</button>`
            : state.people.length
              ? html`<button type="button" class="who" @click=${() => actions.askSignIn(true)}>${word(language, "signIn")}</button>`
              : nothing}
        </nav>
      </div>
    </header>`;
}

function entryView(state: State, actions: Actions, entry: Entry, last: boolean): TemplateResult {
  if (entry.who === "person") {
    return html`<article class="entry person"><h2 class="hidden">${word(state.language, "you")}</h2><p>${entry.text}</p></article>`;
  }
  return assistantView(state, actions, entry.parts, last && state.streaming === null, entry.status);
}

function assistantView(
  state: State, actions: Actions, parts: Part[], live: boolean, status: string | null,
): TemplateResult {
  return html`<article class="entry assistant" tabindex="-1" data-status=${status ?? nothing}>
    <h2 class="hidden">${word(state.language, "assistant")}</h2>
    ${parts.map((part) => partView(state, actions, part, live))}
  </article>`;
}

// What most people come for stands first.
const AREAS = ["provident_fund", "parking", "hotline", "approvals", "services"];

/** The first thing a person sees: of each area something to get done and something to look up, in the services' own words. */
function starters(state: State, actions: Actions): TemplateResult | typeof nothing {
  if (state.turns > 0 || state.streaming || !state.items.length || !state.conversation) return nothing;
  const chosen = AREAS.flatMap((area) => {
    const here = state.items.filter((item) => item.area === area);
    const doing = here.find((item) => item.kind !== "query" && item.kind !== "guide");
    const asking = here.find((item) => item.kind === "query");
    return [doing, asking].filter((item) => item !== undefined);
  });
  return html`<section class="starters" aria-labelledby="starters">
    <h2 id="starters">${word(state.language, "start")}</h2>
    <ul>${chosen.map((item) => html`<li><button type="button" @click=${() => actions.send(item.say[state.language], false)}>
      ${item.say[state.language]}</button></li>`)}</ul>
  </section>`;
}

function composer(state: State, actions: Actions): TemplateResult {
  const { language } = state;
  const busy = state.streaming !== null;
  const left = LONGEST - state.draft.trim().length;
  const submit = (event: Event): void => { event.preventDefault(); void actions.send(state.draft, true); };
  return html`
    <footer>
      ${troubleView(state, actions)}
      <p class="status" role="status">${busy ? html`<span class="dots" aria-hidden="true"></span>${word(language, "working")}` : state.remark ?? ""}</p>
      <form class="composer" @submit=${submit}>
        <button type="button" class="human" ?disabled=${busy} @click=${() => actions.send(word(language, "humanSays"), false)}>${word(language, "human")}</button>
        <label class="hidden" for="utterance">${word(language, "typeHere")}</label>
        <textarea id="utterance" rows="1" autocomplete="off" enterkeyhint="send" inputmode=${inputMode(state)}
          aria-describedby="hint" aria-invalid=${left < 0 ? "true" : "false"} placeholder=${word(language, "typeHere")}
          .value=${state.draft} @input=${(event: Event) => actions.type((event.target as HTMLTextAreaElement).value)}
          @keydown=${(event: KeyboardEvent) => sendOnEnter(event, submit)}></textarea>
        <button type="submit" class="primary" aria-disabled=${busy ? "true" : "false"}>${word(language, busy ? "sending" : "send")}</button>
      </form>
      <p class="notice"><span id="hint" class=${left < 200 ? "" : "hidden"}>${left < 200
        ? word(language, left < 0 ? "tooLong" : "left", String(left)) : word(language, "typeHint")}</span>
        <strong>${word(language, "aiNotice")}</strong></p>
    </footer>`;
}

/** Enter sends, Shift+Enter breaks the line; an Enter that only picks a word from the input method does neither. */
function sendOnEnter(event: KeyboardEvent, submit: (event: Event) => void): void {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
}

function inputMode(state: State): "text" | "numeric" | "decimal" | "tel" {
  const last = state.entries.at(-1);
  const ask = last?.who === "assistant" ? last.parts.find((part) => part.kind === "ask") : undefined;
  if (ask?.kind !== "ask") return "text";
  if (ask.type === "integer") return "numeric";
  if (ask.type === "money" || ask.type === "percent") return "decimal";
  return ask.type === "mobile" ? "tel" : "text";
}

function troubleView(state: State, actions: Actions): TemplateResult {
  const { trouble, language } = state;
  return html`<div class="trouble" role="alert">${trouble
    ? html`<p>${"word" in trouble ? word(language, trouble.word) : trouble.text}</p>
        ${trouble.retry ? html`<button type="button" @click=${actions.retry}>${word(language, "retry")}</button>` : nothing}`
    : nothing}</div>`;
}
