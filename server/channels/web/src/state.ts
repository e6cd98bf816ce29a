// What the page knows, and the little of it that outlives a reload. Knows nothing of the network or of HTML.
import type { Item, ItemSummary, Language, Part, Person, PolicyDocument, Reply, Source, Status } from "./types";

/** One side's words in the log. `key` is stable, so that what was typed into an old card is not moved to another. */
export type Entry =
  | { key: number; who: "person"; text: string }
  | { key: number; who: "assistant"; parts: Part[]; status: Status | null };

export type Trouble =
  | { word: "failed" | "failedServer" | "expired" | "openFailed"; retry: boolean }
  | { text: string; retry: boolean };

export interface State {
  language: Language;
  large: boolean;
  token: string | null;
  person: Person | null;
  people: Person[];
  items: ItemSummary[];
  conversation: string | null;
  turns: number;
  entries: Entry[];
  streaming: Part[] | null;      // parts of the reply under way; null when nothing is being sent
  pending: string | null;        // the utterance being sent, or the one that failed
  trouble: Trouble | null;
  remark: string | null;         // a passing word for the person, also read aloud
  draft: string;
  correcting: string | null;     // name of the field of the current read-back that is being corrected
  details: Record<string, Item>; // items whose read-back was shown, to tell what can be corrected and to what
  source: { source: Source; document: PolicyDocument | null; item: Item | null; failed: boolean } | null;
  signingIn: boolean;
  search: string;
}

const KEPT = "shuoban";

interface Kept { language?: Language; large?: boolean }
interface KeptHere { token?: string | null; person?: Person | null; conversation?: string | null; draft?: string }

function read<T extends object>(store: Storage): Partial<T> {
  try {
    return (JSON.parse(store.getItem(KEPT) ?? "{}") ?? {}) as Partial<T>;
  } catch {
    return {};
  }
}

export function initialState(): State {
  const kept = read<Kept>(localStorage);
  const here = read<KeptHere>(sessionStorage);
  const browser: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  return {
    language: kept.language ?? browser,
    large: kept.large ?? false,
    token: here.token ?? null,
    person: here.person ?? null,
    people: [],
    items: [],
    conversation: here.conversation ?? null,
    turns: 0,
    entries: [],
    streaming: null,
    pending: null,
    trouble: null,
    remark: null,
    draft: here.draft ?? "",
    correcting: null,
    details: {},
    source: null,
    signingIn: false,
    search: "",
  };
}

/** Language and size stay on the device; who is signed in and what was said only as long as the tab is open. */
export function keep(state: State): void {
  const kept: Kept = { language: state.language, large: state.large };
  const here: KeptHere = {
    token: state.token, person: state.person, conversation: state.conversation, draft: state.draft,
  };
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
    sessionStorage.setItem(KEPT, JSON.stringify(here));
  } catch {
    // Storage may be full or forbidden; the page works without it.
  }
}

let keys = 0;

export function said(text: string): Entry {
  return { key: ++keys, who: "person", text };
}

export function replied(reply: Pick<Reply, "parts"> & { status: Status | null }): Entry {
  return { key: ++keys, who: "assistant", parts: reply.parts, status: reply.status };
}
