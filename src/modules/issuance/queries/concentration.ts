// How concentrated the metals held are over vaults, countries and custodians, beside the ceilings that mints are held to.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, basisPointsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { ceilings, sourceKinds, worthBySource } from "../diversification.ts";
import { readMetals } from "../holdings.ts";
import { fractionBp, hhiOf } from "../rules.ts";

const sourceSchema = z.strictObject({
  /** The vault's name, the country's code or the custodian's account. */
  source: z.string().max(100),
  worthNano: amountSchema,
  shareBp: amountSchema,
});

export const concentration = defineQuery({
  summary: "Herfindahl's index of the attested metals held at low prices, over vaults, countries and custodians.",
  readers: "public",
  params: z.strictObject({}),
  result: z.strictObject({
    indices: z
      .array(
        z.strictObject({
          over: z.enum(sourceKinds),
          /** 10,000 where all lies with one source; 0 where nothing is held. Rounded down. */
          hhi: basisPointsSchema,
          most: basisPointsSchema,
          sources: z.array(sourceSchema).max(limits.vaultsMax),
        }),
      )
      .max(sourceKinds.length),
  }),
  answer({ state }) {
    const metals = readMetals(state);
    const indices = sourceKinds.map((over) => {
      const worths = [...worthBySource(state, over, metals, [])];
      const total = worths.reduce((sum, [, nano]) => sum + nano, 0n);
      const sources = worths.map(([source, worthNano]) => {
        return { source, worthNano, shareBp: fractionBp({ part: worthNano, total }) };
      });
      const hhi = fractionBp(hhiOf(worths.map(([, nano]) => nano)));
      return { over, hhi: Number(hhi), most: Number(ceilings[over].get(state)), sources };
    });
    return { indices };
  },
});
