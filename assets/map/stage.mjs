// What the modules of the map share: the one map of the page and what Python said of it.
export const SOURCE = "bureau";
export const CHOSEN = "chosen";
export const stage = {
  map: null,
  config: null,
  host: null,
  tiles: "", // the address of the tiles with the filters of the moment
  chosen: null,
  leaving: null, // called before the style is replaced by another one,
  dressed: null, // and when that one is there
  redraw: null, // draws the picture anew where there is no map
};

// Read by browser tests, which count "idle" events instead of waiting for a time.
export const probe = (window.battlemap = {map: null, idle: 0, told: 0, failed: null});
