// The holder of a certified data centre proves the clean energy behind signed compute, which opens room for money.
import { z } from "zod";
import { amountSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { changeSums, readSums } from "../books.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { readPeriod, requireProvable } from "../proving.ts";
import { refusals } from "../refusals.ts";
import { mostFees, roomOf, slopeOf } from "../rules.ts";
import { periodShape, proofNumberSchema } from "../schemas.ts";
import { ends, liveProofs, proofs, provedDays } from "../tables.ts";

/** A proof must open some room: one KDG. Less would leave rows for nothing. */
const leastMicroKdg = 1_000_000n;

export const proveSupport = defineMessage({
  summary: "Proves the clean energy that a data centre used for signed compute on whole days: it opens room for money.",
  actors: "anyone",
  schema: z.strictObject(periodShape),
  result: z.strictObject({
    proof: proofNumberSchema,
    demandWh: amountSchema,
    matchedWh: amountSchema,
    provedWh: positiveAmountSchema,
    roomMicroKdg: positiveAmountSchema,
    endMs: timeMsSchema,
  }),
  work: ({ days }) => 200 + 500 * days,
  handle({ state, actor, emit }, period) {
    const { load } = period;
    const { site, zone } = requireProvable(state, load, actor);
    const { sums, days } = readPeriod(state, site, period);
    const { demandWh, matchedWh, provedWh } = sums;
    const roomMicroKdg = roomOf(provedWh, parameters.roomMicroKdgPerMwh.get(state));
    if (roomMicroKdg < leastMicroKdg) throw refusals.roomTooSmall({ provedWh, roomMicroKdg, leastMicroKdg });

    const before = readSums(state);
    const proof = before.proofs + 1;
    const startMs = state.timeMs;
    const validityMs = Number(parameters.validityMs.get(state));
    const endMs = startMs + validityMs;
    const slope = slopeOf(roomMicroKdg, validityMs);
    const mostFeesMicroKdg = mostFees(provedWh, parameters.feeMicroKdgPerMwhMax.get(state));
    const fees = { startIndex: before.feeIndex, mostFeesMicroKdg, claimedMicroKdg: 0n };
    proofs.put(state, proof, {
      ...period,
      site,
      zone,
      prover: actor,
      ...sums,
      roomMicroKdg,
      startMs,
      endMs,
      slope,
      ...fees,
    });
    for (const { dayMs, hours } of days) provedDays.put(state, load, dayMs, { proofNumber: proof, hours: [...hours] });
    liveProofs.put(state, proof, {});
    ends.add(state, endMs, proof);
    changeSums(state, {
      proofs: proof,
      live: before.live + 1,
      provedWh: before.provedWh + provedWh,
      slope: before.slope + slope,
      slopeTimesEnd: before.slopeTimesEnd + slope * BigInt(endMs),
    });
    emit(events.supportProved({ proof, ...period, prover: actor, demandWh, matchedWh, provedWh, roomMicroKdg, endMs }));
    return { proof, demandWh, matchedWh, provedWh, roomMicroKdg, endMs };
  },
});
