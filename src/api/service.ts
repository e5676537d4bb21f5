// What the API asks of the node behind it: the seam between HTTP and the ledger.

import type { Commit } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import type { Account } from "#src/core/account.ts";
import type { RefusalShown } from "#src/machine/block.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { StateScanner } from "#src/state/view.ts";

export interface Head {
  readonly height: number;
  readonly timeMs: number;
  /** The state root after this block. */
  readonly root: Uint8Array;
}

/** An event with its place in the ledger: its content is in JSON form already. */
export interface PlacedEvent {
  readonly height: number;
  /** Its number among the events of the block, from 0. */
  readonly index: number;
  /** Absent for events of block work. */
  readonly transactionId?: Uint8Array;
  readonly type: string;
  readonly content: unknown;
}

/** A decided transaction or batch with its result. */
export interface DecidedTransaction {
  readonly id: Uint8Array;
  readonly kind: "transaction" | "batch";
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
  readonly code: number;
  readonly refusal?: RefusalShown;
  /** The messages' answers in JSON form, in order; null for a message without one. Empty when refused. */
  readonly answers: readonly unknown[];
  /** For a batch: the code of each item, and the refusals of those that failed. */
  readonly itemCodes?: readonly number[];
  readonly itemRefusals?: readonly { readonly index: number; readonly refusal: RefusalShown }[];
  readonly workUsed: number;
  readonly events: readonly PlacedEvent[];
}

export interface DecidedBlock {
  readonly height: number;
  readonly timeMs: number;
  /** The state root after this block. */
  readonly root: Uint8Array;
  readonly header: Header;
  /** The signatures over this block. */
  readonly commit: Commit;
  readonly transactions: readonly { readonly id: Uint8Array; readonly code: number }[];
}

/** What a light client verifies of one block. */
export interface LightBlock {
  readonly header: Header;
  readonly commit: Commit;
  /** Those who sign at this height. */
  readonly validators: ValidatorSet;
}

/** One stored value, or its absence, proved against the root that header `height + 1` carries. */
export interface StateProof {
  readonly height: number;
  readonly present: boolean;
  readonly key: string;
  readonly keyHash: Uint8Array;
  /** The stored bytes; empty when absent. */
  readonly value: Uint8Array;
  readonly root: Uint8Array;
  /** An ICS-23 CommitmentProof in protobuf. */
  readonly commitmentProof: Uint8Array;
  readonly header: Header;
  readonly commit: Commit;
}

export interface Submission {
  readonly id: Uint8Array;
  /** Settles once the transaction is decided and durable; rejects with a refusal if it expires first. */
  readonly decided: Promise<DecidedTransaction>;
}

export interface LedgerService {
  readonly network: string;
  readonly engine: "single" | "abci";
  readonly genesis: Genesis;
  /** The modules in force now. */
  registry(): Registry;
  /** The newest durable block. */
  head(): Head;
  /** False while starting or stopping, or after a fault of storage. */
  isReady(): boolean;
  /**
   * Takes encoded bytes at the door: refuses what is malformed, wrongly signed, expired or over quota (a Refusal is
   * thrown). Bytes that were taken before answer with the first result.
   */
  submit(bytes: Uint8Array): Promise<Submission>;
  transaction(id: Uint8Array): Promise<DecidedTransaction | undefined>;
  block(height: number): Promise<DecidedBlock | undefined>;
  lightBlock(height: number): Promise<LightBlock | undefined>;
  /** Durable state, now or at a kept height; refuses heights that are not kept. */
  reader(height?: number): Promise<StateScanner>;
  /** Proves a key now or at a kept height; an idle chain makes the next block, which carries the root. */
  prove(key: string, height?: number): Promise<StateProof>;
  /** Events after a place, then those to come, until the caller stops. Refuses a place that is not kept. */
  events(
    after: { readonly height: number; readonly index: number } | undefined,
    signal: AbortSignal,
  ): AsyncIterable<PlacedEvent>;
  /** A consistent copy of the node's state, now or at a kept height, while it goes on: the chunks of a snapshot. */
  backup(height?: number): AsyncIterable<Uint8Array>;
  /** Signs for a devnet account; undefined on any other network. */
  readonly devnetSigner: DevnetSigner | undefined;
  /** Sets the clock of a devnet forward, and answers what it shows; undefined on any other network. */
  readonly advanceClock: ((byMs: number) => number) | undefined;
}

/** Signs in the name of well-known accounts; exists on devnets alone. */
export interface DevnetSigner {
  /** Undefined when the node holds no key for the account. */
  sign(
    account: Account,
    bytes: Uint8Array,
  ): { readonly publicKey: Uint8Array; readonly signature: Uint8Array } | undefined;
}
