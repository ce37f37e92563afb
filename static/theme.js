// Light, dark or as the system has it. Loaded in the head without `defer`, so that the first paint is right.
(() => {
  const KEY = "theme";
  const read = () => {
    try {
      return localStorage.getItem(KEY) || "system";
    } catch {
      return "system";
    }
  };
  const apply = (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply(read());
  const mark = () =>
    document.querySelectorAll("[data-set-theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === read()));
      button.closest(".theme").hidden = false;
    });
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-set-theme]");
    if (!button) return;
    try {
      localStorage.setItem(KEY, button.dataset.setTheme);
    } catch {
      // without storage the choice holds for this page
    }
    apply(button.dataset.setTheme);
    mark();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    apply(read());
    mark();
  });
})();
