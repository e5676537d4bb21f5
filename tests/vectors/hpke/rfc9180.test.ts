// HPKE as published in RFC 9180, A.2.1: the suite to which payloads are sealed derives, seals and opens the same bytes.
import { expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { openSealed, suite } from "#src/sdk/sealing/hpke.ts";
import vector from "./rfc9180.json" with { type: "json" };

const bytes = (name: keyof typeof vector) => hexToBytes(vector[name]);
const buffer = (name: keyof typeof vector) => Uint8Array.from(bytes(name)).buffer as ArrayBuffer;
const hexOf = (data: ArrayBuffer) => bytesToHex(new Uint8Array(data));
const pairOf = (ikm: "ikmE" | "ikmR") => suite.kem.deriveKeyPair(buffer(ikm));

test("key pairs are derived as published", async () => {
  for (const [ikm, pk, sk] of [
    ["ikmE", "pkEm", "skEm"],
    ["ikmR", "pkRm", "skRm"],
  ] as const) {
    const pair = await pairOf(ikm);
    expect(hexOf(await suite.kem.serializePublicKey(pair.publicKey))).toBe(vector[pk]);
    expect(hexOf(await suite.kem.serializePrivateKey(pair.privateKey))).toBe(vector[sk]);
  }
});

test("with the published ephemeral key, the published text is sealed to the published bytes", async () => {
  const { publicKey: recipientPublicKey } = await pairOf("ikmR");
  const sender = { recipientPublicKey, info: buffer("info"), ekm: await pairOf("ikmE") };
  const { enc, ct } = await suite.seal(sender, buffer("pt"), buffer("aad"));
  expect(hexOf(enc)).toBe(vector.pkEm);
  expect(hexOf(ct)).toBe(vector.ct);
});

test("the published bytes are opened, and no others", async () => {
  const pair = { secretKey: bytes("skRm") };
  const bound = { info: bytes("info"), aad: bytes("aad") };
  const sealed = { encapsulated: bytes("pkEm"), ciphertext: bytes("ct") };
  expect(bytesToHex(await openSealed(pair, bound, sealed))).toBe(vector.pt);
  const changed = Uint8Array.from(bytes("ct"));
  changed[0] = (changed[0] ?? 0) ^ 1;
  await expect(openSealed(pair, bound, { ...sealed, ciphertext: changed })).rejects.toThrow();
  await expect(openSealed(pair, { ...bound, aad: bytes("info") }, sealed)).rejects.toThrow();
});
