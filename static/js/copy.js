// Copies what a button names; without a script the words stand on the page to be marked.
for (const button of document.querySelectorAll("[data-copy]")) {
  const before = [...button.childNodes];
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => {
      button.replaceChildren(...before);
    }, 2000);
  });
}
