// Who waits for metal at a vault, next first.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import type { StateReader } from "#src/state/view.ts";
import { requireCertificate } from "../books.ts";
import { certificateIdSchema, metalSchema, vaultIdSchema } from "../schemas.ts";
import { deliveryRequestSchema, deliveryRequests, loadOutQueues } from "../tables.ts";
import { requireVault } from "../vaults.ts";

const waitingSchema = z.strictObject({
  certificateId: certificateIdSchema,
  owner: accountSchema,
  metal: metalSchema,
  grossWeightMg: positiveAmountSchema,
  ...deliveryRequestSchema.shape,
  overdue: z.boolean(),
});

export const loadOutQueue = defineQuery({
  summary: "The load-out queue of a vault, next first, with the date by which each delivery is due.",
  readers: "supervisor",
  params: z.strictObject({ vault: vaultIdSchema, ...pageParams }),
  result: pageOf(waitingSchema),
  answer({ state }, { vault, after, limit }) {
    requireVault(state, vault);
    return readPage(queueOf(state, vault, after), limit, (certificateId) => waitingOf(state, certificateId), String);
  },
});

/** The queue after a certificate; from its head when that certificate has left it meanwhile. */
async function* queueOf(state: StateReader, vault: string, after: string | undefined): AsyncGenerator<number> {
  const seen = Number(after);
  const isWaiting = Number.isSafeInteger(seen) && seen > 0 && loadOutQueues.isIn(state, vault, seen);
  let next = isWaiting ? loadOutQueues.next(state, seen) : loadOutQueues.first(state, vault);
  while (next !== undefined) {
    yield next;
    next = loadOutQueues.next(state, next);
  }
}

function waitingOf(state: StateReader, certificateId: number) {
  const { owner, metal, grossWeightMg } = requireCertificate(state, certificateId);
  const request = present(deliveryRequests.get(state, certificateId), "a queued certificate has a request");
  return { certificateId, owner, metal, grossWeightMg, ...request, overdue: state.timeMs > request.dueMs };
}
