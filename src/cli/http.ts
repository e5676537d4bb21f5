// Asking a node over HTTP, through the client that programs use.
import { AsyncLocalStorage } from "node:async_hooks";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import { Http, parsed } from "#src/sdk/http.ts";
import { usageFailure } from "./failure.ts";
import { readSecretFile } from "./secrets.ts";

export const tokenFileOption = {
  "token-file": { type: "string", describe: "A file with the token that says who asks; its mode must be 600" },
} as const;

export const urlOption = {
  url: { type: "string", default: "http://127.0.0.1:8420", describe: "The node to ask" },
  ...tokenFileOption,
} as const;

/** Somebody waits for the answer: a node that is busy is asked again, and one that is away is soon said to be. */
const attempts = 3;

const tokenFiles = new AsyncLocalStorage<string>();

/** Runs a command whose every question to a node says who asks, by the token in a file. */
export function withTokenFile<Result>(path: string | undefined, run: () => Result): Result {
  return path === undefined ? run() : tokenFiles.run(path, run);
}

/** The token of a run: in the file that it was given, of KEDGE_TOKEN, or in the file that KEDGE_TOKEN_FILE names. */
function givenToken(): { readonly token?: string } {
  const given = tokenFiles.getStore();
  if (given !== undefined) return { token: readSecretFile(given) };
  const { KEDGE_TOKEN: token, KEDGE_TOKEN_FILE: file } = process.env;
  if (token !== undefined && token !== "") return { token };
  return file === undefined || file === "" ? {} : { token: readSecretFile(file) };
}

export function httpOf(url: string): Http {
  requireAddress(url);
  return new Http(url, { attempts, ...givenToken() });
}

function requireAddress(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw usageFailure(`${url} is no address of a node: write http://127.0.0.1:8420`);
}

/** What is public, of a node that need not know who asks: a token shown to a witness could be used by it. */
export async function getPublicJson(url: string, path: string): Promise<unknown> {
  requireAddress(url);
  return (await new Http(url, { attempts }).send({ path })).json;
}

export async function getJson(url: string, path: string): Promise<unknown> {
  return (await httpOf(url).send({ path })).json;
}

/** An answer that a command reads further; one of another form comes from something that is no node. */
export async function getParsed<Schema extends z.ZodType>(
  url: string,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parsed(url + path, schema, await getJson(url, path));
}

/** Writes the body of an answer to a file, however long it takes and large it is. */
export async function download(url: string, path: string, file: string): Promise<void> {
  const mediaType = "application/octet-stream";
  const body = await httpOf(url).open(path, mediaType, new AbortController().signal);
  const source = Readable.fromWeb(body as never);
  let isBroken = false;
  source.once("error", () => {
    isBroken = true;
  });
  await pipeline(source, createWriteStream(file, { flush: true })).catch((reason: unknown) => {
    throw isBroken ? new UnreachableError(url + path, reason) : reason;
  });
}

/** Whether a node said this of a question. */
export function isProblem(reason: unknown, code: string): boolean {
  return reason instanceof RefusedError && reason.code === code;
}

export function malformedAnswer(url: string, reason: string, cause?: unknown): MalformedAnswerError {
  return new MalformedAnswerError(url, reason, cause);
}
