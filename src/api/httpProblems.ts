// What can go wrong with a request before the ledger is asked: numbers 50 to 99, each with its HTTP status.
import type { RefusalDetails } from "#src/core/refusal.ts";

export interface HttpProblemDefinition {
  readonly code: string;
  readonly number: number;
  readonly status: number;
  readonly text: string;
}

/** A place in a request that is wrong: the part, a JSON pointer into it, and why. */
export interface InvalidPlace {
  readonly in: "body" | "query" | "path" | "header";
  readonly pointer: string;
  readonly reason: string;
}

/** What an answer says besides the problem itself. */
export interface ProblemExtras {
  readonly details?: RefusalDetails;
  readonly places?: readonly InvalidPlace[];
  readonly headers?: Readonly<Record<string, string>>;
}

export class HttpProblem extends Error {
  readonly definition: HttpProblemDefinition;
  readonly extras: ProblemExtras;

  constructor(definition: HttpProblemDefinition, extras: ProblemExtras = {}) {
    super(`${definition.code}: ${definition.text}`);
    this.name = "HttpProblem";
    this.definition = definition;
    this.extras = extras;
  }
}

interface ProblemFactory {
  (extras?: ProblemExtras): HttpProblem;
  readonly definition: HttpProblemDefinition;
}

function problem(number: number, status: number, text: string) {
  return { number, status, text };
}

function defineProblems<const Entries extends Record<string, ReturnType<typeof problem>>>(entries: Entries) {
  const factories: Record<string, ProblemFactory> = {};
  for (const [condition, entry] of Object.entries(entries)) {
    const definition = { code: `api/${condition}`, ...entry };
    factories[condition] = Object.assign((extras?: ProblemExtras) => new HttpProblem(definition, extras), {
      definition,
    });
  }
  return factories as { readonly [Condition in keyof Entries]: ProblemFactory };
}

export const httpProblems = defineProblems({
  invalidRequest: problem(50, 400, "A part of the request does not have the form it should have."),
  malformedBody: problem(51, 400, "The body is missing, or is not what its content type says."),
  malformedRequest: problem(52, 400, "The request is not well-formed HTTP, or its path is not well encoded."),
  notProvable: problem(53, 400, "This query does not show one stored value, so there is nothing to prove."),
  signingForbidden: problem(54, 403, "A node signs on a devnet only, and only for requests from its own machine."),
  noKey: problem(55, 403, "The node holds no key for this account."),
  loopbackOnly: problem(56, 403, "This is answered only to requests from the node's own machine."),
  unknownPath: problem(57, 404, "There is nothing at this path."),
  unknownAlias: problem(58, 404, "No account of this network goes by this name."),
  unknownBlock: problem(59, 404, "There is no block at this height, or it is no longer kept."),
  unknownTransaction: problem(
    60,
    404,
    "No block holds this transaction: it is still waiting, or expired, or never arrived.",
  ),
  notInForce: problem(61, 404, "No module in force has this message or query."),
  unknownCode: problem(62, 404, "No problem has this code."),
  methodNotAllowed: problem(63, 405, "This path does not know the method; the header Allow lists those it knows."),
  notAcceptable: problem(64, 406, "The answer has none of the media types that the request accepts."),
  requestTimeout: problem(65, 408, "The request did not arrive in time."),
  bodyTooLarge: problem(66, 413, "The body is larger than any transaction may be."),
  unsupportedMediaType: problem(67, 415, "The body has a media type that this path does not take."),
  tooManyRequests: problem(
    68,
    429,
    "This address has sent more requests than one address may; try again a little later.",
  ),
  tooManyWaiting: problem(69, 429, "As many requests wait for a block as may; try again, or do not ask to wait."),
  tooManyProofs: problem(70, 429, "As many proofs are being made as may be made at once; try again."),
  tooManyCostlyAnswers: problem(
    81,
    429,
    "As many answers that take much computing are being made as may be made at once; try again.",
  ),
  tooManyStreams: problem(71, 429, "As many event streams are open as may be."),
  backupUnderWay: problem(72, 429, "A backup is being taken already."),
  headersTooLarge: problem(73, 431, "The headers of the request are too large."),
  internal: problem(
    74,
    500,
    "Something failed that is not the request's fault; the node's log has it under this instance.",
  ),
  notReady: problem(75, 503, "The node is starting or stopping; try again in a moment."),
  clockFixed: problem(
    76,
    403,
    "Only the clock of a devnet with its own engine is set forward, and only for requests from its own machine.",
  ),
  readerUnknown: problem(77, 401, "This is not for everyone: a token or a client certificate must say who asks."),
  tokenRefused: problem(78, 401, "The token is not one that this node accepts now."),
  readForbidden: problem(
    79,
    403,
    "This is there for its parties alone, and for those who supervise them, if it is there.",
  ),
  proofForbidden: problem(
    80,
    403,
    "This proof shows more than what is one's own: a row beside the gap, or others' entries. Only a supervisor reads it.",
  ),
});
