// A provider publishes its two rates for a pair of currencies.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { compareText } from "#src/core/order.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { State } from "#src/state/view.ts";
import { requireWithinBand } from "../band.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { areSoundTiers } from "../rules.ts";
import { pairShape, tiersSchema } from "../schemas.ts";
import { markets, rates } from "../tables.ts";

export const publishRate = defineMessage({
  summary:
    "Publishes what a provider bids and asks for the first currency of a pair, by amount; a new rate replaces its old one.",
  actors: "anyone",
  schema: z.strictObject({ ...pairShape, tiers: tiersSchema, validUntilMs: timeMsSchema }),
  work: ({ tiers }) => 120 + 10 * tiers.length,
  handle({ state, actor, emit }, { base, quote, tiers, validUntilMs }) {
    if (base >= quote) throw refusals.pairUnordered({ base, quote });
    for (const currency of [base, quote]) corridors.requireParticipant(state, currency, actor);
    if (!areSoundTiers(tiers)) throw refusals.tiersUnsound({});
    const latestMs = state.timeMs + Number(parameters.rateMsMost.get(state));
    if (validUntilMs <= state.timeMs || validUntilMs > latestMs) throw refusals.validityWrong({ latestMs });
    requireWithinBand(state, base, quote, tiers);
    const isNew = !rates.has(state, base, quote, actor);
    const others = isNew ? placeFor(state, base, quote) : [];

    if (isNew) {
      markets.put(state, base, quote, [...others, actor].sort(compareText));
      tie.add(state, actor);
    }
    rates.put(state, base, quote, actor, { tiers, validUntilMs, publishedMs: state.timeMs });
    emit(events.ratePublished({ base, quote, provider: actor, tiers, validUntilMs }));
  },
});

/** The providers that stay: a full market lets go of the first whose rate is not valid any more. */
function placeFor(state: State, base: string, quote: string): readonly Account[] {
  const providers = markets.get(state, base, quote) ?? [];
  const most = limits.fxProvidersMax;
  if (providers.length < most) return providers;
  const stale = providers.find((each) => (rates.get(state, base, quote, each)?.validUntilMs ?? 0) <= state.timeMs);
  if (stale === undefined) throw refusals.marketFull({ most });
  rates.delete(state, base, quote, stale);
  tie.remove(state, stale);
  return providers.filter((each) => each !== stale);
}
