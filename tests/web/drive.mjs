// Drives the page in a real browser: node drive.mjs chromium|firefox URL FOLDER [static]. What was seen is printed as JSON.
// The browsers are Debian's; puppeteer-core and axe-core come from npm, into $SYMJAC_NODE/node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [browserName, base, pictures, engine = "local"] = process.argv.slice(2);
const require = createRequire(`${process.env.SYMJAC_NODE}/`);
const puppeteer = (await import(require.resolve("puppeteer-core"))).default;
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const firefox = browserName === "firefox";
const browser = await puppeteer.launch({
  browser: firefox ? "firefox" : "chrome", executablePath: process.env.SYMJAC_BROWSER, headless: true, args: firefox ? [] : ["--no-sandbox"],
  extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": 0, "intl.accept_languages": "en" }, // dark
});

const seen = { checks: {}, errors: [], foreign: [], times: {} };
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(hash = "", width = 1100, height = 900) {
  const page = await browser.newPage();
  page.on("console", (message) => { if (["error", "warn"].includes(message.type())) seen.errors.push(message.text()); });
  page.on("pageerror", (error) => seen.errors.push(String(error.message ?? error)));
  page.on("request", (request) => { if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(base)) seen.foreign.push(request.url()); });
  await page.setViewport({ width, height });
  await page.goto(base + hash);
  await page.waitForFunction(() => document.querySelector("#examples button"));
  return page;
}

const result = (page) => page.$eval("#result", (node) => node.textContent.split("✓")[0].trim());
const settled = (page, test, ...more) => page.waitForFunction(test, { timeout: 20000, polling: 20 }, ...more);
const fresh = (page) => settled(page, () => !document.querySelector("#result").classList.contains("stale") && document.querySelector("#result .sure"));
const text = (page, selector) => page.$eval(selector, (node) => node.textContent);

// A press in one go, for what is drawn again in between would take it along; then another result than before.
async function pressed(page, selector) {
  const before = await result(page);
  await page.$eval(selector, (node) => node.click());
  await settled(page, (old) => document.querySelector("#result").textContent.split("✓")[0].trim() !== old, before);
  await fresh(page);
}

async function type(page, formula) {
  await page.$eval("#f", (area) => { area.value = ""; area.focus(); });
  await page.keyboard.type(formula);
}

async function derived(page, formula) {
  await type(page, formula);
  await pause(150);
  await fresh(page);
  return result(page);
}

async function violations(page) {
  await page.evaluate(axe + "; window.axe = axe");
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations);
  return found.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const short = (page) => page.$$eval("button, select, input:not([type=radio], [type=checkbox])", (nodes) => nodes.filter((node) => node.offsetParent && node.getBoundingClientRect().height < 43.5).map((node) => node.outerHTML.slice(0, 80)));
const check = (name, value) => { seen.checks[name] = value; };

async function typing(page) {
  check("first", await result(page));
  check("derived", await derived(page, "x'A x"));
  await type(page, "norm(y - X*w)^");
  const start = Date.now();
  await page.keyboard.type("2");
  await settled(page, () => !document.querySelector("#echo").classList.contains("stale"));
  seen.times.echo = Date.now() - start;
  await fresh(page);
  seen.times.derivation = Date.now() - start;
  check("typed", await result(page));
  await type(page, "norm(y - X*(w");
  await pause(300);
  check("unfinished", await page.$eval("#fault", (node) => node.className));
  check("faded", await page.$eval("#result", (node) => node.classList.contains("stale")));
}

async function chips(page) {
  await derived(page, "x'A x");
  await pressed(page, "#chip-r-A");
  check("by A", await result(page));
  check("inferred", await page.$eval("#chip-s-A", (node) => node.closest(".chip").className));
  await page.$eval("#chip-s-A", (node) => { node.value = "n x n symmetric"; node.dispatchEvent(new Event("change")); });
  await settled(page, () => document.querySelector("#chip-s-A")?.closest(".declared"));
  await fresh(page);
  await pressed(page, "#chip-r-x");
  check("symmetric", await result(page));
  await page.evaluate(() => { location.hash = "#" + new URLSearchParams({ f: "norm(A x + b)^2", wrt: "A, b" }); });
  await settled(page, () => document.querySelectorAll(".chip input:checked").length === 2);
  await fresh(page);
  check("both", await result(page));
  await pressed(page, "#chip-r-A");
  check("one of both", [await result(page), await page.$$eval(".chip input:checked", (nodes) => nodes.map((node) => node.value))]);
  await page.evaluate(() => { location.hash = "#" + new URLSearchParams({ f: "x'A x", wrt: "x", where: "A: n x n symmetric" }); });
  await settled(page, () => document.querySelector("#chip-s-A")?.closest(".declared"));
  await fresh(page);
  check("address", await page.evaluate(() => decodeURIComponent(location.hash.replaceAll("+", " "))));
}

async function switches(page) {
  await page.$eval(".switches", (node) => { node.open = true; });
  await derived(page, "norm(y - X*w)^2");
  const changes = {};
  for (const [name, value] of [["order", "2"], ["style", "differential"], ["detail", "brief"], ["layout", "denominator"], ["order_of", "rows"]]) {
    const before = await page.$eval("#steps", (node) => node.innerHTML);
    await page.select(`#${name}`, value);
    await pause(200);
    await fresh(page);
    changes[name] = [before !== (await page.$eval("#steps", (node) => node.innerHTML)), await page.evaluate((n, v) => location.hash.includes(`${n}=${v}`), name, value)];
    await page.$eval(`#${name}`, (node) => { node.selectedIndex = 0; node.dispatchEvent(new Event("change")); });
    await pause(150);
    await fresh(page);
  }
  check("switches", changes);
}

async function mistake() {
  const page = await open("#f=x'x");
  await fresh(page);
  await type(page, "f(x) = Ax + b");
  await pause(250);
  await settled(page, () => document.querySelector("#question .mirror mark") && document.querySelector("#fault button"));
  check("marked", await text(page, "#question .mirror mark"));
  await pressed(page, "#fault button");
  check("mended", [await page.$eval("#f", (node) => node.value), await result(page), await page.$eval("#fault", (node) => node.hidden)]);
  await type(page, "<img src=x onerror=alert(1)>");
  await pause(300);
  check("injected", await page.$$eval("img, script:not([src])", (nodes) => nodes.length));
  await page.close();
}

async function shared(page) {
  await derived(page, "log det X");
  const link = await page.evaluate(() => location.href);
  const other = await open(link.slice(base.length));
  await fresh(other);
  check("shared", [await result(page), await result(other)]);
  await other.close();
}

async function keyboard(page) {
  await page.focus("#tab-derive");
  await page.keyboard.press("ArrowRight");
  check("arrow", await page.evaluate(() => document.activeElement.id));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("/");
  check("slash", await page.evaluate(() => document.activeElement.id));
}

async function answers(page) {
  await page.evaluate(() => { location.hash = "#" + new URLSearchParams({ tab: "check", f: "x'A x", wrt: "x" }); });
  await settled(page, () => !document.querySelector("#check").hidden && document.querySelector("#check #f"));
  await page.focus("#claim");
  await page.keyboard.type("2 x'A");
  await settled(page, () => document.querySelector("#claim-echo math"));
  check("no verdict yet", await text(page, "#verdict"));
  await page.click("#judge");
  await settled(page, () => document.querySelector("#judged .symjac"));
  check("verdict", [await text(page, "#verdict"), (await text(page, "#judged")).includes("Symmetry was used")]);
  await page.$eval("#claim", (node) => { node.value = "x'(A + A')\n= x'A + x'A'\n= 2 x'A"; node.dispatchEvent(new Event("input")); });
  await page.click("#judge");
  await settled(page, () => /3/.test(document.querySelector("#verdict").textContent));
  check("line", await text(page, "#verdict"));
  check("axe check", await violations(page));
  await type(page, "x'A x +");
  await settled(page, () => !document.querySelector("#fault").hidden);
  check("another question", [await text(page, "#verdict"), await text(page, "#judged")]);
  await page.$eval("#f", (area) => { area.value = ""; area.dispatchEvent(new Event("input")); });
  await settled(page, () => !document.querySelector("#echo").textContent && !document.querySelector("#steps").textContent);
  await page.evaluate(() => { location.hash = "#" + new URLSearchParams({ tab: "check", f: "2 -> 1, tanh", subject: "network", claim: "2" }); });
  await settled(page, () => !document.querySelector("#fault").hidden);
  check("network", await text(page, "#fault"));
}

async function exam(page) {
  await page.click("#tab-exam");
  await settled(page, () => document.querySelector("#sheet .symjac"));
  const sheet = await text(page, "#sheet");
  check("sheet", [sheet.includes("Question"), sheet.includes("Solution.")]);
  await page.select("#language", "de");
  await settled(page, () => document.querySelector("#sheet").textContent.includes("Aufgabe"));
  await page.select("#language", "en");
  await settled(page, () => document.querySelector("#sheet").textContent.includes("Question"));
  await page.type("#task-0-f", " + x'x");
  check("outdated", await page.$eval("#sheet", (node) => node.classList.contains("stale")));
  await page.click("#solution");
  await settled(page, () => document.querySelector("#sheet").textContent.includes("Solution."));
  check("key", await page.evaluate(() => location.hash.includes("key=1")));
  check("axe exam", await violations(page));
}

// A formula after a network is a formula, though the choice still says network.
async function subjects(page) {
  await page.evaluate(() => { location.hash = "#" + new URLSearchParams({ f: "2 -> 1, tanh", subject: "network" }); });
  await settled(page, () => document.querySelector("#steps").textContent.includes("The network"));
  check("after a network", [await derived(page, "x'A x"), await page.$eval("#subject", (node) => node.value)]);
}

async function narrow() {
  const out = {};
  for (const hash of ["", "#tab=check&f=norm(y+-+X*w)^2&claim=2+w'", "#tab=exam"]) {
    const page = await open(hash, 390, 844);
    await pause(400);
    out[hash.slice(0, 10)] = [await wide(page), await short(page)];
    await page.screenshot({ path: `${pictures}/${browserName}-390-${hash.slice(5, 10) || "derive"}.png`, fullPage: true });
    await page.close();
  }
  check("390", out);
}

async function looks(page) {
  await derived(page, "e(theta) = y - Phi theta; L(e) = ||e||^2");
  for (const scheme of firefox ? ["dark"] : ["light", "dark"]) {
    if (!firefox) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await pause(250);
    await page.screenshot({ path: `${pictures}/${browserName}-${scheme}.png`, fullPage: true });
    check(`axe ${scheme}`, await violations(page));
    check(`paper ${scheme}`, await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  check("pdf", (await page.pdf({ path: `${pictures}/${browserName}.pdf`, format: "A4" })).length > 10000);
}

async function runaway(page) {
  await page.$eval("#f", (area, value) => { area.value = value; area.dispatchEvent(new Event("input")); }, "x'".repeat(3000));
  await settled(page, () => {
    const stop = document.querySelector("#stop"); // looked for and pressed in one go: the answer may be there first
    if (!stop.hidden) stop.click();
    return !stop.hidden || !document.querySelector("#fault").hidden;
  });
  await settled(page, () => !document.querySelector("#fault").hidden);
  check("stopped", await text(page, "#fault"));
  check("after", await derived(page, "a'x"));
}

async function local() {
  const page = await open();
  for (const scenario of [typing, chips, switches, mistake, shared, keyboard, looks, answers, exam, subjects]) {
    seen.stage = scenario.name;
    const start = Date.now();
    await scenario(page);
    seen.times[scenario.name] = Date.now() - start;
    if (scenario === exam) await page.click("#tab-derive");
  }
  seen.stage = "runaway";
  await runaway(page);
  await narrow();
}

function documents(page) {
  return page.evaluate(async (list) => {
    const { engine } = await import("./engine.mjs");
    const out = [];
    for (const each of list) out.push(await engine.ask(each));
    return out;
  }, JSON.parse(readFileSync(`${pictures}/requests.json`, "utf8")));
}

// Without a server: the first visit, the same documents, and with the server gone once more.
async function offline() {
  const start = Date.now();
  const page = await open("#f=x'A+x&wrt=x");
  await fresh(page);
  await settled(page, () => document.querySelector("#steps").textContent.includes("xTAx"));
  seen.times.cold = Date.now() - start;
  check("derived", await result(page));
  check("documents", await documents(page));
  await settled(page, () => document.documentElement.dataset.kept === "true");
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active.state);
  await fetch(`${base}gone`);
  await page.reload();
  check("documents from memory", await documents(page)); // at once: nothing may be missing that comes later
  const again = Date.now();
  await page.reload();
  await settled(page, () => document.querySelector("#steps").textContent.includes("xTAx"));
  await fresh(page);
  seen.times.warm = Date.now() - again;
  check("offline", await derived(page, "a'x"));
  await runaway(page);
}

try {
  await (engine === "static" ? offline() : local());
} catch (error) {
  seen.stopped = `${seen.stage}: ${String(error.stack).slice(0, 1500)}`;
}
await browser.close();
console.log(JSON.stringify(seen));
