/* The reader's own work: answers and points, kept in this browser alone; and where it is shown. */
(() => {
  "use strict";
  const KEY = /^actcourse:answer-(.+)$/;
  const FORM = "actcourse work, 1";  // of a file that was exported

  /* Storage may be switched off or full; then an answer lasts as long as the page, and we say so. */
  function storage(what, ...of) {
    try {
      return window.localStorage[`${what}Item`](...of);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      if (what === "set") complain("This browser keeps no answers: they are lost with the page.");
      return null;
    }
  }

  function complain(text) {
    for (const place of document.querySelectorAll(".work-said")) place.textContent = text;
  }

  const work = {
    get(id) {
      try {
        const kept = JSON.parse(storage("get", `actcourse:${id}`));
        return kept !== null && typeof kept === "object" ? kept : null;
      } catch (error) {
        if (error instanceof SyntaxError) return null;  // not from this edition: leave it be
        throw error;
      }
    },
    set(id, what) {
      storage("set", `actcourse:${id}`, JSON.stringify(what));
      show();
    },
    remove(id) {
      storage("remove", `actcourse:${id}`);
      show();
    },
    ids() {
      const count = storageLength();
      const keys = Array.from({ length: count }, (_, k) => window.localStorage.key(k));
      return keys.filter((key) => KEY.test(key)).map((key) => key.slice("actcourse:".length)).sort();
    },
    /* Points of the exercises whose ids begin so, as far as they were answered on the pages. */
    points(chapter) {
      const kept = work.ids().filter((id) => id.startsWith(`answer-${chapter}-`)).map(work.get);
      return kept.reduce((sum, one) => sum + (Number(one?.earned) || 0), 0);
    },
  };

  function storageLength() {
    try {
      return window.localStorage.length;
    } catch (error) {
      if (error instanceof DOMException) return 0;
      throw error;
    }
  }

  /* In the navigation and in the table of "My progress". */
  function show() {
    for (const link of document.querySelectorAll(".bd-sidebar-primary a.reference")) mark(link);
    for (const cell of document.querySelectorAll("[data-points-of]")) {
      cell.textContent = work.points(cell.dataset.pointsOf);
    }
    for (const bar of document.querySelectorAll("progress[data-chapter]")) {
      bar.value = work.points(bar.dataset.chapter);
    }
  }

  function mark(link) {
    const chapter = /([^/]+)_exercises\.html/.exec(link.href)?.[1];
    const earned = chapter ? work.points(chapter) : 0;
    let sign = link.querySelector(".work-points");
    if (!earned) return sign?.remove();
    if (!sign) {
      sign = document.createElement("span");
      sign.className = "work-points";
      link.append(sign);
    }
    sign.textContent = ` ${earned} ${earned === 1 ? "point" : "points"}`;
  }

  function exported() {
    const kept = Object.fromEntries(work.ids().map((id) => [id, work.get(id)]));
    return JSON.stringify({ form: FORM, work: kept }, null, 1);
  }

  function save(name, text, type = "application/json") {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function imported(file) {
    let read;
    try {
      read = JSON.parse(await file.text());
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    if (read?.form !== FORM || typeof read.work !== "object") {
      complain(`${file.name} is no file that this page has exported: nothing was changed.`);
      return;
    }
    let taken = 0;
    for (const [id, one] of Object.entries(read.work)) {
      // What is here already stays, unless the file has more points for it.
      const here = work.get(id);
      if (!KEY.test(`actcourse:${id}`) || (here && here.earned >= one.earned)) continue;
      work.set(id, one);
      taken += 1;
    }
    complain(`${taken} of ${Object.keys(read.work).length} answers were taken over.`);
  }

  window.actcourse = { work, save };
  document.querySelector(".work-export")?.addEventListener("click", () => {
    save("my-progress.json", exported());
  });
  document.querySelector(".work-import")?.addEventListener("change", ({ target }) => {
    if (target.files.length) imported(target.files[0]);
    target.value = "";
  });
  for (const part of document.querySelectorAll(".work-needs-script")) part.hidden = false;
  window.addEventListener("storage", show);
  show();
})();
