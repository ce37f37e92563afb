// The form of an objective: what a choice leads to is asked of the server as soon as it is made. Without this file
// the buttons "Propose the baseline and show the target" and "Propose baselines" do the same, and the buttons of the key
// results load the page anew. The form of a proposal has these buttons, too.

// One question after the other: an answer takes the place of the element that the next one is about to fill.
let answered = Promise.resolve();

function next(question) {
  answered = answered.then(question).catch(() => {});
}

const ask = (form, action, target) => next(() => send(form, action, `#${target}`));

const post = (form, action, selector) =>
  window.htmx.ajax("POST", location.href, {
    source: form,
    target: selector,
    select: selector,
    swap: "outerHTML",
    values: { action },
  });

// What is typed while the answer is on its way is newer than the answer.
async function send(form, action, selector) {
  const asked = new FormData(form);
  let typed = asked;
  const remember = () => (typed = new FormData(form));
  form.addEventListener("htmx:beforeSwap", remember);
  try {
    await post(form, action, selector);
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
  if (event.target.matches("#id_title, #id_why")) return ask(form, "preview", "two-streams");
  const numbers = event.target.closest("[data-previews]");
  if (numbers) ask(form, "preview", `kr-${numbers.dataset.previews}-preview`);
});

// Key results that are added, doubled, moved or removed: the server puts them, and the focus goes with the one that it was
// about. Until it has answered nobody types into those that the answer takes the place of, or presses their buttons.
function put(button, action) {
  const { form } = button;
  const rows = document.getElementById("key-results");
  if (rows.ariaBusy) return;
  hold(rows, true);
  next(async () => {
    hold(rows, true); // what was asked before may have brought new fields
    await post(form, action, "#key-results").catch(() => {});
    hold(rows, false);
    const [focus, words] = rows.isConnected ? [button, NOT_PUT] : settled(action);
    if (status && rows.isConnected) status.textContent = words;
    focus.focus();
    document.dispatchEvent(new CustomEvent("okrflow:say", { detail: words }));
  });
}

// The focus stays on the button that was pressed.
function hold(rows, busy) {
  rows.ariaBusy = busy || null;
  for (const part of rows.querySelectorAll(".field, [data-pick]")) part.inert = busy;
}

const NOT_PUT = "Not done: the server did not answer. Your text is still here; try again.";
const at = (place, part) => document.getElementById(`kr-${place}-${part}`);
const title = (place) => document.getElementById(`id_kr-${place}-title`);

// Where the focus goes, and what is said, by what was done: its place before, how many there are after, and where it went.
const AFTER = {
  add: (_, count) => [title(count - 1), `Key result ${count} is added.`],
  duplicate: (place) => [title(place + 1), `Key result ${place + 2} is a copy of ${place + 1}.`],
  remove: (place, count) => [title(Math.min(place, count - 1)) ?? document.getElementById("kr-add"), `Key result ${place + 1} is removed.`],
  up: (place, count) => [at(place - 1, "up") ?? at(place - 1, "grip"), `It is now number ${place} of ${count}.`],
  down: (place, count) => [at(place + 1, "down") ?? at(place + 1, "grip"), `It is now number ${place + 2} of ${count}.`],
  move: (_, count, to) => [at(to, "grip"), `It is now number ${to + 1} of ${count}.`],
  propose: () => [document.getElementById("kr-propose"), "Today’s values are filled in."],
};

function settled(action) {
  const [verb, place, to] = action.split("-");
  return AFTER[verb](Number(place), document.querySelectorAll(".kr-row").length, Number(to));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-puts]");
  if (!button) return;
  event.preventDefault();
  put(button, button.value);
});

function arrange(item, to) {
  const count = item.parentElement.querySelectorAll("[data-sorted]").length;
  const place = Math.max(0, Math.min(count - 1, to));
  put(item.querySelector("[data-grip]"), `move-${item.dataset.sorted}-${place}`);
}

document.addEventListener("okrflow:stepped", (event) => {
  const from = Number(event.target.dataset.sorted);
  arrange(event.target, { up: from - 1, down: from + 1, top: 0 }[event.detail]);
});
document.addEventListener("okrflow:dropped", (event) => {
  const items = [...event.target.parentElement.querySelectorAll("[data-sorted]")];
  arrange(event.target, items.indexOf(event.target));
});

// What is typed is kept 1.5 s after a pause, or when the page is left; two windows of the same person never overwrite
// each other: the version that was kept last has to be named.
const PAUSE_MS = 1500;
const form = document.querySelector("form[data-draft-url]");
const status = document.getElementById("draft-status");
const conflict = document.getElementById("draft-conflict");
let waiting = null;
let sent = false;
let newer = null;
let leaving = new AbortController();
let kept = Promise.resolve();

function later() {
  if (sent || !conflict.hidden) return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE_MS);
}

function keep(options = {}) {
  clearTimeout(waiting);
  waiting = null;
  kept = kept.then(() => write(options)).catch(() => sent || (status.textContent = "Not kept: the server can’t be reached. Your text is still here."));
}

async function write({ keepalive = false } = {}) {
  if (sent) return;
  const signal = leaving.signal;
  const version = form.dataset.draftVersion;
  const body = new URLSearchParams(new FormData(form));
  body.delete("csrfmiddlewaretoken");
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "X-CSRFToken": token, ...(version ? { "If-Match": `"${version}"` } : { "If-None-Match": "*" }) };
  const answer = await fetch(form.dataset.draftUrl, { method: "PATCH", headers, body, keepalive, signal });
  if (answer.ok) {
    form.dataset.draftVersion = (await answer.json()).version;
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    status.textContent = `Kept at ${time}. Nobody reads it as published before you save.`;
  } else if (answer.status === 412) {
    newer = (await answer.json()).version;
    conflict.hidden = false;
  } else if (answer.status === 410) {
    status.textContent = (await answer.json()).detail;
  } else {
    status.textContent = "Not kept: save it, or copy your text before you leave this page.";
  }
}

if (form) {
  form.after(conflict);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("htmx:afterSettle", (event) => event.detail.target?.id === "key-results" && later());
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(waiting);
    waiting = null;
    leaving.abort();
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    leaving = new AbortController();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) keep({ keepalive: true });
  });
  conflict.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-draft]")?.dataset.draft;
    if (choice === "theirs") location.assign(form.getAttribute("action"));
    if (choice !== "mine") return;
    form.dataset.draftVersion = newer ?? "";
    conflict.hidden = true;
    keep();
  });
}

// The picker: a dialog over the form; what is picked there is chosen in the row's own field.
const picker = document.getElementById("picker");
const search = document.getElementById("picker-search");
let row = null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-pick]");
  if (opener) {
    row = opener.dataset.pick;
    search.value = "";
    picker.showModal();
    search.focus();
    window.htmx.trigger(search, "picked-open");
  }
  const choice = event.target.closest("[data-choice]");
  if (choice) pick(choice.dataset.choice, choice.dataset.stage);
});

function pick(choice, stage) {
  const field = (name) => document.getElementById(`id_kr-${row}-${name}`);
  const from = row;
  field("metric").value = choice;
  if (stage) field("stage").value = stage;
  picker.close();
  field("metric").dispatchEvent(new Event("change", { bubbles: true }));
  answered.then(() => document.querySelector(`[data-pick="${from}"]`)?.focus());
}

picker?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const choices = [search, ...picker.querySelectorAll("[data-choice]")];
  const next = choices.indexOf(document.activeElement) + step;
  choices[Math.max(0, Math.min(choices.length - 1, next))].focus();
});
