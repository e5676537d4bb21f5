// What a pool would do for a payment now: its rates by the oracle, and everything that stands against an exchange.
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { Payment } from "#src/modules/corridors/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { invariantOf } from "./curve.ts";
import { requireConsents, requirePlace } from "./pooling.ts";
import { refusals } from "./refusals.ts";
import {
  type Book,
  chargeOf,
  curveOf,
  doubtOf,
  type Exchanged,
  exchangeWith,
  hasTooMuchImpact,
  isVague,
  leavesBand,
  reservesAfter,
} from "./rules.ts";
import type { Asked, Pool } from "./schemas.ts";

/** A feed named after a currency that prices whole units of it. */
export function requireFitFeed(state: StateReader, currency: string): void {
  const { decimals } = accounts.requireCurrency(state, currency);
  const isFit =
    oracle.hasFeed(state, currency) && oracle.unit(state, currency).measuresPerUnit === 10n ** BigInt(decimals);
  if (!isFit) throw refusals.feedUnfit({ currency });
}

export interface Priced {
  readonly book: Book;
  /** Half the oracle's range of each currency's price, as a part of it. */
  readonly doubtsPpm: readonly bigint[];
  readonly decimalsMost: number;
}

/** A pool at the oracle's middle prices, each of which must be sound. */
export function priced(state: StateReader, { reserves, terms }: Stored<Pool>): Priced {
  const decimals = reserves.map(({ currency }) => accounts.requireCurrency(state, currency).decimals);
  const decimalsMost = Math.max(...decimals);
  const prices = reserves.map(({ currency }) => oracle.requireSound(state, currency).priceNano);
  const rates = prices.map(({ mid }, at) => mid * 10n ** BigInt(decimalsMost - (decimals[at] ?? 0)));
  const book = { reserves: reserves.map(({ amount }) => amount), rates, amplification: terms.amplification };
  return { book, doubtsPpm: prices.map(doubtOf), decimalsMost };
}

/** The pool's charge, while the oracle can tell whether a price lies within the band. */
export function requireCharge({ terms }: Stored<Pool>, doubtPpm: bigint): bigint {
  if (isVague(doubtPpm, terms.bandBp)) throw refusals.priceVague({ doubtPpm });
  return chargeOf(terms.feeBp, doubtPpm);
}

export interface Offer extends Exchanged {
  readonly reserves: readonly bigint[];
}

/** What the pool gives or asks, if all its own rules let it. */
export function requireOffer(
  state: StateReader,
  pool: Stored<Pool>,
  { source, destination, fixed, amount }: Pick<Stored<Asked>, "source" | "destination" | "fixed" | "amount">,
): Offer {
  if (source === destination) throw refusals.sameCurrency({});
  const [from, to] = [requirePlace(pool, source), requirePlace(pool, destination)];
  requireConsents(pool);
  for (const currency of [source, destination]) accounts.requireNotPaused(state, currency);
  const { book, doubtsPpm } = priced(state, pool);
  const { impactBp, bandBp } = pool.terms;
  const chargePpm = requireCharge(pool, (doubtsPpm[from] ?? 0n) + (doubtsPpm[to] ?? 0n));
  const wanted = { from, to, fixed, amount, chargePpm };
  const exchanged = pool.shares === 0n ? undefined : exchangeWith(book, wanted);
  if (exchanged === undefined) {
    throw refusals.poolShort({ currency: destination, amount: book.reserves[to] ?? 0n });
  }
  if (exchanged.delivered === 0n) throw refusals.deliversNothing({});
  if (hasTooMuchImpact(book, wanted, exchanged, BigInt(impactBp))) throw refusals.impactTooGreat({ impactBp });
  const after = { ...book, reserves: reservesAfter(book, wanted, exchanged) };
  if (leavesBand(after, book, BigInt(bandBp))) throw refusals.outsideBand({ bandBp });
  const [had, has] = [book, after].map((each) => invariantOf(curveOf(each)).down);
  assert(has !== undefined && had !== undefined && has >= had, "an exchange takes nothing from a pool's owners");
  return { ...exchanged, reserves: after.reserves };
}

/** The payment across the corridor that an exchange with a pool comes to. */
export function paymentOf(
  { corridor }: Stored<Pool>,
  payer: Account,
  { payee, kind, purpose, source, destination }: Stored<Asked>,
  { paid, delivered }: Pick<Exchanged, "paid" | "delivered">,
): Payment {
  return {
    ...{ corridor, kind, purpose, payer, payee },
    source: { currency: source, amount: paid },
    destination: { currency: destination, amount: delivered },
  };
}
