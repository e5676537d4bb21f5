// Module accounts: books of the ledger, told from all other accounts by their text.
import fc from "fast-check";
import { expect, test } from "vitest";
import { accountFromBytes, accountToBytes, isAccount } from "#src/core/account.ts";
import { isModuleAccount, moduleAccount } from "#src/machine/moduleAccount.ts";

test("a book has one account, which is an account like others in form", () => {
  expect(moduleAccount("issuance/surplus")).toBe(moduleAccount("issuance/surplus"));
  expect(moduleAccount("issuance/surplus")).not.toBe(moduleAccount("issuance/engine"));
  expect(isAccount(moduleAccount("issuance/surplus"))).toBe(true);
});

test("every book is told from its text, and begins with four zero bytes", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const account = moduleAccount(name);
      expect(isModuleAccount(account)).toBe(true);
      expect([...accountToBytes(account).subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    }),
  );
});

test("an account is none of the books when one of its first thirty bits is set", () => {
  for (let bit = 0; bit < 30; bit += 1) {
    const bytes = new Uint8Array(20);
    bytes[bit >> 3] = 0x80 >> (bit & 7);
    expect(isModuleAccount(accountFromBytes(bytes))).toBe(false);
  }
  expect(isModuleAccount(accountFromBytes(new Uint8Array(20)))).toBe(true);
});
