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

  window.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.status === 401 && new URL(answer.url).origin === location.origin) {
      answer.clone().json().then(say, () => {});
    }
    return answer;
  };
})();
