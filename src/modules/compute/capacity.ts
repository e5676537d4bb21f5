// Certificates of capacity and the commitments behind them: finding them, and what of a site's month is promised.
import type { Account } from "#src/core/account.ts";
import { divideUp, minimum } from "#src/core/arithmetic.ts";
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { requireSite } from "./registering.ts";
import { hourMs, wholeShare } from "./rules.ts";
import type { CapacityCertificate, Commitment, SiteMonth, Workload } from "./schemas.ts";
import { certificates, commitments, heldCertificates, lastCertificates, siteMonths } from "./tables.ts";

export function requireCertificate(state: StateReader, certificateId: number): Stored<CapacityCertificate> {
  const row = certificates.get(state, certificateId);
  if (row === undefined) throw refusals.unknownCertificate({ certificateId });
  return row;
}

export function requireCommitment(state: StateReader, commitment: number): Stored<Commitment> {
  const row = commitments.get(state, commitment);
  if (row === undefined) throw refusals.unknownCommitment({ commitment });
  return row;
}

/** A certificate for its holder alone, while it backs no money and its month is not settled. */
export function requireOwn(state: StateReader, certificateId: number, holder: Account): Stored<CapacityCertificate> {
  const certificate = requireCertificate(state, certificateId);
  if (certificate.holder !== holder) throw refusals.notHolder({ certificateId });
  if (certificate.state === "backing") throw refusals.certificateBacking({ certificateId });
  if (certificate.paidNano !== undefined) throw refusals.certificateSettled({ certificateId });
  return certificate;
}

/** Whom a certificate ties: its holder, until its month is settled. */
function waitsFor(certificate: Stored<CapacityCertificate> | undefined): Account | undefined {
  return certificate === undefined || certificate.paidNano !== undefined ? undefined : certificate.holder;
}

export function putCertificate(state: State, certificateId: number, after: Stored<CapacityCertificate>): void {
  const before = certificates.get(state, certificateId);
  certificates.put(state, certificateId, after);
  tie.pass(state, waitsFor(before), waitsFor(after));
  if (before?.holder === after.holder) return;
  if (before !== undefined) heldCertificates.delete(state, before.holder, certificateId);
  heldCertificates.put(state, after.holder, certificateId, {});
}

export function nextCertificateId(state: State): number {
  const certificateId = (lastCertificates.get(state) ?? 0) + 1;
  lastCertificates.put(state, certificateId);
  return certificateId;
}

/** What an amount of work is of a site's month, in billionths; rounds up: no month is promised twice. */
export function shareOfMonth(
  state: StateReader,
  { site, workload, month }: { readonly site: string; readonly workload: Workload; readonly month: string },
  microScuHours: bigint,
): bigint {
  const ability = requireSite(state, site).abilities[workload];
  if (ability === undefined) throw refusals.workloadUnable({ site, workload });
  const hours = BigInt((monthEndMs(month) - monthStartMs(month)) / hourMs);
  return divideUp(microScuHours * wholeShare, ability.capacityMicroScu * hours);
}

const noMonth: SiteMonth = { committedShare: 0n, backedShare: 0n, calledMicroScu: 0n, keptMicroScu: 0n };

export function readSiteMonth(state: StateReader, site: string, month: string) {
  return siteMonths.get(state, site, month) ?? noMonth;
}

function addBacked(state: State, { site, month }: { site: string; month: string }, delta: bigint): void {
  const before = readSiteMonth(state, site, month);
  siteMonths.put(state, site, month, { ...before, backedShare: before.backedShare + delta });
}

/** Of what was asked for, what was delivered. */
export function keptMicroScu({ calledMicroScu = 0n, deliveredMicroScu }: Stored<CapacityCertificate>): bigint {
  return minimum(calledMicroScu, deliveredMicroScu);
}

/** A settled certificate tells how available its site was; what is found out about its deliveries later changes that. */
export function addKept(
  state: State,
  { site, month }: Stored<CapacityCertificate>,
  called: bigint,
  kept: bigint,
): void {
  const before = readSiteMonth(state, site, month);
  const calledMicroScu = before.calledMicroScu + called;
  siteMonths.put(state, site, month, { ...before, calledMicroScu, keptMicroScu: before.keptMicroScu + kept });
}

/** A certificate in two: each piece rounds up by itself, and what backs money follows. */
export function splitBacked(state: State, whole: Stored<CapacityCertificate>, pieceMicroScuHours: bigint): void {
  if (whole.state === "active") return;
  const restMicroScuHours = whole.microScuHours - pieceMicroScuHours;
  const pieces = [pieceMicroScuHours, restMicroScuHours].map((amount) => shareOfMonth(state, whole, amount));
  const after = pieces.reduce((sum, share) => sum + share, 0n);
  addBacked(state, whole, after - shareOfMonth(state, whole, whole.microScuHours));
}

export interface Move {
  readonly certificateIds: readonly number[];
  readonly from: Account;
  readonly to: Account;
}

/** Title passes to the book that backs money with it; only before its month begins. */
export function pledgeCapacity(state: State, { certificateIds, from, to }: Move): void {
  accounts.requireAccount(state, to);
  for (const certificateId of certificateIds) {
    const certificate = requireOwn(state, certificateId, from);
    const { state: was, calledMs, month, microScuHours } = certificate;
    if (calledMs !== undefined) throw refusals.certificateCalled({ certificateId });
    if (state.timeMs >= monthStartMs(month)) throw refusals.monthBegun({ month });
    putCertificate(state, certificateId, { ...certificate, holder: to, state: "backing" });
    if (was === "active") addBacked(state, certificate, shareOfMonth(state, certificate, microScuHours));
  }
}

/** Title passes out of the book: to a user, for whom it stays marked, or back to its provider, as if nothing had been. */
export function releaseCapacity(
  state: State,
  { certificateIds, to, stillBacked }: Omit<Move, "from"> & { stillBacked: boolean },
): void {
  for (const certificateId of certificateIds) {
    const certificate = requireCertificate(state, certificateId);
    putCertificate(state, certificateId, { ...certificate, holder: to, state: stillBacked ? "backed" : "active" });
    if (!stillBacked) addBacked(state, certificate, -shareOfMonth(state, certificate, certificate.microScuHours));
  }
}
