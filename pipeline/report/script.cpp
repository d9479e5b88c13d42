// The script of the report. It only adds ease: filters on the wall, arrow keys between pages.
// Without it everything is there. It holds no words, so there is nothing in it to translate.
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {

std::string_view script() {
    return R"js("use strict";
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = rel && document.querySelector(`a[rel=${rel}]`);
  if (link) { event.preventDefault(); link.click(); }
});

const form = document.querySelector("form.filters");
if (form) {
  const cards = [...document.querySelectorAll(".cards > .card")];
  const items = form.elements.of, page = form.elements.page;
  const chips = [...form.querySelectorAll(".chip")];
  const known = [...document.querySelectorAll("a[data-item]")];
  for (const link of known) items.add(new Option(link.textContent, link.dataset.item));
  if (known.length < 2) items.closest("label").hidden = true;
  for (const card of cards) card.words = (card.dataset.n || "").toLowerCase();

  const pressed = (kind) => chips.filter((chip) => kind in chip.dataset && chip.getAttribute("aria-pressed") === "true")
    .map((chip) => chip.dataset[kind]);
  const press = (chip, on) => chip.setAttribute("aria-pressed", String(on));
  const update = () => {
    const levels = pressed("level"), codes = pressed("code"), wanted = page.value.trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const has = card.dataset.c.split(" ");
      const fits = (!levels.length || levels.includes(card.dataset.l)) &&
        (!codes.length || codes.some((code) => has.includes(code))) &&
        (!items.value || items.value === card.dataset.i) && (!wanted || card.words.includes(wanted));
      card.hidden = !fits;
      shown += fits;
    }
    form.querySelector(".count b").textContent = `${shown} / ${cards.length}`;
    document.querySelector(".none").hidden = shown > 0;
  };
  form.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) { press(chip, chip.getAttribute("aria-pressed") !== "true"); update(); }
  });
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { chips.forEach((chip) => press(chip, false)); setTimeout(update); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-code]");
    if (!link) return;
    form.reset();
    chips.filter((chip) => chip.dataset.code === link.dataset.code).forEach((chip) => press(chip, true));
    setTimeout(update);
  });
  form.hidden = false;
  update();
}
)js";
}

}  // namespace nuskha::report
