// What tables do in the browser. Values come from a bureau's files: React sets them as text, and
// nothing here makes markup of them.
(() => {
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const acts = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  const say = (...given) => window.React.createElement(...given);
  const NARROW = 640; // pixels, as in 4-pages.css

  const visit = (href, api) => {
    keep(api);
    clientside.set_props("shell-url", {href});
  };

  // Whoever comes back from a card finds the list where it was left: the row at its top is kept
  // for as long as the tab is open, for each list by its address.
  const place = () => `list ${location.pathname}${location.search}`;
  const keep = (api) => {
    const row = Math.floor(api.getVerticalPixelRange().top / api.getSizesForCurrentTheme().rowHeight);
    sessionStorage.setItem(place(), row);
  };
  const returned = new WeakSet();
  // A table that has no rows yet stands at its top, which says nothing of where it was left.
  acts.keepPlace = ({api}) => {
    if (returned.has(api) && location.pathname === "/list") keep(api);
  };
  acts.findPlace = ({api}) => {
    const row = Number(sessionStorage.getItem(place()) ?? 0);
    if (returned.has(api) || api.getDisplayedRowCount() <= 1) return;
    returned.add(api);
    if (0 < row && row < api.getDisplayedRowCount()) api.ensureIndexVisible(row, "top");
  };
  const elsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0;

  const led = (event, href, api) => {
    if (elsewhere(event)) return;
    event.preventDefault();
    visit(href, api);
  };

  // A true link, so that it can be copied and opened in another tab.
  cells.RowLink = ({data, value, api}) => {
    if (!data) return null;
    const onClick = (event) => led(event, data.href, api);
    return say("a", {href: data.href, className: "bm-link", onClick}, value || data.href);
  };

  // A click anywhere else in a row, or Enter on any of its cells, follows the row's link.
  acts.followRow = ({data, event, api}) => {
    if (!data || !event || event.target.closest("a") || window.getSelection().toString()) return;
    if (elsewhere(event)) window.open(data.href, "_blank", "noopener");
    else visit(data.href, api);
  };
  acts.followRowByKey = ({data, event, api}) => {
    if (data && event?.key === "Enter") visit(data.href, api);
  };
  // What Enter does to a row that opens something beside the table instead of leading elsewhere.
  acts.clickByKey = ({node, column, value, event}, setGridProps) => {
    if (event?.key !== "Enter") return;
    const clicked = {value, colId: column.getColId(), rowIndex: node.rowIndex, rowId: node.id};
    setGridProps({cellClicked: {...clicked, timestamp: Date.now()}});
  };

  // A row as a card, where there is no room for columns. What stands where is told by Python.
  cells.RowCard = ({data, drawn, api}) => {
    if (!data) return null;
    const onClick = (event) => led(event, data.href, api);
    const part = (name, words, tag = "span") => say(tag, {key: name, className: name}, words);
    const title = drawn.title.find((field) => data[field]) ?? "";
    const marks = drawn.marks.filter((field) => data[field]);
    const under = drawn.under.filter((field) => field !== title && data[field]);
    return say("div", {className: "bm-row-card"}, [
      say("a", {key: "title", href: data.href, className: "bm-row-card__title", onClick}, data[title] || data.href),
      part("bm-row-card__aside" + (data.late ? " bm-late" : ""), data[drawn.aside]),
      part("bm-row-card__marks", marks.map((field) => marked(field, data))),
      part("bm-row-card__under", under.map((field) => data[field]).join(" · ")),
    ]);
  };
  const marked = (field, data) => {
    const code = data[`${field}_code`];
    const life = field === "sensitivity" && data.life ? " bm-mark--life" : "";
    const name = code == null ? "bm-row-card__word" : `bm-mark bm-mark--${field}-${code}${life}`;
    return say("span", {key: field, className: name}, say("span", null, data[field]));
  };

  // A phone has no room for columns: there one column is the whole row.
  // Asked again whenever rows arrive, as the first size of a grid may be told too early to be heard.
  const fitted = new WeakMap();
  acts.fitColumns = ({api}) => {
    const narrow = window.innerWidth <= NARROW;
    if (fitted.get(api) === narrow) return;
    fitted.set(api, narrow);
    const state = api.getColumns().map((column) => {
      const {context, width, flex} = column.getColDef();
      return {colId: column.getColId(), hide: context.phone !== narrow, width, flex: flex ?? null};
    });
    api.applyColumnState({state});
  };

  // Other filters mean other rows from the top; newer data means the rows in view anew.
  const follow = (listed, health, known) => {
    const now = {...listed, version: health?.version ?? listed.version};
    const moved = now.href !== known.href;
    if (!moved && now.version === known.version) return clientside.no_update;
    if (now.grid === known.grid) {
      window.dash_ag_grid
        .getApiAsync(now.grid)
        .then((grid) => (moved ? grid.purgeInfiniteCache() : grid.refreshInfiniteCache()));
    }
    return now;
  };
  clientside.tables = {follow};
})();
