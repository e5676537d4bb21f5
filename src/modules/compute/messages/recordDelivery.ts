// What a site computed for a consumer in up to a day, signed by both; anyone may hand it in.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage, type HandlerContext } from "#src/machine/message.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { addToCertificate, requireDeliverable } from "../calling.ts";
import { addHours, planHours } from "../delivering.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { countedJoules, hourMs, recordSigningBytes } from "../rules.ts";
import { type DeliveryRecord, deliveryNumberSchema, recordShape, type Site, signaturesShape } from "../schemas.ts";
import { consumers, deliveries, jobs, lastDeliveries, unsampled } from "../tables.ts";

export const recordDelivery = defineMessage({
  summary: "Records what a site computed for a consumer, signed by provider and consumer; anyone may hand it in.",
  actors: "anyone",
  schema: z.strictObject({ ...recordShape, ...signaturesShape }),
  result: z.strictObject({ delivery: deliveryNumberSchema }),
  // Forged signatures cost a millisecond each: every way of checking them is tried.
  work: ({ hoursMicroScu }) => 2_400 + 30 * hoursMicroScu.length,
  handle({ state, emit, verifySignature }, { providerSignature, consumerSignature, ...record }) {
    const { site, consumer, jobHash, workload, startMs, hoursMicroScu } = record;
    const row = requireSite(state, site);
    requireSound(state, row, record);
    const ability = row.abilities[workload];
    if (ability === undefined) throw refusals.workloadUnable({ site, workload });
    requireBonded(state, row);
    const planned = planHours(state, row, ability, record);
    const signatures = { providerSignature, consumerSignature };
    requireSigned(state, verifySignature, row, record, signatures);
    const certificate = requireDeliverable(state, row, record, planned);

    const delivery = (lastDeliveries.get(state) ?? 0) + 1;
    lastDeliveries.put(state, delivery);
    const attributedWh = record.counter === undefined ? [] : planned.map((hour) => hour.attributedWh);
    deliveries.put(state, delivery, { ...record, ...signatures, attributedWh, recordedMs: state.timeMs });
    jobs.put(state, consumer, bytesToHex(jobHash), { delivery });
    addHours(state, site, startMs, planned);
    addToCertificate(state, record.certificateId, certificate, planned);
    unsampled.push(state, "all", delivery);
    const microScu = hoursMicroScu.reduce((sum, amount) => sum + amount, 0n);
    emit(
      events.deliveryRecorded({
        delivery,
        site,
        consumer,
        jobHash,
        workload,
        startMs,
        hours: hoursMicroScu.length,
        microScu,
      }),
    );
    return { delivery };
  },
});

function requireSound(state: StateReader, { provider }: Stored<Site>, record: DeliveryRecord): void {
  const { site, consumer, jobHash, startMs, hoursMicroScu, counter } = record;
  if (startMs % hourMs !== 0) throw refusals.recordMisaligned({ startMs });
  if (consumer === provider) throw refusals.consumerIsProvider({ site });
  if (hoursMicroScu.every((amount) => amount === 0n)) throw refusals.nothingDelivered({});
  const known = jobs.get(state, consumer, bytesToHex(jobHash));
  if (known !== undefined) throw refusals.jobKnown({ delivery: known.delivery });
  if (counter === undefined) return;
  const isWhole = counter.hoursJoules.length === hoursMicroScu.length && countedJoules(counter) !== undefined;
  if (!isWhole) throw refusals.counterContradicts({});
}

function requireBonded(state: StateReader, { bond }: Stored<Site>): void {
  const leastNano = parameters.siteBondNano.get(state);
  const collateralNano = bond === undefined ? 0n : bonds.collateralNano(state, bond);
  if (collateralNano < leastNano) throw refusals.bondTooSmall({ collateralNano, leastNano });
}

function requireSigned(
  state: StateReader,
  verify: HandlerContext["verifySignature"],
  { deliveryKey }: Stored<Site>,
  record: DeliveryRecord,
  { providerSignature, consumerSignature }: { providerSignature: Uint8Array; consumerSignature: Uint8Array },
): void {
  const { consumer } = record;
  const key = consumers.get(state, consumer)?.key;
  if (key === undefined) throw refusals.unknownConsumer({ consumer });
  const bytes = recordSigningBytes(record);
  if (!verify(bytes, providerSignature, deliveryKey)) throw refusals.providerSignatureForged({});
  if (!verify(bytes, consumerSignature, key)) throw refusals.consumerSignatureForged({});
}
