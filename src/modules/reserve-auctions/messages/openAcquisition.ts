// Opens an auction in which the reserve buys a metal of which it has too little.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { schemas as metalSchemas } from "#src/modules/metal-reserve/access.ts";
import { openAuction, requireOpenable, requireWithinProgramme } from "../auctions.ts";
import { auctionNumberSchema } from "../schemas.ts";

export const openAcquisition = defineMessage({
  summary: "Opens an auction for metal offered to the reserve: anyone below its band, the issuer below its target too.",
  actors: "anyone",
  schema: z.strictObject({ metal: metalSchemas.metal, weightMgMost: positiveAmountSchema }),
  result: z.strictObject({ auction: auctionNumberSchema }),
  work: 400,
  handle({ state, actor }, { metal, weightMgMost }) {
    const market = requireOpenable(state, actor, metal, "acquire");
    requireWithinProgramme(state, market, weightMgMost);

    const wanted = { metal, certificateIds: [], weightMgMost, openedBy: actor };
    return { auction: openAuction(state, { side: "acquire", ...wanted }) };
  },
});
