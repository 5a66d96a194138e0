// What is proposed for a declaration is taken by a click: words go into the fields of the form,
// an area goes into the drawing as if it had been drawn.
import {place} from "./drawing.mjs";
import {stage} from "./stage.mjs";

const take = (values) => {
  for (const [id, value] of Object.entries(values)) window.dash_clientside.set_props(id, {value});
};

const around = ({areas}) => {
  const corners = areas.flat();
  const [x, y] = [0, 1].map((n) => corners.map((corner) => corner[n]));
  const least = (some) => some.reduce((a, b) => Math.min(a, b));
  const most = (some) => some.reduce((a, b) => Math.max(a, b));
  return [[least(x), least(y)], [most(x), most(y)]];
};

// Tells whether all of it could be drawn.
export const offer = (rings) => {
  if (!rings?.areas?.length || !place(rings)) return false;
  stage.map?.fitBounds(around(rings), {padding: 60, maxZoom: 16, duration: 400});
  return true;
};

// What Python proposes; returned is what is to be said of it.
export const offered = (rings) => {
  const words = document.querySelector("#outage-offer-said")?.dataset.notDrawn ?? "";
  return !rings || offer(rings) ? "" : words;
};

export const listenForOffers = () => {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-take],[data-offer]");
    if (target?.dataset.take) take(JSON.parse(target.dataset.take));
    if (target?.dataset.offer) offer(JSON.parse(target.dataset.offer));
  });
};
