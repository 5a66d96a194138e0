// The workbench of an outage: what is drawn, what is opened or named, and whom that touches.
// Python says what it means; here is only what the hand does on the map.
import {write} from "./address.mjs";
import {count} from "./counting.mjs";
import {busy, drawn, mode, open, putDown, takeUp, use} from "./drawing.mjs";
import {boot} from "./map.mjs";
import {found, seek} from "./seek.mjs";
import {probe, stage} from "./stage.mjs";
import {tell, unchanged} from "./wire.mjs";

const SOURCE = "outage";
const RING = "outage-ring";
const NOTHING = {type: "FeatureCollection", features: []};
const TOOLS = ["pick", "polygon", "rectangle", "freehand", "cut", "select"];
const state = {parts: [], line: "feeder", tab: "", marks: NOTHING, ring: NOTHING, editable: false};

const same = ([noun, id]) => ([other, ref]) => noun === other && id === ref;
const named = ([noun, id, opened]) => `${noun}.${id}${opened ? "" : ".closed"}`;

const address = () => {
  const own = new URLSearchParams();
  if (state.fresh) for (const part of state.parts) own.append("part", named(part));
  if (state.tab) own.set("tab", state.tab);
  write({filters: own.toString()});
};

const tellParts = () => {
  tell("outage-parts", state.parts);
  address();
};

// The page was made while the outage could be changed; power may be back since.
const fixed = () => document.querySelector(".bm-bench__strip .bm-state--fixed") !== null;

const toggle = (part) => {
  if (!state.editable || fixed()) return;
  const there = state.parts.some(same(part));
  state.parts = there ? state.parts.filter((one) => !same(part)(one)) : [...state.parts, part];
  tellParts();
};

// What a click on the map means while nothing is being drawn.
const pick = ({noun, id, place, feature}) => {
  if (busy()) return;
  if (noun === "customer") return tell("outage-found", {id, at: Date.now()});
  if (noun === "switch") return toggle([noun, id, feature?.properties.state !== "open"]);
  if (noun === "transformer") return toggle([noun, id, true]);
  if (noun !== "section") return;
  const feeder = feature?.properties.feeder;
  toggle(state.line === "feeder" && feeder ? ["feeder", feeder, true] : [noun, id, true]);
};

const show = () => {
  stage.map?.getSource(SOURCE)?.setData(state.marks);
  stage.map?.getSource(RING)?.setData(state.ring);
};

const press = () => {
  const now = mode();
  for (const button of document.querySelectorAll("[data-tool]")) {
    if (TOOLS.includes(button.dataset.tool)) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === now));
    }
  }
  stage.host?.classList.toggle("bm-canvas--draws", busy());
};

const ready = (map, config) => {
  const {bench} = config;
  address();
  Object.assign(stage, {
    leaving: putDown,
    dressed: () => {
      show();
      takeUp();
    },
  });
  map.once("load", async () => {
    show();
    if (!bench.editable) return;
    await open(map, bench.drawn, {
      changed: () => count(drawn(true)),
      settled: (rings) => tell("outage-drawn", rings),
    });
    count(drawn());
    press();
    probe.drawing = {drawn, mode};
  });
};

export const bench = (config) => {
  if (!config) return unchanged();
  const {parts, editable, fresh, tab} = config.bench;
  Object.assign(state, {parts, editable, fresh, tab, marks: NOTHING, ring: NOTHING});
  Object.assign(probe, {idle: 0, drawing: null});
  return boot(config, {opened: pick, ready, idle: () => !busy()});
};

// Customers come as columns: places in millionths of a degree from a corner.
const people = ({corner: [west, south], x, y, id, basis, bases, on}) =>
  id.map((ref, n) => ({
    type: "Feature",
    properties: {what: "customer", id: ref, basis: bases[basis[n]], on: on[n]},
    geometry: {type: "Point", coordinates: [west + x[n] / 1e6, south + y[n] / 1e6]},
  }));

export const marked = (marks) => {
  if (!marks) return unchanged();
  state.marks = {...NOTHING, features: [...marks.features, ...people(marks.customers)]};
  show();
  found(marks.features);
  probe.marked = (probe.marked ?? 0) + 1;
  return unchanged();
};

const ring = (place) => {
  const point = place && {type: "Feature", properties: {}, geometry: {type: "Point", coordinates: place}};
  state.ring = {...NOTHING, features: point ? [point] : []};
  show();
};

// A row under the pointer rings its customer; a row that is clicked brings it into view.
export const ringed = ({place, near}) => {
  ring(place);
  if (place && near) stage.map?.easeTo({center: place, zoom: Math.max(stage.map.getZoom(), 15), duration: 400});
};

// Only what was just clicked is gone to; Dash asks once as well when the page is drawn.
export const pointed = (found) => {
  if (!found) return unchanged();
  ring(found.place);
  if (found.grid && found.row >= 0) {
    window.dash_ag_grid.getApiAsync(found.grid).then((api) => api.ensureIndexVisible(found.row, "middle"));
  }
  return unchanged();
};

const switchTab = (name) => {
  state.tab = name;
  const body = document.querySelector("[data-tab-shown]");
  if (body) body.dataset.tabShown = name;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
  }
  tell("outage-tab", name);
  address();
};

const acts = {
  tool: (name) => use(name) && press(),
  line: (name) => {
    state.line = name;
    for (const one of document.querySelectorAll("[data-line]")) {
      one.setAttribute("aria-pressed", String(one.dataset.line === name));
    }
  },
  tab: switchTab,
  drop: (name) => {
    const [noun, id] = name.split(".");
    toggle([noun, Number(id), true]);
  },
  add: (name) => {
    const [noun, id] = name.split(".");
    if (state.parts.some(same([noun, Number(id)]))) return;
    seek();
    toggle([noun, Number(id), true]);
  },
};
const DATA = {tool: "tool", line: "line", tab: "tab", drop: "partDrop", add: "partAdd"};
const SIGNS = "[data-tool],[data-line],[data-tab],[data-part-drop],[data-part-add]";

export const listenForBench = () => {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(SIGNS);
    if (!target) return;
    for (const [act, name] of Object.entries(DATA)) {
      if (target.dataset[name] !== undefined) acts[act](target.dataset[name]);
    }
  });
  addEventListener("battlemap-ring", ({detail}) => ringed(detail));
};
