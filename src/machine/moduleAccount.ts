// Module accounts: accounts that belong to the ledger's own books, which no key can sign for.
import { type Account, accountBytesLength, accountFromBytes } from "#src/core/account.ts";
import { sha256 } from "#src/crypto/sha256.ts";

const text = new TextEncoder();

/** The account of a module's book, such as `issuance/surplus`; the same on every network. */
export function moduleAccount(name: string): Account {
  return accountFromBytes(sha256(text.encode(`kedge/module-account/1\n${name}`)).slice(0, accountBytesLength));
}
