// Keys for a trainer who reviews many: n for the next, j and k from doubtful verdict to doubtful verdict.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") document.getElementById("next").click();
  if (event.key === "j" || event.key === "k") {
    const doubtful = [...document.querySelectorAll(".criterion:has(.doubtful)")];
    const at = doubtful.indexOf(document.querySelector(".criterion.here"));
    const to = doubtful[(at + (event.key === "j" ? 1 : -1) + doubtful.length) % doubtful.length];
    document.querySelector(".criterion.here")?.classList.remove("here");
    to?.classList.add("here");
    to?.scrollIntoView({ block: "center" });
    to?.querySelector("summary")?.focus();
  }
});
// What was sent is kept: said where it is seen wherever the trainer has scrolled to, and read out.
let fading;
document.addEventListener("htmx:afterSwap", (event) => {
  const said = document.getElementById("saved");
  if (event.detail.requestConfig.verb !== "post" || event.detail.xhr.status >= 400) return;
  said.textContent = said.dataset.said;
  clearTimeout(fading);
  fading = setTimeout(() => { said.textContent = ""; }, 4000);
});
// A refusal is one sentence, shown where the trainer is looking.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 400) return;
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  alert(page.querySelector("[role=alert]")?.textContent ?? "出了点问题，请刷新页面再试。");
});
