/** Deno and Bun, which npm brings: the packed package runs there as in Node; Bun's bundler takes the plug-in. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";
import { everywhere, expected, parse, withPackages } from "./everywhere.js";

/** The package as it would be published, of what is built. */
function pack(): string {
  const folder = new Project({}).folder;
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: root });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz"))!);
}

const hosts = {
  deno: { version: "2.9.6", args: ["run", "--allow-all"] },
  bun: { version: "1.4.5", args: ["run"] },
};

const archive = pack();

for (const [name, { version, args }] of Object.entries(hosts)) {
  const project = withPackages(name, `${name}@${version}`, archive, "typescript@6.0.3", "ts-patch@4.0.1");
  const onHost = project === null ? test.skip : test.serial;
  const binary = join(project?.folder ?? "", "node_modules/.bin", name);
  const run = (...more: string[]) => {
    const { stdout, stderr } = spawnSync(binary, more, { cwd: project!.folder, encoding: "utf8" });
    return { stdout, stderr };
  };

  onHost(`${name}: the same results by compiled and traced kernels`, (t) => {
    project!.write("src/everywhere.ts", everywhere);
    rmSync(join(project!.folder, "out"), { recursive: true, force: true });
    t.deepEqual(project!.tspc("--lib", "ES2023,ESNext.Disposable,DOM"), { status: 0, output: "" });
    const { stdout, stderr } = run(...args, "out/everywhere.js");
    t.is(stderr, "");
    t.deepEqual(parse(stdout), expected());
    t.deepEqual(parse(stdout).tiers, ["compiled"]);
  });

  if (name !== "bun") continue;
  onHost("Bun.build with micronumpy/bun: kernels in the bundle, an error for what can't be one", (t) => {
    const build = `import micronumpy from "micronumpy/bun";
const { success, logs } = await Bun.build({
  ...{ entrypoints: ["src/main.ts"], outdir: "out", target: "node", throw: false },
  plugins: [micronumpy()],
});
console.log(success, ...logs.map(String));`;
    const scaled = `import { array, ufunc } from "micronumpy";
import { scale } from "./helper.js";
const scaled = ufunc((x: number) => scale(x));
console.log(\`\${scaled(array([1, 2, 3], "int16"))} \${scaled.kernels.at(-1)!.types} \${scaled.kernels.at(-1)!.tier}\`);
`;
    project!.write("build.ts", build);
    project!.write("src/main.ts", scaled);
    project!.write("src/helper.ts", "export const scale = (x: number): number => x * 2;\n");
    t.like(run("run", "build.ts"), { stdout: "true\n" });
    t.is(project!.run("out/main.js"), "[2 4 6] int16->int16 compiled");
    project!.edit("src/helper.ts", "x * 2", "Math.random()");
    const { stdout, stderr } = run("run", "build.ts");
    t.regex(stdout + stderr, /src\/main\.ts:3:\d+.*TS9022: `Math\.random` is called/s);
  });
}
