// Shows what changes while it changes, and goes elsewhere without loading anew. It comes last.
// Without any script, every form and every link works all the same.
"use strict";

let looking = null;
let lookAgain = false;
let heard = 0; // the newest version of which we have been told while we looked
let hasCome = false; // somebody has come to another place, which the app may want to hear of

function version() {
  return Number(document.body.dataset.version);
}

function refresh({ comes = false } = {}) {
  lookAgain = true;
  hasCome ||= comes;
  if (comes) document.body.dataset.version = "0"; // nothing is shown yet of where somebody comes to
  return look();
}

/** There is this version, which may be shown by now: whoever did something has looked by themselves. */
function hear(newest) {
  heard = newest;
  return look();
}

/** Fetch the page anew and show it, once more if something changed meanwhile. */
function look() {
  looking ??= (async () => {
    while (lookAgain || heard > version()) {
      const headers = hasCome ? {} : { Sandbox: version() };
      lookAgain = hasCome = false;
      heard = 0;
      const answer = await fetch(location.href, { headers });
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

function openModals() {
  for (const modal of document.querySelectorAll("dialog.modal:not(:modal)")) {
    modal.removeAttribute("open");
    modal.showModal();
    focusInto(modal);
  }
}

/** What the app wants to be filled in first or, where it does not say, what comes first. */
function focusInto(modal) {
  const first = modal.querySelector(".blocks :is(input, select, textarea):not([type=hidden])");
  (modal.querySelector("[autofocus]") ?? first ?? modal.querySelector(".footing .button:last-child")).focus();
}

/** What had the focus is gone: give it to something near. */
function focusNear(key) {
  const near = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const modal = document.querySelector("dialog.modal");
  const composer = document.querySelector("[data-composer] input[type=text]");
  (near?.querySelector("summary, a, button, input:not([type=hidden])") ?? modal ?? composer)?.focus();
}

let events;

function listen() {
  events = new EventSource(`${document.body.dataset.live}?after=${version()}`);
  const lost = document.getElementById("lost");
  events.addEventListener("changed", (event) => hear(Number(event.data)).catch(() => (lost.hidden = false)));
  events.addEventListener("open", () => (lost.hidden = true));
  events.addEventListener("error", () => (lost.hidden = false));
}

/** A browser keeps few connections to one place: tabs that nobody looks at give theirs back. */
document.addEventListener("visibilitychange", () => {
  events.close();
  if (!document.hidden) listen();
});

// ---- Going elsewhere ----------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-go]");
  const wantsAnotherTab = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || event.defaultPrevented || wantsAnotherTab) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  await refresh({ comes: true });
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

window.addEventListener("popstate", () => refresh({ comes: true }));

// ---- At the beginning ---------------------------------------------------------------------------------------

openModals();
document.querySelectorAll("[data-stick]").forEach((list) => {
  list.scrollTop = list.scrollHeight;
  list.dataset.shown = "yes";
});
if (location.hash) seek(document.getElementById(location.hash.slice(1)));
listen();
