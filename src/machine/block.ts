// The neutral block: what any engine hands to the machine, and what it gets back.
import type { RefusalDetails } from "#src/core/refusal.ts";
import type { StateEvent } from "#src/state/view.ts";

/** One validator's misbehaviour as the engine proved it. */
export interface Misbehaviour {
  readonly kind: "duplicate-vote" | "light-client-attack";
  readonly validatorAddress: Uint8Array;
  readonly power: bigint;
  readonly height: number;
  readonly timeMs: number;
}

/** One validator's part in the commit of the block before. */
export interface CommitParticipation {
  readonly validatorAddress: Uint8Array;
  readonly power: bigint;
  readonly signed: boolean;
}

export interface BlockInput {
  readonly height: number;
  readonly timeMs: number;
  /** Encoded transactions and batches, in the order decided. */
  readonly transactions: readonly Uint8Array[];
  readonly proposerAddress: Uint8Array;
  readonly misbehaviour: readonly Misbehaviour[];
  readonly lastCommit: readonly CommitParticipation[];
}

/** A refusal as a result shows it. */
export interface RefusalShown {
  readonly code: string;
  readonly details: RefusalDetails;
}

/** Nodes agree on `code`, `data` and `workUsed`; the rest is for people. */
export interface TransactionResult {
  /** Zero for success, else the number of the refusal. */
  readonly code: number;
  /** Deterministic CBOR: the messages' answers, or the codes of a batch's items. */
  readonly data: Uint8Array;
  readonly workUsed: number;
  readonly events: readonly StateEvent[];
  /** The refusal behind a code other than zero. */
  readonly refusal?: RefusalShown;
  /** The refusals of a batch's items, by index; absent where all succeeded. */
  readonly itemRefusals?: ReadonlyMap<number, RefusalShown>;
}

/** The power that a validator has from now on; zero takes it out of the set. */
export interface ValidatorUpdate {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

export interface BlockResult {
  readonly results: readonly TransactionResult[];
  /** Events of the work at the beginning and end of the block. */
  readonly blockEvents: readonly StateEvent[];
  /** What this block changed about who signs blocks, by public key; mostly nothing. */
  readonly validatorUpdates: readonly ValidatorUpdate[];
}
