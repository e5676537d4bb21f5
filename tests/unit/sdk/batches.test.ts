// Streams of items: cut into batches, a few at once, results in order.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemResult } from "#src/sdk/batches.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { type Message, messageOf, messages } from "#src/sdk/messages.ts";
import { losingAnswers, type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger();
});
afterAll(() => sdk.close());

const payBob = (amount: bigint) => messages.settlement.pay({ to: sdk.wallet("bob").account, currency: "USD", amount });
const usdOfBob = async () =>
  BigInt((await sdk.ledger.query("accounts/balance", { account: sdk.wallet("bob").account, currency: "USD" })).value);

async function collect(results: AsyncIterable<ItemResult>): Promise<ItemResult[]> {
  const list: ItemResult[] = [];
  for await (const result of results) list.push(result);
  return list;
}

describe("a stream of items", () => {
  it("comes back in order, each item with its code, whatever batch it was in", async () => {
    const before = await usdOfBob();
    const items = Array.from({ length: 25 }, (_, at) => payBob(at === 13 ? 10n ** 20n : BigInt(at + 1)));
    const results = await collect(sdk.wallet("alice").sendAll(items, { itemsPerBatch: 4, batchesInFlight: 3 }));
    expect(results.map(({ index }) => index)).toEqual(items.map((_, at) => at));
    expect(results.filter(({ code }) => code !== 0)).toMatchObject([
      { index: 13, refusal: { code: "accounts/insufficientFunds" } },
    ]);
    expect(new Set(results.map(({ batchId }) => batchId)).size).toBe(7);
    expect((await usdOfBob()) - before).toBe(BigInt((25 * 26) / 2 - 14));
  });

  it("is taken no faster than its batches are decided", async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Message<"settlement/pay">> {
      for (;;) {
        taken += 1;
        yield payBob(1n);
      }
    }
    for await (const { index } of sdk.wallet("alice").sendAll(endless(), { itemsPerBatch: 5, batchesInFlight: 2 })) {
      expect(taken).toBeLessThanOrEqual(index + 5 * 2 + 1 + 5);
      if (index === 42) break;
    }
    const takenAtBreak = taken;
    await usdOfBob();
    expect(taken).toBe(takenAtBreak);
  });

  it("ends a batch where its bytes would be too many", async () => {
    const note = "x".repeat(250);
    const regulator = sdk.wallet("regulator");
    const items = Array.from({ length: 2_500 }, () =>
      messages.accounts.pauseCurrency({ currency: "USD", reference: note }),
    );
    const results = await collect(regulator.sendAll(items));
    expect(results).toHaveLength(items.length);
    expect(new Set(results.map(({ batchId }) => batchId)).size).toBe(3);
    expect(results.every(({ refusal }) => refusal?.code === "accounts/notCurrencyAuthority")).toBe(true);
  });

  it("may change its type between two batches", async () => {
    const alice = sdk.wallet("alice");
    const lock = messages.settlement.lockFunds({
      to: sdk.wallet("bob").account,
      currency: "USD",
      amount: 1n,
      expiresMs: sdk.api.service.head().timeMs + 3_600_000,
    });
    const results = await collect(alice.sendAll<"settlement/pay" | "settlement/lockFunds">([payBob(1n), lock, lock]));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(results.map(({ batchId }) => batchId)).size).toBe(2);
  });

  it("has one effect although answers to it were lost", async () => {
    const ledger = await sdk.connect({ fetch: losingAnswers(3).fetch });
    const before = await usdOfBob();
    const items = Array.from({ length: 6 }, () => payBob(1n));
    const results = await collect(sdk.wallet("alice", ledger).sendAll(items, { itemsPerBatch: 2 }));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await usdOfBob()) - before).toBe(6n);
  });

  it("that ends with a bad item still tells what became of those before it", async () => {
    async function* spoilt() {
      yield payBob(1n);
      yield payBob(2n);
      yield payBob(3n);
      yield messageOf("settlement/pay", { amount: "none" }) as Message<"settlement/pay">;
    }
    const results: ItemResult[] = [];
    const sending = async () => {
      for await (const result of sdk.wallet("alice").sendAll(spoilt(), { itemsPerBatch: 2 })) results.push(result);
    };
    await expect(sending()).rejects.toBeInstanceOf(ContentError);
    expect(results.map(({ index, code }) => [index, code])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it("goes on after a batch that a block refused, each of whose items it names as refused", async () => {
    const slow = await startSdkLedger({ server: { bounds: { commitWaitMs: 1 } } });
    const { service } = slow.api;
    const [alice, regulator] = [slow.wallet("alice"), slow.wallet("regulator")];
    const freeze = messages.accounts.freezeAccount({ account: alice.account, reference: "Order 1" });
    const draft = await slow.ledger.draft([{ actor: regulator.account, message: freeze }]);
    const frozen = await slow.ledger.sign(draft, regulator.signers);
    let isFrozen = false;
    // Freezes the payer between the moment at which the node takes its batch and the block that decides it.
    const freezing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (response.status !== 202 || isFrozen) return response;
      isFrozen = true;
      await service.makeBlock([frozen.bytes]);
      await service.release();
      return response;
    };
    service.hold();
    const ledger = await slow.connect({ fetch: freezing });
    expect(await collect(slow.wallet("alice", ledger).sendAll([payBob(1n), payBob(1n)]))).toMatchObject([
      { index: 0, refusal: { code: "accounts/accountFrozen" } },
      { index: 1, refusal: { code: "accounts/accountFrozen" } },
    ]);
    await slow.close();
  });

  it("ends with the refusal of a batch as a whole, after the results before it", async () => {
    const stranger = sdk.ledger.wallet({
      account: sdk.wallet("alice").account,
      signers: sdk.wallet("bob").signers,
    });
    await expect(collect(stranger.sendAll([payBob(1n)]))).rejects.toMatchObject({ name: "RefusedError" });
  });

  it("is paced by the quota of work, and loses nothing to it", async () => {
    const pauses: number[] = [];
    const ledger = await sdk.connect({
      async pause(ms) {
        pauses.push(ms);
        await sdk.api.service.passTime(ms);
      },
    });
    const before = await usdOfBob();
    function* payments() {
      for (let at = 0; at < 12_000; at += 1) yield payBob(1n);
    }
    let paid = 0;
    for await (const { code } of sdk.wallet("alice", ledger).sendAll(payments())) paid += code === 0 ? 1 : 0;
    expect([paid, (await usdOfBob()) - before]).toEqual([12_000, 12_000n]);
    expect(Math.max(...pauses)).toBeGreaterThan(1_000);
  });

  it("without items sends nothing", async () => {
    expect(await collect(sdk.wallet("alice").sendAll([]))).toEqual([]);
  });

  it.each([[{ itemsPerBatch: 0 }], [{ itemsPerBatch: 1_001 }], [{ batchesInFlight: 0 }], [{ batchesInFlight: 65 }]])(
    "is not sent with %j",
    async (options) => {
      await expect(collect(sdk.wallet("alice").sendAll([payBob(1n)], options))).rejects.toBeInstanceOf(RangeError);
    },
  );
});
