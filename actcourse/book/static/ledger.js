// Filters of the ledger of claims. The choice is kept in the page's address, so that a link can
// show, say, what is wrong in the chapter on tanh: claims.html#claims:verdict=wrong&chapter=tanh
(() => {
  "use strict";
  const PREFIX = "#claims:";
  const form = document.querySelector(".ledger-filters");
  const claims = [...document.querySelectorAll("details.is-claim")];
  const sections = [...new Set(claims.map((claim) => claim.closest("section")))];
  const selects = [...form.querySelectorAll("select")];

  // The class of the claims that a choice lets through; Sphinx writes hyphens in class names.
  const css = (select) => `is-${select.name}-${select.value}`.replaceAll("_", "-");

  function filter() {
    const wanted = selects.filter((select) => select.value);
    for (const claim of claims) {
      claim.hidden = !wanted.every((select) => claim.classList.contains(css(select)));
    }
    for (const section of sections) {
      section.hidden = ![...section.querySelectorAll("details.is-claim")].some((c) => !c.hidden);
    }
    const shown = claims.filter((claim) => !claim.hidden).length;
    form.querySelector("output").textContent = `${shown} of ${claims.length} claims`;
  }

  function remember() {
    const chosen = new URLSearchParams(selects.filter((s) => s.value).map((s) => [s.name, s.value]));
    const hash = chosen.size ? PREFIX + chosen : "";
    history.replaceState(history.state, "", hash || location.pathname + location.search);
  }

  // A link to one claim or finding opens it; a link to a choice sets the filters.
  function restore() {
    if (location.hash.startsWith(PREFIX)) {
      const chosen = new URLSearchParams(location.hash.slice(PREFIX.length));
      for (const select of selects) select.value = chosen.get(select.name) ?? "";
      for (const select of selects) if (select.selectedIndex < 0) select.value = "";
    }
    filter();
    const target = document.getElementById(location.hash.slice(1))
      ?.closest("details:is(.is-claim, .is-finding)");
    if (target) {
      if (target.hidden) { form.reset(); filter(); }
      target.open = true;
      target.scrollIntoView();
    }
  }

  form.hidden = false;
  form.addEventListener("change", () => { filter(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  addEventListener("hashchange", restore);
  restore();
})();
