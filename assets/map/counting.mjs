// How many a drawing touches, while it is drawn: one question is on its way at a time, and the
// next one asks for what is drawn by then.
import {probe} from "./stage.mjs";

const ADDRESS = "/api/v1/areas/affected";
const LIVE = "outage-live";
const state = {flying: false, wanted: null, shown: 0};

const inside = ([x, y], ring) => {
  let odd = false;
  for (let n = 0, m = ring.length - 1; n < ring.length; m = n++) {
    const [ax, ay] = ring[n];
    const [bx, by] = ring[m];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
};

// What has no extent yet is no question: the first corners of a drawing lie on each other.
const extent = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], n) => {
    const [nx, ny] = ring[(n + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0));
const real = ({areas, holes}) => ({
  areas: areas.filter((ring) => extent(ring) > 1e-10),
  holes: holes.filter((ring) => extent(ring) > 1e-10),
});

// A hole belongs to the area in which it begins; the server settles what sticks out of it.
const geometry = ({areas, holes}) => ({
  type: "MultiPolygon",
  coordinates: areas.map((ring) => [ring, ...holes.filter(([first]) => inside(first, ring))]),
});

const show = (found) => {
  const box = document.getElementById(LIVE);
  if (!box) return;
  const say = (name, value) => {
    const place = box.querySelector(`[data-live="${name}"]`);
    if (place) place.textContent = value;
  };
  box.classList.toggle("bm-live--none", !found);
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  say("count", found ? number.format(found.count) : "–");
  for (const code of [3, 2, 1]) say(code, found ? number.format(found.by_sensitivity?.[code] ?? 0) : "–");
  box.dataset.problem = found?.problem ?? "";
};

const ask = async (rings) => {
  const answer = await fetch(ADDRESS, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify(geometry(rings)),
  });
  const told = await answer.json().catch(() => ({}));
  return answer.ok ? told : null;
};

const next = async () => {
  const rings = real(state.wanted);
  state.wanted = null;
  if (!rings.areas.length) return show(null);
  state.flying = true;
  try {
    show(await ask(rings));
    probe.counted = (probe.counted ?? 0) + 1;
  } catch {
    show(null); // the line is lost; the banner says so
  } finally {
    state.flying = false;
  }
  if (state.wanted) next();
};

export const count = (rings) => {
  state.wanted = rings;
  if (!state.flying) next();
};
