// The engine of a node, whichever it is: what the service asks of it, and how each is put together.

import type { SignedHeader } from "#src/comet/commit.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import type { Pool, Waiting } from "#src/consensus/pool.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import { SingleEngine } from "#src/consensus/single/engine.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import type { ImportedState } from "#src/state/store/snapshot/importSnapshot.ts";
import { CometEngine } from "./cometEngine.ts";
import type { NodeConfig } from "./config.ts";
import { genesisNetworkOf, type OpenLedger } from "./openLedger.ts";
import { OperatorMistake } from "./operatorMistake.ts";
import { loadValidatorKey } from "./validatorKey.ts";

/** Headers and validators that the engine keeps and the ledger does not. */
export interface EngineHeaders {
  signedHeader(height: number): Promise<SignedHeader>;
  validators(height: number): Promise<ValidatorSet>;
}

export interface NodeEngine {
  readonly kind: "single" | "abci";
  /** Absent where the headers stand beside the blocks. */
  readonly headers?: EngineHeaders;
  /** Begins to decide; resolves when the node is level with its network. */
  start(): Promise<void>;
  /** Tells that the pool has work, or that a proof waits for the next header. */
  want(): void;
  /** Decides what can be decided without new work, and makes no more blocks. */
  stop(): Promise<void>;
}

export interface EngineParts {
  readonly ledger: OpenLedger;
  readonly pool: Pool;
  readonly config: NodeConfig;
  readonly nowMs: () => number;
  readonly requireSignatures: (envelope: PreparedEnvelope) => Promise<void>;
  readonly onDecided: (decided: DecidedBlockRecord) => void;
  readonly onExpired: (waiting: Waiting) => void;
  readonly onStopped: (fault: unknown) => void;
  /** A snapshot could not be made, which does the node itself no harm. */
  readonly onSnapshotFailed: (fault: unknown, where: string) => void;
  /** The node has joined its network by a snapshot, and goes on from the ledger that this answers with. */
  readonly onJoined: (imported: ImportedState) => Promise<OpenLedger>;
}

export function createEngine(parts: EngineParts): NodeEngine {
  return parts.config.engine === "single" ? singleEngine(parts) : new CometEngine(parts);
}

function singleEngine({ ledger, config, ...parts }: EngineParts): NodeEngine {
  const { machine, store, genesis } = ledger;
  if (genesis.validators.length !== 1)
    throw new OperatorMistake("a single node decides for a network of one validator");
  const engine = new SingleEngine({
    ...parts,
    machine,
    store,
    validator: { ...genesisNetworkOf(machine.network, genesis), signer: loadValidatorKey(config.data, genesis) },
    blockIntervalMs: config.blockIntervalMs,
    heartbeatMs: config.heartbeatMs,
  });
  return {
    kind: "single",
    start: async () => engine.start(),
    want: () => engine.want(),
    stop: () => engine.drain(),
  };
}
