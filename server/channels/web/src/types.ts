// The server's contract (docs/api.md) as types. Knows nothing of how it is shown.

export type Language = "zh" | "en";
export type Text = Record<Language, string>;

export type Status =
  | "answered" | "asked" | "confirming" | "submitted" | "refused"
  | "not_found" | "out_of_scope" | "handed_off" | "emergency" | "failed";

export interface Choice { value: string; label: string }
export interface Field { name: string; label: string; value: unknown }
export interface Sentence { text: string; citations: number[] }
export interface Source {
  n: number;
  document: string;
  version: string;
  title: string;
  clause: string;
  in_force_from: string | null;
  in_force_to: string | null;
  quote: string;
  url: string | null;
  note?: string | null;
}

export type Part =
  | { kind: "text"; text: string }
  | { kind: "answer"; sentences: Sentence[]; sources: Source[] }
  | { kind: "ask"; slot: string; type: string; text: string; choices: Choice[] }
  | { kind: "confirm"; item: string; fields: Field[]; digest: string; text: string }
  | { kind: "record"; operation: string; fields: Field[] }
  | { kind: "receipt"; number: string; item: string; at: string }
  | { kind: "handoff"; to: string; reference: string | null }
  | { kind: "notice"; text: string };

export interface Reply { conversation: string; turn: number; status: Status; parts: Part[]; language: Language }
export interface Opened { id: string; parts: Part[] }

export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id?: string;
}

export interface Person { id: string; name: string; description: Text }
export interface SignedIn { token: string; person: Person; expires_at: string }

export interface ItemSummary { code: string; name: Text; area: string; kind: string; say: Text; mark: string | null }

export interface SlotInfo { name: string; type: string; choices: { value: string; label: Text }[] }
export interface Reference { document: string; clause: string; title: string; label: string; in_force_from: string; in_force_to: string | null }

export interface Item extends ItemSummary {
  department: Text;
  summary: Text;
  basis: Reference[];
  time_limit: { text: Text } | null;
  fee: { text: Text } | null;
  where: Text | null;
  contact: string | null;
  accept_condition: Text | null;
  materials: { name: Text; needed: "required" | "optional" | "later"; source: "applicant" | "shared" }[];
  slots: SlotInfo[];
  conditions: { otherwise: Text }[];
}

export interface Clause { id: string; label: string; text: string }
export interface OtherVersion { id: string; title: string; in_force_from: string; in_force_to: string | null }
export interface PolicyDocument {
  id: string;
  title: string;
  issuer: string;
  number: string | null;
  published: string | null;
  in_force_from: string | null;
  in_force_to: string | null;
  standing: "in_force" | "ended" | "not_yet";
  replaces: OtherVersion[];
  replaced_by: OtherVersion[];
  url: string | null;
  certainty: string;
  note: Text | null;
  clauses: Clause[];
}

export interface Turn { utterance: string; reply: Reply }
export interface Transcript { id: string; language: Language; parts: Part[]; turns: Turn[] }

/** The service item a source is a field of ("item:code"), when it is no document. */
export function guideOf(source: Source): string | null {
  return source.document.startsWith("item:") ? source.document.slice("item:".length) : null;
}
