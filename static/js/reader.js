// What the browser knows about its reader: colour mode and time zone. The server reads both as cookies.

const root = document.documentElement;
const YEAR = 60 * 60 * 24 * 365;

function keep(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

function kept(name) {
  return document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1];
}

function present() {
  return root.dataset.bsTheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const theme = present() === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  keep("theme", theme);
});

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// The server reads times in Toronto until it is told otherwise.
if (zone && zone !== (kept("zone") ?? "America/Toronto")) keep("zone", zone);
