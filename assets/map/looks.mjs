// Night and day are two looks of the same data; the page's colour scheme decides.
import {picture} from "./marks.mjs";
import {SOURCE, stage} from "./stage.mjs";
import {tell} from "./wire.mjs";

export const theme = () =>
  document.documentElement.dataset.mantineColorScheme === "dark" ? "dark" : "light";

// The worker that fetches tiles has no base address.
export const absolute = (path) => (path.startsWith("/") ? location.origin + path : path);

export const look = () => {
  const {style} = structuredClone(stage.config.looks[theme()]);
  style.sources[SOURCE].tiles = [stage.tiles];
  return style;
};

// A mark is drawn when the style first asks for it, in the colours of the hour.
export const drawMarks = (map) =>
  map.setMissingStyleImageResolver(async (name) => {
    const svg = stage.config.looks[theme()].marks[name];
    if (!svg) return;
    const {pixels, density} = await picture(svg);
    if (!map.hasImage(name)) map.addImage(name, pixels, {pixelRatio: density});
  });

// The style is replaced; what is looked at, filtered, hidden and chosen stays.
const restyle = (after) => {
  const {map} = stage;
  const hidden = map
    .getStyle()
    .layers.filter((layer) => layer.layout?.visibility === "none")
    .map((layer) => layer.id);
  const style = look();
  for (const layer of style.layers) {
    const visibility = hidden.includes(layer.id) ? "none" : "visible";
    layer.layout = {...layer.layout, visibility};
  }
  stage.leaving?.();
  map.setStyle(style, {diff: false});
  map.once("style.load", after);
};

export const followTheme = (after) => {
  let shown = theme();
  new MutationObserver(() => {
    if (theme() === shown) return;
    shown = theme();
    tell("shell-theme", shown);
    if (!stage.config) return;
    if (stage.map) restyle(after);
    else stage.redraw?.();
  }).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-mantine-color-scheme"],
  });
};
