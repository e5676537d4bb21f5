// Bundles: what is put together comes apart again, and nothing else is read.
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBundle, encodeBundle, encodeBundleResults, envelopeBytesMax } from "#src/consensus/abci/bundle.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { limits } from "#src/core/limits.ts";

const envelope = fc.uint8Array({ minLength: 1, maxLength: 300 });

test("any envelopes come apart as they were put together", () => {
  fc.assert(
    fc.property(fc.array(envelope, { minLength: 1, maxLength: 50 }), (envelopes) => {
      expect(decodeBundle(encodeBundle(envelopes))).toEqual(envelopes);
    }),
  );
});

test("bytes that are cut, longer or altered in their heads are no bundle", () => {
  const bytes = encodeBundle([new Uint8Array(40).fill(1), new Uint8Array(30).fill(2)]);
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => decodeBundle(bytes.subarray(0, length))).toThrow();
  }
  expect(() => decodeBundle(Uint8Array.of(...bytes, 0))).toThrow();
  expect(() => decodeBundle(Uint8Array.of(0x80))).toThrow("not a bundle");
});

test("an empty envelope, one that is too large, and too many of them are refused", () => {
  const one = new Uint8Array([1]);
  expect(() => decodeBundle(encodeBundle([one, new Uint8Array(0)]))).toThrow("not a bundle");
  expect(() => decodeBundle(encodeBundle([new Uint8Array(limits.transactionBytesMax + 1)]))).toThrow("not a bundle");
  const most = Array.from({ length: limits.bundleEnvelopesMax }, () => one);
  expect(decodeBundle(encodeBundle(most))).toHaveLength(limits.bundleEnvelopesMax);
  expect(() => decodeBundle(encodeBundle([...most, one]))).toThrow("not a bundle");
});

test("what the gateway puts into a bundle always fits", () => {
  const count = 100;
  const each = Math.floor(envelopeBytesMax(count) / count);
  const bytes = encodeBundle(Array.from({ length: count }, () => new Uint8Array(each).fill(1)));
  expect(bytes.length).toBeLessThanOrEqual(limits.bundleBytesMax);
  expect(() => decodeBundle(bytes)).not.toThrow();
  expect(() => decodeBundle(new Uint8Array(limits.bundleBytesMax + 1))).toThrow("not a bundle");
});

test("results tell code, data and work of each envelope, and nothing else", () => {
  const data = Uint8Array.of(7, 8);
  const events = [{ type: "settlement/paid", content: {} }];
  const reader = new CborReader(encodeBundleResults([{ code: 3, data, workUsed: 20, events }]));
  expect(reader.arrayLength()).toBe(1);
  expect(reader.arrayLength()).toBe(3);
  expect([reader.integer(), [...reader.bytes()], reader.integer()]).toEqual([3, [7, 8], 20]);
  reader.finish();
});
