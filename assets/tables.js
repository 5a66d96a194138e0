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
  const returned = new WeakMap();
  // A table that has no rows yet stands at its top, which says nothing of where it was left. That
  // it was scrolled is told late: by then the address may be that of the list that comes next.
  acts.keepPlace = ({api}) => {
    if (returned.get(api) === place()) keep(api);
  };
  acts.findPlace = ({api}) => {
    const row = Number(sessionStorage.getItem(place()) ?? 0);
    if (returned.has(api) || api.getDisplayedRowCount() <= 1) return;
    returned.set(api, place());
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
      data.href
        ? say("a", {key: "title", href: data.href, className: "bm-row-card__title", onClick}, data[title] || data.href)
        : part("bm-row-card__title", data[title]),
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
    const columns = api.getColumns(); // none in a table that is being taken away
    if (!columns || fitted.get(api) === narrow) return;
    fitted.set(api, narrow);
    const state = columns.filter((column) => column.getColDef().context).map((column) => {
      const {context, width, flex} = column.getColDef();
      return {colId: column.getColId(), hide: context.phone !== narrow, width, flex: flex ?? null};
    });
    api.applyColumnState({state});
  };

  // Rows must not move away under the reader's hand: a list in which somebody has scrolled, or
  // over which the pointer rests, keeps its rows, each as it is now, and a line says that others
  // belong there. A list at rest at its top follows by itself.
  const NEWS = "list-news";
  const inHand = (grid, api) => {
    const body = document.getElementById(grid);
    const scrolled = api.getVerticalPixelRange().top > 0;
    return scrolled || Boolean(body?.matches(":hover") || body?.contains(document.activeElement));
  };
  const inView = (api) => {
    const nodes = (api.getRenderedNodes() ?? []).filter((node) => node.data);
    nodes.sort((one, other) => one.rowIndex - other.rowIndex);
    return {first: nodes[0]?.rowIndex ?? 0, hrefs: nodes.map((node) => node.data.href)};
  };
  const offer = (moved) => {
    const line = document.getElementById(NEWS);
    if (!line) return;
    line.parentElement.hidden = !moved;
    line.textContent = line.dataset.words.replace("{n}", moved);
  };
  const refresh = (api) => {
    offer(0);
    api.refreshInfiniteCache();
  };
  let listed = null;
  document.addEventListener("click", (event) => {
    if (event.target.id !== NEWS || !listed) return;
    window.dash_ag_grid.getApiAsync(listed).then(refresh);
  });

  // Other filters mean other rows from the top; newer data means the rows in view anew.
  const follow = (shown, health, known) => {
    const now = {
      ...shown,
      version: Math.max(health?.version ?? 0, shown.version),
      judged: health?.judged ?? null,
    };
    listed = now.grid;
    const moved = now.href !== known.href;
    if (!moved && now.version === known.version && now.judged === known.judged) {
      return clientside.no_update;
    }
    if (moved) offer(0);
    if (now.grid === known.grid) {
      window.dash_ag_grid.getApiAsync(now.grid).then((api) => {
        if (moved) api.purgeInfiniteCache();
        else if (!inHand(now.grid, api)) refresh(api);
        else {
          const data = {...inView(api), grid: now.grid, version: now.version, judged: now.judged};
          clientside.set_props("list-in-view", {data});
        }
      });
    }
    return now;
  };
  const settle = (answer) => {
    if (answer?.grid === listed) {
      window.dash_ag_grid.getApiAsync(answer.grid).then((api) => {
        for (const row of answer.rows) api.getRowNode(row.href)?.setData(row);
        offer(answer.moved);
      });
    }
    return clientside.no_update;
  };
  clientside.tables = {follow, settle};
})();
