// What can go wrong between a program and the ledger: one class for each thing that a program would do about it.
import type { DetailsOf, RefusalCode } from "./definitions.ts";

export type RefusalKind = "invalid" | "unauthorised" | "unknown" | "conflict" | "limit" | "http";

/** Something in a request that does not have the form it should have. */
export interface InvalidPlace {
  readonly in: string;
  readonly pointer: string;
  readonly reason: string;
}

export interface RefusalParts {
  /** `module/condition`: stable, and listed under `/v1/errors`. */
  readonly code: string;
  /** Unique in the ledger, and never used again. */
  readonly number: number;
  /** `http` for requests that never reached the ledger. */
  readonly kind: RefusalKind;
  readonly text: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly places?: readonly InvalidPlace[];
  /** Where a block decided it: the transaction is final, and refused. */
  readonly decided?: { readonly id: string; readonly height: number; readonly index: number };
  /** Where it passes by itself: when to come again. */
  readonly retryAfterMs?: number;
}

/** The ledger, or the node before it, said no. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly code: string;
  readonly number: number;
  readonly kind: RefusalKind;
  readonly text: string;
  readonly details: RefusalParts["details"];
  readonly places: readonly InvalidPlace[];
  readonly decided: RefusalParts["decided"];
  readonly retryAfterMs: number | undefined;

  constructor({ code, number, kind, text, details, places = [], decided, retryAfterMs }: RefusalParts) {
    super(`${code}: ${text}`);
    this.code = code;
    this.number = number;
    this.kind = kind;
    this.text = text;
    this.details = details;
    this.places = places;
    this.decided = decided;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether the ledger refused for this reason; then the details have its types. */
export function isRefused<Code extends RefusalCode>(
  error: unknown,
  code: Code,
): error is RefusedError & { readonly code: Code; readonly details: DetailsOf<Code> } {
  return error instanceof RefusedError && error.code === code;
}

/** No answer came, however often it was asked: whether the request had an effect is unknown. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`no answer from ${url}`, { cause });
    this.url = url;
  }
}

/** The answer is not one that a node of this ledger gives. */
export class MalformedAnswerError extends Error {
  override readonly name = "MalformedAnswerError";
  readonly url: string;

  constructor(url: string, reason: string, cause?: unknown) {
    super(`${url} answered in another form than it should: ${reason}`, { cause });
    this.url = url;
  }
}

/** This node does not have the message, or has it with another content: the client and the ledger have grown apart. */
export class UnknownMessageError extends Error {
  override readonly name = "UnknownMessageError";
  readonly type: string;
  readonly difference: "absent in this client" | "absent in the ledger" | "of another content in the ledger";

  constructor(type: string, difference: UnknownMessageError["difference"]) {
    super(`the message ${type} is ${difference}`);
    this.type = type;
    this.difference = difference;
  }
}

/** No block decided the transaction in its time, and the ledger does not say that it expired: ask again, same bytes. */
export class UndecidedError extends Error {
  override readonly name = "UndecidedError";
  readonly id: string;

  constructor(id: string) {
    super(`no block has decided the transaction ${id}`);
    this.id = id;
  }
}

/** A signer gave no signature, or one that is not its own over these bytes. */
export class SignerError extends Error {
  override readonly name = "SignerError";
  /** In hex. */
  readonly publicKey: string;

  constructor(publicKey: string, reason: string, cause?: unknown) {
    super(`the signer ${publicKey} ${reason}`, { cause });
    this.publicKey = publicKey;
  }
}
