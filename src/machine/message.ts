// Messages: the ways in which an actor changes state. The schema is the only description of one.
import type { z } from "zod";
import type { Account } from "#src/core/account.ts";
import type { SignatureVerifier } from "#src/crypto/ed25519.ts";
import type { State, StateEvent } from "#src/state/view.ts";

/** What a handler is given besides the message itself. */
export interface HandlerContext {
  readonly state: State;
  /** The account in whose name the message is sent; its signatures have been checked. */
  readonly actor: Account;
  /** The id of the transaction, or of the item within its batch. */
  readonly id: Uint8Array;
  emit(event: StateEvent): void;
  /** The ZIP-215 rule, for signatures of others than accounts: devices that sign what somebody hands in for them. */
  readonly verifySignature: SignatureVerifier;
  /** Makes the machine treat an id as already seen until a moment: a transaction, or one actor's part in it. */
  remember(id: Uint8Array, untilMs: number): void;
  /** Whether an id that is valid until a moment was decided, or remembered, before this message. */
  isRemembered(id: Uint8Array, untilMs: number): boolean;
}

export interface MessageDefinition<Schema extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  /** One sentence for documents and forms. */
  readonly summary: string;
  /** Who may send it: roles, of which one is enough, or anyone who owns an account. The handler enforces it. */
  readonly actors: readonly string[] | "anyone";
  /** A strict object; from it follow the JSON form, the CBOR form, OpenAPI and the typed client. */
  readonly schema: Schema;
  /** What a successful message answers with, if anything. */
  readonly result?: Result;
  /** Units of about a microsecond: a constant, or a sum over the lists that the message carries. */
  readonly work: number | ((content: z.output<Schema>) => number);
  handle(context: HandlerContext, content: z.output<Schema>): z.output<Result> | undefined | void;
}

/** Checks that the parts of a message fit together, and keeps its types. */
export function defineMessage<Schema extends z.ZodType, Result extends z.ZodType = z.ZodUndefined>(
  definition: MessageDefinition<Schema, Result>,
): MessageDefinition<Schema, Result> {
  return definition;
}

/** The work a message asks for, at least one unit. */
export function workOf<Schema extends z.ZodType>(
  message: MessageDefinition<Schema>,
  content: z.output<Schema>,
): number {
  return typeof message.work === "number" ? message.work : message.work(content);
}
