// Proposals: what fits a block is chosen in order, what was decided leaves the mempool last, and bounds are judged alike.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { chooseBundles, isAcceptable } from "#src/consensus/abci/proposals.ts";
import { limits } from "#src/core/limits.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { paymentBatchOf, paymentOf } from "#tests/support/payments.ts";

let ledger: OpenLedger;
const memory = new BundleMemory(nativeSha256);
const untilMs = chainGenesisTimeMs + 60_000;

beforeAll(async () => {
  ledger = await memoryLedger();
});
afterAll(() => ledger.store.close());

const pay = () => paymentOf(ledger.machine.network, { from: "alice", to: "bob", amount: 1n }, untilMs);
const choose = (bundles: Uint8Array[], bytesMax = limits.blockBytesMax) =>
  chooseBundles(bundles, bytesMax, memory, ledger.machine);
const accepts = (bundles: Uint8Array[]) => isAcceptable(bundles, memory, ledger.machine);

describe("a proposal", () => {
  it("keeps the order and ends where the bytes do, with the room that each needs in the engine's list", () => {
    const bundles = [1, 2, 3].map(() => encodeBundle([pay()]));
    const two = (bundles[0]?.length ?? 0) + (bundles[1]?.length ?? 0);
    expect(choose(bundles)).toEqual(bundles);
    expect(choose(bundles, two)).toEqual(bundles.slice(0, 1));
    expect(choose(bundles, two + 12)).toEqual(bundles.slice(0, 2));
    expect(choose(bundles, 10)).toEqual([]);
  });

  it("ends where the work of a block does, and a block with more is refused", () => {
    const items = Array.from({ length: limits.batchItemsMax }, () => ({ to: "bob", amount: 1n }));
    const bundles = Array.from({ length: 60 }, () =>
      encodeBundle([paymentBatchOf(ledger.machine.network, "participant-bank", items, untilMs)]),
    );
    const chosen = choose(bundles, Number.MAX_SAFE_INTEGER);
    expect(chosen.length).toBeGreaterThan(0);
    expect(chosen.length).toBeLessThan(bundles.length);
    expect(accepts(chosen)).toBe(true);
    expect(accepts(bundles)).toBe(false);
  });

  it("puts last what another bundle brought already, so that it leaves the mempools", async () => {
    const [decided, open] = [pay(), pay()];
    const chain = chainOn(ledger);
    chain.submit(decided);
    await chain.decide();
    const [late, wanted] = [encodeBundle([decided]), encodeBundle([open])];
    expect(choose([late, wanted])).toEqual([wanted, late]);
    expect(accepts([wanted, late])).toBe(true);
  });

  it("is refused with what is no bundle, or with one twice", () => {
    const bundle = encodeBundle([pay()]);
    expect(accepts([bundle])).toBe(true);
    expect(accepts([bundle, bundle])).toBe(false);
    expect(accepts([bundle, Uint8Array.of(1)])).toBe(false);
  });
});
