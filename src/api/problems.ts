// Problems as RFC 9457 shows them, and the one table from kinds of refusal to HTTP statuses.

import { Refusal, type RefusalDefinition, type RefusalKind } from "#src/core/refusal.ts";
import type { RefusalShown } from "#src/machine/block.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { Registry } from "#src/machine/registry.ts";
import { HttpProblem, type HttpProblemDefinition, httpProblems, type InvalidPlace } from "./httpProblems.ts";
import { type Json, jsonFormOf } from "./jsonForm.ts";

export const statusOfKind: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthorised: 403,
  unknown: 404,
  conflict: 409,
  limit: 429,
};

/** What a problem means: a refusal's kind, or a request that never reached the ledger. */
export type ProblemKind = RefusalKind | "http";

/** Refusals that pass by themselves: whoever sends the same bytes a moment later may find room. */
const passing: ReadonlySet<RefusalDefinition> = new Set([refusals.poolFull.definition, refusals.stopping.definition]);

export const problemMediaType = "application/problem+json";

/** The body of every answer that says no. */
export interface Problem {
  /** Where the catalogue describes it, relative to the node. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Names this one occurrence, as the node's log does. */
  readonly instance: string;
  readonly code: string;
  readonly number: number;
  readonly kind: ProblemKind;
  readonly details?: Json;
  readonly places?: readonly InvalidPlace[];
  /** The decided transaction, where the refusal is its result. */
  readonly result?: Json;
  /** The proof of absence, where one was asked for. */
  readonly proof?: Json;
}

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** One entry of the catalogue of errors. */
export interface CatalogueEntry {
  readonly code: string;
  readonly number: number;
  readonly kind: ProblemKind;
  readonly status: number;
  readonly text: string;
}

/** Every way in which this node can say no, by number. */
export function errorCatalogue(registry: Registry): readonly CatalogueEntry[] {
  const refused = [...registry.refusals.values()].map(
    ({ code, number, kind, text }): CatalogueEntry => ({ code, number, kind, status: statusOfKind[kind], text }),
  );
  const http = Object.values(httpProblems).map(({ definition }): CatalogueEntry => ({ kind: "http", ...definition }));
  return [...refused, ...http].sort((left, right) => left.number - right.number);
}

/** Names one occurrence of a problem. */
export function instanceOf(requestId: string): string {
  return `urn:kedge:request:${requestId}`;
}

/** What to answer when something was thrown; undefined when it was not expected, and its text must not be shown. */
export function expectedProblem(thrown: unknown, requestId: string): ProblemAnswer | undefined {
  if (thrown instanceof Refusal) {
    const headers = passingHeaders(thrown);
    return { problem: problemOfRefusal(thrown.definition, thrown.details, requestId), headers };
  }
  if (!(thrown instanceof HttpProblem)) return undefined;
  const { definition, extras } = thrown;
  const { details, places, headers = {} } = extras;
  const problem = {
    ...commonMembers(definition, definition.status, requestId),
    ...(details && { details: jsonFormOf(details) }),
    ...(places && { places }),
  };
  return { problem, headers };
}

/** A refusal may say itself, as `passesInMs` among its details, when the same bytes will do. */
function passingHeaders({ definition, details: { passesInMs } }: Refusal): Record<string, string> {
  if (passing.has(definition)) return { "retry-after": "1" };
  return typeof passesInMs === "number" ? { "retry-after": String(Math.ceil(passesInMs / 1_000)) } : {};
}

export function problemOfRefusal(
  definition: RefusalDefinition,
  details: RefusalShown["details"],
  requestId: string,
): Problem {
  const common = commonMembers(definition, statusOfKind[definition.kind], requestId);
  return { ...common, details: jsonFormOf(details) };
}

function commonMembers(
  definition: RefusalDefinition | HttpProblemDefinition,
  status: number,
  requestId: string,
): Problem {
  const { code, number, text } = definition;
  const kind = "kind" in definition ? definition.kind : "http";
  return { type: `/v1/errors/${code}`, title: text, status, instance: instanceOf(requestId), code, number, kind };
}
