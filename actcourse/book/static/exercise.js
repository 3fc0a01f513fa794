/* Exercises that need no code, answered on the page. What the judge says of each answer stands in
   the page, see actcourse/exercises/onpage.py: here it is looked up, and nothing is decided. */
(() => {
  "use strict";
  const { work, save } = window.actcourse;

  /* One form; the kinds below say where its answer is and what is said of it. */
  class Answer {
    constructor(form, facts) {
      this.form = form;
      this.facts = facts;
      this.key = form.id;
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
        work.remove(this.key);
        this.put(this.facts.start);
        this.say("");
      });
      const kept = work.get(this.key);
      if (kept && this.put(kept.answer)) this.check();
    }

    check() {
      const answer = this.get();
      const { text, earned } = this.judge(answer);
      this.say(text, earned === undefined ? "" : earned === this.facts.points ? "right" : "wrong");
      if (earned !== undefined) {
        work.set(this.key, { answer, earned, points: this.facts.points });
      }
    }

    /* What a notebook's cell assigns; undefined where nothing has been answered. */
    literal() {
      const answer = work.get(this.key)?.answer;  // an order that nobody has touched is none
      return answer ? JSON.stringify(answer) : undefined;
    }

    /* Put what a notebook's cell assigns into the form; false where it is nothing that fits. */
    take(cell) {
      const assigned = new RegExp(`^${this.facts.name} = (.+)$`, "m").exec(source(cell));
      const answer = assigned && this.plain(assigned[1]);
      if (!answer || !this.put(answer)) return false;
      this.check();
      return true;
    }

    plain(text) {
      return text.toLowerCase().replace(/[^a-z0-9]/g, "");
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

    literal() {
      const numbers = this.get().map(parse);
      if (numbers.includes(undefined)) return undefined;
      return numbers.length === 1 ? `${numbers[0]}` : `(${numbers.join(", ")})`;
    }

    plain(text) {
      const inner = text.trim().replace(/^[([]|[)\]]$/g, "");
      const texts = inner.split(",").map((part) => part.trim()).filter(Boolean);
      return texts.some((part) => parse(part) === undefined) ? undefined : texts;
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

  /* The assignment's notebook with the answers of this page in it, to hand in; and the way back. */
  class HandIn {
    constructor(section, answers) {
      this.answers = answers;
      this.said = section.querySelector(".work-said");
      this.address = section.dataset.notebook;
      this.name = this.address.split("/").at(-1).replace(/js$/, "ipynb");
      this.key = `notebook-${this.name.replace("_exercises.ipynb", "")}`;
      this.opened = work.get(this.key);
      section.querySelector(".work-download").addEventListener("click", () => this.download());
      section.querySelector(".work-open").addEventListener("change", ({ target }) => {
        if (target.files.length) this.open(target.files[0]);
        target.value = "";
      });
    }

    async download() {
      const notebook = structuredClone(this.opened ?? await this.handedOut());
      const open = [];
      for (const answer of this.answers) {
        const { cell, name } = answer.facts;
        const literal = answer.literal();
        if (literal === undefined) open.push(name);
        else write(cellOf(notebook, cell), name, literal);
      }
      save(this.name, `${JSON.stringify(notebook, null, 1)}\n`, "application/x-ipynb+json");
      const code = this.opened ? "the code of the notebook that you opened" : "no code";
      const left = open.length ? ` Not answered here: ${open.join(", ")}.` : "";
      this.said.textContent = `${this.name} holds the answers of this page and ${code}.${left}`;
    }

    /* A script, since pages from disk may not read other files. */
    handedOut() {
      return new Promise((resolve, reject) => {
        const script = element("script", { src: this.address, onerror: reject });
        script.onload = () => resolve(window.actcourse.notebook);
        document.head.append(script);
      });
    }

    async open(file) {
      let notebook;
      try {
        notebook = JSON.parse(await file.text());
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      const cells = this.answers.filter(({ facts }) => notebook && cellOf(notebook, facts.cell));
      if (!cells.length) {
        this.said.textContent = `${file.name} is no notebook of this assignment: nothing was changed.`;
        return;
      }
      for (const cell of notebook.cells) {
        if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
      }
      this.opened = notebook;
      work.set(this.key, notebook);
      const read = cells.filter((answer) => answer.take(cellOf(notebook, answer.facts.cell)));
      this.said.textContent = `${file.name} was opened: ${read.length} answers stand in their fields, and its code goes into the next download.`;
    }
  }

  function cellOf(notebook, id) {
    return notebook.cells?.find((cell) => cell.metadata?.nbgrader?.grade_id === id);
  }

  function source(cell) {
    return Array.isArray(cell.source) ? cell.source.join("") : cell.source;
  }

  /* Put `name = literal` in place of the last line that assigns this name. */
  function write(cell, name, literal) {
    const lines = source(cell).split("\n");
    const place = lines.findLastIndex((line) => line.startsWith(`${name} = `));
    lines.splice(place < 0 ? lines.length : place, 1, `${name} = ${literal}`);
    cell.source = lines.join("\n");
  }

  const KINDS = { choice: Choice, order: Order, numbers: Numbers };
  const answers = [...document.querySelectorAll("form.answer")].map((form) => {
    const facts = JSON.parse(form.querySelector("script").textContent);
    return new KINDS[facts.kind](form, facts);
  });
  for (const section of document.querySelectorAll("[data-notebook]")) new HandIn(section, answers);
})();
