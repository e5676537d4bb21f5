// What the module `value-support` must do and hold.
import { anchored, judgeTransfer, openBook } from "./accounts/book.ts";
import { floor, least, sum } from "./arithmetic.ts";
import { billion, computeOf, dayMs, hourMs, monthSpan } from "./compute/book.ts";
import { portion } from "./compute/capacity.ts";
import { hourOf } from "./compute/deliveries.ts";
import { energyOf } from "./energy/book.ts";
import { carbonGrams, loadHour, pueHour } from "./energy/loadHours.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameter, parameterNumber } from "./parameters/book.ts";
import { earnings, feesBook, type Hour, inForce, payFees, supportOf } from "./value-support/book.ts";

interface Period {
  readonly load: string;
  readonly fromMs: number;
  readonly days: number;
}

const siteOf = (model: Model, load: string) =>
  computeOf(model)
    .sites.entries()
    .find(([, site]) => site.load === load);

/** The part of a site's month that backs money, at most all of it. */
function backed(model: Model, site: string, atMs: number): bigint {
  const own = computeOf(model)
    .certificates.values()
    .filter((each) => each.site === site && each.state !== "active")
    .filter(({ month }) => monthSpan(month).startMs <= atMs && atMs < monthSpan(month).endMs);
  return least(billion, sum(own.map((each) => portion(model, each, each.microScuHours))));
}

/** Every hour of a period, or nothing where one is not matched. */
function hoursOf(model: Model, site: string, { load, fromMs, days }: Period): Hour[] | undefined {
  const hours: Hour[] = [];
  for (let atMs = fromMs; atMs < fromMs + days * dayMs; atMs += hourMs) {
    const matched = loadHour(model, load, atMs);
    if (matched === undefined) return undefined;
    const { demandWh, matchedWh } = matched;
    const used = hourOf(model, site, atMs);
    const attributedWh = used.attributedWh - used.withheldWh;
    const provedWh = floor(least(matchedWh, attributedWh) * (billion - backed(model, site, atMs)), billion);
    hours.push({ demandWh, matchedWh, attributedWh, provedWh });
  }
  return hours;
}

const roomOf = (model: Model, provedWh: bigint) =>
  floor(provedWh * parameter(model, "value-support.roomMicroKdgPerMwh"), 1_000_000n);

/** Whether a day of a load would open room now. */
export function opensRoom(model: Model, load: string, fromMs: number): boolean {
  const site = siteOf(model, load);
  if (site === undefined || supportOf(model).days.has(`${load}/${fromMs}`)) return false;
  const provedWh = sum((hoursOf(model, site[0], { load, fromMs, days: 1 }) ?? []).map((hour) => hour.provedWh));
  return roomOf(model, provedWh) >= 1_000_000n;
}

function judgePeriod(model: Model, actor: string, period: Period, grounds: Grounds): void {
  const device = energyOf(model).devices.get(period.load);
  if (grounds.when(device === undefined, "energy/unknownDevice") || device === undefined) return;
  grounds.when(device.kind !== "load", "value-support/notALoad");
  grounds.when(device.holder !== actor, "value-support/notLoadHolder");
  const site = siteOf(model, period.load);
  if (grounds.when(site === undefined, "value-support/noSite") || site === undefined) return;
  if (grounds.when(period.fromMs % dayMs !== 0, "value-support/dayMisaligned")) return;
  for (let day = 0; day < period.days; day += 1) {
    const startMs = period.fromMs + day * dayMs;
    grounds.when(supportOf(model).days.has(`${period.load}/${startMs}`), "value-support/dayProved");
    const isMatched = hoursOf(model, site[0], { ...period, fromMs: startMs, days: 1 }) !== undefined;
    grounds.when(!isMatched, "value-support/dayNotMatched");
  }
  if (grounds.any) return;
  const provedWh = sum((hoursOf(model, site[0], period) ?? []).map((hour) => hour.provedWh));
  grounds.when(roomOf(model, provedWh) < 1_000_000n, "value-support/roomTooSmall");
}

const proveSupport = modelMessage<Period>({
  judge: judgePeriod,
  apply(model, prover, period) {
    const { proofs, days, index } = supportOf(model);
    const [site = ""] = siteOf(model, period.load) ?? [];
    const hours = hoursOf(model, site, period) ?? [];
    const add = (name: keyof Hour) => sum(hours.map((hour) => hour[name]));
    const demandWh = add("demandWh");
    const matchedWh = add("matchedWh");
    const provedWh = add("provedWh");
    const starts = hours.map((_, at) => period.fromMs + at * hourMs);
    const pues = starts.map((atMs) => pueHour(model, period.load, atMs));
    const roomMicroKdg = roomOf(model, provedWh);
    const validityMs = parameterNumber(model, "value-support.validityMs");
    const endMs = model.timeMs + validityMs;
    const proof = proofs.size + 1;
    proofs.set(proof, {
      ...period,
      zone: energyOf(model).devices.at(period.load).zone,
      site,
      prover,
      ...{ demandWh, matchedWh, attributedWh: add("attributedWh"), provedWh },
      pue: { facilityWh: sum(pues.map((pue) => pue?.facilityWh ?? 0n)), itWh: sum(pues.map((pue) => pue?.itWh ?? 0n)) },
      carbonGrams: sum(starts.map((atMs) => carbonGrams(model, period.load, atMs))),
      roomMicroKdg,
      startMs: model.timeMs,
      endMs,
      slope: floor(roomMicroKdg * 1_000_000_000n, BigInt(validityMs)),
      startIndex: index.value,
      mostFeesMicroKdg: floor(provedWh * parameter(model, "value-support.feeMicroKdgPerMwhMax"), 1_000_000n),
      claimedMicroKdg: 0n,
    });
    for (let day = 0; day < period.days; day += 1) {
      const startMs = period.fromMs + day * dayMs;
      days.set(`${period.load}/${startMs}`, { proofNumber: proof, hours: hours.slice(24 * day, 24 * day + 24) });
    }
    return { proof, demandWh, matchedWh, provedWh, roomMicroKdg, endMs };
  },
});

const claimFees = modelMessage<{ readonly proof: number }>({
  judge(model, actor, { proof: number }, grounds) {
    const proof = supportOf(model).proofs.get(number);
    if (grounds.when(proof === undefined, "value-support/unknownProof") || proof === undefined) return;
    grounds.when(proof.prover !== actor, "value-support/notProver");
    const { owed } = earnings(model, proof);
    grounds.when(owed === 0n, "value-support/nothingToClaim");
    if (owed > 0n) judgeTransfer(model, { currency: anchored, from: feesBook, to: actor, amount: owed }, grounds);
  },
  apply(model, actor, { proof: number }) {
    const { proofs } = supportOf(model);
    const proof = proofs.at(number);
    const { owed } = earnings(model, proof);
    payFees(model, actor, owed);
    proofs.set(number, { ...proof, claimedMicroKdg: proof.claimedMicroKdg + owed });
    return { claimedMicroKdg: owed };
  },
});

/** At the beginning of a block: proofs that have ended earn nothing more, the earliest end first. */
function end(model: Model): void {
  const { proofs, index, carried } = supportOf(model);
  const over = inForce(model)
    .filter(([, { endMs }]) => endMs <= model.timeMs)
    .sort(([left, a], [right, b]) => a.endMs - b.endMs || left - right);
  for (const [number, proof] of over) {
    const ended = { ...proof, endIndex: index.value };
    proofs.set(number, ended);
    carried.value += earnings(model, ended).excess;
  }
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { proveSupport, claimFees },
  start: (model) => openBook(model, feesBook),
  begin: end,
  *moments(model) {
    for (const [, { endMs }] of inForce(model)) yield endMs;
  },
  unordered: ["value-support/end/entry/"],
  *rows(model) {
    const { proofs, days, index, carried } = supportOf(model);
    for (const [number, proof] of proofs.entries()) yield [`value-support/proof/${padded(number)}`, proof];
    for (const [place, day] of days.entries()) {
      const [load = "", start = ""] = place.split("/");
      yield [`value-support/day/${load}/${padded(Number(start))}`, day];
    }
    const live = inForce(model);
    for (const [at, [number, { endMs }]] of live.entries()) {
      yield [`value-support/live/${padded(number)}`, {}];
      yield [`value-support/end/entry/${padded(at)}`, { dueMs: endMs, sequence: number - 1, item: number }];
    }
    if (proofs.size === 0) return;
    yield ["value-support/end/size", { size: live.length, sequence: proofs.size }];
    yield [
      "value-support/sums",
      {
        proofs: proofs.size,
        live: live.length,
        provedWh: sum(proofs.values().map(({ provedWh }) => provedWh)),
        slope: sum(live.map(([, { slope }]) => slope)),
        slopeTimesEnd: sum(live.map(([, { slope, endMs }]) => slope * BigInt(endMs))),
        feeIndex: index.value,
        carriedMicroKdg: carried.value,
      },
    ];
  },
};
