// The phone desk. The server holds the call; this file sends what is typed and moves the cursor
// when a key asks for it. Without it the page is a plain form.

const form = document.getElementById("desk");
const WAIT = 400; // what is typed is kept within a second
const HEARTBEAT = 20_000;
const AGAIN = 2_000;

const one = (selector) => form.querySelector(selector);
const all = (selector) => [...form.querySelectorAll(selector)];
const keysOff = () => /(?:^|; )keys=off/.test(document.cookie);
const chosen = (name) => one(`input[name="${name}"]:checked`)?.value || "";

function typing(target) {
  if (!/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return !/^(radio|checkbox|button|submit)$/.test(target.type);
}

// --- Keeping what is typed ---------------------------------------------------------------
let soon = 0;
let sending = false;
let changed = false;
let leaving = false;

// A sign of life carries the version that is kept already: it changes nothing but the time.
function body(fresh = true) {
  const version = form.elements.version;
  if (fresh) version.value = String(Number(version.value) + 1);
  return new FormData(form);
}

// Fragments carry an id each; one that holds the cursor stays.
function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of fresh.querySelectorAll("[id]")) {
    const here = document.getElementById(part.id);
    if (!here || here.outerHTML === part.outerHTML || here.contains(document.activeElement)) continue;
    here.replaceWith(document.importNode(part, true));
  }
}

function troubled() {
  const saved = document.getElementById("live-saved");
  saved.innerHTML = "";
  const words = document.createElement("span");
  words.className = "status status--late";
  words.textContent = "Not kept yet. Trying again";
  saved.append(words);
}

async function keep() {
  clearTimeout(soon);
  if (sending || leaving || form.querySelector("[data-stale]")) return;
  const fresh = changed;
  sending = true;
  changed = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: body(fresh) });
    if (answer.status === 410) return location.reload();
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.text());
  } catch {
    changed = true;
    troubled();
    soon = setTimeout(keep, AGAIN);
    return;
  } finally {
    sending = false;
  }
  if (changed) later();
}

function later() {
  changed = true;
  clearTimeout(soon);
  soon = setTimeout(keep, WAIT);
}

function lastWords() {
  if (!changed || leaving || form.querySelector("[data-stale]")) return;
  changed = false;
  navigator.sendBeacon(form.dataset.draft, body());
}

// The call that is parked keeps its last words before the new one begins.
async function parkFirst(event) {
  if (!changed && !sending) return;
  event.preventDefault();
  clearTimeout(soon);
  leaving = true;
  await fetch(form.dataset.draft, { method: "POST", body: body() }).catch(() => null);
  event.target.submit();
}

// --- Who is calling ----------------------------------------------------------------------
let asked = 0;
let looking = 0;
let found = ""; // what the people shown were found by

const hits = () => all("#hits [data-person]");
const onHit = () => one("#hits .hit--on [data-person]") || hits()[0];

function mark(hit) {
  for (const each of hits()) {
    const row = each.closest(".hit") || each;
    row.classList.toggle("hit--on", each === hit);
    if (each === hit) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  hit?.scrollIntoView({ block: "nearest" });
}

async function find() {
  const field = one("#d_lookup");
  const mine = ++asked;
  clearTimeout(looking);
  const address = `${field.dataset.hits}?q=${encodeURIComponent(field.value)}`;
  const typed = field.value;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  one("#hits").innerHTML = await answer.text();
  found = typed;
  mark(hits()[0]);
}

function known(yes) {
  for (const row of all("[data-unknown]")) row.hidden = yes;
}

async function take(hit) {
  one("#d_person").value = hit.dataset.person;
  known(true);
  one("#hits").innerHTML = "";
  asked++;
  (one('input[name="reason"]:checked') || one('input[name="reason"]')).focus();
  steps();
  changed = true;
  keep();
  const answer = await fetch(hit.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) one("#caller").innerHTML = await answer.text();
}

function stranger() {
  const typed = one("#d_lookup").value.trim();
  one("#d_person").value = "";
  one("#caller").innerHTML = "";
  one("#hits").innerHTML = "";
  asked++;
  known(false);
  const at = typed.includes("@") ? "#d_email" : /\d{3}/.test(typed) ? "#d_number" : "#d_name";
  if (typed && !one(at).value) one(at).value = typed;
  (all("#d_name, #d_number, #d_email").find((field) => !field.value) || one("#d_name")).focus();
  later();
}

// Enter takes the person marked; pressed before they are shown, it waits for them.
async function takeOrMeet() {
  const field = one("#d_lookup");
  if (field.value.trim() && field.value !== found) await find();
  if (document.activeElement !== field) return;
  if (onHit()) take(onHit());
  else stranger();
}

function lookupKey(event) {
  if (event.key === "Enter") {
    event.preventDefault();
    takeOrMeet();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !hits().length) return;
  event.preventDefault();
  const at = hits().indexOf(onHit());
  mark(hits()[Math.min(Math.max(at + step, 0), hits().length - 1)]);
}

// --- The script and the outcome ----------------------------------------------------------
async function card() {
  const course = one("#d_course");
  const query = new URLSearchParams({ reason: chosen("reason"), course: course.value });
  const answer = await fetch(`${course.dataset.card}?${query}`).catch(() => null);
  if (answer?.ok) show(await answer.text());
}

// Which line is said next: the ones before it are done, the ones after it wait quietly.
function steps() {
  const done = {
    open: Boolean(one("#d_person").value || one("#d_number").value || one("#d_name").value),
    need: Boolean(chosen("reason")),
    notes: Boolean(one("#d_notes").value.trim()),
    consent: Boolean(chosen("consent")),
    close: false,
  };
  const order = Object.keys(done);
  const now = order.find((step) => !done[step]);
  for (const step of order) {
    const row = one(`[data-step="${step}"]`);
    row.classList.toggle("is-now", step === now);
    row.classList.toggle("is-done", order.indexOf(step) < order.indexOf(now));
    if (step === now) row.setAttribute("aria-current", "step");
    else row.removeAttribute("aria-current");
  }
}

function ending() {
  const outcome = chosen("outcome");
  for (const part of all("[data-for]")) {
    part.hidden = !part.dataset.for.split(" ").includes(outcome) && part.dataset.for !== "";
  }
}

// --- Call-back times ---------------------------------------------------------------------
async function slots(focus) {
  const opener = one("[data-slots]");
  const callback = one('input[name="outcome"][value="callback"]');
  if (focus && !callback.checked) pick(callback, false);
  const query = new URLSearchParams({ person: one("#d_person").value, number: one("#d_number").value });
  const answer = await fetch(`${opener.dataset.slots}?${query}`).catch(() => null);
  if (!answer?.ok) return;
  one("#slots").innerHTML = await answer.text();
  if (focus) one("#slots [data-slot]")?.focus();
}

function book(slot) {
  slot.checked = true;
  one("#d_when").value = slot.dataset.slot;
  one("#save").focus();
  later();
}

// Arrows move among the times as in every group of choices; Enter takes one.
function slotKey(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  book(event.target);
}

// --- Keys --------------------------------------------------------------------------------
function pick(radio, goOn = true) {
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  if (goOn && radio.dataset.then) one(radio.dataset.then)?.focus();
}

function onward(field) {
  const every = all("input, select, textarea, button").filter(
    (each) => each.type !== "hidden" && each.tabIndex >= 0 && each.offsetParent && !each.disabled,
  );
  every[every.indexOf(field) + 1]?.focus();
}

// Letters act only from inside a group of choices: the group's own first, then the outcomes'.
// Figures choose the reason from anywhere outside a field.
function choice(name, group) {
  const reason = one(`[name="reason"][data-key="${CSS.escape(name)}"]`);
  if (!group) return reason;
  const scoped = `[data-scoped="${CSS.escape(name)}"]`;
  return group.querySelector(scoped) || reason || one(`#outcomes ${scoped}, .outcome > ${scoped}`);
}

function single(event) {
  const group = event.target.closest("[data-scope]");
  const found = choice(event.key.toLowerCase(), group);
  if (!found || found.closest("[hidden]")) return false;
  if (found.type === "radio") pick(found);
  else found.focus();
  return true;
}

function key(event) {
  if (document.getElementById("keys-help")?.open || event.isComposing) return;
  if (event.altKey && event.code === "KeyB") {
    event.preventDefault();
    slots(true);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !form.contains(event.target) && event.target !== document.body) return;
  if (event.target.id === "d_lookup") return lookupKey(event);
  if (event.target.matches("[data-slot]")) return slotKey(event);
  if (event.key === "Enter" && event.target.matches("input, select")) {
    event.preventDefault();
    onward(event.target);
    return;
  }
  if (typing(event.target) || keysOff()) return;
  if (single(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

// --- The clock ---------------------------------------------------------------------------
function tick() {
  const timer = form.querySelector("[data-timer]");
  if (!timer) return;
  timer.skew ??= Date.now() - Date.parse(timer.dataset.now);
  const gone = Math.max(0, Math.floor((Date.now() - timer.skew - Date.parse(timer.dataset.timer)) / 1000));
  const [hours, minutes, seconds] = [Math.floor(gone / 3600), Math.floor(gone / 60) % 60, gone % 60];
  const parts = hours ? [hours, minutes, seconds] : [minutes, seconds];
  timer.querySelector("[data-clock]").textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
}

// --- Listening ---------------------------------------------------------------------------
function heard(event) {
  const field = event.target;
  if (field.id === "d_lookup") {
    clearTimeout(looking);
    looking = setTimeout(find, 120);
  }
  if (field.dataset.slot && event.type === "input") one("#d_when").value = field.dataset.slot;
  if (field.name === "reason" || field.name === "course") card();
  if (field.name === "outcome") ending();
  if (field.name === "notes" && /(^|\n)\/s\s?$/.test(field.value)) slots(false);
  if (field.name !== "lookup") steps();
  later();
}

function clicked(event) {
  const hit = event.target.closest("#hits [data-person]");
  if (hit) {
    event.preventDefault();
    return take(hit);
  }
  if (event.target.closest("[data-new]")) return stranger();
  if (event.target.closest("[data-slots]")) return slots(true);
  const better = event.target.closest("[data-use-email]");
  if (!better) return null;
  one("#d_email").value = better.dataset.useEmail;
  one("#d_email").focus();
  return later();
}

if (form) {
  form.addEventListener("input", heard);
  form.addEventListener("click", clicked);
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    lastWords(); // the button may be another call's
    leaving = true;
    form.elements.version.value = String(Number(form.elements.version.value) + 1);
  });
  form.elements.version.value = String(Number(form.elements.version.value) - 1);
  document.getElementById("new-call")?.addEventListener("submit", parkFirst);
  document.addEventListener("keydown", key, true);
  addEventListener("pagehide", lastWords);
  document.addEventListener("visibilitychange", () => document.hidden && lastWords());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  setInterval(keep, HEARTBEAT);
  setInterval(tick, 1000);
  tick();
  ending();
  steps();
  if (one("#d_lookup").value && !one("#d_person").value) find();
  // Words typed before this file arrived are kept too; then the first field takes the cursor.
  if (all("textarea, input:not([type=hidden])").some((field) => field.value !== field.defaultValue)) later();
  if (document.activeElement === document.body) (one("[autofocus]") || one("#d_lookup")).focus();
  form.dataset.ready = "";
}
