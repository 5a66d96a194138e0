// Changes on the map: single marks are recoloured at once, without a tile; the tiles in which
// something changed follow, for bins, marks that come and go, and whatever is drawn next.
import {MercatorCoordinate} from "../vendor/maplibre-gl.mjs";
import {soon} from "./gather.mjs";
import {SOURCE, probe, stage} from "./stage.mjs";

const MARGIN = 0.04; // of a tile: marks near its edge are drawn by its neighbour as well
const MOST_STATES = 20000; // then everything is fetched anew, and what was kept is forgotten
const LOADING = 150;
const PATIENCE = 20; // times LOADING

const stale = {all: false, places: []};
const later = {customers: new Map(), cells: new Map()}; // rows out of sight, by id
const sight = {cells: null}; // the cells that are in view, none while that is unknown
let kept = 0;

const layersOf = (name) => stage.config.live.layers[name];

const mark = (map, name, rows) => {
  const fields = stage.config.live.fields[name];
  for (const [id, ...values] of rows) {
    const told = Object.fromEntries(fields.map((field, n) => [field, values[n]]));
    for (const sourceLayer of layersOf(name)) {
      map.setFeatureState({source: SOURCE, sourceLayer, id}, told);
    }
    later[name].delete(id);
  }
  kept += rows.length;
};

// Every mark that is set draws the whole map anew: those out of sight wait, and come together
// with the next tiles, or as soon as the map moves.
const split = (rows, seen) => [rows.filter(seen), rows.filter((row) => !seen(row))];

const inView = (map) => {
  const bounds = map.getBounds();
  const size = 2 ** stage.config.live.placeZoom;
  const [west, north] = place(bounds.getNorthWest(), size);
  const [east, south] = place(bounds.getSouthEast(), size);
  return ([, x, y]) => x >= west - 1 && x <= east + 1 && y >= north - 1 && y <= south + 1;
};

const place = ({lng, lat}, size) => {
  const {x, y} = MercatorCoordinate.fromLngLat({lng, lat});
  return [Math.floor(x * size), Math.floor(y * size)];
};

const catchUp = () => {
  if (!stage.map?.getSource(SOURCE)) return;
  for (const [name, rows] of Object.entries(later)) mark(stage.map, name, [...rows.values()]);
};

const markSeen = (map, name, rows, seen) => {
  const [now, waiting] = split(rows, seen);
  mark(map, name, now);
  for (const row of waiting) later[name].set(row[0], row);
};

// Asked when the map comes to rest after a move; while it moves everything counts as in view.
export const followSight = (map) => {
  sight.cells = null;
  map.on("movestart", () => {
    sight.cells = null;
    catchUp();
  });
  map.on("idle", () => {
    const layers = stage.config.live.seenBy.filter((layer) => map.getLayer(layer));
    sight.cells ??= new Set(map.queryRenderedFeatures({layers}).map(({id}) => id));
  });
};

const forget = (map) => {
  for (const sourceLayer of Object.values(stage.config.live.layers).flat()) {
    map.removeFeatureState({source: SOURCE, sourceLayer});
  }
  kept = 0;
  for (const rows of Object.values(later)) rows.clear();
};

// Tiles around each place, at the zooms that can be in view.
const tilesAt = (places, zoom) => {
  const found = new Map();
  const deepest = stage.config.live.placeZoom;
  for (const z of [zoom - 1, zoom, zoom + 1].filter((z) => z >= 0 && z <= deepest)) {
    const size = 2 ** (deepest - z);
    for (const place of places) {
      const [x, y] = place.map((part) => (part + 0.5) / size);
      for (const tx of [x - MARGIN, x + MARGIN].map(Math.floor)) {
        for (const ty of [y - MARGIN, y + MARGIN].map(Math.floor)) {
          found.set(`${z}/${tx}/${ty}`, {z, x: tx, y: ty});
        }
      }
    }
  }
  return [...found.values()];
};

const fetchTiles = (patience = PATIENCE) => {
  const {map} = stage;
  if (!map?.getSource(SOURCE)) return;
  // A tile that is on its way is not fetched again: wait for it, it may be older than the news.
  if (patience && !map.areTilesLoaded()) return setTimeout(() => fetchTiles(patience - 1), LOADING);
  catchUp();
  const {all, places} = stale;
  Object.assign(stale, {all: false, places: []});
  if (all) map.refreshTiles(SOURCE);
  else if (places.length) map.refreshTiles(SOURCE, tilesAt(places, Math.floor(map.getZoom())));
};

const refresh = soon(fetchTiles);
const redraw = soon(() => stage.redraw?.());

export const recolourAll = () => recolour({customers: null, cells: null, places: null});

export const recolour = ({customers, cells, places}) => {
  const {map} = stage;
  if (!map) return redraw();
  if (!stage.config || !map.getSource(SOURCE)) return; // its first tiles are yet to be asked for
  const whole = !customers || !cells || kept > MOST_STATES;
  if (whole) forget(map);
  if (customers) markSeen(map, "customers", customers, inView(map));
  if (cells) markSeen(map, "cells", cells, ([id]) => !sight.cells || sight.cells.has(id));
  if (whole || !places) stale.all = true;
  else stale.places.push(...places);
  refresh();
  probe.told++;
};
