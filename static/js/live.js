// Keeps a list up to date while people read it. [data-live] holds the address to ask again.
// What stands on the page changes in place; what is new waits behind a button, so that nothing
// jumps. A piece that holds the focus, an open menu, a tick or the pointer is left alone.

const EVERY = 15_000;
const root = document.querySelector("[data-live]");
const button = document.querySelector("[data-live-show]");
let tag = "";
let latest = null;
let asking = false;

const items = (within) => new Map([...within.querySelectorAll("[data-item]")].map((e) => [e.dataset.item, e]));
const place = (element) => element.closest("[data-place]")?.dataset.place;
const room = (name) => {
  const found = root.querySelector(`[data-place="${CSS.escape(name || "")}"]`);
  return found?.querySelector("ul") || found;
};

function busy(element) {
  return (
    element.contains(document.activeElement) ||
    element.matches(".is-dragged, .is-moving") ||
    element.querySelector("details[open], :checked") !== null
  );
}

function follow(mine, fresh) {
  if (mine.outerHTML === fresh.outerHTML && place(mine) === place(fresh)) return true;
  const there = room(place(fresh));
  if (!there && place(fresh)) return false;
  const copy = document.importNode(fresh, true);
  if (place(mine) === place(fresh)) {
    mine.replaceWith(copy);
    return true;
  }
  const index = [...fresh.parentElement.children].indexOf(fresh);
  mine.remove();
  there.insertBefore(copy, there.children[index] || null);
  return true;
}

function parts(fresh) {
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const mine = root.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (mine && !mine.contains(document.activeElement)) mine.innerHTML = part.innerHTML;
  }
}

function merge(fresh) {
  const mine = items(root);
  const theirs = items(fresh);
  let arrived = 0;
  for (const [key, element] of mine) {
    if (!theirs.has(key) && !busy(element)) element.remove();
  }
  for (const [key, element] of theirs) {
    const known = mine.get(key);
    if (!known) arrived += 1;
    else if (!busy(known) && !follow(known, element)) arrived += 1;
  }
  parts(fresh);
  button.hidden = arrived === 0;
  button.textContent = `${arrived} new`;
}

// Everything as it stands; the focus stays on the same link of the same piece.
function show() {
  if (!latest) return location.reload();
  const held = document.activeElement.closest?.("[data-item]")?.dataset.item;
  root.replaceChildren(...document.importNode(latest, true).childNodes);
  button.hidden = true;
  const again = held ? items(root).get(held) : root.querySelector("[data-item]");
  const target = again?.querySelector("a, button, input");
  if (target) target.focus({ preventScroll: true });
  return root.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
}

function signedOut() {
  latest = null;
  button.textContent = "You are signed out. Sign in again";
  button.hidden = false;
}

async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(root.dataset.live, { headers, cache: "no-store" });
    if (answer.status === 204 && answer.headers.has("HX-Redirect")) signedOut();
    if (answer.status !== 200) return;
    tag = answer.headers.get("ETag") || "";
    latest = new DOMParser().parseFromString(`<div>${await answer.text()}</div>`, "text/html").body.firstChild;
    merge(latest);
  } catch {
    // Away for a moment: the page stays as it is, and the next look tells.
  } finally {
    asking = false;
  }
}

if (root && button) {
  setInterval(look, Number(root.dataset.liveEvery) || EVERY);
  button.addEventListener("click", show);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("live:look", look);
}
