// From a generation certificate to the units of money that it supports.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { schemas as energy } from "#src/modules/energy/access.ts";
import { keysOf, keysShape, supportShape } from "../listing.ts";
import { refusals } from "../refusals.ts";
import { supportByCertificate } from "../walk.ts";

export const supportedBy = defineQuery({
  summary: "The units of money that a generation certificate supports now, from one included to one excluded, and how.",
  readers: "public",
  params: z.strictObject({ device: energy.device, certificateId: energy.certificateId }),
  result: z.strictObject({
    ...supportShape,
    fromMicroKdg: amountSchema,
    untilMicroKdg: amountSchema,
    ...keysShape,
  }),
  async answer({ state }, { device, certificateId }) {
    const support = await supportByCertificate(state, device, certificateId);
    if (support === undefined) throw refusals.supportsNothing({ device, certificateId });
    return { ...support, keys: await keysOf(state, support) };
  },
});
