/**
 * Storage: the memory of an array and of all its views. In the heap, the block is taken until the storage can't be
 * reached or its last holder lets go; elsewhere it is an ordinary buffer, ours or the user's.
 *
 * The types of arrays lead here and no further, so that they need no more than the language's own library.
 */

/** A block of the heap handed out. What the finalizer is told: it must not hold the storage. */
export interface Block {
  readonly address: number;
  readonly units: number;
  free: boolean;
}

/** A block that small storages are cut from, one after another. It is free when nothing reaches any of them. */
export interface Slab {
  readonly block: Block;
  used: number;
  /** Storages cut from it, less those taken apart. */
  live: number;
}

/** Takes back a storage that no array is on. */
interface Home {
  free(storage: Storage): void;
}

export class Stored {
  // Private, so that who prints or compares arrays field by field doesn't walk through the whole heap.
  readonly #buffer: ArrayBufferLike;
  readonly #view: DataView;
  readonly #home: Home | null;
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
    /** The heap that the owner belongs to. */
    home: Home | null,
  ) {
    this.#buffer = buffer;
    this.#view = view;
    this.#home = home;
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
    if (--this.holders === 0) this.#home?.free(this);
  }
}

/** What is public of it, so that TypeScript takes the arrays of several copies of the package for one type. */
export type Storage = Pick<Stored, keyof Stored>;
