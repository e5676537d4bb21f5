// Asking a node over HTTP: what it refuses, and that it does not answer, said as failures of the command.
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { Failure, usageFailure } from "./failure.ts";

/** Longer than a node waits for a block before it answers. */
const answerMsMax = 30_000;
/** The largest answer is a page of a thousand rows. */
const answerBytesMax = 16 * 1024 * 1024;

export const urlOption = {
  url: { type: "string", default: "http://127.0.0.1:8420", describe: "The node to ask" },
} as const;

const problemSchema = z.looseObject({
  code: z.string(),
  title: z.string(),
  details: z.looseObject({}).optional(),
});

export async function getJson(url: string, path: string): Promise<unknown> {
  const response = await ask(url, path, AbortSignal.timeout(answerMsMax));
  if (Number(response.headers.get("content-length") ?? 0) > answerBytesMax) throw unexpectedAnswer(url, "is too long");
  const text = await response.text().catch((reason) => {
    throw unreachable(url, reason);
  });
  if (text.length > answerBytesMax) throw unexpectedAnswer(url, "is too long");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unexpectedAnswer(url, "is not JSON");
  }
  if (response.ok) return json;
  throw problemFailure(url, response.status, json);
}

/** An answer that a command reads further; one of another form comes from something that is no node. */
export async function getParsed<Schema extends z.ZodType>(
  url: string,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await getJson(url, path));
  if (parsed.success) return parsed.data;
  throw unexpectedAnswer(url, "has another form than it should");
}

/** Writes the body of an answer to a file, however long it takes and large it is. */
export async function download(url: string, path: string, file: string): Promise<void> {
  const response = await ask(url, path);
  if (!response.ok) throw problemFailure(url, response.status, await response.json().catch(() => undefined));
  if (response.body === null) throw unexpectedAnswer(url, "is empty");
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file, { flush: true })).catch((reason) => {
    throw reason.code === "ENOSPC" ? reason : unreachable(url, reason);
  });
}

async function ask(url: string, path: string, signal?: AbortSignal): Promise<Response> {
  const target = targetOf(url, path);
  try {
    return await fetch(target, { ...(signal && { signal }), redirect: "error" });
  } catch (reason) {
    throw unreachable(url, reason);
  }
}

function targetOf(url: string, path: string): URL {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw usageFailure(`${url} is no address of a node: write http://127.0.0.1:8420`);
  }
  return new URL(path, url);
}

export function unreachable(url: string, cause: unknown): Failure {
  return new Failure("unreachable", "cli/unreachable", `there is no answer from ${url}`, { url }, { cause });
}

export function unexpectedAnswer(url: string, how: string, options?: ErrorOptions): Failure {
  return new Failure("unreachable", "cli/noNode", `what ${url} answers ${how}: is it a node?`, { url }, options);
}

/** A problem as RFC 9457 has it; a node that cannot answer now is as good as out of reach. */
function problemFailure(url: string, status: number, json: unknown): Failure {
  const problem = problemSchema.safeParse(json);
  if (!problem.success) return unexpectedAnswer(url, `has status ${status} and is no problem that a node names`);
  const { code, title, details = {} } = problem.data;
  return new Failure(status >= 500 ? "unreachable" : "refused", code, `${code}: ${title}`, details);
}
