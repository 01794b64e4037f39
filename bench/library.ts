/** The whole library: every ufunc of NumPy's that we have, over every type that it takes, in three sizes. */
import * as micronumpy from "micronumpy";
import { array, type NdArray, type Ufunc } from "micronumpy";
import { type Case, type ElementType, type Group, type Input, input, makeCase, usual } from "./cases.js";
import { arrays } from "./operands.js";

const sizes = [100, 1e4, 1e6];

/** Where the usual values would be NaN in every element, or overflow: for floats, and for integers. */
const ranges: Readonly<Record<string, { floats?: Input["range"]; integers?: Input["range"] }>> = {
  arccos: { floats: [-1, 1] },
  arcsin: { floats: [-1, 1] },
  arctanh: { floats: [-1, 1] },
  arccosh: { floats: [1, 10] },
  log: { floats: [0.01, 10] },
  log10: { floats: [0.01, 10] },
  log1p: { floats: [-0.9, 10] },
  log2: { floats: [0.01, 10] },
  power: { floats: [0.01, 10], integers: [0, 7] },
  float_power: { floats: [0.01, 10], integers: [0, 7] },
  sqrt: { floats: [0, 10], integers: [0, 100] },
  left_shift: { integers: [0, 7] },
  right_shift: { integers: [0, 7] },
  ldexp: { integers: [0, 7] },
};

/** A group for each ufunc; aliases are one. */
export function libraryGroups(): Group[] {
  const seen = new Set<unknown>();
  const groups: Group[] = [];
  for (const value of Object.values(micronumpy)) {
    if (!isUfunc(value) || value.nout !== 1 || seen.has(value)) continue;
    seen.add(value);
    const cases = (Object.keys(arrays) as ElementType[]).flatMap((type) => casesOf(value.name, value, type));
    if (cases.length > 0) groups.push({ name: `library ${value.name}`, many: true, cases });
  }
  return groups;
}

const isUfunc = (value: unknown): value is Ufunc & ((...operands: NdArray[]) => NdArray) =>
  typeof value === "function" && "nin" in value && "resolve_dtypes" in value;

function casesOf(name: string, u: Ufunc & ((...operands: NdArray[]) => NdArray), type: ElementType): Case[] {
  const found = resultType(u, type);
  if (found === null) return [];
  const range = ranges[name]?.[type.startsWith("float") ? "floats" : "integers"] ?? usual(type);
  const float32 = found === "float32" || type === "float32";
  return sizes.flatMap((size) =>
    [true, false].map((out) =>
      makeCase({
        work: `np.${name}`,
        inputs: Array.from({ length: u.nin }, () => input(type, [size], { range })),
        result: { type: found, shape: [size] },
        out,
        tolerance: float32 ? 4e-6 : 1e-13,
      }),
    ),
  );
}

/** The type of the results; null where the ufunc doesn't take the operands. */
function resultType(u: (...operands: NdArray[]) => NdArray, type: ElementType): ElementType | null {
  const one = array([1]).astype(type);
  try {
    return u(...Array.from({ length: (u as unknown as Ufunc).nin }, () => one)).dtype;
  } catch {
    return null;
  }
}
