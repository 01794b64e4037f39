/** Problems as text with a place, for hosts that know nothing of TypeScript's nodes. */
import { positionOf } from "../core/context.js";
import type { Problem } from "../core/diagnostic.js";

/** Line and column count from 1. */
export interface Located {
  readonly number: number;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The lines around it, with a mark beneath what is wrong. */
  readonly frame: string;
}

export function locate({ node, number, text, cause }: Problem): Located {
  const file = node.getSourceFile();
  const [line, column] = positionOf(node);
  const why = cause && ` The cause is at ${place(cause.node.getSourceFile().fileName, ...positionOf(cause.node))}.`;
  const width = node.getEnd() - node.getStart(file);
  return {
    number,
    text: text + (why ?? ""),
    file: file.fileName,
    line,
    column,
    frame: frameOf(file.text, line, column, width),
  };
}

export const place = (file: string, line: number, column: number): string => `${file}:${line}:${column}`;

function frameOf(text: string, line: number, column: number, width: number): string {
  const lines = text.split(/\r?\n/);
  const first = Math.max(0, line - 3);
  const shown = lines.slice(first, line + 2);
  const digits = String(first + shown.length).length;
  const marked = Math.max(1, Math.min(width, lines[line - 1]!.length - column + 1));
  return shown
    .flatMap((content, i) => {
      const at = first + i + 1;
      const numbered = `${String(at).padStart(digits)} | ${content}`;
      const mark = `${" ".repeat(digits)} | ${" ".repeat(column - 1)}${"^".repeat(marked)}`;
      return at === line ? [numbered, mark] : [numbered];
    })
    .join("\n");
}
