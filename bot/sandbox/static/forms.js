// Posts without going away, and tells the app of each change where it wants to hear of it.
"use strict";

const SMALL_PAUSE = 200; // milliseconds after a keystroke

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

/** Slack opens the address of a button and tells the app of it as well. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-press]");
  if (!link) return;
  if (link.dataset.confirmTitle && !link.confirmed) {
    event.preventDefault();
    link.confirmed = await isConfirmed(link);
    if (link.confirmed) link.click();
    link.confirmed = false;
    return;
  }
  postAndLook(link.closest("form"), null, { press: link.dataset.press });
});

// ---- Controls that tell the app of each change ---------------------------------------------------------------

function pressOf(control, form = control.form) {
  return postAndLook(form, null, { press: control.dataset.dispatch });
}

function tellsOn(control, what) {
  return control.dataset?.dispatch && (control.dataset.dispatchOn ?? "change").split(" ").includes(what);
}

document.addEventListener("change", async (event) => {
  const control = event.target;
  // As it is now: until what was chosen before has been shown, the control may be put back to that.
  if (control.closest("form[data-at-once]")) postAndLook(control.form, null, { [control.name]: control.value });
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
