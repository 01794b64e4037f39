/**
 * A page, a Web Worker and a page whose policy refuses Wasm, in a headless Chromium: the same results as in Node. Where
 * no Chromium is installed, a line says that these tests are left out.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { build } from "esbuild";
import { root } from "../transformer/program.js";
import { compiled, expected, parse } from "./everywhere.js";

const chromium = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
if (chromium === undefined) console.log("No Chromium is installed here, the tests in pages are left out");
const inChromium = chromium === undefined ? test.skip : test.serial;

/** Runs the program and tells the server what it has printed, and what it was warned of. */
const main = (program: string): string => `
const printed = [], warnings = [];
console.log = (text) => printed.push(text);
console.warn = (text) => warnings.push(text);
await import(${JSON.stringify(program)}).catch((error) => printed.push(String(error)));
await fetch("/report", { method: "POST", body: JSON.stringify({ output: printed.join("\\n"), warnings }) });
`;

/** Without a bundler, as the files of the package lie on a server. */
const imports = {
  micronumpy: "/dist/entries/index.js",
  "micronumpy/jit": "/dist/runtime/jit/index.js",
  "micronumpy/link": "/dist/runtime/link.js",
};
const files: Record<string, string> = {
  "/plain.html": `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="plain.js"></script>`,
  "/worker.html": `<script type="module">new Worker("/bundle.js", { type: "module" });</script>`,
  "/policy.html": `<script type="module" src="bundle.js"></script>`,
  "/plain.js": main("/dist/test/runtime/everywhere.js"),
};

interface Report {
  readonly output: string;
  readonly warnings: readonly string[];
}

let report: (report: Report) => void;
const server = createServer(async (request, response) => {
  const path = request.url!;
  if (path === "/report") {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end();
    return report(JSON.parse(body) as Report);
  }
  const text = files[path] ?? (path.startsWith("/dist/") ? readFileSync(join(root, path), "utf8") : undefined);
  if (path === "/policy.html") response.setHeader("Content-Security-Policy", "script-src 'self'");
  response.setHeader("Content-Type", path.endsWith(".html") ? "text/html" : "text/javascript");
  response.writeHead(text === undefined ? 404 : 200).end(text);
});

test.before(async () => {
  const { outputFiles } = await build({
    ...{ stdin: { contents: main(compiled()), resolveDir: root }, absWorkingDir: root, write: false },
    ...{ bundle: true, format: "esm", minify: true, logLevel: "silent" },
  });
  files["/bundle.js"] = outputFiles[0]!.text;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
test.after.always(() => server.close());

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** What a page reports. */
async function open(page: string): Promise<Report> {
  const profile = mkdtempSync(join(tmpdir(), "micronumpy-chromium-"));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${page}`;
  const reported = new Promise<Report>((resolve) => {
    report = resolve;
  });
  const browser = spawn(chromium!, [...FLAGS, `--user-data-dir=${profile}`, url], { stdio: "ignore" });
  const exited = once(browser, "exit");
  try {
    return await Promise.race([reported, exited.then(() => Promise.reject(new Error("Chromium has ended")))]);
  } finally {
    browser.kill();
    await exited;
    // its helpers may write for a moment longer, and a folder that stays behind is no failure
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => {});
  }
}

inChromium("a page without a bundler: compiled and traced kernels", async (t) => {
  const { output, warnings } = await open("plain.html");
  t.deepEqual(parse(output), expected());
  t.deepEqual(warnings, []);
});

inChromium("a Web Worker", async (t) => {
  const { output, warnings } = await open("worker.html");
  t.deepEqual(parse(output), expected());
  t.deepEqual(warnings, []);
});

inChromium("script-src 'self': everything in JavaScript, with one warning", async (t) => {
  const { output, warnings } = await open("policy.html");
  t.deepEqual(parse(output), { ...expected(), tiers: ["interpreted"], traces: 0 });
  t.is(warnings.length, 1);
  t.regex(
    warnings[0]!,
    /^micronumpy: this host refuses to compile WebAssembly \(CompileError: .*Content Security Policy/,
  );
});
