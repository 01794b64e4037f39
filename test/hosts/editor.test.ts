/** The plug-in in a real tsserver: the build's diagnostics as one types, and what is compiled under the cursor. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "ava";
import { Project } from "../transformer/project.js";

const files = {
  "src/helper.ts": "export const scale = (x: number): number => x * 2;\n",
  "src/main.ts": `import { ufunc } from "micronumpy";
import { scale } from "./helper.js";
export const scaled = ufunc((x: number) => scale(x), { types: ["float32"] });
export const plain = [1, 2];
`,
};

interface Message {
  readonly type: string;
  readonly request_seq?: number;
  readonly body: never;
}

/** A tsserver that is asked one thing after the other. */
class Server {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #sequence = 0;

  constructor(folder: string) {
    const path = join(folder, "node_modules/typescript/lib/tsserver.js");
    // A project's plug-ins lie beside its TypeScript, which here is a link to somewhere else.
    const args = ["--disableAutomaticTypingAcquisition", "--pluginProbeLocations", folder];
    this.#process = spawn(process.execPath, [path, ...args], {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    createInterface(this.#process.stdout!).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const message = JSON.parse(line) as Message;
      if (message.type === "response") this.#waiting.get(message.request_seq!)?.(message);
    });
  }

  ask<T>(command: string, args: object): Promise<T> {
    const seq = this.tell(command, args);
    return new Promise((resolve) => this.#waiting.set(seq, ({ body }) => resolve(body)));
  }

  /** For commands that are not answered. */
  tell(command: string, args: object): number {
    this.#sequence += 1;
    this.#process.stdin!.write(
      `${JSON.stringify({ seq: this.#sequence, type: "request", command, arguments: args })}\n`,
    );
    return this.#sequence;
  }

  close(): void {
    this.#process.kill();
  }
}

interface Diagnostic {
  readonly code: number;
  readonly start: { readonly line: number; readonly offset: number };
  readonly source?: string;
}

test("tsserver", async (t) => {
  const project = new Project(files);
  const server = new Server(project.folder);
  t.teardown(() => server.close());
  const file = join(project.folder, "src/main.ts");
  const helper = join(project.folder, "src/helper.ts");
  const diagnostics = () => server.ask<Diagnostic[]>("semanticDiagnosticsSync", { file });
  server.tell("open", { file });
  server.tell("open", { file: helper });
  t.deepEqual(await diagnostics(), []);

  const info = (line: number, offset: number) =>
    server.ask<{ documentation: string }>("quickinfo", { file, line, offset });
  t.regex((await info(3, 15)).documentation, /micronumpy: float32->float32, SIMD, 16 elements at once/);
  t.is((await info(4, 15)).documentation, "");

  const change = (from: number, to: number, insertString: string) =>
    server.tell("change", { file: helper, line: 1, offset: from, endLine: 1, endOffset: to, insertString });
  change(45, 50, "Math.random()");
  const [problem, ...more] = await diagnostics();
  t.deepEqual(more, []);
  t.like(problem, { code: 9022, start: { line: 3, offset: 44 }, source: "micronumpy" });
  t.regex((await info(3, 15)).documentation, /plain JavaScript\. `Math\.random` is called/);

  change(45, 58, "x * 3");
  t.deepEqual(await diagnostics(), []);
});

test("a wrong option is told where the plug-in is needed", async (t) => {
  const plugin = { name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true, wsam: "module" };
  const project = new Project(files, { plugins: [plugin] });
  const server = new Server(project.folder);
  t.teardown(() => server.close());
  const file = join(project.folder, "src/main.ts");
  const other = join(project.folder, "src/helper.ts");
  for (const each of [file, other]) server.tell("open", { file: each });
  const [problem, ...more] = await server.ask<(Diagnostic & { text: string })[]>("semanticDiagnosticsSync", { file });
  t.deepEqual(more, []);
  t.like(problem, { code: 9103, start: { line: 1, offset: 10 } });
  t.regex(problem!.text, /the plug-in's option `wsam` is "module"/);
  t.deepEqual(await server.ask("semanticDiagnosticsSync", { file: other }), []);
});
