/**
 * What is known of a ufunc wherever it is looked at from: its body, options and jitcode, and the signatures that its own
 * file compiles. Everything is found once per program and kept.
 */
import type { DType } from "../../kernel/dtype.js";
import { infer, isRefusal, type Refusal } from "../../kernel/infer.js";
import type { Body } from "../../kernel/ir.js";
import { encode } from "../../kernel/jitcode.js";
import { FORMAT } from "../../kernel/link.js";
import { print, type Signature } from "../../kernel/signature.js";
import type { TypedBody } from "../../kernel/typed.js";
import { sha256 } from "./cache.js";
import { type Context, fileName, scalarKind } from "./context.js";
import { areProblems, type Problem } from "./diagnostic.js";
import type { Finder, Site } from "./find.js";
import { type Options, readOptions } from "./options.js";
import type { Profile } from "./profile.js";
import { nodeAt, type Reading, read } from "./read.js";
import { wrongResultTypes } from "./result-types.js";
import { keyOf, ownSignatures, type Reason, tracedSignatures } from "./signatures.js";
import { insteadOfWidening } from "./widened.js";

export interface Facts {
  readonly reading: Reading;
  readonly options: Options;
  readonly jitcode: string;
  readonly hash: string;
  /** What the declaring file compiles, by signature. */
  readonly own: ReadonlyMap<string, Own>;
  /** With any, it runs as plain JavaScript. */
  readonly problems: readonly Problem[];
  /** Results that TypeScript has wrong: the kernels are right. */
  readonly disagreements: readonly Problem[];
}

export interface Own {
  readonly typed: TypedBody;
  readonly reason: Reason;
}

/** A ufunc whose body or options can't be read. */
export type Rejected = { readonly problems: readonly Problem[]; readonly reading?: never };

export class FactBook {
  private readonly facts = new Map<Site, Facts | Rejected>();
  private readonly typed = new Map<Site, Map<string, TypedBody | Refusal>>();

  constructor(
    private readonly ctx: Context,
    private readonly finder: Finder,
    private readonly defaults: readonly string[] | undefined,
    private readonly profile: Profile,
  ) {}

  of(site: Site): Facts | Rejected {
    const known = this.facts.get(site);
    if (known !== undefined) return known;
    const facts = this.learn(site);
    this.facts.set(site, facts);
    return facts;
  }

  private learn(site: Site): Facts | Rejected {
    const reading = read(this.ctx, this.finder, site);
    const options = readOptions(this.ctx, site);
    if (areProblems(reading) || areProblems(options))
      return { problems: [reading, options].flatMap((part) => (areProblems(part) ? part : [])) };
    const { body } = reading;
    const { jitcode, hash } = coded(body);
    const { checker } = this.ctx;
    const bigints = reading.functions[0]!.parameters.map(
      (node) => scalarKind(this.ctx, checker.getTypeAtLocation(node)) === "bigint",
    );
    const [func] = body.functions;
    const wanted = ownSignatures(site.node, func, options, bigints, this.defaults);
    const traced = tracedSignatures(site.node, func, options, this.profile.of(func.file, func.name));
    const own = new Map<string, Own>();
    const refused: { readonly reason: Reason; readonly problem: Problem }[] = [];
    for (const { reason, ...signature } of body.captures.length > 0 ? [] : [...wanted.requests, ...traced]) {
      const typed = this.type(site, reading, signature);
      if (isRefusal(typed)) refused.push({ reason, problem: this.refused(site, reading, signature.inputs, typed) });
      else if (!own.has(print(typed.signature))) own.set(print(typed.signature), { typed, reason });
    }
    const asked = refused.filter(({ reason }) => reason.kind !== "default" && reason.kind !== "profile");
    const told = asked.length > 0 ? asked : own.size === 0 ? refused.slice(0, 1) : [];
    const problems = [...wanted.problems, ...told.map(({ problem }) => problem)];
    const disagreements = wrongResultTypes(this.ctx, site, reading, own.values());
    return { reading, options, jitcode, hash, own, problems, disagreements };
  }

  /** A function as data, if it can be: one without captures, in the kernel language. */
  bodyOf(site: Site): { readonly name: string; readonly hash: string; readonly jitcode: string } | null {
    const reading = read(this.ctx, this.finder, site);
    if (areProblems(reading) || reading.body.captures.length > 0) return null;
    return { name: site.name, ...coded(reading.body) };
  }

  /** The body for a signature whose outputs may be left to be inferred. */
  type(site: Site, { body }: Reading, signature: Signature): TypedBody | Refusal {
    const known = this.typed.get(site) ?? new Map<string, TypedBody | Refusal>();
    this.typed.set(site, known);
    const key = keyOf(signature);
    const { inputs, outputs } = signature;
    const typed = known.get(key) ?? infer(body, inputs, outputs.length > 0 ? { outputs } : {});
    known.set(key, typed);
    return typed;
  }

  refused(site: Site, { body, functions, calls }: Reading, inputs: readonly DType[], refusal: Refusal): Problem {
    const { ctx } = this;
    const { number, file, at } = refusal;
    const text = refusal.text + insteadOfWidening(body, refusal);
    const types = `\`${site.name}\` for ${inputs.join(", ")}`;
    const source = functions.map((func) => func.getSourceFile()).find((each) => fileName(ctx, each) === file);
    if (source === undefined) return { node: site.body, number, text: `${text} (${types})` };
    const node = nodeAt(ctx, source, at);
    if (source === site.node.getSourceFile()) return { node, number, text: `${text} (${types})` };
    const helper = functions.findIndex(
      (func) => func.getSourceFile() === source && func.pos <= node.pos && node.end <= func.end,
    );
    const told = `${text} (${types}; ${file}:${at.join(":")})`;
    return { node: calls[helper] ?? site.body, number, text: told, cause: { node, text } };
  }
}

/** A body as it is emitted, and what identifies it wherever it stands: to kernels of another format it is another. */
function coded(body: Body): { readonly jitcode: string; readonly hash: string } {
  const hash = sha256(`${FORMAT} ${encode(body, { positions: false })}`)
    .toString("hex")
    .slice(0, 16);
  return { jitcode: encode(body), hash };
}
