// Starts the page: one state, one set of actions, one drawing function.
import { render } from "lit-html";
import { actionsOn, type Moved } from "./actions";
import { initialState } from "./state";
import "./style.css";
import { page } from "./views/page";
import { word } from "./words";

const root = document.getElementById("app") as HTMLElement;
const state = initialState();
const actions = actionsOn(state, redraw);

function redraw(moved?: Moved): void {
  const lost = document.activeElement;
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.documentElement.dataset["type"] = state.large ? "large" : "normal";
  document.title = word(state.language, "name");
  render(page(state, actions), root);
  settleDialogs();
  if (moved) requestAnimationFrame(() => settle(moved, lost));
}

/** Dialogs are shown by the browser itself, so that Escape, the focus trap and the way back come from it. */
function settleDialogs(): void {
  for (const dialog of root.querySelectorAll("dialog")) {
    const wanted = dialog.dataset["open"] === "yes";
    if (wanted && !dialog.open) dialog.showModal();
    if (!wanted && dialog.open) dialog.close();
  }
}

/** Scrolls to what is new, and gives the focus a place when the button that had it is gone. */
function settle(moved: Moved, lost: Element | null): void {
  if (moved === "field") return root.querySelector<HTMLElement>("#wanted")?.focus();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const last = root.querySelector<HTMLElement>(".log > :last-child");
  last?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: moved === "reply" ? "start" : "end" });
  const box = root.querySelector<HTMLTextAreaElement>("#utterance");
  const homeless = document.activeElement === document.body || (lost !== null && !lost.isConnected);
  // On a touch screen the focus would raise the keyboard over what has just been said.
  const touch = matchMedia("(pointer: coarse)").matches;
  if (moved === "box" && !touch) box?.focus();
  else if (moved !== "log" && homeless) last?.focus({ preventScroll: true });
}

void actions.start();
