// The shapes of the module `directory`: payees found by a proxy, ports to another bank, keys for sealed payloads.
import { z } from "zod";
import { maskedNameSchema } from "#src/core/maskedName.ts";
import {
  accountSchema,
  countSchema,
  currencySchema,
  durationMsSchema,
  hashSchema,
  publicKeySchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

/** What a bank says of a payee. Nothing here tells who it is to anybody who does not hold the directory's secret. */
export const payeeSchema = z.strictObject({
  bank: accountSchema,
  currency: currencySchema,
  /** The commitment to the account at the bank, salted anew for each proxy: two proxies of one account do not show it. */
  accountHash: hashSchema,
  maskedName: maskedNameSchema,
  /** The keyed hash of the folded name and the proxy: whoever types the whole name and holds the secret gets the same. */
  nameHash: hashSchema,
  expiresMs: timeMsSchema,
});
export type Payee = z.output<typeof payeeSchema>;

/** What a message says of a payee; its sender is the bank. */
export const describedSchema = payeeSchema.omit({ bank: true, expiresMs: true }).extend({
  /** How long the row holds from now, or from when it is ported. */
  lifeMs: durationMsSchema.min(1),
});

/** Another bank that asks for a proxy. */
export const portSchema = z.strictObject({
  ...describedSchema.shape,
  bank: accountSchema,
  /** Without an answer it may be completed from here, */
  dueMs: timeMsSchema,
  /** and until here. */
  lapsesMs: timeMsSchema,
});
export type Port = z.output<typeof portSchema>;

/** The banks that were refused last: more of them than there are to a customer's move. */
export const refusedKept = 8;
export const refusedPortsSchema = z
  .array(z.strictObject({ bank: accountSchema, untilMs: timeMsSchema }))
  .min(1)
  .max(refusedKept);

/** How much a bank fills: each is held to one bound together. */
export const holdingSchema = z.strictObject({ proxies: countSchema, ports: countSchema });

export const keyNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
/** A public key of X25519 (RFC 7748) to which payloads are sealed. */
export const disclosureKeySchema = z.strictObject({
  publicKey: publicKeySchema,
  fromMs: timeMsSchema,
  untilMs: timeMsSchema,
});
export type DisclosureKey = z.output<typeof disclosureKeySchema>;

/** The four answers of the European scheme for the verification of payees. */
export const checkResultSchema = z.enum(["MTCH", "CMTC", "NMTC", "NOAP"]);

/** Thirty-two bytes in hex, as they stand in a key: what queries are asked with. */
export const hexHashSchema = z.string().regex(/^[0-9a-f]{64}$/);
