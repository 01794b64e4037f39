/**
 * What the plug-in costs a project of 300 modules, 20 of which make ufuncs and 20 call them: the first build by tspc and
 * by Vite beside those without it, an edit until Vite's dev server runs it, an edit until tsserver tells what is wrong.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import micronumpy from "micronumpy/vite";
import { createServer } from "vite";
import { median } from "./measure.js";
import { limit, type Verdict } from "./report.js";

const MODULES = 300;
const UFUNCS = 20;
/** Every so many of the other modules one calls ufuncs. */
const EVERY = (MODULES - UFUNCS) / UFUNCS;
const BUILDS = 2;
const EDITS = 9;

const root = fileURLToPath(new URL("../..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const typescript = dirname(dirname(resolve("typescript/lib/tsc.js")));
const tools = {
  tsc: join(typescript, "lib/tsc.js"),
  tspc: resolve("ts-patch/bin/tspc"),
  vite: join(dirname(resolve("vite/package.json")), "bin/vite.js"),
};

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ES2023", "ESNext.Disposable", "DOM"],
    types: [],
    strict: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "out",
    plugins: [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true }],
  },
  include: ["src"],
};

/** Ninety lines as one finds them: types, functions, a class with a type parameter, names from other modules. */
function plainModule(k: number): string {
  const used = [...new Set([k - 1, k - 7, k >> 1])].filter((other) => other >= 0 && other !== k);
  const imports = used.map(
    (other) => `import { type Item${other}, describe${other}, Store${other} } from "./plain${other}";`,
  );
  const uses = used.map(
    (other) => `export function from${other}In${k}(items: readonly Item${other}[]): string[] {
  const store = new Store${other}<Item${other}>();
  for (const item of items) store.add(item);
  return store.grouped((item) => item.tags[0] ?? "none").map(([tag, found]) => \`\${tag}: \${found.map(describe${other}).join()}\`);
}`,
  );
  const ufunc = k % EVERY === 0 ? k / EVERY : null;
  const call = `import { array, type NdArray } from "micronumpy";
import { blend${ufunc}, root${ufunc} } from "./ufuncs${ufunc}";
export function blended${k}(values: Float32Array): NdArray<"float32"> {
  return blend${ufunc}(root${ufunc}(array(values, "float32")), array([1, 2, 3], "float32"));
}`;
  return `${imports.join("\n")}
${ufunc === null ? "" : call}

export interface Item${k} {
  readonly id: string;
  readonly tags: readonly string[];
  readonly weight: number;
  readonly shape: Shape${k};
}

export type Shape${k} =
  | { readonly kind: "circle"; readonly radius: number }
  | { readonly kind: "box"; readonly width: number; readonly height: number }
  | { readonly kind: "path"; readonly points: readonly (readonly [x: number, y: number])[] };

export function area${k}(shape: Shape${k}): number {
  switch (shape.kind) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "box":
      return shape.width * shape.height;
    case "path":
      return Math.abs(
        shape.points.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = shape.points[(i + 1) % shape.points.length]!;
          return sum + (x * nextY - nextX * y) / 2;
        }, 0),
      );
  }
}

export function describe${k}(item: Item${k}): string {
  const { id, tags, weight } = item;
  return \`\${id} (\${tags.join(", ")}): \${(weight * area${k}(item.shape)).toFixed(2)}\`;
}

type Listener${k}<T> = (change: { readonly added?: T; readonly removed?: T }) => void;

export class Store${k}<T extends { readonly id: string; readonly weight: number }> {
  readonly #items = new Map<string, T>();
  readonly #listeners = new Set<Listener${k}<T>>();

  add(item: T): this {
    this.#items.set(item.id, item);
    for (const listener of this.#listeners) listener({ added: item });
    return this;
  }

  remove(id: string): boolean {
    const removed = this.#items.get(id);
    if (removed === undefined) return false;
    for (const listener of this.#listeners) listener({ removed });
    return this.#items.delete(id);
  }

  onChange(listener: Listener${k}<T>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  grouped<K extends string>(keyOf: (item: T) => K): [K, T[]][] {
    const groups = new Map<K, T[]>();
    for (const item of this.#items.values()) {
      const key = keyOf(item);
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(item);
    }
    return [...groups].sort(([a], [b]) => a.localeCompare(b));
  }

  get heaviest(): T | undefined {
    return [...this.#items.values()].reduce<T | undefined>((best, item) => (best && best.weight >= item.weight ? best : item), undefined);
  }

  async load(from: (id: string) => Promise<Partial<T>>): Promise<T[]> {
    return Promise.all([...this.#items.values()].map(async (item) => ({ ...item, ...(await from(item.id)) })));
  }
}

${uses.join("\n\n")}

export const one${k}: Item${k} = { id: "one", tags: ["a", "b"], weight: 1, shape: { kind: "circle", radius: ${k} } };
`;
}

const ufuncModule = (k: number): string => `import { ufunc } from "micronumpy";
import { clamped } from "./helpers";

export const blend${k} = ufunc((a: number, b: number) => clamped(a * 0.5 + b * ${k + 1}));
export const root${k} = ufunc((x: number) => Math.sqrt(x * x + ${k + 1}));
`;

const files: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ type: "module" }),
  "tsconfig.json": JSON.stringify(tsconfig),
  "vite.config.ts": `import micronumpy from "micronumpy/vite";\nexport default { logLevel: "warn", plugins: [micronumpy()] };\n`,
  "without.config.ts": `export default { logLevel: "warn" };\n`,
  "index.html": `<script type="module" src="/src/main.ts"></script>\n`,
};

function writeProject(): string {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-bench-"));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  mkdirSync(join(directory, "node_modules"));
  mkdirSync(join(directory, "src"));
  symlinkSync(root, join(directory, "node_modules/micronumpy"), "junction");
  symlinkSync(typescript, join(directory, "node_modules/typescript"), "junction");
  for (const [name, text] of Object.entries(files)) write(name, text);
  const plains = Array.from({ length: MODULES - UFUNCS - 2 }, (_, k) => k);
  for (const k of plains) write(`src/plain${k}.ts`, plainModule(k));
  for (let k = 0; k < UFUNCS; k++) write(`src/ufuncs${k}.ts`, ufuncModule(k));
  write("src/helpers.ts", "export const clamped = (x: number): number => (x < 0 ? 0 : x > 100 ? 100 : x);\n");
  const callers = plains.filter((k) => k % EVERY === 0);
  const imports = plains.map((k) => `import { describe${k}, one${k} } from "./plain${k}";`);
  const called = callers.map((k) => `import { blended${k} } from "./plain${k}";`);
  const shown = [
    ...plains.map((k) => `describe${k}(one${k})`),
    ...callers.map((k) => `blended${k}(new Float32Array(3)).toString()`),
  ];
  const main = [...imports, ...called, `Object.assign(globalThis, { shown: [${shown.join(", ")}] });`, ""];
  write("src/main.ts", main.join("\n"));
  return directory;
}

/** Milliseconds that a tool took. */
function run(directory: string, tool: keyof typeof tools, ...args: readonly string[]): number {
  const begin = performance.now();
  const options = { cwd: directory, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [tools[tool], ...args], options);
  if (status !== 0) throw new Error(`${tool} failed:\n${stdout}${stderr}`);
  return performance.now() - begin;
}

/** First builds: what asc made before is forgotten. The least of each, since other work can only add. */
function builds(directory: string) {
  const forget = () => rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
  const rounds = Array.from({ length: BUILDS }, () => {
    const tsc = run(directory, "tsc");
    forget();
    const tspc = run(directory, "tspc");
    const without = run(directory, "vite", "build", "--config", "without.config.ts");
    forget();
    return { tsc, tspc, without, vite: run(directory, "vite", "build") };
  });
  const least = (key: "tsc" | "tspc" | "vite" | "without") => Math.min(...rounds.map((round) => round[key]));
  return { tsc: least("tsc"), tspc: least("tspc"), vite: least("vite"), without: least("without") };
}

/** What a page would load again: a caller of a ufunc that was edited, with its new kernel; a module without ufuncs. */
async function reloads(directory: string) {
  const server = await createServer({
    ...{ configFile: false, root: directory, logLevel: "silent", plugins: [micronumpy()] },
    ...{ server: { middlewareMode: true, ws: false }, optimizeDeps: { noDiscovery: true } },
  });
  await server.pluginContainer.buildStart({});
  const times = async (name: string, text: (k: number) => string, url: string, show: (module: Module) => unknown) => {
    const measured: number[] = [];
    for (let k = 1; k <= EDITS; k++) {
      const before = show((await server.ssrLoadModule(url)) as Module);
      // Vite's watcher drops what changes again within 50 milliseconds.
      await setTimeout(150);
      const begin = performance.now();
      writeFileSync(join(directory, "src", name), text(k));
      while (show((await server.ssrLoadModule(url)) as Module) === before) await setTimeout(1);
      measured.push(performance.now() - begin);
    }
    return median(measured);
  };
  try {
    await server.ssrLoadModule("/src/main.ts");
    const ufunc = await times(
      "ufuncs0.ts",
      (k) => ufuncModule(0).replace("b * 1", `b * ${k + 1}`),
      "/src/plain0.ts",
      ({ blended0 }) => String(blended0!(new Float32Array(3))),
    );
    const plain = await times(
      "plain7.ts",
      (k) => plainModule(7).replace("weight: 1", `weight: ${k + 1}`),
      "/src/plain7.ts",
      ({ one7 }) => one7!.weight,
    );
    return { ufunc, plain };
  } finally {
    await server.close();
  }
}

type Module = { readonly blended0?: (values: Float32Array) => object; readonly one7?: { readonly weight: number } };

/** Milliseconds from an edit of a ufunc to tsserver's diagnostics of its file, with the plug-in or without. */
async function diagnostics(directory: string, ...plugin: readonly string[]): Promise<number> {
  const server = spawn(
    process.execPath,
    [join(typescript, "lib/tsserver.js"), "--disableAutomaticTypingAcquisition", ...plugin],
    {
      cwd: directory,
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const tell = (command: string, args: object) =>
    server.stdin.write(`${JSON.stringify({ seq: 0, type: "request", command, arguments: args })}\n`);
  const file = join(directory, "src/ufuncs0.ts");
  const ask = async (): Promise<string> => {
    tell("semanticDiagnosticsSync", { file });
    for (;;) {
      const { value } = await lines.next();
      if (value.includes('"command":"semanticDiagnosticsSync"')) return value;
    }
  };
  try {
    tell("open", { file });
    await ask();
    const measured: number[] = [];
    for (let k = 0; k < EDITS; k++) {
      // a space in the last body, and one more in the next round
      tell("change", { file, line: 5, offset: 50, endLine: 5, endOffset: 50, insertString: " " });
      const begin = performance.now();
      await ask();
      measured.push(performance.now() - begin);
    }
    return median(measured);
  } finally {
    server.kill();
  }
}

export async function measureProject(): Promise<Verdict[]> {
  const directory = writeProject();
  try {
    const { tsc, tspc, vite, without } = builds(directory);
    const { ufunc, plain } = await reloads(directory);
    const typescriptAlone = await diagnostics(directory);
    const editor = await diagnostics(directory, "--pluginProbeLocations", directory);
    const times = (ratio: number) => `${ratio.toFixed(2)}x`;
    const ms = (figure: number) => `${figure.toFixed(0)} ms`;
    const over = (what: string, plugin: number, none: number) =>
      limit(`project: ${what} (${ms(plugin)} over ${ms(none)})`, plugin / none, 1.3, times);
    return [
      over("first build by tspc over tsc", tspc, tsc),
      over("first `tsc && vite build` over that without the plug-in", tsc + vite, tsc + without),
      over("first `vite build` alone, which looks at no types without the plug-in", vite, without),
      limit("project: an edited ufunc until Vite's dev server runs its kernel", ufunc, 300, ms),
      limit("project: an edited module without ufuncs", plain, 60, ms),
      limit(
        `project: diagnostics of an edited ufunc in tsserver, beyond the ${ms(typescriptAlone)} of TypeScript`,
        editor - typescriptAlone,
        300,
        ms,
      ),
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}
