/** Types that another plug-in has taken away before the text came to us: without them a body would mean something else. */
import type * as ts from "typescript";

/** What the parser notes of a tree. */
type Parsed = ts.SourceFile & { readonly transformFlags: number };
const CONTAINS_TYPESCRIPT = 1;

/** Is a file TypeScript on disk, and JavaScript as it came? */
export function isStripped(t: typeof ts, file: ts.SourceFile): boolean {
  const source = t.sys.readFile(file.fileName);
  if (source === undefined || source === file.text || hasTypes(file)) return false;
  return hasTypes(t.createSourceFile(file.fileName, source, t.ScriptTarget.Latest));
}

const hasTypes = (file: ts.SourceFile): boolean => ((file as Parsed).transformFlags & CONTAINS_TYPESCRIPT) !== 0;
