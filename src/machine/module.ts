// What a module is: a plain object that describes itself, from which every surface of the ledger follows.
import type { z } from "zod";
import type { Account } from "#src/core/account.ts";
import type { RefusalDefinition } from "#src/core/refusal.ts";
import type { State, StateReader } from "#src/state/view.ts";
import type { BlockInput, ValidatorUpdate } from "./block.ts";
import type { EventFactory } from "./event.ts";
import type { Invariant } from "./invariant.ts";
import type { MessageDefinition } from "./message.ts";
import type { Parameter } from "./parameter.ts";
import type { QueryDefinition } from "./query.ts";

/** The module's part of the genesis file: its schema, and how the first state is made from it. */
export interface GenesisDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** `validators` are those that the genesis file names: absent when a module joins a chain that runs already. */
  initialise(state: State, content: z.output<Schema>, validators?: readonly GenesisValidator[]): void;
  /** The part that a devnet's file holds, in terms of its well-known accounts. */
  devnet(names: DevnetNames): z.output<Schema>;
  /** Names of devnet accounts that this module needs besides the common ones. */
  readonly devnetAliases?: readonly string[];
}

/** One of those who sign a network's first blocks. */
export interface GenesisValidator {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** The well-known accounts of a devnet: alice, bob, carol, one per role, and those that modules add. */
export interface DevnetNames {
  readonly aliases: readonly string[];
  readonly timeMs: number;
  account(alias: string): Account;
  publicKey(alias: string): Uint8Array;
}

export function defineGenesis<Schema extends z.ZodType>(
  definition: GenesisDefinition<Schema>,
): GenesisDefinition<Schema> {
  return definition;
}

/** Work at the beginning or end of a block, bounded by a limit of its own. */
export interface BlockWork {
  begin?(state: State, input: BlockInput): void;
  end?(state: State, input: BlockInput): void;
  /**
   * Whether work is left that the next block would do: an engine that decides when to make blocks then need not wait for
   * transactions. What a block comes to never depends on it.
   */
  isUnfinished?(state: StateReader): boolean;
}

/** Decides who may act, and what it costs; exactly one module of a registry provides it. */
export interface Gate {
  /**
   * Refuses when the keys that signed do not satisfy the actor's policy, or the actor may not act. Returns those of the
   * keys that are the actor's.
   */
  authorise(state: StateReader, actor: Account, signers: readonly Uint8Array[]): readonly Uint8Array[];
  /** Refuses when the payer's quota does not allow the work now. */
  requireQuota(state: StateReader, payer: Account, work: number): void;
  /** Takes work from the payer's quota, or refuses. */
  charge(state: State, payer: Account, work: number): void;
}

/** Knows who signs blocks; at most one module of a registry provides it. */
export interface Electorate {
  /** What the block being executed changed, each key once. */
  updates(state: StateReader): readonly ValidatorUpdate[];
}

/** Anything with a key pattern: tables, and the tables of queues. */
export interface DefinedTable {
  readonly pattern: string;
  readonly schema: z.ZodType;
}

export interface ModuleDefinition {
  readonly name: string;
  /** Rises when the module's behaviour or state changes; a chain activates each version at a height. */
  readonly version: number;
  /** One sentence for documents. */
  readonly summary: string;
  /** The modules whose access it uses. */
  readonly after: readonly string[];
  readonly tables: Readonly<Record<string, DefinedTable>>;
  readonly messages?: Readonly<Record<string, MessageDefinition>>;
  readonly queries?: Readonly<Record<string, QueryDefinition>>;
  readonly events?: Readonly<Record<string, EventFactory>>;
  readonly refusals?: Readonly<Record<string, { readonly definition: RefusalDefinition }>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly invariants?: Readonly<Record<string, Invariant>>;
  readonly genesis?: GenesisDefinition;
  readonly blocks?: BlockWork;
  readonly gate?: Gate;
  readonly electorate?: Electorate;
}

// The type parameter keeps each module's own types for the client; the constraint checks the shape.
export function defineModule<const Definition extends ModuleDefinition>(definition: Definition): Definition {
  return definition;
}
