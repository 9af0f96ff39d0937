// Makes what is on the page like what has been fetched, and leaves alone what somebody is doing there.
"use strict";

/** Make a live node like a fresh one, and leave alone what is the same: focus, scrolling, what is typed. */
function become(live, fresh) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.data !== fresh.data) live.data = fresh.data;
    return;
  }
  if (live.hasAttribute("data-keep") || fresh.hasAttribute("data-same") || live.nodeName === "NOSCRIPT") return;
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
    if (live.getAttribute(name) === value || ours.includes(name)) continue;
    live.setAttribute(name, value);
    if (name === "selected") live.selected = true; // which once somebody has chosen, an attribute does not do
  }
}
