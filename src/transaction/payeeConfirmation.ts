// The hash by which a payment says what its payer was shown of the payee before confirming it.
import { type Account, accountToBytes } from "#src/core/account.ts";
import { encodeCbor } from "#src/core/cbor/value.ts";
import { sha256 } from "#src/crypto/sha256.ts";

/** The row of a payee at a height; both can be proved as long as the height is kept. */
export interface ShownPayee {
  readonly proxy: Uint8Array;
  readonly bank: Account;
  readonly currency: string;
  readonly accountHash: Uint8Array;
  readonly maskedName: string;
  readonly nameHash: Uint8Array;
  readonly expiresMs: number;
  readonly height: number;
}

const domain = new TextEncoder().encode("kedge/payee-confirmation/1\n");

/** SHA-256 over the domain and the deterministic CBOR (RFC 8949, 4.2) of a map with exactly these eight names. */
export function payeeConfirmation(shown: ShownPayee): Uint8Array {
  const { proxy, bank, currency, accountHash, maskedName, nameHash, expiresMs, height } = shown;
  const numbers = { expiresMs: BigInt(expiresMs), height: BigInt(height) };
  return sha256(
    domain,
    encodeCbor({ proxy, bank: accountToBytes(bank), currency, accountHash, maskedName, nameHash, ...numbers }),
  );
}
