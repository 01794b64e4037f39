/**
 * When to trace, and what to do when guards fail: the life of one typed body at a site.
 *
 *     cold --threshold elements--> traced --trace_eagerness exits of a guard--> bridge … --too many--> whole
 *
 * Cold, the interpreter runs. A trace that leaves stores nothing of its gang; the gang runs in the whole kernel, which
 * has all arms and is made at the first exit, and then the trace goes on. After `max_bridges` bridges, or when more than
 * a sixteenth of the gangs leave, the whole kernel takes over for good. Results never depend on any of this.
 */
import type { Scalar } from "../../kernel/dtype.js";
import { interpreter } from "../../kernel/interpret.js";
import { Stop } from "../../kernel/link.js";
import { lower, lowerIndexed, lowerReduction, lowerScan, lowerUniform } from "../../kernel/lower.js";
import { print } from "../../kernel/signature.js";
import { capturesOf, type TypedBody } from "../../kernel/typed.js";
import type { InnerLoop } from "../driver.js";
import { heap } from "../heap.js";
import { eachElement, elementsAt } from "../loop.js";
import type { Tracer } from "../tracer.js";
import { Captured } from "./captured.js";
import { counts } from "./counts.js";
import { logAnother, logDemotion, logExits, logUnknown, tellTrace } from "./environment.js";
import { type Installed, install } from "./install.js";
import type { Reason } from "./log.js";
import { options } from "./options.js";
import { type Branch, type Profile, record } from "./record.js";
import { type Specialized, sizeOf, specialize } from "./specialize.js";
import type { Trace } from "./trace.js";

const COUNTED = { traced: "traces", bridge: "bridges", whole: "whole" } as const;

/** Gangs that a trace may leave before it is asked whether leaving is the rule. */
const PATIENCE = 64;

/** Compiled sites, each with what it is part of. */
const compiled = new Map<Site, object | undefined>();

/** Counts calls of kernels: who was called last has the highest number. */
let clock = 0;

let numbers = 0;

class Site {
  readonly uniforms: Scalar[];
  readonly tables: (readonly Scalar[] | undefined)[];
  /** Of the kernel, if there is one. */
  trace: Trace | null = null;
  called = 0;
  readonly #interpreted: InnerLoop;
  readonly #operands: number;
  /** Where kernels find what was captured; null while there are none, and where nothing was. */
  #captured: Captured | null = null;
  #owner: WeakRef<object> | undefined;
  #seen = 0;
  #profile: Profile = new Map();
  /** Branches of which both arms are compiled since a guard failed too often: one a bridge. */
  readonly #kept = new Set<Branch>();
  #kernel: Installed | null = null;
  #whole: Installed | null = null;
  #guards: Specialized["guards"] = [];
  #gangs = 0;
  #exits = 0;

  constructor(readonly body: TypedBody) {
    this.uniforms = body.uniforms.map(() => 0);
    this.tables = body.tables.map(() => undefined);
    const { inputs, outputs } = body.signature;
    this.#operands = inputs.length + outputs.length;
    this.#interpreted = eachElement(inputs, outputs, interpreter(body, this));
  }

  keep(owner: object): void {
    this.#owner = new WeakRef(owner);
  }

  enter(captures: readonly unknown[]): void {
    const { uniforms, tables } = this.body;
    for (let k = 0; k < uniforms.length; k++) {
      const now = uniforms[k]!.read(captures);
      if (Object.is(now, this.uniforms[k])) continue;
      this.uniforms[k] = now;
      this.#captured?.setUniform(k, now);
    }
    for (let k = 0, array = 0; k < tables.length; k++) {
      const now = tables[k]!.read?.(captures);
      if (now === undefined) continue;
      if (now !== this.tables[k]) {
        this.tables[k] = now;
        this.#captured?.setArray(array, now);
      }
      array++;
    }
  }

  readonly run: InnerLoop = (args, n, steps) => {
    if (this.#kernel === null) {
      this.#seen += n;
      if (!options.off && this.#seen >= options.threshold) this.#start(args, n, steps);
      if (this.#kernel === null) return this.#interpreted(args, n, steps);
    }
    this.called = ++clock;
    return this.#guards.length > 0 ? this.#runTrace(args, n, steps) : this.#kernel!.kernel(args, n, steps);
  };

  /** The kernel is forgotten; what was learned of the branches stays. */
  forget(): void {
    this.#kernel = null;
    this.#whole = null;
    this.trace = null;
    this.#captured = null;
    this.#seen = 0;
    counts.evicted++;
  }

  #start(args: number, n: number, steps: number): void {
    const { inputs } = this.body.signature;
    if (capturesOf(this.body).length > 0) {
      const captured = new Captured(this.body);
      this.uniforms.forEach((value, k) => captured.setUniform(k, value));
      this.tables.filter((values) => values !== undefined).forEach((values, k) => captured.setArray(k, values));
      this.#captured = captured;
    }
    if (sizeOf(this.body) > options.trace_limit) {
      this.#compile({ kind: "whole", why: "longer than trace_limit" });
    } else {
      this.#profile = record(this.body, this, n, elementsAt(inputs, args, steps));
      this.#compile({ kind: "traced", seen: this.#seen });
    }
    if (this.#kernel === null) return;
    compiled.set(this, this.#owner?.deref());
    this.called = ++clock;
    while (compiled.size > Math.max(1, options.max_kernels)) {
      const oldest = [...compiled.keys()].reduce((a, b) => (b.called < a.called ? b : a));
      compiled.delete(oldest);
      oldest.forget();
    }
  }

  #install(body: TypedBody): Installed | null {
    return install(body, (...of) => lower(...of, 0, this.#captured?.addresses));
  }

  #compile(reason: Reason): void {
    const { body, guards } =
      reason.kind === "whole" ? { body: this.body, guards: [] } : specialize(this.body, this.#profile, this.#kept);
    const kernel = reason.kind === "whole" && this.#whole ? this.#whole : this.#install(body);
    options.off ||= kernel === null;
    if (kernel === null) return;
    this.#kernel = kernel;
    this.#guards = guards;
    const { gang, bytes, milliseconds } = kernel;
    const [func] = this.body.functions;
    this.trace = {
      number: ++numbers,
      ufunc: func.name,
      types: print(this.body.signature),
      file: func.file,
      at: this.body.at,
      parent: this.trace?.number,
      facts: this.body.facts.map(({ text }) => text),
      uniforms: capturesOf(this.body).map(({ name }) => name),
      guards: guards.map(({ node, at }) => ({ at, expected: this.#profile.get(node)!.yes > 0, failed: 0 })),
      body,
      gang,
      bytes,
      milliseconds,
    };
    counts[COUNTED[reason.kind]]++;
    tellTrace(this.trace, reason);
  }

  /** The trace over n elements; gangs that it leaves run in the whole kernel. */
  #runTrace(args: number, n: number, steps: number): number {
    let done = 0;
    const run = (kernel: InnerLoop, count: number): boolean => {
      const finished = kernel(args, count, steps);
      this.#advance(args, steps, finished);
      done += finished;
      return finished === count;
    };
    while (done < n) {
      const { gang, kernel } = this.#kernel!;
      const before = done;
      const isDone = run(kernel, n - done);
      this.#gangs += Math.ceil((done - before) / gang);
      if (isDone) break;
      const reason = heap().u32[(args >>> 2) + this.#operands]!;
      if (reason < Stop.guard) break;
      this.#exit(reason - Stop.guard);
      if (!run(this.#guards.length > 0 ? this.#masked() : this.#kernel!.kernel, Math.min(gang, n - done))) break;
    }
    this.#advance(args, steps, -done);
    return done;
  }

  /** All operands of a call go on by so many elements. */
  #advance(args: number, steps: number, count: number): void {
    const { i32 } = heap();
    for (let k = 0; k < this.#operands; k++) i32[(args >>> 2) + k]! += count * i32[(steps >>> 2) + k]!;
  }

  #masked(): InnerLoop {
    this.#whole ??= this.#install(this.body);
    // who compiled the trace compiles this, unless a host has no room for code any more
    return this.#whole?.kernel ?? this.#interpreted;
  }

  #exit(guard: number): void {
    counts.exits++;
    this.#exits++;
    this.#gangs++;
    const trace = this.trace!;
    const failed = ++trace.guards[guard]!.failed;
    const often = this.#exits > PATIENCE && this.#exits > this.#gangs / 16;
    if (often || (failed >= options.trace_eagerness && this.#kept.size >= options.max_bridges)) {
      this.#masked();
      this.#compile({ kind: "whole", why: "too many exits" });
    } else if (failed >= options.trace_eagerness) {
      logExits(trace, guard);
      this.#kept.add(this.#guards[guard]!.node);
      this.#compile({ kind: "bridge", of: trace.number });
    }
  }
}

const METHODS = { reduce: lowerReduction, scan: lowerScan, at: lowerIndexed };

/** A kernel beside that for any operands. It is no trace, for nothing is assumed. */
function another(body: TypedBody, what: string, lowered: Parameters<typeof install>[1]): InnerLoop | null {
  const made = options.off ? null : install(body, lowered);
  if (made !== null) logAnother(body, what, made);
  return made?.kernel ?? null;
}

/** The JIT, as dispatch knows it. */
export const jit: Tracer = {
  loop(body) {
    const site = new Site(body);
    return {
      inner: site.run,
      enter: (captures) => site.enter(captures),
      tier: () => (site.trace ? "traced" : "interpreted"),
      keep: (owner) => site.keep(owner),
    };
  },
  method: (kind, body) => another(body, `.${kind}`, METHODS[kind]),
  uniform: (body, set) => another(body, ` for rows of uniform ${set}`, (...of) => lowerUniform(...of, set)),
  demoted(body, name) {
    counts.demoted++;
    logDemotion(body, name);
  },
  unknown(func, capture) {
    counts.unknown++;
    logUnknown(func, capture);
  },
};

/** The traces at work, in the order in which they were made. */
export function traces(): Trace[] {
  return [...compiled.keys()].flatMap(({ trace }) => trace ?? []).sort((a, b) => a.number - b.number);
}
