/**
 * Has a body the invariants of ir.ts? The transformer asks it of what it read, and `encode` of what it writes.
 *
 * Assignment is followed forwards through the code: a set of the locals known to be set, `null` where control never
 * arrives. Each enclosing loop or block collects the sets with which it is left, and is left with what they share.
 */
import type { ArrayRef, At, Block, Body, Expr, Func, FuncRef, Stmt } from "./ir.js";
import { inside, type Node } from "./nodes.js";

export interface Flaw {
  readonly kind: "unset" | "no return" | "results" | "reference" | "depth" | "cycle" | "question";
  /** The function's place in the body. */
  readonly func: number;
  readonly at: At;
  readonly text: string;
  /** The local that is read before it is set. */
  readonly local?: number;
}

/** The first flaw of a body, or null. */
export function flaw(body: Body): Flaw | null {
  if (body.functions.length === 0)
    return { kind: "reference", func: 0, at: [0, 0], text: "a body has at least one function" };
  for (let func = 0; func < body.functions.length; func++) {
    const found = new Check(body, func).run();
    if (found !== null) return found;
  }
  return cycle(body);
}

type Assigned = ReadonlySet<number> | null;

function meet(a: Assigned, b: Assigned): Assigned {
  if (a === null) return b;
  if (b === null) return a;
  return new Set([...a].filter((local) => b.has(local)));
}

interface Frame {
  readonly loop: boolean;
  exits: Assigned;
  continues: Assigned;
}

/** Thrown through the walk by the first flaw, caught at its one door, `run`. */
class Found {
  constructor(readonly flaw: Flaw) {}
}

class Check {
  private readonly func: Func;
  private readonly frames: Frame[] = [];

  constructor(
    private readonly body: Body,
    private readonly index: number,
  ) {
    this.func = body.functions[index]!;
  }

  run(): Flaw | null {
    const { func } = this;
    try {
      if (func.params > func.locals.length) this.fail("reference", func.at, "it has fewer locals than parameters");
      const end = this.block(func.code, new Set(Array.from({ length: func.params }, (_, i) => i)));
      if (end !== null) this.fail("no return", func.at, "a path through the function ends without a return");
      const open = openQuestion(func);
      if (open) this.fail("question", open.at, "a question is about a variable that is assigned again");
      return null;
    } catch (found) {
      if (found instanceof Found) return found.flaw;
      throw found;
    }
  }

  private fail(kind: Flaw["kind"], at: At, text: string, local?: number): never {
    throw new Found({ kind, func: this.index, at, text, ...(local === undefined ? {} : { local }) });
  }

  private block(code: Block, before: Assigned): Assigned {
    return code.reduce((assigned, stmt) => this.stmt(stmt, assigned), before);
  }

  private stmt(s: Stmt, before: Assigned): Assigned {
    switch (s.kind) {
      case "set":
        return this.set(s, before);
      case "if": {
        this.expr(s.test, before);
        return meet(this.block(s.yes, before), this.block(s.no, before));
      }
      case "loop":
        return this.loop(s, before);
      case "block": {
        const frame: Frame = { loop: false, exits: null, continues: null };
        this.frames.unshift(frame);
        const end = this.block(s.code, before);
        this.frames.shift();
        return meet(end, frame.exits);
      }
      case "break":
      case "continue":
        return this.leave(s, before);
      case "return":
        if (s.values.length !== this.func.returns.length)
          this.fail("results", s.at, `returns ${s.values.length} values, declared are ${this.func.returns.length}`);
        for (const value of s.values) this.expr(value, before);
        return null;
    }
  }

  private set(s: Extract<Stmt, { kind: "set" }>, before: Assigned): Assigned {
    this.expr(s.value, before);
    for (const local of s.locals) this.known(local, this.func.locals.length, s.at, "local");
    const count = s.value.kind === "call" ? this.results(s.value.func) : 1;
    if (count !== null && count !== s.locals.length)
      this.fail("results", s.at, `sets ${s.locals.length} locals to ${count} values`);
    return before && new Set([...before, ...s.locals]);
  }

  private loop(s: Extract<Stmt, { kind: "loop" }>, before: Assigned): Assigned {
    const frame: Frame = { loop: true, exits: null, continues: null };
    this.frames.unshift(frame);
    const end = this.block(s.code, before);
    this.block(s.step, meet(end, frame.continues));
    this.frames.shift();
    return frame.exits;
  }

  private leave(s: Extract<Stmt, { kind: "break" | "continue" }>, before: Assigned): null {
    const frame = this.frames[s.depth];
    if (frame === undefined) this.fail("depth", s.at, `${s.kind} leaves ${s.depth + 1} blocks, fewer enclose it`);
    if (s.kind === "break") frame.exits = meet(frame.exits, before);
    else if (frame.loop) frame.continues = meet(frame.continues, before);
    else this.fail("depth", s.at, "continue names a block that is no loop");
    return null;
  }

  private expr(e: Expr, assigned: Assigned): void {
    switch (e.kind) {
      case "local":
        this.known(e.index, this.func.locals.length, e.at, "local");
        if (assigned !== null && !assigned.has(e.index)) {
          const { name } = this.func.locals[e.index]!;
          this.fail("unset", e.at, `\`${name}\` may be read before it is set`, e.index);
        }
        break;
      case "capture":
        this.known(e.index, this.body.captures.length, e.at, "capture");
        break;
      case "element":
      case "length":
        this.array(e.of, e.at);
        break;
      case "call":
        this.call(e);
        break;
    }
    for (const part of inside(e)) this.expr(part as Expr, assigned);
  }

  private array(ref: ArrayRef, at: At): void {
    if ("table" in ref) this.known(ref.table, this.body.tables.length, at, "table");
    else this.known(ref.capture, this.body.captures.length, at, "capture");
  }

  private call(e: Extract<Expr, { kind: "call" }>): void {
    if ("capture" in e.func) {
      this.known(e.func.capture, this.body.captures.length, e.at, "capture");
      return;
    }
    this.known(e.func.local, this.body.functions.length, e.at, "function");
    const { name, params } = this.body.functions[e.func.local]!;
    if (params !== e.args.length)
      this.fail("results", e.at, `${name} takes ${params} arguments, ${e.args.length} given`);
  }

  private known(index: number, length: number, at: At, what: string): void {
    if (index < 0 || index >= length) this.fail("reference", at, `there is no ${what} ${index}`);
  }

  /** How many values a call gives; null where that is known only at run time. */
  private results(ref: FuncRef): number | null {
    return "local" in ref ? this.body.functions[ref.local]!.returns.length : null;
  }
}

/** A question about a type that is not the same wherever it is asked: of anything but constants, parameters that are never assigned, and what is assigned once, from such. */
function openQuestion(func: Func): Node | undefined {
  const nodes = [...everything(func.code)];
  const fixed = new Map<number, boolean>();
  const isFixed = (local: number): boolean => {
    let known = fixed.get(local);
    if (known === undefined) {
      fixed.set(local, false);
      const sets = nodes.filter((node) => node.kind === "set" && node.locals.includes(local));
      known = local < func.params ? sets.length === 0 : sets.length <= 1 && sets.every(dependsOnFixed);
      fixed.set(local, known);
    }
    return known;
  };
  const dependsOnFixed = (node: Node): boolean =>
    [...everything([node])].every((inner) => inner.kind !== "local" || isFixed(inner.index));
  return nodes.find((node) => node.kind === "is" && !dependsOnFixed(node));
}

function* everything(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    yield* everything(inside(node));
  }
}

/** Calls form no cycle: a function that was entered and not yet left is not called. */
function cycle(body: Body): Flaw | null {
  const state = new Map<number, "open" | "done">();
  function visit(index: number): Flaw | null {
    if (state.get(index) === "done") return null;
    const func = body.functions[index]!;
    if (state.get(index) === "open")
      return { kind: "cycle", func: index, at: func.at, text: `${func.name} calls itself` };
    state.set(index, "open");
    for (const callee of callees(func.code)) {
      const found = visit(callee);
      if (found !== null) return found;
    }
    state.set(index, "done");
    return null;
  }
  return visit(0);
}

function* callees(nodes: readonly Node[]): Generator<number> {
  for (const node of everything(nodes)) if (node.kind === "call" && "local" in node.func) yield node.func.local;
}
