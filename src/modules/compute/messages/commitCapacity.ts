// A provider promises a part of its site's month, stakes a bond for it, and receives a certificate of capacity.
import { z } from "zod";
import { divideUp } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { integerSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { schemas as bondSchemas, read as bonds, move } from "#src/modules/bonds/access.ts";
import { nextCertificateId, putCertificate, readSiteMonth, shareOfMonth } from "../capacity.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { microPerScu, wholeShare } from "../rules.ts";
import { certificateNumberSchema, commitmentNumberSchema, nameSchema, productShape } from "../schemas.ts";
import { commitments, lastCommitments, settlements, siteMonths } from "../tables.ts";

export const commitCapacity = defineMessage({
  summary: "Promises SCU-hours of a site in a month to come, with a bond; the sender receives a certificate for them.",
  actors: "anyone",
  schema: z.strictObject({
    site: nameSchema,
    ...productShape,
    microScuHours: integerSchema(1n, limits.benchmarkResultMax),
    ...bondSchemas.stake.shape,
  }),
  result: z.strictObject({
    commitment: commitmentNumberSchema,
    certificateId: certificateNumberSchema,
    bond: bondSchemas.bond,
  }),
  work: ({ certificateIds }) => 250 + 60 * certificateIds.length,
  handle({ state, actor, emit }, { site, microScuHours, workload, month, gradeFloor, ...stake }) {
    const { provider, zone } = requireSite(state, site);
    if (provider !== actor) throw refusals.notProvider({ site });
    if (state.timeMs >= monthStartMs(month)) throw refusals.monthBegun({ month });
    const product = { workload, month, gradeFloor };
    const before = readSiteMonth(state, site, month);
    const committedShare = before.committedShare + shareOfMonth(state, { site, workload, month }, microScuHours);
    if (committedShare > wholeShare) {
      throw refusals.capacityCommitted({ site, month, committedShare: before.committedShare });
    }

    const bond = move.openBond(state, actor, "compute-capacity", stake);
    const leastNano = divideUp(microScuHours * parameters.penaltyNanoPerScuHour.get(state), microPerScu);
    const collateralNano = bonds.collateralNano(state, bond);
    if (collateralNano < leastNano) throw refusals.bondTooSmall({ collateralNano, leastNano });
    const commitment = (lastCommitments.get(state) ?? 0) + 1;
    lastCommitments.put(state, commitment);
    const certificateId = nextCertificateId(state);
    const common = { ...product, site, microScuHours };
    commitments.put(state, commitment, { ...common, provider, bond, certificateIds: [certificateId] });
    const fresh = { deliveredMicroScu: 0n, state: "active" } as const;
    putCertificate(state, certificateId, { ...common, commitment, zone, holder: actor, ...fresh });
    siteMonths.put(state, site, month, { ...before, committedShare });
    settlements.add(state, monthEndMs(month) + Number(parameters.settlementDelayMs.get(state)), commitment);
    emit(events.capacityCommitted({ commitment, certificateId, site, provider, ...product, microScuHours, bond }));
    return { commitment, certificateId, bond };
  },
});
