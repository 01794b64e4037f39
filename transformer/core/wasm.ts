/**
 * From the module that asc makes of a file to the binaries that its ufuncs carry: one each, so that a bundler drops a
 * ufunc's kernels with the ufunc.
 *
 * Kernels call nothing, so a module falls apart into its functions. The imports stay as they are, since code knows
 * globals by their place among them; each binary has its own constants in the section that the linker reads.
 */
import { assemble } from "../../kernel/assemble.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { POOL_SECTION } from "../../kernel/pool.js";
import type { Site } from "./find.js";

/** The kernels of a file, by the ufunc that they are for. */
export interface Group {
  readonly site: Site;
  readonly programs: readonly LaneProgram[];
  readonly pool: Uint8Array;
}

interface Module {
  readonly groups: readonly Group[];
  readonly isNamed: boolean;
}

/** What is emitted for each ufunc. */
export type Binaries = ReadonlyMap<Site, Uint8Array>;

/** By our own assembler, without asc. */
export const assembled = (groups: readonly Group[]): Binaries =>
  new Map(groups.map(({ site, programs }) => [site, assemble(programs)]));

/** Out of the module that asc made of all groups. */
export function separated(module: Uint8Array, { groups, isNamed }: Module): Binaries {
  const sections = readSections(module);
  return new Map(
    groups.map(({ site, programs, pool }) => {
      return [site, withPool(extract(sections, programs, isNamed), pool)];
    }),
  );
}

/** How many bytes each kernel of a module takes, by its exported name. */
export function functionSizes(module: Uint8Array): ReadonlyMap<string, number> {
  const sections = readSections(module);
  const codes = codesOf(sections);
  return new Map(exportsOf(sections).map(({ name, index }) => [name, codes[index]!.length]));
}

enum Id {
  custom,
  type,
  import,
  function,
  export = 7,
  code = 10,
}

/** The contents of a module's sections, by their numbers. */
type Sections = ReadonlyMap<number, Uint8Array>;

function readSections(module: Uint8Array): Sections {
  const sections = new Map<number, Uint8Array>();
  const reader = new Reader(module, 8);
  while (!reader.isAtEnd) {
    const id = reader.byte();
    sections.set(id, reader.bytes(reader.leb128()));
  }
  return sections;
}

/** A module of the kernels of these programs, in this order. If named, their names are also where profilers look for them. */
function extract(sections: Sections, programs: readonly LaneProgram[], isNamed: boolean): Uint8Array {
  const types = items(sections, Id.function, (reader) => reader.leb128());
  const codes = codesOf(sections);
  const exports = new Map(exportsOf(sections).map((each) => [each.name, each]));
  const exported = programs.map(({ name }) => exports.get(name)!);
  // of equal kernels asc keeps one
  const kept = [...new Set(exported.map(({ index }) => index))];
  const named = kept.map((index) => exported.find((each) => each.index === index)!.name);
  return Buffer.concat([
    Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(Id.type, sections.get(Id.type)!),
    section(Id.import, sections.get(Id.import)!),
    section(Id.function, vector(kept.map((index) => leb128(types[index]!)))),
    section(
      Id.export,
      vector(
        exported.map(({ name, index }) => Buffer.concat([text(name), Uint8Array.of(0), leb128(kept.indexOf(index))])),
      ),
    ),
    section(Id.code, vector(kept.map((index) => Buffer.concat([leb128(codes[index]!.length), codes[index]!])))),
    ...(isNamed ? [section(Id.custom, Buffer.concat([text("name"), functionNames(named)]))] : []),
  ]);
}

const codesOf = (sections: Sections): Uint8Array[] =>
  items(sections, Id.code, (reader) => reader.bytes(reader.leb128()));

const exportsOf = (sections: Sections): { readonly name: string; readonly index: number }[] =>
  items(sections, Id.export, (reader) => {
    const name = new TextDecoder().decode(reader.bytes(reader.leb128()));
    reader.byte(); // only functions are exported
    return { name, index: reader.leb128() };
  });

function items<T>(sections: Sections, id: Id, read: (reader: Reader) => T): T[] {
  const reader = new Reader(sections.get(id) ?? Uint8Array.of(0), 0);
  return Array.from({ length: reader.leb128() }, () => read(reader));
}

function withPool(module: Uint8Array, pool: Uint8Array): Uint8Array {
  if (pool.length === 0) return module;
  return Buffer.concat([module, section(Id.custom, Buffer.concat([text(POOL_SECTION), pool]))]);
}

/** The subsection that names functions, in the order of their places. */
const functionNames = (names: readonly string[]): Uint8Array =>
  section(1, vector(names.map((name, index) => Buffer.concat([leb128(index), text(name)]))));

const section = (id: number, content: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(id), leb128(content.length), content]);

const vector = (entries: readonly Uint8Array[]): Uint8Array => Buffer.concat([leb128(entries.length), ...entries]);

function text(name: string): Uint8Array {
  const bytes = new TextEncoder().encode(name);
  return Buffer.concat([leb128(bytes.length), bytes]);
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest >= 0x80;
    bytes.push((rest & 0x7f) | (more ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

class Reader {
  constructor(
    private readonly source: Uint8Array,
    private at: number,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  byte(): number {
    return this.source[this.at++]!;
  }

  bytes(count: number): Uint8Array {
    this.at += count;
    return this.source.subarray(this.at - count, this.at);
  }

  leb128(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
