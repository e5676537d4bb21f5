// What other modules may do with metal, in tiers: read, and move (title to or from the reserve, and pledges; never metal made).
import type { Account } from "#src/core/account.ts";
import type { StateReader, StateScanner, Stored } from "#src/state/view.ts";
import { attestedReach, attestedUntilMs } from "./attestations.ts";
import { requireCertificate } from "./books.ts";
import { isPledgedTo, passPledgeToReserve, pledge, releasePledge, seizePledge } from "./pledges.ts";
import {
  passToReserve,
  payFromReserve,
  planPaymentInKind,
  releaseFromReserve,
  requirePassable,
  reserveByVault,
  reserveHoldings,
  reserveOldestFirst,
} from "./reserve.ts";
import { cutFineWeightMg, mgPerUnit } from "./rules.ts";
import {
  type CertificateState,
  certificateIdSchema,
  certificateIdsSchema,
  type MetalSettings,
  metalSchema,
  vaultIdSchema,
} from "./schemas.ts";
import { certificates, metalNames, metalSettings, metalTotals } from "./tables.ts";
import { requireMetal, requireVault } from "./vaults.ts";

export type { PaidInKind, PartInKind, Passable, PaymentInKind, ReserveHoldings, VaultHolding } from "./reserve.ts";
export type { CertificateState, MetalSettings } from "./schemas.ts";

/** A metal certificate as other modules see it, at the block's time. */
export interface CertificateView {
  readonly certificateId: number;
  readonly metal: string;
  readonly fineWeightMg: bigint;
  readonly owner: Account;
  readonly vault: string;
  readonly state: CertificateState;
  /** Whether an attestation in force covers it. */
  readonly attested: boolean;
  readonly attestedUntilMs: number | undefined;
}

/** Schemas for messages that name metal. */
export const schemas = {
  metal: metalSchema,
  vault: vaultIdSchema,
  certificateId: certificateIdSchema,
  certificateIds: certificateIdsSchema,
} as const;

export const read = {
  requireMetal,
  metal: (state: StateReader, metal: string): Stored<MetalSettings> | undefined => metalSettings.get(state, metal),
  metalNames: (state: StateReader): readonly string[] => metalNames.get(state) ?? [],
  /** How many milligrams one unit of a metal's price stands for. */
  mgPerPriceUnit: (state: StateReader, metal: string): bigint => mgPerUnit(requireMetal(state, metal).unit),
  /** Refuses when there is no such certificate. */
  certificate(state: StateReader, certificateId: number): CertificateView {
    const certificate = requireCertificate(state, certificateId);
    const { metal, fineWeightMg, owner, vault } = certificate;
    const untilMs = attestedUntilMs(state, certificate);
    const attested = untilMs !== undefined;
    return {
      certificateId,
      metal,
      fineWeightMg,
      owner,
      vault,
      state: certificate.state,
      attested,
      attestedUntilMs: untilMs,
    };
  },
  /** All of a metal in all vaults, whoever owns it. */
  heldFineMg: (state: StateReader, metal: string): bigint => metalTotals.get(state, metal)?.fineWeightMg ?? 0n,
  reserveHoldings,
  reserveByVault,
  reserveOldestFirst,
  requirePassable,
  isPledgedTo,
  /** The book that a certificate is pledged to, withdrawn as it may be. */
  pledgee: (state: StateReader, certificateId: number): Account | undefined =>
    requireCertificate(state, certificateId).pledgee,
  planPaymentInKind,
  /** How much of a certificate of so much a payment may take: a bar whole or not at all, a lot as far as pieces allow. */
  takeableMg(state: StateReader, metal: string, wholeMg: bigint, mostMg: bigint): bigint {
    const { form, pieceWeightMgMin } = requireMetal(state, metal);
    if (form === "lot") return cutFineWeightMg(wholeMg, mostMg, pieceWeightMgMin);
    return wholeMg <= mostMg ? wholeMg : 0n;
  },
  /** ISO 3166-1 alpha-2; refuses an unknown vault. */
  vaultCountry: (state: StateReader, vault: string): string => requireVault(state, vault).country,
  /** The custodian that keeps a vault; refuses an unknown vault. */
  vaultOperator: (state: StateReader, vault: string): Account => requireVault(state, vault).operator,
  scanReserve,
  isVaultAttested: (state: StateReader, vault: string): boolean => attestedReach(state, vault) !== undefined,
};

/** Every metal certificate that belongs to the reserve, for audits: handlers use the holdings. */
async function* scanReserve(state: StateScanner): AsyncGenerator<CertificateView> {
  for await (const { parts, value } of certificates.scan(state)) {
    if (value.state === "reserve-owned") yield read.certificate(state, Number(parts[0]));
  }
}

export const move = {
  passToReserve,
  releaseFromReserve,
  payFromReserve,
  pledge,
  releasePledge,
  seizePledge,
  passPledgeToReserve,
};
