// Attestations: which of a vault's deposits count as attested at the block's time.
import { minimum } from "#src/core/arithmetic.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import type { Attestation, Certificate, Vault } from "./schemas.ts";
import { attestations, vaults } from "./tables.ts";

/** An attestation in force: it covers the vault's deposits up to a number, until a moment. */
export interface AttestedReach {
  readonly deposits: number;
  readonly untilMs: number;
}

/** When an attestation made at a moment ends to count. */
export function attestationEndMs(state: StateReader, vault: Stored<Vault>, attestedMs: number): number {
  const ageMaxMs = parameters.attestationAgeMaxMs.get(state);
  const ownAgeMaxMs = vault.attestationAgeMaxMs;
  return attestedMs + Number(ownAgeMaxMs === undefined ? ageMaxMs : minimum(ageMaxMs, BigInt(ownAgeMaxMs)));
}

/** Whether it counts now: not withdrawn, not too old, and its auditor still assigned and still an auditor. */
function isInForce(state: StateReader, vault: Stored<Vault>, attestation: Stored<Attestation>): boolean {
  const { auditor, attestedMs, withdrawn } = attestation;
  if (withdrawn !== undefined || state.timeMs >= attestationEndMs(state, vault, attestedMs)) return false;
  return vault.auditors.includes(auditor) && authority.hasRole(state, auditor, "auditor");
}

/** The vault's attestation as far as it counts now. */
export function attestedReach(state: StateReader, vaultName: string): AttestedReach | undefined {
  const vault = vaults.get(state, vaultName);
  const attestation = attestations.get(state, vaultName);
  if (vault === undefined || attestation === undefined || !isInForce(state, vault, attestation)) return undefined;
  return { deposits: attestation.deposits, untilMs: attestationEndMs(state, vault, attestation.attestedMs) };
}

/** Until when a metal certificate is attested; undefined when it is not. */
export function attestedUntilMs(state: StateReader, certificate: Stored<Certificate>): number | undefined {
  const isHeld = certificate.state !== "delivered" && certificate.state !== "withdrawn";
  const reach = isHeld ? attestedReach(state, certificate.vault) : undefined;
  return reach !== undefined && certificate.deposit <= reach.deposits ? reach.untilMs : undefined;
}
