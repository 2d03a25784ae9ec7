// What makes the pages quicker to use. Every page works without it.
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const on = (type, work, capture = false) => document.addEventListener(type, work, capture);
  document.documentElement.classList.add("with-script");

  // The scope follows at once when a part of it is chosen.
  on("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  // Words typed beside a list of choices look for choices; they are no answer of the form.
  on("change", (event) => { if (event.target.matches("[data-aside]")) event.stopPropagation(); }, true);

  // Rows: a click opens, j and k walk, Enter opens.
  const rows = () => all("tr[data-url]");
  const here = () => document.querySelector("tr.here");
  function walk(step) {
    const list = rows();
    if (!list.length) return false;
    const place = Math.min(Math.max(list.indexOf(here()) + step, 0), list.length - 1);
    for (const row of list) row.classList.toggle("here", row === list[place]);
    const link = list[place].querySelector("td:not(.c-unfold) a");
    if (link) link.focus();
    list[place].scrollIntoView({ block: "nearest" });
    return true;
  }
  on("click", (event) => {
    const row = event.target.closest("tr[data-url]");
    if (!row || event.target.closest("a, button, input, label, select, summary") || String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.url, "_blank", "noopener");
    else window.location.assign(row.dataset.url);
  });
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return closeSheets(null);
    if (event.target.closest("input, textarea, select, [contenteditable]")) return walkFound(event);
    if (event.key === "/") { event.preventDefault(); const find = document.getElementById("find"); if (find) find.focus(); }
    if (event.key === "j" || event.key === "k") {
      const step = event.key === "j" ? 1 : -1;
      if (!walk(step)) { const way = document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]"); if (way) way.click(); }
    }
    if (event.key === "Enter" && here() && event.target === document.body) window.location.assign(here().dataset.url);
    walkFound(event);
  });

  // The results of the search are walked with the arrow keys.
  function walkFound(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const box = event.target.closest(".find");
    const links = box ? all("#found a", box) : [];
    if (!links.length) return;
    event.preventDefault();
    const place = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (links[place] || document.getElementById("find")).focus();
  }

  // A row that is unfolded already folds up again instead of asking once more.
  on("htmx:confirm", (event) => {
    const arrow = event.target.closest("[data-unfold]");
    if (!arrow) return;
    const brief = document.getElementById(`brief-${arrow.dataset.unfold}`);
    arrow.setAttribute("aria-expanded", String(!brief));
    if (brief) { event.preventDefault(); brief.remove(); }
  });

  // Sheets that drop down close when one goes on elsewhere.
  function closeSheets(kept) {
    for (const sheet of all("details.drop[open], details.account[open]")) {
      if (sheet !== kept && !sheet.contains(kept) && !sheet.classList.contains("acts")) sheet.open = false;
    }
    const found = document.getElementById("found");
    if (found && !found.parentElement.contains(kept)) found.replaceChildren();
  }
  on("click", (event) => closeSheets(event.target));

  // The menu of small screens.
  const menu = document.querySelector("a.menu"), navigation = document.getElementById("navigation");
  if (menu && navigation) {
    const show = (open) => { navigation.classList.toggle("open", open); menu.setAttribute("aria-expanded", String(open)); };
    show(false);
    menu.addEventListener("click", (event) => { event.preventDefault(); show(!navigation.classList.contains("open")); });
    navigation.querySelector(".close").addEventListener("click", () => show(false));
  }

  // On small screens scope and filters fold away behind a button.
  for (const button of all("[data-fold]")) button.addEventListener("click", () => {
    const open = document.getElementById(button.dataset.fold).classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });

  // A further place for files appears when the one before it is taken.
  on("change", (event) => {
    const slot = event.target.matches("input[type=file]") ? event.target.closest(".slot") : null;
    if (slot && slot.nextElementSibling) slot.nextElementSibling.classList.add("shown");
  });

  // A table that is not too wide scrolls with the page, so that there is one scroll bar and the head stays in sight.
  const fit = new ResizeObserver((entries) => {
    for (const { target } of entries) target.classList.toggle("fits", target.firstElementChild.scrollWidth <= target.clientWidth);
  });
  const watch = (root) => { for (const box of all("[data-fit]", root)) fit.observe(box); };
  watch(document);
  on("htmx:load", (event) => watch(event.target.parentElement || document));

  // Ticking rows for an act on many.
  on("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    const ticks = all("input[name=id]", form);
    if (event.target.matches("[data-every-row]")) for (const tick of ticks) tick.checked = event.target.checked;
    const picked = form.querySelector("[data-picked]"), count = ticks.filter((tick) => tick.checked).length;
    picked.classList.toggle("some", count > 0);
    picked.querySelector("[data-count] b").textContent = count;
  });

  // A form that is being filled in: asks before one leaves it, and keeps what was typed in this tab until it is sent.
  const SENT = "yaoan-sent";
  const guarded = document.querySelector("form[data-guard]");
  const key = guarded ? `yaoan-typed-${document.body.dataset.person}-${location.pathname}` : "";
  const sent = sessionStorage.getItem(SENT);
  if (sent && sent !== key) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  const typed = () => all("input[type=text], input[type=date], textarea, select", guarded)
    .filter((field) => field.name && !("sealed" in field.dataset));
  let touched = false;
  if (guarded) {
    const offer = guarded.querySelector("[data-restore]"), kept = JSON.parse(sessionStorage.getItem(key) || "null");
    if (offer && kept && !("faulty" in guarded.dataset)) {
      offer.hidden = false;
      offer.querySelector("button").addEventListener("click", () => {
        for (const field of typed()) if (kept[field.name] !== undefined) field.value = kept[field.name];
        offer.hidden = true;
        touched = true;
      });
    }
    guarded.addEventListener("input", () => {
      touched = true;
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed().map((field) => [field.name, field.value]))));
    });
    guarded.addEventListener("submit", () => { touched = false; sessionStorage.setItem(SENT, key); });
    window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
  }
  on("submit", (event) => { if (event.target.matches("[data-forget]")) sessionStorage.clear(); });

  // What a part of the page could not fetch is said, not swallowed.
  for (const type of ["htmx:responseError", "htmx:sendError"]) on(type, () => { document.getElementById("trouble").hidden = false; });
  on("htmx:beforeRequest", () => { document.getElementById("trouble").hidden = true; });

  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());
  const faults = document.querySelector("[data-focus]");
  if (faults) faults.focus();
})();
