/**
 * The heap: one `WebAssembly.Memory` that all arrays of the program share, so that kernels read them in place.
 *
 * It is made at first use at its full size and never grows, so that no view of it detaches; the host gives it pages on
 * first touch. Blocks come in 64-byte aligned size classes, four to a doubling; a freed one goes back to its class and is
 * the next to be handed out, since memory that was touched costs a quarter of fresh pages.
 *
 * A block belongs to a `Storage` and is free when nothing reaches that any more, or when all arrays on it were disposed.
 * Finalizers don't run inside a synchronous loop, so blocks that are dead but not yet known to be would fill the heap:
 * beyond three quarters of it since the last collection, and when it is full, storages are ordinary ArrayBuffers, which
 * the garbage collector accounts for and kernels reach by staging. Nothing fails before the machine is out of memory.
 *
 * Invariants: the state hangs on `globalThis`, so that several copies of the package share one heap, and only `Heap`
 * touches it; `memory.buffer` is never replaced; free blocks, regions and live blocks don't overlap.
 */
import { heapInUse, heapRefused, noWebAssembly, outOfMemory } from "./errors.js";
import { checkHeap, checkTier, settings, type TierSetting } from "./settings.js";

const KEY = Symbol.for("micronumpy/heap@1");
/** What blocks are aligned to and counted in. */
const UNIT = 64;
const PAGE = 65536;
/** Storages up to this size share a slab, and one registration with the finalizers: that costs more than the rest. */
const SMALL = 2048;
const SLAB = 32768;

/** A part of the heap, in bytes. */
interface Region {
  start: number;
  end: number;
}

/** A block handed out. What the finalizer is told: it must not hold the storage. */
interface Block {
  readonly address: number;
  readonly units: number;
  free: boolean;
}

/** A block that small storages are cut from, one after another. It is free when none of them is left. */
interface Slab {
  readonly block: Block;
  used: number;
  live: number;
}

/**
 * The memory of an array and of all its views. In the heap, the block is taken until the storage can't be reached;
 * elsewhere it is an ordinary buffer, ours or the user's.
 */
export class Storage {
  // Private, so that who prints or compares arrays field by field doesn't walk through the whole heap.
  readonly #buffer: ArrayBufferLike;
  readonly #view: DataView;
  /** How many arrays and `.data` are on it, less those disposed. Those collected still count: their storage is found free with them. */
  private holders = 0;

  constructor(
    buffer: ArrayBufferLike,
    view: DataView,
    readonly inHeap: boolean,
    /** The first byte, in `buffer`. */
    readonly address: number,
    /** Changes only when a storage that was disposed is handed out again. */
    public bytes: number,
    /** What it was cut from; null for memory that isn't the heap's to give. */
    readonly owner: Block | Slab | null,
  ) {
    this.#buffer = buffer;
    this.#view = view;
  }

  get buffer(): ArrayBufferLike {
    return this.#buffer;
  }

  /** Over the whole buffer. */
  get view(): DataView {
    return this.#view;
  }

  hold(): void {
    this.holders++;
  }

  /** When the last holder lets go, the memory is free at once. */
  release(): void {
    if (--this.holders === 0) heap().free(this);
  }
}

/** The state that the program's arrays share. */
export class Heap {
  /** Null where the host has no WebAssembly: then all storages are ordinary buffers. */
  readonly memory: WebAssembly.Memory | null;
  /** The functions that the driver calls: shared by it and all kernels. */
  readonly table: WebAssembly.Table | null;
  readonly bytes: number;
  readonly buffer: ArrayBuffer;
  readonly view: DataView;
  readonly u8: Uint8Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  readonly u32: Uint32Array<ArrayBuffer>;
  readonly f64: Float64Array<ArrayBuffer>;
  /** What other modules keep one of in a program, by name. */
  readonly shared: Record<string, unknown> = {};
  /** Arrays made in the running `tidy`. */
  scope: Disposable[] | null = null;
  /** The storages under `.data` views of the heap: keeps them alive as long as the view. */
  readonly owners = new WeakMap<ArrayBufferView, Storage>();

  /** Free blocks by class, as addresses: last in, first out. */
  private readonly classes: number[][] = [];
  /** Disposed storages by class, to be handed out again as they are: they are registered with the finalizers already. */
  private readonly idle: Storage[][] = [];
  /** What was never handed out or has been merged, and where the last block was cut. */
  private regions: Region[];
  private region: Region;
  private slab: Slab | null = null;
  private freeUnits: number;
  private freedSinceMerge = 0;
  /** Units handed out since the last collection: an upper bound of what is dead but not known to be. */
  private unswept = 0;
  private readonly finalizers = new FinalizationRegistry<Block | null>((block) => this.collected(block));

  constructor(wanted: number) {
    this.memory = reserveMemory(wanted);
    this.table = this.memory && new WebAssembly.Table({ initial: 0, element: "anyfunc" });
    this.buffer = this.memory ? (this.memory.buffer as ArrayBuffer) : new ArrayBuffer(0);
    this.bytes = this.buffer.byteLength;
    this.view = new DataView(this.buffer);
    this.u8 = new Uint8Array(this.buffer);
    this.i32 = new Int32Array(this.buffer);
    this.u32 = new Uint32Array(this.buffer);
    this.f64 = new Float64Array(this.buffer);
    // Address 0 stays unused, so that it can mean "none".
    this.region = { start: Math.min(UNIT, this.bytes), end: this.bytes };
    this.regions = [this.region];
    this.freeUnits = (this.region.end - this.region.start) / UNIT;
    this.finalizers.register({}, null);
  }

  /** How many bytes of the heap are free, in pieces. */
  get available(): number {
    return this.freeUnits * UNIT;
  }

  /** Memory for an array, not initialised. @throws MemoryError when neither the heap nor the machine has it. */
  allocate(bytes: number): Storage {
    if (bytes <= SMALL) return this.allocateSmall(bytes);
    const again = this.idle[classOf(units(bytes))]?.pop();
    if (again !== undefined) return this.handOutAgain(again, bytes);
    const block = this.takeBlock(bytes);
    if (block === null) return this.ordinary(bytes);
    const storage = new Storage(this.buffer, this.view, true, block.address, bytes, block);
    this.finalizers.register(storage, block);
    return storage;
  }

  /** The address of memory that is never given back: scratch, constants, arguments. */
  reserve(bytes: number): number {
    if (this.memory === null) throw noWebAssembly();
    const address = this.take(units(bytes));
    if (address < 0) throw outOfMemory(bytes, this.available);
    return address;
  }

  /** The memory of a typed array, used in place. A `.data` of ours gives the storage it belongs to. */
  foreign(view: ArrayBufferView): Storage {
    const owner = this.owners.get(view);
    if (owner !== undefined) return owner;
    const inHeap = view.buffer === this.buffer;
    const whole = inHeap ? this.view : new DataView(view.buffer);
    return new Storage(view.buffer, whole, inHeap, view.byteOffset, view.byteLength, null);
  }

  /** Takes back a storage that no array is on. */
  free(storage: Storage): void {
    const { owner } = storage;
    if (owner === null) return;
    if ("block" in owner) {
      if (--owner.live > 0) return;
      if (owner === this.slab) owner.used = 0;
      else this.give(owner.block);
      return;
    }
    const index = classOf(owner.units);
    while (this.idle.length <= index) this.idle.push([]);
    this.idle[index]!.push(storage);
    this.countFree(owner.units);
  }

  private handOutAgain(storage: Storage, bytes: number): Storage {
    const { units: count } = storage.owner as Block;
    storage.bytes = bytes;
    this.freeUnits -= classUnits(count);
    this.unswept += count;
    return storage;
  }

  private allocateSmall(bytes: number): Storage {
    const size = units(bytes) * UNIT;
    let slab = this.slab;
    if (slab === null || slab.used + size > SLAB) {
      const block = this.takeBlock(SLAB);
      if (block === null) return this.ordinary(bytes);
      slab = { block, used: 0, live: 0 };
      this.finalizers.register(slab, block);
      this.slab = slab;
    }
    const address = slab.block.address + slab.used;
    slab.used += size;
    slab.live++;
    return new Storage(this.buffer, this.view, true, address, bytes, slab);
  }

  private ordinary(bytes: number): Storage {
    try {
      const buffer = new ArrayBuffer(bytes);
      return new Storage(buffer, new DataView(buffer), false, 0, bytes, null);
    } catch {
      throw outOfMemory(bytes, this.available);
    }
  }

  private takeBlock(bytes: number): Block | null {
    const count = units(bytes);
    if ((this.unswept + count) * UNIT > this.bytes * 0.75) return null;
    const address = this.take(count);
    if (address < 0) return null;
    this.unswept += count;
    return { address, units: count, free: false };
  }

  /** A block of the class that holds so many units: one that was freed, else fresh, else out of merged ones; -1: none. */
  private take(count: number): number {
    const size = classUnits(count);
    let address = this.classes[classOf(count)]?.pop() ?? this.cut(size);
    if (address < 0 && this.freedSinceMerge >= size) {
      this.merge();
      address = this.cut(size);
    }
    if (address >= 0) this.freeUnits -= size;
    return address;
  }

  private cut(size: number): number {
    const bytes = size * UNIT;
    const fits = (region: Region) => region.end - region.start >= bytes;
    if (!fits(this.region)) {
      const other = this.regions.find(fits);
      if (other === undefined) return -1;
      this.region = other;
    }
    const address = this.region.start;
    this.region.start += bytes;
    return address;
  }

  private give(block: Block): void {
    if (block.free) return;
    block.free = true;
    const index = classOf(block.units);
    while (this.classes.length <= index) this.classes.push([]);
    this.classes[index]!.push(block.address);
    this.countFree(block.units);
  }

  private countFree(count: number): void {
    const size = classUnits(count);
    this.freeUnits += size;
    this.freedSinceMerge += size;
    this.unswept = Math.max(0, this.unswept - count);
  }

  /** The block of a storage that nobody reaches; null stands for an object that dies with every collection. */
  private collected(block: Block | null): void {
    if (block === null) {
      this.unswept = 0;
      this.finalizers.register({}, null);
    } else {
      this.give(block);
    }
  }

  /** Turns all free blocks into regions again, neighbours into one. Only when no block fits: the classes forget what was last in. */
  private merge(): void {
    const pieces = this.regions.filter((region) => region.end > region.start);
    for (const storage of this.idle.flatMap((storages) => storages.splice(0))) {
      const block = storage.owner as Block;
      block.free = true;
      pieces.push({ start: block.address, end: block.address + classUnits(block.units) * UNIT });
    }
    for (const [index, addresses] of this.classes.entries()) {
      const bytes = unitsOfClass(index) * UNIT;
      for (const start of addresses.splice(0)) pieces.push({ start, end: start + bytes });
    }
    pieces.sort((a, b) => a.start - b.start);
    this.regions = [];
    for (const piece of pieces) {
      const last = this.regions.at(-1);
      if (last?.end === piece.start) last.end = piece.end;
      else this.regions.push(piece);
    }
    this.region = this.regions[0] ?? { start: 0, end: 0 };
    this.freedSinceMerge = 0;
  }
}

/** Units are counted from 1: an array without elements has an address too. */
const units = (bytes: number) => Math.max(1, Math.ceil(bytes / UNIT));

/** Classes 0 to 3 hold 1 to 4 units; from there on, four classes a doubling: 5 6 7 8, 10 12 14 16, 20 … */
function classOf(count: number): number {
  const shift = Math.max(0, 29 - Math.clz32(count - 1));
  return 4 * shift + ((count - 1) >>> shift);
}

function unitsOfClass(index: number): number {
  const shift = Math.max(0, (index >>> 2) - 1);
  return (index - 4 * shift + 1) * 2 ** shift;
}

const classUnits = (count: number) => unitsOfClass(classOf(count));

/** A memory of the wanted size, or of the largest half, quarter … of it that the host grants. */
function reserveMemory(wanted: number): WebAssembly.Memory | null {
  if (typeof WebAssembly === "undefined") return null;
  for (let pages = Math.ceil(wanted / PAGE); pages >= 1; pages >>>= 1) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      // The host can't reserve so much address space: ask for half.
    }
  }
  throw heapRefused(wanted);
}

function defaultBytes(): number {
  const versions = (globalThis as { process?: { versions?: { node?: string } } }).process?.versions;
  return versions?.node === undefined ? 2 ** 28 : 2 ** 30;
}

const program = globalThis as { [KEY]?: Heap };
let current: Heap | undefined;

/** The heap of the program, made at first use. */
export function heap(): Heap {
  current ??= program[KEY] ??= new Heap(settings.heap ?? defaultBytes());
  return current;
}

/**
 * Settings for the whole program.
 *
 * `heap`: the size of the heap in bytes, from 64 KiB to 4 GiB; it is made with the first array, so set it before.
 * `tier`: `"interpreted"` or `"js"` makes ufuncs that are called for the first time run without kernels.
 * @throws TypeError for other values, Error when the heap is already made.
 * @example configure({ heap: 2 ** 28 });
 */
export function configure(options: { heap?: number; tier?: TierSetting }): void {
  const bytes = options.heap === undefined ? settings.heap : checkHeap("configure({ heap })", options.heap);
  const tier = options.tier === undefined ? settings.tier : checkTier("configure({ tier })", options.tier);
  if (options.heap !== undefined && program[KEY] !== undefined) throw heapInUse(program[KEY].bytes);
  settings.heap = bytes;
  settings.tier = tier;
}
