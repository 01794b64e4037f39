/** Projects on disk, for tests that run the real tspc: a folder of files with micronumpy and its compilers at hand. */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { install } from "../npm.js";
import { root } from "./program.js";

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2023", "ESNext.Disposable"],
    types: [],
    strict: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "out",
    plugins: [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true }],
  },
  include: ["src"],
};

/** A body that throws where it is called with what it doesn't take, and one that is refused and runs as it is. */
export const throwing = `import { ufunc } from "micronumpy";
/** @ufunc */
export function next(x: number): number {
  const one = 1; return one + x;
}
export const late = ufunc((x: number): number => { throw new Error("late"); });
declare const process: { readonly argv: readonly string[] };
if (process.argv.includes("marked")) next(1n as never);
late(1);
`;

/** Where TypeScript and ts-patch are taken from: `scripts/compilers.js` has others than the repository. */
const compilers = process.env.MICRONUMPY_TEST_COMPILERS ?? join(root, "node_modules");

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

export class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "micronumpy-tspc-")));

  /** Files by name; options are laid over those of the tsconfig above. */
  constructor(
    files: Readonly<Record<string, string>>,
    options: Readonly<Record<string, unknown>> = {},
    type = "module",
  ) {
    const compilerOptions = { ...tsconfig.compilerOptions, ...options };
    folders.push(this.folder);
    this.write("package.json", JSON.stringify({ name: "project", type }));
    this.write("tsconfig.json", JSON.stringify({ ...tsconfig, compilerOptions }));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    mkdirSync(join(this.folder, "node_modules"));
    for (const tool of ["typescript", "ts-patch"])
      symlinkSync(join(compilers, tool), join(this.folder, "node_modules", tool), "junction");
    symlinkSync(root, join(this.folder, "node_modules/micronumpy"), "junction");
  }

  /** Packages from npm, beside micronumpy: of the linked ones, those not among them go. */
  install(...packages: readonly string[]): void {
    install(this.folder, packages, "--no-save");
    const own = join(this.folder, "node_modules/micronumpy");
    if (!existsSync(own)) symlinkSync(root, own, "junction");
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  edit(name: string, from: string, to: string): void {
    this.write(name, this.read(name).replace(from, to));
  }

  tspc(...args: string[]): Outcome {
    return this.node("node_modules/ts-patch/bin/tspc.js", ...args);
  }

  /** The package's own command. */
  micronumpy(...args: string[]): Outcome {
    return this.node("node_modules/micronumpy/dist/transformer/cli/main.js", ...args);
  }

  /** What a compiled file prints. */
  run(file: string, env: Readonly<Record<string, string>> = {}): string {
    const options = { cwd: this.folder, encoding: "utf8", env: { ...process.env, ...env } } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], options);
    const output = stdout + stderr;
    if (status !== 0) throw new Error(output);
    return output.trim();
  }

  /** Starts `tspc --watch`, and gives what each round printed. */
  async *watch(): AsyncGenerator<string, void> {
    const args = ["node_modules/ts-patch/bin/tspc.js", "--watch", "--preserveWatchOutput"];
    const child = spawn(process.execPath, args, { cwd: this.folder, stdio: ["ignore", "pipe", "inherit"] });
    try {
      let text = "";
      for await (const chunk of child.stdout) {
        text += chunk;
        if (!text.includes("Watching for file changes")) continue;
        yield text;
        text = "";
      }
    } finally {
      child.kill();
    }
  }

  node(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }
}
