// Signers: keys in memory, and keys elsewhere that do not always do what they should.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { devnetNames } from "#src/node/devnet.ts";
import { programModules } from "#src/node/programModules.ts";
import { SignerError } from "#src/sdk/errors.ts";
import { createSigner, devnetSigner, importSigner, type Signer, signatureBy } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";

const message = Uint8Array.of(1, 2, 3);

describe("a software signer", () => {
  it("made of a seed is the key of RFC 8032's first example", async () => {
    const seed = hexToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const signer = importSigner(seed);
    expect(signer.publicKey).toEqual(hexToBytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    expect(await signer.sign(new Uint8Array())).toEqual(
      hexToBytes(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      ),
    );
    expect(signer.exportSeed()).toEqual(seed);
  });

  it("keeps its key when the caller wipes the seed", async () => {
    const seed = new Uint8Array(32).fill(7);
    const signer = importSigner(seed);
    seed.fill(0);
    signer.exportSeed().fill(0);
    expect(verifyZip215(message, await signer.sign(message), signer.publicKey)).toBe(true);
  });

  it("that is new has a key that no other has", () => {
    expect(createSigner().publicKey).not.toEqual(createSigner().publicKey);
  });

  it("of a devnet is the key of the account of that name", () => {
    const { account, publicKey } = devnetNames(programModules().newest(), 0);
    expect(devnetSigner("alice").publicKey).toEqual(publicKey("alice"));
    expect(soleAccountOf(devnetSigner("alice"))).toBe(account("alice"));
  });

  it("is not made of a seed of another length", () => {
    expect(() => importSigner(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe("a signer in another thread", () => {
  it("keeps its key there and signs what it is sent", async () => {
    const program = `
      const { generateKeyPairSync, sign } = require("node:crypto");
      const { parentPort } = require("node:worker_threads");
      const { privateKey, publicKey } = generateKeyPairSync("ed25519");
      parentPort.on("message", (bytes) => parentPort.postMessage(new Uint8Array(sign(null, bytes, privateKey))));
      parentPort.postMessage(new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32)));
    `;
    const worker = new Worker(program, { eval: true });
    const [publicKey] = (await once(worker, "message")) as [Uint8Array];
    const remote: Signer = {
      publicKey,
      async sign(bytes) {
        worker.postMessage(bytes);
        const [signature] = (await once(worker, "message")) as [Uint8Array];
        return signature;
      },
    };
    const { signature } = await signatureBy(remote, message);
    expect(verifyZip215(message, signature, publicKey)).toBe(true);
    await worker.terminate();
  });
});

describe("the signature of a signer", () => {
  const honest = createSigner();
  const faulty: readonly (readonly [string, Signer])[] = [
    ["signs with another key", { publicKey: honest.publicKey, sign: (bytes) => createSigner().sign(bytes) }],
    ["signs something else", { publicKey: honest.publicKey, sign: () => honest.sign(Uint8Array.of(9)) }],
    ["gives no signature", { publicKey: honest.publicKey, sign: async () => new Uint8Array() }],
    ["is gone", { publicKey: honest.publicKey, sign: () => Promise.reject(new Error("the token was pulled")) }],
    ["has no key", { publicKey: new Uint8Array(31), sign: honest.sign }],
  ];

  it("comes with its key", async () => {
    const { publicKey, signature } = await signatureBy(honest, message);
    expect(verifyZip215(message, signature, publicKey)).toBe(true);
  });

  it.each(faulty)("is refused when it %s", async (_, signer) => {
    await expect(signatureBy(signer, message)).rejects.toBeInstanceOf(SignerError);
  });
});
