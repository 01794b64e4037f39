/**
 * `micronumpy setup`: puts the plug-in into the project of a folder, for the bundler and the package manager found there,
 * and says what it changed and what is left to do. What is set up already stays as it is.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { loadTypeScript } from "../hosts/service.js";
import { ProjectError } from "./project.js";
import { withBundlerPlugin, withPlugin } from "./setup-edits.js";

const BUNDLERS = ["vite", "rolldown", "rollup", "rspack", "webpack"];
/** Bundlers that are configured by scripts, or in words of their own, and whose plug-ins they take. */
const SCRIPTED = { esbuild: "esbuild", tsup: "esbuild", tsdown: "rolldown" };
const LOCKS = {
  ...{ "package-lock.json": "npm", "npm-shrinkwrap.json": "npm", "pnpm-lock.yaml": "pnpm" },
  ...{ "yarn.lock": "yarn", "bun.lock": "bun", "bun.lockb": "bun" },
};
/** The name of a tool as a command: not a part of another name or path, nor a script that is run. */
const command = (name: string): string => `(?<![\\w.:@-]|(?<!\\.bin)/|\\brun(?:-[sp])? )${name}(?![\\w./:-])`;

/** For a project that has none: modules as Node understands them. */
const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "NodeNext",
    "strict": true
  }
}
`;

interface Manifest {
  readonly packageManager?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly scripts?: Record<string, string>;
}

/** Returns the exit code: 1 if something is left that only the user can write. */
export function setup(folder: string, write: (text: string) => void): number {
  const path = join(folder, "package.json");
  if (!existsSync(path)) throw new ProjectError(`There is no package.json in ${folder}. Begin with: npm init`);
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const manifest = parsedManifest(path, text);
  const edits = new Edits(folder);
  const bundler = findBundler(folder, manifest);
  const left = bundler === null ? scriptsOf(manifest) : setUpBundler(folder, bundler, edits);
  const needed = setUpManifest(folder, manifest, bundler !== null);
  edits.add(path, JSON.stringify(needed, null, /^\{\r?\n(\s+)/.exec(text)?.[1] ?? "  ") + "\n");
  if (bundler === null && !existsSync(join(folder, "tsconfig.json")))
    edits.add(join(folder, "tsconfig.json"), withPlugin(loadTypeScript(), TSCONFIG, []));
  for (const config of configs(folder)) setUpConfig(config, edits);
  const changes = edits.apply();
  write(changes === "" ? "micronumpy is set up already.\n" : changes);
  for (const each of left) write(`${each}\n`);
  if (JSON.stringify(needed) !== JSON.stringify(manifest)) write(`To do: ${managerOf(folder, manifest)} install\n`);
  return left.length > 0 ? 1 : 0;
}

function parsedManifest(path: string, text: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === "object" && manifest !== null && !Array.isArray(manifest)) return manifest;
  } catch {}
  throw new ProjectError(`${path} holds no JSON object.`);
}

/** The bundler that builds the project; null if tsc does. */
function findBundler(folder: string, { dependencies, devDependencies }: Manifest): string | null {
  const configured = BUNDLERS.find((name) => bundlerConfigs(folder, name).length > 0);
  const isKnown = "vite" in { ...dependencies, ...devDependencies };
  return configured ?? (isKnown ? "vite" : null);
}

/** What the user has to do for what else may build beside tsc. */
const scriptsOf = ({ dependencies, devDependencies }: Manifest): string[] =>
  Object.entries(SCRIPTED)
    .filter(([name]) => name in { ...dependencies, ...devDependencies })
    .map(
      ([name, kind]) =>
        `To do: in what configures ${name}, import micronumpy from "micronumpy/${kind}" and put micronumpy() first among the plugins.`,
    );

/** `webpack.config.js` and `webpack.config.prod.js`, but none of what Vite and tsc write beside such. */
const bundlerConfigs = (folder: string, bundler: string): string[] =>
  readdirSync(folder).filter((file) =>
    new RegExp(`^${bundler}\\.config\\.(?!d\\.)([\\w-]+\\.)?[cm]?[jt]s$`).test(file),
  );

/** Returns what the user has to do. */
function setUpBundler(folder: string, bundler: string, edits: Edits): string[] {
  const entry = `micronumpy/${bundler}`;
  const names = bundlerConfigs(folder, bundler);
  if (names.length === 0) {
    const made = `import { defineConfig } from "vite";\nimport micronumpy from "${entry}";\n\nexport default defineConfig({\n  plugins: [micronumpy()],\n});\n`;
    edits.add(join(folder, "vite.config.ts"), made);
    return [];
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    const edited = withBundlerPlugin(loadTypeScript(), path, readFileSync(path, "utf8"), entry);
    if (edited === null)
      return [`To do: in ${name}, import micronumpy from "${entry}" and put micronumpy() first among the plugins.`];
    edits.add(path, edited);
    return [];
  });
}

/** A tsconfig may have the plug-in, or others, from one that it extends. */
function setUpConfig(path: string, edits: Edits): void {
  const t = loadTypeScript();
  const host = { ...t.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const plugins = (t.getParsedCommandLineOfConfigFile(path, {}, host)?.options.plugins ?? []) as {
    transform?: string;
  }[];
  if (plugins.some(({ transform }) => transform === "micronumpy/transformer")) return;
  edits.add(path, withPlugin(t, readFileSync(path, "utf8"), plugins));
}

/** The manifest with micronumpy and, where tsc builds, with a tsc that takes plug-ins. */
function setUpManifest(folder: string, manifest: Manifest, isBundled: boolean): Manifest {
  const { version } = createRequire(import.meta.url)("micronumpy/package.json") as { version: string };
  const { dependencies = {}, devDependencies = {}, peerDependencies = {}, scripts = {} } = manifest;
  const own: Record<string, string> =
    "micronumpy" in { ...dependencies, ...devDependencies, ...peerDependencies } ? {} : { micronumpy: `^${version}` };
  const needed = { ...manifest, dependencies: { ...dependencies, ...own } };
  if (isBundled) return needed;
  const declared = devDependencies.typescript ?? dependencies.typescript;
  const isNative = declared !== undefined && /^\D*([7-9]|\d\d)/.test(typescriptVersion(folder, declared));
  const tools: Record<string, string> = {
    ...(declared === undefined && { typescript: "^6.0.3" }),
    ...(!isNative && !("ts-patch" in { ...dependencies, ...devDependencies }) && { "ts-patch": "^3.3.0" }),
  };
  const compiling: Record<string, string> = Object.fromEntries(
    Object.entries(scripts).map(([name, line]) => [name, isNative ? building(line) : patched(line)]),
  );
  return {
    ...needed,
    scripts: "build" in scripts ? compiling : { ...compiling, build: isNative ? "micronumpy build" : "tspc" },
    devDependencies: { ...devDependencies, ...tools },
  };
}

const patched = (script: string): string => script.replace(new RegExp(command("tsc"), "g"), "tspc");

/** `micronumpy build` takes a project; what else tsc is told, such as `--noEmit`, is left to it. */
const building = (script: string): string =>
  script.replace(
    new RegExp(`${command("tsp?c")}(?: (?:-b|--build))?((?: (?:-p|--project) \\S+)?(?=\\s*(?:$|[&|;])))`, "g"),
    "micronumpy build$1",
  );

/** What package.json asks for, where that is a number, else what is installed: of `latest`, `catalog:` …. */
function typescriptVersion(folder: string, declared: string): string {
  if (/^[\s^~<>=v]*\d/.test(declared)) return declared;
  try {
    return createRequire(join(folder, "package.json"))("typescript/package.json").version;
  } catch {
    return declared;
  }
}

/** The configurations that list sources: where the first only refers to others, these. */
function configs(folder: string): string[] {
  const t = loadTypeScript();
  const first = join(folder, "tsconfig.json");
  if (!existsSync(first)) return [];
  const { config } = t.readConfigFile(first, t.sys.readFile) as {
    config?: { files?: []; references?: { path: string }[] };
  };
  if (config?.files?.length !== 0 || !config.references) return [first];
  return config.references
    .map(({ path }) => join(folder, path.endsWith(".json") ? path : join(path, "tsconfig.json")))
    .filter((path) => existsSync(path) && !/\bnode\b/.test(basename(path)));
}

function managerOf(folder: string, { packageManager }: Manifest): string {
  const named = packageManager?.replace(/@.*$/, "");
  for (let above = folder; ; above = dirname(above)) {
    const lock = Object.entries(LOCKS).find(([file]) => existsSync(join(above, file)));
    if (lock || named) return lock?.[1] ?? named!;
    if (dirname(above) === above) return "npm";
  }
}

/** New texts of files, written and told together. */
class Edits {
  private readonly texts = new Map<string, string>();

  constructor(private readonly folder: string) {}

  /** A file keeps its line ends and its byte order mark. */
  add(path: string, text: string): void {
    if (!existsSync(path)) this.texts.set(path, text);
    else if (!sameText(path, text)) this.texts.set(path, likeKnown(readFileSync(path, "utf8"), text));
  }

  /** Writes them. Returns the lines that went and came. */
  apply(): string {
    return [...this.texts]
      .map(([path, text]) => {
        const before = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
        const after = text.split("\n");
        writeFileSync(path, text);
        const gone = before.filter((line) => !after.includes(line)).map((line) => `  - ${line}\n`);
        const come = after.filter((line) => line !== "" && !before.includes(line)).map((line) => `  + ${line}\n`);
        return `${relative(this.folder, path)}\n${gone.join("")}${come.join("")}`;
      })
      .join("");
  }
}

function likeKnown(known: string, text: string): string {
  const ended = /\r\n/.test(known) && !/[^\r]\n/.test(known) ? text.replace(/\r?\n/g, "\r\n") : text;
  return known.startsWith("\uFEFF") && !ended.startsWith("\uFEFF") ? `\uFEFF${ended}` : ended;
}

/** A package.json is the same however it is laid out. */
function sameText(path: string, text: string): boolean {
  const known = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  if (!path.endsWith("package.json")) return known === text;
  return JSON.stringify(JSON.parse(known)) === JSON.stringify(JSON.parse(text));
}
