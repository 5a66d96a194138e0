// The language is kept where the server can read it before anything is drawn.
const YEAR = 365 * 24 * 3600;

export const listenForLanguage = () =>
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-language]");
    if (!button) return;
    document.cookie = `lang=${button.dataset.language}; path=/; max-age=${YEAR}; samesite=lax`;
    const url = new URL(location.href);
    url.searchParams.delete("lang");
    location.replace(url);
  });
