// Without a graphics card a picture of the map takes a tenth of a second and more of processor
// time, and whatever else the page has to show waits for it. While somebody draws, the map then
// pauses after a picture for as long as that took, and once a drawing is finished until its
// numbers have had time to come: the hand has stopped, and the outline already stands there.
const SLOW = 50; // milliseconds of a picture; a graphics card takes a few
const NUMBERS_FIRST = 400;
const state = {free: 0, slow: false};

// `busy` tells whether somebody draws.
export const pace = (map, busy) => {
  const paint = map.triggerRepaint.bind(map);
  let waiting = null;
  const later = () => {
    waiting = null;
    map.triggerRepaint();
  };
  map.triggerRepaint = () => {
    const left = state.free - performance.now();
    if (left <= 0) paint();
    else waiting ??= setTimeout(later, left);
  };
  map.on("render", () => {
    if (!busy()) return;
    const begun = performance.now();
    requestAnimationFrame(() => {
      const took = performance.now() - begun;
      state.slow = took > SLOW;
      if (state.slow) state.free = Math.max(state.free, begun + 2 * took);
    });
  });
};

export const numbersFirst = () => {
  if (state.slow) state.free = performance.now() + NUMBERS_FIRST;
};
