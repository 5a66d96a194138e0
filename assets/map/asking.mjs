// Whoever is about to say why they look at something is not interrupted by a change: a card that
// is drawn anew closes what was open in it and forgets what was typed, so both are given back.
const PANEL = "map-panel";
const OFFER = ".bm-show";

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
    if (typing === field.id) field.focus({preventScroll: true});
  }
};

const left = (field) => {
  if (document.activeElement !== field) typing = "";
};

export const forgetAsked = () => asked.clear();

export const watchAsked = () => {
  const panel = document.getElementById(PANEL);
  if (!panel) return;
  panel.addEventListener("toggle", note, true);
  panel.addEventListener("input", note);
  panel.addEventListener("focusin", ({target}) => (typing = target.id));
  // A field that is taken away loses the focus before it goes: asked a moment later it is gone.
  panel.addEventListener("focusout", ({target}) =>
    setTimeout(() => target.isConnected && target.id === typing && left(target)),
  );
  new MutationObserver(giveBack).observe(panel, {childList: true, subtree: true});
};
