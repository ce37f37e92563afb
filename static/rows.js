// Key results that are added, doubled, moved or removed by buttons: the server puts them, and the focus goes with the one
// that it was about. Without this file the page is loaded anew.

const at = (place, part) => document.getElementById(`kr-${place}-${part}`);
const title = (place) => document.getElementById(`id_kr-${place}-title`);

// Where the focus goes, and what is said, by what was pressed: its place before, and how many there are after.
const AFTER = {
  add: (_, count) => [title(count - 1), `Key result ${count} is added.`],
  duplicate: (place) => [title(place + 1), `Key result ${place + 2} is a copy of ${place + 1}.`],
  remove: (place, count) => [title(Math.min(place, count - 1)) ?? document.getElementById("kr-add"), `Key result ${place + 1} is removed.`],
  up: (place, count) => [at(place - 1, "up") ?? at(place - 1, "grip"), `It is now number ${place} of ${count}.`],
  down: (place, count) => [at(place + 1, "down") ?? at(place + 1, "grip"), `It is now number ${place + 2} of ${count}.`],
};

document.addEventListener("htmx:afterSettle", (event) => {
  const pressed = event.detail.requestConfig?.elt;
  if (!pressed?.matches("button[name=action]")) return;
  const [verb, place] = pressed.value.split("-");
  const [target, words] = AFTER[verb]?.(Number(place), document.querySelectorAll(".kr-row").length) ?? [];
  if (!target) return;
  target.focus();
  document.dispatchEvent(new CustomEvent("okrflow:say", { detail: words }));
});
