// The running time of a practice answer. The server holds when it began; without this file the
// page says so in words.

const box = document.querySelector("[data-clock]");
const face = box.querySelector("[data-clock-face]");
const said = box.querySelector("[data-clock-said]");
const minutes = Number(box.dataset.minutes);
// The reader's clock may be wrong: count on from the time the server gave.
const began = Date.parse(box.dataset.started);
const offset = Date.parse(box.dataset.now) - Date.now();

const told = new Set();

function say(mark, words) {
  if (told.has(mark)) return;
  told.add(mark);
  said.textContent = words;
}

function tick() {
  const seconds = Math.max(0, Math.floor((Date.now() + offset - began) / 1000));
  face.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds >= minutes * 60) say("over", `${minutes} minutes are over. Come to an end.`);
  else if (seconds >= (minutes - 1) * 60 && minutes > 1) say("last", "One minute left.");
  else if (seconds >= minutes * 30) say("half", "Half of the time is over.");
}

face.hidden = false;
tick();
setInterval(tick, 1000);
