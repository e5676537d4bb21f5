// What the module `bonds` must do and hold.
import { openBook } from "./accounts/book.ts";
import { bondBook, bondsOf, collateral, judgeStake, type Stake, stake } from "./bonds/book.ts";
import { type ModuleModel, modelMessage } from "./model.ts";

const topUpBond = modelMessage<Stake & { readonly bond: number }>({
  judge(model, actor, { bond: number, ...more }, grounds) {
    const bond = bondsOf(model).bonds.get(number);
    if (grounds.when(bond === undefined, "bonds/unknownBond") || bond === undefined) return;
    grounds.when(bond.owner !== actor, "bonds/notOwner");
    judgeStake(model, bond.owner, more, grounds, bond);
  },
  apply(model, actor, { bond, ...more }) {
    stake(model, actor, more, bond);
    return { collateralNano: collateral(model, bond) };
  },
});

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: { topUpBond },
  start: (model) => openBook(model, bondBook),
  *rows(model) {
    const { bonds, given } = bondsOf(model);
    const cash = new Map<string, bigint>();
    for (const [number, bond] of bonds.entries()) {
      yield [`bonds/bond/${padded(number)}`, bond];
      yield [`bonds/owner/${bond.owner}/${padded(number)}`, {}];
      if (bond.cash !== undefined)
        cash.set(bond.cash.currency, (cash.get(bond.cash.currency) ?? 0n) + bond.cash.amount);
    }
    for (const [currency, amount] of cash) if (amount > 0n) yield [`bonds/cash/${currency}`, amount];
    if (given.value > 0) yield ["bonds/last-bond", given.value];
  },
};
