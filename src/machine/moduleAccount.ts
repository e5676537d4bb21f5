// Module accounts: accounts that belong to the ledger's own books, which no key can sign for.
import { type Account, accountBytesLength, accountFromBytes } from "#src/core/account.ts";
import { sha256 } from "#src/crypto/sha256.ts";

const text = new TextEncoder();
/** So many leading zero bytes mark a book of the ledger; no account of a key may have them. */
const zeroBytes = 4;
/** How those bytes begin as text: thirty of their bits are whole characters. */
const markedText = "kdg1qqqqqq";

/** The account of a module's book, such as `issuance/surplus`; the same on every network. */
export function moduleAccount(name: string): Account {
  const bytes = sha256(text.encode(`kedge/module-account/1\n${name}`)).slice(0, accountBytesLength);
  return accountFromBytes(bytes.fill(0, 0, zeroBytes));
}

/** Whether an account is a book of the ledger, told from its text alone. */
export function isModuleAccount(account: Account): boolean {
  return account.startsWith(markedText);
}
