// A devnet's keys follow from names, and must not change: people keep notes of the accounts.
import { expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";

it("is the hash of a tag and the name", () => {
  const expected = sha256(new TextEncoder().encode("kedge/devnet-key/1\nalice"));
  expect(bytesToHex(devnetSecretKey("alice"))).toBe(bytesToHex(expected));
  expect(devnetSecretKey("bob")).not.toEqual(devnetSecretKey("alice"));
});
