// Enter in a field that finds takes the first answer: a feeder that has tripped is named without
// the mouse. Only an answer to what stands in the field now; not the Enter that ends an input
// method's word.
export const listenForEnter = () =>
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input[data-finds]");
    if (!field || event.key !== "Enter" || event.isComposing) return;
    const asked = document.querySelector(`#${field.dataset.finds} [data-asked]`);
    if (asked?.dataset.asked !== field.value.trim()) return;
    asked.querySelector("button.bm-hit")?.click();
    // Where several are taken, the next name follows.
    if (field.dataset.clears !== undefined) window.dash_clientside.set_props(field.id, {value: ""});
  });
