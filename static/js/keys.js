// Single keys for people who work here all day. An element opts in with data-key="x".
//   /       whatever carries data-key="/" (the search field)
//   j k     next and previous [data-row]
//   Ctrl ↵  the form's [data-advance] button, else its submit button; the only key that acts while typing
//   F2      a new call at the phone desk, from every page of the staff
//   ?       the list of keys
// People who use speech or tremor-prone hands switch single keys off in that list (WCAG 2.1.4).

const YEAR = 60 * 60 * 24 * 365;
const help = document.getElementById("keys-help");

const off = () => /(?:^|; )keys=off/.test(document.cookie);

function typing(target) {
  if (target.isContentEditable) return true;
  if (!/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return !/^(radio|checkbox|button|submit)$/.test(target.type);
}

function act(element) {
  element.focus();
  if (!element.matches("input:not([type=radio], [type=checkbox]), textarea, select")) element.click();
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  if (!row) return;
  const target = row.matches("a, button, input, [tabindex]") ? row : row.querySelector("a, button, input");
  (target || row).focus();
}

function advance(target) {
  const form = target.closest("form") || document.querySelector("form[data-save]");
  if (!form) return;
  form.requestSubmit(form.querySelector("[data-advance]") || undefined);
}

function label(element) {
  const own = element.labels?.[0] || element;
  const copy = own.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return element.getAttribute("aria-label") || copy.textContent.trim();
}

function row(key, words) {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  const cap = document.createElement("kbd");
  cap.textContent = key;
  term.append(cap);
  meaning.textContent = words;
  line.append(term, meaning);
  return line;
}

function list() {
  const rows = [...document.querySelectorAll("[data-key], [data-scoped]")].map((e) => row(e.dataset.key || e.dataset.scoped, label(e)));
  if (document.querySelector("[data-row]")) rows.push(row("J", "Next"), row("K", "Previous"));
  if (document.querySelector("form[data-save]")) rows.push(row("Ctrl Enter", "Save and go on"));
  rows.push(row("?", "This list"));
  help.querySelector("[data-keys-list]").replaceChildren(...rows);
  const button = help.querySelector("[data-keys-switch]");
  button.textContent = off() ? button.dataset.on : button.dataset.off;
  help.showModal();
}

function single(event) {
  if (event.key === "?" && help) return list();
  const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (element) return act(element);
  if (event.key === "j") return move(1);
  if (event.key === "k") return move(-1);
  return null;
}

function newCall(event) {
  const form = document.getElementById("new-call");
  if (!form || event.repeat) return;
  event.preventDefault();
  form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "F2") return newCall(event);
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return advance(event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (!off() && single(event) !== null) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]") && help) list();
  if (event.target.closest("[data-keys-switch]")) {
    document.cookie = `keys=${off() ? "on" : "off"}; path=/; max-age=${YEAR}; samesite=lax`;
  }
});
