// A whole ledger in memory for replays: every module, signed transactions and real blocks over a store without a disk.
import { present } from "#src/core/assert.ts";
import { sign } from "#src/crypto/ed25519.ts";
import { type Genesis, networkOf } from "#src/machine/genesis.ts";
import type { DevnetNames } from "#src/machine/module.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { beginChain, machineOf } from "#src/node/openLedger.ts";
import { programModules } from "#src/node/programModules.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import type { StateEvent } from "#src/state/view.ts";
import { encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";

/** One message of one alias, signed and sent as a transaction of its own. */
export interface Sent {
  readonly actor: string;
  readonly type: string;
  readonly content: unknown;
}

export interface Block {
  readonly height: number;
  /** `module/condition` of each transaction's refusal, in order. */
  readonly refused: readonly (string | undefined)[];
  readonly events: readonly StateEvent[];
}

/** How long a transaction stays valid after the block it is made for. */
const validityMs = 60_000;

export async function openStressLedger(timeMs: number, change: (genesis: Genesis, names: DevnetNames) => Genesis) {
  const versions = programModules();
  const registry = versions.newest();
  const names = devnetNames(registry, timeMs);
  const genesis = change(devnetGenesis(registry, timeMs), names);
  const faults: unknown[] = [];
  const network = networkOf(registry, genesis);
  const store = createMemoryStore();
  const machine = machineOf(versions, store, network, (fault) => faults.push(fault));
  await beginChain(machine, store, registry, genesis);
  const writers = contentWriters(registry);
  let [height, nowMs, salt] = [0, timeMs, 0];

  const signed = ({ actor, type, content }: Sent, blockMs: number): Uint8Array => {
    salt += 1;
    const saltBytes = new Uint8Array(8);
    new DataView(saltBytes.buffer).setUint32(4, salt);
    const head = { network, validUntilMs: blockMs + validityMs, salt: saltBytes };
    const body = encodeTransactionBody(writers, {
      ...head,
      messages: [{ type, content, actor: names.account(actor) }],
    });
    const signature = sign(devnetSecretKey(actor), signingBytes("transaction", body));
    return encodeEnvelope("transaction", body, [{ publicKey: names.publicKey(actor), signature }]);
  };

  const query = async (name: string, params: unknown = {}): Promise<unknown> => {
    const { definition } = present(registry.queries.get(name), `there is a query ${name}`);
    return definition.answer({ state: store.reader() }, definition.params.parse(params));
  };

  return {
    faults,
    account: names.account,
    get timeMs(): number {
      return nowMs;
    },
    get state() {
      return store.reader();
    },
    query,
    /** Makes one block at a time later than the last, and makes it durable. */
    async executeBlock(blockMs: number, sent: readonly Sent[] = []): Promise<Block> {
      if (blockMs <= nowMs) throw new Error(`block time ${blockMs} does not follow ${nowMs}`);
      const transactions = sent.map((each) => signed(each, blockMs));
      const neutral = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] };
      height += 1;
      nowMs = blockMs;
      const { results, blockEvents } = machine.executeBlock({ ...neutral, height, timeMs: blockMs, transactions });
      machine.guard.takeBlockRow();
      store.seal();
      await store.persist();
      return {
        height,
        refused: results.map(({ refusal }) => refusal?.code),
        events: [...results.flatMap(({ events }) => events), ...blockEvents],
      };
    },
    /** Every invariant of every module; a sentence for each that is broken. */
    async audit(): Promise<string[]> {
      const broken: string[] = [];
      for (const { name, invariants = {} } of registry.modules) {
        for (const [claim, check] of Object.entries(invariants)) {
          for (const sentence of await check({ state: store.reader() })) broken.push(`${name}/${claim}: ${sentence}`);
        }
      }
      return broken;
    },
  };
}

export type StressLedger = Awaited<ReturnType<typeof openStressLedger>>;
