/** A module that is loaded again and again, as a dev server does at each edit, takes no more of the table and the heap. */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test from "ava";
import * as micronumpy from "../../entries/index.js";
import { heap } from "../../runtime/heap.js";
import { registered } from "../../runtime/kernels.js";
import * as link from "../../runtime/link.js";
import { Service } from "../../transformer/hosts/service.js";
import { transpile } from "../../transformer/hosts/transpile.js";
import { Project } from "../transformer/project.js";

/** A ufunc, and in another file a call at a type that only this knows. */
const files = {
  "src/scaled.ts": `import { ufunc } from "micronumpy";
export const scaled = ufunc((x: number) => x * 2.5 + 1);\n`,
  "src/main.ts": `import { array } from "micronumpy"; import { scaled } from "./scaled.js";
export const shown = \`\${scaled(array([1, 2], "int16")).tolist()} \${scaled.kernels.map(({ tier }) => tier)}\`;\n`,
};

/** float64, float32, int32, int16 */
const TIERS = "compiled,compiled,compiled,compiled";

type Module = Record<string, unknown>;
type Code = (exports: Module, require: (name: string) => unknown) => void;

test("a thousand reloads", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const project = new Project(files);
  const service = new Service({}, "assembler");
  const compile = (name: string) => {
    const code = transpile(service, join(project.folder, name), project.read(name), false);
    return new Function("exports", "require", code) as Code;
  };
  /** Versions of both files, one after the other. */
  const versions = Array.from({ length: 10 }, (_, k) => {
    project.edit("src/scaled.ts", `+ ${k + 1}`, `+ ${k + 2}`);
    service.changed();
    return { scaled: compile("src/scaled.ts"), main: compile("src/main.ts"), shown: `${k + 4.5},${k + 7} ${TIERS}` };
  });
  const load = (code: Code, required: Module): Module => {
    const exports: Module = {};
    code(exports, (name: string) => required[name]);
    return exports;
  };
  const own = { micronumpy, "micronumpy/link": link };
  const reload = ({ scaled, main, shown }: (typeof versions)[number]) => {
    const made = load(scaled, own);
    const { shown: text } = load(main, { ...own, "./scaled.js": made });
    if (text !== shown) throw new Error(`${text}, not ${shown}`);
  };
  const size = async () => {
    for (let turn = 0; turn < 5; turn++) {
      collect();
      await setTimeout(5);
    }
    return { table: heap().table!.length, available: heap().available };
  };

  for (let k = 0; k < 100; k++) reload(versions[k % 10]!);
  const before = await size();
  for (let k = 0; k < 1000; k++) {
    reload(versions[k % 10]!);
    if (k % 50 === 0) await size();
  }
  const after = await size();
  t.true(after.table <= before.table + 200, `${before.table} places in the table, then ${after.table}`);
  t.true(after.available >= before.available - 2 ** 16, `${before.available - after.available} bytes more`);
});

test("kernels that a file brings again take the place of those before", (t) => {
  const kernels = ["int8->int8"];
  const [old, made] = [link.wasm(""), link.wasm("")];
  link.extend(null, "a hash", old, kernels);
  link.extend(null, "a hash", link.wasm(""), ["int16->int16"]);
  link.extend(null, "a hash", made, kernels);
  t.deepEqual(
    registered("a hash").map(({ source }) => source === made),
    [false, true],
  );
});
