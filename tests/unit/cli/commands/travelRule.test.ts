// `kedge travel-rule` without a node: the key of a stored key, a sealed file opened, and its hash checked.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { lockKey } from "#src/sdk/keys/keystore.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { disclosurePairOf } from "#src/sdk/sealing/hpke.ts";
import { sealedHash, sealPayload } from "#src/sdk/sealing/sealedFile.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { travelRulePayload } from "#tests/support/travelRule.ts";

const folder = mkdtempSync(join(tmpdir(), "kedge-travel-rule-"));
const at = (name: string) => join(folder, name);
const signer = devnetSigner("cny-bank");
const environment = { KEDGE_KEYS: folder, KEDGE_PASSPHRASE_FILE: at("passphrase") };
const run = (...args: string[]) => kedge(["travel-rule", ...args], { environment });
let hash = "";

beforeAll(async () => {
  const passphrase = "a long passphrase";
  writeFileSync(at("passphrase"), passphrase, { mode: 0o600 });
  writeFileSync(at("treasury.jwe"), await lockKey(signer, passphrase), { mode: 0o600 });
  writeFileSync(at("other.jwe"), await lockKey(devnetSigner("alice"), passphrase), { mode: 0o600 });
  const { publicKey } = await disclosurePairOf(signer);
  const recipient = { account: soleAccountOf(signer), number: 1, publicKey };
  const sealed = await sealPayload(travelRulePayload, [recipient], { network: "kedge-devnet" });
  hash = bytesToHex(sealedHash(sealed));
  writeFileSync(at("sealed"), sealed);
  const changed = Uint8Array.from(sealed);
  const last = changed.length - 5;
  changed[last] = changed[last] === 65 ? 66 : 65;
  writeFileSync(at("changed"), changed);
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("prints the public key to publish", async () => {
  const { publicKey } = await disclosurePairOf(signer);
  expect((await run("key", "treasury")).output.trim()).toBe(bytesToHex(publicKey));
});

it("opens what was sealed to a stored key, and nothing else", async () => {
  const opened = await run("open", at("sealed"), "--key", "treasury", "--json");
  expect(JSON.parse(opened.output)).toEqual(travelRulePayload);
  const stranger = await run("open", at("sealed"), "--key", "other");
  expect([stranger.code, stranger.errors]).toEqual([2, expect.stringContaining("seal/notRecipient")]);
  const changed = await run("open", at("changed"), "--key", "treasury");
  expect([changed.code, changed.errors]).toEqual([5, expect.stringContaining("seal/changed")]);
});

it("checks the hash that a payment carries, and ends with code 5 when it is another one", async () => {
  const checked = await run("check", at("sealed"), "--hash", hash, "--json");
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.output)).toMatchObject({ hash, isSame: true });
  expect((await run("check", at("changed"), "--hash", hash)).code).toBe(5);
  expect((await run("check", at("sealed"), "--hash", "5f")).code).toBe(2);
});

it("hashes and masks what the directory takes (kedge payee hash)", async () => {
  writeFileSync(at("secret"), "07".repeat(32), { mode: 0o600 });
  const args = ["payee", "hash", "+86 138-0013-8000", "--secret", at("secret")];
  const { output } = await kedge([...args, "--name", "Li Wei Ming", "--json"]);
  expect(JSON.parse(output)).toMatchObject({
    maskedName: "L* W** M***",
    proxy: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect((await kedge([...args, "--name", "..."])).code).toBe(2);
  expect((await kedge(["payee", "hash", "013800138000", "--secret", at("secret")])).code).toBe(2);
}, 30_000);
