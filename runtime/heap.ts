/**
 * The heap: one `WebAssembly.Memory` that all arrays of the program share, so that kernels read them in place.
 *
 * It is made at first use at its full size and never grows, so that no view of it detaches; the host gives it pages on
 * first touch. A freed block is the next to be handed out (`blocks`), since memory that was touched costs a quarter of
 * fresh pages.
 *
 * A block belongs to a `Storage` and is free when nothing reaches that any more, or when all arrays on it were disposed.
 * Finalizers don't run inside a synchronous loop, so blocks that are dead but not yet known to be would fill the heap:
 * beyond three quarters of it since the last collection, and when it is full, storages are ordinary ArrayBuffers, which
 * the garbage collector accounts for and kernels reach by staging. Calls of up to four operands that are not nested do not
 * fail before the machine is out of memory: what they work in is kept free.
 *
 * Where the host has no WebAssembly the heap is an ordinary buffer, and a small one, since some hosts count it whole.
 *
 * Invariants: the state hangs on `globalThis`, so that several copies of the package share one heap, and only `Heap`
 * touches it; `memory.buffer` is never replaced.
 */
import { Blocks, classOf, gapBehind, UNIT, unitsOf } from "./blocks.js";
import { heapRefused, outOfMemory } from "./errors.js";
import { LEAST_HEAP, settings } from "./settings.js";
import { type Block, type Slab, type Storage, Stored } from "./storage.js";

const KEY = Symbol.for("micronumpy/heap@1");
const PAGE = 65536;
/** Storages up to this size share a slab, and one registration with the finalizers: that costs more than the rest. */
const SMALL = 8192;
const SLAB = 65536;
/**
 * At least so much, else a 64th of the heap, is kept for `reserve`: kernels must run when arrays have taken the rest. That
 * is a frame, with what four operands outside the heap are staged in; nested calls and more operands need more.
 */
const LEAST_RESERVED = 2 ** 21;

/** The state that the program's arrays share. */
export class Heap {
  /** Null where the host has no WebAssembly. */
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

  readonly #blocks: Blocks;
  #nextReserved: number;
  readonly #endReserved: number;
  /** Disposed storages by class, to be handed out again as they are: they are registered with the finalizers already. */
  readonly #idle: Storage[][] = [];
  #idleBytes = 0;
  #slab: Slab | null = null;
  /** Units handed out since the last collection: an upper bound of what is dead but not known to be. */
  #unswept = 0;
  readonly #finalizers = new FinalizationRegistry<Block | null>((block) => this.#collected(block));

  constructor(wanted: number) {
    const reserved = reserveMemory(wanted);
    this.memory = reserved instanceof ArrayBuffer ? null : reserved;
    this.table = this.memory && new WebAssembly.Table({ initial: 0, element: "anyfunc" });
    this.buffer = reserved instanceof ArrayBuffer ? reserved : (reserved.buffer as ArrayBuffer);
    this.bytes = this.buffer.byteLength;
    this.view = new DataView(this.buffer);
    this.u8 = new Uint8Array(this.buffer);
    this.i32 = new Int32Array(this.buffer);
    this.u32 = new Uint32Array(this.buffer);
    this.f64 = new Float64Array(this.buffer);
    // Address 0 stays unused, so that it can mean "none".
    this.#nextReserved = UNIT;
    this.#endReserved = Math.max(LEAST_RESERVED, Math.floor(this.bytes / 64 / UNIT) * UNIT);
    this.#blocks = new Blocks(this.#endReserved, this.bytes);
    this.#finalizers.register({}, null);
  }

  /** How many bytes of the heap are free, in pieces. */
  get available(): number {
    return this.#blocks.available + this.#idleBytes;
  }

  /** Memory for an array, not initialised. @throws MemoryError when neither the heap nor the machine has it. */
  allocate(bytes: number): Storage {
    if (bytes > this.bytes) return ordinary(bytes, this.available);
    const again = this.#idle[classOf(unitsOf(bytes))]?.pop();
    if (again !== undefined) return this.#handOutAgain(again, bytes);
    if (bytes <= SMALL) return this.#allocateSmall(bytes);
    const block = this.#takeBlock(bytes);
    if (block === null) return ordinary(bytes, this.available);
    const storage = new Stored(this.buffer, this.view, true, block.address, bytes, block, this);
    this.#finalizers.register(storage, block);
    return storage;
  }

  /** Memory in the heap as long as the storage is reached: what belongs to a kernel. */
  lasting(bytes: number): Storage {
    const storage = this.allocate(bytes);
    if (storage.inHeap) return storage;
    return new Stored(this.buffer, this.view, true, this.reserve(bytes), bytes, null, null);
  }

  /** The address of memory that is never given back: scratch, constants, arguments. */
  reserve(bytes: number): number {
    if (bytes > this.bytes) throw outOfMemory(bytes, this.available);
    const units = unitsOf(bytes);
    if (this.#nextReserved + units * UNIT <= this.#endReserved) {
      this.#nextReserved += units * UNIT;
      return this.#nextReserved - units * UNIT;
    }
    const address = this.#take(units);
    if (address < 0) throw outOfMemory(bytes, this.available);
    return address;
  }

  /** The memory of a typed array, used in place. A `.data` of ours gives the storage it belongs to. */
  foreign(view: ArrayBufferView): Storage {
    const owner = this.owners.get(view);
    if (owner !== undefined) return owner;
    const inHeap = view.buffer === this.buffer;
    const whole = inHeap ? this.view : new DataView(view.buffer);
    return new Stored(view.buffer, whole, inHeap, view.byteOffset, view.byteLength, null, null);
  }

  /** Takes back a storage that no array is on. */
  free(storage: Storage): void {
    if (storage.owner === null) return;
    const units = unitsOf(storage.bytes);
    const index = classOf(units);
    while (this.#idle.length <= index) this.#idle.push([]);
    this.#idle[index]!.push(storage);
    this.#idleBytes += units * UNIT;
    this.#unswept = Math.max(0, this.#unswept - units);
  }

  #handOutAgain(storage: Storage, bytes: number): Storage {
    const units = unitsOf(bytes);
    storage.bytes = bytes;
    this.#idleBytes -= units * UNIT;
    this.#unswept += units;
    return storage;
  }

  #allocateSmall(bytes: number): Storage {
    const units = unitsOf(bytes);
    const size = (units + gapBehind(units)) * UNIT;
    let slab = this.#slab;
    if (slab === null || slab.used + size > SLAB) {
      const block = this.#takeBlock(SLAB);
      if (block === null) return ordinary(bytes, this.available);
      slab = { block, used: 0, live: 0 };
      this.#finalizers.register(slab, block);
      this.#slab = slab;
    }
    const address = slab.block.address + slab.used;
    slab.used += size;
    slab.live++;
    return new Stored(this.buffer, this.view, true, address, bytes, slab, this);
  }

  #takeBlock(bytes: number): Block | null {
    const units = unitsOf(bytes);
    if ((this.#unswept + units) * UNIT > this.bytes * 0.75) return null;
    const address = this.#take(units);
    if (address < 0) return null;
    this.#unswept += units;
    return { address, units, free: false };
  }

  /** When nothing else is left, idle storages are taken apart. */
  #take(units: number): number {
    const address = this.#blocks.take(units);
    if (address >= 0 || this.#idleBytes === 0) return address;
    for (const { owner } of this.#idle.flatMap((storages) => storages.splice(0))) {
      if (owner === null) continue;
      if (!("block" in owner)) this.#release(owner);
      else if (--owner.live === 0 && owner !== this.#slab) this.#release(owner.block);
    }
    this.#idleBytes = 0;
    return this.#blocks.take(units);
  }

  #release(block: Block): void {
    block.free = true;
    this.#blocks.give(block.address, block.units);
  }

  /** The block of a storage that nobody reaches; null stands for an object that dies with every collection. */
  #collected(block: Block | null): void {
    if (block === null) {
      this.#unswept = 0;
      this.#finalizers.register({}, null);
    } else if (!block.free) {
      this.#release(block);
      this.#unswept = Math.max(0, this.#unswept - block.units);
    }
  }
}

/** Memory outside the heap. */
function ordinary(bytes: number, available: number): Storage {
  try {
    const buffer = new ArrayBuffer(bytes);
    return new Stored(buffer, new DataView(buffer), false, 0, bytes, null, null);
  } catch {
    throw outOfMemory(bytes, available);
  }
}

/** A memory of the wanted size, or of the largest half, quarter … of it that the host grants. */
function reserveMemory(wanted: number): WebAssembly.Memory | ArrayBuffer {
  for (let pages = Math.ceil(wanted / PAGE); pages * PAGE >= LEAST_HEAP; pages >>>= 1) {
    try {
      return hasWasm() ? new WebAssembly.Memory({ initial: pages, maximum: pages }) : new ArrayBuffer(pages * PAGE);
    } catch {
      // The host can't reserve so much address space: ask for half.
    }
  }
  throw heapRefused(wanted);
}

const hasWasm = () => typeof WebAssembly !== "undefined";

function defaultBytes(): number {
  if (!hasWasm()) return 2 ** 25;
  const { navigator, process } = globalThis as Host;
  // a worker of Cloudflare's may have 128 MiB in all, and calls itself Node where asked to
  if (navigator?.userAgent === "Cloudflare-Workers") return 2 ** 26;
  return process?.versions?.node === undefined ? 2 ** 28 : 2 ** 30;
}

interface Host {
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { readonly versions?: { readonly node?: string } };
}

const program = globalThis as { [KEY]?: Heap };
let current: Heap | undefined;

/** The heap of the program, made at first use. */
export function heap(): Heap {
  current ??= program[KEY] ??= new Heap(settings.heap ?? defaultBytes());
  return current;
}

/** The size of the heap in bytes; undefined while there is none. */
export function heapSize(): number | undefined {
  return program[KEY]?.bytes;
}
