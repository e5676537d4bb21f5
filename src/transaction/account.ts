// The account that a policy makes: known to whoever holds the keys, before the ledger has heard of it.
import { z } from "zod";
import { type Account, accountBytesLength, accountFromBytes } from "#src/core/account.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { bytesSchema, publicKeySchema } from "#src/core/schemas.ts";
import { sha256 } from "#src/crypto/sha256.ts";

/** m of n Ed25519 keys: `threshold` of them must sign. */
export const policySchema = z.strictObject({
  threshold: z.int().min(1).max(limits.policyKeysMax),
  keys: z.array(publicKeySchema).min(1).max(limits.policyKeysMax),
});
export type Policy = z.output<typeof policySchema>;

/** Makes two accounts with one policy differ. */
export const accountSaltSchema = bytesSchema(0, 16);

const identityCodec = codecOf(z.strictObject({ policy: policySchema, salt: accountSaltSchema }));
const identityTag = new TextEncoder().encode("kedge/account/1\n");

/** The id of an account follows from its first policy and a salt, so a client knows it before the account is opened. */
export function accountOf(policy: Policy, salt: Uint8Array): Account {
  return accountFromBytes(sha256(identityTag, identityCodec.encode({ policy, salt })).slice(0, accountBytesLength));
}
