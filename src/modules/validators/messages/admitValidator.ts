// A governor plans the admission of a new validator.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, heightSchema, publicKeySchema } from "#src/core/schemas.ts";
import { isSoundPublicKey } from "#src/crypto/ed25519.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { plan, requireNotice } from "../planning.ts";
import { refusals } from "../refusals.ts";
import { getValidator, totalsOf } from "../roster.ts";
import { addressOf } from "../rules.ts";
import { addressSchema, type Plan, powerSchema, timing, type Validator, validatorNameSchema } from "../schemas.ts";

export const admitValidator = defineMessage({
  summary: "Plans the admission of a validator; its key must never have been one's before.",
  actors: ["governor"],
  schema: z.strictObject({
    name: validatorNameSchema,
    publicKey: publicKeySchema,
    power: powerSchema,
    /** The account of whoever runs it. */
    operator: accountSchema.optional(),
    ...timing,
  }),
  result: z.strictObject({ validator: addressSchema, fromHeight: heightSchema }),
  // Decoding the key's point costs most.
  work: 200,
  handle({ state, actor, emit }, { fromHeight: wanted, reference, ...candidate }) {
    authority.requireRole(state, actor, "governor");
    if (!isSoundPublicKey(candidate.publicKey)) throw refusals.keyUnsound({});
    const validator = addressOf(candidate.publicKey);
    if (getValidator(state, validator) !== undefined) throw refusals.keyUsed({ validator });
    if (totalsOf(state).seats >= limits.validatorsMax) throw refusals.validatorsFull({ most: limits.validatorsMax });
    const fromHeight = requireNotice(state, wanted);

    const admission: Plan = { change: "admission", fromHeight, reference, by: actor };
    const planned: Validator = { ...candidate, status: "planned" };
    plan(state, undefined, planned, admission);
    emit(events.changePlanned({ validator, ...admission, power: candidate.power }));
    return { validator, fromHeight };
  },
});
