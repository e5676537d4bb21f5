// Writes events to one reader as server-sent events, no faster than it reads, until it leaves or is cut off.
import type { ServerResponse } from "node:http";
import type { PlacedEvent } from "./service.ts";
import { eventJson } from "./submission.ts";

export interface EventStreamParts {
  readonly response: ServerResponse;
  readonly events: AsyncIterator<PlacedEvent>;
  /** The first event, which was asked for before the answer began. */
  readonly first: Promise<IteratorResult<PlacedEvent>>;
  /** What the reader is told of an event; undefined for nothing. */
  readonly shown: (event: PlacedEvent) => PlacedEvent | undefined;
  /** Whether the reader may not go on listening. */
  readonly isOver: () => boolean;
  /** Ends when the reader leaves or the server stops. */
  readonly stop: AbortController;
  readonly heartbeatMs: number;
  readonly slowReaderMs: number;
}

/** How soon a client should come back after its connection was lost. */
const retryMs = 1_000;

/** Settles when the stream has ended, whatever the reason. */
export async function streamEvents(parts: EventStreamParts): Promise<void> {
  const { response, events, stop, heartbeatMs } = parts;
  response.write(`retry: ${retryMs}\n\n`);
  const heartbeat = setInterval(() => {
    if (parts.isOver()) return stop.abort();
    // A full buffer is the slow reader's own affair; a heartbeat must not make it longer.
    if (!response.writableNeedDrain) response.write(": heartbeat\n\n");
  }, heartbeatMs);
  try {
    for (let next = await parts.first; next.done !== true; next = await events.next()) {
      if (parts.isOver()) break;
      const shown = parts.shown(next.value);
      if (shown !== undefined && !response.write(eventText(shown))) await drained(parts);
      if (stop.signal.aborted) break;
    }
  } finally {
    clearInterval(heartbeat);
    stop.abort();
    response.end();
    await events.return?.();
  }
}

/** The id is where to resume; the type stands in the data, so that one listener hears all events. */
function eventText(event: PlacedEvent): string {
  return `id: ${event.height}.${event.index}\ndata: ${JSON.stringify(eventJson(event))}\n\n`;
}

/** Waits until the reader has taken what was written; one that takes too long loses its connection. */
function drained({ response, stop, slowReaderMs }: EventStreamParts): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off("drain", done);
      stop.signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(() => {
      response.destroy();
      stop.abort();
      done();
    }, slowReaderMs);
    response.once("drain", done);
    stop.signal.addEventListener("abort", done, { once: true });
  });
}
