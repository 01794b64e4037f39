/** A contender, as seen by the one who asks; `contenders/serve.ts` says what they tell each other. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Case } from "./cases.js";

export class Contender {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(
    readonly name: string,
    command: readonly string[],
  ) {
    const [program, ...args] = command;
    this.#process = spawn(program!, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  /** Why it can't do the case, or null. The files hold the inputs. */
  async prepare(c: Case, files: readonly string[]): Promise<string | null> {
    return (await this.#ask({ prepare: c, files })).skip as string | null;
  }

  /** Nanoseconds that so many calls took. */
  async time(times: number): Promise<number> {
    return (await this.#ask({ time: times })).ns as number;
  }

  async store(path: string): Promise<void> {
    await this.#ask({ store: path });
  }

  close(): void {
    this.#process.stdin!.end();
  }

  async #ask(question: object): Promise<Record<string, unknown>> {
    this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.name} ended before it answered`);
    return JSON.parse(value);
  }
}
