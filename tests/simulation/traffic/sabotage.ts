// Traffic of the module that breaks its promises: mostly harmless, so that its breaker is not always tripped.
import type { Traffic } from "../world.ts";

export const traffic: Traffic = {
  unbalance: {
    weight: 2,
    draft: (world) => ({ actor: world.someone(), content: { by: world.random.pick([0, 0, 0, 0, 5]) } }),
  },
  fail: {
    weight: 1,
    draft: (world) => ({ actor: world.someone(), content: { isCalledOff: world.random.percent(80) } }),
  },
  rise: { weight: 2, draft: (world) => ({ actor: world.someone(), content: { by: world.random.below(14) } }) },
};
