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
    follow: (known, was) => {
      if (!known || JSON.stringify(known) === JSON.stringify(was)) return clientside.no_update;
      if (was) {
        window.dash_ag_grid.getApiAsync(known.grid).then((api) => {
          if (JSON.stringify(known.chosen) === JSON.stringify(was.chosen)) api.refreshInfiniteCache();
          else api.purgeInfiniteCache();
        });
      }
      return known;
    },
    picked: (rows) => {
      const box = document.getElementById("outage-picked-bar");
      return words(box, (rows ?? []).length);
    },
  };
})();
