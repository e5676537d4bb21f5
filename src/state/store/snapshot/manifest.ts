// The first chunk of a snapshot: which state it is, and the hash of every chunk that follows.
import { z } from "zod";
import { type Codec, codecOf } from "#src/core/form.ts";
import { bytesSchema, countSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import { refusals } from "#src/state/refusals.ts";

export const snapshotFormat = 1;

/** Bytes of one chunk at most: what peers pass around and hold in memory without noticing. */
export const chunkBytesMax = 1024 * 1024;

const chunkHashLength = 32;
/** Some thirty gigabytes of rows; their hashes still fit one chunk. */
const chunksMax = 30_000;

const manifestSchema = z.strictObject({
  format: countSchema,
  height: heightSchema,
  timeMs: timeMsSchema,
  root: hashSchema,
  stateRows: countSchema,
  blockRows: countSchema,
  /** The SHA-256 of each chunk after this one, one behind the other. */
  chunkHashes: bytesSchema(0, chunksMax * chunkHashLength),
});

export type SnapshotManifest = z.output<typeof manifestSchema>;
const manifestCodec: Codec<SnapshotManifest> = codecOf(manifestSchema);

export const encodeManifest = manifestCodec.encode;

export function decodeManifest(bytes: Uint8Array): SnapshotManifest {
  const manifest = manifestCodec.decode(bytes);
  if (manifest.format !== snapshotFormat) throw refusals.snapshotFormatUnknown({ format: manifest.format });
  if (manifest.chunkHashes.length % chunkHashLength !== 0) {
    throw refusals.snapshotMalformed({ reason: "the chunk hashes are not whole" });
  }
  return manifest;
}

export function chunkCountOf({ chunkHashes }: SnapshotManifest): number {
  return chunkHashes.length / chunkHashLength;
}

export function chunkHashOf({ chunkHashes }: SnapshotManifest, chunk: number): Uint8Array {
  return chunkHashes.subarray(chunk * chunkHashLength, (chunk + 1) * chunkHashLength);
}
