// A file with an area is sent as it is; what the server read of it goes into the drawing, and
// what was mended, left out or refused is said in its words. The templates come from Python.
import {offer} from "./offers.mjs";

const DECIMALS = 1e7; // a centimetre; the drawing takes nine decimals at most

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (all, name) => facts[name] ?? all);
const rounded = (ring) => ring.map((corner) => corner.slice(0, 2).map((n) => Math.round(n * DECIMALS) / DECIMALS));

const ringsOf = ({coordinates}) => ({
  areas: coordinates.map(([outer]) => rounded(outer)),
  holes: coordinates.flatMap(([, ...holes]) => holes.map(rounded)),
});

const line = (words, look = "") =>
  Object.assign(document.createElement("p"), {textContent: words, className: look});

const tell = (box, ...lines) => box.querySelector("[data-area-said]").replaceChildren(...lines);
const refuse = (box, words, ...more) => tell(box, line(words, "bm-setting__refused"), ...more);

// A system that the choice knows is called as there: its code says nothing to a reader.
const named = (box, system) =>
  [...box.querySelectorAll("[data-area-system] option")].find(({value}) => value === system)?.textContent ?? system;

const read = (box, found) => {
  const drawn = offer(ringsOf(found.area));
  const {file, polygons} = found;
  const n = new Intl.NumberFormat(box.dataset.lang).format(found.count);
  const lines = [line(fill(box.dataset.done, {n, file, polygons, system: named(box, found.system)}), "bm-setting__done")];
  if (!drawn) lines.unshift(line(box.dataset.notDrawn, "bm-setting__refused"));
  for (const one of found.mended) lines.push(line(fill(box.dataset.mended, one)));
  for (const one of found.left_out) lines.push(line(fill(box.dataset.leftOut, one)));
  tell(box, ...lines);
};

const button = (words, act) => {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "bm-take",
    textContent: words,
  });
  made.addEventListener("click", act);
  return made;
};

// A refusal can be a question: is so large an area meant, which of the layers, in which system?
// The file is still at hand, so the answer sends it again.
const answers = (box, file, more, {type, choices}) => {
  if (type?.endsWith("outage.area.asks")) {
    return [button(box.dataset.sure, () => send(box, file, {...more, sure: true}))];
  }
  if (choices) {
    const words = (layer) => fill(box.dataset.layer, {layer});
    return choices.map((layer) => button(words(layer), () => send(box, file, {...more, layer})));
  }
  return [button(box.dataset.again, () => send(box, file, more))];
};

const systemOf = (box) => {
  const chosen = box.querySelector("[data-area-system]").value;
  if (chosen !== "epsg") return chosen;
  return `EPSG:${box.querySelector(".bm-input__epsg input").value.trim()}`;
};

const send = async (box, file, more = {}) => {
  tell(box, line(fill(box.dataset.sending, {file: file.name})));
  const crs = systemOf(box);
  const query = new URLSearchParams({name: file.name, lang: box.dataset.lang, ...more, ...(crs && {crs})});
  try {
    const answer = await fetch(`/api/v1/areas/file?${query}`, {
      method: "POST",
      body: file,
      headers: {"Content-Type": "application/octet-stream"},
    });
    const found = await answer.json();
    if (answer.ok) read(box, found);
    else refuse(box, found.detail ?? box.dataset.failed, ...answers(box, file, more, found));
  } catch (error) {
    // The line is down, or something between us and the server answered: nothing was read.
    console.warn("area file", error);
    refuse(box, box.dataset.failed);
  }
};

const take = (box, files) => {
  if (files.length > 1) refuse(box, box.dataset.several);
  else if (files.length) send(box, files[0]);
};

export const listenForAreas = () => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-area-choose]");
    if (!button) return;
    const input = Object.assign(document.createElement("input"), {
      type: "file",
      accept: button.dataset.areaChoose,
    });
    input.addEventListener("change", () => take(button.closest("[data-area]"), input.files));
    input.click();
  });
  document.addEventListener("drop", (event) => {
    const box = event.target.closest?.("[data-area]");
    if (box && event.dataTransfer?.files.length) take(box, event.dataTransfer.files);
  });
};
