// Names while one types an @ in a comment. Without this file the names stand in the hint, and are typed in full.

const PAUSE_MS = 120;
const START = /(?<![\p{L}\p{N}_.@])@((?:[\p{L}\p{N}_.'’-]+ ?){0,3})$/u;

class Mentions {
  constructor(box) {
    this.box = box;
    this.list = document.createElement("ul");
    this.list.id = `${box.id}-people`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "People");
    this.list.hidden = true;
    box.after(this.list);
    this.place = 0; // of the option that Enter takes
    this.settled = -1; // the @ whose name was chosen or waved away
    this.asking = new AbortController();
    box.addEventListener("input", () => this.typed());
    box.addEventListener("keydown", (event) => this.pressed(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.pointed(event));
  }

  // What is typed of a name up to the caret, and where its @ stands; null if the caret is behind no such start.
  begun() {
    const { selectionStart: caret, selectionEnd, value } = this.box;
    const found = caret === selectionEnd ? START.exec(value.slice(0, caret)) : null;
    return found && { at: found.index, words: found[1] };
  }

  typed() {
    clearTimeout(this.waiting);
    this.asking.abort();
    const begun = this.begun();
    if (!begun) this.settled = -1;
    if (!begun || begun.at === this.settled) return this.close();
    this.waiting = setTimeout(() => this.ask(begun.words), PAUSE_MS);
  }

  async ask(words) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const answer = await fetch(`${this.box.dataset.mentions}&q=${encodeURIComponent(words)}`, { signal });
      if (answer.ok) this.show((await answer.json()).results);
    } catch (trouble) {
      this.close(); // names can be typed without this list
    }
  }

  show(people) {
    if (!people.length || document.activeElement !== this.box) return this.close();
    const opens = this.list.hidden;
    this.list.replaceChildren(...people.map(({ name }, place) => this.option(name, place)));
    this.list.hidden = false;
    const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(state)) this.box.setAttribute(name, value);
    this.move(0);
    if (opens) this.say(`People you can mention: ${people.length}. Arrow keys choose, Enter takes, Escape closes.`);
  }

  option(name, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    return option;
  }

  say(words) {
    document.dispatchEvent(new CustomEvent("okrflow:say", { detail: words }));
  }

  close() {
    clearTimeout(this.waiting);
    this.asking.abort();
    if (this.list.hidden) return;
    this.list.hidden = true;
    for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant"]) {
      this.box.removeAttribute(name);
    }
  }

  move(to) {
    const options = [...this.list.children];
    this.place = (to + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", place === this.place));
    this.box.setAttribute("aria-activedescendant", options[this.place].id);
    options[this.place].scrollIntoView({ block: "nearest" });
  }

  take(option) {
    const begun = this.begun();
    this.close();
    if (!begun) return;
    this.settled = begun.at;
    this.box.setRangeText(`@${option.textContent} `, begun.at, this.box.selectionStart, "end");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  pressed(event) {
    if (this.list.hidden || event.isComposing) return;
    const does = {
      ArrowDown: () => this.move(this.place + 1),
      ArrowUp: () => this.move(this.place - 1),
      Enter: () => this.take(this.list.children[this.place]),
      Tab: () => this.take(this.list.children[this.place]),
      Escape: () => {
        this.settled = this.begun()?.at ?? -1;
        this.close();
      },
    }[event.key];
    if (!does || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  }

  // The press and not the click, which would come after the box has lost the focus.
  pointed(event) {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) this.take(option);
  }
}

for (const box of document.querySelectorAll("textarea[data-mentions]")) new Mentions(box);
