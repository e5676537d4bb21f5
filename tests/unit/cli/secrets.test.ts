// Secrets from a file, from standard input, and as they are typed.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, expect, it } from "vitest";
import { secretReader } from "#src/cli/secrets.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = join(folder.path, "passphrase");

interface Typed {
  readonly typed?: string;
  readonly piped?: string;
  readonly environment?: Record<string, string>;
}

function readerOf({ typed, piped, environment = {} }: Typed) {
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined, setRawMode: () => undefined });
  if (typed === undefined) input.end(piped ?? "");
  else input.write(typed);
  const said: string[] = [];
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => said.push(text),
    input,
    environment,
    isWatched: false,
    isColoured: false,
    columns: 100,
  };
  return { reader: secretReader(terminal), said };
}

it("come from a file that nobody else may read, and not from one that others may", async () => {
  writeFileSync(file, "correct horse\nsecond line\n", { mode: 0o600 });
  const environment = { KEDGE_PASSPHRASE_FILE: file };
  expect(await readerOf({ environment }).reader.passphrase("a passphrase")).toBe("correct horse");
  chmodSync(file, 0o644);
  await expect(readerOf({ environment }).reader.passphrase("a passphrase")).rejects.toThrow(/mode must be 600/);
});

it("come line by line from standard input, in the order in which they are asked for", async () => {
  const { reader, said } = readerOf({ piped: "seed\nphrase\n" });
  expect([await reader.secret("the seed"), await reader.passphrase("a passphrase", true)]).toEqual(["seed", "phrase"]);
  await expect(reader.secret("another")).rejects.toThrow(/another is needed/);
  expect(said).toEqual([]);
});

it("are asked for on a terminal and shown nowhere, a new passphrase twice", async () => {
  const { reader, said } = readerOf({ typed: "phrase\nphrase\n" });
  expect(await reader.passphrase("a passphrase", true)).toBe("phrase");
  reader.close();
  expect(said.join("")).toBe("a passphrase: \na passphrase once more: \n");
  const differing = readerOf({ typed: "phrase\nfrase\n" });
  await expect(differing.reader.passphrase("a passphrase", true)).rejects.toThrow("the two are not the same");
  differing.reader.close();
});

it("are refused when they are empty or too long", async () => {
  await expect(readerOf({ piped: "\n" }).reader.secret("the seed")).rejects.toThrow("the seed is empty");
  await expect(readerOf({ piped: "x".repeat(2_000) }).reader.secret("the seed")).rejects.toThrow(/longer than/);
});
