// Lists of objectives: ranked by their handles (drag.js), and by the buttons without loading the page anew.
// Without this file the buttons do the same.

const formOf = (item) => item.querySelector("[data-rank]");

// Ask the server, take over the list of this owner and cycle, and put the focus where it was.
async function move(item, values, focus) {
  const list = item.closest("[data-sorts]").id;
  await window.htmx.ajax("POST", formOf(item).getAttribute("action"), {
    source: formOf(item),
    target: `#${list}`,
    select: `#${list}`,
    swap: "outerHTML",
    values,
  });
  const items = [...document.querySelectorAll(`#${list} [data-sorted]`)];
  const moved = items.find((each) => each.dataset.sorted === item.dataset.sorted);
  if (!moved) return;
  const target = moved.querySelector(focus);
  (target && !target.disabled ? target : moved.querySelector("[data-grip]")).focus();
  const words = `“${moved.dataset.title}” is now number ${items.indexOf(moved) + 1} of ${items.length}.`;
  document.dispatchEvent(new CustomEvent("okrflow:say", { detail: words }));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-rank]") || !event.submitter) return;
  event.preventDefault();
  const to = event.submitter.value;
  move(event.target.closest("[data-sorted]"), { to }, `[data-rank] [value="${to}"]`);
}, true);

document.addEventListener("okrflow:stepped", (event) => move(event.target, { to: event.detail }, "[data-grip]"));

document.addEventListener("okrflow:dropped", (event) => {
  move(event.target, { to: "before", before: event.detail?.dataset.sorted ?? "" }, "[data-grip]");
});
