// A statistician states how well a country is governed.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireSoundStatement } from "../checking.ts";
import { keepRecord, places, requireNewer } from "../entries.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { pointerSchema, provenanceShape, statedGovernanceShape } from "../schemas.ts";

export const recordGovernance = defineMessage({
  summary: "States the governance weight of a country in thousandths of 0 to 10; it takes effect after notice.",
  actors: ["statistician"],
  schema: z.strictObject({ ...statedGovernanceShape, ...provenanceShape }),
  result: pointerSchema,
  work: 60,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "statistician");
    const { country, figure, ...provenance } = content;
    const stated = { country, figure };
    requireSoundStatement({ ...provenance, governance: stated });
    const place = places.governance(stated);
    requireNewer(state, place, content.period);

    const noticeMs = Number(parameters.noticeMs.get(state));
    const record = keepRecord(state, place, { ...provenance, governance: stated, by: actor, noticeMs });
    emit(events.governanceRecorded({ record }));
    return { number: record.number, fromMs: record.fromMs };
  },
});
