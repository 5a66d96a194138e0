// Anything with data-open="customer.12" opens that card, anything with data-at flies there:
// search answers, rows of lists and links inside cards need no callback each.
import {choose, goto} from "./chosen.mjs";
import {tell} from "./wire.mjs";

export const listenForOpens = () =>
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-open]");
    if (!target) return;
    event.preventDefault();
    const [noun, id] = target.dataset.open.split(".");
    const place = target.dataset.at ? goto(target.dataset.at) : null;
    const opened = noun ? {noun, id: Number(id)} : null;
    choose(opened ? {...opened, place} : place && {noun: "", id: -1, place});
    tell("map-open", opened);
  });
