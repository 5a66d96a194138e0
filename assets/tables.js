// What tables do in the browser. Values come from a bureau's files: React sets them as text, and
// nothing here makes markup of them.
(() => {
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const acts = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  const NARROW = 640; // pixels, as in 4-pages.css

  const visit = (href) => clientside.set_props("shell-url", {href});
  const elsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0;

  // A true link, so that it can be copied and opened in another tab.
  cells.RowLink = ({data, value}) => {
    if (!data) return null;
    const onClick = (event) => {
      if (elsewhere(event)) return;
      event.preventDefault();
      visit(data.href);
    };
    const words = value || data.href;
    return window.React.createElement("a", {href: data.href, className: "bm-link", onClick}, words);
  };

  // A click anywhere else in a row, or Enter on any of its cells, follows the row's link.
  acts.followRow = ({data, event}) => {
    if (!data || !event || event.target.closest("a") || window.getSelection().toString()) return;
    if (elsewhere(event)) window.open(data.href, "_blank", "noopener");
    else visit(data.href);
  };
  acts.followRowByKey = ({data, event}) => {
    if (data && event?.key === "Enter") visit(data.href);
  };
  // What Enter does to a row that opens something beside the table instead of leading elsewhere.
  acts.clickByKey = ({node, column, value, event}, setGridProps) => {
    if (event?.key !== "Enter") return;
    const clicked = {value, colId: column.getColId(), rowIndex: node.rowIndex, rowId: node.id};
    setGridProps({cellClicked: {...clicked, timestamp: Date.now()}});
  };

  // A phone has no room for every column: each says by itself how wide it is there.
  // Asked again whenever rows arrive, as the first size of a grid may be told too early to be heard.
  const fitted = new WeakMap();
  acts.fitColumns = ({api}) => {
    const narrow = window.innerWidth <= NARROW;
    if (fitted.get(api) === narrow) return;
    fitted.set(api, narrow);
    const state = api.getColumns().map((column) => {
      const {context, width, flex} = column.getColDef();
      const hide = narrow ? !context.phone : context.only;
      return {colId: column.getColId(), hide, width: narrow ? context.phone : width, flex: flex ?? null};
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
