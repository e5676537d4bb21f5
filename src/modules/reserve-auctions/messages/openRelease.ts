// Opens an auction in which the reserve sells named certificates of a metal of which it has too much.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as metalReserve, schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { openAuction, requireOpenable, requireWithinProgramme } from "../auctions.ts";
import { refusals } from "../refusals.ts";
import { auctionNumberSchema } from "../schemas.ts";

export const openRelease = defineMessage({
  summary:
    "Opens an auction of certificates of the reserve: anyone above a metal's band, the issuer above its target too.",
  actors: "anyone",
  schema: z.strictObject({
    metal: metalSchemas.metal,
    certificateIds: z.array(metalSchemas.certificateId).min(1).max(limits.auctionLotsMax),
  }),
  result: z.strictObject({ auction: auctionNumberSchema }),
  work: ({ certificateIds }) => 400 + 30 * certificateIds.length,
  handle({ state, actor }, { metal, certificateIds }) {
    const market = requireOpenable(state, actor, metal, "release");
    const weightMgMost = weighLots(state, metal, certificateIds);
    requireWithinProgramme(state, market, weightMgMost);

    const named = { side: "release", metal, certificateIds, weightMgMost, openedBy: actor } as const;
    return { auction: openAuction(state, named) };
  },
});

/** Naming encumbers nothing: redemptions may take a lot before the auction is settled, which then does without it. */
function weighLots(state: StateReader, metal: string, certificateIds: readonly number[]): bigint {
  return certificateIds.reduce((sum, certificateId, at) => {
    const certificate = metalReserve.certificate(state, certificateId);
    const isFit = certificate.state === "reserve-owned" && certificate.attested && certificate.metal === metal;
    if (!isFit || certificateIds.indexOf(certificateId) !== at) throw refusals.lotUnfit({ certificateId });
    return sum + certificate.fineWeightMg;
  }, 0n);
}
