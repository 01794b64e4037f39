/** Profilers tell kernels by their names, whoever made them: asc, our own assembler, the JIT. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Project } from "../transformer/project.js";

/** Two kernels, one that the compiler makes and one that only the run time can know of, run long enough to be seen. */
const source = `import { full, ufunc } from "micronumpy";
export const root = ufunc((x: number) => Math.sqrt(Math.sqrt(x)), { types: ["float64"] });
let offset = 2;
const shifted = ufunc((x: number) => Math.sqrt(Math.sqrt(x + offset)));
offset += 1;
const a = full([100_000], 2.5);
for (let k = 0; k < 500; k++) { root(a, { out: a }); shifted(a, { out: a }); }
`;

/** The names of functions in the profiles that a run of Node writes. */
function profiled(project: Project, ...args: string[]): Set<string> {
  const { status, output } = project.node("--cpu-prof", "--cpu-prof-dir=profiles", ...args);
  if (status !== 0) throw new Error(output);
  const [file] = readdirSync(join(project.folder, "profiles"));
  const { nodes } = JSON.parse(project.read(`profiles/${file}`)) as {
    nodes: { callFrame: { functionName: string } }[];
  };
  return new Set(nodes.map(({ callFrame }) => callFrame.functionName));
}

test("kernels of a build, and of the JIT", (t) => {
  const project = new Project({ "src/main.ts": source });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const names = profiled(project, "out/main.js");
  t.deepEqual(
    ["root_f64", "shifted_f64"].filter((name) => !names.has(name)),
    [],
  );
});

test("kernels without names, where the plug-in is told so", (t) => {
  const project = new Project({ "src/main.ts": source });
  project.edit("tsconfig.json", '"transformProgram":true', '"transformProgram":true,"names":false');
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const names = profiled(project, "out/main.js");
  t.deepEqual([names.has("root_f64"), names.has("shifted_f64")], [false, true]);
});

test("kernels of our own assembler", (t) => {
  const project = new Project({ "src/main.ts": source });
  t.true(profiled(project, "--import", "micronumpy/register", "src/main.ts").has("root_f64"));
});
