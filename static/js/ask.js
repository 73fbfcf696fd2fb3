// The question form: proves with a little work that no flood stands behind it, says whose clock a
// call window is read on, and remembers which campaign brought the visitor. It works without.

const LIVES = 60 * 60 * 1000;
const CHUNK = 250; // hashes between two breaths, so that typing never waits
const PATIENCE = 4000;
const work = new WeakMap();

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

async function hash(text) {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

async function solve({ salt, target, signature, hardest }) {
  for (let from = 0; from <= hardest; from += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, hardest - from + 1) }, (_, step) => from + step);
    const hashes = await Promise.all(numbers.map((number) => hash(`${salt}.${number}`)));
    const found = hashes.indexOf(target);
    if (found >= 0) return `${salt}.${numbers[found]}.${signature}`;
    await pause();
  }
  return "";
}

async function prove(form) {
  const answer = await fetch(form.dataset.proof, { headers: { Accept: "application/json" } });
  if (answer.ok) form.elements.proof.value = await solve(await answer.json());
}

// A browser without crypto, or a server that is away: the form is sent as if there were no scripts.
function begin(form) {
  const field = form.elements.proof;
  const last = work.get(form);
  if (!crypto.subtle || (last && Date.now() - last.at < LIVES) || (!last && field.value)) return last?.done;
  const done = prove(form).catch(() => work.delete(form));
  work.set(form, { at: Date.now(), done });
  return done;
}

function campaign() {
  const tags = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith("utm_"));
  try {
    if (tags.length) sessionStorage.setItem("campaign", new URLSearchParams(tags));
    return sessionStorage.getItem("campaign") || "";
  } catch {
    return tags.length ? `${new URLSearchParams(tags)}` : ""; // storage switched off
  }
}

function fill(form) {
  form.elements.utm.value = campaign();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === form.elements.zone.value) return;
  form.elements.zone.value = zone;
  form.querySelector("[data-zone-words]").textContent = `${zone.split("/").pop().replaceAll("_", " ")} time`;
}

const forms = () => document.querySelectorAll("form[data-proof]");

forms().forEach(fill);
document.addEventListener("htmx:afterSettle", () => forms().forEach(fill));
document.addEventListener("focusin", (event) => {
  const form = event.target.closest("form[data-proof]");
  if (form) begin(form);
});

// Sent before the work is done: wait for it, but not for long.
document.addEventListener("htmx:confirm", async (event) => {
  const form = event.target.closest("form[data-proof]");
  if (!form || form.elements.proof.value) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  await Promise.race([begin(form), pause(PATIENCE)]);
  form.removeAttribute("aria-busy");
  event.detail.issueRequest(true);
});
