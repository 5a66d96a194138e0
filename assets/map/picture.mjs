// Where the browser cannot draw maps, a picture drawn by the server shows the same view.
import {theme} from "./looks.mjs";
import {stage} from "./stage.mjs";
import {tell} from "./wire.mjs";

const draw = () => {
  const {host, config} = stage;
  const {width, height} = host.getBoundingClientRect();
  const query = new URLSearchParams(location.search);
  query.set("w", Math.round(width));
  query.set("h", Math.round(height));
  query.set("theme", theme());
  const image = new Image();
  image.alt = config.pictureAlt;
  image.className = "bm-picture";
  image.src = `/map.png?${query}`;
  host.replaceChildren(image);
};

export const drawInstead = () => {
  stage.redraw = draw;
  draw();
  addEventListener("resize", draw);
  tell(stage.config.failed, true);
};
