// Sends the chosen file as it is, piece by piece from the disk: a 500 MB export must not pass
// through a page as base64. Any element with data-upload is a place to drop a file; its words
// come from Python as data attributes, because only the browser knows how far a file is.
import {tell} from "./wire.mjs";

const TARGET = "imports-uploaded";
const state = {request: null, zone: null};

const word = (zone, name, share = "") => (zone.dataset[name] ?? "").replace("{share}", share);

const show = (zone, {sending = false, line = "", problem = "", share = 0}) => {
  zone.classList.toggle("bm-drop--sending", sending);
  zone.querySelector(".bm-drop__bar i").style.width = `${share}%`;
  zone.querySelector(".bm-drop__word").textContent = line;
  zone.querySelector(".bm-drop__problem").textContent = problem;
};

const answered = (zone, request) => {
  let body = {};
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // An answer that is no JSON came from something between us and the server.
  }
  if (request.status === 201) tell(TARGET, {token: body.token});
  else show(zone, {problem: body.detail ?? word(zone, "failed")});
};

const send = (zone, file) => {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({name: file.name, lang: zone.dataset.lang});
  request.open("POST", `/api/v1/uploads?${query}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = ({loaded, total}) => {
    const share = Math.floor((100 * loaded) / Math.max(total, 1));
    const line = word(zone, share < 100 ? "sending" : "checking", share);
    show(zone, {sending: true, line, share});
  };
  request.onerror = () => show(zone, {problem: word(zone, "failed")});
  request.onabort = () => show(zone, {});
  request.onload = () => zone.isConnected && answered(zone, request);
  request.onloadend = () => (state.request = null);
  Object.assign(state, {request, zone});
  show(zone, {sending: true, line: word(zone, "sending", 0)});
  request.send(file);
};

const take = (zone, files) => {
  if (state.request && state.zone.isConnected) return;
  state.request?.abort();
  if (!files?.length) return;
  if (files.length > 1) show(zone, {problem: word(zone, "several")});
  else if (files[0].size > zone.dataset.most) show(zone, {problem: word(zone, "large")});
  else send(zone, files[0]);
};

const choose = (zone) => {
  const input = document.createElement("input");
  input.type = "file";
  input.addEventListener("change", () => take(zone, input.files));
  input.click();
};

const zoneOf = (event) => event.target.closest?.("[data-upload]");

export const listenForUploads = () => {
  document.addEventListener("click", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    if (event.target.closest("[data-upload-choose]")) choose(zone);
    if (event.target.closest("[data-upload-stop]")) state.request?.abort();
  });
  // A file dropped beside the zone would otherwise replace the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      const zone = zoneOf(event);
      document.querySelectorAll("[data-upload]").forEach((other) =>
        other.classList.toggle("bm-drop--over", other === zone && name === "dragover"),
      );
      if (zone && name === "drop") take(zone, event.dataTransfer.files);
    });
  }
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("bm-drop--over");
  });
};
