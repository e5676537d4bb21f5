// A verifier has run a challenged job again and tells what came out.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { decide, isUndecided, requireDelivery, requireSlashable, slash } from "../challenges.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requireSite } from "../registering.ts";
import { deliveryNumberSchema } from "../schemas.ts";
import { deliveries } from "../tables.ts";

export const reportChallenge = defineMessage({
  summary:
    "Tells the result of running a challenged job again; when two verifiers tell of another, the provider's bond pays.",
  actors: ["compute-verifier"],
  schema: z.strictObject({ delivery: deliveryNumberSchema, resultHash: hashSchema }),
  result: z.strictObject({ state: z.enum(["doubted", "passed", "failed"]) }),
  work: 400,
  handle({ state, actor, emit }, { delivery, resultHash }) {
    authority.requireRole(state, actor, "compute-verifier");
    const row = requireDelivery(state, delivery);
    if (row.challenge === undefined || !isUndecided(row.challenge)) throw refusals.notChallenged({ delivery });
    const { doubtedBy } = row.challenge;
    const site = requireSite(state, row.site);
    if (actor === site.provider || actor === row.consumer) throw refusals.verifierInvolved({ delivery });
    if (actor === doubtedBy) throw refusals.verifierRepeated({ delivery });
    const passed = bytesEqual(row.resultHash, resultHash);
    if (!passed && doubtedBy === undefined) {
      deliveries.put(state, delivery, { ...row, challenge: { ...row.challenge, state: "doubted", doubtedBy: actor } });
      emit(events.challengeDoubted({ delivery, site: row.site, verifier: actor }));
      return { state: "doubted" } as const;
    }
    if (!passed) requireSlashable(state, row.site, site);

    const challenge = { ...row.challenge, state: passed ? "passed" : "failed", verifier: actor } as const;
    deliveries.put(state, delivery, { ...row, challenge });
    emit(events.challengeReported({ delivery, site: row.site, verifier: actor, passed }));
    decide(state, row, passed);
    if (doubtedBy !== undefined && !passed) {
      slash(state, site, { verifiers: [doubtedBy, actor], consumer: row.consumer });
    }
    return { state: challenge.state };
  },
});
