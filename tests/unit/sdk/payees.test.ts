// What banks hash for the directory: one key for all ways of typing a proxy, and none without the secret.
import { expect, test } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { accountCommitment, type ProxyKind, payeeNameHash, proxyKey } from "#src/sdk/payees.ts";

const secret = new Uint8Array(32).fill(7);
const key = async (kind: ProxyKind, typed: string, with_ = secret) => bytesToHex(await proxyKey(with_, kind, typed));

test("a proxy has one key however it is typed, and another one under another secret or as another kind", async () => {
  const phone = await key("phone", "+86 138-0013-8000");
  expect(phone).toBe(await key("phone", "+8613800138000"));
  expect(phone).not.toBe(await key("phone", "+8613800138001"));
  expect(phone).not.toBe(await key("phone", "+8613800138000", new Uint8Array(32).fill(8)));
  expect(await key("email", " Li.Wei@Example.com ")).toBe(await key("email", "li.wei@example.com"));
  expect(await key("registration", "cn: 9111 0000")).toBe(await key("registration", "CN:91110000"));
});

test("what is not in international form has no key, and no secret is short", async () => {
  for (const [kind, typed] of [
    ["phone", "013800138000"],
    ["phone", "+86"],
    ["email", "li.wei"],
    ["registration", "91110000"],
  ] as const)
    await expect(proxyKey(secret, kind, typed)).rejects.toThrow(RangeError);
  await expect(proxyKey(new Uint8Array(31), "phone", "+8613800138000")).rejects.toThrow(RangeError);
});

test("a name's hash is the same for all ways of typing it, and bound to the proxy and the secret", () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  expect(payeeNameHash(secret, one, "li  wei-ming")).toEqual(payeeNameHash(secret, one, "LI WEI MING"));
  expect(payeeNameHash(secret, one, "LI WEI MING")).not.toEqual(payeeNameHash(secret, other, "LI WEI MING"));
  expect(payeeNameHash(secret, one, "LI WEI MING")).not.toEqual(payeeNameHash(secret, one, "LI MING WEI"));
  expect(() => payeeNameHash(secret, one, "...")).toThrow(RangeError);
  expect(() => payeeNameHash(new Uint8Array(8), one, "LI")).toThrow(RangeError);
});

test("an account's commitment depends on its salt", () => {
  expect(accountCommitment(secret, "6222")).not.toEqual(accountCommitment(new Uint8Array(32), "6222"));
  expect(() => accountCommitment(new Uint8Array(31), "6222")).toThrow(RangeError);
});
