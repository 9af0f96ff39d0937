// Modals and menus: how they are closed, and where they unfold.
"use strict";

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
