// A prover takes its part of the mint fees.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { anchoredCurrency, move } from "#src/modules/accounts/access.ts";
import { feesAccount, requireProof } from "../books.ts";
import { events } from "../events.ts";
import { feesOf } from "../fees.ts";
import { refusals } from "../refusals.ts";
import { proofNumberSchema } from "../schemas.ts";
import { proofs } from "../tables.ts";

export const claimFees = defineMessage({
  summary: "Pays the prover its part of the mint fees that were taken while its proof was in force.",
  actors: "anyone",
  schema: z.strictObject({ proof: proofNumberSchema }),
  result: z.strictObject({ claimedMicroKdg: positiveAmountSchema }),
  work: 60,
  handle({ state, actor, emit }, { proof }) {
    const row = requireProof(state, proof);
    if (row.prover !== actor) throw refusals.notProver({ proof });
    const { owed } = feesOf(state, row);
    if (owed === 0n) throw refusals.nothingToClaim({ proof });

    move.transfer(state, { currency: anchoredCurrency, from: feesAccount, to: actor, amount: owed });
    proofs.put(state, proof, { ...row, claimedMicroKdg: row.claimedMicroKdg + owed });
    emit(events.feesClaimed({ proof, prover: actor, microKdg: owed }));
    return { claimedMicroKdg: owed };
  },
});
