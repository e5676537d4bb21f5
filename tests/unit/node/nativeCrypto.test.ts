// The native hash and verifier: equal to the portable hash, never looser than ZIP-215, and usable from worker threads.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicKeyOf, sign, verifyInBlock, verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesToHex, concatBytes, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { nativeSha256, nativeVerifier } from "#src/node/nativeCrypto.ts";
import type { ThreadAnswer, ThreadQuestion } from "#tests/support/nativeCryptoThread.ts";
import smallOrder from "#tests/vectors/ed25519/zip215.json" with { type: "json" };

const secretKey = new Uint8Array(32).fill(7);
const publicKey = publicKeyOf(secretKey);
const message = new TextEncoder().encode("a message that is signed once");
const signature = sign(secretKey, message);
const groupOrder = hexToBytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

function withFlippedBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const index = (bit >> 3) % copy.length;
  copy[index] = (copy[index] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

describe("the native hash", () => {
  it("equals the portable one at every length, short and long", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(bytesToHex(nativeSha256(bytes))).toBe(bytesToHex(sha256(bytes)));
      }),
    );
  });

  it("equals the portable one where it changes from one library to the other", () => {
    for (const length of [0, 1, 99, 100, 101, 65_536]) {
      const bytes = new Uint8Array(length).fill(length & 0xff);
      expect(bytesToHex(nativeSha256(bytes))).toBe(bytesToHex(sha256(bytes)));
    }
  });

  it("reads a view into a larger buffer from its own beginning, and gives plain bytes", () => {
    const view = new Uint8Array(new Uint8Array(300).fill(9).buffer, 100, 150);
    expect(bytesToHex(nativeSha256(view))).toBe(bytesToHex(sha256(view)));
    expect(Buffer.isBuffer(nativeSha256(view))).toBe(false);
  });
});

describe("the native verifier", () => {
  it("accepts what was signed, at any message length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(nativeVerifier(bytes, sign(secretKey, bytes), publicKey)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("answers false to malformed lengths", () => {
    for (const length of [0, 31, 33]) expect(nativeVerifier(message, signature, new Uint8Array(length))).toBe(false);
    for (const length of [0, 63, 65]) expect(nativeVerifier(message, new Uint8Array(length), publicKey)).toBe(false);
  });

  it("reads memory that threads share", () => {
    expect(nativeVerifier(inSharedMemory(message), inSharedMemory(signature), inSharedMemory(publicKey))).toBe(true);
  });

  it("accepts nothing that ZIP-215 refuses, however a signature, key or message is bent", () => {
    const bit = fc.nat({ max: 511 });
    fc.assert(
      fc.property(
        fc.constantFrom("signature", "publicKey", "message", "none"),
        fc.array(bit, { maxLength: 3 }),
        (part, bits) => {
          const bent: Record<typeof part, Uint8Array> = { message, signature, publicKey, none: message };
          for (const each of bits) bent[part] = withFlippedBit(bent[part], each);
          const accepted = nativeVerifier(bent.message, bent.signature, bent.publicKey);
          const acceptedByRule = verifyZip215(bent.message, bent.signature, bent.publicKey);
          expect(!accepted || acceptedByRule).toBe(true);
          expect(verifyInBlock(nativeVerifier)(bent.message, bent.signature, bent.publicKey)).toBe(acceptedByRule);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("accepts nothing that ZIP-215 refuses, whatever a signature is pieced together from", () => {
    const points = smallOrder.encodings.map(hexToBytes);
    const keys = [publicKey, ...points];
    const commitments = [signature.subarray(0, 32), ...points];
    const responses = [signature.subarray(32), new Uint8Array(32), groupOrder];
    let acceptedCount = 0;
    for (const key of keys) {
      for (const pieced of commitments.flatMap((first) => responses.map((second) => concatBytes(first, second)))) {
        const accepted = nativeVerifier(message, pieced, key);
        if (accepted) acceptedCount += 1;
        expect(!accepted || verifyZip215(message, pieced, key)).toBe(true);
      }
    }
    expect(acceptedCount).toBe(1);
  });
});

describe("in a worker thread", () => {
  let worker: Worker;

  beforeAll(() => {
    const support = new URL("../../support/", import.meta.url);
    const program = new URL("nativeCryptoThread.ts", support).href;
    worker = new Worker(new URL("typescriptThread.mjs", support), { workerData: { program } });
  });

  afterAll(() => worker.terminate());

  async function ask(question: ThreadQuestion): Promise<ThreadAnswer> {
    const answered = once(worker, "message");
    worker.postMessage(question);
    const [answer]: ThreadAnswer[] = await answered;
    if (answer === undefined) throw new Error("the worker answered nothing");
    return answer;
  }

  it("gives the same answers as in the main thread", async () => {
    const good = await ask({ message, signature, publicKey });
    expect(good.accepted).toBe(true);
    expect(bytesToHex(good.messageHash)).toBe(bytesToHex(sha256(message)));
    const forged = await ask({ message, signature: withFlippedBit(signature, 5), publicKey });
    expect(forged.accepted).toBe(false);
  });
});
