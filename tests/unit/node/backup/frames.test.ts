// The form of a backup file: whatever happens to its bytes is noticed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes } from "#src/crypto/hex.ts";
import { BackupFault } from "#src/node/backup/backupFault.ts";
import { frameBytesMax, readFrames, writeFrames } from "#src/node/backup/frames.ts";

async function* each(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const item of source) collected.push(item);
  return collected;
}

async function fileOf(frames: readonly Uint8Array[]): Promise<Uint8Array> {
  return concatBytes(...(await collect(writeFrames(each(frames)))));
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other), bytes.length];
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

async function faultOf(bytes: Uint8Array): Promise<string> {
  return collect(readFrames(each([bytes]))).then(
    () => "none",
    (reason) => (reason instanceof BackupFault ? reason.kind : Promise.reject(reason)),
  );
}

const frame = fc.uint8Array({ minLength: 1, maxLength: 300 });
const small = [new Uint8Array([1, 2, 3]), new Uint8Array(40).fill(7)];

describe("frames", () => {
  it("are read back as they were written, in whatever pieces they come", async () => {
    const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 8 }), cuts, async (frames, places) => {
        const pieces = cutAt(await fileOf(frames), places);
        expect(await collect(readFrames(each(pieces)))).toEqual(frames);
      }),
    );
  });

  it("are not read to the end when the file ends too early, at any byte", async () => {
    const file = await fileOf(small);
    for (let length = 0; length < file.length; length += 1) {
      expect(await faultOf(file.subarray(0, length))).toBe(length < 15 ? "unknownFormat" : "truncated");
    }
  });

  it("are not read to the end when any bit is another", async () => {
    const file = await fileOf(small);
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const altered = file.slice();
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(["unknownFormat", "altered", "truncated"]).toContain(await faultOf(altered));
    }
  });

  it("are not read when something follows, when they are too long, or when the file is another", async () => {
    const file = await fileOf(small);
    expect(await faultOf(concatBytes(file, new Uint8Array(1)))).toBe("altered");
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, frameBytesMax + 1);
    expect(await faultOf(concatBytes(file.subarray(0, 15), length))).toBe("altered");
    expect(await faultOf(new TextEncoder().encode("kedge backup 2\n and more"))).toBe("unknownFormat");
    expect(await faultOf(new Uint8Array(0))).toBe("unknownFormat");
  });
});
