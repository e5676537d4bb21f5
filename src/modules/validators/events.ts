// Events of the module `validators`.
import { z } from "zod";
import { accountSchema, countSchema, heightSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { addressSchema, changeSchema, planSchema, powerSchema } from "./schemas.ts";

const changed = z.strictObject({ validator: addressSchema, power: powerSchema });
const missed = z.strictObject({ validator: addressSchema, misses: countSchema, sinceHeight: heightSchema });
const misbehaved = z.strictObject({
  validator: addressSchema,
  kind: z.enum(["duplicate-vote", "light-client-attack"]),
  height: heightSchema,
});

export const events = defineEvents("validators", {
  changePlanned: z.strictObject({ validator: addressSchema, ...planSchema.shape }),
  changeCancelled: z.strictObject({
    validator: addressSchema,
    change: changeSchema,
    fromHeight: heightSchema,
    by: accountSchema,
  }),
  /** Nobody else was left to sign when a removal fell due. */
  removalSkipped: changed,
  validatorAdmitted: changed,
  powerChanged: changed,
  validatorRemoved: changed,
  validatorReinstated: changed,
  validatorSuspended: missed,
  /** Too many blocks were missed by a validator without which too little power would be left. */
  downtimeTolerated: missed,
  validatorTombstoned: misbehaved,
  /** The last validator signed twice: without it there would be no blocks. */
  misbehaviourTolerated: misbehaved,
});
