// A node's CometBFT: the application it drives, what it is sent, and the snapshots by which nodes join.
import { Application } from "#src/consensus/abci/application.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { EngineRpc } from "#src/consensus/abci/engineRpc.ts";
import { Gateway } from "#src/consensus/abci/gateway.ts";
import { MempoolDoor } from "#src/consensus/abci/mempoolDoor.ts";
import { Joining } from "#src/consensus/abci/snapshots/joining.ts";
import { retainHeight } from "#src/consensus/abci/snapshots/retainHeight.ts";
import { SnapshotDoor } from "#src/consensus/abci/snapshots/snapshotDoor.ts";
import { SnapshotMaker } from "#src/consensus/abci/snapshots/snapshotMaker.ts";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { SocketServer } from "#src/consensus/abci/socketServer.ts";
import { type DecidedBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import type { EngineParts, NodeEngine } from "./engine.ts";
import { joiningDirectory } from "./exchangeLedger.ts";
import { nativeSha256, nativeSha256Into } from "./nativeCrypto.ts";
import { genesisNetworkOf, genesisRow, type OpenLedger, snapshotsDirectory } from "./openLedger.ts";

/** How often the engine is asked whether it is level with its network. */
const catchUpPollMs = 100;
/** Block time further behind the clock than this may be that of genesis or of a long rest: what is valid now seems too long. */
const staleMs = 30_000;
/** How long a level node waits for a block of now: two heartbeats. A network that has halted is served all the same. */
const freshBlockWaitMsMax = 10_000;
/** How long a stop waits for the network to decide what it was given: a few blocks. */
const drainMsMax = 3_000;

const pause = (forMs: number) => new Promise((resolve) => setTimeout(resolve, forMs));

export class CometEngine implements NodeEngine {
  readonly kind = "abci";
  readonly headers: EngineRpc;
  readonly #parts: EngineParts;
  readonly #memory = new BundleMemory(nativeSha256);
  readonly #gateway: Gateway;
  readonly #shelf: SnapshotShelf;
  readonly #maker: SnapshotMaker;
  readonly #joining: Joining;
  readonly #server: SocketServer;
  #ledger: OpenLedger;
  #application: Application;
  #isStopped = false;

  constructor(parts: EngineParts) {
    const { ledger, config, pool, onExpired, onSnapshotFailed: onFailed } = parts;
    this.#parts = parts;
    this.#ledger = ledger;
    this.headers = new EngineRpc(config.cometRpc);
    this.#gateway = new Gateway({
      pool,
      memory: this.#memory,
      rpc: this.headers,
      blockTimeMs: () => this.#head().timeMs,
      onExpired,
    });
    this.#shelf = new SnapshotShelf(snapshotsDirectory(config.data), {
      keptMax: config.snapshotsKept,
      headHeight: this.#head().height,
      sha256: nativeSha256,
      nowMs: () => performance.now(),
    });
    const { snapshotIntervalBlocks: intervalBlocks } = config;
    this.#maker = new SnapshotMaker({ shelf: this.#shelf, intervalBlocks, sha256Into: nativeSha256Into, onFailed });
    this.#joining = new Joining({
      sha256: nativeSha256,
      sha256Into: nativeSha256Into,
      directory: joiningDirectory(config.data),
      genesisRow: genesisRow(ledger.versions.registryOf(ledger.genesis.moduleVersions), ledger.genesis),
      onComplete: async (imported) => {
        this.#ledger = await parts.onJoined(imported);
        this.#application = this.#applicationOn(this.#ledger);
      },
    });
    this.#application = this.#applicationOn(ledger);
    this.#server = this.#serverOf(config.abci);
  }

  want(): void {
    this.#gateway.want();
  }

  async start(): Promise<void> {
    await this.#server.listen();
    while (!this.#isStopped && !(await this.#isLevel())) await pause(catchUpPollMs);
    const isStale = () => this.#parts.nowMs() - this.#head().timeMs > staleMs;
    const endMs = performance.now() + freshBlockWaitMsMax;
    while (!this.#isStopped && isStale() && performance.now() < endMs) await pause(catchUpPollMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    // Those who wait are answered if the network decides in time; what it decides later is found when they ask again.
    const endMs = performance.now() + drainMsMax;
    while (this.#gateway.undecided > 0 && performance.now() < endMs) await pause(catchUpPollMs);
    this.#gateway.close();
    await this.#server.close();
    await this.#joining.close();
    await this.#maker.close();
    await this.#ledger.store.whenDurable();
    this.headers.close();
  }

  #serverOf(address: string): SocketServer {
    const snapshots = new SnapshotDoor({
      shelf: this.#shelf,
      joining: this.#joining,
      headHeight: () => this.#head().height,
      mayJoin: () => this.#mayJoin(),
    });
    return new SocketServer({
      address,
      handle: (request) => snapshots.handle(request) ?? this.#application.handle(request),
      onFault: (fault) => {
        // What was under way when the node stopped is cut off, and done when it starts again.
        if (!this.#isStopped) this.#parts.onStopped(fault);
      },
    });
  }

  #applicationOn({ machine, store, genesis }: OpenLedger): Application {
    const memory = this.#memory;
    const { requireSignatures, config } = this.#parts;
    return new Application({
      machine,
      store,
      memory,
      door: new MempoolDoor({ machine, memory, requireSignatures }),
      validators: genesisNetworkOf(machine.network, genesis).validators,
      sha256: nativeSha256,
      onDecided: (decided) => this.#decided(decided),
      retainHeight: () =>
        retainHeight({ ...this.#head(), oldestSnapshot: this.#shelf.list()[0]?.height }, config.retainBlocks),
    });
  }

  #decided(decided: DecidedBlockRecord): void {
    this.#gateway.decided(decided.record.transactionIds);
    this.#maker.afterBlock(this.#ledger.store, decided.record.height);
    // The engine waits for its reply: whoever waits for a result is answered after it.
    setImmediate(() => this.#parts.onDecided(decided));
  }

  #head() {
    return present(this.#ledger.store.head, "genesis is durable before the engine is served");
  }

  /** A ledger at genesis, or one that came by a snapshot and that no block has followed: a crash may have come between. */
  #mayJoin(): boolean {
    const { height } = this.#head();
    return height === 0 || this.#ledger.store.readBlockRow(recordKeys.block(height)) === undefined;
  }

  /** Whether the engine has the newest blocks of its network, and we have executed them. */
  async #isLevel(): Promise<boolean> {
    const status = await this.headers.status().catch(() => undefined);
    return status !== undefined && !status.isCatchingUp && status.height > 0 && this.#head().height >= status.height;
  }
}
