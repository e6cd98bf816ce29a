// Talks to the server: JSON, and server-sent events read from a POST. Knows nothing of the page.
import type { Item, ItemSummary, Language, Opened, Part, Person, PolicyDocument, Problem, Reply, SignedIn, Transcript } from "./types";

/** What went wrong, with the server's problem document when there is one; without it the network failed. */
export class Failure extends Error {
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? "network");
  }
}

export interface Caller { language: Language; token: string | null }

async function call(caller: Caller, path: string, init: RequestInit = {}, seconds = 30): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", caller.language);
  if (caller.token) headers.set("Authorization", `Bearer ${caller.token}`);
  if (init.body) headers.set("Content-Type", "application/json");
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, signal: AbortSignal.timeout(seconds * 1000) });
  } catch {
    throw new Failure(null);
  }
  if (!response.ok) throw new Failure(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<Problem | null> {
  if (!response.headers.get("Content-Type")?.includes("problem+json")) return null;
  return (await response.json().catch(() => null)) as Problem | null;
}

async function getJson<T>(caller: Caller, path: string): Promise<T> {
  const response = await call(caller, path);
  return (await response.json().catch(() => { throw new Failure(null); })) as T;
}

async function postJson<T>(caller: Caller, path: string, body: unknown): Promise<T> {
  const response = await call(caller, path, { method: "POST", body: JSON.stringify(body) });
  return (await response.json().catch(() => { throw new Failure(null); })) as T;
}

const quote = encodeURIComponent;

export const openConversation = (caller: Caller): Promise<Opened> =>
  postJson(caller, "/v1/conversations", { channel: "chat", language: caller.language });

export const readTranscript = (caller: Caller, id: string): Promise<Transcript> =>
  getJson(caller, `/v1/conversations/${quote(id)}`);

export const readDocument = (caller: Caller, id: string): Promise<PolicyDocument> =>
  getJson(caller, `/v1/documents/${quote(id)}`);

export const readItem = (caller: Caller, code: string): Promise<Item> =>
  getJson(caller, `/v1/items/${quote(code)}`);

export const readItems = async (caller: Caller): Promise<ItemSummary[]> =>
  (await getJson<{ items: ItemSummary[] }>(caller, "/v1/items")).items;

/** The demonstration persons; an empty list where demonstration sign-in is off. */
export async function readPeople(caller: Caller): Promise<Person[]> {
  try {
    return (await getJson<{ people: Person[] }>({ ...caller, token: null }, "/v1/sign-in")).people;
  } catch {
    return [];
  }
}

export const signIn = (caller: Caller, person: string): Promise<SignedIn> =>
  postJson({ ...caller, token: null }, "/v1/sign-in", { person });

/** Sends one utterance; `onPart` sees each part as it arrives. A broken stream is a Failure. */
export async function sendTurn(
  caller: Caller, id: string, text: string, onPart: (part: Part) => void,
): Promise<Reply> {
  const response = await call(caller, `/v1/conversations/${quote(id)}/turns`, {
    method: "POST", body: JSON.stringify({ text }), headers: { Accept: "text/event-stream" },
  }, 90);
  if (!response.body) throw new Failure(null);
  for await (const event of events(response.body)) {
    if (event.name === "part") onPart(JSON.parse(event.data) as Part);
    else if (event.name === "done") return JSON.parse(event.data) as Reply;
    else if (event.name === "problem") throw new Failure(JSON.parse(event.data) as Problem);
  }
  throw new Failure(null);
}

async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<{ name: string; data: string }> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting = (waiting + value).replaceAll("\r\n", "\n");
      let end: number;
      while ((end = waiting.indexOf("\n\n")) >= 0) {
        yield parseEvent(waiting.slice(0, end));
        waiting = waiting.slice(end + 2);
      }
    }
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(null);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): { name: string; data: string } {
  const lines = block.split("\n");
  const field = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ""));
  return { name: field("event")[0] ?? "message", data: field("data").join("\n") };
}
