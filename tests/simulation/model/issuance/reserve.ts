// What the reserve takes for nothing, pays to juniors, and loses, as the model judges it.
import {
  accountsOf,
  anchored,
  balanceOf,
  judgeCurrency,
  judgeIssue,
  judgeTransfer,
  transfer,
} from "../accounts/book.ts";
import { floor, greatest, least } from "../arithmetic.ts";
import { judgeRole } from "../authority/book.ts";
import { basketValue, isUsable, type Value } from "../basket/book.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { oracleOf } from "../oracle/book.ts";
import { parameter, parameterNumber } from "../parameters/book.ts";
import {
  burnKdg,
  issuanceOf,
  juniors,
  mintKdg,
  type ReserveCurrency,
  reserve,
  supply,
  surplus,
  surplusHeld,
} from "./book.ts";
import { cashHeld, collateral, coverageBp, metalsHeld, midWorth, together, zoneOf } from "./cover.ts";
import { cutUnits, payUnits, totalsOf } from "./juniors.ts";
import { countedInAll } from "./rights.ts";
import { room } from "./room.ts";
import { available, refill, take } from "./throttles.ts";

const fundReserve = modelMessage<{ readonly currency: string; readonly amount: bigint }>({
  judge(model, from, { currency, amount }, grounds) {
    const isTaken = issuanceOf(model).currencies.value.some((named) => named.currency === currency);
    grounds.when(!isTaken, "issuance/currencyNotInReserve");
    judgeTransfer(model, { currency, from, to: reserve, amount }, grounds);
  },
  apply(model, from, { currency, amount }) {
    transfer(model, { currency, from, to: reserve, amount });
    return { heldAmount: balanceOf(model, currency, reserve) };
  },
});

interface Currencies {
  readonly currencies: readonly ReserveCurrency[];
}

function judgeReserveCurrency(model: Model, { currency, feed }: ReserveCurrency, grounds: Grounds): void {
  grounds.when(currency === anchored, "issuance/currencyAnchored");
  const settings = accountsOf(model).currencies.get(currency);
  const known = oracleOf(model).feeds.get(feed);
  grounds.when(settings === undefined, "accounts/unknownCurrency");
  grounds.when(known === undefined, "oracle/unknownFeed");
  if (settings === undefined || known === undefined) return;
  const isForOne = known.measuresPerUnit === 10n ** BigInt(settings.decimals);
  grounds.when(!isForOne, "issuance/currencyFeedMismatch");
}

const setReserveCurrencies = modelMessage<Currencies>({
  judge(model, actor, { currencies }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    const named = new Set(currencies.map(({ currency }) => currency));
    grounds.when(named.size < currencies.length, "issuance/currencyRepeated");
    for (const currency of currencies) judgeReserveCurrency(model, currency, grounds);
    const dropped = issuanceOf(model).currencies.value.filter(({ currency }) => !named.has(currency));
    const isHeld = dropped.some(({ currency }) => balanceOf(model, currency, reserve) > 0n);
    grounds.when(isHeld, "issuance/currencyStillHeld");
  },
  apply(model, _actor, { currencies }) {
    issuanceOf(model).currencies.value = currencies;
  },
});

const assetsOf = (model: Model) => [...metalsHeld(model), ...cashHeld(model)];

/** What juniors may be paid now: what exceeds green and its buffer, as far as units, cap and pace allow. */
function distributable(model: Model, value: Value): bigint {
  const buffered = parameter(model, "issuance.greenBp") + parameter(model, "issuance.distributionBufferBp");
  const leastBp = greatest(buffered, parameter(model, "issuance.hardFloorBp"));
  const cover = together(assetsOf(model), collateral) * value.basketKdg * 1_000_000n * 10_000n;
  const excess = greatest(0n, floor(cover, value.worth.high * leastBp) - supply(model));
  return least(excess, totalsOf(model).units, room(model).microKdg, available(model, "issuance"));
}

const distributeToJuniors = modelMessage<object>({
  judge(model, _actor, _content, grounds) {
    const { distributedMs } = totalsOf(model);
    const earliestMs = distributedMs + parameterNumber(model, "issuance.distributionIntervalMs");
    grounds.when(distributedMs > 0 && model.timeMs < earliestMs, "issuance/distributionTooSoon");
    const value = basketValue(model);
    if (grounds.when(!isUsable(value), "basket/valueUnsound") || value === undefined) return;
    const microKdg = distributable(model, value);
    grounds.when(microKdg === 0n, "issuance/nothingToDistribute");
    judgeIssue(model, anchored, juniors, microKdg, grounds);
  },
  apply(model) {
    const value = basketValue(model);
    if (value === undefined) throw new Error("a distribution is judged before it is done");
    const microKdg = distributable(model, value);
    take(model, "issuance", microKdg);
    refill(model, "redemption", microKdg);
    mintKdg(model, juniors, microKdg);
    payUnits(model, microKdg);
    return { distributedMicroKdg: microKdg, unitsLeft: totalsOf(model).units };
  },
});

/** What assets at middle prices lack for the supply and the units at the middle of R. */
function lossOf(model: Model, { worth, basketKdg }: Value): bigint {
  const covered = floor(together(assetsOf(model), midWorth) * basketKdg * 1_000_000n, worth.mid);
  return greatest(0n, supply(model) + totalsOf(model).units - covered);
}

const absorbLoss = modelMessage<object>({
  judge(model, actor, _content, grounds) {
    judgeRole(model, actor, ["issuer"], grounds);
    const value = basketValue(model);
    if (grounds.when(!isUsable(value), "basket/valueUnsound") || value === undefined) return;
    const zone = zoneOf(model, coverageBp(assetsOf(model), supply(model), value, countedInAll(model)));
    grounds.when(zone !== "red", "issuance/zoneNotRed");
    const loss = lossOf(model, value);
    const bearable = surplusHeld(model) + totalsOf(model).units;
    grounds.when(loss === 0n || bearable === 0n, "issuance/nothingToAbsorb");
    if (least(loss, surplusHeld(model)) > 0n) judgeCurrency(model, anchored, grounds);
  },
  apply(model) {
    const value = basketValue(model);
    if (value === undefined) throw new Error("a loss is judged before it is borne");
    const loss = lossOf(model, value);
    const surplusBurntMicroKdg = least(loss, surplusHeld(model));
    burnKdg(model, surplus, surplusBurntMicroKdg);
    const juniorUnitsCut = cutUnits(model, loss - surplusBurntMicroKdg);
    return { surplusBurntMicroKdg, juniorUnitsCut, holdersMicroKdg: loss - surplusBurntMicroKdg - juniorUnitsCut };
  },
});

export const reserveMessages = { fundReserve, setReserveCurrencies, distributeToJuniors, absorbLoss };
