// What a route says about itself, from which its part of the OpenAPI document is made.
import type { z } from "zod";
import { httpProblems } from "./httpProblems.ts";
import { statusOfKind } from "./problems.ts";

/** A body of one media type: its schema, or `text` or `bytes` where it has none. */
export type DocumentedBody = z.ZodType | "text" | "bytes";

export interface DocumentedAnswer {
  readonly description: string;
  /** By media type. */
  readonly content: Readonly<Record<string, DocumentedBody>>;
}

export interface RouteDocument {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** By media type. */
  readonly bodies?: Readonly<Record<string, DocumentedBody>>;
  /** By status. */
  readonly answers: Readonly<Record<number, DocumentedAnswer>>;
  /** Statuses of the problems it may answer with. */
  readonly problems: readonly number[];
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Absent for routes that are no part of the documented surface. */
    readonly document?: RouteDocument;
    /** Busy routes are logged at `debug` only. */
    readonly isBusy?: boolean;
    /** Media types of the answers, where they are not JSON. */
    readonly produces?: readonly string[];
  }
}

export const jsonMediaType = "application/json";
export const cborMediaType = "application/cbor";

export function jsonAnswer(description: string, schema: z.ZodType): DocumentedAnswer {
  return { description, content: { [jsonMediaType]: schema } };
}

/** What every route may answer with. */
export const commonProblems: readonly number[] = [
  httpProblems.invalidRequest,
  httpProblems.notAcceptable,
  httpProblems.tooManyRequests,
  // An address with its query counts as a header.
  httpProblems.headersTooLarge,
  httpProblems.internal,
  httpProblems.notReady,
].map(({ definition }) => definition.status);

/** What routes that do not answer everyone may answer with besides. */
export const scopedProblems: readonly number[] = [
  httpProblems.readerUnknown.definition.status,
  httpProblems.readForbidden.definition.status,
];

/** What routes that take a body may answer with besides. */
export const bodyProblems: readonly number[] = [
  ...commonProblems,
  httpProblems.requestTimeout.definition.status,
  httpProblems.bodyTooLarge.definition.status,
  httpProblems.unsupportedMediaType.definition.status,
];

/** What routes that hand something to the ledger may answer with besides. */
export const refusedStatuses: readonly number[] = Object.values(statusOfKind);
