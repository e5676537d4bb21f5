// HTTP with a node: bounded in time and size, asking again where that is safe and may help, and every no as an error.
import { z } from "zod";
import { countSchema, heightSchema } from "#src/core/schemas.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "./errors.ts";

export interface HttpOptions {
  /** Instead of the platform's own; a proxy or a test may stand in between. */
  readonly fetch?: typeof fetch;
  /** Says who asks, to a node that does not answer everyone. */
  readonly token?: string;
  /** How long one answer may take; a node answers whoever waits for a block within fifteen seconds. */
  readonly timeoutMs?: number;
  /** How often a request is sent in all when no answer comes or the node says that it is busy. */
  readonly attempts?: number;
  /** Sleeps; a program that shows a countdown, or a test, may do it in its own way. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Request {
  readonly path: string;
  /** Bytes that travel; a request without is a question. */
  readonly bytes?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const timeoutMsDefault = 30_000;
const attemptsDefault = 6;
/** The first pause; each is twice the one before. */
const pauseMsFirst = 250;
/** No pause is longer, whatever a node asks for: a program should hear of a node that is busy for so long. */
const pauseMsMax = 10_000;
/** The largest answer read: a page of a thousand rows, or the result of a full batch, takes less. */
const answerBytesMax = 16 * 1024 * 1024;

const problemSchema = z.object({
  title: z.string(),
  status: countSchema,
  code: z.string(),
  number: countSchema,
  kind: z.enum(["invalid", "unauthorised", "unknown", "conflict", "limit", "http"]),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  places: z.array(z.object({ in: z.string(), pointer: z.string(), reason: z.string() })).default([]),
  result: z.object({ id: z.string(), height: heightSchema, index: countSchema }).optional(),
});

export class Http {
  readonly baseUrl: string;
  readonly #fetch: typeof fetch;
  readonly #token: string | undefined;
  readonly #timeoutMs: number;
  readonly #attempts: number;
  readonly #pause: NonNullable<HttpOptions["pause"]>;

  constructor(baseUrl: string, options: HttpOptions = {}) {
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    // The browser's own fetch must be called on nothing.
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs ?? timeoutMsDefault;
    this.#attempts = options.attempts ?? attemptsDefault;
    this.#pause = options.pause ?? pauseFor;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /**
   * The answer of a status below 400. Sends the same request again when the connection broke or the node is busy, which
   * is safe: questions change nothing, and the same signed bytes have one effect.
   */
  async send(request: Request): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#try(request);
      if (!("again" in outcome)) return outcome;
      if (attempt >= this.#attempts) throw outcome.again;
      await this.pause(attempt, request.signal, outcome.afterMs);
    }
  }

  /** Waits before the next attempt: as long as the node asked for, or twice as long as the time before. */
  async pause(attempt: number, signal?: AbortSignal, afterMs = pauseMsFirst * 2 ** (attempt - 1)): Promise<void> {
    await this.#pause(Math.min(afterMs, pauseMsMax), signal);
    signal?.throwIfAborted();
  }

  /** Opens a stream of text, once; the caller bounds its time. */
  async open(path: string, mediaType: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#call({ path, signal }, { headers: { accept: mediaType }, signal });
    requireNode(response);
    if (response.ok && response.body !== null) {
      if (response.headers.get("content-type")?.startsWith(mediaType) === true) return response.body;
      throw new MalformedAnswerError(this.baseUrl + path, `not ${mediaType}`);
    }
    throw refusalOf(this.baseUrl + path, response, await this.#readJson(response));
  }

  async #try(request: Request): Promise<Answer | { readonly again: Error; readonly afterMs?: number }> {
    const { path, bytes, signal } = request;
    const url = this.baseUrl + path;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const init = {
      ...(bytes && {
        method: "POST",
        headers: { "content-type": "application/cbor", accept: "application/json" },
        body: new Uint8Array(bytes),
      }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    };
    try {
      const response = await this.#call(request, init);
      requireNode(response);
      const json = await this.#readJson(response);
      if (response.ok) return { status: response.status, json };
      const refusal = refusalOf(url, response, json);
      const { decided, retryAfterMs } = refusal;
      // A refusal that a block decided is final; so is the absence of something, however soon it may appear.
      if (retryAfterMs === undefined || decided !== undefined || response.status === 404) throw refusal;
      return { again: refusal, afterMs: retryAfterMs };
    } catch (reason) {
      if (!(reason instanceof UnreachableError)) throw reason;
      return { again: reason };
    }
  }

  async #call({ path, signal }: Request, init: RequestInit): Promise<Response> {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
    };
    try {
      return await this.#fetch(this.baseUrl + path, { ...init, headers, redirect: "error", credentials: "omit" });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new UnreachableError(this.baseUrl + path, cause);
    }
  }

  async #readJson(response: Response): Promise<unknown> {
    const text = await this.#readText(response);
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new MalformedAnswerError(response.url, "not JSON", cause);
    }
  }

  async #readText(response: Response): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    let length = 0;
    const reader = response.body?.getReader();
    try {
      for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
        length += part.value.length;
        if (length > answerBytesMax) break;
        text += decoder.decode(part.value, { stream: true });
      }
    } catch (cause) {
      throw new UnreachableError(response.url, cause);
    }
    if (length <= answerBytesMax) return text + decoder.decode();
    await reader?.cancel();
    throw new MalformedAnswerError(response.url, "too long");
  }
}

function refusalOf(url: string, { status, headers }: Response, json: unknown): RefusedError {
  const { data, error } = problemSchema.safeParse(json);
  if (data === undefined) throw new MalformedAnswerError(url, `a status of ${status} without a problem`, error);
  const { title, result, code, number, kind, details, places } = data;
  const retryAfter = headers.get("retry-after");
  return new RefusedError({
    code,
    number,
    kind,
    text: title,
    details,
    places,
    ...(result && { decided: { id: result.id, height: result.height, index: result.index } }),
    ...(retryAfter !== null && { retryAfterMs: 1_000 * Number(retryAfter) || pauseMsFirst }),
  });
}

/** A gateway that stands in for a node, or a node that is not ready, says nothing about the request. */
function requireNode({ status, url, headers }: Response): void {
  const isProblem = headers.get("content-type")?.startsWith("application/problem+json") === true;
  if (status >= 502 && status <= 504 && !isProblem) throw new UnreachableError(url, new Error(`status ${status}`));
}

function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** The answer in the form that it should have; throws a MalformedAnswerError. */
export function parsed<Schema extends z.ZodType>(url: string, schema: Schema, json: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(json);
  if (error !== undefined) throw new MalformedAnswerError(url, error.issues[0]?.message ?? "another form", error);
  return data;
}
