// The books of metal: rows of certificates and bars, and running totals, each side tallied against the other.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { type ListChange, nextListHash } from "./rules.ts";
import type { Bar, BarKey, Certificate, Counted, Total } from "./schemas.ts";
import {
  barLists,
  bars,
  certificates,
  keptCertificates,
  lastCertificateIds,
  loadOuts,
  metalNames,
  metalTotals,
  ownedCertificates,
  vaultTotals,
} from "./tables.ts";

const emptyTotal: Total = { items: 0, fineWeightMg: 0n, reserveFineWeightMg: 0n };

export function isHeld(certificate: Stored<Certificate> | undefined): boolean {
  return certificate !== undefined && certificate.state !== "delivered" && certificate.state !== "withdrawn";
}

export function requireCertificate(state: StateReader, certificateId: number): Stored<Certificate> {
  const certificate = certificates.get(state, certificateId);
  if (certificate === undefined) throw refusals.unknownCertificate({ certificateId });
  return certificate;
}

/** The certificate, for its owner alone, while nothing else is being done with it. */
export function requireActiveOf(state: StateReader, certificateId: number, actor: Account): Stored<Certificate> {
  const certificate = requireCertificate(state, certificateId);
  if (certificate.owner !== actor) throw refusals.notOwner({ certificateId });
  if (certificate.state !== "active") throw refusals.certificateNotActive({ certificateId, state: certificate.state });
  return certificate;
}

/** Certificates of one vault, each named once. */
export function requireCertificatesOf(
  state: StateReader,
  vault: string,
  certificateIds: readonly number[],
): { certificateId: number; certificate: Stored<Certificate> }[] {
  return certificateIds.map((certificateId, at) => {
    if (certificateIds.indexOf(certificateId) !== at) throw refusals.certificateRepeated({ certificateId });
    const certificate = requireCertificate(state, certificateId);
    if (certificate.vault !== vault) throw refusals.certificateElsewhere({ certificateId, vault: certificate.vault });
    return { certificateId, certificate };
  });
}

/** A number that no metal certificate had before. */
export function nextCertificateId(state: State): number {
  const certificateId = (lastCertificateIds.get(state) ?? 0) + 1;
  lastCertificateIds.put(state, certificateId);
  return certificateId;
}

const heldWeightMg = (certificate: Stored<Certificate> | undefined): bigint =>
  certificate !== undefined && isHeld(certificate) ? certificate.fineWeightMg : 0n;
const reserveWeightMg = (certificate: Stored<Certificate> | undefined): bigint =>
  certificate?.state === "reserve-owned" ? certificate.fineWeightMg : 0n;
const waitingWeightMg = (certificate: Stored<Certificate> | undefined): bigint =>
  certificate?.state === "delivery-requested" ? certificate.grossWeightMg : 0n;

/** Writes a metal certificate and keeps the lists of its owner and its vault in step. */
export function putCertificate(state: State, certificateId: number, after: Stored<Certificate>): void {
  const before = certificates.get(state, certificateId);
  certificates.put(state, certificateId, after);
  const { vault, metal } = after;
  const fineDeltaMg = heldWeightMg(after) - heldWeightMg(before);
  const reserveDeltaMg = reserveWeightMg(after) - reserveWeightMg(before);
  state.tally(`metal-reserve/held/${vault}/${metal}`, fineDeltaMg);
  state.tally(`metal-reserve/held/${metal}`, fineDeltaMg);
  state.tally(`metal-reserve/reserve/${vault}/${metal}`, reserveDeltaMg);
  state.tally(`metal-reserve/reserve/${metal}`, reserveDeltaMg);
  state.tally(`metal-reserve/waiting/${vault}`, waitingWeightMg(after) - waitingWeightMg(before));

  const ownerBefore = before?.state === "delivered" ? undefined : before?.owner;
  const ownerAfter = after.state === "delivered" ? undefined : after.owner;
  tie.pass(state, ownerBefore, ownerAfter);
  if (ownerBefore !== ownerAfter) {
    if (ownerBefore !== undefined) ownedCertificates.delete(state, ownerBefore, certificateId);
    if (ownerAfter !== undefined) ownedCertificates.put(state, ownerAfter, certificateId, {});
  }
  if (isHeld(before) === isHeld(after)) return;
  if (isHeld(after)) keptCertificates.put(state, vault, certificateId, {});
  else keptCertificates.delete(state, vault, certificateId);
}

export function putBar(state: State, { refiner, serial, year }: BarKey, after: Stored<Bar>): void {
  const before = bars.get(state, refiner, serial, year);
  bars.put(state, refiner, serial, year, after);
  const { vault, metal, heldFineWeightMg } = after;
  state.tally(`metal-reserve/bars/${vault}/${metal}`, heldFineWeightMg - (before?.heldFineWeightMg ?? 0n));
  const items = (heldFineWeightMg > 0n ? 1n : 0n) - ((before?.heldFineWeightMg ?? 0n) > 0n ? 1n : 0n);
  state.tally(`metal-reserve/items/${vault}/${metal}`, items);
}

/** What a vault holds of each metal, for an auditor to count: metals that it holds nothing of are left out. */
export function countsOf(state: StateReader, vault: string): Counted[] {
  return (metalNames.get(state) ?? []).flatMap((metal) => {
    const { items, fineWeightMg } = vaultTotals.get(state, vault, metal) ?? emptyTotal;
    return items === 0 ? [] : [{ metal, items, fineWeightMg }];
  });
}

/** What is added to the totals of a metal in a vault, and of the metal altogether. */
export interface TotalChange {
  readonly items?: number;
  readonly fineWeightMg?: bigint;
  readonly reserveFineWeightMg?: bigint;
}

export function addToTotals(state: State, vault: string, metal: string, change: TotalChange): void {
  const { items = 0, fineWeightMg = 0n, reserveFineWeightMg = 0n } = change;
  const vaultTotal = vaultTotals.get(state, vault, metal) ?? emptyTotal;
  const metalTotal = metalTotals.get(state, metal) ?? emptyTotal;
  const plus = (total: Stored<Total>): Total => ({
    items: total.items + items,
    fineWeightMg: total.fineWeightMg + fineWeightMg,
    reserveFineWeightMg: total.reserveFineWeightMg + reserveFineWeightMg,
  });
  vaultTotals.put(state, vault, metal, plus(vaultTotal));
  metalTotals.put(state, metal, plus(metalTotal));
  state.tally(`metal-reserve/held/${vault}/${metal}`, -fineWeightMg);
  state.tally(`metal-reserve/held/${metal}`, -fineWeightMg);
  state.tally(`metal-reserve/reserve/${vault}/${metal}`, -reserveFineWeightMg);
  state.tally(`metal-reserve/reserve/${metal}`, -reserveFineWeightMg);
  state.tally(`metal-reserve/bars/${vault}/${metal}`, -fineWeightMg);
  state.tally(`metal-reserve/items/${vault}/${metal}`, BigInt(-items));
}

/** Adds to the gross weight that waits for delivery from a vault. */
export function addWaitingWeight(state: State, vault: string, grossWeightMg: bigint): void {
  const before = loadOuts.get(state, vault) ?? { day: 0, backlogWeightMg: 0n, waitingWeightMg: 0n };
  loadOuts.put(state, vault, { ...before, waitingWeightMg: before.waitingWeightMg + grossWeightMg });
  state.tally(`metal-reserve/waiting/${vault}`, -grossWeightMg);
}

/** Adds one entry to a vault's bar list and returns the hash after it. */
export function recordListChange(state: State, vault: string, change: ListChange): Uint8Array {
  const { deposits, entries, listHash } = present(barLists.get(state, vault), "a vault has a bar list");
  const listHashAfter = nextListHash(listHash, change);
  const depositsAfter = change.change === "deposited" ? deposits + 1 : deposits;
  barLists.put(state, vault, { deposits: depositsAfter, entries: entries + 1, listHash: listHashAfter });
  return listHashAfter;
}

/**
 * The metal of a held certificate leaves the vault's list, or that of a withdrawn one returns to it: its bar, its
 * certificate, the totals and the bar list change together. Returns the hash of the list.
 */
export function changeKeeping(
  state: State,
  change: "delivered" | "withdrawn" | "reinstated",
  certificateId: number,
  after: Stored<Certificate>,
): Uint8Array {
  const { vault, metal, refiner, serial, year, grossWeightMg, fineWeightMg } = after;
  const before = requireCertificate(state, certificateId);
  const bar = present(bars.get(state, refiner, serial, year), "a metal certificate has a bar or lot");
  const sign = change === "reinstated" ? 1n : -1n;
  const heldFineWeightMg = bar.heldFineWeightMg + sign * fineWeightMg;
  const itemsDelta = (heldFineWeightMg > 0n ? 1 : 0) - (bar.heldFineWeightMg > 0n ? 1 : 0);

  putCertificate(state, certificateId, after);
  putBar(state, { refiner, serial, year }, { ...bar, heldFineWeightMg });
  addToTotals(state, vault, metal, {
    items: itemsDelta,
    fineWeightMg: sign * fineWeightMg,
    reserveFineWeightMg: reserveWeightMg(after) - reserveWeightMg(before),
  });
  return recordListChange(state, vault, {
    change,
    certificateId,
    metal,
    refiner,
    serial,
    year,
    grossWeightMg,
    fineWeightMg,
  });
}
