// Whoever is about to say why they look at something is not interrupted by a change: a card that
// is drawn anew closes what was open in it and forgets what was typed, so both are given back.
const PANEL = "map-panel";
const OFFER = ".bm-show";
const FRAMES = 600; // about ten seconds: a busy machine takes long to draw a card

// By the id of an offer's field, which names the card and the part: what was typed so far.
const asked = new Map();
let typing = "";

const fieldOf = (offer) => offer.querySelector("input");

const note = ({target}) => {
  const field = target.matches?.(OFFER) ? fieldOf(target) : target;
  const offer = target.closest?.(OFFER);
  if (!offer || !field?.id || !offer.isConnected) return;
  if (offer.open) asked.set(field.id, field.value ?? "");
  else asked.delete(field.id);
};

const giveBack = () => {
  for (const offer of document.querySelectorAll(`#${PANEL} ${OFFER}:not([open])`)) {
    const field = fieldOf(offer);
    if (!field || !asked.has(field.id)) continue;
    offer.open = true;
    const words = asked.get(field.id);
    if (words) window.dash_clientside.set_props(JSON.parse(field.id), {value: words});
  }
  returnFocus(FRAMES);
};

// Chromium refuses the focus, and says nothing, to what was opened a moment ago and has not been
// drawn yet: asked again with each frame, for as long as nobody has gone elsewhere.
const returnFocus = (frames) => {
  const field = typing && document.getElementById(typing);
  if (!field || document.activeElement !== document.body) return;
  field.focus({preventScroll: true});
  if (document.activeElement !== field && frames) requestAnimationFrame(() => returnFocus(frames - 1));
};

// A field that is taken away loses the focus before it goes, and one that is hidden while the new
// card waits for its chart loses it without going: neither was left by whoever types. Whether it
// went shows a moment later; whether it was hidden only now, for by then it may be shown again.
const lost = ({target}) => {
  if (!target.checkVisibility()) return;
  setTimeout(() => {
    const here = target.isConnected && document.activeElement !== target;
    if (here && target.id === typing) typing = "";
  });
};

export const forgetAsked = () => asked.clear();

export const watchAsked = () => {
  const panel = document.getElementById(PANEL);
  if (!panel) return;
  panel.addEventListener("toggle", note, true);
  panel.addEventListener("input", note);
  panel.addEventListener("focusin", ({target}) => (typing = target.id));
  panel.addEventListener("focusout", lost);
  // A card is put in hidden and shown once its chart is there; only what is shown takes the focus.
  const changes = {childList: true, subtree: true, attributeFilter: ["style"]};
  new MutationObserver(giveBack).observe(panel, changes);
};
