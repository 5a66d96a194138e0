// The one module that Dash loads. What to draw, in which colours and words, comes from Python;
// here is only what must run in the browser. What Dash calls is handed to 0-wait.js, which has
// kept its place until now.
import {bench, listenForBench, marked, pointed} from "./map/bench.mjs";
import {dressed} from "./map/charts.mjs";
import {listenForEnter} from "./map/enter.mjs";
import {listenForLanguage} from "./map/language.mjs";
import {listenForAreas} from "./map/areafile.mjs";
import {listen} from "./map/live.mjs";
import {listenForOffers, offered} from "./map/offers.mjs";
import {listenForOpens} from "./map/opens.mjs";
import {boot, refilter, relayer} from "./map/map.mjs";
import {listenForUploads} from "./map/upload.mjs";
import {element} from "./map/wire.mjs";

listenForAreas();
listenForBench();
listenForEnter();
listenForLanguage();
listenForOffers();
listenForOpens();
listenForUploads();
element("shell-freshness").then(listen);
window.dispatchEvent(
  new CustomEvent("battlemap-ready", {detail: {bench, boot, dressed, marked, offered, pointed, refilter, relayer}}),
);
