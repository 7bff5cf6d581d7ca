/** The theme: that of the machine, until the reader chooses another. */

/** Changes from light to dark, or back, and remembers it. */
export function toggleTheme(): void {
  const root = document.documentElement;
  const isDark =
    root.dataset["theme"] === "dark" ||
    (root.dataset["theme"] === undefined && matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = isDark ? "light" : "dark";
  root.dataset["theme"] = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Without storage it holds until the page is closed.
  }
}
