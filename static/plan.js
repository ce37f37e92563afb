// The plan: entries moved by dragging, by the arrow keys on their handle, and by the buttons without loading the page
// anew. Without this file the buttons do the same.

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

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  const to = { ArrowUp: "up", ArrowDown: "down", Home: "top" }[event.key];
  if (!grip || !to || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  move(grip.closest("[data-entry]"), { to }, "[data-grip]");
});

// Dragging: only from the handle, so that texts can still be selected.
let held = null;
let after = null;

document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest("[data-grip]")?.closest("[data-entry]");
  if (entry) entry.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-plan] [data-entry]")) return;
  held = event.target;
  after = held.nextElementSibling;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.title);
  held.classList.add("is-held");
});

document.addEventListener("dragover", (event) => {
  if (!held || !event.target.closest("[data-plan]")) return;
  event.preventDefault();
  const over = event.target.closest("[data-entry]");
  if (!over || over === held) return;
  const box = over.getBoundingClientRect();
  const below = event.clientY > box.top + box.height / 2;
  over.parentElement.insertBefore(held, below ? over.nextElementSibling : over);
});

document.addEventListener("drop", (event) => {
  if (!held || !event.target.closest("[data-plan]")) return;
  event.preventDefault();
  const next = entries()[entries().indexOf(held) + 1];
  const entry = held;
  after = undefined;
  move(entry, { to: "before", before: next ? next.dataset.entry : "" }, "[data-grip]");
});

// Let go anywhere else, and nothing has moved.
document.addEventListener("dragend", () => {
  if (!held) return;
  held.classList.remove("is-held");
  held.draggable = false;
  if (after !== undefined) document.getElementById("plan").insertBefore(held, after);
  held = after = null;
});
