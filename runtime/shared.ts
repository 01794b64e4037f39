/** What belongs to places in the source, by key: shared as long as somebody has it, however many ufuncs are made there. */
export class Shared<T extends object> {
  readonly #refs = new Map<string, WeakRef<T>>();
  readonly #gone = new FinalizationRegistry<string>((key) => {
    if (this.#refs.get(key)?.deref() === undefined) this.#refs.delete(key);
  });

  get(key: string, make: () => T): T {
    const known = this.#refs.get(key)?.deref();
    if (known !== undefined) return known;
    const made = make();
    this.#refs.set(key, new WeakRef(made));
    this.#gone.register(made, key);
    return made;
  }
}
