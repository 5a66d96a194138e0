// When the session is over the server answers 401 in the reader's words: a page that asks for
// anything says so above everything else, with the way to sign in and back.
(() => {
  const ask = window.fetch;

  const say = ({detail, signin, signin_label: label}) => {
    if (!signin || document.querySelector(".bm-over")) return;
    const line = document.createElement("div");
    line.className = "bm-over bm-banner__line";
    line.setAttribute("role", "alert");
    const here = encodeURIComponent(location.pathname + location.search);
    const link = Object.assign(document.createElement("a"), {href: `${signin}?next=${here}`});
    link.textContent = label;
    line.append(detail, link);
    document.body.append(line);
  };

  // Dash stumbles over a refused callback: it reads the body twice, which a body does not allow,
  // and notes an error for each output. What there is to say has been said: nothing changes.
  const CALLBACK = "/_dash-update-component";
  const unchanged = () => new Response(null, {status: 204});

  window.fetch = async (...given) => {
    const answer = await ask(...given);
    const {origin, pathname} = new URL(answer.url || location.href);
    if (answer.status !== 401 || origin !== location.origin) return answer;
    answer.clone().json().then(say, () => {});
    return pathname === CALLBACK ? unchanged() : answer;
  };
})();
