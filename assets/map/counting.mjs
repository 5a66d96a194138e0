// How many a drawing touches, while it is drawn: one question is on its way at a time, and the
// next one asks for what is drawn by then.
import {Marker} from "../vendor/maplibre-gl.mjs";
import {probe, stage} from "./stage.mjs";

const ADDRESS = "/api/v1/areas/drawing";
const LIVE = "outage-live";
const state = {flying: false, wanted: null, mark: null};

// The first corners of a drawing lie on each other: less than three are no question yet.
const real = (rings) => rings.filter((ring) => new Set(ring.map(String)).size > 2);

// Where an outline crosses itself stands on the map as long as it does.
const cross = (place) => {
  state.mark?.remove();
  state.mark = null;
  if (!place || !stage.map) return;
  const element = Object.assign(document.createElement("div"), {className: "bm-crossing"});
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", document.getElementById(LIVE)?.dataset.crossing ?? "");
  state.mark = new Marker({element}).setLngLat(place).addTo(stage.map);
};

const show = (found) => {
  const box = document.getElementById(LIVE);
  if (!box) return;
  const say = (name, value) => {
    const place = box.querySelector(`[data-live="${name}"]`);
    if (place) place.textContent = value;
  };
  const known = found && found.count !== null;
  const remark = (found && box.dataset[found.remark]) || "";
  box.classList.toggle("bm-live--none", !known && !remark);
  box.classList.toggle("bm-live--doubt", !known);
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  say("count", known ? number.format(found.count) : "–");
  for (const code of [3, 2, 1]) say(code, known ? number.format(found.by_sensitivity[code] ?? 0) : "–");
  say("remark", remark);
  cross(found?.crossing);
};

// Nothing is known where the line is lost; the banner says so.
const ask = async (rings) => {
  try {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(rings),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};

const next = async () => {
  const rings = {areas: real(state.wanted.areas), holes: real(state.wanted.holes)};
  state.wanted = null;
  if (!rings.areas.length) return show(null);
  state.flying = true;
  const found = await ask(rings);
  state.flying = false;
  show(found);
  probe.counted = (probe.counted ?? 0) + 1;
  if (state.wanted) next();
};

export const count = (rings) => {
  state.wanted = rings;
  if (!state.flying) next();
};
