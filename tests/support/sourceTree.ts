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
  const pattern = /^(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["'];?$/gm;
  for (const [, type, specifier = ""] of text.matchAll(pattern)) {
    const file = fileOf(path, specifier);
    found.push({ specifier, isType: type !== undefined, ...(file === undefined ? {} : { file }) });
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

/**
 * Functions by their indentation, which the formatter guarantees: a line that opens a named function, a method or an
 * arrow ends at the first later line that closes at the same indentation.
 */
export function functionsOf({ path, lines }: SourceFile): MeasuredFunction[] {
  const opens =
    /^(\s*)(?:export )?(?:default )?(?:async )?(?:function\b|(?:static |readonly |get |set |\*)*#?\w+\([^;]*\)?(?::.*)? \{$|.*=> \{$)/;
  const found: MeasuredFunction[] = [];
  lines.forEach((line, at) => {
    const match = opens.exec(line);
    if (match === null || /^\s*(if|for|while|switch|else|return|throw|\} catch)\b/.test(line)) return;
    const indent = match[1] ?? "";
    const end = lines.findIndex(
      (other, index) => index > at && other.startsWith(`${indent}}`) && !other.startsWith(`${indent} `),
    );
    if (end > at) found.push({ path, line: at + 1, lines: end - at + 1 });
  });
  return found;
}
