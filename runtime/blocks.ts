/**
 * Which parts of the heap are free: 64-byte aligned blocks in size classes, four to a doubling.
 *
 * A freed block goes back to its class and is the next to be handed out. Fresh ones are cut from a region; only when no
 * region is large enough are all free blocks merged into regions again, since the classes then forget what was last in.
 *
 * Invariants: free blocks, regions and blocks handed out don't overlap; sizes are counted in units and are those of a
 * class, as `unitsOf` rounds them; a block is given back with the count it was taken with.
 */

/** What blocks are aligned to and counted in, in bytes. */
export const UNIT = 64;

/**
 * Units left free behind a block of 2 kB or more. Most blocks are whole pages; arrays that begin at the same place of
 * their pages get into each other's way in the cache, and in the store buffer (a quarter of the time of `a + b`).
 */
export const gapBehind = (count: number): number => (count >= 32 ? 9 : 0);

/** A part of the heap, in bytes. */
interface Region {
  start: number;
  end: number;
}

export class Blocks {
  /** Free blocks by class, as addresses: last in, first out. */
  readonly #classes: number[][] = [];
  /** What was never handed out or has been merged. */
  #regions: Region[];
  /** Where the last block was cut. */
  #region: Region;
  #freedSinceMerge = false;
  #freeUnits: number;

  constructor(start: number, end: number) {
    this.#region = { start, end };
    this.#regions = [this.#region];
    this.#freeUnits = (this.#region.end - this.#region.start) / UNIT;
  }

  /** How many bytes are free, in pieces. */
  get available(): number {
    return this.#freeUnits * UNIT;
  }

  /** The address of a block of so many units, as `unitsOf` gives them; -1: there is none. */
  take(count: number): number {
    let address = this.#classes[classOf(count)]?.pop() ?? this.#cut(count);
    if (address < 0 && this.#freedSinceMerge && this.#freeUnits >= count) {
      this.#merge();
      address = this.#cut(count);
    }
    if (address >= 0) this.#freeUnits -= count + gapBehind(count);
    return address;
  }

  give(address: number, count: number): void {
    const index = classOf(count);
    while (this.#classes.length <= index) this.#classes.push([]);
    this.#classes[index]!.push(address);
    this.#freeUnits += count + gapBehind(count);
    this.#freedSinceMerge = true;
  }

  #cut(count: number): number {
    const bytes = (count + gapBehind(count)) * UNIT;
    const fits = (region: Region) => region.end - region.start >= bytes;
    if (!fits(this.#region)) {
      const other = this.#regions.find(fits);
      if (other === undefined) return -1;
      this.#region = other;
    }
    const address = this.#region.start;
    this.#region.start += bytes;
    return address;
  }

  /** Turns all free blocks into regions, neighbours into one. */
  #merge(): void {
    const pieces = this.#regions.filter((region) => region.end > region.start);
    for (const [index, addresses] of this.#classes.entries()) {
      const count = unitsOfClass(index);
      const bytes = (count + gapBehind(count)) * UNIT;
      for (const start of addresses.splice(0)) {
        pieces.push({ start, end: start + bytes });
      }
    }
    pieces.sort((a, b) => a.start - b.start);
    this.#regions = [];
    for (const piece of pieces) {
      const last = this.#regions.at(-1);
      if (last?.end === piece.start) last.end = piece.end;
      else this.#regions.push(piece);
    }
    this.#region = this.#regions[0] ?? { start: 0, end: 0 };
    this.#freedSinceMerge = false;
  }
}

/** The size of the block that holds so many bytes; at least 1, since an array without elements has an address too. */
export const unitsOf = (bytes: number): number => unitsOfClass(classOf(Math.max(1, Math.ceil(bytes / UNIT))));

/** Classes 0 to 3 hold 1 to 4 units; from there on, four classes a doubling: 5 6 7 8, 10 12 14 16, 20 … */
export function classOf(count: number): number {
  const shift = Math.max(0, 29 - Math.clz32(count - 1));
  return 4 * shift + ((count - 1) >>> shift);
}

function unitsOfClass(index: number): number {
  const shift = Math.max(0, (index >>> 2) - 1);
  return (index - 4 * shift + 1) * 2 ** shift;
}
