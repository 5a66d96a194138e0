// Asks the server how it is, so that a page says when the store is away, heals by itself, and
// follows changes of the data. A failed answer is told too: silence would look like calm.
import {tell} from "./wire.mjs";

const EVERY = 5000;

const ask = async () => {
  try {
    const answer = await fetch("/api/v1/health", {cache: "no-store"});
    const body = await answer.json();
    return {link: true, store: body.store === "ok", version: body.data_version ?? null};
  } catch {
    return {link: false, store: false, version: null};
  }
};

export const follow = () => {
  let last = "";
  const round = async () => {
    const state = await ask();
    const now = JSON.stringify(state);
    // A page that could not be made while the store was away is made now.
    if (state.store && document.querySelector("[data-retry]")) return location.reload();
    if (now !== last && document.getElementById("shell-banner")) {
      tell("shell-health", state);
      last = now;
    }
    setTimeout(round, EVERY);
  };
  round();
};
