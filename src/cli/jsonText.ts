// JSON from files that somebody names, or that a command wrote earlier: what is none is said with the file's name.
import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { z } from "zod";
import { usageFailure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (reason) {
    throw usageFailure(`${source} is not JSON: ${(reason as SyntaxError).message.split("\n")[0]}`);
  }
}

/** A JSON object out of a file, or where the file is `-` out of standard input. */
export async function readJsonObject(
  file: string,
  { input }: Pick<Terminal, "input">,
  what: string,
): Promise<Record<string, unknown>> {
  const text = file === "-" ? await readAll(input) : readFileSync(file, "utf8");
  const json = z.record(z.string(), z.unknown()).safeParse(parseJson(text, what));
  if (json.success) return json.data;
  throw usageFailure(`${what} is no JSON object`);
}
