// What is held of one metal: by whom owned, where, and whether attested at the block's time.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { attestedReach } from "../attestations.ts";
import { reserveHoldings } from "../reserve.ts";
import { metalSchema, totalSchema, vaultIdSchema } from "../schemas.ts";
import { vaultNames, vaultTotals } from "../tables.ts";

const vaultHoldingSchema = z.strictObject({
  vault: vaultIdSchema,
  ...totalSchema.shape,
  /** Whether the vault has an attestation in force; deposits after it are not covered. */
  attested: z.boolean(),
});

export const holdings = defineQuery({
  summary: "What is held of one metal: the reserve's share, attested and not, what others own, and each vault.",
  readers: "public",
  params: z.strictObject({ metal: metalSchema }),
  result: z.strictObject({
    reserveAttestedFineWeightMg: amountSchema,
    reserveUnattestedFineWeightMg: amountSchema,
    othersFineWeightMg: amountSchema,
    vaults: z.array(vaultHoldingSchema).max(limits.vaultsMax),
  }),
  answer({ state }, { metal }) {
    const { attestedFineMg, unattestedFineMg } = reserveHoldings(state, metal);
    const vaults = (vaultNames.get(state) ?? []).flatMap((vault) => {
      const total = vaultTotals.get(state, vault, metal);
      if (total === undefined || total.items === 0) return [];
      return [{ ...total, vault, attested: attestedReach(state, vault) !== undefined }];
    });
    const heldMg = vaults.reduce((sum, { fineWeightMg }) => sum + fineWeightMg, 0n);
    return {
      reserveAttestedFineWeightMg: attestedFineMg,
      reserveUnattestedFineWeightMg: unattestedFineMg,
      othersFineWeightMg: heldMg - attestedFineMg - unattestedFineMg,
      vaults,
    };
  },
});
