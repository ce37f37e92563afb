// The form of an objective: what a choice leads to is asked of the server as soon as it is made. Without this file
// the buttons "Propose the baseline and show the target" and "Propose baselines" do the same.

function ask(form, action, target) {
  const selector = `#${target}`;
  window.htmx.ajax("POST", location.href, {
    source: form,
    target: selector,
    select: selector,
    swap: "outerHTML",
    values: { action },
  });
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-objective]");
  if (!form) return;
  const picker = event.target.closest("[data-proposes]");
  if (picker) return ask(form, `propose-${picker.dataset.proposes}`, `kr-${picker.dataset.proposes}`);
  const numbers = event.target.closest("[data-previews]");
  if (numbers) ask(form, "preview", `kr-${numbers.dataset.previews}-preview`);
});
