// One value-support proof.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireProof } from "../books.ts";
import { feesOf } from "../fees.ts";
import { roomOfProofAt } from "../rules.ts";
import { proofNumberSchema, proofSchema } from "../schemas.ts";
import { proofs } from "../tables.ts";

export const proof = defineQuery({
  summary: "One value-support proof, the room that is left of it, and the fees that its prover may claim.",
  readers: "public",
  params: z.strictObject({ proof: proofNumberSchema }),
  result: z.strictObject({ support: proofSchema, roomLeftMicroKdg: amountSchema, owedMicroKdg: amountSchema }),
  proves: ({ proof }) => proofs.key(proof),
  answer({ state }, { proof }) {
    const row = requireProof(state, proof);
    const { slope, endMs } = row;
    const roomLeftMicroKdg = roomOfProofAt(slope, endMs, state.timeMs);
    return { support: row, roomLeftMicroKdg, owedMicroKdg: feesOf(state, row).owed };
  },
});
