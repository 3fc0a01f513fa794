/* Moves the explorers and asks the predictions of a page. No library, no request.

   An explorer's data lists its controls, its slots [element, attribute, controls, values]
   and its sentences [controls, values], and its recipes where they vary; `values` runs over the
   positions of the slot's own controls, the last one fastest. A number in it stands for the text of
   that number in `texts`. See actcourse/explore/differences.py and static.py. */
(() => {
  "use strict";

  // Each piece of HTML may bring this script along; it runs once, and looks for what is new.
  if (window.actcourseExplore) {
    window.actcourseExplore();
    return;
  }
  window.actcourseExplore = begin;

  const explorers = new Map();
  const page = document.documentElement;
  const alone = page.classList.contains("ac-page");  // one explorer on a page of its own
  const framed = window.parent !== window;
  const ROOMY = 700;  // pixels, for a frame that cannot be measured
  const NEAR = 1e-6;  // of the gap between two positions, as in controls.py

  class Explorer {
    constructor(figure) {
      const data = JSON.parse(figure.querySelector("script").textContent);
      this.id = figure.id;
      this.figure = figure;
      this.controls = data.controls;
      this.start = data.controls.map((c) => c.start);
      this.at = [...this.start];
      this.inputs = data.controls.map((c) => figure.querySelector(`[id="${this.id}-${c.name}"]`));
      const texts = (values) => values.map((v) => (typeof v === "number" ? data.texts[v] : v));
      const elements = [];
      for (const e of figure.querySelectorAll("svg[data-slot], svg [data-slot]")) {
        elements[e.dataset.slot] = e;
      }
      this.slots = data.slots.map(([e, attribute, on, stored]) => {
        const element = elements[e], values = texts(stored);
        if (attribute === "#text") return [on, values, onChange((v) => { element.textContent = v; })];
        return [on, values, onChange((v) => {
          if (v === null) element.removeAttribute(attribute);
          else element.setAttribute(attribute, v);
        })];
      });
      this.caption = figure.querySelector("figcaption");
      this.sentences = texts(data.sentences[1]);
      this.slots.push([data.sentences[0], this.sentences, (v) => { this.caption.textContent = v; }]);
      const recipe = figure.querySelector(".ac-recipe");
      if (data.recipes) {
        const [on, stored] = data.recipes;
        this.recipes = texts(stored);
        this.slots.push([on, this.recipes, (v) => { recipe.textContent = v; }]);
      }
      this.inputs.forEach((input, k) => {
        input.addEventListener("input", () => this.move(k, read(input)));
      });
      figure.querySelector(".ac-controls").hidden = false;
      if (!(alone && framed)) tools(this, figure.querySelector(".ac-tools"));
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
        const i = find(c.positions.map((p) => p[1]), wanted.get(c.name) || "");
        this.move(k, i < 0 ? this.start[k] : i);
      });
    }

    /* The address of this page at what the explorer shows now. */
    get link() {
      const { address } = this;
      return new URL(`#${this.id}${address && `:${address}`}`, location.href).href;
    }

    /* Height in pixels of a page of its own that holds the longest of its sentences. */
    get tallest() {
      const height = () => document.body.getBoundingClientRect().height;
      const texts = [[this.caption, this.sentences]];
      if (this.recipes) texts.push([this.figure.querySelector(".ac-recipe"), this.recipes]);
      const now = texts.map(([element]) => element.textContent);
      for (const [element, all] of texts) {  // each is left at its highest for the next
        let [highest, longest] = [0, ""];
        for (const text of new Set(all)) {
          element.textContent = text;
          if (height() > highest) [highest, longest] = [height(), text];
        }
        element.textContent = longest;
      }
      const found = Math.ceil(height());
      texts.forEach(([element], k) => { element.textContent = now[k]; });
      return found;
    }
  }

  /* Index of the position that somebody wrote down, perhaps with the dot of a sentence behind it,
     or as a number that is off by rounding; -1 where there is none. */
  function find(keys, word) {
    for (const key of [word, trimmed(word)]) {
      if (keys.includes(key)) return keys.indexOf(key);
      if (key === "" || Number.isNaN(Number(key))) continue;
      const numbers = keys.map(Number);
      const distance = (other) => Math.abs(other - Number(key));
      const nearest = numbers.reduce((a, b) => (distance(b) < distance(a) ? b : a));
      const gaps = numbers.filter((n) => n !== nearest).map((n) => Math.abs(n - nearest));
      if (distance(nearest) <= NEAR * Math.min(...gaps)) return numbers.indexOf(nearest);
    }
    return -1;
  }

  /* What a sentence puts behind an address is not part of it. */
  function trimmed(word) {
    return word.replace(/[\s.,;:!?'"()[\]{}<>\u2018-\u201f\u00bb]+$/u, "");
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

  /* What the address says behind #. Mail programs and forms encode it, and some do so twice. */
  function address() {
    let text = location.hash;
    try {
      for (let before = ""; before !== text;) [before, text] = [text, decodeURIComponent(text)];
    } catch (error) {
      if (!(error instanceof URIError)) throw error;  // somebody typed a stray %
    }
    return text.replaceAll("&amp;", "&");
  }

  function restore() {
    const hash = address().slice(1);
    const meant = explorers.get(trimmed(hash));
    if (meant && meant.id !== hash) meant.figure.scrollIntoView({ block: "center" });
    if (!hash.includes(":") || meant) return;
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

  /* Two buttons: the address of what is shown now, and a frame to paste into another page. */
  function tools(explorer, bar) {
    const button = (words, act) => {
      const made = element("button", { type: "button", textContent: words });
      made.addEventListener("click", () => act(made));
      bar.append(made);
    };
    button("Copy link", (pressed) => copy(pressed, explorer.link, "The address of this setting"));
    const embed = explorer.figure.dataset.embed;
    if (embed !== undefined) {
      button("Embed", async (pressed) => {
        const own = new URL(embed || location.pathname, location.href);
        const hash = new URL(explorer.link).hash;
        pressed.disabled = true;
        const height = await framedHeight(own.href);
        pressed.disabled = false;
        const title = explorer.figure.querySelector(".ac-title").textContent;
        const frame = element("iframe", { src: `${own.href}${hash.includes(":") ? hash : ""}`, title });
        for (const [name, value] of Object.entries({ width: "100%", height, loading: "lazy" })) {
          frame.setAttribute(name, value);
        }
        frame.setAttribute("style", "border: 0; max-width: 40rem");
        offer(explorer.figure, "Paste this into your page", frame.outerHTML,
          "It follows the reader's light or dark; with ?theme=dark or ?theme=light before the # it does not.");
      });
    }
    bar.hidden = false;
  }

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  /* Copy a text and say so on the button; where the browser forbids it, show the text. */
  async function copy(pressed, text, heading) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      offer(pressed.closest("figure"), heading, text, "");
      return;
    }
    const words = pressed.textContent;
    if (words === "Copied") return;
    pressed.textContent = "Copied";
    setTimeout(() => { pressed.textContent = words; }, 2000);
  }

  /* Show a text to copy, above the page, so that nothing on it moves. */
  function offer(figure, heading, text, note) {
    const field = element("textarea", { readOnly: true, value: text, rows: 5, spellcheck: false });
    field.setAttribute("aria-label", heading);
    const close = element("button", { type: "button", textContent: "Close" });
    const copying = element("button", { type: "button", textContent: "Copy" });
    const dialog = element("dialog", { className: "ac-offer" });
    dialog.setAttribute("aria-label", heading);
    const row = element("p", {});
    row.append(copying, " ", close);
    dialog.append(element("p", { className: "ac-title", textContent: heading }), field);
    if (note) dialog.append(element("p", { textContent: note }));
    dialog.append(row);
    figure.append(dialog);
    close.addEventListener("click", () => dialog.close());
    copying.addEventListener("click", () => { field.select(); copy(copying, text, heading); });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
    field.select();
  }

  /* Height of a frame that holds the page at this address with its longest sentence, from phones to
     the width at which a figure stops growing. The page itself measures; it may come from a disk. */
  async function framedHeight(source) {
    const frame = element("iframe", { className: "ac-measure", src: source, title: "" });
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    document.body.append(frame);
    await new Promise((resolve) => { frame.addEventListener("load", resolve, { once: true }); });
    const heights = [];
    for (const width of [320, 400, 480, 560, 640]) {
      frame.width = width;
      heights.push(await new Promise((resolve) => {
        const hear = (event) => {
          if (event.source !== frame.contentWindow || !event.data?.actcourseHeight) return;
          removeEventListener("message", hear);
          resolve(event.data.actcourseHeight);
        };
        addEventListener("message", hear);
        setTimeout(resolve, 3000, ROOMY);  // where this page may frame nothing
        frame.contentWindow.postMessage({ actcourse: "height" }, "*");
      }));
    }
    frame.remove();
    return Math.max(...heights);
  }

  /* A page of its own: light or dark as ?theme= says, else as the reader's system is; and it tells
     whoever frames it how high it may become. */
  function standAlone() {
    const asked = new URLSearchParams(location.search).get("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      const own = dark.matches ? "dark" : "light";
      page.dataset.theme = ["light", "dark"].includes(asked) ? asked : own;
    };
    show();
    dark.addEventListener("change", show);
    addEventListener("message", (event) => {
      if (event.source !== window.parent || event.data?.actcourse !== "height") return;
      const [explorer] = explorers.values();
      event.source.postMessage({ actcourseHeight: explorer.tallest }, "*");
    });
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

  const begun = new WeakSet();
  function begin() {
    if (document.readyState === "loading") return;
    for (const found of document.querySelectorAll(".ac-explorer, form.ac-predict")) {
      if (begun.has(found) || !found.querySelector("script")) continue;
      begun.add(found);
      if (found.tagName === "FORM") new Prediction(found);
      else explorers.set(found.id, new Explorer(found));
    }
    restore();
  }

  if (alone) standAlone();
  window.addEventListener("hashchange", restore);
  document.addEventListener("DOMContentLoaded", begin);
  begin();
})();
