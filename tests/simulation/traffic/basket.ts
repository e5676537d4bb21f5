// Traffic of the module `basket`: new components, and weights that move by small steps.
import { basketOf, currentBasket } from "../model/basket/book.ts";
import { oracleOf } from "../model/oracle/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

function add(world: World): Draft | undefined {
  const actor = world.officer("governor");
  if (actor === undefined) return undefined;
  const { components } = basketOf(world.model);
  const feeds = oracleOf(world.model).feeds.keys();
  const unused = feeds.filter((feed) => !components.has(feed));
  const feed = world.random.pick(unused.length > 0 && world.random.percent(70) ? unused : feeds);
  return { actor, content: { component: feed, feed } };
}

/** Weights for what is in the basket and perhaps one more; silver and copper keep the largest part. */
function weights(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("issuer");
  if (actor === undefined) return undefined;
  const present = currentBasket(model).lines.map(({ component }) => component);
  const others = basketOf(model)
    .components.keys()
    .filter((component) => !present.includes(component));
  const more = random.percent(30) ? random.pickMaybe(others) : undefined;
  const names = more === undefined ? present : [...present, more];
  const small = names.filter((name) => name !== "AG" && name !== "CU");
  const parts = small.map((component) => ({ component, weightBp: random.percent(40) ? 0 : random.below(900) }));
  const rest = 10_000 - parts.reduce((sum, { weightBp }) => sum + weightBp, 0);
  const silver = Math.floor((rest * random.between(35, 65)) / 100);
  const metals = [
    { component: "AG", weightBp: silver },
    { component: "CU", weightBp: rest - silver },
  ];
  return { actor, content: { targets: random.shuffle([...metals, ...parts]) } };
}

export const traffic: Traffic = {
  addComponent: { weight: 2, draft: add },
  reweight: { weight: 4, draft: weights },
};
