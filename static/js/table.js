// Choosing rows: how many are chosen, all of a page at once, and only the fields an act needs.
// Without a script every field is there, and the server reads what the act needs.

const form = document.getElementById("bulk");
const bulk = document.querySelector("[data-bulk]");

const boxes = () => [...form.querySelectorAll("input[name=pick]")];

function told() {
  const chosen = boxes().filter((box) => box.checked).length;
  const all = form.querySelector("input[name=all]")?.checked;
  bulk.querySelector("[data-bulk-count]").textContent = all
    ? "With all that match"
    : chosen ? `With the ${chosen} chosen` : "Choose rows to do something with";
  bulk.classList.toggle("is-on", chosen > 0 || Boolean(all));
  const every = form.querySelector("[data-every]");
  if (every) every.checked = chosen > 0 && chosen === boxes().length;
}

function fields() {
  const act = bulk.querySelector("select[name=act]").value;
  for (const field of bulk.querySelectorAll("[data-for]")) field.hidden = field.dataset.for !== act;
}

function everyBox() {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "form-check-input";
  box.dataset.every = "";
  box.setAttribute("aria-label", "Choose every row of this page");
  const head = form.querySelector("thead th");
  if (head && !head.querySelector("[data-every]")) head.append(box);
}

if (form && bulk) {
  everyBox();
  fields();
  told();
  form.addEventListener("change", (event) => {
    if ("every" in event.target.dataset) for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.name === "act") fields();
    told();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("tr[data-row], tr[data-row] a")) return;
    event.preventDefault();
    event.target.closest("tr").querySelector("input[name=pick]")?.click();
  });
  document.addEventListener("live:shown", () => (everyBox(), told()));
}
