// Times of the page, in milliseconds, as JSON: node web.mjs chrome|firefox PROGRAM URL local|static ROUNDS. benchmarks/web.py asks.
// In every round a new browser: a first visit, next visits, and each example typed twice, from the last key to echo and derivation.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.SYMJAC_NODE}/`);
const puppeteer = (await import(require.resolve("puppeteer-core"))).default;
const [browserName, executablePath, url, engine, rounds] = process.argv.slice(2);
const FORMULAS = ["x'A x", "f(x) = A x + b", "norm(y - Phi*theta)^2", "log det X", "tr(A X B)", "X^-1", "softmax(W x + b)", "logsumexp(x)", "tanh(W x + b)", "sum(log(1 + exp(-y .* (X w))))"];
const VISITS = 4;

const derived = (page) => page.waitForFunction(() => document.querySelector("#steps").textContent.includes("xTAx") && !document.querySelector("#steps").classList.contains("stale"), { timeout: 60000, polling: 10 });

async function visit(page) {
  await page.goto("about:blank");
  const start = Date.now();
  await page.goto(`${url}#f=x'A+x&wrt=x`);
  await derived(page);
  return Date.now() - start;
}

// Inside the page, so that the driver does not count: from the last key to the change.
const typed = (page, formula) => page.evaluate((text) => new Promise((resolve, reject) => {
  const area = document.querySelector("#f");
  const out = {};
  const start = performance.now();
  setTimeout(() => reject(new Error(`no derivation of ${text}: ${document.querySelector("#fault").textContent}`)), 15000);
  const watch = new MutationObserver(() => {
    if (!document.querySelector("#echo").classList.contains("stale")) out.echo ??= performance.now() - start;
    if (!document.querySelector("#steps").classList.contains("stale")) { watch.disconnect(); resolve({ ...out, derivation: performance.now() - start }); }
  });
  area.value = text;
  area.dispatchEvent(new Event("input"));
  for (const id of ["echo", "steps"]) watch.observe(document.getElementById(id), { attributes: true, childList: true });
}), formula);

const out = { first: [], next: [], echo: [], derivation: [], again: [] };
for (let k = 0; k < Number(rounds); k++) {
  const browser = await puppeteer.launch({ browser: browserName, executablePath, headless: true, args: browserName === "chrome" ? ["--no-sandbox"] : [] });
  out.version ??= await browser.version();
  const page = await browser.newPage();
  out.first.push(await visit(page));
  if (engine === "static") await page.waitForFunction(() => document.documentElement.dataset.kept === "true", { timeout: 60000 });
  for (let n = 0; n < VISITS; n++) out.next.push(await visit(page));
  const once = [], twice = [];
  for (const formula of FORMULAS) once.push(await typed(page, formula));
  for (const formula of FORMULAS) twice.push(await typed(page, formula));
  out.echo.push([...once, ...twice].map((each) => each.echo));
  out.derivation.push(once.map((each) => each.derivation));
  out.again.push(twice.map((each) => each.derivation));
  await browser.close();
}
console.log(JSON.stringify(out));
