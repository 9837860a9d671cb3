// page.mjs JSON: what test_page.py has Chromium do. Fails with the first claim that does not hold.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const given = JSON.parse(process.argv[2]);
const load = createRequire(join(given.modules, "anchor.js"));
const { chromium } = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
const desk = { viewport: { width: 1200, height: 900 } };
const phone = { viewport: { width: 380, height: 760 }, isMobile: true, hasTouch: true };

const at = (path, parameters) => given.base + path + (parameters ? "?" + new URLSearchParams(parameters) : "");

async function visit(options, path, parameters) {
  const { wait, ...rest } = options;
  const context = await browser.newContext(rest);
  const page = await context.newPage();
  page.faults = [];
  page.foreign = [];
  page.bytes = 0;
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("dialog", (dialog) => (page.faults.push("a dialog: " + dialog.message()), dialog.dismiss()));
  page.on("request", (request) => !request.url().startsWith(given.base) && !request.url().startsWith("data:") && page.foreign.push(request.url()));
  page.on("response", async (response) => (page.bytes += (await response.body().catch(() => Buffer.alloc(0))).length));
  await page.goto(at(path, parameters), { waitUntil: wait ?? "networkidle" });
  return page;
}

async function sound(page, what) {
  assert.deepEqual(page.faults, [], what);
  assert.deepEqual(page.foreign, [], what);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${what}: ${wider} px wider than the window`);
}

// axe is evaluated by the test's own channel, which no policy of the page reaches.
async function accessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { iframes: false }));
  assert.deepEqual(found.violations.map((v) => `${what}: ${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`), []);
}

async function shot(page, name) {
  await page.screenshot({ path: join(given.shots, name + ".png"), fullPage: true });
}

async function look_ups() {
  let page = await visit(desk, "/");
  await sound(page, "start");
  assert.ok(page.bytes < 100_000, `the first view takes ${page.bytes} bytes`);
  await shot(page, "start");
  await page.fill("#url", given.good.url);
  await page.press("#url", "Enter");
  await page.waitForSelector(".verdict.good");
  assert.equal(new URL(page.url()).searchParams.get("url"), given.good.url);
  const text = await page.innerText("body");
  for (const label of ["🕷️ Crawler Inspector", "URL Lookup", "Direct Parameter Lookup", "Raw Queries and Responses", "1. Shard Calculation",
    "2. Crawled Status Check", "3. Robots.txt Check", "4. Spam/Ban Check", "5. Seen Status Check", "ℹ️ Skipped - page is already crawled",
    "📄 INDEXABLE", "CRAWLED ", "🤖 ROBOTS ALLOWED", "Page Info Filters", "Page Details", "Last Crawled", "First Indexed", "HTTP Status Code",
    "Meta Title", "Meta Description", "Meta Canonical", "Boilerpipe Text", "Markdown", "Readable Markdown", "Shard", "Root Hash",
    "Unparsed URL", "History", "Links in", "Links out"]) {
    assert.ok(text.includes(label), `«${label}» is missing`);
  }
  for (const details of await page.$$(".check")) await details.evaluate((d) => (d.open = true));
  const open = await page.innerText("body");
  assert.ok(open.includes("Query:") && open.includes("Response:") && open.includes("SELECT"));
  await sound(page, "report");
  assert.ok(page.bytes < 200_000);
  await shot(page, "report");

  await page.click("text=Direct Parameter Lookup");
  await page.fill("#unparsed", given.good.unparsed);
  await page.press("#unparsed", "Enter");
  await page.waitForSelector(".verdict.good");
  assert.ok(page.url().includes("unparsed="));

  page = await visit(desk, "/", { url: given.refused.url });
  assert.ok((await page.innerText(".verdict")).includes("ROBOTS DISALLOWED"));
  assert.ok((await page.innerText(".reasons")).includes("robots.disallowed"));
  await shot(page, "refused");
  page = await visit(desk, "/", { url: "not a url" });
  assert.ok((await page.innerText(".verdict")).includes("Unknown URL"));
}

async function deep_links() {
  const page = await visit(desk, "/", { url: given.good.url, text: "readable" });
  assert.equal(await page.innerText(".tabs [aria-current]"), "Readable Markdown");
  const frame = page.frames().find((f) => f.url().includes("/render"));
  assert.ok((await frame.innerText("body")).length > 50);
  await sound(page, "texts");
  await page.click(".tabs >> text=Boilerpipe Text");
  assert.equal(await page.innerText(".tabs [aria-current]"), "Boilerpipe Text");
  await page.goBack();
  assert.equal(await page.innerText(".tabs [aria-current]"), "Readable Markdown");
  await page.click("text=Archived source");
  assert.ok((await page.$$(".source li.used")).length > 0, "no line is marked");
  await sound(page, "source");
  await shot(page, "source");
}

// What a person looks with outlives a tab, a reload and a way back: the time, the parameters, the folds.
async function kept_state() {
  const now = "2031-01-01T00:00:00Z";
  let page = await visit(desk, "/", { unparsed: given.good.unparsed, root_hash: given.good.root_hash, now });
  const sentence = await page.innerText(".verdict .sentence");
  assert.ok((await page.innerText(".as-of")).includes("2031-01-01"));
  await page.click("#check-robots summary");
  await page.click("#check-ban summary");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("open") === "robots,ban");
  await page.click(".tabs >> text=Readable Markdown");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("text") === "readable");
  for (const [name, value] of Object.entries({ now, open: "robots,ban", unparsed: given.good.unparsed, root_hash: given.good.root_hash })) {
    assert.equal(new URL(page.url()).searchParams.get(name), value);
  }
  assert.ok((await page.$("#check-robots[open]")) && (await page.$("#check-ban[open]")) && !(await page.$("#check-seen[open]")));
  assert.equal(await page.innerText(".verdict .sentence"), sentence);
  await page.reload();
  assert.ok(await page.$("#check-robots[open]"));
  await sound(page, "kept state");
  await accessible(page, "kept state");
  await page.click("text=Judge as of now");
  await page.waitForFunction(() => !location.href.includes("now="));
  assert.ok(await page.$("#check-robots[open]"), "the folds stay when the time goes");

  page = await visit({ ...desk, javaScriptEnabled: false }, "/", { url: given.good.url, now });
  await page.click("#check-seen summary");
  await page.click("#check-seen >> text=Link to this check");
  assert.ok(await page.$("#check-seen[open]"), "a fold has an address without scripts too");
  await page.click(".tabs >> text=Markdown");
  assert.ok(await page.$("#check-seen[open]"));
  assert.ok(page.url().includes("now="));
}

async function without_scripts() {
  const page = await visit({ ...desk, javaScriptEnabled: false }, "/", { url: given.good.url });
  for (const words of ["INDEXABLE", "Page Details", "Unparsed URL"]) assert.ok((await page.innerText("body")).includes(words));
}

async function counts_and_plots() {
  const page = await visit(desk, "/store");
  await page.waitForSelector("time-plot[data-drawn=yes] canvas");
  assert.ok((await page.$$("time-plot canvas")).length >= 1);
  await sound(page, "store");
  await shot(page, "store");
  await page.click("a:text-is('robots.disallowed')");
  assert.ok(page.url().includes("reason=robots.disallowed"));
  assert.ok((await page.$$("table tbody tr")).length > 0);
  await shot(page, "urls");
  await page.goto(at("/host", { host: new URL(given.good.url).hostname }), { waitUntil: "networkidle" });
  assert.ok((await page.innerText("body")).includes("robots.txt"));
  await sound(page, "host");
  await shot(page, "host");
  if (given.duplicate) {
    await page.goto(at("/", { url: given.duplicate }));
    assert.ok((await page.innerText("body")).includes("byte for byte"), "duplicates are named");
  }
}

async function keyboard() {
  const page = await visit(desk, "/");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  const seen = [];
  for (let i = 0; i < 8; ++i) {
    await page.keyboard.press("Tab");
    seen.push(await focused());
    if (seen.at(-1) === "url") break;
  }
  assert.equal(seen[0], "Skip to the content");
  assert.equal(seen.at(-1), "url", seen.join(", "));
  await page.keyboard.type(given.refused.url);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".verdict");
  await page.focus("#check-robots summary");
  await page.keyboard.press("Enter");
  assert.ok(await page.$("#check-robots[open]"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.match(await focused(), /Copy|Copied/);
}

async function every_look() {
  const places = [["start", "/"], ["report", "/", { url: given.good.url }], ["refused", "/", { url: given.refused.url }], ["store", "/store"],
    ["host", "/host", { host: new URL(given.good.url).hostname }], ["urls", "/urls"], ["links", "/links", { url: given.good.url, side: "out" }],
    ["source", "/source", { url: given.good.url }]];
  for (const [name, path, parameters] of places) {
    for (const [look, options] of [["light", desk], ["dark", { ...desk, colorScheme: "dark" }], ["phone", phone]]) {
      const page = await visit(options, path, parameters);
      await sound(page, `${name}, ${look}`);
      if (path === "/store") await page.waitForSelector("time-plot[data-drawn=yes]");
      await accessible(page, `${name}, ${look}`);
      if (look !== "light") await shot(page, `${name}-${look}`);
      await page.context().close();
    }
  }
}

async function hostile() {
  const views = [["/", {}], ["/", { text: "markdown" }], ["/", { text: "readable" }], ["/source", {}], ["/links", {}]];
  for (const url of [...given.urls, ...given.named]) {
    for (const [path, more] of given.urls.includes(url) ? views : views.slice(0, 1)) {
      const page = await visit({ ...desk, wait: "load" }, path, { url, ...more });
      for (const frame of page.frames()) {
        assert.equal(await frame.evaluate(() => window.pwned).catch(() => undefined), undefined, `${path} of ${url} ran something`);
      }
      assert.deepEqual(page.foreign, [], `${path} of ${url} asked elsewhere`);
      assert.doesNotMatch(await page.innerText("body"), /[\u202a-\u202e\u2066-\u2069\u001b]/, `${path} of ${url} shows a control character`);
      const alien = await page.$$("main script, main svg[onload], main img, main [onerror], main [srcdoc]");
      assert.equal(alien.length, 0, `${path} of ${url} has markup of the site's`);
      await page.context().close();
    }
  }
  for (const path of ["/store", "/urls", "/host?host=127.0.0.1", "/site?root=127.0.0.1", ...given.texts.map((t) => "/?url=" + encodeURIComponent(t))]) {
    const page = await visit({ ...desk, wait: "load" }, path);
    assert.equal(await page.evaluate(() => window.pwned), undefined, path);
    assert.deepEqual(page.faults.filter((fault) => !fault.includes("status of")), [], path);
    await page.context().close();
  }
  const page = await visit(desk, "/", { url: given.urls[1] });
  await shot(page, "hostile");
}

// The control: where nothing is escaped and no policy stands in the way, these texts do run; under our policy they do not.
async function control() {
  for (const [bypassCSP, expected] of [[true, 1], [false, undefined]]) {
    const page = await visit({ ...desk, bypassCSP }, "/");
    await page.evaluate((texts) => {
      for (const text of texts) {
        try {
          const place = document.createElement("div");
          document.body.append(place);
          place.innerHTML = text;
        } catch { /* trusted types */ }
      }
    }, given.texts);
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.pwned), expected, `bypassCSP ${bypassCSP}`);
  }
}

const parts = given.kind === "web" ? [look_ups, deep_links, kept_state, without_scripts, counts_and_plots, keyboard, every_look] : [hostile, control];
try {
  for (const part of parts) {
    await part();
    console.log(part.name, "holds");
  }
} finally {
  await browser.close();
}
