/** Before anything is drawn: the theme that the reader has chosen, if any. */
const theme = ((): string | null => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
})();
if (theme === "dark" || theme === "light") document.documentElement.dataset["theme"] = theme;

export {};
