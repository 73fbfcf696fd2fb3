// Choosing lines of a CV to comment on: by click, Shift and click, or the arrow keys.
// Without this file the line numbers are links that fill the form, and its two fields take numbers.

const sheet = document.querySelector("[data-cv-lines]");
const form = document.querySelector("[data-cv-remark]");

if (sheet && form) {
  const lines = [...sheet.querySelectorAll("[data-line]")];
  const start = form.elements.start;
  const end = form.elements.end;
  const words = form.querySelector("[data-cv-chosen]");
  let anchor = Number(start.value) || 0;

  const number = (line) => Number(line.dataset.line);
  const link = (line) => line.querySelector("a.cvl__n");

  const show = () => {
    const from = Number(start.value) || 0;
    const to = Number(end.value) || from;
    const [low, high] = from <= to ? [from, to] : [to, from];
    for (const line of lines) {
      const chosen = low > 0 && number(line) >= low && number(line) <= high;
      line.classList.toggle("is-chosen", chosen);
      if (chosen) link(line).setAttribute("aria-current", "true");
      else link(line).removeAttribute("aria-current");
    }
    words.textContent = !low ? "lines" : low === high ? `line ${low}` : `lines ${low} to ${high}`;
  };

  const choose = (at, extend) => {
    if (!extend || !anchor) anchor = at;
    start.value = Math.min(anchor, at);
    end.value = Math.max(anchor, at);
    show();
  };

  // One stop for Tab in the whole sheet; the arrow keys go on from there.
  const stop = (line) => {
    for (const other of lines) link(other).tabIndex = other === line ? 0 : -1;
  };

  const go = (line) => {
    stop(line);
    link(line).focus();
  };

  // Shift and click would mark words as well.
  sheet.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("[data-line]")) event.preventDefault();
  });

  sheet.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    const other = event.target.closest("a, button, summary, input, textarea, select");
    if (!line || (other && other !== link(line))) return;
    if (getSelection().toString() && !other) return;
    event.preventDefault();
    choose(number(line), event.shiftKey);
    stop(line);
  });

  sheet.addEventListener("keydown", (event) => {
    const line = event.target.closest("a.cvl__n")?.closest("[data-line]");
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = lines.indexOf(line);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && lines[here + step]) {
      event.preventDefault();
      if (event.shiftKey) {
        if (!anchor) anchor = number(line);
        choose(number(lines[here + step]), true);
      }
      go(lines[here + step]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!line.classList.contains("is-chosen")) choose(number(line), event.shiftKey);
      form.elements.text.focus();
    }
  });

  for (const field of [start, end]) {
    field.addEventListener("input", () => {
      anchor = Number(start.value) || 0;
      show();
    });
  }

  stop(lines.find((line) => number(line) === anchor) || lines[0]);
  show();
}
