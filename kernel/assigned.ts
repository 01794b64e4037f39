/**
 * What is known of a variable while its function is typed: all that was assigned to it so far.
 *
 * A variable is taken for a constant as long as all its values are the same one, then for a weak variable, and for a
 * typed one as soon as a typed value is among them. What was typed under a lesser assumption is void, so the function
 * is then typed anew; a variable that will be typed is `unknown` until its first typed value is met. So neither the
 * order of assignments nor a value of the first round decides a type. What is assigned in one place only has the type
 * of what is assigned there, whatever that was before other variables were known.
 */
import { isBool } from "./dtype.js";
import { common, ownTypeOf, same, type Ty } from "./weak.js";

const assumptions = ["constant", "variable", "typed"] as const;
type Assumption = (typeof assumptions)[number];

export class Assigned {
  readonly #tys: Ty[] = [];
  #assumed: Assumption = "constant";
  /** It was assumed to be typed, and no typed value came: if one comes by its being weak, it is not unknown again. */
  #settled = false;

  constructor(readonly isOnce: boolean) {}

  /** Notes a value. Is it news, and does it void what was assumed? */
  add(ty: Ty): "known" | "new" | "void" {
    if (ty.weak === "unknown" || this.#tys.some((known) => same(known, ty))) return "known";
    const isFirst = this.#tys.length === 0;
    if (this.isOnce) this.forget();
    this.#tys.push(ty);
    const found = this.#tys.some(({ weak }) => weak === null)
      ? "typed"
      : this.#tys.length === 1 && ty.weak === "constant"
        ? "constant"
        : "variable";
    if (assumptions.indexOf(found) <= assumptions.indexOf(this.#assumed)) return "new";
    this.#assumed = found;
    return isFirst ? "new" : "void";
  }

  /** Assumes less, where what is assumed led to a refusal; false where there is nothing less. */
  assumeLess(): boolean {
    const next = assumptions[assumptions.indexOf(this.#assumed) + 1];
    if (next === undefined || (next === "typed" && this.#settled)) return false;
    this.#assumed = next;
    return true;
  }

  /** A variable that is still unknown when all is told is a weak one. */
  settle(): boolean {
    if (this.type?.weak !== "unknown") return false;
    this.#settled = true;
    this.#assumed = "variable";
    return true;
  }

  /** Forgets the values, not what has to be assumed. */
  forget(): void {
    this.#tys.length = 0;
  }

  /** Undefined where nothing was assigned. */
  get type(): Ty | undefined {
    const [first] = this.#tys;
    if (first === undefined) return undefined;
    if (this.#assumed === "constant") return first;
    const type = merged(this.#tys);
    if (this.#assumed === "typed" && type.weak !== null && !this.#settled) return { weak: "unknown" };
    return type.weak === "constant" ? oneOf([type]) : type;
  }
}

/** The type of a variable that is assigned all of these: that of the typed ones, beside which constants are literals. */
export function merged(tys: readonly Ty[]): Ty {
  const [first] = tys as readonly [Ty];
  if (tys.every((ty) => same(ty, first))) return first;
  const parts = tys.flatMap((ty): readonly Ty[] => (ty.weak === "variable" && ty.among) || [ty]);
  if (parts.some(({ weak }) => weak === null)) return { weak: null, type: common(parts) };
  if (parts.some(({ weak }) => weak === "unknown")) return { weak: "unknown" };
  const among = parts.filter((ty) => ty.weak === "constant");
  if (among.length < parts.length) return { weak: "variable", own: common(parts) };
  return oneOf(among);
}

/** A value that is any of these constants: of booleans a bool. */
function oneOf(among: readonly Extract<Ty, { weak: "constant" }>[]): Ty {
  const own = ownTypeOf(among.map(({ value }) => value));
  return isBool(own) ? { weak: null, type: own } : { weak: "variable", own, among };
}
