/** Hosts that have no WebAssembly, or refuse to compile it: everything works, with the same results and one warning. */
import { spawnSync } from "node:child_process";
import test from "ava";
import { compiled, parse } from "../hosts/everywhere.js";

/** What the program prints, line by line, after this code has made the host what it is. */
function runOn(host: string) {
  const preload = `data:text/javascript,${encodeURIComponent(host)}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", preload, compiled()], {
    encoding: "utf8",
  });
  return { ...parse(stdout), stderr };
}

const refuse = (name: string) =>
  `WebAssembly.${name} = class { constructor() { throw new WebAssembly.CompileError("refused by the policy"); } };`;

const usual = runOn("");

test("the program runs kernels and traces where it may", (t) => {
  t.is(usual.stderr, "");
  t.true(usual.lines.length > 100);
  t.deepEqual(usual.tiers, ["compiled"]);
  t.true(usual.traces > 0);
});

const hosts: readonly (readonly [string, string, RegExp])[] = [
  ["WebAssembly is absent", "delete globalThis.WebAssembly", /ReferenceError: WebAssembly is not defined/],
  ["modules are refused", refuse("Module"), /CompileError: refused by the policy/],
  ["instances are refused", refuse("Instance"), /CompileError: refused by the policy/],
];

for (const [what, host, cause] of hosts)
  test(`the same results where ${what}`, (t) => {
    const { lines, stderr, tiers, traces } = runOn(host);
    t.deepEqual(lines, usual.lines);
    t.regex(stderr, cause);
    t.regex(stderr, /^micronumpy: this host refuses to compile WebAssembly \(.*\)\. .*\n$/);
    t.deepEqual(tiers, ["interpreted"]);
    t.is(traces, 0);
  });
