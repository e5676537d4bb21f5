// The shapes of compute: reference systems, hardware, sites, deliveries, commitments, and certificates of capacity.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { monthSchema } from "#src/core/month.ts";
import {
  accountSchema,
  amountSchema,
  hashSchema,
  integerSchema,
  noteSchema,
  positiveAmountSchema,
  publicKeySchema,
  signatureSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { schemas as bonds } from "#src/modules/bonds/access.ts";
import { schemas as energy } from "#src/modules/energy/access.ts";

/** What systems are measured by: each class by itself, and no result of one hides behind another's. */
export const workloadSchema = z.enum(["train", "infer", "general"]);
export type Workload = z.output<typeof workloadSchema>;

/** The name of a reference system, a class of hardware, or a site. */
export const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);

const byWorkload = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({ train: schema.optional(), infer: schema.optional(), general: schema.optional() });

/** A result in thousandths of the benchmark's own unit. */
const resultMilliSchema = integerSchema(1n, limits.benchmarkResultMax);

/** What one standard compute unit is: what this system does in an hour. */
export const referenceSchema = z.strictObject({
  name: noteSchema.min(1),
  results: byWorkload(
    z.strictObject({
      /** With its version, such as `MLPerf Inference v4.1, llama2-70b, offline`. */
      benchmark: noteSchema.min(1),
      resultMilli: resultMilliSchema,
    }),
  ),
});
export type Reference = z.output<typeof referenceSchema>;

/** One device of a class of hardware, measured by the same benchmarks as its reference. */
export const hardwareSchema = z.strictObject({
  name: noteSchema.min(1),
  reference: nameSchema,
  /** The power is that drawn during the benchmark. */
  results: byWorkload(
    z.strictObject({ resultMilli: resultMilliSchema, powerMilliW: integerSchema(1n, limits.benchmarkResultMax) }),
  ),
  /** Emitted in making it, and the hours over which that is spread. */
  embodiedGrams: integerSchema(0n, limits.benchmarkResultMax),
  lifeHours: z.int().min(1).max(limits.hardwareLifeHoursMax),
});
export type Hardware = z.output<typeof hardwareSchema>;

export const installedSchema = z
  .array(z.strictObject({ hardware: nameSchema, count: z.int().min(1).max(limits.hardwareCountMax) }))
  .min(1)
  .max(limits.hardwareClassesPerSiteMax);

/** For each class of work that the site can do. */
export const abilitySchema = z.strictObject({
  /** In an hour, by all its hardware. */
  capacityMicroScu: positiveAmountSchema,
  /** By the most efficient of its hardware, for a kilowatt-hour of IT energy. */
  bestMicroScuPerKwh: positiveAmountSchema,
});
export type Ability = z.output<typeof abilitySchema>;

export const newSiteShape = {
  site: nameSchema,
  /** The load, of which it is all: its holder is the provider. */
  load: energy.device,
  /** Signs deliveries for the provider. */
  deliveryKey: publicKeySchema,
  installed: installedSchema,
} as const;

export const siteSchema = z.strictObject({
  load: energy.device,
  zone: energy.zone,
  provider: accountSchema,
  deliveryKey: publicKeySchema,
  installed: installedSchema,
  abilities: byWorkload(abilitySchema),
  /** The making of its hardware, spread over its life. */
  embodiedMilligramsPerHour: amountSchema,
  /** What a failed challenge is paid from. */
  bond: bonds.bond.optional(),
  registeredMs: timeMsSchema,
});
export type Site = z.output<typeof siteSchema>;

export const deliveryNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const certificateNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const commitmentNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** An energy counter in joules that wraps at its modulus, and what of the difference falls in each hour. */
export const counterSchema = z.strictObject({
  beforeJoules: amountSchema,
  afterJoules: amountSchema,
  modulusJoules: positiveAmountSchema,
  hoursJoules: z.array(amountSchema).min(1).max(24),
});
export type Counter = z.output<typeof counterSchema>;

/** What provider and consumer sign. */
export const recordShape = {
  site: nameSchema,
  consumer: accountSchema,
  jobHash: hashSchema,
  workload: workloadSchema,
  /** The start of the first hour; the others follow it. */
  startMs: timeMsSchema,
  hoursMicroScu: z.array(amountSchema).min(1).max(24),
  /** Of what the job computed: a challenge compares it. */
  resultHash: hashSchema,
  /** Of requests served, in the slowest hundredth; where that has a meaning. */
  latencyP99Ms: z.int().min(0).max(limits.latencyMsMax).optional(),
  /** Absent where no counter was read: the delivery is unmetered, which is not the same as without energy. */
  counter: counterSchema.optional(),
  /** The certificate of capacity of which it is a part. */
  certificateId: certificateNumberSchema.optional(),
} as const;
export const recordSchema = z.strictObject(recordShape);
export type DeliveryRecord = z.output<typeof recordSchema>;

export const signaturesShape = { providerSignature: signatureSchema, consumerSignature: signatureSchema } as const;

export const challengeSchema = z.strictObject({
  state: z.enum(["open", "doubted", "passed", "failed", "unanswered"]),
  dueMs: timeMsSchema,
  /** Who told another result first; it decides nothing alone. */
  doubtedBy: accountSchema.optional(),
  /** Who decided. */
  verifier: accountSchema.optional(),
});
export type Challenge = z.output<typeof challengeSchema>;

export const deliverySchema = z.strictObject({
  ...recordShape,
  ...signaturesShape,
  /** Facility energy in watt-hours of each hour; empty for an unmetered one. */
  attributedWh: z.array(amountSchema).max(24),
  recordedMs: timeMsSchema,
  challenge: challengeSchema.optional(),
});
export type Delivery = z.output<typeof deliverySchema>;

const hours = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).length(24);

/** Sums of a site's deliveries, hour by hour; one that failed keeps its time and energy, and has delivered nothing. */
export const siteDaySchema = z.strictObject({
  /** Of the site's time, in billionths: all classes of work share it. */
  usedShare: hours(amountSchema),
  /** The least IT energy that the work can have taken, metered or not. */
  leastMilliWh: hours(amountSchema),
  /** Facility energy of metered deliveries. */
  attributedWh: hours(amountSchema),
  /** Of that, what opens no room: of deliveries that chance or a verifier has not passed yet, and of those that failed. */
  withheldWh: hours(amountSchema),
  deliveredMicroScu: hours(amountSchema),
  meteredMicroScu: hours(amountSchema),
  /** Of what was delivered, that of records which tell a latency; and the greatest that any told, whatever became of it. */
  timedMicroScu: hours(amountSchema),
  slowestP99Ms: hours(amountSchema),
});
export type SiteDay = z.output<typeof siteDaySchema>;

/** A site's capacity of one month, in billionths of the whole. */
export const siteMonthSchema = z.strictObject({
  committedShare: amountSchema,
  /** Certificates that back money as delivery rights, or did until somebody bought them. */
  backedShare: amountSchema,
  /** Of certificates that are settled: what was asked for, and what of that was delivered. */
  calledMicroScu: amountSchema,
  keptMicroScu: amountSchema,
});
export type SiteMonth = z.output<typeof siteMonthSchema>;

/** From A, the best, to E. */
export const letterSchema = z.enum(["A", "B", "C", "D", "E"]);
export type Letter = z.output<typeof letterSchema>;

/** The least that deliveries must be to count. */
export const gradeFloorSchema = z.strictObject({
  efficiency: letterSchema.optional(),
  clean: letterSchema.optional(),
  latency: letterSchema.optional(),
});
export type GradeFloor = z.output<typeof gradeFloorSchema>;

export const productShape = {
  workload: workloadSchema,
  month: monthSchema,
  gradeFloor: gradeFloorSchema,
} as const;

export const commitmentSchema = z.strictObject({
  ...productShape,
  site: nameSchema,
  provider: accountSchema,
  microScuHours: positiveAmountSchema,
  bond: bonds.bond,
  certificateIds: z.array(certificateNumberSchema).max(limits.certificatesPerCommitmentMax),
  settledMs: timeMsSchema.optional(),
});
export type Commitment = z.output<typeof commitmentSchema>;

export const certificateSchema = z.strictObject({
  commitment: commitmentNumberSchema,
  ...productShape,
  site: nameSchema,
  zone: energy.zone,
  holder: accountSchema,
  microScuHours: positiveAmountSchema,
  deliveredMicroScu: amountSchema,
  /** `backing`: the reserve holds it as a delivery right. `backed`: sold by the reserve, it gives no room. */
  state: z.enum(["active", "backing", "backed"]),
  /** When its holder asked for delivery, and how much must then be delivered in all. */
  calledMs: timeMsSchema.optional(),
  calledMicroScu: amountSchema.optional(),
  /** Of what was asked for and not delivered, what the bond paid; present once its month is settled. */
  paidNano: amountSchema.optional(),
});
export type CapacityCertificate = z.output<typeof certificateSchema>;
