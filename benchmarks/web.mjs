// Times of the page: SYMJAC_NODE=build/node node benchmarks/web.mjs LOCAL_URL STATIC_URL, with `symjac serve` and a folder of
// `symjac site` behind them. First and next visit, and for each example typed the time from the last key to echo and derivation.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";

const require = createRequire(`${process.cwd()}/${process.env.SYMJAC_NODE ?? "build/node"}/`);
const puppeteer = (await import(require.resolve("puppeteer-core"))).default;
const [local, fixed] = process.argv.slice(2);
const FORMULAS = ["x'A x", "f(x) = A x + b", "norm(y - Phi*theta)^2", "log det X", "tr(A X B)", "X^-1", "softmax(W x + b)", "logsumexp(x)", "tanh(W x + b)", "sum(log(1 + exp(-y .* (X w))))"];
const BROWSERS = { chrome: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
const median = (values) => Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);

const derived = (page) => page.waitForFunction(() => document.querySelector("#steps").textContent.includes("xTAx") && !document.querySelector("#steps").classList.contains("stale"), { timeout: 60000, polling: 10 });

async function visit(page, url) {
  await page.goto("about:blank");
  const start = Date.now();
  await page.goto(`${url}#f=x'A+x&wrt=x`);
  await derived(page);
  return Date.now() - start;
}

// Inside the page, so that the driver does not count: from the last key to the change.
const typed = (page, formula) => page.evaluate((text) => new Promise((resolve) => {
  const area = document.querySelector("#f");
  const out = {};
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (!document.querySelector("#echo").classList.contains("stale")) out.echo ??= performance.now() - start;
    if (!document.querySelector("#steps").classList.contains("stale")) { watch.disconnect(); resolve({ ...out, derivation: performance.now() - start }); }
  });
  area.value = text;
  area.dispatchEvent(new Event("input"));
  for (const id of ["echo", "steps"]) watch.observe(document.getElementById(id), { attributes: true, childList: true });
}), formula);

for (const [browserName, executablePath] of Object.entries(BROWSERS)) {
  if (!existsSync(executablePath)) continue;
  for (const [engine, url] of [["local", local], ["static", fixed]]) {
    const cold = [], warm = [], echo = [], derivation = [];
    for (let k = 0; k < 3; k++) {
      const browser = await puppeteer.launch({ browser: browserName, executablePath, headless: true, args: browserName === "chrome" ? ["--no-sandbox"] : [] });
      const page = await browser.newPage();
      cold.push(await visit(page, url));
      if (engine === "static") await page.waitForFunction(() => document.documentElement.dataset.kept === "true", { timeout: 60000 });
      for (let n = 0; n < 3; n++) warm.push(await visit(page, url));
      for (const formula of k ? [] : [...FORMULAS, ...FORMULAS]) {
        const times = await typed(page, formula);
        echo.push(times.echo);
        derivation.push(times.derivation);
      }
      await browser.close();
    }
    const first = derivation.slice(0, FORMULAS.length), again = derivation.slice(FORMULAS.length);
    console.log(`| ${browserName} | ${engine} | ${median(cold)} | ${median(warm)} | ${median(echo)} | ${median(first)} (${Math.round(Math.max(...first))}) | ${median(again)} (${Math.round(Math.max(...again))}) |`);
  }
}
