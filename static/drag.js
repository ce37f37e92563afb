// Lists put in order by the handles of their items, by dragging or with the arrow keys:
// <ol data-sorts><li data-sorted><button data-grip>. What was wanted is told by an event from the item: "okrflow:dropped",
// with the item that it was dropped in front of (null: none), or "okrflow:stepped" with "up", "down" or "top".

const tell = (item, name, detail) =>
  item.dispatchEvent(new CustomEvent(`okrflow:${name}`, { bubbles: true, detail }));
const itemsOf = (list) => [...list.querySelectorAll("[data-sorted]")];

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  const to = { ArrowUp: "up", ArrowDown: "down", Home: "top" }[event.key];
  if (!grip || !to || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  tell(grip.closest("[data-sorted]"), "stepped", to);
});

// Dragging: only from the handle, so that texts can still be selected.
let held = null;
let list = null;
let after = null;

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-grip]")?.closest("[data-sorted]");
  if (item) item.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-sorts] [data-sorted]")) return;
  held = event.target;
  list = held.closest("[data-sorts]");
  after = held.nextElementSibling;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.title || "");
  held.classList.add("is-held");
});

document.addEventListener("dragover", (event) => {
  if (!held || event.target.closest("[data-sorts]") !== list) return;
  event.preventDefault();
  const over = event.target.closest("[data-sorted]");
  if (!over || over === held) return;
  const box = over.getBoundingClientRect();
  const below = event.clientY > box.top + box.height / 2;
  over.parentElement.insertBefore(held, below ? over.nextElementSibling : over);
});

document.addEventListener("drop", (event) => {
  if (!held || event.target.closest("[data-sorts]") !== list) return;
  event.preventDefault();
  after = undefined;
  const items = itemsOf(list);
  tell(held, "dropped", items[items.indexOf(held) + 1] ?? null);
});

// Let go anywhere else, and nothing has moved.
document.addEventListener("dragend", () => {
  if (!held) return;
  held.classList.remove("is-held");
  held.draggable = false;
  if (after !== undefined) list.insertBefore(held, after);
  held = list = after = null;
});
