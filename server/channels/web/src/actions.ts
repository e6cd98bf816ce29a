// What a person can do on the page. Changes the state, asks the server, redraws; holds no HTML.
import * as api from "./api";
import { Failure } from "./api";
import { keep, replied, said, type State } from "./state";
import { guideOf, type Language, type Part, type Person, type Source, type Transcript } from "./types";
import { word } from "./words";

export type Actions = ReturnType<typeof actionsOn>;

/** What a redrawing is about, to place the focus and the scroll position. */
export type Moved = "reply" | "box" | "log" | "field";

export const LONGEST = 2000;

export function actionsOn(state: State, redraw: (moved?: Moved) => void) {
  const caller = (): api.Caller => ({ language: state.language, token: state.token });
  const changed = (moved?: Moved): void => { keep(state); redraw(moved); };

  function clear(): void {
    Object.assign(state, {
      conversation: null, turns: 0, entries: [], streaming: null, pending: null,
      trouble: null, remark: null, correcting: null,
    });
  }

  async function start(): Promise<void> {
    redraw();
    void api.readPeople(caller()).then((people) => { state.people = people; redraw(); });
    void api.readItems(caller()).then((items) => { state.items = items; redraw(); }, () => undefined);
    if (state.conversation) await resume(state.conversation);
    else await open();
  }

  async function resume(id: string): Promise<void> {
    try {
      adopt(await api.readTranscript(caller(), id));
      changed("log");
      await learn(lastParts());
    } catch (error) {
      const status = (error as Failure).problem?.status;
      if (status === 401) return expire();
      if (status === undefined) return openFailed();
      await open();
      state.remark = word(state.language, "gone");
      changed();
    }
  }

  function adopt(transcript: Transcript): void {
    state.conversation = transcript.id;
    state.turns = transcript.turns.length;
    state.entries = [
      replied({ parts: transcript.parts, status: null }),
      ...transcript.turns.flatMap((turn) => [said(turn.utterance), replied(turn.reply)]),
    ];
  }

  async function open(): Promise<void> {
    clear();
    changed();
    try {
      const opened = await api.openConversation(caller());
      state.conversation = opened.id;
      state.entries = [replied({ parts: opened.parts, status: null })];
      changed();
    } catch (error) {
      if ((error as Failure).problem?.status === 401) expire();
      else openFailed();
    }
  }

  function openFailed(): void {
    state.trouble = { word: "openFailed", retry: true };
    changed();
  }

  function expire(): void {
    Object.assign(state, { token: null, person: null });
    state.trouble = { word: "expired", retry: state.pending !== null };
    state.signingIn = true;
    changed();
  }

  /** After a broken connection: did the last utterance arrive after all? Then show it instead of sending it again. */
  async function arrivedAfterAll(id: string): Promise<boolean> {
    const transcript = await api.readTranscript(caller(), id);
    if (transcript.turns.length <= state.turns) return false;
    if (state.draft.trim() === state.pending) state.draft = "";
    adopt(transcript);
    state.pending = null;
    state.remark = word(state.language, "recovered");
    return true;
  }

  async function send(text: string, typed: boolean): Promise<void> {
    const utterance = text.trim();
    if (state.streaming) return;
    if (!utterance || utterance.length > LONGEST) {
      state.remark = word(state.language, utterance ? "tooLong" : "empty");
      return redraw("box");
    }
    const doubtful = state.pending !== null && state.trouble !== null;
    Object.assign(state, { streaming: [], trouble: null, remark: null, correcting: null });
    redraw();
    try {
      if (!state.conversation) {
        const opened = await api.openConversation(caller());
        Object.assign(state, { conversation: opened.id, turns: 0, entries: [replied({ parts: opened.parts, status: null })] });
      }
      const id = state.conversation as string;
      if (doubtful && await arrivedAfterAll(id)) {
        state.streaming = null;
        return changed("reply");
      }
      await exchange(id, utterance, typed);
    } catch (error) {
      failed(error, utterance, typed);
    }
  }

  async function exchange(id: string, utterance: string, typed: boolean): Promise<void> {
    state.pending = utterance;
    state.entries.push(said(utterance));
    if (typed) state.draft = "";
    redraw("log");
    const reply = await api.sendTurn(caller(), id, utterance, (part) => {
      state.streaming?.push(part);
      redraw("log");
    });
    state.entries.push(replied(reply));
    state.turns += 1;
    Object.assign(state, { streaming: null, pending: null });
    changed("reply");
    await learn(reply.parts);
  }

  /** What a read-back's item allows to be corrected; without it the card simply offers no correction. */
  async function learn(parts: Part[]): Promise<void> {
    const code = parts.find((part) => part.kind === "confirm")?.item;
    if (!code || state.details[code]) return;
    const item = await api.readItem(caller(), code).catch(() => null);
    if (item) state.details[code] = item;
    redraw();
  }

  function failed(error: unknown, utterance: string, typed: boolean): void {
    if (!(error instanceof Failure)) console.error(error);
    const problem = error instanceof Failure ? error.problem : null;
    const last = state.entries.at(-1);
    if (state.pending !== null && last?.who === "person") state.entries.pop();
    Object.assign(state, { streaming: null, pending: utterance });
    if (typed && !state.draft) state.draft = utterance;
    if (problem?.status === 401) return expire();
    if (problem?.code === "conversation_not_found") {
      void open().then(() => { state.remark = word(state.language, "gone"); changed("box"); });
      return;
    }
    if (problem === null) state.trouble = { word: "failed", retry: true };
    else if (problem.status >= 500) state.trouble = { word: "failedServer", retry: true };
    else {
      state.trouble = { text: problem.detail, retry: problem.status === 409 || problem.status === 429 };
      state.pending = state.trouble.retry ? utterance : null;
    }
    changed("box");
  }

  async function retry(): Promise<void> {
    if (state.pending !== null) await send(state.pending, state.draft.trim() === state.pending);
    else if (state.conversation) await resume(state.conversation);
    else await open();
  }

  async function signInAs(person: Person): Promise<void> {
    try {
      const signed = await api.signIn(caller(), person.id);
      const other = state.person !== null && state.person.id !== person.id;
      Object.assign(state, { token: signed.token, person, signingIn: false, trouble: null });
      changed("box");
      if (other) return await open();
      if (state.pending !== null) return await retry();
      if (wantsSignIn()) await send(word(state.language, "signedIn"), false);
    } catch (error) {
      state.trouble = { text: error instanceof Failure && error.problem ? error.problem.detail : word(state.language, "openFailed"), retry: false };
      changed();
    }
  }

  /** The person has been asked something: said again in the language just chosen, it can be answered. */
  function underWay(): boolean {
    return lastParts().some((part) => part.kind === "ask" || part.kind === "confirm");
  }

  function lastParts(): Part[] {
    const last = state.entries.at(-1);
    return last?.who === "assistant" ? last.parts : [];
  }

  function wantsSignIn(): boolean {
    return lastParts().some((part) => part.kind === "ask" && part.type === "sign_in");
  }

  async function signOut(): Promise<void> {
    Object.assign(state, { token: null, person: null });
    await open();
    redraw("box");
  }

  async function openSource(source: Source): Promise<void> {
    state.source = { source, document: null, item: null, failed: false };
    redraw();
    const code = guideOf(source);
    try {
      const found = code ? { item: await api.readItem(caller(), code) } : { document: await api.readDocument(caller(), source.document) };
      if (state.source?.source === source) Object.assign(state.source, found);
    } catch {
      if (state.source?.source === source) state.source.failed = true;
    }
    redraw();
  }

  async function speak(language: Language): Promise<void> {
    state.language = language;
    changed();
    void api.readPeople(caller()).then((people) => { state.people = people; redraw(); });
    if (state.streaming) return;
    if (state.turns === 0) await open();
    else if (underWay()) await send(word(language, "repeatSays"), false);
  }

  return {
    start, send, retry, signInAs, signOut, openSource, speak,
    openNew: async (): Promise<void> => { await open(); redraw("box"); },
    type: (text: string): void => { state.draft = text; state.remark = null; changed(); },
    enlarge: (): void => { state.large = !state.large; changed(); },
    closeSource: (): void => { state.source = null; redraw(); },
    askSignIn: (open: boolean): void => { state.signingIn = open; state.search = ""; redraw(); },
    search: (text: string): void => { state.search = text; redraw(); },
    correct: (field: string | null): void => { state.correcting = field; redraw(field ? "field" : undefined); },
    copied: (): void => { state.remark = word(state.language, "copied"); redraw(); },
  };
}
