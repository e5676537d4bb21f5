// Whether rates lie near the oracle's prices, where it has both currencies.
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { bandOf, type PriceRange } from "./rules.ts";
import type { Tier } from "./schemas.ts";

/** The oracle's worst range for one whole unit of a currency; undefined where it has none that is fresh. */
function rangeOf(state: StateReader, currency: string): PriceRange | undefined {
  if (!oracle.hasFeed(state, currency)) return undefined;
  const { decimals } = accounts.requireCurrency(state, currency);
  if (oracle.unit(state, currency).measuresPerUnit !== 10n ** BigInt(decimals)) return undefined;
  const reading = oracle.price(state, currency);
  return reading.status === "sound" || reading.status === "pending" ? reading.worstNano : undefined;
}

export function requireWithinBand(
  state: StateReader,
  base: string,
  quote: string,
  tiers: readonly Stored<Tier>[],
): void {
  const [baseRange, quoteRange] = [rangeOf(state, base), rangeOf(state, quote)];
  if (baseRange === undefined || quoteRange === undefined) return;
  const band = bandOf(baseRange, quoteRange, parameters.bandBp.get(state));
  const isWithin = tiers.every(({ bidNano, askNano }) => bidNano >= band.lowNano && askNano <= band.highNano);
  if (!isWithin) throw refusals.outsideBand(band);
}
