/* "Ask me again": one question at a time, drawn at random; what went wrong comes back. */
(() => {
  "use strict";
  const KEPT = "actcourse:again";  // by question: true where the last answer was right
  const PAUSE = 3;  // questions before one that went wrong is asked again

  class Draw {
    constructor(list) {
      this.forms = [...list.querySelectorAll("form")];
      this.said = list.querySelector(".again-said");
      this.next = list.querySelector(".again-next");
      this.kept = this.read();
      this.asked = [];
      for (const form of this.forms) {
        // After the form's own listener, which locks it.
        form.addEventListener("submit", () => this.note(form));
      }
      this.next.addEventListener("click", () => this.show(true));
      this.next.hidden = false;
      this.show(false);
    }

    read() {
      try {
        return JSON.parse(localStorage.getItem(KEPT)) ?? {};
      } catch (error) {
        if (error instanceof DOMException || error instanceof SyntaxError) return {};
        throw error;
      }
    }

    note(form) {
      const { right } = JSON.parse(form.querySelector("script").textContent);
      const guess = form.elements.guess.value;
      if (guess === "") return;
      this.kept[form.id] = Number(guess) === right;
      try {
        localStorage.setItem(KEPT, JSON.stringify(this.kept));
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
      this.tell();
    }

    /* Those that went wrong, unless they have just been asked; then the new ones; then any. */
    draw() {
      const late = this.asked.slice(-PAUSE);
      const free = this.forms.filter((form) => !late.includes(form.id));
      const wrong = free.filter((form) => this.kept[form.id] === false);
      const unasked = free.filter((form) => !(form.id in this.kept));
      const again = wrong.length && (!unasked.length || Math.random() < 0.5);
      const pool = again ? wrong : unasked.length ? unasked : free;
      return pool[Math.floor(Math.random() * pool.length)];
    }

    show(focus) {
      const chosen = this.draw();
      this.asked.push(chosen.id);
      chosen.reset();  // so that it is asked, not shown with its answer
      for (const form of this.forms) form.hidden = form !== chosen;
      this.tell();
      if (focus) chosen.querySelector("input").focus();
    }

    tell() {
      const answers = Object.values(this.kept);
      const right = answers.filter(Boolean).length;
      this.said.textContent = `${right} of ${this.forms.length} questions answered rightly, the last time they were asked.`;
    }
  }

  window.addEventListener("DOMContentLoaded", () => {
    for (const list of document.querySelectorAll(".again")) new Draw(list);
  });
})();
