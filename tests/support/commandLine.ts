// The program `kedge` run inside the test: what it prints, and with which code it ends.
import { PassThrough } from "node:stream";
import { runProgram } from "#src/cli/program.ts";
import type { Terminal } from "#src/cli/terminal.ts";

export interface CommandLineEnd {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface CommandLineSetting {
  readonly environment?: Readonly<Record<string, string>>;
  /** What comes on standard input. */
  readonly input?: string;
}

/** Nobody watches: no colours, no questions. */
export async function kedge(args: readonly string[], setting: CommandLineSetting = {}): Promise<CommandLineEnd> {
  let output = "";
  let errors = "";
  const input = new PassThrough();
  input.end(setting.input ?? "");
  const terminal: Terminal = {
    out: (text) => {
      output += text;
    },
    err: (text) => {
      errors += text;
    },
    input,
    environment: setting.environment ?? {},
    isWatched: false,
    isColoured: false,
    columns: 110,
  };
  const code = await runProgram(args, terminal);
  return { code, output, errors };
}
