// The pages work without this. It does two things: it asks the browser for its time zone where the address
// does not name one, and it tells once that a person, not a machine, has the link open.
"use strict";
(() => {
  const { guessedZone, opened } = document.documentElement.dataset;

  if (guessedZone) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone && zone !== guessedZone) {
      const address = new URL(location.href);
      address.searchParams.set("time_zone", zone);
      location.replace(address);
      return;
    }
  }

  if (opened) {
    const acts = ["pointerdown", "keydown"];
    const tell = (event) => {
      if (!event.isTrusted) return; // a script's doing
      acts.forEach((act) => removeEventListener(act, tell));
      navigator.sendBeacon(opened);
    };
    acts.forEach((act) => addEventListener(act, tell));
  }
})();
