// A custodian records bars or lots taken in for a client, who owns the metal certificates made for them.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, hashSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, nextCertificateId, putBar, putCertificate, recordListChange } from "../books.ts";
import { requireNoOverdueLoadOut } from "../deliveries.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { fineWeightMgMost, yearStartMs } from "../rules.ts";
import {
  barKeyShape,
  certificateIdsSchema,
  finenessPpmSchema,
  type MetalSettings,
  metalSchema,
  vaultIdSchema,
} from "../schemas.ts";
import { barLists, bars } from "../tables.ts";
import { requireMetal, requireVaultOfOperator } from "../vaults.ts";

const depositedBarSchema = z.strictObject({
  ...barKeyShape,
  assayPpm: finenessPpmSchema,
  grossWeightMg: positiveAmountSchema,
  fineWeightMg: positiveAmountSchema,
});
type DepositedBar = z.output<typeof depositedBarSchema>;

export const depositBars = defineMessage({
  summary: "Records bars or lots taken into a vault for a depositor, with one metal certificate for each.",
  actors: ["custodian"],
  schema: z.strictObject({
    vault: vaultIdSchema,
    depositor: accountSchema,
    metal: metalSchema,
    bars: z.array(depositedBarSchema).min(1).max(limits.certificatesPerMessageMax),
  }),
  result: z.strictObject({ certificateIds: certificateIdsSchema, listHash: hashSchema }),
  work: ({ bars: deposited }) => 60 + 90 * deposited.length,
  handle({ state, actor, emit }, { vault, depositor, metal, bars: deposited }) {
    const { acceptsDeposits } = requireVaultOfOperator(state, vault, actor);
    if (!acceptsDeposits) throw refusals.vaultClosed({ vault });
    requireNoOverdueLoadOut(state, vault);
    accounts.requireCanHold(state, depositor);
    const settings = requireMetal(state, metal);
    const seen = new Set<string>();
    for (const bar of deposited) {
      const { refiner, serial, year } = bar;
      const key = bars.key(refiner, serial, year);
      if (seen.has(key)) throw refusals.barRepeated({ refiner, serial, year });
      seen.add(key);
      requireDepositable(state, bar, settings);
    }

    const certificateIds: number[] = [];
    let listHash: Uint8Array = new Uint8Array();
    for (const { refiner, serial, year, assayPpm, grossWeightMg, fineWeightMg } of deposited) {
      const certificateId = nextCertificateId(state);
      const entry = { certificateId, metal, refiner, serial, year, grossWeightMg, fineWeightMg };
      listHash = recordListChange(state, vault, { change: "deposited", ...entry });
      const deposit = barLists.get(state, vault)?.deposits ?? 0;
      putBar(
        state,
        { refiner, serial, year },
        { metal, vault, certificateId, grossWeightMg, fineWeightMg, heldFineWeightMg: fineWeightMg },
      );
      const marks = { metal, vault, refiner, serial, year, assayPpm, grossWeightMg, fineWeightMg };
      const origin = { deposit, depositor, depositedMs: state.timeMs };
      putCertificate(state, certificateId, { state: "active", owner: depositor, ...marks, ...origin });
      addToTotals(state, vault, metal, { items: 1, fineWeightMg });
      emit(events.barDeposited({ vault, ...entry, assayPpm, depositor, deposit, listHash }));
      certificateIds.push(certificateId);
    }
    return { certificateIds, listHash };
  },
});

/** Refuses a bar that was ever deposited, and one that the metal's rules do not allow. */
function requireDepositable(state: StateReader, bar: DepositedBar, settings: Stored<MetalSettings>): void {
  const { refiner, serial, year, assayPpm, grossWeightMg, fineWeightMg } = bar;
  const named = { refiner, serial, year };
  const known = bars.get(state, refiner, serial, year);
  if (known !== undefined) throw refusals.barKnown({ ...named, certificateId: known.certificateId });
  if (yearStartMs(year) > state.timeMs) throw refusals.yearInFuture(named);
  if (assayPpm < settings.finenessPpmMin) throw refusals.finenessTooLow({ ...named, least: settings.finenessPpmMin });
  const { grossWeightMgMin: least, grossWeightMgMax: most } = settings;
  if (grossWeightMg < least || grossWeightMg > most) throw refusals.weightOutOfBounds({ ...named, least, most });
  const fineMost = fineWeightMgMost(grossWeightMg, assayPpm);
  if (fineWeightMg > fineMost) throw refusals.fineWeightTooHigh({ ...named, most: fineMost });
}
