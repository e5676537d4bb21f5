// Events of the module `corridors`.
import { z } from "zod";
import { accountSchema, amountSchema, currencySchema, heightSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  calendarSchema,
  corridorIdSchema,
  judgedSchema,
  levelSchema,
  participantSchema,
  paymentKindSchema,
  purposeSchema,
  reasonSchema,
  revisedSchema,
  revisionSchema,
  scopeSchema,
  windowSchema,
  zoneLimitsSchema,
} from "./schemas.ts";

const currency = currencySchema;
const corridor = corridorIdSchema;
const account = accountSchema;
const fromHeight = heightSchema;
const { bic, lei } = participantSchema.shape;

export const events = defineEvents(
  "corridors",
  {
    zoneOpened: z.strictObject({ currency, name: reasonSchema, calendar: calendarSchema, limits: zoneLimitsSchema }),
    calendarSet: z.strictObject({ currency, calendar: calendarSchema, fromHeight }),
    /** What holds at once, and what from a height on. */
    limitsSet: z.strictObject({ currency, limits: zoneLimitsSchema, next: zoneLimitsSchema, fromHeight }),
    zoneHeld: z.strictObject({ currency, reference: reasonSchema }),
    zoneResumptionAnnounced: z.strictObject({ currency, fromHeight }),
    participantAdmitted: z.strictObject({ currency, account, bic, lei, isResident: z.boolean(), fromHeight }),
    /** A bank has accepted a zone as its home. */
    admissionAccepted: z.strictObject({ currency, account, fromHeight }),
    participantRemoved: z.strictObject({ currency, account }),
    corridorOpened: z.strictObject({ corridor, name: reasonSchema, operator: account }),
    ruleBookPublished: z.strictObject({ corridor, revision: revisionSchema, ...revisedSchema.shape, fromHeight }),
    zoneJoined: z.strictObject({ corridor, currency }),
    zoneWithdrawn: z.strictObject({ corridor, currency }),
    memberAdmitted: z.strictObject({ corridor, account }),
    memberRemoved: z.strictObject({ corridor, account }),
    /** A counter has come to a higher level. */
    levelReached: z.strictObject({ corridor, ...scopeSchema.shape, window: windowSchema, level: levelSchema }),
    /** Money that crossed a border in one currency, with the fee and what it was judged by. */
    paymentMade: z.strictObject({
      corridor,
      from: account,
      to: account,
      currency,
      amount: positiveAmountSchema,
      fee: amountSchema,
      kind: paymentKindSchema,
      purpose: purposeSchema,
      judged: judgedSchema,
    }),
  },
  [
    "zoneOpened",
    "calendarSet",
    "limitsSet",
    "zoneHeld",
    "zoneResumptionAnnounced",
    "corridorOpened",
    "ruleBookPublished",
  ],
);
