// The marking desk: digits set levels, C comments on the selection, the next script is read ahead.
// Without this file the rubric is a plain form and comments name their words in a field.

const RENEW = 5 * 60 * 1000;
const SOON = 1000;
const AGAIN = 5000;
const main = document.getElementById("main");
let preloaded = null;
let opened = performance.now();
let before = 0; // seconds spent on it earlier, perhaps at another desk
let lastRange = null;

const form = () => main.querySelector("form[data-marking]");
const script = () => main.querySelector("[data-script]");
const notes = () => main.querySelector("[data-notes]");
const points = (text) => [...text].length;

// ---- the rubric

function count() {
  const rubric = form();
  const groups = [...rubric.querySelectorAll("fieldset.crit")];
  const chosen = groups.map((group) => group.querySelector("input:checked")).filter(Boolean);
  const left = groups.length - chosen.length;
  rubric.querySelector("[data-total]").textContent = chosen.reduce((sum, one) => sum + Number(one.value), 0);
  rubric.querySelector("[data-missing]").textContent = left ? `${left} to go` : "all chosen";
}

function here(group) {
  for (const other of form().querySelectorAll("fieldset.crit")) {
    other.classList.toggle("crit--now", other === group);
    for (const radio of other.querySelectorAll("input[type=radio]")) {
      if (other === group && !other.disabled) radio.dataset.key = radio.value;
      else delete radio.dataset.key;
    }
  }
}

function onward(group) {
  const groups = [...form().querySelectorAll("fieldset.crit")];
  const next = groups.slice(groups.indexOf(group) + 1).find((one) => !one.querySelector("input:checked"));
  const to = next || groups.find((one) => !one.querySelector("input:checked"));
  if (!to) return form().querySelector("[data-advance]")?.focus();
  here(to);
  to.querySelector("input").focus();
}

// ---- comments

function paragraphAt(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("p[data-at]");
}

// Characters before a point, as the server counts them; the numbers of comments are not text.
function placeOf(node, offset) {
  const paragraph = paragraphAt(node);
  if (!paragraph) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  const copy = before.cloneContents();
  for (const number of copy.querySelectorAll(".cref")) number.remove();
  return Number(paragraph.dataset.at) + points(copy.textContent);
}

function spans() {
  return [...notes().querySelectorAll("[data-note]")].map((item) => ({
    from: Number(item.querySelector("[name=comment_from]").value),
    to: Number(item.querySelector("[name=comment_to]").value),
  }));
}

function piece(text, marked) {
  if (!marked) return document.createTextNode(text);
  const words = document.createElement("mark");
  words.textContent = text;
  return words;
}

function reference(number) {
  const link = document.createElement("a");
  link.className = "cref";
  link.href = `#note-${number}`;
  link.setAttribute("aria-label", `Comment ${number}`);
  link.textContent = number;
  return link;
}

function paint() {
  const all = spans();
  for (const paragraph of script().querySelectorAll("p[data-at]")) {
    for (const number of paragraph.querySelectorAll(".cref")) number.remove();
    const text = [...paragraph.textContent];
    const start = Number(paragraph.dataset.at);
    const own = all.map((one) => ({ from: Math.max(one.from - start, 0), to: one.to - start }));
    const cuts = new Set([0, text.length]);
    for (const one of own) for (const cut of [one.from, one.to]) if (cut > 0 && cut < text.length) cuts.add(cut);
    const edges = [...cuts].sort((a, b) => a - b);
    paragraph.replaceChildren();
    for (let n = 0; n + 1 < edges.length; n += 1) {
      const [low, high] = [edges[n], edges[n + 1]];
      paragraph.append(piece(text.slice(low, high).join(""), own.some((one) => one.from <= low && high <= one.to)));
      own.forEach((one, at) => {
        if (one.to === high && one.from < one.to) paragraph.append(reference(at + 1));
      });
    }
  }
}

function number() {
  [...notes().querySelectorAll("[data-note]")].forEach((item, at) => {
    item.id = `note-${at + 1}`;
    const whole = item.querySelector("[name=comment_from]").value === item.querySelector("[name=comment_to]").value;
    item.querySelector("textarea").setAttribute("aria-label", `Comment ${at + 1}${whole ? ", on the whole answer" : ""}`);
  });
  paint();
}

// What is selected now. The browser tells of a selection a task later, so what it told last is only
// for a selection that a tap on the button took away.
function selected() {
  const selection = getSelection();
  const isHere = selection.rangeCount && !selection.isCollapsed && script().contains(selection.anchorNode);
  return isHere ? selection.getRangeAt(0) : lastRange;
}

function comment() {
  let span = { from: 0, to: 0 };
  const range = selected();
  if (range && script().contains(range.commonAncestorContainer)) {
    const from = placeOf(range.startContainer, range.startOffset);
    const to = placeOf(range.endContainer, range.endOffset);
    if (from !== null && to !== null && from < to) span = { from, to };
  }
  const item = main.querySelector("[data-note-template]").content.cloneNode(true).firstElementChild;
  item.querySelector("[name=comment_from]").value = span.from;
  item.querySelector("[name=comment_to]").value = span.to;
  notes().append(item);
  lastRange = null;
  getSelection().removeAllRanges();
  number();
  item.querySelector("textarea").focus();
}

// ---- what is filled in so far, kept with the script until the mark is given

let known = 0;
let wait = 0;
let change = 0; // rises with each change
let sent = 0;

function keptWords(look, words) {
  const place = main.querySelector("[data-kept]");
  if (!place) return;
  const line = document.createElement("span");
  line.className = `status status--${look}`;
  line.textContent = words;
  place.replaceChildren(line);
}

function changed() {
  if (!main.querySelector("[data-kept]")) return;
  change += 1;
  clearTimeout(wait);
  wait = setTimeout(keep, SOON);
}

async function keep() {
  const rubric = form();
  clearTimeout(wait);
  if (!rubric || sent === change || rubric.querySelector("[data-advance]")?.disabled) return;
  const at = change;
  sent = at;
  known = Math.max(Date.now(), known + 1);
  const body = new URLSearchParams(new FormData(rubric));
  body.set("seq", known);
  body.set("seconds", spent());
  try {
    const answer = await fetch(rubric.dataset.draft, { method: "POST", body, keepalive: true, redirect: "manual" });
    const said = answer.type === "opaqueredirect" ? {} : await answer.json();
    if (rubric !== form()) return;
    if (answer.ok) return keptWords("now", `Kept for you ${new Date().toLocaleTimeString("en-CA", { hour12: false })}, not given yet`);
    if (!said.words) throw new Error(String(answer.status));
    known = Math.max(known, said.seq || 0);
    keptWords("late", `Not kept: ${said.words}`);
  } catch {
    if (rubric !== form()) return;
    keptWords("warn", "Not kept yet. Trying again");
    if (at === change) {
      sent = at - 1;
      wait = setTimeout(keep, AGAIN);
    }
  }
}

const spent = () => before + Math.round((performance.now() - opened) / 1000);

// ---- the next script, read ahead

async function ahead() {
  const url = form()?.dataset.next;
  preloaded = null;
  if (!url || !/\/marking\/[0-9a-f-]{36}\/$/.test(url)) return;
  try {
    const answer = await fetch(url, { headers: { "X-Preload": "1" } });
    if (answer.ok && form()?.dataset.next === url) preloaded = { url, page: parsed(await answer.text()) };
    if (preloaded) form().dataset.ready = "";
  } catch {
    // Without a connection the next page loads when it is asked for.
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function show(page, url) {
  main.replaceChildren(...page.getElementById("main").children);
  document.title = page.title;
  if (url) history.pushState(null, "", url);
  scrollTo(0, 0);
  begin();
  main.querySelector(".error-summary, [data-marking-head], h1")?.focus();
}

function around(part) {
  main.querySelector("[data-marking-queue]").replaceWith(part.querySelector("[data-marking-queue]"));
  main.querySelector("[data-marking-progress]").replaceWith(part.querySelector("[data-marking-progress]"));
  const url = part.querySelector("[data-marking-next]").getAttribute("href");
  form().dataset.next = url;
  main.querySelector("a[data-marking-next]").href = url;
}

async function save(rubric) {
  const button = rubric.querySelector("[data-advance]");
  if (button.disabled) return;
  rubric.elements.seconds.value = spent();
  const body = new URLSearchParams(new FormData(rubric));
  button.disabled = true;
  clearTimeout(wait);
  performance.mark("marking-save");
  try {
    const headers = preloaded ? { "X-Preloaded": preloaded.url } : {};
    const answer = await fetch(rubric.action, { method: "POST", body, headers });
    const text = await answer.text();
    performance.mark("marking-saved");
    if (answer.status === 409 || answer.status === 422) {
      show(parsed(text), "");
      return changed();
    }
    if (!answer.ok) throw new Error(String(answer.status));
    if (answer.redirected) return location.assign(answer.url);
    show(preloaded.page, preloaded.url);
    around(parsed(text));
    await ahead();
  } catch {
    button.disabled = false;
    changed();
    document.getElementById("trouble").textContent = document.getElementById("trouble").dataset.message;
  }
}

// ---- one page

function begin() {
  if (!form()) return main.querySelector("h1")?.setAttribute("tabindex", "-1");
  opened = performance.now();
  before = Number(form().elements.seconds.value) || 0;
  known = Number(form().elements.known.value) || 0;
  sent = change;
  clearTimeout(wait);
  lastRange = null;
  document.getElementById("trouble").textContent = "";
  for (const hidden of main.querySelectorAll("[data-comment], [data-comment-how]")) hidden.hidden = false;
  const groups = [...form().querySelectorAll("fieldset.crit")];
  here(groups.find((group) => !group.querySelector("input:checked")) || groups[0]);
  count();
  const queue = main.querySelector(".queue");
  const now = queue?.querySelector("[aria-current]");
  if (now) queue.scrollLeft = now.parentElement.offsetLeft - queue.clientWidth / 3;
  requestAnimationFrame(() => setTimeout(() => performance.mark("marking-painted")));
}

main.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-marking]")) return;
  event.preventDefault();
  save(event.target);
});

main.addEventListener("change", (event) => {
  if (event.target.closest("fieldset.crit")) count();
});

main.addEventListener("input", (event) => {
  if (event.target.form === form()) changed();
});

addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => document.hidden && keep());
addEventListener("online", keep);

main.addEventListener("focusin", (event) => {
  const group = event.target.closest("fieldset.crit");
  if (group) here(group);
});

main.addEventListener("click", (event) => {
  const radio = event.target.closest("fieldset.crit input[type=radio]");
  // A click no hand made is a digit: on to the criterion that is still open, before the next digit is read.
  if (radio && !event.isTrusted) onward(radio.closest("fieldset"));
  if (event.target.closest("[data-comment]")) comment();
  if (event.target.closest("[data-model-link]")) {
    event.preventDefault();
    const model = main.querySelector("[data-model]");
    model.open = !model.open;
    if (model.open) model.scrollIntoView({ block: "nearest" });
    model.querySelector("summary").focus();
  }
});

main.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-comment]")) event.preventDefault(); // the selection stays
});

document.addEventListener("selectionchange", () => {
  if (script()) lastRange = selected()?.cloneRange() ?? null;
});

addEventListener("popstate", () => location.reload());

setInterval(() => {
  const rubric = form();
  if (!rubric || document.hidden) return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: rubric.elements.csrfmiddlewaretoken.value });
  fetch(rubric.dataset.renew, { method: "POST", body }).catch(() => {});
}, RENEW);

begin();
ahead();
