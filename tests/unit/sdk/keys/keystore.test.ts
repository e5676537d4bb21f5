// Keystores: opened by their passphrase alone, and by nothing weaker than what we would write ourselves.
import { base64urlnopad } from "@scure/base";
import { CompactEncrypt, type CompactJWEHeaderParameters } from "jose";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { KeystoreError, lockedPublicKey, lockKey, unlockKey } from "#src/sdk/keys/keystore.ts";
import { importSigner } from "#src/sdk/keys/signer.ts";

const passphrase = "correct horse battery staple";
const signer = importSigner(new Uint8Array(32).fill(7));
const other = importSigner(new Uint8Array(32).fill(8));
const kid = bytesToHex(signer.publicKey);
const text = await lockKey(signer, passphrase);

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing",
    (reason: unknown) => (reason instanceof KeystoreError ? reason.code : reason),
  );

interface Foreign {
  readonly header?: Partial<CompactJWEHeaderParameters>;
  readonly content?: unknown;
  readonly iterations?: number;
  readonly saltLength?: number;
}

/** A keystore that some other program wrote. */
function foreign({ header = {}, content, iterations = 210_000, saltLength = 16 }: Foreign): Promise<string> {
  const own = {
    kty: "OKP",
    crv: "Ed25519",
    x: base64urlnopad.encode(signer.publicKey),
    d: base64urlnopad.encode(signer.exportSeed()),
  };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content ?? own)))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", kid, ...header })
    .setKeyManagementParameters({ p2c: iterations, p2s: new Uint8Array(saltLength).fill(1) })
    .encrypt(new TextEncoder().encode(passphrase));
}

describe("a keystore", () => {
  it("gives back its key, and tells the public one without a passphrase", async () => {
    expect((await unlockKey(`${text}\n`, passphrase)).exportSeed()).toEqual(signer.exportSeed());
    expect(lockedPublicKey(text)).toBe(kid);
  });

  it("is one line without the key in it, and never the same twice", async () => {
    expect(text).toMatch(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}$/);
    expect(text).not.toContain(base64urlnopad.encode(signer.exportSeed()));
    expect(await lockKey(signer, passphrase)).not.toBe(text);
  });

  it("does not open with another passphrase", async () => {
    expect(await codeOf(unlockKey(text, "correct horse battery stapler"))).toBe("keystore/wrongPassphrase");
    expect(await codeOf(unlockKey(text, ""))).toBe("keystore/wrongPassphrase");
  });

  it("opens however an accented letter was typed", async () => {
    const accented = await lockKey(signer, "caf\u00e9 cr\u00e8me");
    expect((await unlockKey(accented, "cafe\u0301 cre\u0300me")).publicKey).toEqual(signer.publicKey);
  });

  it("that was changed does not open", async () => {
    const parts = text.split(".");
    for (const at of [1, 2, 3, 4]) {
      const part = parts[at] ?? "";
      const changed = parts.with(at, (part.startsWith("A") ? "B" : "A") + part.slice(1)).join(".");
      expect(await codeOf(unlockKey(changed, passphrase))).toBe("keystore/wrongPassphrase");
    }
  });

  it("is not made with a short passphrase", async () => {
    expect(await codeOf(lockKey(signer, "1234567"))).toBe("keystore/weakPassphrase");
    expect(await codeOf(lockKey(signer, "12345678"))).toBe("nothing");
  });
});

describe("a keystore of another program", () => {
  it("opens when it is as strong as it should be", async () => {
    expect((await unlockKey(await foreign({}), passphrase)).publicKey).toEqual(signer.publicKey);
  });

  it.each<[string, Foreign]>([
    ["fewer iterations than it should have", { iterations: 209_999 }],
    ["a short salt", { saltLength: 15 }],
  ])("is refused for %s", async (_, parts) => {
    expect(await codeOf(unlockKey(await foreign(parts), passphrase))).toBe("keystore/weakParameters");
  });

  it("is refused, before any work, for more iterations than anybody needs", async () => {
    const [header = "", ...rest] = text.split(".");
    const changed = new TextDecoder().decode(base64urlnopad.decode(header)).replace('"p2c":600000', '"p2c":2000000000');
    const costly = [base64urlnopad.encode(new TextEncoder().encode(changed)), ...rest].join(".");
    expect(await codeOf(unlockKey(costly, passphrase))).toBe("keystore/weakParameters");
  });

  it.each<[string, Foreign]>([
    ["another key algorithm", { header: { alg: "PBES2-HS256+A128KW" } }],
    ["another content algorithm", { header: { enc: "A128CBC-HS256" } }],
    ["no key id", { header: { kid: "alice" } }],
    ["the key id of another key", { header: { kid: bytesToHex(other.publicKey) } }],
    ["a key of another curve", { content: { kty: "OKP", crv: "X25519", x: "A".repeat(43), d: "A".repeat(43) } }],
    ["something that is no key", { content: "hello" }],
    [
      "halves of two keys",
      {
        content: {
          kty: "OKP",
          crv: "Ed25519",
          x: base64urlnopad.encode(signer.publicKey),
          d: base64urlnopad.encode(other.exportSeed()),
        },
      },
    ],
  ])("is refused for %s", async (_, parts) => {
    expect(await codeOf(unlockKey(await foreign(parts), passphrase))).toBe("keystore/foreignFormat");
  });

  it.each(["", "{}", "a.b.c.d.e", "-----BEGIN PRIVATE KEY-----", "x".repeat(5_000)])("is not %j", async (odd) => {
    expect(await codeOf(unlockKey(odd, passphrase))).toBe("keystore/foreignFormat");
  });
});
