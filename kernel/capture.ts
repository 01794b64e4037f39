/**
 * Captures while a body is typed: what they decide, and where their values are wanted.
 *
 * A capture acts as the literal of its value at the call. Of that value typing needs little: whether it is an integer
 * and which types hold it, which way a branch goes. Each such thing that was used is an entry fact; for another call of
 * which all facts hold, the same typed body is right, with other values in its uniforms.
 */
import { castTo } from "./cast.js";
import { type DType, isBool, isFloat, names } from "./dtype.js";
import type { At, Literal } from "./ir.js";
import { fits, isWeakInteger, ownType } from "./promote.js";
import type { Fact, TypedExpr, Uniform } from "./typed.js";

/** The values of all captures at a call, in the order of the body. */
export type Captures = readonly unknown[];

export class CaptureUses {
  readonly facts: Fact[] = [];
  readonly uniforms: Uniform[] = [];
  readonly #values = new Map<string, CapturedValue>();
  readonly #known = new Set<string>();
  readonly #places = new Map<string, number>();

  constructor(readonly now: Captures) {}

  /** A value that follows from the captures; `text` says how, and identifies it. */
  value(text: string, read: (captures: Captures) => Literal): CapturedValue {
    let value = this.#values.get(text);
    if (!value) {
      value = new CapturedValue(this, text, read);
      this.#values.set(text, value);
      let last = read(this.now);
      const kind = classOf(last);
      this.fact(`${text} is ${kind}`, (captures) => {
        const now = read(captures);
        if (Object.is(now, last)) return true;
        if (classOf(now) !== kind) return false;
        last = now;
        return true;
      });
    }
    return value;
  }

  fact(text: string, holds: (captures: Captures) => boolean): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.facts.push({ text, holds });
  }

  place(value: CapturedValue, type: DType, at: At): TypedExpr {
    const key = `${type} ${value.text}`;
    let index = this.#places.get(key);
    if (index === undefined) {
      const cast = castTo(type);
      index = this.uniforms.push({ type, name: value.text, read: (captures) => cast(value.read(captures)) }) - 1;
      this.#places.set(key, index);
    }
    return { kind: "uniform", index, type, at };
  }
}

export class CapturedValue {
  constructor(
    readonly uses: CaptureUses,
    readonly text: string,
    readonly read: (captures: Captures) => Literal,
  ) {}

  /** Typing has decided something by the value itself. */
  promote(): void {
    const now = this.read(this.uses.now);
    this.uses.fact(`${this.text} = ${now}`, (captures) => Object.is(this.read(captures), now));
  }

  /** Typing has decided something by whether it is true. */
  decide(): void {
    const now = Boolean(this.read(this.uses.now));
    this.uses.fact(`${this.text} is ${now}`, (captures) => Boolean(this.read(captures)) === now);
  }
}

const integers = names.filter((t) => !isFloat(t) && !isBool(t));

/** Values of one class are typed alike: as literals, they fit the same types. */
function classOf(value: Literal): string {
  if (typeof value === "boolean" || !isWeakInteger(value)) return `a ${typeof value === "boolean" ? "bool" : "float"}`;
  const held = integers.filter((t) => fits(value, t));
  return `${typeof value === "bigint" ? "a bigint" : "an integer"} of ${held.join(" ") || ownType(value)}`;
}
