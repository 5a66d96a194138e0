// Changes come faster than pages can be worked out anew: they are gathered, told at once where
// it was quiet, and otherwise once a second.
import {tell} from "./wire.mjs";

const EVERY = 1000;
const HEALTH = "shell-health";

export const soon = (act, every = EVERY) => {
  let last = -Infinity;
  let waiting = null;
  const run = () => {
    waiting = null;
    last = performance.now();
    act();
  };
  return () => {
    if (waiting !== null) return;
    const left = last + every - performance.now();
    if (left <= 0) run();
    else waiting = setTimeout(run, left);
  };
};

const standing = {link: true, store: true, version: null, judged: null};
let told = "";
let composing = false; // Chinese is typed letter by letter: nothing is drawn anew in the middle

const hand = soon(() => {
  if (composing) return;
  const now = JSON.stringify(standing);
  // The store lives in the page's root: where it is not drawn yet there is nothing to renew.
  if (now === told || !document.getElementById("shell-banner")) return;
  told = now;
  tell(HEALTH, {...standing});
});

export const announce = (news) => {
  Object.assign(standing, news);
  hand();
};

addEventListener("compositionstart", () => {
  composing = true;
});
addEventListener("compositionend", () => {
  composing = false;
  hand();
});
