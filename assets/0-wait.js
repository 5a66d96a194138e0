// Dash calls its clientside functions as soon as it has drawn the page; the map's script is a
// module and may arrive later. Until it has, these stand in its place and wait for it.
(() => {
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const arrived = new Promise((resolve) => {
    window.addEventListener("battlemap-ready", (event) => resolve(event.detail), {once: true});
  });
  const later = (name) => async (...given) => (await arrived)[name](...given);
  dash.battlemap = Object.fromEntries(
    ["bench", "boot", "dressed", "marked", "offered", "pointed", "refilter", "relayer"].map((name) => [name, later(name)]),
  );
})();
