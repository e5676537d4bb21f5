// Pages of other origins: a browser lets those named by the node's operator read its answers, and no others.
import cors from "@fastify/cors";
import type { Api } from "./context.ts";

/** What the client's requests and answers have beyond what browsers always let through. */
const sentHeaders = ["accept", "authorization", "content-type", "last-event-id"];
const readHeaders = ["location", "retry-after"];
/** How long a browser may remember the permission, in seconds. */
const rememberedSeconds = 600;

/** Must come before whatever refuses requests: a page should be able to read why. Nothing is sent to unnamed origins. */
export async function allowOrigins(api: Api, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  await api.register(cors, {
    origin: (origin, answer) => answer(null, origin !== undefined && allowed.has(origin) ? origin : false),
    methods: ["GET", "POST"],
    allowedHeaders: sentHeaders,
    exposedHeaders: readHeaders,
    maxAge: rememberedSeconds,
    strictPreflight: false,
  });
}
