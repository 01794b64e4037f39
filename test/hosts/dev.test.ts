/** Vite's dev server: kernels from our own assembler, and new ones when a file changes whose text they hold. */
import { join } from "node:path";
import test from "ava";
import { createServer, type ViteDevServer } from "vite";
import micronumpy from "../../transformer/hosts/vite.js";
import { Project } from "../transformer/project.js";

const files = {
  "src/helper.ts": "export const scale = (x: number): number => x * 2;\n",
  "src/scaled.ts": `import { ufunc } from "micronumpy";
import { scale } from "./helper";
export const scaled = ufunc((x: number) => scale(x));
`,
  "src/plain.ts": `import { scale } from "./helper";\nexport const four = scale(2);\n`,
};
const options = { module: "ESNext", moduleResolution: "bundler", noEmit: true };

interface Scaled {
  readonly scaled: ((x: readonly number[]) => object) & { readonly kernels: readonly { readonly tier: string }[] };
}

async function serve(project: Project): Promise<ViteDevServer> {
  const server = await createServer({
    ...{ configFile: false, root: project.folder, logLevel: "silent", plugins: [micronumpy()] },
    ...{ server: { middlewareMode: true, ws: false }, optimizeDeps: { noDiscovery: true } },
  });
  await server.pluginContainer.buildStart({});
  return server;
}

const load = (server: ViteDevServer): Promise<Scaled> => server.ssrLoadModule("/src/scaled.ts") as Promise<Scaled>;
const shown = ({ scaled }: Scaled): string => `${scaled([1, 2])} ${scaled.kernels[0]!.tier}`;

/**
 * Asks again until the server has heard of an edit of the helper and answers as expected, for thirty seconds at most. A
 * watcher may miss an edit, while it starts or right behind another: every second the file is written once more.
 */
async function until<T>(project: Project, ask: () => Promise<T>, isExpected: (answer: T) => boolean): Promise<T> {
  for (let asked = 1; ; asked++) {
    const answer = await ask();
    if (isExpected(answer) || asked === 600) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (asked % 20 === 0) project.write("src/helper.ts", project.read("src/helper.ts"));
  }
}

test("an edited helper, an error that comes and goes", async (t) => {
  const project = new Project(files, options);
  const server = await serve(project);
  t.teardown(() => server.close());
  const scaled = (expected: string) =>
    until(
      project,
      async () => shown(await load(server)),
      (answer) => answer === expected,
    );
  t.is(await scaled("[2. 4.] compiled"), "[2. 4.] compiled");

  project.edit("src/helper.ts", "x * 2", "x * 5");
  t.is(await scaled("[ 5. 10.] compiled"), "[ 5. 10.] compiled");

  project.edit("src/helper.ts", "x * 5", "x * Math.random()");
  const transform = () =>
    server.transformRequest("/src/scaled.ts").then(
      () => null,
      (error: Error) => error,
    );
  const error = await until(project, transform, (answer) => answer !== null);
  const { loc, frame, id } = error as unknown as { loc: object; frame: string; id: string };
  t.regex(error!.message, /TS9022: .*src\/helper\.ts:1:49/);
  t.like(loc, { file: join(project.folder, "src/scaled.ts"), line: 3 });
  t.is(id, join(project.folder, "src/scaled.ts"));
  t.regex(frame, /3 \| .*\n.*\^{8}/);

  project.edit("src/helper.ts", "x * Math.random()", "x * 7");
  const fixed = () => load(server).then(shown, () => "");
  t.is(await until(project, fixed, (answer) => answer !== ""), "[ 7. 14.] compiled");
});

test("a file without ufuncs is left as it is", async (t) => {
  const project = new Project(files, options);
  const server = await serve(project);
  t.teardown(() => server.close());
  const { code } = (await server.transformRequest("/src/plain.ts"))!;
  t.notRegex(code, /micronumpy/);
});
