/**
 * A body with captures at one place in the source, for operands of one list of types: its typed forms, each under facts
 * about the captures. A factory that is called a thousand times makes ufuncs that share them.
 *
 * A captured value that folds something is a constant of the code. One that takes a third value is demoted: it is read at
 * every call from then on, so that values that keep changing don't make code each time.
 */
import { type Captures, sameElements } from "../kernel/capture.js";
import type { Fact, TypedBody } from "../kernel/typed.js";
import type { Loop } from "./loop.js";

/** A loop that is right where the facts hold, once it has been told the captures of the call. */
export interface Running {
  readonly loop: Loop;
  readonly enter: (captures: Captures) => void;
}

interface Variant extends Running {
  readonly facts: readonly Fact[];
}

/** Who types the body, and makes loops of what is typed. */
interface Maker {
  readonly type: (demoted: ReadonlySet<string>) => TypedBody;
  readonly run: (typed: TypedBody) => Running;
  readonly tell: (typed: TypedBody, demoted: string) => void;
}

/** Kinds of values, ways of branches and callees are few, their combinations may be many: the one unused longest gives way. */
const MOST = 64;
/** Values that a capture may have as constants of the code. */
const MOST_VALUES = 2;

export class Variants {
  /** The one used last comes first. */
  readonly #list: Variant[] = [];
  readonly #demoted = new Set<string>();
  /** The captures of the last call, arrays as copies: as long as they stay, so does its loop. */
  #last: unknown[] | null = null;

  get loops(): readonly Loop[] {
    return this.#list.map(({ loop }) => loop);
  }

  /** The loop for a call with these captures, told of them; undefined if there is none yet. */
  find(captures: Captures): Loop | undefined {
    const list = this.#list;
    if (this.#last !== null && alike(this.#last, captures)) return list[0]!.loop;
    this.#last = null;
    for (let k = 0; k < list.length; k++) {
      const variant = list[k]!;
      if (!holds(variant.facts, captures)) continue;
      if (k > 0) {
        list.copyWithin(1, 0, k);
        list[0] = variant;
      }
      variant.enter(captures);
      this.#last = captures.map(copied);
      return variant.loop;
    }
    return undefined;
  }

  make(captures: Captures, { type, run, tell }: Maker): Loop {
    let typed = type(this.#demoted);
    for (const name of this.#changing(typed)) {
      this.#demoted.add(name);
      tell(typed, name);
      typed = type(this.#demoted);
    }
    const made = { facts: typed.facts, ...run(typed) };
    if (this.#list.unshift(made) > MOST) this.#list.pop();
    made.enter(captures);
    this.#last = captures.map(copied);
    return made.loop;
  }

  /** The promoted values of a form that others have had already as often as they may. */
  #changing({ facts }: TypedBody): string[] {
    const known = this.#list.flatMap((variant) => variant.facts);
    return facts.flatMap(({ promotes, text }) => {
      if (promotes === undefined) return [];
      const values = new Set(known.flatMap((fact) => (fact.promotes === promotes ? [fact.text] : [])));
      return !values.has(text) && values.size >= MOST_VALUES ? [promotes] : [];
    });
  }
}

function holds(facts: readonly Fact[], captures: Captures): boolean {
  for (let k = 0; k < facts.length; k++) if (!facts[k]!.holds(captures)) return false;
  return true;
}

const copied = (value: unknown): unknown => (isList(value) ? Array.from(value) : value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value) || ArrayBuffer.isView(value);

function alike(last: readonly unknown[], captures: Captures): boolean {
  for (let k = 0; k < captures.length; k++) {
    const a = last[k];
    const b = captures[k];
    // another object may be the same and yet stand for another number
    if (typeof b === "object" ? !(isList(a) && isList(b) && sameElements(a, b)) : !Object.is(a, b)) return false;
  }
  return true;
}
