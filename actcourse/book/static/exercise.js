/* Exercises that need no code, answered on the page. What the judge says of each answer stands in
   the page, see actcourse/exercises/onpage.py: here it is looked up, and nothing is decided. */
(() => {
  "use strict";

  /* One form; the kinds below say where its answer is and what is said of it. */
  class Answer {
    constructor(form, facts) {
      this.form = form;
      this.facts = facts;
      this.key = `actcourse:${form.id}`;
      this.said = form.querySelector("[role=status]");
      this.title = form.querySelector(".answer-title");
      this.build(form.previousElementSibling?.querySelector("ul"));  // its lines, where it has some
      form.querySelector(".answer-form").hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      form.addEventListener("reset", (event) => {
        event.preventDefault();
        storage("remove", this.key);
        this.put(this.facts.start);
        this.say("");
      });
      const kept = storage("get", this.key);
      if (kept !== null) this.restore(kept);
    }

    restore(kept) {
      let answer;
      try {
        answer = JSON.parse(kept).answer;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      if (this.put(answer)) this.check();
    }

    check() {
      const answer = this.get();
      const { text, earned } = this.judge(answer);
      this.say(text, earned === undefined ? "" : earned === this.facts.points ? "right" : "wrong");
      if (earned !== undefined) {
        storage("set", this.key, JSON.stringify({ answer, earned, points: this.facts.points }));
      }
    }

    say(text, how = "") {
      this.said.textContent = text;
      this.said.className = `answer-said ${how}`;
    }

    /* By the shortest beginning of the letters that settles it. */
    judge(letters) {
      for (let n = 1; n <= letters.length; n += 1) {
        const verdict = this.facts.verdicts[letters.slice(0, n)];
        if (verdict) return { text: verdict[0], earned: verdict[1] };
      }
      return { text: "Pick one first." };
    }
  }

  class Choice extends Answer {
    build(list) {
      this.facts.start = "";
      [...list.children].forEach((item, k) => {
        const text = item.firstElementChild;
        const input = element("input", { type: "radio", name: "answer", value: this.facts.letters[k] });
        input.setAttribute("form", this.form.id);
        text.replaceChildren(element("label", {}, input, ...text.childNodes));
      });
      list.setAttribute("role", "radiogroup");
      list.setAttribute("aria-labelledby", this.title.id);
      for (const item of list.children) item.setAttribute("role", "none");
      list.addEventListener("change", () => this.say(""));
    }

    get() {
      return new FormData(this.form).get("answer") ?? "";
    }

    put(letter) {
      for (const radio of this.form.elements.answer) radio.checked = radio.value === letter;
      return this.get() !== "";
    }
  }

  class Order extends Answer {
    build(list) {
      this.facts.start = this.facts.letters;
      this.list = list;
      this.items = new Map([...list.children].map((item, k) => [this.facts.letters[k], item]));
      for (const [letter, line] of this.items) this.equip(line, letter);
      list.addEventListener("pointerdown", (event) => this.drag(event));
    }

    equip(line, letter) {
      const up = element("button", { type: "button", textContent: "↑" });
      const down = element("button", { type: "button", textContent: "↓" });
      up.setAttribute("aria-label", `Move line ${letter} up`);
      down.setAttribute("aria-label", `Move line ${letter} down`);
      up.addEventListener("click", () => this.move(line, line.previousElementSibling, up));
      down.addEventListener("click", () => this.move(line, line.nextElementSibling, down));
      line.dataset.letter = letter;
      const hold = element("span", { className: "answer-hold", textContent: "⠿" });
      hold.setAttribute("aria-hidden", "true");
      line.append(element("span", { className: "answer-moves" }, hold, up, down));
    }

    /* Let a line change places with its neighbour; `from` is the button that asked for it. */
    move(line, neighbour, from) {
      if (!neighbour) return;
      if (from.textContent === "↑") neighbour.before(line);
      else neighbour.after(line);
      from.focus();
      const place = this.get().indexOf(line.dataset.letter) + 1;
      this.say(`Line ${line.dataset.letter} is now number ${place} of ${this.items.size}.`);
    }

    /* Take a line by the hand: it changes places with those that it is moved over. */
    drag(event) {
      const line = event.target.closest("li");
      if (!line || event.button !== 0 || event.target.closest("button")) return;
      // A finger on the text scrolls the page.
      if (event.pointerType === "touch" && !event.target.closest(".answer-hold")) return;
      event.preventDefault();
      line.classList.add("held");
      this.list.setPointerCapture(event.pointerId);
      const follow = ({ clientY }) => {
        for (const other of this.items.values()) {
          const { top, height } = other.getBoundingClientRect();
          if (other === line || clientY < top || clientY > top + height) continue;
          const above = other.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING;
          // Over its middle, so that lines of different heights do not flicker.
          if (above ? clientY < top + height / 2 : clientY > top + height / 2) {
            if (above) other.before(line);
            else other.after(line);
          }
        }
      };
      const leave = () => {
        line.classList.remove("held");
        this.list.removeEventListener("pointermove", follow);
        this.say("");
      };
      this.list.addEventListener("pointermove", follow);
      this.list.addEventListener("lostpointercapture", leave, { once: true });
    }

    get() {
      return [...this.list.children].map((line) => line.dataset.letter).join("");
    }

    put(order) {
      const all = [...this.items.keys()].every((letter) => String(order).includes(letter));
      if (!all || order.length !== this.items.size) return false;
      this.list.append(...[...order].map((letter) => this.items.get(letter)));
      return true;
    }
  }

  class Numbers extends Answer {
    build() {
      this.facts.start = this.facts.numbers.map(() => "");
      this.inputs = [...this.form.querySelectorAll("[name=answer]")];
      this.form.addEventListener("input", () => this.say(""));
    }

    get() {
      return this.inputs.map((input) => input.value.trim());
    }

    put(texts) {
      if (!Array.isArray(texts) || texts.length !== this.inputs.length) return false;
      this.inputs.forEach((input, k) => { input.value = texts[k]; });
      return true;
    }

    judge(texts) {
      const { id, numbers, points } = this.facts;
      const said = [];
      for (const [k, text] of texts.entries()) {
        const number = parse(text);
        if (number === undefined) {
          const got = text ? `“${text}” is no number that is understood here` : "A number is missing";
          this.inputs[k].focus();
          return { text: `${got}: write one such as -0.25, 1/3 or 2e-3.` };
        }
        said.push(numbers[k].tries ? tried(number, numbers[k]) : placed(number, numbers[k]));
        if (said[k].text) return said[k];
      }
      const earned = said.reduce((sum, s, k) => sum + (s.why === undefined ? 0 : numbers[k].points), 0);
      const wrong = said.find((s) => s.why === undefined);
      const text = wrong
        ? `✗ ${id}, ${earned} of ${points}: ${wrong.sentence}.\n  Hint: ${wrong.hint}`
        : `✓ ${id}, ${earned} of ${points} (measured: ${said.map((s) => s.why).join("; ")})`;
      return { text, earned };
    }
  }

  function placed(number, { what, why, pieces }) {
    const [, hint] = pieces.findLast(([start]) => start === null || start <= number);
    return hint === null ? { why } : { sentence: `${general(number)} is not ${what}`, hint };
  }

  function tried(number, { what, tries }) {
    const found = tries.find(([value]) => value === number);
    if (!found) return { text: admitted(number, tries.map(([value]) => value)) };
    const [, hint, report] = found;
    if (hint === null) return { why: report };
    return { sentence: `${general(number)} is not ${what}: ${report}`, hint };
  }

  function admitted(number, values) {
    const [first, last] = [values[0], values.at(-1)];
    const more = "; in a notebook you can try any number.";
    if (number < first || number > last) {
      return `On this page you can try numbers from ${first} to ${last}${more}`;
    }
    const above = values.findIndex((value) => value > number);
    return `On this page you can try ${values[above - 1]} or ${values[above]}, not ${number}${more}`;
  }

  /* A number as one types it, with a comma, a true minus, per cent or as a fraction. */
  function parse(text) {
    const plain = text.replaceAll("−", "-").replaceAll(",", ".").replace(/\s/g, "");
    const number = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/((?:\d+\.?\d*|\.\d+)))?(%?)$/i;
    const parts = number.exec(plain);
    if (!parts) return undefined;
    const value = Number(parts[1]) / Number(parts[2] ?? 1) / (parts[3] ? 100 : 1);
    return Number.isFinite(value) ? value : undefined;
  }

  /* Python's format(x, ".6g"). */
  function general(x) {
    const short = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);
    if (x === 0) return Object.is(x, -0) ? "-0" : "0";
    const [digits, power] = x.toExponential(5).split("e").map((part, k) => (k ? Number(part) : part));
    if (power >= -4 && power < 6) return short(x.toFixed(5 - power));
    const size = String(Math.abs(power)).padStart(2, "0");
    return `${short(digits)}e${power < 0 ? "-" : "+"}${size}`;
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /* Storage may be switched off; then an answer lasts as long as the page. */
  function storage(what, ...of) {
    try {
      return window.localStorage[`${what}Item`](...of);
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  }

  const KINDS = { choice: Choice, order: Order, numbers: Numbers };
  for (const form of document.querySelectorAll("form.answer")) {
    const facts = JSON.parse(form.querySelector("script").textContent);
    new KINDS[facts.kind](form, facts);
  }
})();
