// Areas are drawn with terra-draw; it is fetched when a page to draw on is opened, not before.
// What is drawn is handed over as rings: areas, and holes that are cut out of them.
import {theme} from "./looks.mjs";
import {numbersFirst, pace} from "./pace.mjs";
import {stage} from "./stage.mjs";

const SCRIPTS = ["/assets/vendor/terra-draw.js", "/assets/vendor/terra-draw-maplibre.js"];
const DRAWS = ["polygon", "rectangle", "freehand"];
const CUT = "cut";
const REST = "static";
const state = {draw: null, map: null, listeners: null, selected: null, settled: ""};

const script = (src) =>
  new Promise((resolve, reject) => {
    const tag = Object.assign(document.createElement("script"), {src, onload: resolve});
    tag.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(tag);
  });

const library = async () => {
  for (const src of SCRIPTS) {
    if (!document.querySelector(`script[src="${src}"]`)) await script(src);
  }
  return {...window.terraDraw, ...window.terraDrawMaplibreGlAdapter};
};

const shape = (colour, fillOpacity) => ({
  fillColor: colour,
  fillOpacity,
  outlineColor: colour,
  outlineWidth: 2.5,
  closingPointColor: colour,
  closingPointOutlineColor: "#ffffff",
});

const selected = (colour) => ({
  selectedPolygonColor: colour,
  selectedPolygonFillOpacity: 0.18,
  selectedPolygonOutlineColor: colour,
  selectedPolygonOutlineWidth: 3,
  selectionPointColor: "#ffffff",
  selectionPointWidth: 6,
  selectionPointOutlineColor: colour,
  selectionPointOutlineWidth: 2.5,
  midPointColor: colour,
  midPointWidth: 4,
  midPointOutlineColor: "#ffffff",
  midPointOutlineWidth: 1.5,
});

const modes = (kit) => {
  const {area, cut} = stage.config.looks[theme()].drawing;
  const edited = {
    feature: {
      draggable: true,
      coordinates: {midpoints: {draggable: true}, draggable: true, deletable: true},
    },
  };
  const flags = Object.fromEntries([...DRAWS, CUT].map((name) => [name, edited]));
  return [
    new kit.TerraDrawPolygonMode({styles: shape(area, 0.14)}),
    new kit.TerraDrawRectangleMode({styles: shape(area, 0.14)}),
    new kit.TerraDrawFreehandMode({styles: shape(area, 0.14), minDistance: 6}),
    new kit.TerraDrawPolygonMode({modeName: CUT, styles: shape(cut, 0.3)}),
    new kit.TerraDrawSelectMode({flags, styles: selected(area)}),
  ];
};

const rings = (modesOf, whole) =>
  state.draw
    .getSnapshot()
    .filter(({geometry, properties}) => geometry.type === "Polygon" && modesOf.includes(properties.mode))
    .filter(({properties}) => whole || !properties.currentlyDrawing)
    .map(({geometry}) => geometry.coordinates[0])
    .filter((ring) => ring.length > 3);

// `whole` is with what is being drawn at this moment.
export const drawn = (whole = false) => ({areas: rings(DRAWS, whole), holes: rings([CUT], whole)});

const settle = () => {
  const now = JSON.stringify(drawn());
  if (now === state.settled) return;
  state.settled = now;
  numbersFirst();
  state.listeners.settled(JSON.parse(now));
};

const features = ({areas, holes}) => {
  const of = (mode) => (ring) => ({
    type: "Feature",
    id: state.draw.getFeatureId(),
    properties: {mode},
    geometry: {type: "Polygon", coordinates: [ring]},
  });
  return [...areas.map(of("polygon")), ...holes.map(of(CUT))];
};

const begin = async (rings, mode) => {
  const kit = await library();
  // Nine decimals are a tenth of a millimetre; more would be refused by the library.
  const adapter = new kit.TerraDrawMapLibreGLAdapter({map: state.map, coordinatePrecision: 9});
  const undoRedo = {
    modeLevel: new kit.TerraDrawModeUndoRedo(),
    sessionLevel: new kit.TerraDrawSessionUndoRedo(),
    keyboardShortcuts: new kit.TerraDrawUndoRedoKeyboardShortcuts(),
  };
  const draw = (state.draw = new kit.TerraDraw({adapter, modes: modes(kit), undoRedo}));
  draw.start();
  draw.setMode(mode);
  const refused = draw.addFeatures(features(rings)).filter(({valid}) => !valid);
  if (refused.length) console.warn("drawing", refused[0].reason);
  draw.on("select", (id) => (state.selected = id));
  draw.on("deselect", () => (state.selected = null));
  draw.on("finish", settle);
  draw.on("change", (_, type) => {
    state.listeners.changed();
    if (type === "delete" && draw.getMode() === "select") queueMicrotask(settle);
  });
  state.settled = JSON.stringify(drawn());
};

// Day and night have colours of their own, and a new style takes all layers away: the drawing is
// put down before and taken up after.
const kept = {rings: null, mode: REST};
export const putDown = () => {
  if (!state.draw) return;
  Object.assign(kept, {rings: drawn(), mode: state.draw.getMode()});
  state.draw.stop();
  state.draw = null;
};
export const takeUp = () => {
  if (kept.rings) begin(kept.rings, kept.mode);
  kept.rings = null;
};

export const open = (map, rings, listeners) => {
  Object.assign(state, {map, listeners, draw: null, selected: null});
  pace(map, busy);
  return begin(rings, REST);
};

// Puts rings into the drawing beside what is there; tells whether all of them could be drawn.
export const place = (rings) => {
  if (!state.draw) return false;
  const refused = state.draw.addFeatures(features(rings)).filter(({valid}) => !valid);
  state.listeners.changed();
  settle();
  return !refused.length;
};

export const busy = () => Boolean(state.draw) && state.draw.getMode() !== REST;

export const use = (tool) => {
  const {draw} = state;
  if (!draw) return false;
  if (tool === "undo") draw.undo();
  else if (tool === "redo") draw.redo();
  else if (tool === "clear") draw.clear();
  else if (tool === "delete") state.selected !== null && draw.removeFeatures([state.selected]);
  else draw.setMode(tool === "pick" ? REST : tool);
  state.listeners.changed();
  if (!draw.getSnapshot().some(({properties}) => properties.currentlyDrawing)) settle();
  return true;
};

export const mode = () => {
  const now = state.draw?.getMode() ?? REST;
  return now === REST ? "pick" : now;
};
