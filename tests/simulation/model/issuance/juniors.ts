// Junior units, as the model judges them: all of them shrink together, each holding follows when it is touched.
import { anchored, judgeHolder, judgeTransfer, transfer } from "../accounts/book.ts";
import { floor } from "../arithmetic.ts";
import { type Model, modelMessage } from "../model.ts";
import { issuanceOf, juniors, noUnits, type Series, type Units, wholeFactor } from "./book.ts";

const leastFactor = 10n ** 18n;

export const totalsOf = (model: Model) =>
  issuanceOf(model).totals.value ?? { ...noUnits, heldMicroKdg: 0n, distributedMs: 0 };

/** What an account holds and is owed, as of now. */
export function holdingOf(model: Model, account: string): Units & { readonly owedMicroKdg: bigint } {
  const { holdings, ended } = issuanceOf(model);
  const { series, factor, paidSum } = totalsOf(model);
  const row = holdings.get(account);
  let units = row?.units ?? 0n;
  let owedMicroKdg = row?.owedMicroKdg ?? 0n;
  let from: Series = row ?? { factor, paidSum };
  for (let at = row?.series ?? series; at <= series && units > 0n; at += 1) {
    const to: Series = at === series ? { factor, paidSum } : ended.at(at);
    owedMicroKdg += floor(units * (to.paidSum - from.paidSum), from.factor);
    units = floor(units * to.factor, from.factor);
    from = { factor: wholeFactor, paidSum: 0n };
  }
  return { units, series, factor, paidSum, owedMicroKdg };
}

function putHolding(model: Model, account: string, holding: Units & { readonly owedMicroKdg: bigint }): void {
  const { holdings } = issuanceOf(model);
  if (holding.units === 0n && holding.owedMicroKdg === 0n) holdings.delete(account);
  else holdings.set(account, holding);
}

function giveUnits(model: Model, account: string, units: bigint): void {
  const holding = holdingOf(model, account);
  putHolding(model, account, { ...holding, units: holding.units + units });
}

export function addUnits(model: Model, account: string, units: bigint): void {
  if (units === 0n) return;
  giveUnits(model, account, units);
  const totals = totalsOf(model);
  issuanceOf(model).totals.value = { ...totals, units: totals.units + units };
}

/** Ends some units of everybody's in proportion: paid ones for a micro-KDG each, cut ones for nothing. */
function endUnits(model: Model, paid: bigint, cut: bigint): void {
  const { totals, ended } = issuanceOf(model);
  const before = totalsOf(model);
  const units = before.units - paid - cut;
  const paidSum = before.paidSum + floor(before.factor * paid, before.units);
  const factor = floor(before.factor * units, before.units);
  if (factor >= leastFactor) {
    totals.value = { ...before, units, factor, paidSum };
    return;
  }
  ended.set(before.series, { factor, paidSum });
  totals.value = { ...before, units, series: before.series + 1, factor: wholeFactor, paidSum: 0n };
}

export function payUnits(model: Model, microKdg: bigint): void {
  endUnits(model, microKdg, 0n);
  const { totals } = issuanceOf(model);
  const after = totalsOf(model);
  const heldMicroKdg = after.heldMicroKdg + microKdg;
  totals.value = { ...after, heldMicroKdg, distributedMs: model.timeMs };
}

export function cutUnits(model: Model, units: bigint): bigint {
  const there = totalsOf(model).units;
  const cut = units < there ? units : there;
  if (cut > 0n) endUnits(model, 0n, cut);
  return cut;
}

const transferJuniorUnits = modelMessage<{ readonly to: string; readonly units: bigint }>({
  judge(model, actor, { to, units }, grounds) {
    grounds.when(to === actor, "issuance/receiverIsSender");
    judgeHolder(model, to, grounds);
    grounds.when(holdingOf(model, actor).units < units, "issuance/tooFewUnits");
  },
  apply(model, actor, { to, units }) {
    const sender = holdingOf(model, actor);
    const unitsLeft = sender.units - units;
    putHolding(model, actor, { ...sender, units: unitsLeft });
    giveUnits(model, to, units);
    return { unitsLeft };
  },
});

const claimJuniorDistribution = modelMessage<object>({
  judge(model, actor, _content, grounds) {
    const amount = holdingOf(model, actor).owedMicroKdg;
    grounds.when(amount === 0n, "issuance/nothingToClaim");
    judgeTransfer(model, { currency: anchored, from: juniors, to: actor, amount }, grounds);
  },
  apply(model, actor) {
    const holding = holdingOf(model, actor);
    const amount = holding.owedMicroKdg;
    transfer(model, { currency: anchored, from: juniors, to: actor, amount });
    putHolding(model, actor, { ...holding, owedMicroKdg: 0n });
    const totals = totalsOf(model);
    issuanceOf(model).totals.value = { ...totals, heldMicroKdg: totals.heldMicroKdg - amount };
    return { claimedMicroKdg: amount };
  },
});

export const juniorMessages = { transferJuniorUnits, claimJuniorDistribution };
