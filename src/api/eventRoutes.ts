// The stream of events, from any kept place on.
import type { OutgoingHttpHeaders } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { streamEvents } from "./eventStream.ts";
import { httpProblems } from "./httpProblems.ts";
import { statusOfKind } from "./problems.ts";
import { commonProblems, type RouteDocument } from "./routeDocument.ts";
import type { PlacedEvent } from "./service.ts";

const placePattern = /^(0|[1-9][0-9]{0,14})\.(0|[1-9][0-9]{0,8})$/;
const placeSchema = z.string().regex(placePattern);
const typePattern = /^[a-z][a-z-]{0,31}(\/[a-z][A-Za-z]{0,31})?$/;

const eventsQuery = z.strictObject({
  after: placeSchema.optional(),
  type: z.string().regex(typePattern).optional(),
  account: accountSchema.optional(),
});
const eventsHeaders = z.object({ "last-event-id": placeSchema.optional() });
type EventsQuery = z.output<typeof eventsQuery>;

/** One event of the stream; its data is the JSON of an `Event`. */
const eventFrameSchema = z.object({ id: placeSchema, data: z.string() });

export const eventStreamMediaType = "text/event-stream";

/** How long the answer waits for the ledger to refuse a place that it no longer keeps. */
const refusalWaitMs = 50;

const document: RouteDocument = {
  operationId: "events",
  summary: "The events of the ledger as they are decided, without end.",
  description:
    "Server-sent events. Each has an id `height.index`; a reader that comes back with it, as `Last-Event-ID` or `after`, " +
    "misses nothing. Without either the stream begins with what happens next. `type` is an event type or a module's name; " +
    "`account` leaves only events that name the account. Where read scopes are enforced, a reader hears public events and those that name it, until its token ends. " +
    "A reader that does not read is cut off.",
  tag: "ledger",
  query: eventsQuery,
  headers: eventsHeaders,
  answers: { 200: { description: "The stream.", content: { [eventStreamMediaType]: eventFrameSchema } } },
  problems: [...commonProblems, ...Object.values(statusOfKind)],
};

export function eventRoutes(context: ApiContext) {
  const open = new Set<AbortController>();
  return async (api: Api): Promise<void> => {
    // Streams have no end of their own, so a server that stops must end them.
    api.addHook("preClose", async () => {
      for (const stop of open) stop.abort();
    });
    api.get("/v1/events", {
      schema: { querystring: eventsQuery, headers: eventsHeaders },
      exposeHeadRoute: false,
      config: { document, produces: [eventStreamMediaType] },
      async handler(request, reply) {
        const after = placeOf(request.headers["last-event-id"] ?? request.query.after);
        if (!context.streams.take()) throw httpProblems.tooManyStreams({ headers: { "retry-after": "5" } });
        const stop = new AbortController();
        open.add(stop);
        try {
          await answerStream(context, { after, query: request.query, stop }, request, reply);
        } finally {
          stop.abort();
          open.delete(stop);
          context.streams.giveBack();
        }
        return reply;
      },
    });
  };
}

interface StreamRequest {
  readonly after: { readonly height: number; readonly index: number } | undefined;
  readonly query: EventsQuery;
  readonly stop: AbortController;
}

async function answerStream(
  { service, bounds, scopes }: ApiContext,
  { after, query, stop }: StreamRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const isAsked = filterOf(query);
  const hearing = scopes.hearing(request);
  // What is left out must not be found by asking for it.
  const shown = (event: PlacedEvent) => {
    const heard = hearing(event);
    return heard !== undefined && isAsked(heard) ? heard : undefined;
  };
  const isOver = () => scopes.isOver(request);
  reply.raw.once("close", () => stop.abort());
  const events = service.events(after, stop.signal)[Symbol.asyncIterator]();
  const first = events.next();
  // A refusal still becomes a problem; once the stream has begun it could only be cut.
  await Promise.race([first, pause(refusalWaitMs)]);
  reply.hijack();
  const response = reply.raw;
  // The connection ends with the stream: it must not linger idle when the server stops.
  response.writeHead(200, {
    // What hooks have said so far, such as which pages may read it: nobody else writes it once the reply is taken over.
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    "content-type": eventStreamMediaType,
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    connection: "close",
  });
  const { eventHeartbeatMs: heartbeatMs, slowReaderMs } = bounds;
  try {
    await streamEvents({ response, events, first, shown, isOver, stop, heartbeatMs, slowReaderMs });
  } catch (reason) {
    request.log.warn({ requestId: request.id, reason }, "an event stream ended early");
  }
}

function placeOf(text: string | undefined): StreamRequest["after"] {
  const match = placePattern.exec(text ?? "");
  return match === null ? undefined : { height: Number(match[1]), index: Number(match[2]) };
}

function filterOf({ type, account }: EventsQuery): (event: PlacedEvent) => boolean {
  const isOfType = (event: PlacedEvent) =>
    type === undefined || event.type === type || event.type.startsWith(`${type}/`);
  // An account's text is long and has a checksum: where it occurs, it is meant.
  const names = (event: PlacedEvent) => account === undefined || JSON.stringify(event.content).includes(account);
  return (event) => isOfType(event) && names(event);
}
