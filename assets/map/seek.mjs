// Equipment that was picked by its name is brought into view: where it lies nobody can know.
import {stage} from "./stage.mjs";

const EDGE = 90; // pixels around it that the tools and the legend may cover
const NEAREST = 14;
const state = {wanted: false};

const boxOf = (features) => {
  const all = features.flatMap(({geometry}) => geometry.coordinates.flat(Infinity));
  const [x, y] = [0, 1].map((axis) => all.filter((_, n) => n % 2 === axis).sort((a, b) => a - b));
  return [[x[0], y[0]], [x.at(-1), y.at(-1)]];
};

export const seek = () => {
  state.wanted = true;
};

// What can be seen as a whole already is not gone to: the hand may be about to click there.
export const found = (marks) => {
  if (!state.wanted || !stage.map) return;
  const features = marks.filter(({properties}) => properties.what !== "area");
  if (!features.length) return;
  state.wanted = false;
  const box = boxOf(features);
  const view = stage.map.getBounds();
  if (box.every((corner) => view.contains(corner))) return;
  stage.map.fitBounds(box, {padding: EDGE, maxZoom: NEAREST, duration: 400});
};
