// What every page does beyond plain HTML. Everything works without it.

// Instants are shown in the reader's time zone from the second page on.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.split("; ").includes(`zone=${zone}`)) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

// htmx sends the token that Django wants with every change; the cookie is out of reach of scripts.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  const own = new URL(event.detail.path, location.href).origin === location.origin;
  if (token && own && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

// A form that destroys something asks first: <form data-confirm="Remove Ben from Northwind?">
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form that is sent is not sent twice, and what the page shows is not asked for anew while it is being left: the form
// may be deleting it.
let leaving = false;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "1";
  leaving = true;
});
document.addEventListener("htmx:beforeRequest", (event) => leaving && event.preventDefault());
window.addEventListener("pageshow", () => {
  leaving = false;
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Slash goes to the search box; Escape closes an open menu.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A select that applies itself: <select data-submits>; its button, marked data-without-script, is then not needed.
document.querySelectorAll("[data-without-script]").forEach((element) => (element.hidden = true));
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// Where there is no room for all of it, a picture over time opens at its newest end, and the row of tabs at the current.
function openAtTheEnd() {
  document.querySelectorAll(".chart-picture:not([data-from-start]), .river-scroll").forEach((picture) => {
    picture.scrollLeft = picture.scrollWidth;
  });
}
openAtTheEnd();
document.addEventListener("htmx:afterSettle", openAtTheEnd);
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

// A value to copy: <button data-copy="text" hidden>
document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  say(button.dataset.copied || "Copied");
});

// Words for the polite live region that every page has; other modules dispatch "okrflow:say" with the text as detail.
function say(text) {
  const region = document.getElementById("status");
  if (region) region.textContent = text;
}
document.addEventListener("okrflow:say", (event) => say(event.detail));

// A suggestion from another field until the reader types one: <input data-slug-of="id_name">
document.querySelectorAll("[data-slug-of]").forEach((slug) => {
  const from = document.getElementById(slug.dataset.slugOf);
  if (!from || slug.value) return;
  let own = false;
  slug.addEventListener("input", () => (own = slug.value !== ""));
  from.addEventListener("input", () => {
    if (!own) slug.value = slugged(from.value);
  });
});

function slugged(text) {
  const plain = text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).replace(/-$/, "");
}

// A time zone field without a value takes the browser's: <select data-browser-zone>
document.querySelectorAll("[data-browser-zone]").forEach((field) => {
  if (!field.value || field.value === "UTC") field.value = zone || "UTC";
  if (!field.value) field.value = "UTC";
});

// A message can be put away.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) button.closest(".message").remove();
});
document.querySelectorAll("[data-dismiss]").forEach((button) => (button.hidden = false));

// A file dropped anywhere on its zone is chosen: <label class="dropzone"><input type=file></label>
document.querySelectorAll(".dropzone").forEach((area) => {
  const input = area.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    area.classList.toggle("is-over", on);
  };
  area.addEventListener("dragover", over(true));
  area.addEventListener("dragleave", over(false));
  area.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

// "2 minutes ago" stays true on a page that was stored or left open: <time datetime="…" data-ago>
const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
  ["week", 604800],
  ["month", 2629800],
  ["year", 31557600],
];
const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
function age(element) {
  const seconds = (new Date(element.dateTime) - Date.now()) / 1000;
  if (Math.abs(seconds) < 60) return (element.textContent = "just now");
  const [unit, length] = STEPS.filter(([, size]) => Math.abs(seconds) >= size).pop();
  element.textContent = words.format(Math.trunc(seconds / length), unit);
}
const ages = () => document.querySelectorAll("time[data-ago]").forEach(age);
ages();
setInterval(ages, 60_000);
document.addEventListener("htmx:afterSettle", ages);

// What is copied with one click: <button data-copies="/o/northwind/k/POL-KR-12/" hidden>. The browser may refuse it.
document.querySelectorAll("[data-copies]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copies, location.href).href);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "meta";
    said.textContent = "Copied";
    button.after(said);
    setTimeout(() => said.remove(), 2000);
  });
});

// What was just done can be undone for ten seconds; not while somebody is about to press the button.
document.querySelectorAll("[data-undo]").forEach((form) => {
  const go = () => (form.contains(document.activeElement) ? setTimeout(go, 2000) : form.remove());
  setTimeout(go, 10_000);
});

// What is asked for again and again may be deleted meanwhile: then it is said once, and asked no more.
document.addEventListener("htmx:responseError", (event) => {
  const asking = event.detail.elt;
  if (event.detail.xhr.status !== 404 || !asking.getAttribute("hx-trigger")?.startsWith("every")) return;
  const gone = document.createElement("p");
  gone.className = "callout warn";
  gone.setAttribute("role", "alert");
  gone.textContent = "This is not there any more: somebody deleted it, or you may not see it now. Reload the page or go back to the list.";
  asking.replaceWith(gone);
});
