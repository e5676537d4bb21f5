// Traffic of the module `bonds`: stakes of metal and yuan, sound and unsound, and additions to bonds.
import { balanceOf, isFrozen } from "../model/accounts/book.ts";
import { bondsOf, type Stake } from "../model/bonds/book.ts";
import { isAttested, metalOf } from "../model/metal-reserve/book.ts";
import type { Traffic, World } from "../world.ts";

/** What somebody could stake: some of its metal, some of its currency, seldom what is not its own. */
export function someStake(world: World, owner: string): Stake {
  const { random, model } = world;
  const isFit = random.percent(96);
  const own = metalOf(model)
    .certificates.entries()
    .filter(([, each]) => !isFit || (each.owner === owner && each.state === "active" && isAttested(model, each)))
    .map(([id]) => id);
  const certificateIds = random.percent(40) ? random.some(own, 2) : [];
  const currency = random.percent(94) ? "CNY" : random.pick(["USD", "KDG", "EUR"]);
  const held = balanceOf(model, currency, owner);
  if (certificateIds.length > 0 && random.percent(60)) return { certificateIds };
  if (held === 0n && random.percent(90)) return { certificateIds };
  const amount = random.percent(3) ? held + 1n : held / random.bigBetween(1n, 40n);
  return { certificateIds, cash: { currency, amount: amount < 1n ? 1n : amount } };
}

export const traffic: Traffic = {
  topUpBond: {
    weight: 4,
    draft(world) {
      const { random, model } = world;
      const open = bondsOf(model)
        .bonds.entries()
        .filter(([, { owner }]) => !isFrozen(model, owner));
      const found = random.pickMaybe(open);
      if (found === undefined) return undefined;
      const [number, { owner }] = found;
      const actor = random.percent(95) ? owner : world.someone();
      return { actor, content: { bond: random.percent(97) ? number : number + 50, ...someStake(world, actor) } };
    },
  },
};
