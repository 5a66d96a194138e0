// The line that says how old the data is, and the banner while something is away. Time is the
// server's, counted on by a clock of the page that nobody can set: one that jumps must not lie.
const SOON = 3000; // milliseconds after which a lost line is worth saying
const UNITS = [["seconds", 1], ["minutes", 60], ["hours", 3600], ["days", 86400]];

const state = {
  server: null, // milliseconds since 1970 when it spoke last
  at: 0, // and what the page's own clock said then
  confirmed: null, // up to when nothing newer was stored
  link: true,
  store: true,
  why: "", // what the server said of it, where it said something
  since: 0, // when the page's clock said that link or store was lost
};

export const serverNow = () => state.server + performance.now() - state.at;

const words = (template, values) =>
  template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

const age = (line, milliseconds) => {
  const seconds = Math.max(Math.floor(milliseconds / 1000), 0);
  const [unit, size] = UNITS.findLast(([, least]) => seconds >= 2 * least) ?? UNITS[0];
  return words(line.dataset[unit], {n: Math.floor(seconds / size)});
};

const clock = (line, moment, now) => {
  const zone = {timeZone: line.dataset.zone, hourCycle: "h23"};
  const day = (when) => new Intl.DateTimeFormat("sv", {timeZone: zone.timeZone}).format(when);
  const time = new Intl.DateTimeFormat("sv", {...zone, timeStyle: "medium"}).format(moment);
  return day(moment) === day(now) ? time : `${day(moment)} ${time}`;
};

const draw = () => {
  const line = document.getElementById("shell-freshness");
  const banner = document.getElementById("shell-banner");
  if (!line || !banner) return;
  const lost = !(state.link && state.store);
  const worth = lost && performance.now() - state.since >= SOON;
  line.classList.toggle("bm-fresh--late", worth);
  if (state.confirmed !== null) {
    const now = serverNow();
    const time = clock(line, state.confirmed, now);
    const kind = !worth ? "live" : state.link ? "away" : "late";
    line.textContent = words(line.dataset[kind], {time, age: age(line, now - state.confirmed)});
  }
  const said = worth ? state.why || banner.dataset[state.link ? "store" : "link"] : "";
  if (banner.textContent !== said) banner.replaceChildren(...(said ? [sentence(said)] : []));
};

const sentence = (said) => {
  const line = document.createElement("div");
  line.className = "bm-banner__line";
  const mark = document.createElement("span");
  mark.className = "bm-icon bm-icon--alert";
  mark.setAttribute("aria-hidden", "true");
  line.append(mark, said);
  return line;
};

export const show = ({link = state.link, store = state.store, why = ""}) => {
  const well = state.link && state.store;
  if (well && !(link && store)) state.since = performance.now();
  Object.assign(state, {link, store, why});
  draw();
};

export const lost = show;

// What the server says of itself: seconds since 1970.
export const confirm = ({now, confirmed, store}) => {
  Object.assign(state, {server: now * 1000, at: performance.now(), confirmed: confirmed * 1000});
  show({link: true, store: store === "ok"});
};

setInterval(draw, 1000);
