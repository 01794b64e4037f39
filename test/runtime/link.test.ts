/** Linking: what emitted code hands over becomes kernels; a kernel of another body is never used. */
import test from "ava";
import { array, type NdArray, type Ufunc, ufunc } from "../../entries/index.js";
import { dispatchOf } from "../../runtime/bodies.js";
import * as link from "../../runtime/link.js";

const double = ufunc((x: number) => x + x, { types: ["float64"] });
const linkage = dispatchOf(double)!.linkage!;

type Doubling = Ufunc<(x: number) => number>;

/** A ufunc as if compiled code had made it, with other things to hand over. */
const made = (changes: object): Doubling =>
  Reflect.apply(ufunc, undefined, [(x: number) => x + x, undefined, { ...linkage, ...changes }]) as unknown as Doubling;

const tiers = (u: { kernels: readonly { tier: string }[] }) => u.kernels.map(({ tier }) => tier);
const turn = () => new Promise((resolve) => setTimeout(resolve));

test("the transformer has handed over jitcode, hash and a kernel", (t) => {
  t.is(linkage.name, "double");
  t.deepEqual(linkage.kernels, ["float64->float64"]);
  t.truthy(linkage.hash);
  t.deepEqual(tiers(double), ["compiled"]);
  t.deepEqual(double(array([1, 2])).tolist(), [2, 4]);
});

test("kernels of another file count where the hash of the body is the same", async (t) => {
  const u = made({ hash: "same", kernels: undefined });
  t.deepEqual(tiers(u), []);
  u(array([1]));
  t.deepEqual(tiers(u), ["interpreted"]);
  link.extend(() => u, "same", linkage.module!, linkage.kernels!);
  await turn();
  t.deepEqual(tiers(u), ["compiled"]);
  t.deepEqual(u(array([1, 2])).tolist(), [2, 4]);
});

test("what a kernel gives its key says: a first call doesn't type the body, which may take longer than the call", (t) => {
  const isNegative = ufunc((x: number) => x < 0, { types: ["float64"] });
  const { jitcode } = dispatchOf(isNegative)!.linkage!;
  const u = made({ hash: "of another body", jitcode });
  t.deepEqual(u(array([1, 2])).tolist(), [2, 4]);
});

test.serial("kernels of another body are dropped, with one warning", async (t) => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => said.push(text);
  const u = made({ hash: "newer", kernels: undefined });
  link.extend(() => u, "older", linkage.module!, linkage.kernels!);
  link.extend(() => u, "older", linkage.module!, linkage.kernels!);
  await turn();
  console.warn = warn;
  t.deepEqual(said, [
    'micronumpy: kernels for "double" were compiled from another version of its body, or by another micronumpy, and are not used. Build all files again.',
  ]);
  u(array([1]));
  t.deepEqual(tiers(u), ["interpreted"]);
});

test("what emitted code calls: another name, or other arguments, are another FORMAT", (t) => {
  t.deepEqual(
    Object.entries(link)
      .map(([name, value]) => `${name} ${value.length}`)
      .sort(),
    ["extend 4", "mark 2", "wasm 1"],
  );
});

test("a newer format is refused", (t) => {
  t.throws(() => made({ format: 99 }), {
    message: /compiled by a newer micronumpy \(link format 99, this one reads up to 1\)/,
  });
});

test("a body that the plug-in refused runs as plain JavaScript, and says why", (t) => {
  const u = made({ jitcode: undefined, hash: undefined, kernels: undefined, why: "it calls console.log" });
  t.deepEqual(u(array([1, 2])).tolist(), [2, 4]);
  t.deepEqual(u.kernels, [{ types: "float64->float64", tier: "js", simd: false, why: "it calls console.log" }]);
});

test("a plain function may give several results", (t) => {
  const body = (x: number, y: number): [number, number] => [Math.floor(x / y), x % y];
  const linkage = { format: 1, name: "body", why: "it was refused" };
  const u = Reflect.apply(ufunc, undefined, [body, undefined, linkage]) as unknown as Ufunc<typeof body>;
  for (let time = 0; time < 2; time++) {
    const [quotient, rest] = u(array([7, 9]), 2);
    t.deepEqual(quotient.tolist(), [3, 4]);
    t.deepEqual(rest.tolist(), [1, 1]);
  }
});

test("the bytes of Wasm are not looked at before a kernel is wanted", (t) => {
  const source = link.wasm("no Wasm");
  t.throws(() => "bytes" in source && new WebAssembly.Module(source.bytes()), { any: true });
});

/** A ufunc of a function that the plug-in has not seen, without the warning. */
function plain<F extends (...args: never[]) => unknown>(body: F, options = {}) {
  const linkage = { format: 1, name: "body" };
  return Reflect.apply(ufunc, undefined, [body, options, linkage]) as unknown as Ufunc<
    (a: number, b: number) => number
  >;
}

test("a plain function gives the types that are asked for, and keeps none of them for other calls", (t) => {
  const sum = plain((a: number, b: number) => a + b, { identity: 0, reorderable: true, widen: true });
  const text = (x: unknown) => `${(x as NdArray).dtype} ${(x as NdArray).tolist()}`;
  const int8 = array([100, 100], "int8");
  t.is(text(sum(int8, int8, { dtype: "float32" })), "float32 200,200");
  t.is(text(sum(array([0.5], "float32"), array([1], "float32"))), "float32 1.5");
  t.is(text(sum(int8, int8, { signature: "int16,int16->int16" })), "int16 200,200");
  t.is(text(sum.reduce(int8, { dtype: "int8" })), "int8 -56");
  t.is(text(sum.reduce(int8)), "float64 200");
  t.is(text(sum.accumulate(int8, { dtype: "int64" })), "int64 100,200");
  t.deepEqual(sum.resolve_dtypes(["int8", "int8"]), ["int8", "int8", "float64"]);
  t.is(sum(1, 2), 3);
});

test("a plain function gets bigints where it has bigints, numbers where it has numbers", (t) => {
  const next = plain((x: bigint) => x + 1n) as unknown as Ufunc<(x: number) => number>;
  t.deepEqual(next(array([1, 2], "int8")).tolist(), [2, 3]);
  const halved = plain((a: number, b: number) => (a * b) / 2);
  t.deepEqual(halved(array([3n]), array([1n])).tolist(), [1.5]);
  t.is(halved(3n as never, 0.5), 0.75);
  const pair = plain(((a: number, b: number) => [a, b]) as never);
  t.throws(() => pair.reduce([1, 2]), { code: "ValueError" });
});
