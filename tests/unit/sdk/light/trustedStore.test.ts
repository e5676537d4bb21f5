// The store in memory finds blocks from below and above, and stays within its bound.
import { describe, expect, it } from "vitest";
import { MemoryTrustedStore } from "#src/sdk/light/trustedStore.ts";
import { at, chainOf, steady } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

const blocks = chainOf(steady({ a: 1 }, 9));

async function storeOf(heights: readonly number[], blocksMax?: number): Promise<MemoryTrustedStore> {
  const store = new MemoryTrustedStore(blocksMax);
  for (const height of heights) await store.put(at(blocks, height));
  return store;
}

describe("the store in memory", () => {
  it("finds a block of a height, and the nearest below and above it", async () => {
    const store = await storeOf([7, 3, 5, 3]);
    expect(await store.get(5)).toBe(at(blocks, 5));
    expect(await store.get(4)).toBeUndefined();
    expect(await store.atOrBelow(6)).toBe(at(blocks, 5));
    expect(await store.atOrBelow(2)).toBeUndefined();
    expect(await store.atOrAbove(4)).toBe(at(blocks, 5));
    expect(await store.atOrAbove(5)).toBe(at(blocks, 5));
    expect(await store.atOrAbove(8)).toBeUndefined();
  });

  it("forgets the oldest blocks beyond its bound, never the newest", async () => {
    const store = await storeOf([7, 3, 5, 9, 1], 2);
    expect(await store.atOrAbove(1)).toBe(at(blocks, 7));
    expect(await store.atOrBelow(100)).toBe(at(blocks, 9));
  });

  it("has room for at least one block", async () => {
    expect(await lightCodeOf(() => new MemoryTrustedStore(0))).toBe("light/invalidOptions");
  });
});
