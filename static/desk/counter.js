// The counter's pages notice a card put down, a card taken away and a person who acts.
// Without this script the buttons do the same, and pages with a number refresh themselves.
"use strict";

(function () {
  const EVERY = 600; // milliseconds between two looks
  const ACTIVITY = 5000; // at most one sign of life in this time

  async function ask(path) {
    const answer = await fetch(path, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error("no answer");
    }
    return answer.json();
  }

  function every(look) {
    const again = async function () {
      try {
        if (await look()) {
          return;
        }
      } catch {
        // The desk is being restarted: look again.
      }
      window.setTimeout(again, EVERY);
    };
    window.setTimeout(again, EVERY);
  }

  // Screen 25: a new card on the reader starts the look-up by itself.
  const touch = document.querySelector("form[data-desk-touch]");
  if (touch) {
    const words = touch.querySelector("[data-desk-reader]");
    every(async function () {
      const reader = await ask("/reader");
      const state = !reader.reader ? "unavailable" : reader.present ? "present" : "absent";
      words.textContent = words.dataset[state];
      if (reader.fresh) {
        // Typing at once is right only when another program has the focus.
        touch.elements.by.value = document.hasFocus() ? "button" : "touch";
        touch.submit();
        return true;
      }
      return false;
    });
  }

  // Pages that hang on a visit: leave when it ends, fetch anew when it changed.
  const state = document.querySelector("[data-desk-state]");
  if (state) {
    every(async function () {
      const visit = await ask("/state");
      if (!visit.alive) {
        window.location.replace(state.dataset.over);
        return true;
      }
      if (state.dataset.mark !== "" && Number(state.dataset.mark) !== visit.mark) {
        window.location.reload();
        return true;
      }
      return false;
    });
    let told = 0;
    const alive = function () {
      if (Date.now() - told < ACTIVITY) {
        return;
      }
      told = Date.now();
      fetch("/state/activity", { method: "POST", headers: { "X-CSRF-Token": state.dataset.token } }).catch(() => {});
    };
    for (const kind of ["keydown", "pointerdown", "pointermove"]) {
      document.addEventListener(kind, alive, { passive: true });
    }
    // A page kept by the browser's "back" must not show a number again.
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) {
        window.location.reload();
      }
    });
  }

  // Paper: without this script the browser's own menu prints.
  for (const button of document.querySelectorAll("[data-desk-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A scanner ends each number with Enter: go to the next field instead of sending half a form.
  for (const field of document.querySelectorAll("[data-desk-next]")) {
    field.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        document.getElementById(field.dataset.deskNext).focus();
      }
    });
  }
})();
