// Keeps the one-time codes of the page current. Without it, opening the page again does the same.
"use strict";

(() => {
  const codes = document.querySelectorAll("[data-code]");
  const clocks = document.querySelectorAll("[data-seconds]");
  let left = clocks.length ? Number(clocks[0].textContent) : 0;

  async function renew() {
    try {
      const answer = await fetch("/codes.json");
      const present = await answer.json();
      left = present.seconds_left;
      codes.forEach((place) => {
        place.textContent = present.codes[place.dataset.code];
      });
    } catch {
      left = 5; // the demo was ended, or is starting again
    }
  }

  async function tick() {
    left -= 1;
    if (left <= 0) {
      await renew();
    }
    clocks.forEach((clock) => {
      clock.textContent = String(left);
    });
    setTimeout(tick, 1000);
  }

  if (codes.length) {
    setTimeout(tick, 1000);
  }
})();
