// All corridors.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { currencySchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { corridorIdSchema, corridorSchema } from "../schemas.ts";
import { joined, corridors as table } from "../tables.ts";

export const corridors = defineQuery({
  summary: "All corridors, with the zones that have joined them.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(
    z.strictObject({
      corridor: corridorIdSchema,
      currencies: z.array(currencySchema).max(limits.corridorZonesMax),
      row: corridorSchema,
    }),
  ),
  async answer({ state }, { after, limit }) {
    const { items, ...rest } = await readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ corridor: parts[0] ?? "", row: value }),
      ({ parts }) => parts[0] ?? "",
    );
    const zonesOf = async (corridor: string) => {
      const currencies: string[] = [];
      for await (const { parts } of joined.scan(state, { within: [corridor] })) currencies.push(parts[1] ?? "");
      return currencies;
    };
    const named = items.map(async (item) => ({ ...item, currencies: await zonesOf(item.corridor) }));
    return { items: await Promise.all(named), ...rest };
  },
});
