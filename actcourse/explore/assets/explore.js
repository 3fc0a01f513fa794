/* Moves the explorers and asks the predictions of a page. No library, no request.

   An explorer's data lists its controls, its slots [element, attribute, controls, values]
   and its sentences [controls, values], and its recipes where they vary; `values` runs over the positions of the slot's own
   controls, the last one fastest. See actcourse/explore/differences.py. */
(() => {
  "use strict";

  const explorers = new Map();

  class Explorer {
    constructor(figure) {
      const data = JSON.parse(figure.querySelector("script").textContent);
      this.id = figure.id;
      this.figure = figure;
      this.controls = data.controls;
      this.start = data.controls.map((c) => c.start);
      this.at = [...this.start];
      this.inputs = data.controls.map((c) => document.getElementById(`${this.id}-${c.name}`));
      const elements = [];
      for (const e of figure.querySelectorAll("svg[data-slot], svg [data-slot]")) {
        elements[e.dataset.slot] = e;
      }
      this.slots = data.slots.map(([e, attribute, on, values]) => {
        const element = elements[e];
        if (attribute === "#text") return [on, values, onChange((v) => { element.textContent = v; })];
        return [on, values, onChange((v) => {
          if (v === null) element.removeAttribute(attribute);
          else element.setAttribute(attribute, v);
        })];
      });
      const caption = figure.querySelector("figcaption");
      this.slots.push([...data.sentences, (v) => { caption.textContent = v; }]);
      const recipe = figure.querySelector(".ac-recipe");
      if (data.recipes) this.slots.push([...data.recipes, (v) => { recipe.textContent = v; }]);
      this.inputs.forEach((input, k) => {
        input.addEventListener("input", () => this.move(k, read(input)));
      });
      figure.querySelector(".ac-controls").hidden = false;
    }

    /* Bring control k to position i and redraw what depends on it. */
    move(k, i) {
      if (this.at[k] === i) return;
      this.at[k] = i;
      write(this.inputs[k], i, this.controls[k].positions[i][0]);
      for (const [on, values, set] of this.slots) {
        if (!on.includes(k)) continue;
        let where = 0;
        for (const c of on) where = where * this.controls[c].positions.length + this.at[c];
        set(values[where]);
      }
      remember();
    }

    /* "beta=4,show=on", or "" where nothing has been moved. */
    get address() {
      return this.controls
        .map((c, k) => (this.at[k] === this.start[k] ? "" : `${c.name}=${c.positions[this.at[k]][1]}`))
        .filter(Boolean)
        .join(",");
    }

    set address(text) {
      const wanted = new Map(text.split(",").map((part) => part.split("=")));
      this.controls.forEach((c, k) => {
        const key = wanted.get(c.name);
        const i = c.positions.findIndex((p) => p[1] === key || (key && Number(p[1]) === Number(key)));
        this.move(k, i < 0 ? this.start[k] : i);
      });
    }
  }

  /* Neighbouring positions share most values; to write one again would cost as much as a new one. */
  function onChange(set) {
    let now;
    return (value) => { if (value !== now) set(now = value); };
  }

  function read(input) {
    if (input.type === "checkbox") return Number(input.checked);
    if (input.tagName === "FIELDSET") return Number(input.querySelector(":checked").value);
    return Number(input.value);
  }

  function write(input, i, text) {
    if (input.type === "checkbox") input.checked = Boolean(i);
    else if (input.tagName === "FIELDSET") input.querySelectorAll("input")[i].checked = true;
    else input.value = i;
    if (input.type === "range") {
      input.setAttribute("aria-valuetext", text);
      input.nextElementSibling.value = text;
    }
  }

  /* The address holds every explorer that has been moved: #a:z=2&b:depth=4,gain=4.
     Browsers limit how often it may change, so it follows when the hand rests. */
  let timer = 0;
  function remember() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const parts = [...explorers.values()]
        .filter((e) => e.address)
        .map((e) => `${e.id}:${e.address}`);
      const plain = location.hash.includes(":") ? "" : location.hash;
      const hash = parts.length ? `#${parts.join("&")}` : plain;
      if (hash !== address()) {
        history.replaceState(history.state, "", hash || location.pathname + location.search);
      }
    }, 250);
  }

  function address() {
    try {
      return decodeURIComponent(location.hash);
    } catch (error) {
      if (error instanceof URIError) return location.hash;  // somebody typed a stray %
      throw error;
    }
  }

  function restore() {
    const hash = address().slice(1);
    if (!hash.includes(":")) return;
    const wanted = new Map(hash.split("&").map((part) => {
      const colon = part.indexOf(":");
      return [part.slice(0, colon), part.slice(colon + 1)];
    }));
    for (const explorer of explorers.values()) {
      explorer.address = wanted.get(explorer.id) || "";
    }
    const first = explorers.get(wanted.keys().next().value);
    if (first) first.figure.scrollIntoView({ block: "center" });
  }

  /* A prediction: the answer stays hidden until the reader commits; what was committed is
     kept in this browser's own storage. */
  class Prediction {
    constructor(form) {
      this.form = form;
      this.key = `actcourse:${form.id}`;
      this.data = JSON.parse(form.querySelector("script").textContent);
      this.result = form.querySelector(".ac-result");
      this.others = form.querySelector(".ac-others");
      form.querySelector("details").remove();
      form.querySelector(".ac-form").hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const guess = new FormData(form).get("guess");
        if (guess !== null && guess.trim() !== "") this.commit(guess.trim());
      });
      form.addEventListener("reset", () => this.forget());
      const kept = storage("get", this.key);
      if (kept !== null) this.commit(kept);
    }

    commit(guess) {
      const { replies } = this.data;
      const reply = replies ? replies[guess] : judge(Number(guess), this.data);
      if (reply === undefined) return this.forget();
      storage("set", this.key, guess);
      this.form.elements.guess.value = guess;
      this.lock(true);
      this.result.textContent = reply;
      if (replies) this.answerAll(Number(guess));
    }

    /* Who picks right reads as well why the others are not: a line to each. */
    answerAll(guess) {
      const texts = [...this.form.querySelectorAll("[name=guess] + span")];
      const lines = texts.map((text, i) => {
        const line = document.createElement("li");
        const option = document.createElement("b");
        option.textContent = text.textContent;
        line.append(option, ` ${this.data.replies[i]}`);
        return line;
      });
      this.others.replaceChildren(...lines.filter((_, i) => i !== guess));
      this.others.hidden = false;
    }

    forget() {
      storage("remove", this.key);
      this.lock(false);
      this.result.textContent = "";
      this.others.hidden = true;
    }

    lock(yes) {
      for (const input of this.form.querySelectorAll("[name=guess]")) input.disabled = yes;
      this.form.querySelector("[type=submit]").hidden = yes;
      this.form.querySelector("[type=reset]").hidden = !yes;
    }
  }

  /* The same words as Number.judge in actcourse/explore/predict.py; a test compares them. */
  function judge(guess, { value, shown, unit, apart, near, ratio, digits, close, far }) {
    if (!Number.isFinite(guess)) return undefined;
    let within = false;
    let off = "a distance that no factor expresses";
    if (!ratio) {
      const distance = Math.abs(guess - value);
      within = distance <= near;
      off = `${distance.toFixed(digits)}${apart} away`;
    } else if (guess > 0) {
      const factor = Math.max(guess / value, value / guess);
      within = factor <= near;
      off = `a factor of ${factor.toFixed(factor < 10 ? 1 : 0)} away`;
    }
    return `You said ${guess}${unit}; measured: ${shown}, ${off}. ${within ? close : far}`;
  }

  /* Storage may be switched off; then a prediction lasts as long as the page. */
  function storage(what, key, value) {
    try {
      return window.localStorage[`${what}Item`](key, value);
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  }

  function begin() {
    for (const figure of document.querySelectorAll(".ac-explorer")) {
      if (figure.querySelector("script")) explorers.set(figure.id, new Explorer(figure));
    }
    for (const form of document.querySelectorAll("form.ac-predict")) new Prediction(form);
    restore();
    window.addEventListener("hashchange", restore);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
