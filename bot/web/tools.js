/* What the browser does with an answer: copies its link, keeps it as a file, remembers the questions asked.
   Nothing of a question, an answer or a link is ever made markup here: text goes in as text. */
window.crossroads = (() => {
  const KEY = "crossroads-questions", MOST = 50, LARGEST = 400000;
  const make = (tag, about = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(about)) {
      if (name === "text") node.textContent = value;
      else if (name === "onclick") node.addEventListener("click", value);
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  };

  /* The questions asked, newest first; what another page or an older release left there is looked at before it is used. */
  const usable = (one) => one && Array.isArray(one.turns) && one.turns.length > 0
    && one.turns.every((turn) => typeof turn === "string") && typeof one.verdict === "string"
    && one.facts && typeof one.facts === "object" && Object.values(one.facts).every((value) => typeof value === "string");
  const asked = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter(usable) : [];
    } catch { return []; }
  };
  const put = (list, fold = false) => {
    const kept = list.slice(0, MOST);
    while (kept.length && JSON.stringify(kept).length > LARGEST) kept.pop();
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* private windows may refuse; then nothing is kept */ }
    document.dispatchEvent(new CustomEvent("crossroads-questions", {detail: {fold}}));
  };
  const same = (a, b) => JSON.stringify(a.turns) === JSON.stringify(b.turns);
  const remember = (entry) =>
    put([{...entry, at: new Date().toISOString()}, ...asked().filter((one) => !same(one, entry))], true);

  const announce = (text) => {
    let live = document.getElementById("cr-live");
    if (!live) {
      live = make("div", {id: "cr-live", role: "status", "aria-live": "polite", class: "crt-hidden"});
      document.body.append(live);
    }
    document.querySelectorAll("#cr-chat [aria-live]").forEach((log) => log.setAttribute("aria-live", "off"));
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 60);
  };
  /* What became of a click is said where it was made. */
  let place = null;
  const say = (text) => {
    const status = place && place.querySelector(".crt-status");
    if (status) status.textContent = text;
  };

  /* Copies a text; a page that is not served securely has no clipboard of its own, and a selection still has one. */
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* go on below */ }
    const area = make("textarea", {class: "crt-hidden", "aria-hidden": "true"});
    area.value = text;
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { done = false; }
    area.remove();
    if (before && before.focus) before.focus();
    return done;
  };
  const save = (made) => {
    let file;
    try { file = JSON.parse(made); } catch { return; }
    if (!file.name) { say(file.text); return; }
    const address = URL.createObjectURL(new Blob([file.text], {type: `${file.kind};charset=utf-8`}));
    const link = make("a", {href: address, download: file.name});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say(`Saved as ${file.name}.`);
  };

  const bar = (element, trigger, watch, events) => {
    let shown = "", soon = 0;
    const arrived = () => {
      const found = element.querySelector(".crt-bar");
      if (!found || found.dataset.entry === shown) return;
      shown = found.dataset.entry;
      remember(JSON.parse(shown));
      clearTimeout(soon);  // while a value is tried by dragging, only where it ends is read out
      soon = setTimeout(() => announce(found.dataset.said), 500);
    };
    const press = async (button) => {
      place = element;
      const {link, note, form, judge} = button.dataset, box = element.querySelector(".crt-form");
      if (link) {
        const whole = location.origin + location.pathname + link;
        say(await copy(whole) ? "Link copied. It asks the same again, with the same facts." : whole);
      } else if (note) say(note);
      else if (form) trigger(events.keep, {form});
      else if (judge) {
        box.hidden = false;
        box.dataset.judgement = judge;
        element.querySelectorAll("[data-judge]").forEach((other) => {
          other.setAttribute("aria-expanded", "true");
          other.setAttribute("aria-pressed", String(other === button));
        });
        box.querySelector("textarea").focus();
      } else if (button.classList.contains("crt-send")) {
        button.disabled = true;
        const reason = box.querySelector("textarea").value, keep = box.querySelector("input").checked;
        trigger(events.judge, {judgement: box.dataset.judgement, reason, keep});
      }
    };
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && element.contains(button)) press(button);
    });
    watch("value", arrived);
    arrived();
  };
  /* What became of a judgement: kept, and then there is no more to ask; or not, and then it can be sent again. */
  const judged = (made) => {
    let told;
    try { told = JSON.parse(made); } catch { return; }
    say(told.text);
    const box = document.querySelector("#cr-tools .crt-form");
    if (!box) return;
    if (told.kept) {
      box.hidden = true;
      document.querySelector("#cr-tools [data-judge]").parentElement.hidden = true;
    } else box.querySelector(".crt-send").disabled = false;
  };

  /* A document is read by the browser, so that no file of it is left on the server. */
  const opener = (element, trigger, events) => {
    const field = element.querySelector("input[type=file]"), largest = 600000;
    field.addEventListener("change", async () => {
      const file = field.files[0];
      place = element;
      if (!file) return;
      if (file.size > largest) say(`${file.name} is too large: a document has at most ${largest / 1000} kB.`);
      else {
        const text = await file.text();
        if (text.includes("\u0000")) say(`${file.name} is no text.`);
        else { say(`Opened ${file.name}.`); trigger(events.taken, {text, name: file.name}); }
      }
      field.value = "";
    });
  };
  const examples = (element, trigger, events) => element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-text]");
    if (button) trigger(events.pick, {text: button.dataset.text});
  });
  /* The findings: their list leads to them, and they can be kept as a file. */
  const found = (element, trigger, watch, events) => {
    element.addEventListener("click", (event) => {
      const way = event.target.closest('a[href^="#finding-"]'), button = event.target.closest("button[data-form]");
      if (way) {
        event.preventDefault();
        const to = document.getElementById(way.getAttribute("href").slice(1));
        for (let fold = to.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
        to.focus({preventScroll: true});
        to.scrollIntoView({block: "center"});
      } else if (button) { place = element; trigger(events.keep, {form: button.dataset.form}); }
    });
    watch("value", () => element.querySelector(".crf-head")?.focus());
  };

  const when = (at) => {
    const then = new Date(at);
    return Number.isNaN(then.getTime()) ? "" : then.toLocaleString([], {dateStyle: "medium", timeStyle: "short"});
  };
  const row = (one, trigger, event) => {
    const last = one.turns[one.turns.length - 1], set = Object.keys(one.facts).length;
    const about = [one.verdict, one.turns.length > 1 ? `turn ${one.turns.length}` : "",
      set ? `${set} fact${set === 1 ? "" : "s"} set by hand` : "", when(one.at)];
    const open = make("button", {type: "button", class: "crt-again",
      onclick: () => trigger(event, {turns: one.turns, facts: one.facts})},
      make("span", {class: "crt-asked", text: last.length > 160 ? `${last.slice(0, 160)} …` : last}),
      make("span", {class: "cr-heard", text: about.filter(Boolean).join(" · ")}));
    const forget = make("button", {type: "button", class: "crt-forget", text: "×",
      "aria-label": `Forget the question ${last.slice(0, 80)}`,
      onclick: () => put(asked().filter((other) => !same(other, one)))});
    return make("li", {}, open, forget);
  };
  const history = (element, trigger, events) => {
    const list = make("div");
    element.append(list);
    let unfolded = true;
    const draw = () => {
      const kept = asked();
      list.replaceChildren();
      if (!kept.length) return;
      const summary = make("summary", {text: "Earlier questions "}, make("span", {class: "cr-count", text: String(kept.length)}));
      const clear = make("button", {type: "button", class: "crt-clear", text: "Clear the list", onclick: () => {
        if (clear.dataset.sure) put([]);
        else { clear.dataset.sure = "yes"; clear.textContent = "Press again to clear"; }
      }});
      const fold = make("details", {class: "crt-history"}, summary,
        make("ol", {}, ...kept.map((one) => row(one, trigger, events.open))),
        make("p", {class: "crt-row"}, clear, make("span", {class: "cr-heard", text: "Kept in this browser only."})));
      fold.open = unfolded;
      fold.addEventListener("toggle", () => { unfolded = fold.open; });
      list.append(fold);
    };
    document.addEventListener("crossroads-questions", (event) => {
      const held = list.contains(document.activeElement);
      if (event.detail.fold) unfolded = false;  // once there is an answer, that is what one came for
      draw();
      if (held) list.querySelector("summary")?.focus();
    });
    window.addEventListener("storage", (event) => { if (event.key === KEY) draw(); });
    draw();
    if (new URLSearchParams(location.search).get("q")) trigger(events.open, {query: location.search});
  };

  return {bar, history, opener, examples, found, save, judged, copy, announce};
})();
