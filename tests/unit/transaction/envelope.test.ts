// Envelopes as clients make them: what is signed, the ids, and the bytes that travel.
import { describe, expect, it } from "vitest";
import { encodeCbor } from "#src/core/cbor/value.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { batchItemId, encodeEnvelope, signingBytes, transactionId } from "#src/transaction/envelope.ts";

const signature = { publicKey: new Uint8Array(32).fill(1), signature: new Uint8Array(64).fill(2) };

describe("a transaction", () => {
  it("is signed under a tag of its own, so that no batch can be taken for it", () => {
    const body = new TextEncoder().encode("body");
    expect(new TextDecoder().decode(signingBytes("transaction", body))).toBe("kedge/transaction/1\nbody");
    expect(new TextDecoder().decode(signingBytes("batch", body))).toBe("kedge/batch/1\nbody");
  });

  it("has an id that is the hash of its body", () => {
    const body = new TextEncoder().encode("body");
    expect(transactionId(body)).toEqual(sha256(body));
  });
});

describe("a batch", () => {
  it("gives each item an id of its own", () => {
    const ids = [0, 1, 255, 256, 65_536].map((index) => bytesToHex(batchItemId(new Uint8Array(32), index)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[1]).toBe(bytesToHex(sha256(new Uint8Array(32), Uint8Array.of(0, 0, 0, 1))));
  });
});

describe("an envelope", () => {
  it.each([
    ["transaction", 0n],
    ["batch", 1n],
  ] as const)("of a %s has its kind, its body and its signatures", (kind, byte) => {
    const body = Uint8Array.of(1, 2, 3);
    expect(bytesToHex(encodeEnvelope(kind, body, [signature]))).toBe(
      bytesToHex(encodeCbor([byte, body, [{ ...signature }]])),
    );
  });
});
