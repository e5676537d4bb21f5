// What a command speaks to: answers on standard output, progress and failures beside them, and colours for people alone.
import { styleText } from "node:util";

export interface Terminal {
  /** Answers. */
  out(text: string): void;
  /** Progress, questions and failures. */
  err(text: string): void;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a person sees what goes beside the answers. */
  readonly isWatched: boolean;
  /** Whether answers may have colours. */
  readonly isColoured: boolean;
  readonly columns: number;
}

/** Help is readable up to here, however wide the window. */
const columnsMax = 110;

export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    input: stdin,
    environment: env,
    isWatched: stderr.isTTY === true,
    isColoured: stdout.isTTY === true && env.NO_COLOR === undefined,
    columns: Math.min(stdout.columns ?? columnsMax, columnsMax),
  };
}

/** Text in a colour, where colours are seen. */
export function inColour({ isColoured }: Pick<Terminal, "isColoured">, colour: "red" | "green" | "dim", text: string) {
  return isColoured ? styleText(colour, text, { validateStream: false }) : text;
}
