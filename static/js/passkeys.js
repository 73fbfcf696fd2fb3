// Passkeys need a script and a browser that has them; where both are there, the way in is shown.

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}

// The reader closed the browser's window, or the device knows no passkey for us.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const line of document.querySelectorAll("[data-passkey-trouble]")) {
    line.textContent = "Your device gave no passkey. Nothing changed: try again, or use another way.";
    line.hidden = false;
  }
});
