// The plan: entries moved by their handle (drag.js), and by the buttons without loading the page anew. Without this file the buttons do the same.

const entries = () => [...document.querySelectorAll("[data-plan] [data-entry]")];
const form = (entry) => entry.querySelector("[data-move]");

// Ask the server, take over its list, and put the focus where it was.
async function move(entry, values, focus) {
  const action = form(entry).getAttribute("action");
  await window.htmx.ajax("POST", action, {
    source: form(entry),
    target: "#plan",
    select: "#plan",
    swap: "outerHTML",
    values,
  });
  const moved = document.querySelector(`[data-entry="${entry.dataset.entry}"]`);
  if (!moved) return;
  const target = moved.querySelector(focus);
  (target && !target.disabled ? target : moved.querySelector("[data-grip]")).focus();
  const place = entries().indexOf(moved) + 1;
  const words = `“${entry.dataset.title}” is now number ${place} of ${entries().length}.`;
  document.dispatchEvent(new CustomEvent("okrflow:say", { detail: words }));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-move]") || !event.submitter) return;
  event.preventDefault();
  const to = event.submitter.value;
  move(event.target.closest("[data-entry]"), { to }, `[data-move] [value="${to}"]`);
}, true);

document.addEventListener("okrflow:stepped", (event) => move(event.target, { to: event.detail }, "[data-grip]"));

document.addEventListener("okrflow:dropped", (event) => {
  move(event.target, { to: "before", before: event.detail?.dataset.entry ?? "" }, "[data-grip]");
});
