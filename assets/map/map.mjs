// One map on the page: its birth, and the few things Python asks of it.
import {Map, NavigationControl, ScaleControl} from "../vendor/maplibre-gl.mjs";
import {adopt, place, write} from "./address.mjs";
import {watchAsked} from "./asking.mjs";
import {choose, show} from "./chosen.mjs";
import {attach} from "./hover.mjs";
import {absolute, drawMarks, followTheme, look} from "./looks.mjs";
import {drawInstead} from "./picture.mjs";
import {followSight} from "./recolour.mjs";
import {SOURCE, probe, stage} from "./stage.mjs";
import {element, tell, unchanged} from "./wire.mjs";

followTheme(() => {
  show();
  stage.dressed?.();
});

// A click on the first screen opens a card; another screen says what a click is to it.
const CARDS = {
  opened: (opened) => {
    choose(opened);
    tell("map-open", {noun: opened.noun, id: opened.id});
  },
};

export const boot = (config, own = CARDS) => {
  element(config.container).then((host) => {
    if (stage.host === host) return;
    stage.map?.remove();
    adopt(config.address);
    Object.assign(stage, {leaving: null, dressed: null});
    const tiles = absolute(config.tiles + (config.address.filters ? `?${config.address.filters}` : ""));
    Object.assign(stage, {config, host, tiles, map: null, chosen: config.selection, redraw: null});
    watchAsked();
    begin(host, config, own);
  });
  return unchanged();
};

const begin = (host, config, own) => {
  try {
    stage.map = probe.map = born(host, config);
  } catch (error) {
    probe.failed = String(error);
    return drawInstead();
  }
  const {map} = stage;
  host.ariaBusy = "true";
  map.once("idle", () => (host.ariaBusy = "false"));
  map.touchZoomRotate.disableRotation();
  drawMarks(map);
  map.on("idle", () => probe.idle++);
  followSight(map);
  map.on("error", (event) => console.warn("map", event.error?.message));
  map.addControl(new NavigationControl({showCompass: false}), "bottom-right");
  map.addControl(new ScaleControl(), "bottom-right");
  map.on("moveend", () => write({at: place(map)}));
  attach(map, config, own);
  map.once("load", show);
  own.ready?.(map, config);
};

const born = (host, config) =>
  new Map({
    container: host,
    style: look(),
    ...config.start,
    attributionControl: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxCanvasSize: [8192, 8192],
    maxTileCacheSize: 0, // tiles out of view are asked for again: they may have changed meanwhile
    locale: config.locale,
  });

export const refilter = (filters) => {
  if (!filters || !stage.config) return unchanged();
  write({filters: filters.query});
  const source = stage.map?.getSource(SOURCE);
  const tiles = absolute(stage.config.tiles + (filters.query ? `?${filters.query}` : ""));
  if (source && stage.tiles !== tiles) {
    stage.tiles = tiles;
    source.setTiles([tiles]);
    if (filters.bounds) {
      stage.map.fitBounds(filters.bounds, {padding: 60, maxZoom: 15, duration: 400});
    }
  }
  stage.redraw?.();
  return unchanged();
};

export const relayer = (shown) => {
  if (!shown || !stage.config) return unchanged();
  const {groups, hiddenAtFirst: usual} = stage.config;
  const hidden = Object.keys(groups).filter((name) => !shown.includes(name));
  const same = hidden.length === usual.length && hidden.every((name) => usual.includes(name));
  write({hide: same ? "" : hidden.join(".") || "nothing"});
  for (const [name, layers] of Object.entries(groups)) {
    const visibility = hidden.includes(name) ? "none" : "visible";
    for (const id of layers.filter((layer) => stage.map?.getLayer(layer))) {
      stage.map.setLayoutProperty(id, "visibility", visibility);
    }
  }
  stage.redraw?.();
  return unchanged();
};
