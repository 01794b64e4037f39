/**
 * The package for Cloudflare's workers, which compile no bytes: `node scripts/build-workerd.js`, after everything else.
 *
 * dist/workerd holds what `dist` has for programs, but the Wasm of the driver and of the library lies in files, which are
 * imported. The condition `workerd` of package.json's exports leads there. The kernel language, which holds none, is shared.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { importWasm } from "../dist/transformer/core/modules.js";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const target = join(dist, "workerd");

rmSync(target, { recursive: true, force: true });
for (const folder of ["runtime", "ufuncs", "entries"])
  for (const name of readdirSync(join(dist, folder), { recursive: true }))
    if (name.endsWith(".js")) copy(join(folder, name));

function copy(name) {
  const path = join(target, name);
  const stem = basename(name).replace(/(\.wasm)?\.js$/, "");
  mkdirSync(dirname(path), { recursive: true });
  const code = importWasm(readFileSync(join(dist, name), "utf8"), (wasm, index) => {
    const file = index === 0 ? `${stem}.wasm` : `${stem}.${index}.wasm`;
    writeFileSync(join(dirname(path), file), wasm);
    return `./${file}`;
  });
  writeFileSync(path, code.replace(/(from ")((?:\.\.\/)+kernel\/)/g, "$1../$2"));
}
