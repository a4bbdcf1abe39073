// Comfort only: every page works without this file. Nothing is kept in the browser.
(() => {
  "use strict";
  const en = document.documentElement.lang === "en";
  const [dot, comma] = en ? [",", "."] : [".", ","];
  const plain = n => n.toFixed(2).replace(".", comma).replace(/\B(?=(\d{3})+(?!\d))/g, dot);
  const euro = c => en ? (c < 0 ? "-" : "") + "€" + plain(Math.abs(c) / 100) : plain(c / 100) + "\u00a0€";
  const shape = en ? /^(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,2}))?$/ : /^(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?$/;
  // What is typed, in cents; null when it is not an amount.
  const cents = s => {
    const v = s.replace(/[\s\u00a0\u202f€]/g, "");
    if (v === "") return 0;
    const m = shape.exec(v);
    return m ? Number(m[1].replaceAll(dot, "")) * 100 + Number((m[2] || "0").padEnd(2, "0")) : null;
  };
  const all = (root, q) => [...root.querySelectorAll(q)];
  const say = (root, name, text) => all(root, `[data-out="${name}"]`).forEach(o => { o.textContent = text; });
  const cell = (line, name) => { const i = line.querySelector(`[data-col=${name}]`); return i ? i.value : ""; };

  // A budget: sums by line, column and category, and the room left under the cap.
  const budget = form => {
    const sum = { asked: 0, own: 0 }, cat = {};
    all(form, "[data-line]").forEach(line => {
      const asked = cents(cell(line, "asked")), own = cents(cell(line, "own")), kind = cell(line, "kind");
      sum.asked += asked || 0;
      sum.own += own || 0;
      cat[kind] = (cat[kind] || 0) + (asked || 0);
      all(line, "[data-sum]").forEach(o => { o.textContent = asked === null || own === null ? form.dataset.wrong || "" : euro(asked + own); });
    });
    for (const [name, field] of [["asked", "requested"], ["own", "cofinancing"]]) {
      const said = form.querySelector(`[name=${field}]`), want = said ? cents(said.value) : null, by = sum[name] - want;
      say(form, name, euro(sum[name]));
      say(form, `said-${name}`, want === null ? form.dataset.wrong || "" : euro(want));
      say(form, `diff-${name}`, want === null ? "" : (by > 0 ? "+" : "") + euro(by));
      all(form, `[data-out=diff-${name}]`).forEach(o => o.classList.toggle("err", want === null || by !== 0));
    }
    say(form, "all", euro(sum.asked + sum.own));
    all(form, "[data-out^=cat-]").forEach(o => { o.textContent = euro(cat[o.dataset.out.slice(4)] || 0); });
    if (!form.dataset.budget) return;
    const room = Number(form.dataset.budget) - sum.asked, short = Number(form.dataset.floor || 0) - sum.asked;
    const told = room < 0 ? [form.dataset.over, -room] : short > 0 ? [form.dataset.under, short] : [form.dataset.left, room];
    const begun = all(form, "[name=requested], [name=cofinancing], [data-col=asked], [data-col=own]").some(i => cents(i.value) !== 0), out = begun && (room < 0 || short > 0);
    say(form, "room", begun ? told[0].replace("{}", euro(told[1])) : "");
    all(form, "[data-out=room]").forEach(o => o.classList.toggle("err", out));
    all(form, ".totals").forEach(box => box.classList.toggle("over", out));
  };
  all(document, "form").filter(f => f.querySelector("[data-line], [data-next]")).forEach(f => {
    if (f.querySelector("[data-sum]") || f.dataset.budget) budget(f);
    f.addEventListener("input", () => budget(f));
  });

  // A board of awards: what would be left of the budget after the award that is typed.
  all(document, "[data-awards]").forEach(board => board.addEventListener("input", ev => {
    if (!ev.target.matches("[data-award]")) return;
    const asked = cents(ev.target.value), left = asked === null ? 0 : Number(board.dataset.awards) - asked;
    say(board, "after", asked === null ? "" : (left < 0 ? board.dataset.over : board.dataset.left).replace("{}", euro(Math.abs(left))));
    all(board, "[data-out=after]").forEach(o => o.classList.toggle("err", left < 0));
    ev.target.setAttribute("aria-invalid", left < 0);
  }));

  // A score sheet: weighted total of the criteria scored so far.
  all(document, "form[data-scores]").forEach(form => form.addEventListener("change", () => {
    const score = r => r.type === "radio" && !r.checked || r.value.trim() === "" ? NaN : Number(r.value.trim().replace(comma, "."));
    const picked = all(form, "[data-weight]").filter(r => Number.isFinite(score(r)));
    const points = picked.reduce((n, r) => n + score(r) / Number(r.dataset.max || 5) * Number(r.dataset.weight), 0);
    say(form, "points", plain(points).replace(/0+$/, "").replace(/[.,]$/, ""));
    say(form, "reach", String(picked.reduce((n, r) => n + Number(r.dataset.weight), 0)));
    say(form, "done", String(picked.length));
    all(form, "[data-some], [data-none]").forEach(o => { o.hidden = o.hasAttribute("data-some") === (picked.length === 0); });
  }));

  // A row more, a row less, without asking the server: the same names as it would give.
  let fresh = Date.now();
  document.addEventListener("click", ev => {
    const b = ev.target.closest("[data-add], [data-remove]");
    if (!b) return;
    const box = b.closest("fieldset.group");
    if (b.hasAttribute("data-add")) {
      const next = box.querySelector(`:scope > template[data-next="${b.value}"]`), rows = box.querySelector(`[data-rows="${b.value}"]`);
      if (!next || !rows) return;
      const n = fresh++, made = document.createElement("template"), seen = all(rows, ":scope > [data-row]").length + 1;
      made.innerHTML = next.innerHTML.replaceAll(b.dataset.mark, n).replaceAll(b.dataset.mark.replaceAll("__", "--"), seen);
      const row = made.content.querySelector("[data-row]");
      rows.append(made.content);
      const first = row.querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
    } else {
      const row = b.closest("[data-row]"), after = row.nextElementSibling, form = row.closest("form");
      if (after && after.hasAttribute("data-why")) after.remove();
      row.remove();
      const add = all(box, "[data-add]").pop();
      if (add) add.focus();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    }
    ev.preventDefault();
  });

  // What is typed is kept while it is typed. The answer names the version now kept.
  all(document, "form[data-autosave]").forEach(form => {
    let timer, busy = false, again = false, off = false, typed = false;
    const content = () => new URLSearchParams([...new FormData(form)].filter(e => typeof e[1] === "string"));
    const told = form.querySelector("[data-saved]");
    const tell = (say, wrong) => { if (told) { told.textContent = say; told.classList.toggle("err", wrong); } };
    const save = async () => {
      if (off || form.dataset.sent) return;
      if (busy) { again = true; return; }
      busy = true;
      typed = false;
      try {
        const r = await fetch(form.dataset.autosave, { method: "POST", body: content(), headers: { Accept: "application/json" } });
        const kept = await r.json(), version = form.querySelector("[name=_copy]") || form.querySelector("[name=_version]");
        tell(kept.say, Boolean(kept.wrong));
        if (r.ok && version && kept.version !== undefined) version.value = kept.version;
        again ||= r.status === 401 || r.status >= 500; // signed in again elsewhere, it goes on
        off = !r.ok && !again;
      } catch { tell(form.dataset.unsavedText, true); typed = again = true; }
      finally {
        busy = false;
        if (again) { again = false; clearTimeout(timer); timer = setTimeout(save, 8000); }
      }
    };
    window.addEventListener("online", () => { if (told && told.classList.contains("err")) save(); });
    form.addEventListener("input", () => { typed = true; clearTimeout(timer); timer = setTimeout(save, 1500); });
    // Whoever leaves by a link before that loses nothing either.
    window.addEventListener("pagehide", () => {
      if (typed && !off && !form.dataset.sent) { clearTimeout(timer); navigator.sendBeacon(form.dataset.autosave, content()); }
    });
  });

  // A second click on the same button sends nothing.
  document.addEventListener("submit", ev => {
    if (ev.target.dataset.autosave && !navigator.onLine) { // what is typed stays, and is sent when the line is back
      ev.preventDefault();
      ev.target.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    if (ev.target.dataset.sent) ev.preventDefault();
    ev.target.dataset.sent = "1";
    all(ev.target, "button").forEach(b => b.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => all(document, "form").forEach(f => {
    delete f.dataset.sent;
    all(f, "[aria-disabled]").forEach(b => b.removeAttribute("aria-disabled"));
  }));
})();
