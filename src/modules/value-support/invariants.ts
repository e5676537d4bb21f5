// Promises of the module `value-support`, checked by scanning.
import { present } from "#src/core/assert.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import { feesAccount, readSums } from "./books.ts";
import { feesOf } from "./fees.ts";
import { dayMs, hourMs, roomAt, roomOfProofAt } from "./rules.ts";
import { ends, liveProofs, proofs, provedDays } from "./tables.ts";

/** The sums are those of the proofs in force, and each of these falls due at its end. */
export const sumsEqualProofs = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const dueMs = new Map<number, number>();
  for await (const { value } of ends.tables.entries.scan(state)) dueMs.set(value.item, value.dueMs);
  let [count, live, provedWh, slope, slopeTimesEnd] = [0, 0, 0n, 0n, 0n];
  for await (const { parts, value } of proofs.scan(state)) {
    const number = Number(parts[0]);
    count += 1;
    provedWh += value.provedWh;
    const isLive = value.endIndex === undefined;
    if (liveProofs.has(state, number) !== isLive) broken.push(`proof ${number} is in force, or not, against its row`);
    if (!isLive) continue;
    live += 1;
    slope += value.slope;
    slopeTimesEnd += value.slope * BigInt(value.endMs);
    if (dueMs.get(number) !== value.endMs) broken.push(`proof ${number} never falls due`);
  }
  const sums = readSums(state);
  const [are, say] = [
    { proofs: count, live, provedWh, slope, slopeTimesEnd },
    {
      proofs: sums.proofs,
      live: sums.live,
      provedWh: sums.provedWh,
      slope: sums.slope,
      slopeTimesEnd: sums.slopeTimesEnd,
    },
  ].map((each) => Object.values(each).join(", "));
  if (are !== say) broken.push(`the proofs make ${are}, but the sums say ${say}`);
  return broken;
});

/** The room computed from the sums is what the proofs leave one by one, but for the rounding of each. */
export const roomIsThatOfProofs = defineInvariant(async ({ state }) => {
  const { live } = readSums(state);
  let ofProofs = 0n;
  for await (const { parts } of liveProofs.scan(state)) {
    const { slope, endMs } = present(proofs.get(state, Number(parts[0])), "a proof in force has a row");
    ofProofs += roomOfProofAt(slope, endMs, state.timeMs);
  }
  const room = roomAt(readSums(state), state.timeMs);
  const isNear = room >= ofProofs ? room - ofProofs <= BigInt(live) : false;
  // Proofs past their end weigh on the sums until block work has taken them out.
  const isWaiting = (ends.nextDueMs(state) ?? Number.POSITIVE_INFINITY) <= state.timeMs && room < ofProofs;
  return isNear || isWaiting ? [] : [`the room is ${room}, but the proofs leave ${ofProofs}`];
});

/** A proof is the sum of its days; its watt-hours were clean, used, and matched for that very hour of its load. */
export const proofsEqualTheirDays = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const days = new Map<number, { days: number; provedWh: bigint; matchedWh: bigint }>();
  for await (const { key, parts, value } of provedDays.scan(state)) {
    const [load = "", start = ""] = parts;
    const sum = days.get(value.proofNumber) ?? { days: 0, provedWh: 0n, matchedWh: 0n };
    for (const [hour, { demandWh, matchedWh, attributedWh, provedWh }] of value.hours.entries()) {
      sum.provedWh += provedWh;
      sum.matchedWh += matchedWh;
      const isWithin = provedWh <= matchedWh && provedWh <= attributedWh && matchedWh <= demandWh;
      if (!isWithin) broken.push(`${key}, hour ${hour}: more is proved than was clean and used`);
      const figures = energy.loadHour(state, load, Number(start) + hour * hourMs);
      if (figures?.matchedWh !== matchedWh) broken.push(`${key}, hour ${hour}: the matching says otherwise`);
    }
    days.set(value.proofNumber, { ...sum, days: sum.days + 1 });
    const proof = proofs.get(state, value.proofNumber);
    const isOwn =
      proof?.load === load && proof.fromMs <= Number(start) && Number(start) < proof.fromMs + proof.days * dayMs;
    if (!isOwn) broken.push(`${key} is no day of proof ${value.proofNumber}`);
  }
  for await (const { parts, value } of proofs.scan(state)) {
    const number = Number(parts[0]);
    const sum = days.get(number);
    const isWhole = sum?.days === value.days && sum.provedWh === value.provedWh && sum.matchedWh === value.matchedWh;
    if (!isWhole) broken.push(`proof ${number} is not the sum of its days`);
  }
  return broken;
});

/** The book of fees holds what provers may claim, and what is carried to the next fee. */
export const feesAreHeld = defineInvariant(async ({ state }) => {
  let owed = readSums(state).carriedMicroKdg;
  for await (const { value } of proofs.scan(state)) owed += feesOf(state, value).owed;
  const held = accounts.balance(state, anchoredCurrency, feesAccount);
  return owed <= held ? [] : [`${owed} micro-KDG of fees are owed, but ${held} are held`];
});
