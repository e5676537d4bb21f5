// Partner currencies as cover: what makes a list of them valid.
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import type { ReserveCurrency } from "./schemas.ts";

/** Each currency once, none of them KDG, each with a feed that prices one whole unit of it. */
export function requireReserveCurrencies(state: StateReader, currencies: readonly ReserveCurrency[]): void {
  for (const [at, { currency, feed }] of currencies.entries()) {
    if (currency === anchoredCurrency) throw refusals.currencyAnchored({ currency });
    if (currencies.findIndex((other) => other.currency === currency) !== at) {
      throw refusals.currencyRepeated({ currency });
    }
    const { decimals } = accounts.requireCurrency(state, currency);
    const { measuresPerUnit } = oracle.unit(state, feed);
    if (measuresPerUnit !== 10n ** BigInt(decimals)) throw refusals.currencyFeedMismatch({ currency, feed });
  }
}
