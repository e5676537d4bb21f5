// The certifier names a reference system: what it does in an hour is one SCU, for each class of work.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { registerNewReference } from "../registering.ts";
import { nameSchema, referenceSchema } from "../schemas.ts";

export const registerReference = defineMessage({
  summary: "Registers a reference system with its benchmark results: what it does in an hour is one SCU.",
  actors: ["compute-certifier"],
  schema: z.strictObject({ reference: nameSchema, ...referenceSchema.shape }),
  work: 80,
  handle({ state, actor, emit }, { reference, ...content }) {
    authority.requireRole(state, actor, "compute-certifier");

    registerNewReference(state, reference, content);
    emit(events.referenceRegistered({ reference, ...content, by: actor }));
  },
});
