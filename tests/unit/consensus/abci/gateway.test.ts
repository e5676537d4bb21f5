// The gateway: envelopes travel together, again and again until they are decided, and never after they expired.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { decodeBundle } from "#src/consensus/abci/bundle.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { EngineRefusal } from "#src/consensus/abci/engineRpc.ts";
import { Gateway } from "#src/consensus/abci/gateway.ts";
import { Pool, type Waiting } from "#src/consensus/pool.ts";
import { present } from "#src/core/assert.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { chainGenesisTimeMs, memoryLedger } from "#tests/support/chains.ts";
import { paymentOf } from "#tests/support/payments.ts";

type Broadcast = (bytes: Uint8Array) => Promise<{ code: number; log: string }>;

const taken = { code: 0, log: "" };
const { machine } = await memoryLedger();
let pool: Pool;
let sent: Uint8Array[];
let expired: Waiting[];
let blockTimeMs: number;
let answer: Broadcast;
let gateway: Gateway;

beforeEach(() => {
  vi.useFakeTimers();
  pool = new Pool();
  sent = [];
  expired = [];
  blockTimeMs = chainGenesisTimeMs;
  answer = async () => taken;
  gateway = new Gateway({
    pool,
    memory: new BundleMemory(nativeSha256),
    rpc: {
      broadcast: (bytes) => {
        sent.push(bytes);
        return answer(bytes);
      },
    },
    blockTimeMs: () => blockTimeMs,
    onExpired: (waiting) => expired.push(waiting),
  });
});
afterEach(() => {
  gateway.close();
  vi.useRealTimers();
});

function add(validForMs = 300_000): Uint8Array {
  const payment = { from: "alice", to: "bob", amount: 1n };
  const bytes = paymentOf(machine.network, payment, chainGenesisTimeMs + validForMs);
  const envelope = machine.prepare(bytes);
  pool.add(envelope.idHex, { bytes, envelope });
  gateway.want();
  return envelope.id;
}

const countsSent = () => sent.map((bytes) => decodeBundle(bytes).length);

describe("the gateway", () => {
  it("sends together what arrives together, and what comes later on its own", async () => {
    for (let count = 0; count < 30; count += 1) add();
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    add();
    await vi.advanceTimersByTimeAsync(20);
    expect(countsSent()).toEqual([30, 1]);
    expect([pool.size, gateway.undecided]).toEqual([0, 31]);
  });

  it("forgets what is decided, and sends the rest again after a while", async () => {
    const [one, two] = [add(), add()];
    await vi.advanceTimersByTimeAsync(20);
    gateway.decided([one]);
    expect(gateway.undecided).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(countsSent()).toEqual([2, 2]);
    expect(sent[1]).toEqual(sent[0]);
    gateway.decided([two]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(2);
  });

  it("waits for an engine that is full or away, and takes what it has already as sent", async () => {
    const answers: Broadcast[] = [
      async () => Promise.reject(new Error("connection refused")),
      async () => Promise.reject(new EngineRefusal("mempool is full")),
      async () => Promise.reject(new EngineRefusal("Internal error: tx already exists in cache")),
    ];
    answer = (bytes) => present(answers.shift(), "one more try")(bytes);
    add();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([sent.length, answers.length, gateway.undecided]).toEqual([3, 0, 1]);
  });

  it("gives up what expired, on its way to the engine and after", async () => {
    answer = async () => Promise.reject(new Error("connection refused"));
    add(10_000);
    add();
    await vi.advanceTimersByTimeAsync(500);
    blockTimeMs += 10_000;
    await vi.advanceTimersByTimeAsync(5_000);
    expect([expired.length, gateway.undecided]).toEqual([1, 1]);
  });

  it("holds back what the engine cannot take, so that the pool fills", async () => {
    answer = () => new Promise(() => undefined);
    for (let bundle = 0; bundle < 10; bundle += 1) {
      add();
      await vi.advanceTimersByTimeAsync(20);
    }
    expect([sent.length, pool.size]).toEqual([8, 2]);
  });
});
