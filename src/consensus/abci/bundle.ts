// A bundle: the envelopes that travel together as one transaction of CometBFT, and what is agreed of their results.
import { CborReader } from "#src/core/cbor/reader.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { limits } from "#src/core/limits.ts";
import type { TransactionResult } from "#src/machine/block.ts";
import { refusals } from "#src/machine/refusals.ts";

/** The most that a bundle adds to its envelopes: the length of the list, and of each of them. */
const headBytesMax = 9;
const itemHeadBytesMax = 5;

/** How many bytes of envelopes a bundle of so many surely holds. */
export function envelopeBytesMax(count: number): number {
  return limits.bundleBytesMax - headBytesMax - itemHeadBytesMax * count;
}

export function encodeBundle(envelopes: readonly Uint8Array[]): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, envelopes.length);
  for (const envelope of envelopes) writer.bytes(envelope);
  return writer.finish();
}

/** The envelopes in order, none of them looked into; refuses anything that `encodeBundle` does not make. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length > limits.bundleBytesMax) throw refusals.malformedBundle({ reason: "it is too large" });
  const reader = new CborReader(bytes);
  const count = reader.arrayLength();
  if (count < 1 || count > limits.bundleEnvelopesMax) {
    throw refusals.malformedBundle({ reason: "too few or too many envelopes" });
  }
  // Each envelope is copied, so that it outlives the message of the engine that it came in.
  const envelopes = Array.from({ length: count }, () => reader.bytes().slice());
  reader.finish();
  if (envelopes.some(({ length }) => length === 0 || length > limits.transactionBytesMax)) {
    throw refusals.malformedBundle({ reason: "an envelope is empty or too large" });
  }
  return envelopes;
}

/** What all nodes agree on of a bundle's results: code, data and work of each envelope, in order. */
export function encodeBundleResults(results: readonly TransactionResult[]): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, results.length);
  for (const { code, data, workUsed } of results) {
    writer.head(4, 3);
    writer.integer(code);
    writer.bytes(data);
    writer.integer(workUsed);
  }
  return writer.finish();
}
