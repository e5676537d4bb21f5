// What the node may set about its HTTP server; everything has a default.

import type { SecureContextOptions, TlsOptions } from "node:tls";
import type { FastifyBaseLogger } from "fastify";
import type { Registry as MetricsRegistry } from "prom-client";
import { limits } from "#src/core/limits.ts";
import type { ReaderRegister } from "./readerRegister.ts";

/** The bounds that a node, or a test, may narrow. */
export interface ServerBounds {
  readonly commitWaitMs: number;
  readonly waitingRequests: number;
  readonly proofsAtOnce: number;
  readonly eventStreams: number;
  readonly eventHeartbeatMs: number;
  readonly slowReaderMs: number;
}

export interface ServerOptions {
  /** A pino logger, or anything of its shape; silent without one. */
  readonly logger?: FastifyBaseLogger;
  /** Requests that one remote address may send in a minute; 0 for any number. */
  readonly rateLimit?: number;
  /** Whether requests from this machine count too; a developer's own tools usually should not be slowed down. */
  readonly rateLimitsLoopback?: boolean;
  /** The origins of pages that may read answers in a browser, such as `https://wallet.example`; none unless named. */
  readonly corsOrigins?: readonly string[];
  /** The node's own metrics, to be shown beside those of the server. */
  readonly metrics?: MetricsRegistry;
  /** Whose tokens and certificates let read what; without it everyone reads everything. */
  readonly readers?: ReaderRegister;
  /** What HTTPS is served with; without it HTTP is served in the clear. */
  readonly tls?: SecureContextOptions & TlsOptions;
  readonly bounds?: Partial<ServerBounds>;
}

export const defaultBounds: ServerBounds = {
  commitWaitMs: limits.commitWaitMsMax,
  waitingRequests: limits.waitingRequestsMax,
  proofsAtOnce: limits.proofsAtOnceMax,
  eventStreams: limits.eventStreamsMax,
  eventHeartbeatMs: limits.eventHeartbeatMs,
  slowReaderMs: limits.slowReaderMsMax,
};
