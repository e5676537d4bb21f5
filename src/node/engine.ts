// The engine of a node, whichever it is: what the service asks of it, and how each is put together.

import type { SignedHeader } from "#src/comet/commit.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import { Application } from "#src/consensus/abci/application.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { EngineRpc } from "#src/consensus/abci/engineRpc.ts";
import { Gateway } from "#src/consensus/abci/gateway.ts";
import { MempoolDoor } from "#src/consensus/abci/mempoolDoor.ts";
import { SocketServer } from "#src/consensus/abci/socketServer.ts";
import type { Pool, Waiting } from "#src/consensus/pool.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import { SingleEngine } from "#src/consensus/single/engine.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import type { NodeConfig } from "./config.ts";
import { nativeSha256 } from "./nativeCrypto.ts";
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
}

export function createEngine(parts: EngineParts): NodeEngine {
  return parts.config.engine === "single" ? singleEngine(parts) : cometEngine(parts);
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

/** How often the engine is asked whether it is level with its network. */
const catchUpPollMs = 100;
/** Block time further behind the clock than this may be that of genesis or of a long rest: what is valid now seems too long. */
const staleMs = 30_000;
/** How long a level node waits for a block of now: two heartbeats. A network that has halted is served all the same. */
const freshBlockWaitMsMax = 10_000;
/** How long a stop waits for the network to decide what it was given: a few blocks. */
const drainMsMax = 3_000;

const pause = (forMs: number) => new Promise((resolve) => setTimeout(resolve, forMs));

function cometEngine({
  ledger,
  config,
  pool,
  nowMs,
  requireSignatures,
  onDecided,
  onExpired,
  onStopped,
}: EngineParts): NodeEngine {
  const { machine, store, genesis } = ledger;
  const memory = new BundleMemory(nativeSha256);
  const rpc = new EngineRpc(config.cometRpc);
  const gateway = new Gateway({
    pool,
    memory,
    rpc,
    blockTimeMs: () => store.head?.timeMs ?? genesis.timeMs,
    onExpired,
  });
  const application = new Application({
    machine,
    store,
    memory,
    door: new MempoolDoor({ machine, memory, requireSignatures }),
    validators: genesisNetworkOf(machine.network, genesis).validators,
    sha256: nativeSha256,
    onDecided: (decided) => {
      gateway.decided(decided.record.transactionIds);
      // The engine waits for its reply: whoever waits for a result is answered after it.
      setImmediate(() => onDecided(decided));
    },
  });
  const server = new SocketServer({
    address: config.abci,
    handle: (request) => application.handle(request),
    onFault: (fault) => {
      // What was under way when the node stopped is cut off, and done when it starts again.
      if (!isStopped) onStopped(fault);
    },
  });
  let isStopped = false;
  const isStale = () => nowMs() - (store.head?.timeMs ?? 0) > staleMs;
  return {
    kind: "abci",
    headers: rpc,
    want: () => gateway.want(),
    async start() {
      await server.listen();
      while (!isStopped && !(await isLevel(rpc, () => store.head?.height ?? 0))) {
        await pause(catchUpPollMs);
      }
      const endMs = performance.now() + freshBlockWaitMsMax;
      while (!isStopped && isStale() && performance.now() < endMs) await pause(catchUpPollMs);
    },
    async stop() {
      isStopped = true;
      // Those who wait are answered if the network decides in time; what it decides later is found when they ask again.
      const endMs = performance.now() + drainMsMax;
      while (gateway.undecided > 0 && performance.now() < endMs) await pause(catchUpPollMs);
      gateway.close();
      await server.close();
      await store.whenDurable();
      rpc.close();
    },
  };
}

/** Whether the engine has the newest blocks of its network, and we have executed them. */
async function isLevel(rpc: EngineRpc, height: () => number): Promise<boolean> {
  const status = await rpc.status().catch(() => undefined);
  return status !== undefined && !status.isCatchingUp && status.height > 0 && height() >= status.height;
}
