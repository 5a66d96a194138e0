// Without a graphics card a picture of the map takes a tenth of a second and more of processor
// time, and whatever else the page has to show waits for it. While somebody draws, the map then
// pauses after a picture for as long as that took, and once a drawing is finished until the rows
// of its list can be seen: the hand has stopped, and the outline already stands there.
const SLOW = 50; // milliseconds of a picture; a graphics card takes a few
const ASKING = 8;
const PATIENCE = 1500; // milliseconds that rows are waited for
const state = {free: 0, slow: false, measuring: false, wake: () => {}};

// A picture is made after it was asked for, and elsewhere: a fence tells when it is finished.
const measure = (gl, done) => {
  const begun = performance.now();
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const ask = () => {
    const finished = gl.isContextLost() || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!finished) return setTimeout(ask, ASKING);
    gl.deleteSync(fence);
    done(performance.now() - begun);
  };
  setTimeout(ask, ASKING);
};

// `busy` tells whether somebody draws.
export const pace = (map, busy) => {
  const paint = map.triggerRepaint.bind(map);
  let waiting = null;
  const again = () => {
    waiting = null;
    map.triggerRepaint();
  };
  map.triggerRepaint = () => {
    const left = state.free - performance.now();
    if (left <= 0) return paint();
    waiting ??= setTimeout(again, left);
  };
  state.wake = () => {
    clearTimeout(waiting);
    state.free = 0;
    again();
  };
  map.on("render", () => {
    const gl = map.getCanvas().getContext("webgl2");
    if (state.measuring || !gl) return;
    state.measuring = true;
    measure(gl, (took) => {
      Object.assign(state, {measuring: false, slow: took > SLOW});
      if (state.slow && busy()) state.free = Math.max(state.free, performance.now() + took);
    });
  });
};

export const numbersFirst = () => {
  if (!state.slow) return;
  state.free = performance.now() + PATIENCE;
  addEventListener("battlemap-rows", () => state.wake(), {once: true});
};
