// What the list of an outage does in the browser: a row under the pointer rings its customer on
// the map, and what is ticked is told to Python as ids, for the list itself stays on the server.
(() => {
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
    // What is chosen once a bar was pressed: again on the same one lets it go. Bars that are only
    // drawn anew were not pressed.
    chosen: (_, before) => {
      const {triggered, triggered_id: pressed} = clientside.callback_context;
      if (!pressed?.facet || !triggered[0]?.value) return clientside.no_update;
      const {[pressed.facet]: now, ...others} = before ?? {};
      return now === pressed.value ? others : {...others, [pressed.facet]: pressed.value};
    },
    picked: (rows) => {
      const box = document.getElementById("outage-picked-bar");
      return words(box, (rows ?? []).length);
    },
  };
})();
