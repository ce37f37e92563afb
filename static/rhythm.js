// The weekly check-in by keyboard: N and P go to the next and the previous key result while the focus is in the form,
// with Alt where letters are typed. Without this file Tab does the same, more slowly.

const form = document.querySelector("form[data-weekly]");
const FIELD = "input:not([type=hidden]), select, textarea";
const STEPS = { n: 1, p: -1 };

form?.addEventListener("keydown", (event) => {
  // With Alt some keyboards write another letter than the one on the key.
  const step = STEPS[event.altKey ? event.code.slice(-1).toLowerCase() : event.key];
  if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.matches("textarea") && !event.altKey) return;
  event.preventDefault();
  go(event.target.closest(".weekly-row"), step);
});

function go(from, step) {
  const rows = [...form.querySelectorAll(".weekly-row")];
  const onwards = step > 0 ? rows.slice(rows.indexOf(from) + 1) : rows.slice(0, rows.indexOf(from)).reverse();
  const field = onwards.find((row) => row.querySelector(FIELD))?.querySelector(FIELD);
  field?.focus();
  field?.closest(".weekly-row").scrollIntoView({ block: "nearest" });
}

// A saved key result says so; the focus goes on to the next one, as the button that had it is gone.
form?.addEventListener("htmx:load", (event) => {
  const row = event.detail.elt;
  if (!row.matches(".weekly-row")) return;
  const wrong = row.querySelector("[aria-invalid=true]");
  if (wrong) return wrong.focus();
  const said = row.querySelector(".saved");
  if (said) document.dispatchEvent(new CustomEvent("okrflow:say", { detail: said.textContent }));
  go(row, 1);
});
