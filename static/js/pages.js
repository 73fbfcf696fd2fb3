// Small things every page does better with a script. All of it works without.

const narrow = matchMedia("(max-width: 991.98px)");

// Filters and palettes are open on wide screens and start closed on narrow ones.
function fold(within) {
  if (!narrow.matches) return;
  for (const details of within.querySelectorAll("details[data-wide-open]")) details.open = false;
}

// The summary of what went wrong takes focus, and the title says so.
function tell(within) {
  const summary = within.querySelector(".error-summary");
  const title = document.title.replace(/^Error: /, "");
  document.title = summary ? `Error: ${title}` : title;
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
}

fold(document);
// What the page opens at is in sight, whatever folded above it meanwhile.
document.querySelector("[autofocus]:focus")?.scrollIntoView({ block: "nearest", behavior: "instant" });
if (document.querySelector(".error-summary")) tell(document);

document.addEventListener("htmx:afterSettle", (event) => {
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.textContent = "";
  fold(event.detail.elt);
  if (event.detail.requestConfig?.verb !== "get") tell(document);
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    // What asks by itself asks again; nobody typed anything that was lost.
    if (event.target.closest?.("[data-quiet]")) return;
    const trouble = document.getElementById("trouble");
    if (trouble) trouble.textContent = trouble.dataset.message;
  });
}

// A rail too wide for a phone starts with the current place in its middle.
const rail = document.querySelector(".rail");
const here = rail?.querySelector("[aria-current]")?.getBoundingClientRect();
if (here) rail.scrollLeft += here.left + here.width / 2 - rail.clientWidth / 2;

const OPEN = "details.menu[open], details.person[open], details.pick[open]";

// A menu closes when the reader leaves it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(OPEN)) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
