/* What the browser does with the answer: puts a newer card in the place of the old one without a jump, opens evidence,
   edits facts, tries values. Everything it shows was made and escaped by the server; it makes no markup of its own. */
window.crossroadsCard = (() => {
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const keyOf = (node) => node.nodeType === 1 ? node.id || node.dataset.key || "" : "";

  /* Makes one tree like another, keeping what the reader did to it: folds, what is typed, what has the focus. */
  const morph = (now, next) => {
    if (now.isEqualNode(next) || now.classList.contains("cr-dragged")) return;
    const own = (next.dataset.own || "").split(" ");
    for (const {name} of [...now.attributes]) {
      if (!next.hasAttribute(name) && !own.includes(name) && !(name === "open" && now.tagName === "DETAILS")) now.removeAttribute(name);
    }
    for (const {name, value} of [...next.attributes]) {
      if (own.includes(name) || (name === "open" && now.tagName === "DETAILS")) continue;
      if (now.getAttribute(name) !== value) now.setAttribute(name, value);
    }
    children(now, next);
  };
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
  const children = (now, next) => {
    const keyed = new Map([...now.children].filter(keyOf).map((child) => [keyOf(child), child]));
    let place = now.firstChild;
    for (const wanted of [...next.childNodes]) {
      const key = keyOf(wanted);
      const found = key ? keyed.get(key) : place && !keyOf(place) && alike(place, wanted) ? place : null;
      if (found && found.nodeName === wanted.nodeName) {
        if (found === place) place = place.nextSibling;
        else now.insertBefore(found, place);
        if (found.nodeType === 1) morph(found, wanted);
        else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
      } else now.insertBefore(wanted.cloneNode(true), place);
    }
    while (place) { const gone = place; place = place.nextSibling; gone.remove(); }
  };

  /* The part of the page that the reader is at stays where it is on the screen, whatever grows above it. */
  const keeping = (element, change) => {
    const active = document.activeElement, held = element.contains(active) ? active.closest("[data-key]") : null;
    const key = held && held.dataset.key, factor = active && active.dataset && active.dataset.factor;
    const top = (node) => node.getBoundingClientRect().top;
    const before = held ? [top(active), top(held)] : [];
    change();
    const after = key && element.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const grown = !held ? 0 : element.contains(active) ? top(active) - before[0] : after ? top(after) - before[1] : 0;
    if (grown) scrollBy({top: grown, behavior: "instant"});
    if (held && !element.contains(document.activeElement)) refocus(element, factor || held.dataset.factor || (key || "").split("-")[1]);
  };
  const refocus = (element, factor) => {
    if (!factor) return;
    const name = CSS.escape(factor);
    const to = element.querySelector(`.cr-value[data-edit="${name}"], .cr-restore[data-factor="${name}"]`)
      || element.querySelector(".cr-adder > summary");
    if (to) to.focus({preventScroll: true});
  };
  const held = (knob) => knob ? [knob, knob.closest(".cr-chart").querySelector(".cr-charthead")] : [];
  const draw = (element, html) => {
    const next = document.createElement("div");
    next.innerHTML = html;
    const told = () => element.querySelector(".cr-verdict")?.textContent, before = told();
    const ahead = waiting ? held(element.querySelector(".cr-knob:focus")) : [];  // the reader is already at another value
    ahead.forEach((part) => part.classList.add("cr-dragged"));
    keeping(element, () => children(element, next));
    ahead.forEach((part) => part.classList.remove("cr-dragged"));
    if (before && told() && before !== told() && !calm()) {
      element.querySelector(".cr-verdict").animate([{backgroundColor: "var(--cr-mark)"}, {backgroundColor: "transparent"}], 900);
    }
  };

  /* A citation opens where it stands; the fold around it too. */
  const show = (mark) => {
    const quote = document.getElementById(mark.getAttribute("href").slice(1));
    if (!quote) return;
    for (let fold = quote.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    document.querySelectorAll(".cr-here").forEach((other) => other.classList.remove("cr-here"));
    quote.classList.add("cr-here");
    quote.tabIndex = -1;
    quote.focus({preventScroll: true});
    quote.scrollIntoView({block: "center", behavior: calm() ? "auto" : "smooth"});
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest && event.target.closest("a.cr-mark");
    if (!mark) return;
    event.preventDefault();  // Gradio's base address would make the link load the page anew
    show(mark);
  });

  /* A rule of the picture, or a line to it, opens what the rule stands on below the picture. */
  const inspect = (part) => {
    const walked = part.closest(".cr-walked"), rules = [...walked.querySelectorAll(".cr-rule")];
    const rule = rules.find((one) => one.dataset.opens === part.dataset.opens && one.getBoundingClientRect().height);
    const open = rule.getAttribute("aria-expanded") !== "true";
    for (const one of rules) {
      const mine = open && one.dataset.opens === part.dataset.opens;
      one.setAttribute("aria-expanded", String(mine));
      document.getElementById(one.getAttribute("aria-controls")).hidden = !mine;
    }
    walked.querySelectorAll(".cr-line").forEach((line) => line.classList.toggle("cr-lit", open && line.dataset.opens === part.dataset.opens));
    if (!open) { rule.focus({preventScroll: true}); return; }
    const panel = document.getElementById(rule.getAttribute("aria-controls"));
    panel.style.top = `${rule.getBoundingClientRect().bottom - walked.getBoundingClientRect().top + 6}px`;
    panel.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
  };

  const copy = async (button) => {
    const text = button.querySelector("template").content.textContent, name = button.textContent;
    const done = await window.crossroads.copy(text);
    const told = button.closest(".cr-reftools").querySelector(".cr-copied");
    told.textContent = done ? `${name.trim()} copied` : "Press Ctrl+C to copy:";
    let area = told.nextElementSibling;
    if (done) { if (area) area.remove(); return; }
    if (!area) { area = document.createElement("textarea"); area.readOnly = true; area.rows = 4; told.after(area); }
    area.value = text;
    area.select();
  };

  const edit = (button) => {
    const editor = button.parentElement.querySelector(".cr-editor");
    editor.hidden = !editor.hidden;
    button.setAttribute("aria-expanded", String(!editor.hidden));
    if (editor.hidden) return;
    const field = editor.querySelector("input");
    if (field) { field.focus(); return; }
    // no answer has the focus: who goes on typing would set one with the blank bar
    editor.tabIndex = -1;
    editor.focus();
  };
  const find = (input) => {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    const rows = [...input.parentElement.querySelectorAll("li[data-find]")];
    rows.forEach((row) => { row.hidden = !words.every((word) => row.dataset.find.includes(word)); });
    input.parentElement.querySelector(".cr-nofind").hidden = rows.some((row) => !row.hidden);
  };
  const value = (button) => {
    if (button.dataset.set !== undefined) return button.dataset.set;
    const field = button.parentElement.querySelector("input");
    if (!field.value.trim()) field.focus();
    return field.value.trim();
  };

  /* The marker of a chart: every value to try comes from the server with its words. */
  const stops = (knob) => JSON.parse(knob.dataset.stops);
  const move = (knob, at, trigger) => {
    const all = stops(knob), to = Math.max(0, Math.min(all.length - 1, at)), [place, set, text, leads] = all[to];
    if (knob.dataset.at === String(to)) return;
    knob.dataset.at = to;
    knob.style.left = `${100 * place}%`;
    knob.setAttribute("aria-valuenow", to);
    knob.setAttribute("aria-valuetext", `${text}: ${leads}`);
    knob.classList.remove("cr-unset");
    const chart = knob.closest(".cr-chart"), told = chart.querySelector(".cr-tried");
    told.querySelector("strong").textContent = text;
    told.querySelector(".cr-leads").textContent = leads;
    attempt(trigger, {act: "try", factor: chart.dataset.factor, value: set, packs: window.DecompressionStream ? "yes" : ""});
  };
  /* One thing is asked of the server at a time; of the values passed meanwhile only the last is tried next. */
  let flying = 0, waiting = null, sent = "";
  const attempt = (trigger, what) => {
    const again = JSON.stringify(what) === sent;  // its answer is, or will be, on the card
    waiting = again || !flying ? null : () => attempt(trigger, what);
    if (again || flying) return;
    flying = setTimeout(() => { sent = ""; landed(); }, 4000);
    sent = JSON.stringify(what);
    trigger("input", what);
  };
  const act = (trigger, what) => {
    if (flying) { waiting = () => act(trigger, what); return; }
    flying = setTimeout(landed, 1500);
    sent = "";
    trigger("click", what);
  };
  const landed = () => {
    clearTimeout(flying);
    flying = 0;
    const next = waiting;
    waiting = null;
    if (next) next();
  };
  const nearest = (knob, x) => {
    const axis = knob.parentElement.getBoundingClientRect(), share = (x - axis.left) / axis.width;
    return stops(knob).reduce((best, [place], at, all) => Math.abs(place - share) < Math.abs(all[best][0] - share) ? at : best, 0);
  };
  const drag = (event, trigger, redraw) => {
    const axis = event.target.closest(".cr-axis");
    if (!axis || event.button !== 0) return;
    event.preventDefault();
    const knob = axis.querySelector(".cr-knob");
    knob.focus({preventScroll: true});
    axis.setPointerCapture(event.pointerId);
    held(knob).forEach((part) => part.classList.add("cr-dragged"));
    const follow = (moved) => move(knob, nearest(knob, moved.clientX), trigger);
    const end = () => {
      ["pointermove", "pointerup", "pointercancel"].forEach((name, at) => axis.removeEventListener(name, at ? end : follow));
      held(knob).forEach((part) => part.classList.remove("cr-dragged"));
      delete knob.dataset.at;
      if (!flying) redraw();
    };
    axis.addEventListener("pointermove", follow);
    axis.addEventListener("pointerup", end);
    axis.addEventListener("pointercancel", end);
    follow(event);
  };
  const STEPS = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -1000, End: 1000};
  const key = (event, trigger) => {
    const node = event.target;
    if (node.classList.contains("cr-knob") && STEPS[event.key]) {
      event.preventDefault();
      move(node, Number(node.getAttribute("aria-valuenow")) + STEPS[event.key], trigger);
      delete node.dataset.at;
    } else if (node.classList.contains("cr-knob") && event.key === "Escape") act(trigger, {act: "back"});
    else if (event.key === "Escape" && node.closest(".cr-walked")?.querySelector('.cr-rule[aria-expanded="true"]')) {
      inspect(node.closest(".cr-walked").querySelector('.cr-rule[aria-expanded="true"]'));
    } else if (node.matches(".cr-rule") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); inspect(node); }
    else if (event.key === "Enter" && node.matches(".cr-answers input")) node.parentElement.querySelector("button").click();
    else if (event.key === "Escape" && node.closest(".cr-editor")) edit(node.closest(".cr-chipped").querySelector(".cr-value"));
  };

  const press = (event, trigger) => {
    const part = event.target.closest("button, [data-opens]");
    if (!part) return;
    if (part.dataset.opens) inspect(part);
    else if (part.dataset.ask) act(trigger, {ask: part.dataset.ask});
    else if (part.dataset.act) act(trigger, {act: part.dataset.act});
    else if (part.dataset.edit) edit(part);
    else if (part.classList.contains("cr-copy")) copy(part);
    else if (part.dataset.factor) {
      const set = value(part);
      if (set || part.dataset.set === "") act(trigger, {act: "set", factor: part.dataset.factor, value: set});
    }
  };

  /* While a value is tried the card comes packed (bot.web.packing). */
  const PACKED = "packed:";
  const unpacked = (value) => {
    const bytes = Uint8Array.from(atob(value.slice(PACKED.length)), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };
  const mount = (element, trigger, props, watch) => {
    element.addEventListener("click", (event) => press(event, trigger));
    element.addEventListener("keydown", (event) => key(event, trigger));
    let html = "", newer = 0;
    const redraw = () => draw(element, html);
    const take = async () => {
      const mine = ++newer, value = props.value || "";
      const text = value.startsWith(PACKED) ? await unpacked(value) : value;
      if (mine === newer) { html = text; redraw(); }
    };
    element.addEventListener("pointerdown", (event) => drag(event, trigger, redraw));
    element.addEventListener("input", (event) => { if (event.target.matches(".cr-find")) find(event.target); event.stopPropagation(); });
    watch("value", () => take().finally(landed));
    take();
  };

  const newest = () => requestAnimationFrame(() => {
    const asked = document.querySelectorAll("#cr-thread .cr-asked"), last = asked[asked.length - 1];
    if (last) last.scrollIntoView({block: "start", behavior: calm() ? "auto" : "smooth"});
  });
  return {mount, newest};
})();
