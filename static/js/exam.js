// A running exam. Each change is kept in this browser at once and sent a moment later; it leaves
// the queue when the server says it is stored. Without a script every question is a form.

const bar = document.querySelector("[data-exam]");
const form = document.querySelector("form[data-answer]");
const find = (name) => document.querySelector(`[data-${name}]`);
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const base = bar.dataset.exam;
const SOON = 1500;
const OFTEN = 5000;
const CLOCK = 15_000;
const SPOKEN = [30, 10, 5, 1];

// What waits to be sent, by question; in the browser's storage, so that a crash keeps it.
const QUEUE = `exam ${base}`;
let memory = "{}";
function waiting() {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) || "{}");
  } catch {
    return JSON.parse(memory);
  }
}
function keep(all) {
  memory = JSON.stringify(all);
  try {
    if (Object.keys(all).length) localStorage.setItem(QUEUE, memory);
    else localStorage.removeItem(QUEUE);
  } catch {
    // Storage is switched off: the page itself remembers.
  }
}

function tabId() {
  try {
    const known = sessionStorage.getItem("exam tab") || crypto.randomUUID();
    sessionStorage.setItem("exam tab", known);
    return known;
  } catch {
    return "";
  }
}
const tab = tabId();

// --- Saying what is saved, and what is not --------------------------------------------------
let lastSaved = "";
function show(look, words) {
  const state = find("saved");
  if (state.textContent.trim() === words) return;
  const line = document.createElement("span");
  line.className = `status status--${look}`;
  line.textContent = words;
  state.replaceChildren(line);
}
function showWaiting(why) {
  const count = Object.keys(waiting()).length;
  if (count === 0) return show("done", lastSaved ? `Saved ${lastSaved}` : "Saved");
  const what = count === 1 ? "1 answer waits" : `${count} answers wait`;
  return show("warn", `${why}: ${what} in this browser`);
}
function tell(words, { takeOver = false } = {}) {
  find("tell").hidden = !words;
  find("tell-words").textContent = words;
  find("take-over").hidden = !takeOver;
}
const say = (words) => {
  find("announce").textContent = words;
};

// --- The answer on this page ----------------------------------------------------------------
const position = form?.dataset.position;
let known = form ? Number(form.elements.known.value) : 0;
let refused = false;
let spent = form ? Number(form.dataset.seconds) : 0;
let dirty = false;
let soon = 0;

function typed() {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "known", "go"]) fields.delete(name);
  return fields;
}
function kept() {
  const all = waiting();
  known = Math.max(Date.now(), known + 1, (all[position]?.seq || 0) + 1);
  all[position] = { url: form.dataset.answer, seq: known, fields: `${typed()}`, seconds: Math.round(spent) };
  keep(all);
  dirty = false;
}
function changed() {
  dirty = true;
  refused = false;
  kept();
  show("now", "Saving");
  clearTimeout(soon);
  soon = setTimeout(drain, SOON);
  count();
  mark();
}
function restore() {
  const mine = waiting()[position];
  if (!mine) return;
  const all = waiting();
  if (mine.seq <= known) {
    delete all[position];
    keep(all);
    return;
  }
  known = mine.seq;
  const fields = new URLSearchParams(mine.fields);
  for (const element of form.elements) {
    if (!element.name || element.type === "hidden" || element.type === "submit") continue;
    if (["radio", "checkbox"].includes(element.type)) element.checked = fields.getAll(element.name).includes(element.value);
    else element.value = fields.get(element.name) ?? "";
  }
}
function isAnswered() {
  return [...typed().values()].some((value) => value.trim() !== "");
}
// Only what the server holds can be taken back.
function stored(fields) {
  const button = form?.querySelector("[data-clear]");
  if (!button) return;
  const holds = [...new URLSearchParams(fields).values()].some((value) => value !== "");
  const focused = document.activeElement === button;
  button.hidden = !holds;
  if (!holds && focused) form.querySelector("[name=choice]").focus();
}
function mark() {
  const link = document.querySelector(`[data-q="${position}"]`);
  if (!link) return;
  link.classList.toggle("q--answered", isAnswered());
  link.classList.toggle("q--open", !isAnswered());
  find("answered").textContent = document.querySelectorAll(".qpal .q--answered").length;
}
function count() {
  const words = find("count");
  if (!words) return;
  const number = form.elements.text.value.trim().split(/\s+/).filter(Boolean).length;
  words.textContent = number;
  const most = Number(words.parentElement.dataset.words) || Infinity;
  words.parentElement.classList.toggle("is-over", number > most);
}

// --- Sending ---------------------------------------------------------------------------------
let sending = null;
const drain = () => (sending ??= drainNow().finally(() => (sending = null)));

// True when nothing waits any more.
async function drainNow() {
  const queue = Object.entries(waiting());
  for (const [at, one] of queue) {
    const body = new URLSearchParams(one.fields);
    for (const [name, value] of Object.entries({ seq: one.seq, seconds: one.seconds, tab })) body.set(name, value);
    try {
      const headers = { "X-CSRFToken": token };
      const answer = await fetch(one.url, { method: "POST", body, headers, redirect: "manual" });
      if (!(await understood(at, one, answer))) return false;
    } catch {
      showWaiting("No connection");
      return false;
    }
  }
  if (queue.length && !refused) showWaiting("");
  return Object.keys(waiting()).length === 0;
}
function done(at, one) {
  const all = waiting();
  if (all[at]?.seq === one.seq) delete all[at];
  keep(all);
}
async function understood(at, one, answer) {
  if (answer.status === 200) {
    done(at, one);
    if (at === position) stored(one.fields);
    lastSaved = new Date().toLocaleTimeString("en-CA", { hour12: false });
    tell("");
    return true;
  }
  if (![404, 409, 410, 422].includes(answer.status)) {
    const out = answer.type === "opaqueredirect" || answer.status === 403;
    showWaiting(out ? "You are signed out" : "Not sent yet");
    if (out) tell("You are signed out. Sign in again in another tab; what you typed waits here.");
    return false;
  }
  return heard(at, one, await answer.json());
}
function heard(at, one, said) {
  if (said.outcome === "tab") {
    otherTab();
    return false;
  }
  if (said.outcome === "paused") {
    showWaiting("Paused");
    return false;
  }
  done(at, one);
  if (said.outcome === "over") location.assign(base);
  if (at !== position) return true;
  refused = true;
  show("late", said.outcome === "older" ? "A newer answer is saved" : `Not saved: ${said.words}`);
  if (said.outcome === "older") {
    known = Math.max(known, said.seq);
    tell("A newer answer of yours is saved, from another tab or device. Open the question again to see it, or type on to replace it.");
  }
  return true;
}

// --- One tab writes --------------------------------------------------------------------------
function otherTab() {
  tell("This exam is open in another tab. Only one tab writes.", { takeOver: true });
  showWaiting("Open in another tab");
  if (form) form.inert = true;
}
async function claim(over = "") {
  const body = new URLSearchParams({ tab, over });
  await fetch(`${base}tab/`, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
}
find("take-over").addEventListener("click", async () => {
  await claim("1");
  location.reload();
});

// --- The clock -------------------------------------------------------------------------------
let left = Number(bar.dataset.left);
let read = performance.now();
let deadline = bar.dataset.deadline;
let ended = false;
const running = () => bar.dataset.state === "running";
const now = () => Math.max(left - (running() ? (performance.now() - read) / 1000 : 0), 0);
let before = now();

function draw() {
  const rest = now();
  const whole = Math.floor(rest);
  const two = (number) => String(number).padStart(2, "0");
  find("timer").textContent = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  find("timer").parentElement.classList.toggle("timer--low", running() && rest < 300);
  find("used").value = Number(bar.dataset.whole) - rest;
  for (const minutes of SPOKEN) {
    if (before > minutes * 60 && rest <= minutes * 60) say(minutes === 1 ? "One minute left." : `${minutes} minutes left.`);
  }
  before = rest;
  if (form && !document.hidden) spent += 1;
  if (running() && rest === 0 && !ended) finish();
}
async function finish() {
  ended = true;
  if (form) form.inert = true;
  say("Time is up. What is saved is handed in.");
  for (let tries = 0; tries < 12; tries += 1) {
    if (await drain()) return find("submit").submit();
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  tell("Time is up, and we cannot reach the Institute. What was saved before is handed in by itself. Call us about the rest.");
}
async function look() {
  try {
    const answer = await fetch(`${base}clock/?tab=${tab}`, { cache: "no-store", redirect: "manual" });
    if (answer.ok) heed(await answer.json());
  } catch {
    if (Object.keys(waiting()).length) showWaiting("No connection");
  }
}
function heed(said) {
  if (said.state !== bar.dataset.state || String(said.section) !== bar.dataset.section) {
    if (ended && said.state === "running") return;
    location.assign(base);
    return;
  }
  const more = Math.round((Date.parse(said.deadline) - Date.parse(deadline)) / 60_000);
  if (more > 0) {
    tell(`${more === 1 ? "1 minute was" : `${more} minutes were`} added. You have until ${said.ends}.`);
    bar.dataset.whole = Number(bar.dataset.whole) + more * 60;
    find("used").max = bar.dataset.whole;
  }
  deadline = said.deadline;
  left = said.left;
  read = performance.now();
  if (said.tab === "other") otherTab();
  if (said.tab === "free" && tab) claim();
}

// --- Going somewhere ---------------------------------------------------------------------------
async function go(address) {
  if (dirty) kept();
  if ((await drain()) || !Object.keys(waiting()).length) location.assign(address);
  else tell("Your answer waits in this browser. The next page opens when the connection is back.");
}
function target(button) {
  const to = button?.value;
  if (to && to !== "next") return `${base}q/${to}/`;
  const after = document.querySelector(`[data-q="${Number(position) + 1}"]`);
  return after ? after.getAttribute("href") : `${base}review/`;
}

// --- Flags, and orders in which two lines never share a place -----------------------------------
async function flag(event) {
  event?.preventDefault();
  const flagForm = find("flag");
  const button = flagForm.querySelector("button");
  const flagged = button.getAttribute("aria-pressed") !== "true";
  try {
    const body = new URLSearchParams({ flagged: flagged ? "1" : "0" });
    const answer = await fetch(flagForm.action, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error("refused");
    button.setAttribute("aria-pressed", flagged);
    document.querySelector(`[data-q="${position}"]`)?.classList.toggle("q--flag", flagged);
    say(flagged ? "Flagged." : "Flag taken away.");
  } catch {
    tell("The flag is not saved: there is no connection.");
  }
}
function ordering(within) {
  const selects = [...within.querySelectorAll("select")];
  const places = new Map(selects.map((select) => [select, select.value]));
  within.addEventListener("change", ({ target: chosen }) => {
    const other = selects.find((each) => each !== chosen && each.value && each.value === chosen.value);
    if (other) other.value = places.get(chosen);
    const open = selects.filter((each) => !each.value);
    if (open.length === 1) {
      const taken = new Set(selects.map((each) => each.value));
      open[0].value = selects.map((_, index) => String(index + 1)).find((place) => !taken.has(place));
    }
    for (const select of selects) places.set(select, select.value);
  });
}

if (form) {
  restore();
  count();
  if (find("scripted")) find("scripted").hidden = false;
  for (const part of form.querySelectorAll("[data-ordering]")) ordering(part);
  form.addEventListener("input", (event) => event.target.name && changed());
  form.addEventListener("change", (event) => event.target.matches("select") && changed());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.dataset.clear === undefined) return go(target(event.submitter));
    for (const radio of form.querySelectorAll(":checked")) radio.checked = false;
    return changed();
  });
  find("flag").addEventListener("submit", flag);
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key.toLowerCase() === "f" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) flag(event);
  });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || !link.getAttribute("href").startsWith(base)) return;
  if (!Object.keys(waiting()).length) return;
  event.preventDefault();
  go(link.href);
});
addEventListener("online", drain);
setInterval(draw, 1000);
setInterval(() => Object.keys(waiting()).length && drain(), OFTEN);
setInterval(look, CLOCK);
draw();
look();
drain();
