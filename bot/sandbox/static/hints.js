// The hints while a command is typed.
"use strict";

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
