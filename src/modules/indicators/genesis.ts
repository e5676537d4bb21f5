// The first indicators, as the genesis file states them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { requireSoundStatement } from "./checking.ts";
import { devnetFigures } from "./devnetFigures.ts";
import { keepRecord, type Place, places } from "./entries.ts";
import {
  type Provenance,
  provenanceShape,
  type Statement,
  statedGovernanceShape,
  statedIndicatorShape,
  statedSharesShape,
} from "./schemas.ts";

/** Stated of components that the basket has or may come to have: they are in force from the first block on. */
export const genesis = defineGenesis({
  schema: z.strictObject({
    indicators: z
      .array(z.strictObject({ ...statedIndicatorShape, ...provenanceShape }))
      .max(limits.genesisIndicatorsMax),
    shares: z.array(z.strictObject({ ...statedSharesShape, ...provenanceShape })).max(limits.genesisIndicatorsMax),
    governance: z
      .array(z.strictObject({ ...statedGovernanceShape, ...provenanceShape }))
      .max(limits.genesisIndicatorsMax),
  }),
  initialise(state, content) {
    const keep = (place: Place, statement: Provenance & Statement) => {
      requireSoundStatement(statement);
      keepRecord(state, place, { ...statement, noticeMs: 0 });
    };
    for (const { component, indicator, figure, ...provenance } of content.indicators) {
      const stated = { component, indicator, figure };
      keep(places.indicator(stated), { ...provenance, indicator: stated });
    }
    for (const { component, stage, countries, others, ...provenance } of content.shares) {
      const stated = { component, stage, countries, others };
      keep(places.shares(stated), { ...provenance, shares: stated });
    }
    for (const { country, figure, ...provenance } of content.governance) {
      const stated = { country, figure };
      keep(places.governance(stated), { ...provenance, governance: stated });
    }
  },
  devnet: () => devnetFigures(),
  devnetAliases: ["statistician"],
});
