// The page: what is typed goes to an engine as JSON, what comes back is shown. No formula is read here.
import { engine } from "./engine.mjs";

const $ = (id) => document.getElementById(id);
const all = (query, root = document) => [...root.querySelectorAll(query)];
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// Texts: one table for all languages; the page itself is written in English.

let texts = {};
let language = "en";
const say = (key) => texts[language]?.[key] ?? texts.en?.[key] ?? key;

function translate() {
  document.documentElement.lang = language;
  $("language").value = language;
  for (const node of all("[data-t]")) node.textContent = say(node.dataset.t);
  for (const node of all("[data-t-label]")) node.setAttribute("aria-label", say(node.dataset.tLabel));
}

// State: what is asked, in the fragment of the address.

const CHOICES = {
  subject: ["formula", "network", "regression", "activation"], order: ["1", "2"],
  style: ["auto", "chain", "components", "differential", "backprop"], detail: ["full", "exam", "brief"],
  layout: ["numerator", "denominator"], order_of: ["notes", "rows", "columns"],
};
const LETTER = { subject: "s", order: "o", style: "w", detail: "d", layout: "l", order_of: "f" };
const state = { tab: "derive", f: $("f").value, wrt: "", where: {}, claim: "", tasks: [], title: "", seed: "1", key: false };
for (const name in CHOICES) state[name] = CHOICES[name][0];
const first = JSON.stringify(state);

// What is declared, but not of a name that occurred in an earlier formula alone.
const met = new Set();

function whereText(all = false) {
  const used = new Set(reading?.names?.map((each) => each.declare));
  const said = Object.entries(state.where).filter(([name]) => all || !used.size || used.has(name) || !met.has(name));
  return said.map(([name, shape]) => `${name}: ${shape}`).join("; ");
}

function readWhere(text) {
  const found = {};
  for (const part of text.split(/[;\n]/)) {
    const at = part.indexOf(":");
    if (at > 0) found[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return found;
}

function fragment(more = {}) {
  const s = { ...state, ...more };
  const out = new URLSearchParams();
  if (s.tab !== "derive") out.set("tab", s.tab);
  if (s.tab === "exam") {
    if (s.title) out.set("title", s.title);
    out.set("seed", s.seed);
    if (s.key) out.set("key", "1");
    for (const t of s.tasks) out.append("task", JSON.stringify([t.f, t.wrt, t.where, t.marks]));
  } else {
    out.set("f", s.f);
    if (s.wrt) out.set("wrt", s.wrt);
    if (whereText()) out.set("where", whereText());
    for (const name in CHOICES) if (s[name] !== CHOICES[name][0]) out.set(name, s[name]);
    if (s.tab === "check" && s.claim) out.set("claim", s.claim);
  }
  if (language !== preferred()) out.set("lang", language);
  return "#" + out;
}

const preferred = () => ((navigator.language || "en").toLowerCase().startsWith("de") ? "de" : "en");

function store() {
  if (location.hash !== fragment()) history.replaceState(null, "", fragment());
}

function restore(hash = location.hash) {
  const given = new URLSearchParams(hash.slice(1));
  language = texts[given.get("lang")] ? given.get("lang") : preferred();
  if (![...given.keys()].some((name) => name !== "lang")) return false;
  state.tab = ["check", "exam"].includes(given.get("tab")) ? given.get("tab") : "derive";
  if (given.has("f")) state.f = given.get("f");
  state.wrt = given.get("wrt") ?? "";
  state.where = readWhere(given.get("where") ?? "");
  for (const name in CHOICES) state[name] = CHOICES[name].includes(given.get(name)) ? given.get(name) : CHOICES[name][0];
  state.claim = given.get("claim") ?? "";
  state.title = given.get("title") ?? "";
  state.seed = given.get("seed") ?? "1";
  state.key = given.get("key") === "1";
  const tasks = given.getAll("task").map(task).filter(Boolean);
  if (tasks.length) state.tasks = tasks;
  return true;
}

function task(text) {
  try {
    const [f, wrt, where, marks] = JSON.parse(text).map(String);
    return { f, wrt, where, marks };
  } catch {
    return null;
  }
}

// Asking: of each kind one request at a time, and then the newest that has come in.

const busy = {};
const waiting = {};

async function latest(kind, request, use) {
  if (busy[kind]) {
    waiting[kind] = [request, use];
    return;
  }
  busy[kind] = true;
  const answer = await engine.ask(request);
  busy[kind] = false;
  const next = waiting[kind];
  delete waiting[kind];
  if (next) latest(kind, ...next);
  else use(answer);
}

const asked = () => {
  const request = { f: state.f };
  if (state.subject !== "formula") return { ...request, subject: state.subject, detail: state.detail };
  if (state.wrt) request.wrt = state.wrt;
  if (whereText()) request.where = whereText();
  for (const name of ["style", "detail", "layout", "order_of"]) request[name] = state[name];
  return { ...request, order: Number(state.order) };
};
const question = () => {
  const { style, detail, ...rest } = asked();
  return rest;
};

// The question: typed, echoed, its names as chips.

const PAUSE = 80; // milliseconds after a key, before it is read
let timer = 0;
let reading = null;

function typed() {
  state.f = $("f").value;
  if (state.tab === "check") state.subject = $("subject").value = "formula";
  mirror($("f"));
  fade();
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

function mirror(area, span = null) {
  const text = area.value;
  const under = area.previousElementSibling;
  under.textContent = "";
  if (!span) under.append(text + "\n");
  else under.append(text.slice(0, span[0]), make("mark", { textContent: text.slice(...span) || " " }), text.slice(span[1]) + "\n");
}

function refresh(changed = true) {
  clearTimeout(timer);
  if (changed) fade();
  store();
  if (state.tab === "exam") return;
  if (state.subject !== "formula") {
    reading = null;
    $("names").hidden = true;
    $("echo").replaceChildren();
    clear();
    return state.tab === "check" ? failed(faultOf("onlyFormula")) : act();
  }
  const request = { do: "read", text: state.f };
  if (whereText(true)) request.where = whereText(true);
  if (state.wrt) request.wrt = state.wrt;
  latest("read", request, (answer) => {
    if (!answer.ok) return failed(answer.fault);
    if (state.wrt && answer.fault && /does not occur|is defined|name of a size/.test(answer.fault.message) && answer.fault.span === null) {
      state.wrt = ""; // the formula has changed, and the variable is gone
      return refresh();
    }
    show(answer);
    if (answer.state !== "read") return;
    store();
    act();
  });
}

const act = () => (state.tab === "check" ? echoClaim() : derive());

function clear() {
  mirror($("f"));
  $("fault").hidden = $("warnings").hidden = true;
  $("echo").classList.remove("stale");
}

function show(found) {
  reading = found;
  const read = found.state === "read";
  if (found.state === "empty") {
    for (const id of SHOWN) $(id).replaceChildren();
    unjudged();
  }
  $("names").classList.toggle("stale", !read); // those of what stood here before
  if (!read && found.state !== "empty") return failed(found.fault);
  clear();
  if (read) {
    $("echo").innerHTML = found.lines.map((line) => `<span>${line.mathml}</span>`).join("");
    for (const note of found.notes) $("echo").append(make("small", { textContent: note }));
  }
  $("warnings").replaceChildren(...found.warnings.map((each) => repair(each.what, each)));
  $("warnings").hidden = !found.warnings.length;
  chips(found);
}

// The old result stays while the text cannot be read, but it is not that of the text.
const SHOWN = ["echo", "result", "steps"];
const fade = () => SHOWN.forEach((id) => $(id).classList.add("stale"));

function failed(fault) {
  fade();
  unjudged(); // it was the verdict on another question
  const soft = fault.unfinished;
  const inText = fault.where === "text";
  $("f").closest(".field").classList.toggle("unfinished", soft);
  mirror($("f"), inText ? fault.span : null);
  $("f").setAttribute("aria-invalid", String(!soft));
  $("fault").className = soft ? "fault soft" : "fault";
  $("fault").replaceChildren(...told(fault));
  $("fault").hidden = false;
  $("warnings").hidden = true;
}

const faultOf = (key) => ({ message: say(key), where: "request", span: null, found: null, expected: null, hint: null, unfinished: true, repairs: [] });

function told(fault) {
  const out = [make("p", { textContent: fault.message })];
  if (fault.found) out.push(make("p", {}, make("small", { textContent: fault.found })));
  if (fault.expected && !fault.unfinished) out.push(make("p", { textContent: "→ " + fault.expected }));
  if (fault.hint) out.push(make("p", { textContent: fault.hint }));
  for (const each of fault.repairs) out.push(repair(say("meant"), each));
  return out;
}

function repair(words, each) {
  const button = make("button", { textContent: each.text, className: "repair" });
  button.onclick = () => {
    $("f").value = each.text;
    $("f").focus();
    typed();
    refresh();
  };
  return make("p", {}, words + " ", button);
}

const WORDS = ["symmetric", "posdef", "diagonal", "invertible", "orthogonal", "positive", "constant"];

function chips(found) {
  const box = $("names").querySelector(".chips");
  const focus = document.activeElement?.id;
  const chosen = new Set(found.variables);
  for (const each of found.names) met.add(each.declare);
  box.replaceChildren(...found.names.map((each) => chip(each, chosen)));
  $("names").hidden = !found.names.length;
  if (focus?.startsWith("chip-")) $(focus)?.focus();
}

function chip(each, chosen) {
  const declared = each.how === "declared";
  const group = chosen.size > 1 ? `wrt-${each.name}` : "wrt"; // of several that a text asks for all are chosen
  const radio = make("input", { type: "radio", name: group, value: each.name, checked: chosen.has(each.name), id: `chip-r-${each.name}` });
  radio.setAttribute("aria-label", `${say("by")} ${each.name}`);
  radio.onclick = () => {
    state.wrt = each.name;
    refresh();
  };
  const look = make("span", { innerHTML: each.look.mathml });
  const shape = make("input", { value: declared ? each.shape : "", placeholder: each.shape, id: `chip-s-${each.name}`, spellcheck: false, autocapitalize: "off" });
  shape.setAttribute("aria-label", `${say("shapeOf")} ${each.name}, ${say(declared ? "declared" : "inferred")}`);
  shape.style.width = `${Math.max(7, (shape.value || each.shape).length) + 1.5}ch`;
  shape.onchange = () => declare(each.declare, shape.value.trim());
  const words = make("select", { id: `chip-w-${each.name}` }, make("option", { value: "", textContent: "" }), ...WORDS.map((w) => make("option", { value: w, textContent: w })));
  words.setAttribute("aria-label", `${say("properties")} ${each.name}`);
  words.onchange = () => declare(each.declare, toggled(each.shape, words.value));
  return make("span", { className: declared ? "chip declared" : "chip" }, make("label", {}, radio, look), shape, words);
}

function toggled(shape, word) {
  const square = ["symmetric", "posdef", "diagonal", "invertible", "orthogonal"].includes(word);
  const parts = shape.split(" ");
  if (parts.includes(word)) return parts.filter((part) => part !== word).join(" ");
  const sizes = /^(\S+) x (\S+)/.exec(shape);
  const size = square && sizes ? `${sizes[1]} x ${sizes[1]}` : shape;
  return `${size} ${word}`;
}

function declare(name, shape) {
  if (shape) state.where[name] = shape;
  else delete state.where[name];
  refresh();
}

// Derive

function derive() {
  latest("derive", { do: "derive", ...asked() }, shown);
}

function shown(answer) {
  if (!answer.ok) {
    if (state.subject !== "formula") perhapsFormula(answer.fault);
    else if (reading?.state === "read") failed(answer.fault);
    return;
  }
  for (const id of ["result", "steps"]) $(id).classList.remove("stale");
  $("f").removeAttribute("aria-invalid");
  $("steps").innerHTML = answer.html;
  const { result } = answer;
  $("result").replaceChildren();
  if (result) $("result").innerHTML = `<div class="boxed">${result.mathml}</div>`;
  const how = make("details", {}, make("summary", {}, ...sure(answer)), make("p", { textContent: answer.check }));
  $("result").append(how);
  for (const button of all('[data-copy="numpy"]')) button.hidden = !result || !about.formats.includes("numpy");
}

// After a network a formula is typed, and the choice stands where nobody looks: what reads as a formula is one.
function perhapsFormula(fault) {
  latest("read", { do: "read", text: state.f }, (answer) => {
    if (!answer.ok || answer.state !== "read") return failed(fault);
    state.subject = $("subject").value = "formula";
    refresh();
  });
}

function sure(answer) {
  const mark = make("span", { className: "sure", textContent: `✓ ${answer.lines} ${say(answer.lines === 1 ? "line" : "lines")}` });
  return answer.result ? [mark, `, ${say("shape")} ${answer.result.shape}`] : [mark];
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce("copied");
  } catch {
    const area = make("textarea", { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    announce(done ? "copied" : "notCopied");
  }
}

function announce(key) {
  $("copied").textContent = "";
  setTimeout(() => ($("copied").textContent = say(key)), 30);
  setTimeout(() => ($("copied").textContent = ""), 4000);
}

async function exported(format) {
  const answer = await engine.ask({ do: "export", format, ...asked() });
  if (!answer.ok) failed(answer.fault);
  return answer.text;
}

const copied = {
  latex: async () => reading && (await engine.ask({ do: "derive", ...asked() })).result?.latex || exported("latex"),
  text: async () => reading && (await engine.ask({ do: "derive", ...asked() })).result?.plain || exported("text"),
  markdown: () => exported("markdown"),
  numpy: () => exported("numpy"),
  link: async () => location.href.split("#")[0] + fragment(),
};

async function save(format) {
  const text = await exported(format);
  if (text === undefined) return;
  const link = make("a", { href: URL.createObjectURL(new Blob([text])), download: `derivation.${format === "latex" ? "tex" : format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Check my answer

let judging = 0;

function unjudged() {
  $("verdict").className = "verdict";
  for (const id of ["verdict", "judged", "claim-echo"]) $(id).replaceChildren();
}

function echoClaim() {
  state.claim = $("claim").value;
  mirror($("claim"));
  store();
  $("verdict").textContent = "";
  $("judged").replaceChildren();
  if (!state.claim.trim()) return $("claim-echo").replaceChildren();
  latest("answer", { do: "answer", claim: state.claim, ...question() }, (answer) => {
    $("claim-echo").classList.remove("stale");
    if (!answer.ok) return failed(answer.fault);
    $("claim-echo").replaceChildren(...answer.lines.map(side));
  });
}

function side(line) {
  if (!line.fault) return make("span", { innerHTML: line.mathml });
  return make("span", { className: line.fault.unfinished ? "fault soft" : "fault" }, ...told({ ...line.fault, repairs: [] }));
}

function judge() {
  state.claim = $("claim").value;
  clearTimeout(judging);
  if (reading?.state !== "read") return $("f").focus();
  if (!state.claim.trim()) return $("claim").focus();
  $("verdict").className = "verdict";
  $("verdict").textContent = say("unread");
  latest("check", { do: "check", claim: state.claim, reveal: $("reveal").checked, ...question() }, (answer) => {
    if (!answer.ok) {
      $("verdict").textContent = "";
      return failed(answer.fault);
    }
    const good = ["correct", "unsimplified"].includes(answer.status);
    $("verdict").className = good ? "verdict good" : "verdict bad";
    const words = [say(answer.status === "layout" ? "layoutWrong" : answer.status)];
    if (answer.line) words.push(`${say("inLine")} ${answer.line}.`);
    $("verdict").textContent = `${good ? "✓" : "✗"} ${words.join(" ")}`;
    $("judged").innerHTML = answer.html;
  });
}

// Exam sheet

const blank = () => ({ f: "", wrt: "", where: "", marks: "4" });
const STARTER = [{ ...blank(), f: "{2, 3, 5} x'A x", wrt: "x" }, { ...blank(), f: "norm(y - Phi theta)^2", wrt: "theta", where: "Phi: N x D" }];

// The sheet below is not that of the tasks any more.
function outdated() {
  store();
  $("sheet").classList.add("stale");
}

function rows() {
  $("tasks").replaceChildren(...state.tasks.map((each, k) => {
    const field = (name, key) => {
      const input = make("input", { value: each[name], spellcheck: false, autocapitalize: "off", maxLength: 2000, id: `task-${k}-${name}` });
      if (name === "marks") Object.assign(input, { type: "number", min: "0.5", max: "100", step: "0.5" });
      input.oninput = () => { each[name] = input.value; outdated(); };
      return make("label", {}, make("span", { textContent: key === "task" ? `${say("task")} ${k + 1}` : say(key) }), input);
    };
    const remove = make("button", { textContent: say("remove") });
    remove.setAttribute("aria-label", `${say("remove")}: ${say("task")} ${k + 1}`);
    remove.onclick = () => { state.tasks.splice(k, 1); rows(); outdated(); };
    return make("div", { className: "task" }, field("f", "task"), field("wrt", "wrt"), field("where", "where"), field("marks", "marks"), remove);
  }));
}

function build() {
  state.title = $("title").value;
  state.seed = $("seed").value || "1";
  state.key = $("solution").checked;
  store();
  const tasks = state.tasks.filter((t) => t.f.trim()).map((t) => {
    const { f, wrt, where, marks } = t;
    return { f, ...(wrt && { wrt }), ...(where && { where }), marks: Number(marks) || 4 };
  });
  if (!tasks.length) return;
  $("sheet").classList.add("stale");
  const request = { do: "exam", tasks, seed: Math.trunc(Number(state.seed)) || 0, solution: state.key, language, title: state.title, layout: state.layout };
  latest("exam", request, (answer) => {
    $("exam-fault").hidden = answer.ok;
    if (!answer.ok) return $("exam-fault").replaceChildren(...told({ ...answer.fault, repairs: [] }));
    $("sheet").classList.remove("stale");
    $("sheet").innerHTML = answer.html;
  });
}

// Tabs

const TABS = ["derive", "check", "exam"];

function open(tab, focus = false) {
  state.tab = tab;
  for (const name of TABS) {
    $(name).hidden = name !== tab;
    $(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    $(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  if (tab === "derive") $("derive").prepend($("question"));
  if (tab === "check") $("check").querySelector(".here").append($("question"));
  if (focus) $(`tab-${tab}`).focus();
  store();
  if (tab === "exam") return started && build();
  mirror($("f"));
  mirror($("claim"));
  if (started) refresh();
}

// Setting up

const SIGNS = [
  ["ᵀ", "'", "transpose"], ["xⁿ", "^", "power"], ["x²", "^2", "square"], ["X⁻¹", "^-1", "inverse"], ["‖ ‖", "norm(|)", "norm"],
  ["⊙", " .* ", "times"], ["/", "/(|)", "fraction"], ["exp", "exp(|)", "exp"], ["log", "log(|)", "log"], ["tr", "tr(|)", "trace"],
  ["det", "det(|)", "det"], ["θ", "theta", "theta"], ["λ", "lambda", "lambda"], [";", "; ", "semi"],
];

function palette() {
  const bar = document.querySelector(".palette");
  bar.replaceChildren(...SIGNS.map(([look, text, key]) => {
    const sign = make("span", { textContent: look });
    sign.setAttribute("aria-hidden", "true");
    const button = make("button", { title: say(`p_${key}`) }, sign, make("span", { className: "hidden", textContent: say(`p_${key}`) }));
    button.onclick = () => insert($("f"), text);
    return button;
  }));
}

function insert(area, text) {
  const [before, after = ""] = text.split("|");
  const { selectionStart: from, selectionEnd: to } = area;
  const inner = area.value.slice(from, to);
  area.focus();
  area.setRangeText(before + inner + after, from, to, "end");
  if (after && !inner) area.selectionStart = area.selectionEnd = from + before.length;
  typed();
}

function selects() {
  for (const name in CHOICES) {
    const select = $(name);
    select.replaceChildren(...CHOICES[name].map((value) => make("option", { value, textContent: say(`${LETTER[name]}_${value}`) })));
    select.value = state[name];
    select.onchange = () => {
      state[name] = select.value;
      if (name === "subject") state.wrt = "";
      refresh();
    };
  }
}

function examples(topics) {
  $("examples").replaceChildren(...topics.flatMap(({ topic, items }) => [
    make("h3", { textContent: say(`t_${topic}`) }),
    make("div", { className: "keys" }, ...items.map((item) => {
      const look = make("span", { innerHTML: item.look });
      look.setAttribute("aria-hidden", "true");
      const button = make("button", {}, look, make("span", { className: "hidden", textContent: item.f }));
      button.onclick = () => {
        for (const name in CHOICES) if (name !== "detail") state[name] = CHOICES[name][0];
        Object.assign(state, { f: item.f, wrt: item.wrt ?? "", where: { ...item.where }, subject: item.subject ?? "formula", order: String(item.order ?? 1) });
        fill();
        refresh();
        document.querySelector(".tabs").scrollIntoView();
        $("f").focus();
      };
      return button;
    })),
  ]));
}

function fill() {
  $("f").value = state.f;
  mirror($("f"));
  $("claim").value = state.claim;
  mirror($("claim"));
  $("title").value = state.title;
  $("seed").value = state.seed;
  $("solution").checked = state.key;
  for (const name in CHOICES) $(name).value = state[name];
  if (state.subject !== "formula") document.querySelector(".switches").open = true;
}

let about = { examples: [], formats: [] };
let started = false;

function written() {
  translate();
  palette();
  selects();
  examples(about.examples);
  rows();
  $("stop").hidden = true;
}

function listen() {
  $("f").addEventListener("input", typed);
  $("f").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    refresh();
  });
  $("claim").addEventListener("input", () => {
    mirror($("claim"));
    $("claim-echo").classList.add("stale");
    $("verdict").className = "verdict";
    $("verdict").textContent = "";
    clearTimeout(judging);
    judging = setTimeout(echoClaim, 150);
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("f").focus();
    }
  });
  $("go").onclick = refresh;
  $("stop").onclick = () => engine.stop();
  $("judge").onclick = judge;
  $("reveal").onchange = judge;
  $("build").onclick = build;
  $("solution").onchange = build;
  for (const id of ["title", "seed"]) $(id).oninput = () => { state[id] = $(id).value; outdated(); };
  $("more").onclick = () => { state.tasks.push(blank()); rows(); $(`task-${state.tasks.length - 1}-f`).focus(); };
  const sheetLink = (key) => { state.title = $("title").value; state.seed = $("seed").value; copy(location.href.split("#")[0] + fragment({ key })); };
  $("link-sheet").onclick = () => sheetLink(false);
  $("link-key").onclick = () => sheetLink(true);
  for (const button of all("[data-copy]")) button.onclick = async () => { const text = await copied[button.dataset.copy](); if (text !== undefined) copy(text); };
  for (const button of all("[data-save]")) button.onclick = () => save(button.dataset.save);
  for (const button of all("[data-print]")) button.onclick = () => print();
  $("language").onchange = () => { language = $("language").value; store(); written(); fill(); if (reading?.state === "read") chips(reading); if (state.tab === "exam") build(); };
  for (const tab of all("[role=tab]")) {
    tab.onclick = () => open(tab.getAttribute("aria-controls"));
    tab.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) open(TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length], true);
    };
  }
  addEventListener("hashchange", (event) => { if (restore(new URL(event.newURL).hash)) { written(); fill(); open(state.tab); } });
  engine.say = say;
  engine.onstate = (what, detail) => {
    $("stop").hidden = what !== "working";
    $("engine").textContent = what === "loading" ? `${say("loading")} ${detail}` : what === "idle" ? "" : say(what);
  };
}

async function start() {
  const [table, facts] = await Promise.all(["texts.json", "about.json"].map(async (name) => (await fetch(name)).json()));
  texts = table;
  about = facts;
  const linked = restore();
  if (!state.tasks.length) state.tasks = STARTER.map((each) => ({ ...each }));
  written();
  for (const button of all('[data-copy="numpy"]')) button.hidden = !about.formats.includes("numpy");
  fill();
  listen();
  open(state.tab);
  if (linked) fade();
  else history.replaceState(null, "", location.pathname);
  started = true;
  await engine.start();
  if (state.tab === "exam") build();
  else refresh(false);
  if (!linked && JSON.stringify({ ...state, tasks: [] }) === first) history.replaceState(null, "", location.pathname);
}

start();
