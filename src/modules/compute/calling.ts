// Deliveries that count towards a certificate of capacity: by its site, in its month, to its holder, of its grade.
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { putCertificate, requireCertificate } from "./capacity.ts";
import type { HourSums } from "./delivering.ts";
import { refusals } from "./refusals.ts";
import { hourMs, latencyLetterOf, letterOf, reaches, shareBp } from "./rules.ts";
import type { CapacityCertificate, DeliveryRecord, Site } from "./schemas.ts";

const sumOf = (planned: readonly HourSums[]): bigint => planned.reduce((sum, hour) => sum + hour.deliveredMicroScu, 0n);

/** The certificate that a record names, if it may count towards it. */
export function requireDeliverable(
  state: StateReader,
  site: Stored<Site>,
  record: DeliveryRecord,
  planned: readonly HourSums[],
): Stored<CapacityCertificate> | undefined {
  const { certificateId, startMs, hoursMicroScu } = record;
  if (certificateId === undefined) return undefined;
  const certificate = requireCertificate(state, certificateId);
  const { month, microScuHours, deliveredMicroScu, paidNano } = certificate;
  if (paidNano !== undefined) throw refusals.certificateSettled({ certificateId });
  const endMs = startMs + hoursMicroScu.length * hourMs;
  const isInMonth = monthStartMs(month) <= startMs && endMs <= monthEndMs(month);
  const isFit =
    certificate.site === record.site &&
    certificate.workload === record.workload &&
    certificate.holder === record.consumer &&
    certificate.state !== "backing";
  if (!isInMonth || !isFit) throw refusals.certificateUnfit({ certificateId });
  const leftMicroScu = microScuHours - deliveredMicroScu;
  if (sumOf(planned) > leftMicroScu) throw refusals.certificateExhausted({ certificateId, leftMicroScu });
  requireGrade(state, site, record, planned, certificate);
  return certificate;
}

/** Every hour with work in it must be of the grade, told as that of a site is; an unmetered delivery has no efficiency. */
function requireGrade(
  state: StateReader,
  { load }: Stored<Site>,
  { certificateId = 0, startMs, latencyP99Ms }: DeliveryRecord,
  planned: readonly HourSums[],
  { gradeFloor }: Stored<CapacityCertificate>,
): void {
  if (gradeFloor.latency !== undefined) {
    const isFast = latencyP99Ms !== undefined && reaches(latencyLetterOf(BigInt(latencyP99Ms)), gradeFloor.latency);
    if (!isFast) throw refusals.belowGrade({ certificateId, grade: "latency" });
  }
  for (const [at, { deliveredMicroScu, leastMilliWh, attributedWh }] of planned.entries()) {
    if (deliveredMicroScu === 0n) continue;
    if (gradeFloor.efficiency !== undefined) {
      // Nothing is attributed to an unmetered hour, which so reaches no letter.
      const bp = shareBp(leastMilliWh, attributedWh * 1_000n);
      const letter = bp === undefined ? undefined : letterOf(bp);
      if (letter === undefined || !reaches(letter, gradeFloor.efficiency)) {
        throw refusals.belowGrade({ certificateId, grade: "efficiency" });
      }
    }
    if (gradeFloor.clean !== undefined) {
      const hour = energy.loadHour(state, load, startMs + at * hourMs);
      const bp = shareBp(hour?.matchedWh ?? 0n, hour?.demandWh ?? 0n) ?? 0n;
      if (!reaches(letterOf(bp), gradeFloor.clean)) throw refusals.belowGrade({ certificateId, grade: "clean" });
    }
  }
}

export function addToCertificate(
  state: State,
  certificateId: number | undefined,
  certificate: Stored<CapacityCertificate> | undefined,
  planned: readonly HourSums[],
): void {
  if (certificateId === undefined || certificate === undefined) return;
  const deliveredMicroScu = certificate.deliveredMicroScu + sumOf(planned);
  putCertificate(state, certificateId, { ...certificate, deliveredMicroScu });
}
