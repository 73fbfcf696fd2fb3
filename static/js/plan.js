// A plan wider than its place begins where the work is: with this week in sight, and what led to it.

for (const region of document.querySelectorAll("[data-now]")) {
  const today = region.querySelector(".t-today")?.getBoundingClientRect();
  if (today) region.scrollLeft += today.left - region.getBoundingClientRect().left - region.clientWidth / 2;
}
