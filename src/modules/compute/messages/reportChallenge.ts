// A verifier has run a challenged job again and tells what came out.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { decide, requireDelivery, requireSlashable, slash } from "../challenges.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { deliveryNumberSchema } from "../schemas.ts";
import { deliveries } from "../tables.ts";

export const reportChallenge = defineMessage({
  summary:
    "Tells the result of running a challenged job again; another than was delivered costs the provider its bond.",
  actors: ["compute-verifier"],
  schema: z.strictObject({ delivery: deliveryNumberSchema, resultHash: hashSchema }),
  result: z.strictObject({ passed: z.boolean() }),
  work: 400,
  handle({ state, actor, emit }, { delivery, resultHash }) {
    authority.requireRole(state, actor, "compute-verifier");
    const row = requireDelivery(state, delivery);
    if (row.challenge?.state !== "open") throw refusals.notChallenged({ delivery });
    const site = requireSite(state, row.site);
    if (actor === site.provider || actor === row.consumer) throw refusals.verifierInvolved({ delivery });
    const passed = bytesEqual(row.resultHash, resultHash);
    if (!passed) requireSlashable(state, row.site, site);

    const challenge = { ...row.challenge, state: passed ? "passed" : "failed", verifier: actor } as const;
    deliveries.put(state, delivery, { ...row, challenge });
    emit(events.challengeReported({ delivery, site: row.site, verifier: actor, passed }));
    decide(state, row, passed);
    if (!passed) slash(state, site, { verifier: actor, consumer: row.consumer });
    return { passed };
  },
});
