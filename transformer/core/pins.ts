/** What annotations pin: the element type of an alias like `f32`, by whatever name or way the type that it is was reached. */
import type * as ts from "typescript";
import type { Pin } from "../../kernel/ir.js";
import { type Context, scalarKind } from "./context.js";

/** The texts of `Pinned<…, D>`; `boolean` is bool, `number` and `bigint` leave the type open. A union may pin several. */
export function pinsOf(ctx: Context, type: ts.Type): Pin[] {
  const { checker } = ctx;
  if (scalarKind(ctx, type) === "boolean") return ["bool"];
  const bound = checker.getBaseConstraintOfType(type) ?? type;
  const pins = (bound.isUnion() ? bound.types : [bound]).flatMap((part) => {
    if (!part.isIntersection()) return [];
    const pin = part.getProperties().find(({ name }) => name.startsWith("__@pin@"));
    const value = pin && checker.getTypeOfSymbol(pin);
    const texts = value?.isUnion() ? value.types : value ? [value] : [];
    return texts.flatMap((text) => (text.isStringLiteral() ? [text.value as Pin] : []));
  });
  return [...new Set(pins)];
}
