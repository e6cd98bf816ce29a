// Dates and times as people read them.
import type { Language } from "../types";

const LOCALE: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };

export function day(language: Language, iso: string | null): string {
  if (!iso) return "";
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/** A moment in the city's own time, wherever the browser is. A time without an offset is shown as it stands. */
export function moment(language: Language, iso: string): string {
  const date = new Date(iso);
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(iso) || Number.isNaN(date.getTime())) return iso.replace("T", " ").slice(0, 16);
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Shanghai" }).format(date);
}
