// JSON from files that somebody names, or that a command wrote earlier: what is none is said with the file's name.
import { usageFailure } from "./failure.ts";

export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (reason) {
    throw usageFailure(`${source} is not JSON: ${(reason as SyntaxError).message.split("\n")[0]}`);
  }
}
