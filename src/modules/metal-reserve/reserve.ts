// Metal that the reserve owns: title passing in and out, and the order in which it is paid out.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { attestedReach, attestedUntilMs } from "./attestations.ts";
import { addToTotals, putCertificate, requireCertificate } from "./books.ts";
import { events } from "./events.ts";
import { requireSplittable, splitLot } from "./lots.ts";
import { refusals } from "./refusals.ts";
import { cutFineWeightMg } from "./rules.ts";
import type { Certificate } from "./schemas.ts";
import { reserveChainName, reserveChains, vaultNames, vaults, vaultTotals } from "./tables.ts";
import { requireMetal } from "./vaults.ts";

/** What the reserve owns of a metal, by whether an attestation in force covers it now. */
export interface ReserveHoldings {
  readonly attestedFineMg: bigint;
  readonly unattestedFineMg: bigint;
}

/** What the reserve owns of a metal in one vault. */
export interface VaultHolding {
  readonly vault: string;
  readonly operator: Account;
  readonly country: string;
  readonly fineWeightMg: bigint;
  readonly attested: boolean;
}

/**
 * One entry for each vault where the reserve owns the metal. Metal enters the reserve attested, and attestations only
 * ever reach further, so that all of a vault's reserve metal is attested while its attestation is in force.
 */
export function reserveByVault(state: StateReader, metal: string): VaultHolding[] {
  requireMetal(state, metal);
  return (vaultNames.get(state) ?? []).flatMap((vault) => {
    const fineWeightMg = vaultTotals.get(state, vault, metal)?.reserveFineWeightMg ?? 0n;
    const settings = vaults.get(state, vault);
    if (fineWeightMg === 0n || settings === undefined) return [];
    const { operator, country } = settings;
    return [{ vault, operator, country, fineWeightMg, attested: attestedReach(state, vault) !== undefined }];
  });
}

export function reserveHoldings(state: StateReader, metal: string): ReserveHoldings {
  const sumOf = (attested: boolean) =>
    holdings.reduce((sum, holding) => (holding.attested === attested ? sum + holding.fineWeightMg : sum), 0n);
  const holdings = reserveByVault(state, metal);
  return { attestedFineMg: sumOf(true), unattestedFineMg: sumOf(false) };
}

/**
 * The attested certificates of the reserve, oldest title first, merged over vaults (the vault registered first, where
 * two are of one block). Bounded; each is found before the one before it may be taken out.
 */
export function* reserveOldestFirst(
  state: StateReader,
  metal: string,
): Generator<{ certificateId: number; certificate: Stored<Certificate> }> {
  const cursors = reserveByVault(state, metal).flatMap(({ vault, attested }) => {
    const first = attested ? reserveChains.first(state, reserveChainName(vault, metal)) : undefined;
    return first === undefined ? [] : [{ certificateId: first, sinceHeight: reserveChains.sinceHeight(state, first) }];
  });
  for (let step = 0; step < limits.reserveStepsMax; step += 1) {
    let at = 0;
    for (const [index, cursor] of cursors.entries()) {
      if (cursor.sinceHeight < (cursors[at]?.sinceHeight ?? 0)) at = index;
    }
    const oldest = cursors[at];
    if (oldest === undefined) return;
    const { certificateId } = oldest;
    const next = reserveChains.next(state, certificateId);
    if (next === undefined) cursors.splice(at, 1);
    else cursors[at] = { certificateId: next, sinceHeight: reserveChains.sinceHeight(state, next) };
    yield { certificateId, certificate: requireCertificate(state, certificateId) };
  }
}

/** A metal certificate that may pass to the reserve. */
export interface Passable {
  readonly certificateId: number;
  readonly certificate: Stored<Certificate>;
}

/** Certificates that may pass to the reserve now, of one owner where one is named: distinct, active and attested. */
export function requirePassable(
  state: StateReader,
  { certificateIds, from }: { certificateIds: readonly number[]; from?: Account | undefined },
): Passable[] {
  return certificateIds.map((certificateId, at) => {
    if (certificateIds.indexOf(certificateId) !== at) throw refusals.certificateRepeated({ certificateId });
    const certificate = requireCertificate(state, certificateId);
    if (from !== undefined && certificate.owner !== from) throw refusals.notOwner({ certificateId });
    if (certificate.state !== "active")
      throw refusals.certificateNotActive({ certificateId, state: certificate.state });
    const { vault } = certificate;
    if (attestedUntilMs(state, certificate) === undefined)
      throw refusals.certificateUnattested({ certificateId, vault });
    return { certificateId, certificate };
  });
}

/** Title to active, attested certificates of one owner passes to the reserve's account; all of them or none. */
export function passToReserve(
  state: State,
  { certificateIds, from, to }: { certificateIds: readonly number[]; from: Account; to: Account },
): void {
  accounts.requireAccount(state, to);
  const passing = requirePassable(state, { certificateIds, from });
  for (const { certificateId, certificate } of passing) {
    const { metal, vault, fineWeightMg } = certificate;
    putCertificate(state, certificateId, { ...certificate, owner: to, state: "reserve-owned" });
    addToTotals(state, vault, metal, { reserveFineWeightMg: fineWeightMg });
    reserveChains.append(state, reserveChainName(vault, metal), certificateId);
    state.emit(events.titlePassedToReserve({ certificateId, metal, vault, fineWeightMg, from, to }));
  }
}

/** Takes a certificate, or a piece of a lot, out of the reserve; returns the number of what was released. */
export function releaseFromReserve(
  state: State,
  { certificateId, to, fineWeightMg }: { certificateId: number; to: Account; fineWeightMg?: bigint },
): number {
  accounts.requireAccount(state, to);
  const certificate = requireCertificate(state, certificateId);
  const isOwned = certificate.state === "reserve-owned";
  if (!isOwned) throw refusals.notReserveOwned({ certificateId, state: certificate.state });
  const isWhole = fineWeightMg === undefined || fineWeightMg === certificate.fineWeightMg;
  if (!isWhole) requireSplittable(state, certificateId, certificate, [fineWeightMg]);

  const pieceId = isWhole
    ? undefined
    : splitLot(state, certificateId, certificate, [fineWeightMg]).pieces[0]?.certificateId;
  const releasedId = pieceId ?? certificateId;
  const released = requireCertificate(state, releasedId);
  const { metal, vault, owner: from } = released;
  putCertificate(state, releasedId, { ...released, owner: to, state: "active" });
  addToTotals(state, vault, metal, { reserveFineWeightMg: -released.fineWeightMg });
  if (pieceId === undefined) reserveChains.remove(state, certificateId);
  state.emit(
    events.titleReleasedFromReserve({
      certificateId: releasedId,
      metal,
      vault,
      fineWeightMg: released.fineWeightMg,
      from,
      to,
    }),
  );
  return releasedId;
}

/** A payment in kind: how much of a metal at most, to whom, in how many certificates at most. */
export interface PaymentInKind {
  readonly metal: string;
  readonly fineWeightMgMost: bigint;
  readonly to: Account;
  readonly certificatesMost: number;
}

/** One certificate of a payment in kind. */
export interface PartInKind {
  readonly certificateId: number;
  readonly fineWeightMg: bigint;
}

/** What a payment in kind came to. */
export interface PaidInKind {
  readonly parts: readonly PartInKind[];
  readonly fineWeightMg: bigint;
}

/**
 * Which certificates a payment in kind would take, and how much of each: attested ones, oldest first, whole bars that
 * fit and lots cut to what is left. Never more than the weight asked for.
 */
export function planPaymentInKind(
  state: StateReader,
  { metal, fineWeightMgMost, certificatesMost }: Omit<PaymentInKind, "to">,
): PartInKind[] {
  const { form, pieceWeightMgMin } = requireMetal(state, metal);
  const plan: PartInKind[] = [];
  let leftMg = fineWeightMgMost;
  for (const { certificateId, certificate } of reserveOldestFirst(state, metal)) {
    if (plan.length >= certificatesMost || leftMg === 0n) break;
    const wholeMg = certificate.fineWeightMg;
    const cutMg = form === "lot" ? cutFineWeightMg(wholeMg, leftMg, pieceWeightMgMin) : wholeMg;
    if (cutMg === 0n || cutMg > leftMg) continue;
    plan.push({ certificateId, fineWeightMg: cutMg });
    leftMg -= cutMg;
  }
  return plan;
}

/** Pays the plan; the numbers in the answer are those of the certificates that the payee now owns. */
export function payFromReserve(state: State, payment: PaymentInKind): PaidInKind {
  const parts = planPaymentInKind(state, payment).map(({ certificateId, fineWeightMg }) => ({
    certificateId: releaseFromReserve(state, { certificateId, fineWeightMg, to: payment.to }),
    fineWeightMg,
  }));
  return { parts, fineWeightMg: parts.reduce((sum, part) => sum + part.fineWeightMg, 0n) };
}
