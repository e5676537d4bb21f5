// A bar for whoever watches, beside the answer.
import { SingleBar } from "cli-progress";
import type { Context } from "./command.ts";

/** Undefined where nobody watches. */
export function progressBar({ terminal, isJson }: Context, total: number, what: string): SingleBar | undefined {
  if (!terminal.isWatched || isJson) return undefined;
  const format = `{bar} {percentage} %  {value} of {total} ${what}, {eta_formatted} to go`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true });
  bar.start(total, 0);
  return bar;
}
