// Capacity promised and settled, as the model has it.
import { judgeHolder } from "../accounts/book.ts";
import { ceiling, floor, least, sum } from "../arithmetic.ts";
import {
  bondsOf,
  collateral,
  isQuoted,
  judgeStake,
  lowWorth,
  payOut,
  release,
  type Stake,
  stake,
} from "../bonds/book.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import { billion, type Capacity, computeOf, hourMs, monthSpan, type Product, takeDue } from "./book.ts";

type Promised = Product & Stake & { readonly site: string; readonly microScuHours: bigint };
type Portion = Pick<Product, "workload" | "month"> & { readonly site: string };

/** What an amount is of a site's month, in billionths, never less. */
export function portion(model: Model, { site, workload, month }: Portion, microScuHours: bigint): bigint {
  const { capacityMicroScu = 1n } = computeOf(model).sites.at(site).abilities[workload] ?? {};
  const { startMs, endMs } = monthSpan(month);
  return ceiling(microScuHours * billion, capacityMicroScu * BigInt((endMs - startMs) / hourMs));
}

/** What of each site's month is promised: every commitment by itself. */
export function committed(model: Model, site: string, month: string): bigint {
  const own = computeOf(model)
    .commitments.values()
    .filter((each) => each.site === site && each.month === month);
  return sum(own.map((each) => portion(model, each, each.microScuHours)));
}

const penalty = (model: Model, microScuHours: bigint): bigint =>
  ceiling(microScuHours * parameter(model, "compute.penaltyNanoPerScuHour"), 1_000_000n);

/** Whether a stake would cover an amount: it is put in, weighed, and taken back. */
function covers(model: Model, actor: string, staked: Stake, leastNano: bigint): boolean {
  const { mark } = model.log;
  const bond = stake(model, actor, staked, "tried");
  const worth = collateral(model, bond);
  model.log.undoTo(mark);
  return worth >= leastNano;
}

const commitCapacity = modelMessage<Promised>({
  judge(model, actor, { site, workload, month, microScuHours, gradeFloor: _, ...staked }, grounds) {
    const row = computeOf(model).sites.get(site);
    if (grounds.when(row === undefined, "compute/unknownSite")) return;
    grounds.when(row?.provider !== actor, "compute/notProvider");
    grounds.when(model.timeMs >= monthSpan(month).startMs, "compute/monthBegun");
    const isUnable = grounds.when(row?.abilities[workload] === undefined, "compute/workloadUnable");
    const added = isUnable ? 0n : portion(model, { site, workload, month }, microScuHours);
    grounds.when(committed(model, site, month) + added > billion, "compute/capacityCommitted");
    const stakeGrounds = grounds.list().length;
    judgeStake(model, actor, staked, grounds);
    if (grounds.list().length > stakeGrounds) return;
    grounds.when(!covers(model, actor, staked, penalty(model, microScuHours)), "compute/bondTooSmall");
  },
  apply(model, provider, { site, workload, month, microScuHours, gradeFloor, ...staked }) {
    const { commitments, certificates, sites, settlements, settlementsEver } = computeOf(model);
    const bond = stake(model, provider, staked, "compute-capacity");
    const commitment = commitments.size + 1;
    const certificateId = certificates.size + 1;
    const common = { site, workload, month, gradeFloor, microScuHours };
    commitments.set(commitment, { ...common, provider, bond, certificateIds: [certificateId] });
    const { zone } = sites.at(site);
    const fresh = { deliveredMicroScu: 0n, state: "active" } as const;
    certificates.set(certificateId, { ...common, commitment, zone, holder: provider, ...fresh });
    const dueMs = monthSpan(month).endMs + parameterNumber(model, "compute.settlementDelayMs");
    settlements.value = [...settlements.value, { dueMs, sequence: settlementsEver.value, item: commitment }];
    settlementsEver.value += 1;
    return { commitment, certificateId, bond };
  },
});

/** The certificate, with every ground on which its holder may not do anything with it. */
export function judgeOwn(model: Model, id: number, actor: string, grounds: Grounds): Capacity | undefined {
  const certificate = computeOf(model).certificates.get(id);
  if (grounds.when(certificate === undefined, "compute/unknownCertificate")) return undefined;
  grounds.when(certificate?.holder !== actor, "compute/notHolder");
  grounds.when(certificate?.state === "backing", "compute/certificateBacking");
  grounds.when(certificate?.paidNano !== undefined, "compute/certificateSettled");
  return certificate;
}

interface Passed {
  readonly certificateId: number;
  readonly to: string;
  readonly microScuHours?: bigint;
}

const transferCapacity = modelMessage<Passed>({
  judge(model, actor, { certificateId, to, microScuHours }, grounds) {
    const whole = judgeOwn(model, certificateId, actor, grounds);
    grounds.when(to === actor, "compute/holderIsPayee");
    judgeHolder(model, to, grounds);
    if (whole === undefined) return;
    grounds.when(whole.calledMs !== undefined, "compute/certificateCalled");
    const amount = microScuHours ?? whole.microScuHours;
    const isPart = amount < whole.microScuHours;
    const isTooLarge =
      amount > whole.microScuHours || (isPart && amount > whole.microScuHours - whole.deliveredMicroScu);
    grounds.when(isTooLarge, "compute/amountTooLarge");
    const pieces = computeOf(model).commitments.at(whole.commitment).certificateIds.length;
    grounds.when(isPart && pieces >= 64, "compute/tooManyPieces");
    const staked = bondsOf(model).bonds.get(computeOf(model).commitments.at(whole.commitment).bond);
    grounds.when(isPart && (staked?.certificateIds.length ?? 0) > 0, "compute/bondIndivisible");
  },
  apply(model, _actor, { certificateId, to, microScuHours }) {
    const { certificates, commitments } = computeOf(model);
    const whole = certificates.at(certificateId);
    const amount = microScuHours ?? whole.microScuHours;
    if (amount === whole.microScuHours) {
      certificates.set(certificateId, { ...whole, holder: to });
      return { certificateId };
    }
    const piece = certificates.size + 1;
    const commitment = commitments.at(whole.commitment);
    certificates.set(certificateId, { ...whole, microScuHours: whole.microScuHours - amount });
    certificates.set(piece, { ...whole, microScuHours: amount, deliveredMicroScu: 0n, holder: to });
    commitments.set(whole.commitment, { ...commitment, certificateIds: [...commitment.certificateIds, piece] });
    return { certificateId: piece };
  },
});

const callCapacity = modelMessage<{ readonly certificateId: number }>({
  judge(model, actor, { certificateId }, grounds) {
    const certificate = judgeOwn(model, certificateId, actor, grounds);
    if (certificate === undefined) return;
    grounds.when(certificate.calledMs !== undefined, "compute/certificateCalled");
    grounds.when(model.timeMs >= monthSpan(certificate.month).endMs, "compute/monthOver");
  },
  apply(model, _actor, { certificateId }) {
    const { certificates } = computeOf(model);
    const row = certificates.at(certificateId);
    const { startMs, endMs } = monthSpan(row.month);
    const past = BigInt(Math.max(0, model.timeMs - startMs));
    const whole = BigInt(endMs - startMs);
    const left = floor(row.microScuHours * (whole - past), whole);
    const calledMicroScu = least(row.microScuHours, row.deliveredMicroScu + left);
    certificates.set(certificateId, { ...row, calledMs: model.timeMs, calledMicroScu });
  },
});

/** At the end of a block: commitments whose month is over are squared, sixteen at most. */
export function settle(model: Model): void {
  const { commitments, certificates, settlements, settlementsEver } = computeOf(model);
  for (const { item } of takeDue(settlements, model.timeMs, 16)) {
    const row = commitments.at(item);
    const all = row.certificateIds.map((id) => {
      const certificate = certificates.at(id);
      const { calledMicroScu = 0n, deliveredMicroScu } = certificate;
      const owed = calledMicroScu <= deliveredMicroScu ? 0n : penalty(model, calledMicroScu - deliveredMicroScu);
      return { id, certificate, owed };
    });
    const whole = sum(all.map(({ owed }) => owed));
    const bond = bondsOf(model).bonds.at(row.bond);
    if (whole > 0n && !isQuoted(model, bond)) {
      settlements.value = [
        ...settlements.value,
        { dueMs: model.timeMs + hourMs, sequence: settlementsEver.value, item },
      ];
      settlementsEver.value += 1;
      continue;
    }
    const covered = least(whole, lowWorth(model, row.bond));
    for (const { id, certificate, owed } of all.sort((one, other) => Number(other.owed - one.owed))) {
      const due = whole > 0n ? floor(owed * covered, whole) : 0n;
      const paidNano = due === 0n ? 0n : (payOut(model, row.bond, due, certificate.holder) ?? 0n);
      certificates.set(id, { ...certificate, paidNano });
    }
    release(model, row.bond);
    commitments.set(item, { ...row, settledMs: model.timeMs });
  }
}

export const messages = { commitCapacity, transferCapacity, callCapacity };
