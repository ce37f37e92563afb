// The form of an objective: what a choice leads to is asked of the server as soon as it is made. Without this file
// the buttons "Propose the baseline and show the target" and "Propose baselines" do the same.

// One question after the other: an answer takes the place of the element that the next one is about to fill.
let answered = Promise.resolve();

function ask(form, action, target) {
  answered = answered.then(() => send(form, action, `#${target}`)).catch(() => {});
}

// What is typed while the answer is on its way is newer than the answer.
async function send(form, action, selector) {
  const asked = new FormData(form);
  let typed = asked;
  const remember = () => (typed = new FormData(form));
  form.addEventListener("htmx:beforeSwap", remember);
  try {
    await window.htmx.ajax("POST", location.href, {
      source: form,
      target: selector,
      select: selector,
      swap: "outerHTML",
      values: { action },
    });
  } finally {
    form.removeEventListener("htmx:beforeSwap", remember);
  }
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLElement && asked.get(name) !== value) field.value = value;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-objective]");
  if (!form) return;
  const picker = event.target.closest("[data-proposes]");
  if (picker) return ask(form, `propose-${picker.dataset.proposes}`, `kr-${picker.dataset.proposes}`);
  const numbers = event.target.closest("[data-previews]");
  if (numbers) ask(form, "preview", `kr-${numbers.dataset.previews}-preview`);
});
