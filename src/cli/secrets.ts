// Secrets as they reach a command: asked for on a terminal, or from a file or standard input; never on the command line.
import { readFileSync, statSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { usageFailure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** Longer than anybody types, and short enough that a wrong file is noticed. */
const secretCharactersMax = 1_024;

export interface SecretReader {
  /** The passphrase of a key; `isNew` has it typed twice. */
  passphrase(what: string, isNew?: boolean): Promise<string>;
  /** Any other secret: typed, or a line of standard input. */
  secret(what: string): Promise<string>;
  close(): void;
}

/** Lines of standard input are taken in the order in which secrets are asked for. */
export function secretReader({ input, environment, err }: Terminal): SecretReader {
  const file = environment.KEDGE_PASSPHRASE_FILE;
  const isTyped = input.isTTY === true;
  let lines: Lines | undefined;
  const next = async (what: string): Promise<string> => {
    lines ??= openLines(input, isTyped);
    if (isTyped) err(`${what}: `);
    const line = await lines.next();
    if (isTyped) err("\n");
    if (line === undefined)
      throw usageFailure(`${what} is needed: on a terminal, in KEDGE_PASSPHRASE_FILE, or on standard input`);
    return requireSecret(what, line);
  };
  return {
    secret: next,
    async passphrase(what, isNew = false) {
      if (file !== undefined && file !== "") return requireSecret(what, readSecretFile(file));
      const typed = await next(what);
      if (isNew && isTyped && (await next(`${what} once more`)) !== typed)
        throw usageFailure("the two are not the same");
      return typed;
    },
    close: () => lines?.close(),
  };
}

/** The first line of a file that nobody else may read. */
export function readSecretFile(path: string): string {
  if ((statSync(path).mode & 0o077) !== 0) throw usageFailure(`${path} can be read by others: its mode must be 600`);
  return readFileSync(path, "utf8").split(/\r?\n/)[0] ?? "";
}

function requireSecret(what: string, text: string): string {
  if (text === "") throw usageFailure(`${what} is empty`);
  if (text.length > secretCharactersMax) throw usageFailure(`${what} is longer than ${secretCharactersMax} characters`);
  return text;
}

interface Lines {
  next(): Promise<string | undefined>;
  close(): void;
}

function openLines(input: Terminal["input"], isTyped: boolean): Lines {
  // What is typed is shown nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader: Interface = createInterface({ input, output: nowhere, terminal: isTyped });
  const iterator = reader[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await iterator.next();
      return done === true ? undefined : value;
    },
    close: () => reader.close(),
  };
}
