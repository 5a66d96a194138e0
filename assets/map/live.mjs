// The one stream of events of the page. What it says is handed on: to the map, which recolours at
// once; and, gathered, to Dash, whose figures and cards ask the server anew.
import {confirm, lost, show} from "./fresh.mjs";
import {announce} from "./gather.mjs";
import {recolour, recolourAll} from "./recolour.mjs";

const ADDRESS = "/api/v1/events";
const SILENT = 12000; // milliseconds without a word, though the server speaks every 5 seconds
const AGAIN = 3000;
const FREED = 200;
const NOUNS = [
  ...["issue", "customer", "outage", "notice", "cell", "station", "parameter"],
  ...["feeder", "source", "section", "switch", "transformer", "relay", "line"],
];

// Counted by the page's own clock, which does not jump when somebody sets the computer's.
const state = {source: null, heard: 0, version: null, judged: null, retry: null};

const known = (version, judged) => {
  if (version != null) state.version = Math.max(state.version ?? 0, version);
  if (judged != null) state.judged = judged;
};

const heard = (link = true) => {
  state.heard = performance.now();
  if (link) show({link: true});
};

const listeners = {
  hello: (data) => {
    // A page that could not be made while the store was away is made now.
    if (document.querySelector("[data-retry]")) return location.reload();
    confirm(data);
    // Time alone may have changed what the map shows; that has no number to come back with.
    if (state.judged !== null && state.judged !== data.judged) recolourAll();
    known(state.version ?? data.version, data.judged);
    if (state.version < data.version) return; // what was missed follows
    announce({store: data.store === "ok", version: data.version, judged: data.judged});
  },
  tick: (data) => {
    confirm(data);
    announce({store: data.store === "ok"});
  },
  map: (data) => {
    known(data.version, data.judged);
    recolour(data);
    announce({version: state.version, judged: data.judged});
  },
  reload: (data) => {
    if (data.page) return location.reload();
    known(data.version);
    recolourAll();
    announce({version: state.version});
  },
  signedout: () => {
    state.source?.close();
    location.reload();
  },
};

// Which of them changed matters to nobody here: what is shown is asked for anew as a whole.
const changed = (data) => {
  known(data.version);
  announce({version: state.version});
};

const address = () => (state.version === null ? ADDRESS : `${ADDRESS}?since=${state.version}`);

// A browser gives up for ever when it is answered with an error; we never do. What the error
// was, only an ordinary request can tell.
const comeBack = (wait = AGAIN) => {
  if (state.retry !== null) return;
  state.retry = setTimeout(async () => {
    state.retry = null;
    const stop = new AbortController();
    let next = AGAIN;
    try {
      const answer = await fetch(address(), {cache: "no-store", signal: stop.signal});
      if (answer.status === 401) return location.reload();
      if (answer.ok) return openSoon();
      next = await refused(answer);
    } catch {
      lost({link: false});
    } finally {
      stop.abort();
    }
    comeBack(next);
  }, wait * (0.7 + 0.6 * Math.random()));
};

// Where the server has no place for us it says so, in the reader's language, and when to ask again.
const refused = async (answer) => {
  const {type = "", detail = ""} = await answer.json().catch(() => ({}));
  const crowded = type.startsWith("urn:battlemap:live.");
  const away = answer.status === 503 && !crowded;
  if (away) announce({store: false});
  lost(away ? {link: true, store: false} : {link: false, why: crowded ? detail : ""});
  return crowded ? 1000 * (Number(answer.headers.get("Retry-After")) || 0) || AGAIN : AGAIN;
};

// The question itself held a place: it is given back first.
const openSoon = () => {
  state.retry = setTimeout(() => {
    state.retry = null;
    open();
  }, FREED);
};

const open = () => {
  state.source?.close();
  const source = (state.source = new EventSource(address()));
  heard(false);
  const on = (name, act) =>
    source.addEventListener(name, (event) => {
      if (source !== state.source) return;
      heard();
      act(JSON.parse(event.data));
    });
  for (const [name, act] of Object.entries(listeners)) on(name, act);
  for (const noun of NOUNS) on(noun, changed);
  source.onerror = () => {
    if (source !== state.source) return;
    lost({link: false});
    if (source.readyState === EventSource.CLOSED) comeBack();
  };
};

// A line that was cut without a word is noticed by its silence.
const watch = () => {
  if (state.retry === null && performance.now() - state.heard > SILENT) {
    lost({link: false});
    state.source?.close();
    comeBack();
    heard(false);
  }
};

export const listen = (line) => {
  const {version, judged} = line.dataset;
  if (version) known(Number(version), Number(judged));
  open();
  setInterval(watch, 1000);
};
