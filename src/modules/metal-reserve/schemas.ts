// The shapes that the register of metal is made of: metals, vaults, bars, metal certificates, attestations.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  countSchema,
  durationMsSchema,
  hashSchema,
  keyTextSchema,
  noteSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";

/** A metal is named by its component of the basket, such as `AG` or `CU`. */
export const metalSchema = z.string().regex(/^[A-Z][A-Z0-9]{1,7}$/);

/** A vault's name in keys and addresses, such as `zurich`. */
export const vaultIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** A metal certificate's running number. */
export const certificateIdSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** ISO 3166-1 alpha-2. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/);

/** A refiner's or producer's mark, or a serial number: capitals only, so that case never makes two bars of one. */
export const markSchema = z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,31}$/);

/** Fineness in parts of fine metal in a million: 999.0 is 999,000. */
export const finenessPpmSchema = z.int().min(1).max(1_000_000);

/** What makes a bar or lot the only one of its kind, for ever. */
export const barKeyShape = {
  refiner: markSchema,
  serial: markSchema,
  year: z.int().min(1800).max(2999),
} as const;
const barKeySchema = z.strictObject(barKeyShape);
export type BarKey = z.output<typeof barKeySchema>;

/** The rules for one metal. A `bar` is never divided; a `lot` may be split by weight. */
export const metalSettingsSchema = z.strictObject({
  name: noteSchema,
  /** What its price is quoted for. */
  unit: z.enum(["g", "kg"]),
  form: z.enum(["bar", "lot"]),
  finenessPpmMin: finenessPpmSchema,
  /** Bounds of the gross weight of one bar or lot when it is deposited. */
  grossWeightMgMin: positiveAmountSchema,
  grossWeightMgMax: positiveAmountSchema,
  /** The lightest piece, in fine weight, into which a lot may be split. */
  pieceWeightMgMin: positiveAmountSchema,
});
export type MetalSettings = z.output<typeof metalSettingsSchema>;

/** What a governor decides about a vault. */
export const vaultSettingsShape = {
  /** The custodian that keeps the metal. */
  operator: accountSchema,
  country: countrySchema,
  zone: keyTextSchema,
  /** Auditors who may attest the vault, none of them its operator. */
  auditors: z.array(accountSchema).min(1).max(limits.vaultAuditorsMax),
  /** Gross weight that leaves in a day, on average. */
  loadOutWeightMgPerDay: positiveAmountSchema,
  /** A shorter life of attestations than the ledger's own, where this vault needs one. */
  attestationAgeMaxMs: durationMsSchema.optional(),
} as const;

export const vaultSchema = z.strictObject({
  ...vaultSettingsShape,
  acceptsDeposits: z.boolean(),
  registeredMs: timeMsSchema,
});
export type Vault = z.output<typeof vaultSchema>;

export const newVaultSchema = z.strictObject({ vault: vaultIdSchema, ...vaultSettingsShape });
export type NewVault = z.output<typeof newVaultSchema>;

export const certificateStates = [
  "active",
  "pledged",
  "reserve-owned",
  "delivery-requested",
  "delivered",
  "withdrawn",
] as const;
export type CertificateState = (typeof certificateStates)[number];

export const certificateSchema = z.strictObject({
  state: z.enum(certificateStates),
  owner: accountSchema,
  metal: metalSchema,
  vault: vaultIdSchema,
  ...barKeyShape,
  assayPpm: finenessPpmSchema,
  grossWeightMg: positiveAmountSchema,
  fineWeightMg: positiveAmountSchema,
  /** The place of its bar or lot in the vault's sequence of deposits: attested when an attestation reaches it. */
  deposit: countSchema,
  depositor: accountSchema,
  depositedMs: timeMsSchema,
  /** On a pledged one, and on one withdrawn while it was: the book for which its owner pledged it. */
  pledgee: accountSchema.optional(),
  /** The metal certificate that it was split from. */
  splitFrom: certificateIdSchema.optional(),
  /** On a withdrawn one: what it was before. */
  withdrawnFrom: z.enum(["active", "pledged", "reserve-owned"]).optional(),
});
export type Certificate = z.output<typeof certificateSchema>;

export const barSchema = z.strictObject({
  metal: metalSchema,
  vault: vaultIdSchema,
  /** The first metal certificate for it. */
  certificateId: certificateIdSchema,
  grossWeightMg: positiveAmountSchema,
  fineWeightMg: positiveAmountSchema,
  /** What of its fine weight is in the vault still: zero after delivery or withdrawal. */
  heldFineWeightMg: amountSchema,
});
export type Bar = z.output<typeof barSchema>;

/** Metal held: bars or lots, their fine weight, and how much of it the reserve owns. */
export const totalSchema = z.strictObject({
  items: countSchema,
  fineWeightMg: amountSchema,
  reserveFineWeightMg: amountSchema,
});
export type Total = z.output<typeof totalSchema>;

/** What an auditor counted of one metal. */
export const countedSchema = z.strictObject({ metal: metalSchema, items: countSchema, fineWeightMg: amountSchema });
export const countsSchema = z.array(countedSchema).max(limits.metalsMax);
export type Counted = z.output<typeof countedSchema>;

export const barListSchema = z.strictObject({
  /** Bars and lots ever deposited. */
  deposits: countSchema,
  /** Entries in the chain of hashes. */
  entries: countSchema,
  listHash: hashSchema,
});

export const attestationSchema = z.strictObject({
  auditor: accountSchema,
  attestedMs: timeMsSchema,
  /** It covers the vault's deposits up to this one. */
  deposits: countSchema,
  listHash: hashSchema,
  documentHash: hashSchema,
  counts: countsSchema,
  withdrawn: z.strictObject({ by: accountSchema, atMs: timeMsSchema, reason: noteSchema }).optional(),
});
export type Attestation = z.output<typeof attestationSchema>;

export const certificateIdsSchema = z.array(certificateIdSchema).min(1).max(limits.certificatesPerMessageMax);
