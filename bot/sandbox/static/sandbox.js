// What the page can do better with a script: show what changes while it changes, and post without going away.
// Without it, every form and every link works all the same.
"use strict";

const SMALL_PAUSE = 200; // milliseconds after a keystroke

// ---- Showing what has changed -------------------------------------------------------------------------------

let looking = null;
let lookAgain = false;

/** Fetch the page anew and show it, once more if something changed meanwhile. */
function refresh(headers = { Sandbox: "live" }) {
  lookAgain = true;
  looking ??= (async () => {
    while (lookAgain) {
      lookAgain = false;
      const answer = await fetch(location.href, { headers });
      headers = { Sandbox: "live" };
      if (!answer.ok) throw new Error(`The page answers ${answer.status}.`);
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  })().finally(() => (looking = null));
  return looking;
}

function show(fresh) {
  const focused = document.activeElement;
  const before = focused?.closest("[data-key]")?.dataset.key;
  const atEnd = [...document.querySelectorAll("[data-stick]")].filter(isAtEnd);
  document.title = fresh.title;
  become(document.body, fresh.body);
  openModals();
  document.querySelectorAll("[data-stick]").forEach((list) => {
    if (atEnd.includes(list) || !list.dataset.shown) list.scrollTop = list.scrollHeight;
    list.dataset.shown = "yes";
  });
  if (!focused?.isConnected && document.activeElement === document.body) focusNear(before);
}

function isAtEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 40;
}

/** Make a live node like a fresh one, and leave alone what is the same: focus, scrolling, what is typed. */
function become(live, fresh) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.data !== fresh.data) live.data = fresh.data;
    return;
  }
  if (live.hasAttribute("data-keep") || live.nodeName === "NOSCRIPT") return;
  becomeInAttributes(live, fresh);
  const kept = keepNamed(live, fresh);
  let next = live.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    const found = key ? kept.get(key) : isAlike(next, wanted) ? next : null;
    if (found && found === next) next = next.nextSibling;
    else live.insertBefore(found ?? document.importNode(wanted, true), next);
    if (found) become(found, wanted);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    remove(gone);
  }
}

/** The children that have a name, by it, as far as they are wanted still. */
function keepNamed(live, fresh) {
  const wanted = new Set([...fresh.children].map(keyOf));
  const kept = new Map();
  for (const child of [...live.children]) {
    if (keyOf(child) && !wanted.has(keyOf(child))) remove(child);
    else if (keyOf(child)) kept.set(keyOf(child), child);
  }
  return kept;
}

function remove(gone) {
  if (gone.nodeName === "DIALOG") gone.close(); // so that the focus goes back to where it was
  gone.remove();
}

function keyOf(node) {
  return node.dataset?.key || node.id || undefined;
}

function isAlike(live, fresh) {
  return live && !keyOf(live) && live.nodeName === fresh.nodeName && live.name === fresh.name;
}

/** Whether something is unfolded is the person's own doing, and whether a list was shown is ours. */
function becomeInAttributes(live, fresh) {
  const ours = ["open", "data-shown", "data-upwards", "data-sought", "aria-busy"];
  for (const { name } of [...live.attributes]) {
    if (!fresh.hasAttribute(name) && !ours.includes(name)) live.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (live.getAttribute(name) !== value && !ours.includes(name)) live.setAttribute(name, value);
  }
}

function openModals() {
  for (const modal of document.querySelectorAll("dialog.modal:not(:modal)")) {
    modal.removeAttribute("open");
    modal.showModal();
    focusInto(modal);
  }
}

/** The first thing to fill in or, where there is none, to press. */
function focusInto(modal) {
  const wanted = modal.querySelector(".blocks :is(input, select, textarea):not([type=hidden])");
  (wanted ?? modal.querySelector(".footing .button:last-child")).focus();
}

/** What had the focus is gone: give it to something near. */
function focusNear(key) {
  const near = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const modal = document.querySelector("dialog.modal");
  const composer = document.querySelector("[data-composer] input[type=text]");
  (near?.querySelector("summary, a, button, input:not([type=hidden])") ?? modal ?? composer)?.focus();
}

function listen() {
  const { live, version } = document.body.dataset;
  const events = new EventSource(`${live}?after=${version}`);
  const lost = document.getElementById("lost");
  events.addEventListener("changed", () => refresh().catch(() => (lost.hidden = false)));
  events.addEventListener("open", () => (lost.hidden = true));
  events.addEventListener("error", () => (lost.hidden = false));
}

// ---- Posting without going away -----------------------------------------------------------------------------

function post(form, submitter, more = {}, address = null) {
  const body = new URLSearchParams(new FormData(form, submitter));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const to = address ?? submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  return fetch(to, { method: "POST", body, headers: { Sandbox: "live" } });
}

const underWay = new WeakMap(); // what each form posted last: one thing after the other

function postAndLook(form, submitter, more) {
  const before = underWay.get(form)?.done;
  const done = (async () => {
    await before?.catch(() => null);
    form.setAttribute("aria-busy", "true");
    await post(form, submitter, more);
    await refresh();
  })().finally(() => {
    if (underWay.get(form)?.done === done) form.removeAttribute("aria-busy");
  });
  underWay.set(form, { done, submitter });
  return done;
}

/** Pressed twice in a row? */
function isUnderWay(form, submitter) {
  return form.hasAttribute("aria-busy") && underWay.get(form)?.submitter === submitter;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  if (isUnderWay(form, button) || !(await isConfirmed(button))) return;
  foldMenu(button?.closest("details.menu, details.overflow"));
  await (("composer" in form.dataset) ? send(form) : postAndLook(form, button));
  document.querySelector("dialog.modal [aria-invalid=true]")?.focus();
});

/** Ask what a `confirm` object asks, if there is one. */
function isConfirmed(element) {
  const { confirmTitle, confirmText, confirmConfirm, confirmDeny, confirmStyle } = element?.dataset ?? {};
  if (!confirmTitle) return Promise.resolve(true);
  const asking = document.getElementById("asking");
  const [deny, confirm] = asking.querySelectorAll("button");
  asking.querySelector("h2").textContent = confirmTitle;
  asking.querySelector("p").textContent = confirmText;
  deny.textContent = confirmDeny;
  confirm.textContent = confirmConfirm;
  confirm.className = `button ${confirmStyle ?? "primary"}`;
  asking.returnValue = "deny";
  asking.showModal();
  return new Promise((answer) => {
    asking.addEventListener("close", () => answer(asking.returnValue === "confirm"), { once: true });
  });
}

// ---- Going elsewhere ----------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  await refresh({});
  if (link.hash) seek(document.getElementById(link.hash.slice(1)));
  else if (link.dataset.go) document.querySelector(`#${link.dataset.go} h2`)?.focus();
});

/** Bring the message before somebody's eyes that a link leads to. */
function seek(message) {
  document.querySelectorAll("[data-sought]").forEach((before) => before.removeAttribute("data-sought"));
  message?.setAttribute("data-sought", "");
  message?.scrollIntoView({ block: "center" });
  message?.focus({ preventScroll: true });
}

window.addEventListener("popstate", () => refresh({}));

/** Slack opens the address of a button and tells the app of it as well. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-press]");
  if (link) postAndLook(link.closest("form"), null, { press: link.dataset.press });
});

// ---- Controls that tell the app of each change --------------------------------------------------------------

function pressOf(control, form = control.form) {
  return postAndLook(form, null, { press: control.dataset.dispatch });
}

function tellsOn(control, what) {
  return control.dataset?.dispatch && (control.dataset.dispatchOn ?? "change").split(" ").includes(what);
}

document.addEventListener("change", async (event) => {
  const control = event.target;
  if (control.closest("form[data-at-once]")) control.form.requestSubmit();
  if (!tellsOn(control, "change")) return;
  if (await isConfirmed(control)) await pressOf(control);
  else putBack(control);
});

function putBack(control) {
  if (control.type === "checkbox" || control.type === "radio") control.checked = control.defaultChecked;
  else if (control.options) for (const option of control.options) option.selected = option.defaultSelected;
  else control.value = control.defaultValue;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !tellsOn(event.target, "enter")) return;
  event.preventDefault();
  pressOf(event.target);
});

const pauses = new WeakMap();

function afterPause(control, deed) {
  clearTimeout(pauses.get(control));
  pauses.set(control, setTimeout(deed, SMALL_PAUSE));
}

document.addEventListener("input", (event) => {
  const control = event.target;
  if (tellsOn(control, "character")) afterPause(control, () => pressOf(control));
  if (control.dataset.search) afterPause(control, () => search(control));
});

document.addEventListener("focusin", (event) => {
  if (event.target.dataset?.search) search(event.target);
});

const searched = new WeakMap(); // what was looked for last in each input

/** Fill the list of an input with what the app offers for what is typed. */
async function search(input) {
  const typed = input.value;
  if (typed.length < Number(input.dataset.searchFrom) || searched.get(input) === typed) return;
  searched.set(input, typed);
  const more = { search: input.dataset.search, typed };
  const answer = await post(input.form, null, more, document.body.dataset.live.replace(/live$/, "search"));
  const found = answer.ok ? await answer.json() : [];
  input.list.replaceChildren(...found.map((label) => new Option(label, label)));
}

// ---- Modals and menus ---------------------------------------------------------------------------------------

/** Escape closes a modal as its close button does: it is for the sandbox to take it away. */
document.addEventListener(
  "cancel",
  (event) => {
    if (!event.target.matches("dialog.modal")) return;
    event.preventDefault();
    event.target.querySelector("[data-close]").click();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open], details.overflow[open]");
  if (!menu) return;
  event.preventDefault();
  foldMenu(menu);
});

function foldMenu(menu) {
  menu?.removeAttribute("open");
  menu?.querySelector("summary").focus();
}

/** A menu near the lower end of a list unfolds upwards. */
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    const list = menu.closest(".scroller, .blocks");
    if (!menu.matches("details.menu[open], details.overflow[open]") || !list) return;
    const { height } = menu.lastElementChild.getBoundingClientRect();
    const { top, bottom } = menu.getBoundingClientRect();
    const { top: first, bottom: last } = list.getBoundingClientRect();
    menu.toggleAttribute("data-upwards", bottom + height > last && top - height > first);
  },
  true,
);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], details.overflow[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

// ---- The hints while a command is typed ---------------------------------------------------------------------

/** Messages go out in the order in which they were written, and the box is free for the next one at once. */
function send(form) {
  const input = form.elements.text;
  const text = input.value;
  input.value = "";
  fold(input);
  return postAndLook(form, null, { text });
}

function hintsOf(input) {
  return document.getElementById(input.getAttribute("aria-controls"));
}

function fitting(input) {
  return [...hintsOf(input).children].filter((hint) => !hint.hidden);
}

/** Show the commands that begin with what is typed, as long as no more than a command is typed. */
function hint(input) {
  const list = hintsOf(input);
  const typed = input.value;
  for (const each of list.children) each.hidden = !each.dataset.command.startsWith(typed.split(" ")[0]);
  list.hidden = !typed.startsWith("/") || !fitting(input).length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  select(input, null);
}

function select(input, chosen) {
  for (const each of hintsOf(input).children) each.setAttribute("aria-selected", String(each === chosen));
  if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  else input.removeAttribute("aria-activedescendant");
}

function selected(input) {
  return hintsOf(input).querySelector('[aria-selected="true"]');
}

function fold(input) {
  hintsOf(input).hidden = true;
  input.setAttribute("aria-expanded", "false");
  select(input, null);
}

function take(input, chosen) {
  input.value = `${chosen.dataset.command} `;
  fold(input);
}

const HINT_KEYS = {
  ArrowDown: (input) => move(input, 1),
  ArrowUp: (input) => move(input, -1),
  Escape: fold,
  Tab: (input) => take(input, selected(input) ?? fitting(input)[0]),
  Enter: (input) => take(input, selected(input)),
};

function move(input, by) {
  const hints = fitting(input);
  const from = hints.indexOf(selected(input));
  select(input, hints[(from + by + (from < 0 && by < 0 ? 1 : 0) + hints.length) % hints.length]);
}

/** Enter sends unless something is chosen, and Tab goes on once a command stands there. */
function isForHints(input, key) {
  if (!HINT_KEYS[key] || hintsOf(input).hidden) return false;
  if (key === "Enter") return selected(input) !== null;
  return key !== "Tab" || !fitting(input).some((each) => input.value.startsWith(each.dataset.command));
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-composer] [role=combobox]") || !isForHints(input, event.key)) return;
  event.preventDefault();
  HINT_KEYS[event.key](input);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-composer] [role=combobox]")) hint(event.target);
});

document.addEventListener("mousedown", (event) => {
  const chosen = event.target.closest(".hints li");
  if (!chosen) return;
  event.preventDefault(); // the input keeps the focus
  take(document.querySelector(`[aria-controls="${chosen.parentElement.id}"]`), chosen);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-composer] [role=combobox]")) fold(event.target);
});

// ---- At the beginning ---------------------------------------------------------------------------------------

openModals();
document.querySelectorAll("[data-stick]").forEach((list) => {
  list.scrollTop = list.scrollHeight;
  list.dataset.shown = "yes";
});
if (location.hash) seek(document.getElementById(location.hash.slice(1)));
listen();
