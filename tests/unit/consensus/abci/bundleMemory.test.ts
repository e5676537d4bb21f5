// The memory of bundles: the same byte arrays as long as a bundle is known, and never more than its bounds.
import { describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { limits } from "#src/core/limits.ts";
import { Refusal } from "#src/core/refusal.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";

const bundleOf = (number: number, length = 8) => {
  const envelope = new Uint8Array(length);
  new DataView(envelope.buffer).setUint32(0, number);
  return encodeBundle([envelope]);
};

describe("a bundle that is known", () => {
  it("has the same byte arrays, whichever copy is read", () => {
    const memory = new BundleMemory(nativeSha256);
    const [first] = memory.read(bundleOf(1)).envelopes;
    expect(memory.read(bundleOf(1)).envelopes[0]).toBe(first);
    expect(memory.read(bundleOf(2)).envelopes[0]).not.toBe(first);
  });

  it("has the arrays it was made of, when it was made here", () => {
    const memory = new BundleMemory(nativeSha256);
    const own = [Uint8Array.of(1), Uint8Array.of(2)];
    memory.keepOwn(encodeBundle(own), own);
    expect(memory.read(encodeBundle(own)).envelopes).toBe(own);
  });

  it("is read anew once it was forgotten", () => {
    const memory = new BundleMemory(nativeSha256);
    const known = memory.read(bundleOf(1));
    memory.forget(known);
    expect(memory.read(bundleOf(1)).envelopes[0]).not.toBe(known.envelopes[0]);
  });
});

it("the oldest bundles are forgotten when there are too many, or too many bytes", () => {
  const memory = new BundleMemory(nativeSha256);
  const [oldest] = memory.read(bundleOf(0)).envelopes;
  for (let number = 1; number <= limits.rememberedBundlesMax; number += 1) memory.read(bundleOf(number));
  expect(memory.read(bundleOf(0)).envelopes[0]).not.toBe(oldest);

  const other = new BundleMemory(nativeSha256);
  const length = limits.transactionBytesMax;
  const [first] = other.read(bundleOf(0, length)).envelopes;
  const fitting = Math.floor(limits.rememberedBundleBytesMax / length);
  for (let number = 1; number <= fitting; number += 1) other.read(bundleOf(number, length));
  expect(other.read(bundleOf(0, length)).envelopes[0]).not.toBe(first);
});

it("what is no bundle is refused each time", () => {
  const memory = new BundleMemory(nativeSha256);
  for (let time = 0; time < 2; time += 1) expect(() => memory.read(Uint8Array.of(0x80))).toThrow(Refusal);
});
