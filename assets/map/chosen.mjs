// What the drawer shows is ringed on the map at every zoom, also where customers are gathered
// into bins: a ring of its own, not a style of the tile's mark.
import {write} from "./address.mjs";
import {forgetAsked} from "./asking.mjs";
import {CHOSEN, stage} from "./stage.mjs";

const point = ([lon, lat]) => ({
  type: "FeatureCollection",
  features: [{type: "Feature", properties: {}, geometry: {type: "Point", coordinates: [lon, lat]}}],
});
const UNMASKED = "map-unmasked";
const NOTHING = {type: "FeatureCollection", features: []};

export const show = () => {
  const {map, config, chosen} = stage;
  if (!map || !config) return;
  map.getSource(CHOSEN)?.setData(chosen?.place ? point(chosen.place) : NOTHING);
  for (const [layer, noun] of Object.entries(config.selections)) {
    if (!map.getLayer(layer)) continue;
    map.setFilter(layer, ["==", ["id"], chosen?.noun === noun ? chosen.id : -1]);
  }
};

// What a click has shown is of one card only: it goes before the next one comes, without asking
// the server. Dash would not ask it when a card is closed, as then the buttons are gone as well.
const forget = () => {
  forgetAsked();
  if (document.getElementById(UNMASKED)) {
    window.dash_clientside.set_props(UNMASKED, {children: []});
  }
};

export const choose = (chosen) => {
  const {noun, id} = stage.chosen ?? {};
  if (chosen?.noun !== noun || chosen?.id !== id) forget();
  stage.chosen = chosen;
  write({open: chosen ? `${chosen.noun}.${chosen.id}` : ""});
  show();
};

// "zoom/latitude/longitude", as in the URL. A nearer look is never made a wider one.
export const goto = (at) => {
  const [zoom, lat, lon] = at.split("/").map(Number);
  const {map} = stage;
  if (map) {
    map.easeTo({center: [lon, lat], zoom: Math.max(zoom, map.getZoom()), duration: 500});
  } else {
    write({at});
    stage.redraw?.();
  }
  return [lon, lat];
};
