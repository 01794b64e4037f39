/** The plug-in's option `profile`: a file that `MICRONUMPY_PROFILE` wrote names the signatures that a run has traced. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { OptionError } from "./plugin-options.js";

/** `types` is a signature: `int8,int8->int8`. */
interface Entry {
  readonly file: string;
  readonly ufunc: string;
  readonly types: string;
}

const FIELDS = ["file", "ufunc", "types"] as const;

/** Signatures by the file of a ufunc, relative to the project, and its name. Lines move too easily. */
export class Profile {
  private readonly entries: readonly Entry[];

  /** @throws OptionError where the file can't be read or is another one. */
  constructor(root: string, path: string | undefined) {
    this.entries = path === undefined ? [] : entriesOf(path, resolve(root, path));
  }

  of(file: string, ufunc: string): readonly string[] {
    return this.entries.flatMap((entry) => (entry.file === file && entry.ufunc === ufunc ? [entry.types] : []));
  }
}

function entriesOf(option: string, path: string): readonly Entry[] {
  const fail = (what: string) =>
    new OptionError(
      "profile",
      `the plug-in option "profile" is ${JSON.stringify(option)}, ${what}. It takes the file that a run of the program writes with MICRONUMPY_PROFILE=${option}.`,
    );
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw fail(`which can't be read (${(error as Error).message})`);
  }
  const isEntry = (entry: unknown) => FIELDS.every((field) => typeof (entry as Entry | null)?.[field] === "string");
  if (!Array.isArray(found) || !found.every(isEntry)) throw fail("which holds no list of traced signatures");
  return found;
}
