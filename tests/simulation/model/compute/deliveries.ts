// Deliveries and challenges, as the model judges them.
import { verify } from "node:crypto";
import { isOpen } from "../accounts/book.ts";
import { ceiling, floor, sum } from "../arithmetic.ts";
import { judgeRole } from "../authority/book.ts";
import { bondsOf, collateral, isQuoted, payOut } from "../bonds/book.ts";
import { accountBytes, cbor, hash, hex } from "../encoding.ts";
import { loadHour, pueHour } from "../energy/loadHours.ts";
import { type EngineReport, type Grounds, type Model, modelMessage } from "../model.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import {
  type Ability,
  billion,
  type Capacity,
  computeOf,
  type Delivery,
  type DeliveryRecord,
  hourMs,
  monthSpan,
  type SignedRecord,
  takeDue,
} from "./book.ts";
import { publicKeyOf } from "./registering.ts";

export const signedBytes = (record: DeliveryRecord): Uint8Array =>
  Buffer.concat([
    Buffer.from("kedge/delivery-record/1\n"),
    cbor({ ...record, consumer: accountBytes(record.consumer) }),
  ]);

/** What one hour of a record takes of its site's time, and of energy at the least. */
function taken(model: Model, record: DeliveryRecord, at: number) {
  const { abilities } = computeOf(model).sites.at(record.site);
  const ability: Ability = abilities[record.workload] ?? { capacityMicroScu: 1n, bestMicroScuPerKwh: 1n };
  const work = record.hoursMicroScu[at] ?? 0n;
  return {
    share: ceiling(work * billion, ability.capacityMicroScu),
    leastMilliWh: floor(work * 1_000_000n, ability.bestMicroScuPerKwh),
    joules: record.counter?.hoursJoules[at],
  };
}

/** The facility's energy for an hour of a record, by its counter. */
function attributed(model: Model, record: DeliveryRecord, at: number): bigint {
  const joules = record.counter?.hoursJoules[at];
  if (joules === undefined) return 0n;
  const pue = pueHour(model, computeOf(model).sites.at(record.site).load, record.startMs + at * hourMs);
  const overhead = pue === undefined || pue.itWh === 0n ? { facilityWh: 1n, itWh: 1n } : pue;
  return ceiling(joules * overhead.facilityWh, 3_600n * overhead.itWh);
}

/** Everything that was delivered by a site in one hour, delivery by delivery. */
export function hourOf(model: Model, site: string, atMs: number) {
  const sums = {
    share: 0n,
    leastMilliWh: 0n,
    attributedWh: 0n,
    withheldWh: 0n,
    work: 0n,
    metered: 0n,
    timed: 0n,
    slowest: 0n,
  };
  const { deliveries, undrawn } = computeOf(model);
  for (const [number, delivery] of deliveries.entries()) {
    const at = (atMs - delivery.startMs) / hourMs;
    const work = delivery.hoursMicroScu[at];
    if (delivery.site !== site || work === undefined) continue;
    const hour = taken(model, delivery, at);
    sums.share += hour.share;
    sums.leastMilliWh += hour.leastMilliWh;
    const ownWh = delivery.attributedWh[at] ?? 0n;
    sums.attributedWh += ownWh;
    const { state = "unchallenged" } = delivery.challenge ?? {};
    const isPassed = state === "passed" || (state === "unchallenged" && number <= undrawn.value.first);
    if (!isPassed) sums.withheldWh += ownWh;
    const { latencyP99Ms } = delivery;
    if (work > 0n && BigInt(latencyP99Ms ?? 0) > sums.slowest) sums.slowest = BigInt(latencyP99Ms ?? 0);
    if (state === "failed") continue;
    sums.work += work;
    sums.timed += latencyP99Ms === undefined ? 0n : work;
    sums.metered += delivery.counter === undefined ? 0n : work;
  }
  return sums;
}

function judgeHours(model: Model, record: DeliveryRecord, grounds: Grounds): void {
  const { load } = computeOf(model).sites.at(record.site);
  for (const at of record.hoursMicroScu.keys()) {
    const atMs = record.startMs + at * hourMs;
    const known = loadHour(model, load, atMs);
    if (grounds.when(known === undefined, "compute/hourNotMatched") || known === undefined) continue;
    const before = hourOf(model, record.site, atMs);
    const more = taken(model, record, at);
    grounds.when(before.share + more.share > billion, "compute/capacityExceeded");
    const isBeyond =
      before.leastMilliWh + more.leastMilliWh > known.demandWh * 1_000n ||
      before.attributedWh + attributed(model, record, at) > known.demandWh ||
      (more.joules !== undefined && more.joules * 1_000n < more.leastMilliWh * 3_600n);
    grounds.when(isBeyond, "compute/energyExceeded");
  }
}

const letters = [9_000n, 7_500n, 5_000n, 2_500n, 0n];
/** The place of a share among the letters, 0 for A. */
const gradeOf = (bp: bigint): number => letters.findIndex((bound) => bp >= bound);
const placeOf = (letter: string): number => "ABCDE".indexOf(letter);

function judgeGrade(model: Model, record: DeliveryRecord, { gradeFloor }: Capacity, grounds: Grounds): void {
  const site = computeOf(model).sites.at(record.site);
  if (gradeFloor.latency !== undefined) {
    const most = [450, 2_000, 10_000, 60_000, Number.POSITIVE_INFINITY][placeOf(gradeFloor.latency)] ?? 0;
    grounds.when(record.latencyP99Ms === undefined || record.latencyP99Ms > most, "compute/belowGrade");
  }
  for (const [at, work] of record.hoursMicroScu.entries()) {
    if (work === 0n) continue;
    const facilityWh = attributed(model, record, at);
    const { leastMilliWh } = taken(model, record, at);
    const efficiency = facilityWh === 0n ? 5 : gradeOf(floor(leastMilliWh * 10_000n, facilityWh * 1_000n));
    if (gradeFloor.efficiency !== undefined)
      grounds.when(efficiency > placeOf(gradeFloor.efficiency), "compute/belowGrade");
    const hour = loadHour(model, site.load, record.startMs + at * hourMs);
    const clean = hour === undefined || hour.demandWh === 0n ? 0n : floor(hour.matchedWh * 10_000n, hour.demandWh);
    if (gradeFloor.clean !== undefined) grounds.when(gradeOf(clean) > placeOf(gradeFloor.clean), "compute/belowGrade");
  }
}

function judgeCertificate(model: Model, record: DeliveryRecord, grounds: Grounds): void {
  const { certificateId, startMs, hoursMicroScu } = record;
  if (certificateId === undefined) return;
  const certificate = computeOf(model).certificates.get(certificateId);
  if (grounds.when(certificate === undefined, "compute/unknownCertificate") || certificate === undefined) return;
  grounds.when(certificate.paidNano !== undefined, "compute/certificateSettled");
  const span = monthSpan(certificate.month);
  const isFit =
    startMs >= span.startMs &&
    startMs + hoursMicroScu.length * hourMs <= span.endMs &&
    certificate.site === record.site &&
    certificate.workload === record.workload &&
    certificate.holder === record.consumer &&
    certificate.state !== "backing";
  grounds.when(!isFit, "compute/certificateUnfit");
  const left = certificate.microScuHours - certificate.deliveredMicroScu;
  grounds.when(sum(hoursMicroScu) > left, "compute/certificateExhausted");
  judgeGrade(model, record, certificate, grounds);
}

function judgeCounter({ counter, hoursMicroScu }: DeliveryRecord, grounds: Grounds): void {
  if (counter === undefined) return;
  const { beforeJoules, afterJoules, modulusJoules, hoursJoules } = counter;
  const isBeyond = beforeJoules >= modulusJoules || afterJoules >= modulusJoules;
  const wrapped = beforeJoules + sum(hoursJoules);
  const isSummed = wrapped === afterJoules || (afterJoules < beforeJoules && wrapped - modulusJoules === afterJoules);
  grounds.when(isBeyond || !isSummed || hoursJoules.length !== hoursMicroScu.length, "compute/counterContradicts");
}

const recordDelivery = modelMessage<SignedRecord>({
  judge(model, _actor, { providerSignature, consumerSignature, ...record }, grounds) {
    const { sites, consumers, deliveries } = computeOf(model);
    const site = sites.get(record.site);
    if (grounds.when(site === undefined, "compute/unknownSite") || site === undefined) return;
    grounds.when(record.startMs % hourMs !== 0, "compute/recordMisaligned");
    grounds.when(record.consumer === site.provider, "compute/consumerIsProvider");
    grounds.when(sum(record.hoursMicroScu) === 0n, "compute/nothingDelivered");
    const isSame = ({ consumer, jobHash }: DeliveryRecord) =>
      consumer === record.consumer && hex(jobHash) === hex(record.jobHash);
    const isKnown = deliveries.values().some(isSame);
    grounds.when(isKnown, "compute/jobKnown");
    judgeCounter(record, grounds);
    const isAble = !grounds.when(site.abilities[record.workload] === undefined, "compute/workloadUnable");
    const staked = site.bond === undefined ? 0n : collateral(model, site.bond);
    grounds.when(staked < parameter(model, "compute.siteBondNano"), "compute/bondTooSmall");
    if (isAble && record.startMs % hourMs === 0) judgeHours(model, record, grounds);
    const bytes = signedBytes(record);
    const isByProvider = verify(null, bytes, publicKeyOf(site.deliveryKey), providerSignature);
    grounds.when(!isByProvider, "compute/providerSignatureForged");
    const key = consumers.get(record.consumer);
    if (!grounds.when(key === undefined, "compute/unknownConsumer") && key !== undefined) {
      grounds.when(!verify(null, bytes, publicKeyOf(key), consumerSignature), "compute/consumerSignatureForged");
    }
    if (isAble) judgeCertificate(model, record, grounds);
  },
  apply(model, _actor, record) {
    const { deliveries, certificates, undrawn } = computeOf(model);
    const delivery = deliveries.size + 1;
    const isMetered = record.counter !== undefined;
    const attributedWh = isMetered ? [...record.hoursMicroScu.keys()].map((at) => attributed(model, record, at)) : [];
    deliveries.set(delivery, { ...record, attributedWh, recordedMs: model.timeMs });
    undrawn.value = { ...undrawn.value, next: undrawn.value.next + 1 };
    if (record.certificateId !== undefined) {
      const certificate = certificates.at(record.certificateId);
      const deliveredMicroScu = certificate.deliveredMicroScu + sum(record.hoursMicroScu);
      certificates.set(record.certificateId, { ...certificate, deliveredMicroScu });
    }
    return { delivery };
  },
});

/** Nobody has decided yet. */
const isWaiting = ({ challenge }: Delivery): boolean => challenge?.state === "open" || challenge?.state === "doubted";

interface Reported {
  readonly delivery: number;
  readonly resultHash: Uint8Array;
}

const reportChallenge = modelMessage<Reported>({
  judge(model, actor, { delivery, resultHash }, grounds) {
    judgeRole(model, actor, ["compute-verifier"], grounds);
    const row = computeOf(model).deliveries.get(delivery);
    if (grounds.when(row === undefined, "compute/unknownDelivery") || row === undefined) return;
    grounds.when(!isWaiting(row), "compute/notChallenged");
    const { doubtedBy } = row.challenge ?? {};
    grounds.when(actor === doubtedBy, "compute/verifierRepeated");
    const { provider, bond } = computeOf(model).sites.at(row.site);
    grounds.when(actor === provider || actor === row.consumer, "compute/verifierInvolved");
    const isSecond = doubtedBy !== undefined && hex(resultHash) !== hex(row.resultHash);
    const isDue = isSecond && parameter(model, "compute.slashNano") > 0n;
    const isPayable = bond === undefined || isQuoted(model, bondsOf(model).bonds.at(bond));
    grounds.when(isDue && !isPayable, "compute/bondUnpriced");
  },
  apply(model, verifier, { delivery, resultHash }) {
    const { deliveries, sites, certificates } = computeOf(model);
    const row = deliveries.at(delivery);
    const passed = hex(resultHash) === hex(row.resultHash);
    const { dueMs = 0, doubtedBy } = row.challenge ?? {};
    if (!passed && doubtedBy === undefined) {
      deliveries.set(delivery, { ...row, challenge: { state: "doubted", dueMs, doubtedBy: verifier } });
      return { state: "doubted" };
    }
    const state = passed ? "passed" : "failed";
    const doubt = doubtedBy === undefined ? {} : { doubtedBy };
    deliveries.set(delivery, { ...row, challenge: { state, dueMs, ...doubt, verifier } });
    if (!passed && row.certificateId !== undefined) {
      const certificate = certificates.at(row.certificateId);
      const deliveredMicroScu = certificate.deliveredMicroScu - sum(row.hoursMicroScu);
      certificates.set(row.certificateId, { ...certificate, deliveredMicroScu });
    }
    const { bond } = sites.at(row.site);
    const slash = parameter(model, "compute.slashNano");
    if (passed || bond === undefined || slash === 0n) return { state };
    const each = floor(slash, 4n);
    for (const payee of [doubtedBy ?? "", verifier]) if (isOpen(model, payee)) payOut(model, bond, each, payee);
    if (isOpen(model, row.consumer)) payOut(model, bond, slash - 2n * each, row.consumer);
    return { state };
  },
});

/** The simulated engine names no proposer. */
const nobody = new Uint8Array(20);

/** At the beginning of a block: lots are drawn for the deliveries of the blocks before. */
export function draw(model: Model, { votes }: EngineReport): void {
  const signed = votes.map((vote) => (vote.signed ? "1" : "0")).join("");
  const seed = hash(`kedge/challenge/1\n${model.height}\n${model.timeMs}\n${signed}\n`, nobody);
  const { undrawn, deliveries, challenges, challengesEver } = computeOf(model);
  const { first, next } = undrawn.value;
  const until = Math.min(next, first + 1_000);
  for (let place = first; place < until; place += 1) {
    const delivery = place + 1;
    const lot = Buffer.from(hash(seed, `${delivery}`)).readUInt32BE(0) % 10_000;
    if (BigInt(lot) >= parameter(model, "compute.challengeBp")) continue;
    const dueMs = model.timeMs + parameterNumber(model, "compute.challengeWindowMs");
    const challenge = { state: "open", dueMs } as const;
    deliveries.set(delivery, { ...deliveries.at(delivery), challenge });
    challenges.value = [...challenges.value, { dueMs, sequence: challengesEver.value, item: delivery }];
    challengesEver.value += 1;
  }
  if (until > first) undrawn.value = { first: until, next };
}

export function endChallenges(model: Model): void {
  const { challenges, deliveries } = computeOf(model);
  for (const { item } of takeDue(challenges, model.timeMs, 1_000)) {
    const row: Delivery = deliveries.at(item);
    if (row.challenge === undefined || !isWaiting(row)) continue;
    deliveries.set(item, { ...row, challenge: { ...row.challenge, state: "unanswered" } });
  }
}

export const messages = { recordDelivery, reportChallenge };
