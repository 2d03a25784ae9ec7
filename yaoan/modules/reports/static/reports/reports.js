// The drawer of a report: opens with the rows of a figure, closes again, and gives the focus back.
"use strict";
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  let opener = null;
  const shut = () => {
    drawer.replaceChildren();
    if (opener) opener.focus();
    opener = null;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === drawer && !drawer.contains(event.target)) opener = event.target;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== drawer) return;
    drawer.scrollTop = 0;
    drawer.focus();
  });
  drawer.addEventListener("click", (event) => {
    if (event.target.closest("[data-shut]")) { event.preventDefault(); shut(); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drawer.childElementCount) shut(); });
})();
