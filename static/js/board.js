// The board by hand and by key. A card is drawn where it is going, and comes back when the
// server says no. Without a script each card's own menu does the same.
//   arrows          the card above, below, or in the next column
//   Shift ← →       move the card to the next column that takes it

const board = document.querySelector("[data-board]");
const acts = document.getElementById("acts");
const said = document.querySelector("[data-said]");
const trouble = document.getElementById("trouble");
let dragged = null;

const columns = () => [...board.querySelectorAll("[data-place]")];
const cards = (column) => [...column.querySelectorAll(".card-e")];
const column = (state) => board.querySelector(`[data-place="${CSS.escape(state)}"]`);
const takes = (card) => [...card.querySelectorAll("button[name=to]")].map((button) => button.value);

function say(words, wrong = false) {
  said.textContent = wrong ? "" : words;
  trouble.textContent = wrong ? words : "";
}

function put(card, state) {
  const list = column(state).querySelector("ul");
  const due = Number(card.dataset.due) || Infinity;
  const later = [...list.children].find((other) => (Number(other.dataset.due) || Infinity) > due);
  list.insertBefore(card, later || null);
}

function count(state, step) {
  const number = board.querySelector(`[data-part="n-${CSS.escape(state)}"]`);
  if (number) number.textContent = String(Number(number.textContent) + step);
}

function answered(card, html, held) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const copy = fresh.querySelector(".card-e");
  if (copy) {
    card.replaceWith(copy);
    if (column(copy.dataset.state)) put(copy, copy.dataset.state);
    if (held) copy.querySelector("a").focus();
  }
  return fresh.querySelector("[data-words]")?.textContent || "";
}

function back(card, from) {
  put(card, from);
  card.classList.remove("is-moving");
  say(trouble.dataset.message, true);
}

async function move(card, to) {
  const from = card.dataset.state;
  if (to === from || card.classList.contains("is-moving")) return;
  if (!takes(card).includes(to)) return say("A card cannot be moved there.", true);
  const held = card.contains(document.activeElement);
  const body = new FormData(acts);
  body.set("to", to);
  body.set("known", from);
  card.classList.add("is-moving");
  put(card, to);
  if (held) card.querySelector("a").focus();
  try {
    const answer = await fetch(card.dataset.move, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.headers.has("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
    if (![200, 409, 422].includes(answer.status)) return back(card, from);
    say(answered(card, await answer.text(), held), !answer.ok);
    if (answer.ok) [[from, -1], [to, 1]].forEach(([state, step]) => count(state, step));
    document.dispatchEvent(new CustomEvent("live:look"));
  } catch {
    back(card, from);
  }
}

function beside(card, step) {
  const all = columns();
  const here = all.indexOf(card.closest("[data-place]"));
  const index = cards(all[here]).indexOf(card);
  for (let n = here + step; all[n]; n += step) {
    const there = cards(all[n]);
    if (there.length) return there[Math.min(index, there.length - 1)];
  }
  return null;
}

function next(card, step) {
  const states = columns().map((one) => one.dataset.place);
  const way = states.slice(states.indexOf(card.dataset.state) + 1);
  const path = step > 0 ? way : states.slice(0, states.indexOf(card.dataset.state)).reverse();
  const open = path.filter((state) => takes(card).includes(state));
  return open.find((state) => !("needsMore" in column(state).dataset)) || open[0];
}

function sideways(card, step, shifted) {
  if (!shifted) return beside(card, step)?.querySelector("a").focus();
  const to = next(card, step);
  return to ? move(card, to) : say("A card cannot be moved there.", true);
}

board.addEventListener("keydown", (event) => {
  const card = event.target.closest(".card-e");
  if (!card || event.target.closest("details") || event.ctrlKey || event.altKey || event.metaKey) return;
  const steps = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  if (/Left|Right/.test(event.key)) sideways(card, step, event.shiftKey);
  else cards(card.closest("[data-place]"))[cards(card.closest("[data-place]")).indexOf(card) + step]?.querySelector("a").focus();
});

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".card-e");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("a").href);
  dragged.classList.add("is-dragged");
});

function over(event) {
  const there = event.target.closest?.("[data-place]");
  for (const one of columns()) one.classList.toggle("is-over", one === there && event.type === "dragover");
  if (dragged && there && takes(dragged).includes(there.dataset.place)) event.preventDefault();
}

board.addEventListener("dragover", over);
board.addEventListener("dragleave", over);
board.addEventListener("drop", (event) => {
  const there = event.target.closest("[data-place]");
  if (!dragged || !there) return;
  event.preventDefault();
  dragged.classList.remove("is-dragged");
  move(dragged, there.dataset.place);
});
board.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  for (const one of columns()) one.classList.remove("is-over");
  dragged = null;
});
