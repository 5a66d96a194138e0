// What the list of an outage does in the browser: a row under the pointer rings its customer on
// the map, and what is ticked is told to Python as ids, for the list itself stays on the server.
(() => {
  const PATIENCE = 1500; // milliseconds, after which what follows the rows waits no longer
  const acts = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  const ring = (place, near = false) =>
    window.dispatchEvent(new CustomEvent("battlemap-ring", {detail: {place, near}}));

  acts.ringRow = ({data}) => data && ring(data.place);
  acts.unringRow = () => ring(null);
  acts.goToRow = ({data, event, column}) => {
    if (!data || (event?.key && event.key !== "Enter")) return;
    if (!event?.key && column?.getColId?.().startsWith("ag-Grid")) return; // its tick box
    ring(data.place, true);
  };

  // Names in the three lists point at the map as rows do.
  const placeOf = (event) => event.target.closest?.("[data-ring]")?.dataset.ring.split(",").map(Number);
  document.addEventListener("mouseover", (event) => {
    const place = placeOf(event);
    if (place) ring(place);
  });
  document.addEventListener("click", (event) => {
    const place = placeOf(event);
    if (place) ring(place, true);
  });

  // Which button was pressed, for the store of its kind: the page names kinds and stores.
  const pressedId = (element) => {
    const id = element?.closest("button[id]")?.id ?? "";
    return id.startsWith("{") ? JSON.parse(id) : id;
  };
  document.addEventListener("click", (event) => {
    const {presses} = event.target.closest?.("[data-presses]")?.dataset ?? {};
    const button = presses && pressedId(event.target);
    if (!button) return;
    const [store] = Object.entries(JSON.parse(presses)).find(([, kinds]) => kinds.includes(button.type ?? button)) ?? [];
    if (store) clientside.set_props(store, {data: {button, at: Date.now()}});
  });

  // The counts: bars that narrow the list. Pressed again, one lets it go.
  const state = {chosen: {}};
  const make = (tag, className, more = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), {className, ...more});
    element.append(...children);
    return element;
  };
  const bar = (facet) => ({value, words, n, share}) => {
    const fill = make("i", "bm-bar__fill");
    fill.style.width = `${share}%`;
    const word = make("span", "bm-bar__word", {title: words, textContent: words});
    const button = make("button", "bm-bar", {type: "button"}, word, make("b", "", {textContent: n}), fill);
    Object.assign(button.dataset, {facet, value});
    button.setAttribute("aria-pressed", String(state.chosen[facet] === value));
    return button;
  };
  const band = ({facet, title, bars}) => {
    const none = make("p", "bm-empty", {textContent: "–"});
    const body = make("div", "", {}, ...(bars.length ? bars.map(bar(facet)) : [none]));
    return make("section", "bm-bars", {}, make("h3", "", {textContent: title}), body);
  };
  const bands = ({same, facets}) => [
    ...(same ? [make("p", "bm-facets__same", {textContent: same})] : []),
    make("div", "bm-bars-row", {}, ...facets.map(band)),
  ];
  const find = (bars, {facet, value}) =>
    [...bars.querySelectorAll(".bm-bar")].find(({dataset}) => dataset.facet === facet && dataset.value === value);
  document.addEventListener("click", (event) => {
    const {facet, value} = event.target.closest?.(".bm-bar[data-facet]")?.dataset ?? {};
    if (facet === undefined) return;
    const {[facet]: now, ...others} = state.chosen;
    // Kept at once: the next click may come before the counts have.
    state.chosen = now === value ? others : {...others, [facet]: value};
    clientside.set_props("outage-chosen", {data: state.chosen});
  });

  // Until the first rows stand in the table: all its blocks have come, none of its rows waits for
  // its words any more, and a picture was made of that.
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const loaded = (api) => Object.values(api.getCacheBlockState() ?? {}).every(({pageStatus}) => pageStatus === "loaded");
  const rowsIn = async (grid) => {
    const api = await window.dash_ag_grid.getApiAsync(grid);
    const late = performance.now() + PATIENCE;
    const table = document.getElementById(grid);
    const waits = () => table?.offsetParent && (!loaded(api) || table.querySelector(".bm-row--waits"));
    do await frame();
    while (waits() && performance.now() < late);
    await frame();
    window.dispatchEvent(new CustomEvent("battlemap-rows"));
  };

  const words = (box, n) => (box?.dataset.words ?? "").replace("{n}", n);
  clientside.outages = {
    // Other choices mean other rows from the top; other data means the rows in view anew.
    follow: (health, base, drawn, parts, chosen, grid, was) => {
      const known = {chosen: JSON.stringify(chosen), data: JSON.stringify([health?.version, base, drawn, parts])};
      if (was && known.chosen === was.chosen && known.data === was.data) return clientside.no_update;
      if (was) {
        window.dash_ag_grid.getApiAsync(grid).then((api) => {
          if (known.chosen === was.chosen) api.refreshInfiniteCache();
          else api.purgeInfiniteCache();
        });
      }
      return known;
    },
    // The three lists are long: they are asked for while somebody looks at them.
    compares: (judged, tab) => (judged && tab === "compare" ? judged : clientside.no_update),
    // What comes after the rows is told when they can be seen.
    seen: (told, grid) => rowsIn(grid).then(() => told),
    tallied: (tally, box) => {
      const bars = document.getElementById(box);
      if (!tally || !bars) return clientside.no_update;
      const held = document.activeElement?.closest?.(".bm-bar")?.dataset;
      state.chosen = tally.chosen;
      bars.replaceChildren(...bands(tally));
      if (held) find(bars, held)?.focus({preventScroll: true});
      return clientside.no_update;
    },
    picked: (rows) => {
      const box = document.getElementById("outage-picked-bar");
      return words(box, (rows ?? []).length);
    },
  };
})();
