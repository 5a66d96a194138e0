// The two directions between the browser and Python: stores out, nothing back.
export const unchanged = () => window.dash_clientside.no_update;

export const tell = (store, data) => {
  if (document.getElementById(store) || window.dash_clientside.set_props) {
    window.dash_clientside.set_props(store, {data});
  }
};

// Dash renders after this module is loaded: wait for an element instead of guessing a delay.
export const element = (id) =>
  new Promise((resolve) => {
    const found = document.getElementById(id);
    if (found) return resolve(found);
    const watch = new MutationObserver(() => {
      const late = document.getElementById(id);
      if (late) {
        watch.disconnect();
        resolve(late);
      }
    });
    watch.observe(document.documentElement, {childList: true, subtree: true});
  });
