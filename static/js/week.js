// A week of half hours, painted by mouse, by finger or by key, over a form of from-to times.
//   drag                     opens what was closed, or closes what was open
//   tap; hold and drag       the same with a finger; a plain drag scrolls
//   arrows, Home, End        the half hour beside; the first and last day
//   Space                    opens or closes it;  Shift with an arrow paints on
// The times of the form stay the truth: the grid reads them and writes them.

const QUARTERS = 96;
const ROWS = 48;
const HELD = 300; // milliseconds until a finger paints instead of scrolling
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const form = document.querySelector("[data-week]");
const days = [...form.querySelectorAll("[data-day]")];
const names = days.map((day) => day.querySelector("legend").textContent.trim());
const said = form.querySelector("[data-said]");
const open = days.map(() => new Array(QUARTERS).fill(false));
const cells = days.map(() => []);
const rows = [];
let focus = [0, 18];
let stroke = null; // { from, value, before } while painting
let last = null; // the stroke before, and the cell it ended on: Shift with an arrow goes on with it
let showNight = null;

const clock = (quarter) => `${String(Math.floor((quarter % QUARTERS) / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;
const isOpen = (day, row) => open[day][row * 2] && open[day][row * 2 + 1];
const inputs = (pair) => [...pair.querySelectorAll("input")];

function quarter(input) {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(input.value) || [];
  return hours === undefined ? null : Number(hours) * 4 + Math.round(Number(minutes) / 15);
}

function read() {
  for (const day of open) day.fill(false);
  days.forEach((fields, day) => {
    for (const pair of fields.querySelectorAll("[data-pair]")) {
      const [from, to] = inputs(pair).map(quarter);
      if (from === null || to === null) continue;
      for (let q = from; q < (to > from ? to : to + QUARTERS); q += 1) {
        open[(day + Math.floor(q / QUARTERS)) % 7][q % QUARTERS] = true;
      }
    }
  });
}

function stretches(day) {
  const found = [];
  for (let q = 0; q <= QUARTERS; q += 1) {
    if (open[day][q] && !open[day][q - 1]) found.push([q, q]);
    if (!open[day][q] && open[day][q - 1]) found.at(-1)[1] = q;
  }
  return found;
}

function write() {
  days.forEach((fields, day) => {
    const found = stretches(day);
    const pairs = () => [...fields.querySelectorAll("[data-pair]")];
    while (pairs().length <= found.length) {
      const copy = pairs().at(-1).cloneNode(true);
      for (const input of inputs(copy)) input.removeAttribute("id");
      pairs().at(-1).after(copy);
    }
    pairs().forEach((pair, n) => inputs(pair).forEach((input, end) => {
      input.value = found[n] ? clock(found[n][end]) : "";
    }));
  });
  form.querySelector("[data-state]").textContent = `${hours()}. Not saved yet.`;
}

function hours() {
  const quarters = open.flat().filter(Boolean).length;
  return `${quarters / 4} hours a week`;
}

function draw() {
  cells.forEach((column, day) => {
    const starts = new Map(stretches(day).map(([from, to]) => [Math.floor(from / 2), `${clock(from)}–${clock(to)}`]));
    column.forEach((cell, row) => {
      const half = open[day][row * 2] !== open[day][row * 2 + 1];
      cell.classList.toggle("is-open", isOpen(day, row));
      cell.classList.toggle("is-part", half);
      cell.setAttribute("aria-selected", String(isOpen(day, row)));
      cell.setAttribute("aria-label", `${names[day]} ${clock(row * 2)}, ${half ? "partly open" : isOpen(day, row) ? "open" : "closed"}`);
      cell.firstChild.textContent = starts.get(row) || "";
    });
  });
}

function between(one, other) {
  return [Math.min(one[0], other[0]), Math.max(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[1], other[1])];
}

function paint(to) {
  stroke.before.forEach((day, n) => day.forEach((value, q) => { open[n][q] = value; }));
  const [left, right, top, bottom] = between(stroke.from, to);
  for (let day = left; day <= right; day += 1) open[day].fill(stroke.value, top * 2, bottom * 2 + 2);
  stroke.to = to;
  draw();
}

function begin(from, value) {
  stroke = { from, to: from, value, before: open.map((day) => [...day]) };
  paint(from);
}

function announce() {
  const [left, right, top, bottom] = between(stroke.from, stroke.to);
  const where = left === right ? names[left] : `${names[left]} to ${names[right]}`;
  said.textContent = `${where}, ${clock(top * 2)} to ${clock(bottom * 2 + 2)}: ${stroke.value ? "open" : "closed"}. ${hours()}.`;
}

function end() {
  if (!stroke) return;
  write();
  announce();
  last = { at: stroke.to.join(), stroke };
  stroke = null;
}

function enter(day, row) {
  cells[focus[0]][focus[1]].tabIndex = -1;
  focus = [day, row];
  cells[day][row].tabIndex = 0;
}

function go(day, row) {
  enter(day, row);
  cells[day][row].focus();
}

function step([across, down]) {
  const day = Math.min(6, Math.max(0, focus[0] + across));
  let row = focus[1] + down;
  if (!rows[row] || rows[row].hidden) row = focus[1];
  go(day, row);
}

function toggle() {
  begin([...focus], !isOpen(...focus));
  end();
}

function paintOn(arrow, shift) {
  if (!shift) {
    end();
    last = null;
  } else if (!stroke) {
    if (last?.at === focus.join()) stroke = last.stroke;
    else begin([...focus], true);
  }
  step(arrow);
  if (!shift) return;
  paint([...focus]);
  announce();
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const arrow = ARROWS[event.key];
  if (arrow) paintOn(arrow, event.shiftKey);
  else if (event.key === " ") toggle();
  else if (event.key === "Home") go(0, focus[1]);
  else if (event.key === "End") go(6, focus[1]);
  else return;
  event.preventDefault();
}

function place(event) {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-cell]");
  return cell ? cell.dataset.cell.split("-").map(Number) : null;
}

function onDown(event) {
  const at = place(event);
  if (!at || event.button !== 0) return;
  const start = () => {
    go(...at);
    begin(at, !isOpen(...at));
  };
  if (event.pointerType === "mouse") return start();
  const finger = { x: event.clientX, y: event.clientY, timer: setTimeout(start, HELD), start };
  grid.finger = finger;
}

function onMove(event) {
  const finger = grid.finger;
  if (finger && !stroke && Math.hypot(event.clientX - finger.x, event.clientY - finger.y) > 8) return letGo();
  const at = stroke && place(event);
  if (at && at.join() !== stroke.to.join()) paint(at);
}

function letGo() {
  clearTimeout(grid.finger?.timer);
  grid.finger = null;
}

function onUp() {
  if (grid.finger && !stroke) grid.finger.start(); // a tap
  letGo();
  end();
}

function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

function line(row) {
  const hour = make("th", { scope: "row", role: "rowheader", class: row % 2 ? "is-half" : "" }, clock(row * 2));
  const made = make("tr", { role: "row" }, hour);
  days.forEach((_, day) => {
    const cell = make("td", { role: "gridcell", tabindex: "-1", "data-cell": `${day}-${row}` }, make("span", {}));
    cells[day].push(cell);
    made.append(cell);
  });
  rows.push(made);
  return made;
}

function night() {
  const isNight = (row) => row < 14 || row >= 42;
  const button = make("button", { type: "button", class: "btn btn-quiet mt-2", "aria-expanded": "false" }, "Show the night");
  const isUsed = () => open.some((day) => rows.some((_, row) => isNight(row) && (day[row * 2] || day[row * 2 + 1])));
  const show = (all) => {
    rows.forEach((row, n) => { row.hidden = !all && isNight(n); });
    button.setAttribute("aria-expanded", String(all));
    button.textContent = all ? "Hide the night" : "Show the night";
    if (rows[focus[1]].hidden) enter(focus[0], 14);
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"));
  show(isUsed());
  showNight = () => isUsed() && show(true);
  return button;
}

const heads = names.map((name) => make("th", { scope: "col", role: "columnheader" }, make("abbr", { title: name }, name.slice(0, 3))));
const head = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("th", { scope: "col", role: "columnheader" }, make("span", { class: "visually-hidden" }, "Time")), ...heads));
const body = make("tbody", { role: "rowgroup" }, ...Array.from({ length: ROWS }, (_, row) => line(row)));
const grid = make("table", { class: "week", role: "grid", "aria-multiselectable": "true", "aria-labelledby": "hours-h", "aria-describedby": "week-how" }, head, body);

read();
draw();
cells[focus[0]][focus[1]].tabIndex = 0;
form.querySelector("[data-grid]").append(grid, night());
form.querySelector("#week-how").hidden = false;
form.querySelector("[data-state]").textContent = hours();
if (!form.querySelector(".is-invalid")) form.querySelector("[data-times]").open = false;

grid.addEventListener("keydown", onKey);
grid.addEventListener("focusin", (event) => enter(...event.target.dataset.cell.split("-").map(Number)));
grid.addEventListener("keyup", (event) => event.key === "Shift" && end());
grid.addEventListener("focusout", (event) => grid.contains(event.relatedTarget) || end());
grid.addEventListener("pointerdown", onDown);
addEventListener("pointermove", onMove);
addEventListener("pointerup", onUp);
addEventListener("pointercancel", () => { letGo(); end(); });
grid.addEventListener("touchmove", (event) => stroke && event.preventDefault(), { passive: false });
grid.addEventListener("contextmenu", (event) => grid.finger && event.preventDefault());
form.addEventListener("change", (event) => {
  if (!event.target.closest("[data-pair]")) return;
  read();
  draw();
  showNight();
  last = null;
  form.querySelector("[data-state]").textContent = `${hours()}. Not saved yet.`;
});
