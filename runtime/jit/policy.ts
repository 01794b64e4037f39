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
import { print } from "../../kernel/signature.js";
import type { TypedBody } from "../../kernel/typed.js";
import type { InnerLoop } from "../driver.js";
import { eachElement, elementsAt } from "../loop.js";
import type { Tracer } from "../tracer.js";
import { fillUniform } from "../uniform.js";
import { Frame } from "./frame.js";
import { type Installed, install } from "./install.js";
import { counts, logExits, logTrace, type Reason } from "./log.js";
import { options } from "./options.js";
import { profile } from "./profile.js";
import { type Branch, type Profile, record } from "./record.js";
import { sizeOf, specialize } from "./specialize.js";
import type { Trace } from "./trace.js";

/** Gangs that a trace may leave before it is asked whether leaving is the rule. */
const PATIENCE = 64;

/** Compiled sites, the one called last at the end: a Map keeps the order. */
const compiled = new Set<Site>();

let numbers = 0;

class Site {
  readonly uniforms: Scalar[];
  readonly #interpreted: InnerLoop;
  readonly #frame: Frame;
  #seen = 0;
  #profile: Profile = new Map();
  readonly #kept = new Set<Branch>();
  #kernel: Installed | null = null;
  #whole: Installed | null = null;
  #guards: readonly Branch[] = [];
  #trace: Trace | null = null;
  #bridges = 0;
  #gangs = 0;
  #exits = 0;

  constructor(readonly body: TypedBody) {
    this.uniforms = body.uniforms.map(() => 0);
    const { inputs, outputs } = body.signature;
    this.#interpreted = eachElement(inputs, outputs, interpreter(body, { uniforms: this.uniforms }));
    this.#frame = new Frame(body);
  }

  get isTraced(): boolean {
    return this.#kernel !== null;
  }

  get trace(): Trace | null {
    return this.#trace;
  }

  enter(captures: readonly unknown[]): void {
    this.body.uniforms.forEach(({ type, read }, k) => {
      this.uniforms[k] = read(captures);
      if (this.#kernel) fillUniform(this.#frame.uniform(k), type, this.uniforms[k]!);
    });
  }

  readonly run: InnerLoop = (args, n, steps) => {
    if (this.#kernel === null) {
      this.#seen += n;
      if (!options.off && this.#seen >= options.threshold) this.#start(args, n, steps);
      if (this.#kernel === null) return this.#interpreted(args, n, steps);
    }
    compiled.delete(this);
    compiled.add(this);
    if (this.#guards.length > 0) return this.#runTrace(args, n, steps);
    return this.uniforms.length > 0
      ? this.#frame.run(this.#kernel!.kernel, args, n, steps)
      : this.#kernel!.kernel(args, n, steps);
  };

  /** The kernel is forgotten; what was learned of the branches stays. */
  forget(): void {
    this.#kernel = null;
    this.#whole = null;
    this.#seen = 0;
    counts.evicted++;
  }

  #start(args: number, n: number, steps: number): void {
    const { inputs } = this.body.signature;
    if (sizeOf(this.body) > options.trace_limit) {
      this.#compile({ kind: "whole", why: "longer than trace_limit" });
    } else {
      this.#profile = record(this.body, this.uniforms, n, elementsAt(inputs, args, steps));
      this.#compile({ kind: "traced", seen: this.#seen });
    }
    this.#fill();
    for (const site of compiled) {
      if (compiled.size < options.max_kernels) break;
      compiled.delete(site);
      site.forget();
    }
  }

  #fill(): void {
    this.body.uniforms.forEach(({ type }, k) => fillUniform(this.#frame.uniform(k), type, this.uniforms[k]!));
  }

  #compile(reason: Reason): void {
    const { body, guards } =
      reason.kind === "whole" ? { body: this.body, guards: [] } : specialize(this.body, this.#profile, this.#kept);
    const kernel = reason.kind === "whole" && this.#whole ? this.#whole : install(body);
    options.off ||= kernel === null;
    if (kernel === null) return;
    this.#kernel = kernel;
    this.#guards = guards;
    const { gang, bytes, milliseconds } = kernel;
    const [func] = this.body.functions;
    this.#trace = {
      number: ++numbers,
      ufunc: func.name,
      types: print(this.body.signature),
      file: func.file,
      at: this.body.at,
      parent: this.#trace?.number,
      facts: this.body.facts.map(({ text }) => text),
      uniforms: this.body.uniforms.map(({ name }) => name),
      guards: guards.map((node) => ({ at: node.at, expected: this.#profile.get(node)!.yes > 0, failed: 0 })),
      gang,
      bytes,
      milliseconds,
    };
    logTrace(this.#trace, reason);
    profile(this.#trace);
  }

  /** The trace over n elements; gangs that it leaves run in the whole kernel. */
  #runTrace(args: number, n: number, steps: number): number {
    const frame = this.#frame;
    frame.open(args, steps);
    let done = 0;
    while (done < n) {
      const { kernel, gang } = this.#kernel!;
      const finished = kernel(frame.args, n - done, frame.steps);
      this.#gangs += Math.ceil(finished / gang);
      done += finished;
      if (done >= n) break;
      frame.advance(finished);
      const reason = frame.reason;
      if (reason < Stop.guard) return frame.close(args, done);
      const count = Math.min(gang, n - done);
      this.#exit(reason - Stop.guard);
      const rest = this.#guards.length > 0 ? this.#masked().kernel : this.#kernel!.kernel;
      const more = rest(frame.args, count, frame.steps);
      done += more;
      frame.advance(more);
      if (more < count) return frame.close(args, done);
    }
    return done;
  }

  #masked(): Installed {
    // who compiled the trace compiles this
    this.#whole ??= install(this.body)!;
    return this.#whole;
  }

  #exit(guard: number): void {
    counts.exits++;
    this.#exits++;
    this.#gangs++;
    const trace = this.#trace!;
    const { failed } = trace.guards[guard]!;
    trace.guards[guard]!.failed = failed + 1;
    const often = this.#exits > PATIENCE && this.#exits > this.#gangs / 16;
    if (often || (failed + 1 >= options.trace_eagerness && this.#bridges >= options.max_bridges)) {
      this.#masked();
      this.#compile({ kind: "whole", why: "too many exits" });
    } else if (failed + 1 >= options.trace_eagerness) {
      logExits(trace, guard);
      this.#bridges++;
      this.#kept.add(this.#guards[guard]!);
      this.#compile({ kind: "bridge", of: trace.number });
    }
  }
}

const sites: WeakRef<Site>[] = [];

/** The JIT, as dispatch knows it. */
export const jit: Tracer = {
  loop(body) {
    const site = new Site(body);
    sites.push(new WeakRef(site));
    return {
      inner: site.run,
      enter: (captures) => site.enter(captures),
      tier: () => (site.isTraced ? "traced" : "interpreted"),
    };
  },
};

/** The traces at work. */
export function traces(): Trace[] {
  return sites.flatMap((ref) => ref.deref()?.trace ?? []);
}
