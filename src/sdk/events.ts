// The ledger's events as they are decided, from any kept place on, over as many connections as it takes.
import { createParser } from "eventsource-parser";
import type { EventType, LedgerEvent, ModuleName } from "./definitions.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "./errors.ts";
import type { Http } from "./http.ts";

export interface EventOptions<Type extends EventType | ModuleName = EventType | ModuleName> {
  /** `height.index` of the last event that was seen; without it the stream begins with the next block. */
  readonly after?: string;
  /** A type of event, or a module. */
  readonly type?: Type;
  /** Only events that name this account. */
  readonly account?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

export type EventsNamed<Type extends EventType | ModuleName> = Extract<
  LedgerEvent,
  { readonly type: Type | (Type extends ModuleName ? `${Type}/${string}` : never) }
>;

/** A node shows that it lives every fifteen seconds; after three such times the connection is taken for dead. */
const silenceMsMax = 45_000;
/** The largest event carries a list of a message, so it is smaller than a transaction in JSON. */
const eventBytesMax = 4 * 1024 * 1024;
/** After all events of a block, which has fewer. */
const afterBlock = 999_999_999;

/** Where to resume after an event. */
export function placeOf({ height, index }: Pick<LedgerEvent, "height" | "index">): string {
  return `${height}.${index}`;
}

/** Each event once and in order. Throws when the node refuses, or is gone for longer than `http` is patient. */
export async function* followEvents<Type extends EventType | ModuleName>(
  http: Http,
  headHeight: () => Promise<number>,
  { after, type, account, signal }: EventOptions<Type>,
): AsyncGenerator<EventsNamed<Type>> {
  // A place known before the first connection: what happens while it breaks is not missed.
  let place = after ?? `${await headHeight()}.${afterBlock}`;
  for (let failures = 0; ; ) {
    try {
      const search = new URLSearchParams({ after: place, ...(type && { type }), ...(account && { account }) });
      for await (const { id, event } of readStream(http, `/v1/events?${search}`, signal)) {
        place = id;
        failures = 0;
        yield event as EventsNamed<Type>;
      }
    } catch (reason) {
      if (signal?.aborted) return;
      failures += 1;
      if (!isPassing(reason) || failures >= http.attempts) throw reason;
    }
    if (signal?.aborted) return;
    await http.pause(Math.max(failures, 1), signal).catch(() => undefined);
    if (signal?.aborted) return;
  }
}

function isPassing(reason: unknown): boolean {
  return reason instanceof UnreachableError || (reason instanceof RefusedError && reason.retryAfterMs !== undefined);
}

interface Received {
  readonly id: string;
  readonly event: LedgerEvent;
}

async function* readStream(http: Http, path: string, signal: AbortSignal | undefined): AsyncGenerator<Received> {
  const url = http.baseUrl + path;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMsMax);
  const ends = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  const received: Received[] = [];
  let unread = 0;
  const parser = createParser({
    onEvent({ id, data }) {
      received.push(readEvent(url, id, data));
      unread = 0;
    },
    onComment() {
      unread = 0;
    },
  });
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  // A signal made of others may be collected while nothing but the connection knows it, and then ends nothing.
  const end = () => void reader?.cancel().catch(() => undefined);
  for (const each of [signal, silence.signal]) each?.addEventListener("abort", end, { once: true });
  try {
    reader = (await http.open(path, "text/event-stream", ends)).getReader();
    if (ends.aborted || signal?.aborted) return;
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done && silence.signal.aborted) throw silence.signal.reason;
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMsMax);
      unread += value.length;
      if (unread > eventBytesMax) throw new MalformedAnswerError(url, "an event is too long");
      parser.feed(decoder.decode(value, { stream: true }));
      yield* received.splice(0);
    }
  } catch (cause) {
    if (cause instanceof RefusedError || cause instanceof MalformedAnswerError) throw cause;
    throw new UnreachableError(url, cause);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
    await reader?.cancel().catch(() => undefined);
  }
}

function readEvent(url: string, id: string | undefined, data: string): Received {
  if (id === undefined || !/^[0-9]{1,15}\.[0-9]{1,9}$/.test(id))
    throw new MalformedAnswerError(url, "an event without a place");
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event === "object" && event !== null && "type" in event) return { id, event: event as LedgerEvent };
  } catch (cause) {
    throw new MalformedAnswerError(url, "an event is not JSON", cause);
  }
  throw new MalformedAnswerError(url, "an event without a type");
}
