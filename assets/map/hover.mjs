// Tips under the pointer and what a click means. Names come from a bureau's files, so a tip is
// set as text, never as markup.
import {Popup} from "../vendor/maplibre-gl.mjs";

const REACH = 4; // pixels around the pointer: a mark of 6 px must be easy to hit

// `opened` is told what was clicked; `idle` says whether the pointer is free, and not drawing.
export const attach = (map, config, {opened, idle = () => true}) => {
  const tip = new Popup({closeButton: false, closeOnClick: false, offset: 10, className: "bm-tip"});
  let under = null;

  const topmost = ({x, y}) =>
    map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], {
      layers: config.pick.filter((id) => map.getLayer(id)),
    })[0];

  const mark = (feature, hover) => {
    const {source, sourceLayer, id} = feature;
    if (id !== undefined) map.setFeatureState({source, sourceLayer, id}, {hover});
  };

  const leave = () => {
    if (under) mark(under, false);
    under = null;
    tip.remove();
    map.getCanvas().style.cursor = "";
  };

  map.on("mousemove", (event) => {
    const found = idle() ? topmost(event.point) : undefined;
    if (!found) return leave();
    if (!under || under.id !== found.id || under.layer.id !== found.layer.id) {
      leave();
      under = found;
      mark(found, true);
      map.getCanvas().style.cursor = "pointer";
      tip.setDOMContent(lines(found, config));
    }
    tip.setLngLat(event.lngLat).addTo(map);
  });
  map.on("mouseout", leave);
  map.on("click", (event) => {
    const found = idle() ? topmost(event.point) : undefined;
    if (!found) return;
    const noun = config.nouns[found.layer.id];
    const {type, coordinates} = found.geometry;
    const place = type === "Point" ? coordinates : null;
    if (noun) opened({noun, id: found.properties.id, place, feature: found});
    else map.easeTo({center: event.lngLat, zoom: map.getZoom() + 2});
  });
};

// A tip is a list of templates; a template is shown when all of its properties are there.
// `{urgency}` is looked up in the words that Python handed over for that property.
const lines = (feature, config) => {
  const box = document.createElement("div");
  const known = {...feature.properties, ...feature.state}; // what was told after its tile came
  for (const template of config.tips[feature.layer.id] ?? []) {
    const text = template.replace(/\{(\w+)\}/g, (_, name) => {
      const value = known[name];
      return config.words[name]?.[value] ?? value ?? "";
    });
    if (!text.trim()) continue;
    const line = document.createElement("div");
    line.textContent = text;
    box.append(line);
  }
  return box;
};
