// A holder gives a certificate of capacity, or a part of it, to another account.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as bonds } from "#src/modules/bonds/access.ts";
import type { State, Stored } from "#src/state/view.ts";
import { nextCertificateId, putCertificate, requireCommitment, requireOwn, splitBacked } from "../capacity.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { type CapacityCertificate, certificateNumberSchema } from "../schemas.ts";
import { commitments } from "../tables.ts";

export const transferCapacity = defineMessage({
  summary: "Transfers a certificate of capacity, or so many micro-SCU-hours of it as a certificate of their own.",
  actors: "anyone",
  schema: z.strictObject({
    certificateId: certificateNumberSchema,
    to: accountSchema,
    /** All of it when absent. */
    microScuHours: positiveAmountSchema.optional(),
  }),
  result: z.strictObject({ certificateId: certificateNumberSchema }),
  work: 150,
  handle({ state, actor, emit }, { certificateId, to, microScuHours }) {
    const whole = requireOwn(state, certificateId, actor);
    if (to === actor) throw refusals.holderIsPayee({ certificateId });
    accounts.requireCanHold(state, to);
    if (whole.calledMs !== undefined) throw refusals.certificateCalled({ certificateId });
    const amount = microScuHours ?? whole.microScuHours;
    const leftMicroScu = whole.microScuHours - whole.deliveredMicroScu;
    const isPart = amount < whole.microScuHours;
    if (amount > whole.microScuHours || (isPart && amount > leftMicroScu)) {
      throw refusals.amountTooLarge({ certificateId, microScuHours: leftMicroScu });
    }

    const passedId = isPart ? split(state, certificateId, whole, amount) : certificateId;
    const base = isPart ? { ...whole, microScuHours: amount, deliveredMicroScu: 0n } : whole;
    putCertificate(state, passedId, { ...base, holder: to });
    emit(
      events.capacityTransferred({
        certificateId: passedId,
        splitFrom: certificateId,
        from: actor,
        to,
        microScuHours: amount,
      }),
    );
    return { certificateId: passedId };
  },
});

/** Leaves the rest where it is; returns the number of the piece. Refuses where bars are staked: they cannot be shared out. */
function split(state: State, certificateId: number, whole: Stored<CapacityCertificate>, amount: bigint): number {
  const commitment = requireCommitment(state, whole.commitment);
  const most = limits.certificatesPerCommitmentMax;
  if (commitment.certificateIds.length >= most) throw refusals.tooManyPieces({ most });
  const { bond } = commitment;
  if (bonds.requireBond(state, bond).certificateIds.length > 0) throw refusals.bondIndivisible({ certificateId, bond });
  splitBacked(state, whole, amount);
  const pieceId = nextCertificateId(state);
  putCertificate(state, certificateId, { ...whole, microScuHours: whole.microScuHours - amount });
  commitments.put(state, whole.commitment, {
    ...commitment,
    certificateIds: [...commitment.certificateIds, pieceId],
  });
  return pieceId;
}
