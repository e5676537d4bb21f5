// An independent auditor attests what a vault holds: its bar list, and what was counted.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { countSchema, hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import type { Stored } from "#src/state/view.ts";
import { attestationEndMs } from "../attestations.ts";
import { countsOf } from "../books.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { sameBytes } from "../rules.ts";
import { type Counted, countsSchema, vaultIdSchema } from "../schemas.ts";
import { attestations, barLists } from "../tables.ts";
import { requireVaultOfAuditor } from "../vaults.ts";

export const attestVault = defineMessage({
  summary: "Attests that a vault holds what its bar list says, with the hash of the auditor's report.",
  actors: ["auditor"],
  schema: z.strictObject({
    vault: vaultIdSchema,
    listHash: hashSchema,
    documentHash: hashSchema,
    /** Every metal that the vault holds, once. */
    counts: countsSchema,
  }),
  result: z.strictObject({ deposits: countSchema, untilMs: timeMsSchema }),
  work: ({ counts }) => 80 + 10 * counts.length,
  handle({ state, actor, emit }, { vault, listHash, documentHash, counts }) {
    const settings = requireVaultOfAuditor(state, vault, actor);
    const list = present(barLists.get(state, vault), "a vault has a bar list");
    if (!sameBytes(listHash, list.listHash)) throw refusals.attestationMismatch({ vault, what: "list hash" });
    const mismatch = firstMismatch(counts, countsOf(state, vault));
    if (mismatch !== undefined) throw refusals.attestationMismatch({ vault, what: mismatch });

    const { deposits } = list;
    const auditor: Account = actor;
    const attestedMs = state.timeMs;
    attestations.put(state, vault, { auditor, attestedMs, deposits, listHash, documentHash, counts });
    const untilMs = attestationEndMs(state, settings, attestedMs);
    emit(events.vaultAttested({ vault, auditor, deposits, listHash, documentHash, counts, untilMs }));
    return { deposits, untilMs };
  },
});

/** The first metal that was counted otherwise than it is held, is missing, or is counted twice. */
function firstMismatch(counted: readonly Counted[], held: readonly Stored<Counted>[]): string | undefined {
  for (const { metal, items, fineWeightMg } of held) {
    const count = counted.find((each) => each.metal === metal);
    if (count?.items !== items || count.fineWeightMg !== fineWeightMg) return metal;
  }
  return counted.find(({ metal }, at) => {
    const isHeld = held.some((each) => each.metal === metal);
    return !isHeld || counted.findIndex((each) => each.metal === metal) !== at;
  })?.metal;
}
