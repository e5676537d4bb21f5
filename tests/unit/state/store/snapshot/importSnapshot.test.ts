// Taking in a snapshot: refused whenever a byte is not right, and never half there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesEqual, bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import { exportSnapshot } from "#src/state/store/snapshot/exportSnapshot.ts";
import { chunkBytesMax, decodeManifest, encodeManifest } from "#src/state/store/snapshot/manifest.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { blockRows, collect, importing, largeStore } from "./largeStore.ts";

describe("importSnapshot", () => {
  const codeOf = (code: string) => ({ definition: { code: `state/${code}` } });

  async function someChunks() {
    const source = await largeStore();
    return collect(exportSnapshot(source.freeze(), blockRows, portableSha256Into));
  }

  it("refuses chunks that are missing, repeated, exchanged or one too many", async () => {
    const chunks = await someChunks();
    const [manifest, first, second, ...rest] = chunks as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]];
    await expect(importing([])).rejects.toMatchObject(codeOf("snapshotIncomplete"));
    await expect(importing(chunks.slice(0, -1))).rejects.toMatchObject(codeOf("snapshotIncomplete"));
    await expect(importing([...chunks, first])).rejects.toMatchObject(codeOf("snapshotIncomplete"));
    await expect(importing([manifest, second, first, ...rest])).rejects.toMatchObject(codeOf("snapshotChunkAltered"));
    await expect(importing([manifest, first, first, ...rest])).rejects.toMatchObject(codeOf("snapshotChunkAltered"));
    await expect(importing([first, second])).rejects.toThrow();
  });

  it("refuses any change of a byte, and leaves a directory that opens as empty", async () => {
    const chunks = await someChunks();
    const altered = fc.record({
      chunk: fc.nat(chunks.length - 1),
      at: fc.nat(chunkBytesMax),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(altered, async ({ chunk, at, flip }) => {
        const bytes = (chunks[chunk] ?? new Uint8Array()).slice();
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        const database = new MemoryDatabase();
        // Time and height are not under the root: only a trusted header vouches for them.
        if (chunk === 0 && isHarmless(bytes, chunks[0] ?? new Uint8Array())) return;
        await expect(importing(chunks.with(chunk, bytes), undefined, database)).rejects.toMatchObject({
          name: "Refusal",
        });
        expect((await openStoreOn(database, portableSha256Into)).head).toBeUndefined();
        expect(database.get("m/loading")).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });

  it("refuses another state than the trusted one before it takes a row, and rows that do not give their root", async () => {
    const chunks = await someChunks();
    const manifest = decodeManifest(chunks[0] ?? new Uint8Array());
    await expect(importing(chunks, { height: 5, root: manifest.root })).rejects.toMatchObject(
      codeOf("snapshotRootMismatch"),
    );
    const other = new Uint8Array(32).fill(1);
    await expect(importing(chunks, { height: 6, root: other })).rejects.toMatchObject(codeOf("snapshotRootMismatch"));
    const forged = encodeManifest({ ...manifest, root: other });
    await expect(importing(chunks.with(0, forged), { height: 6, root: other })).rejects.toMatchObject(
      codeOf("snapshotRootMismatch"),
    );
  });

  it("refuses a format it does not know and chunks that are not rows in order", async () => {
    const chunks = await someChunks();
    const manifest = decodeManifest(chunks[0] ?? new Uint8Array());
    const future = encodeManifest({ ...manifest, format: 2 });
    await expect(importing(chunks.with(0, future))).rejects.toMatchObject(codeOf("snapshotFormatUnknown"));
    const [, first, ...others] = chunks;
    const exchanged = [...others, first ?? new Uint8Array()];
    const vouched = encodeManifest({
      ...manifest,
      chunkHashes: concatBytes(...exchanged.map((chunk) => sha256(chunk))),
    });
    await expect(importing([vouched, ...exchanged])).rejects.toMatchObject(codeOf("snapshotMalformed"));
    const empty = encodeManifest({ ...manifest, chunkHashes: sha256(Uint8Array.of(0x82, 0, 0x80)) });
    await expect(importing([empty, Uint8Array.of(0x82, 0, 0x80)])).rejects.toMatchObject(codeOf("snapshotMalformed"));
    const miscounted = encodeManifest({ ...manifest, stateRows: manifest.stateRows + 1 });
    await expect(importing(chunks.with(0, miscounted))).rejects.toMatchObject(codeOf("snapshotMalformed"));
    await expect(importing([new Uint8Array(chunkBytesMax + 1)])).rejects.toMatchObject(codeOf("snapshotMalformed"));
  });

  it("is taken in only where there is no ledger yet", async () => {
    const chunks = await someChunks();
    const database = new MemoryDatabase();
    await importing(chunks, undefined, database);
    const root = (await openStoreOn(database, portableSha256Into)).head?.root ?? new Uint8Array();
    await expect(importing(chunks, undefined, database)).rejects.toMatchObject(codeOf("storeNotEmpty"));
    expect(bytesToHex((await openStoreOn(database, portableSha256Into)).head?.root ?? new Uint8Array())).toBe(
      bytesToHex(root),
    );
  });
});

/** Whether the altered manifest differs in its height or time alone. */
function isHarmless(altered: Uint8Array, original: Uint8Array): boolean {
  try {
    const { height: _height, timeMs: _timeMs, ...rest } = decodeManifest(altered);
    const { height: _originalHeight, timeMs: _originalTimeMs, ...originalRest } = decodeManifest(original);
    return bytesEqual(rest.root, originalRest.root) && bytesEqual(rest.chunkHashes, originalRest.chunkHashes);
  } catch {
    return false;
  }
}
