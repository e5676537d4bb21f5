// What every route is given: the ledger behind the API, its bounds, and who is inside at the moment.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { ResolveAlias } from "./aliases.ts";
import type { CostlyAnswers } from "./costlyAnswers.ts";
import type { SharedSchemas } from "./openapi.ts";
import type { ServerBounds } from "./options.ts";
import type { ReadScopes } from "./readScopes.ts";
import type { Seats } from "./seats.ts";
import type { LedgerService } from "./service.ts";

/** A Fastify server whose routes take their types from zod schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface ApiContext {
  readonly service: LedgerService;
  readonly bounds: ServerBounds;
  readonly shared: SharedSchemas;
  /** Who may read what; everyone may read everything where it is open. */
  readonly scopes: ReadScopes;
  readonly resolveAlias: ResolveAlias;
  /** Requests that wait for a block. */
  readonly waiting: Seats;
  readonly proofs: Seats;
  readonly costly: CostlyAnswers;
  readonly streams: Seats;
}
