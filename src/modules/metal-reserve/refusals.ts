// Refusals of the module `metal-reserve`: numbers 350 to 449.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

type VaultNamed = { vault: string };
type CertificateNamed = { certificateId: number };
type BarNamed = { refiner: string; serial: string; year: number };

export const refusals = defineRefusals("metal-reserve", {
  unknownMetal: refusal<{ metal: string }>(350, "unknown", "No metal of this name is registered."),
  unknownVault: refusal<VaultNamed>(351, "unknown", "No vault of this name is registered."),
  unknownCertificate: refusal<CertificateNamed>(352, "unknown", "No metal certificate has this number."),
  unknownBar: refusal<BarNamed>(353, "unknown", "No bar or lot with these marks was ever deposited."),
  unknownAttestation: refusal<VaultNamed>(354, "unknown", "The vault has never been attested."),
  unknownTotal: refusal<VaultNamed & { metal: string }>(355, "unknown", "The vault has never held this metal."),

  notVaultOperator: refusal<VaultNamed>(360, "unauthorised", "Only the custodian that operates the vault may do this."),
  notVaultAuditor: refusal<VaultNamed>(361, "unauthorised", "Only an auditor assigned to the vault may do this."),
  notOwner: refusal<CertificateNamed>(362, "unauthorised", "Only the owner of the metal certificate may do this."),

  vaultKnown: refusal<VaultNamed>(365, "conflict", "A vault of this name is registered already."),
  tooManyVaults: refusal<{ most: number }>(366, "limit", "The ledger has as many vaults as it can visit at once."),
  operatorLacksRole: refusal<{ account: string }>(367, "conflict", "The operator of a vault must be a custodian."),
  auditorLacksRole: refusal<{ account: string }>(
    368,
    "conflict",
    "An auditor of a vault must hold the role of auditor.",
  ),
  auditorIsOperator: refusal<{ account: string }>(369, "conflict", "Nobody audits metal in their own keeping."),
  auditorRepeated: refusal<{ account: string }>(370, "invalid", "An auditor is named twice."),
  vaultClosed: refusal<VaultNamed>(371, "conflict", "The vault takes no deposits."),
  loadOutOverdue: refusal<VaultNamed & { certificateId: number; dueMs: number }>(
    372,
    "conflict",
    "The vault owes a delivery past its date, and takes no deposits until it is made.",
  ),

  barKnown: refusal<BarNamed & CertificateNamed>(
    375,
    "conflict",
    "A bar or lot with these marks was deposited before.",
  ),
  barRepeated: refusal<BarNamed>(376, "invalid", "A bar or lot is named twice."),
  finenessTooLow: refusal<BarNamed & { least: number }>(
    377,
    "invalid",
    "The assay is below the metal's least fineness.",
  ),
  weightOutOfBounds: refusal<BarNamed & { least: bigint; most: bigint }>(
    378,
    "invalid",
    "The gross weight is outside the metal's bounds.",
  ),
  fineWeightTooHigh: refusal<BarNamed & { most: bigint }>(
    379,
    "invalid",
    "The fine weight is more than gross weight and assay allow.",
  ),
  yearInFuture: refusal<BarNamed>(380, "invalid", "The year of the bar or lot has not begun."),

  attestationMismatch: refusal<VaultNamed & { what: string }>(
    385,
    "conflict",
    "What was attested is not what the vault's bar list says now.",
  ),
  attestationAlreadyWithdrawn: refusal<VaultNamed>(386, "conflict", "The vault's attestation is withdrawn already."),
  certificateUnattested: refusal<CertificateNamed & VaultNamed>(
    387,
    "conflict",
    "No attestation in force covers this metal certificate.",
  ),

  certificateNotActive: refusal<CertificateNamed & { state: string }>(
    390,
    "conflict",
    "The metal certificate is not free to be used: its state says why.",
  ),
  certificateRepeated: refusal<CertificateNamed>(391, "invalid", "A metal certificate is named twice."),
  certificateElsewhere: refusal<CertificateNamed & VaultNamed>(
    392,
    "invalid",
    "The metal certificate is of another vault.",
  ),
  notHeld: refusal<CertificateNamed & { state: string }>(393, "conflict", "The metal is not in the vault any more."),
  notWithdrawn: refusal<CertificateNamed & { state: string }>(
    394,
    "conflict",
    "The metal certificate is not withdrawn.",
  ),
  notReserveOwned: refusal<CertificateNamed & { state: string }>(
    395,
    "conflict",
    "The metal certificate does not belong to the reserve.",
  ),
  ownerIsPayee: refusal<CertificateNamed>(396, "invalid", "The metal certificate belongs to this account already."),
  barIndivisible: refusal<CertificateNamed>(397, "conflict", "A bar is never divided; only a lot may be split."),
  pieceTooLight: refusal<{ least: bigint }>(398, "invalid", "A piece or the rest of the lot would be too light."),
  piecesTooHeavy: refusal<CertificateNamed & { fineWeightMg: bigint }>(
    399,
    "invalid",
    "The pieces weigh more than the lot.",
  ),

  deliveryNotRequested: refusal<CertificateNamed>(405, "conflict", "No delivery of this metal certificate is waiting."),
  notNextInQueue: refusal<CertificateNamed & { next: number | undefined }>(
    406,
    "conflict",
    "Deliveries are made in the order of the load-out queue.",
  ),
  loadOutCapacityReached: refusal<VaultNamed & { nextDayMs: number }>(
    407,
    "limit",
    "The vault has loaded out what a day allows.",
  ),
  notPledged: refusal<CertificateNamed & { state: string }>(
    409,
    "conflict",
    "The metal certificate is not pledged to this book.",
  ),
  ownerFrozen: refusal<CertificateNamed>(
    408,
    "conflict",
    "The owner's account is frozen: the metal stays in the vault.",
  ),
});
