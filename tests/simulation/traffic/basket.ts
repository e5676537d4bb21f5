// Traffic of the module `basket`: new components.
import { basketOf } from "../model/basket/book.ts";
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

export const traffic: Traffic = {
  addComponent: { weight: 2, draft: add },
};
