// Enter in a field that finds takes the first answer: a feeder that has tripped is named without
// the mouse. Only an answer to what stands in the field now; not the Enter that ends an input
// method's word.
export const listenForEnter = () =>
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input[data-finds]");
    if (!field || event.key !== "Enter" || event.isComposing) return;
    const asked = document.querySelector(`#${field.dataset.finds} [data-asked]`);
    if (asked?.dataset.asked === field.value.trim()) asked.querySelector("button.bm-hit")?.click();
  });
