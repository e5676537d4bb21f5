// The source tree as text: files, their imports, their functions' lengths.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export const projectRoot = new URL("../..", import.meta.url).pathname;

export interface SourceFile {
  /** From the project's root, such as `src/core/limits.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written: `#src/core/form.ts`, `./tables.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** The file of this project that it names, from the root; absent for packages. */
  readonly file?: string;
  /** Erased at run time. */
  readonly isType: boolean;
}

export function filesUnder(folder: string, extension = ".ts"): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name))
    .sort();
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(projectRoot, path), "utf8");
  return { path, text, lines: text.split("\n"), imports: importsOf(path, text) };
}

export function sourcesUnder(folder: string): SourceFile[] {
  return filesUnder(folder).map(readSource);
}

function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern = /^(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["'](?: with \{[^}]*\})?;?$/gm;
  for (const [, type, specifier = ""] of text.matchAll(pattern)) {
    const file = fileOf(path, specifier);
    found.push({ specifier, isType: type !== undefined, ...(file === undefined ? {} : { file }) });
  }
  for (const [, specifier = ""] of text.matchAll(/\bimport\(\s*["']([^"']+)["']/g)) {
    const file = fileOf(path, specifier);
    found.push({ specifier, isType: false, ...(file === undefined ? {} : { file }) });
  }
  for (const [, specifier = ""] of text.matchAll(/new URL\("(\.[^"]+\.(?:ts|mjs))"/g)) {
    const file = fileOf(path, specifier);
    if (file !== undefined) found.push({ specifier, isType: false, file });
  }
  return found;
}

function fileOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return normalize(join(dirname(path), specifier));
  return undefined;
}

/** The area of a source file: `core`, `modules/basket`, `consensus`. */
export function areaOf(path: string): string {
  const [, area = "", inner = ""] = path.split("/");
  return area === "modules" && !inner.endsWith(".ts") ? `modules/${inner}` : area;
}

export interface MeasuredFunction {
  readonly path: string;
  readonly line: number;
  readonly lines: number;
}

/** A line that opens a function's body: it ends with the end of the parameters, or with an arrow. */
const opensBody = /(?:=>|\)(?:: .+)?) \{$/;
const opensBlock = /^(?:\} )?(?:if|else|for|while|do|switch|try|catch|finally)\b/;

/**
 * Functions by their indentation, which the formatter guarantees: one begins where its name stands, which is some lines
 * before its body when the parameters take several, and ends at the first later line that closes at that indentation.
 */
export function functionsOf({ path, lines }: Pick<SourceFile, "path" | "lines">): MeasuredFunction[] {
  const found: MeasuredFunction[] = [];
  lines.forEach((line, at) => {
    if (!opensBody.test(line)) return;
    const indent = line.slice(0, line.length - line.trimStart().length);
    const isAtIndent = (other: string) => other.startsWith(indent) && !other.startsWith(`${indent} `) && other !== "";
    let start = at;
    while (start > 0 && (!isAtIndent(lines[start] ?? "") || /^\s*[)}]/.test(lines[start] ?? ""))) start -= 1;
    if (opensBlock.test((lines[start] ?? "").trimStart()) || opensBlock.test(line.trimStart())) return;
    const end = lines.findIndex((other, index) => index > at && isAtIndent(other) && other.trimStart().startsWith("}"));
    if (end > at) found.push({ path, line: start + 1, lines: end - start + 1 });
  });
  return found;
}
