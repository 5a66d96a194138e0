// The URL is the state of the map: each part is owned by one kind of act, and written without
// a reload so that a link taken at any moment reproduces the view.
const parts = {path: "/", at: "", hide: "", open: "", filters: ""};

export const adopt = (initial) => Object.assign(parts, initial);

export const write = (changed) => {
  Object.assign(parts, changed);
  if (location.pathname !== parts.path) return; // the reader has gone to another screen
  const kept = new URLSearchParams(location.search);
  const own = ["at", "hide", "open"].filter((k) => parts[k]).map((k) => `${k}=${parts[k]}`);
  if (kept.get("lang")) own.push(`lang=${kept.get("lang")}`);
  if (parts.filters) own.push(parts.filters);
  const query = own.join("&");
  history.replaceState(history.state, "", location.pathname + (query ? `?${query}` : ""));
};

export const place = (map) => {
  const {lng, lat} = map.getCenter();
  return `${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
};
