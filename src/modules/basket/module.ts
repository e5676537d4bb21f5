// The module `basket`: what one KDG stands for.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { basketFollowsReweights, basketIsOfKnownComponents, reweightsRecompute } from "./invariants.ts";
import { addComponent } from "./messages/addComponent.ts";
import { parameters } from "./parameters.ts";
import { components as componentList } from "./queries/components.ts";
import { current } from "./queries/current.ts";
import { reweighting } from "./queries/reweighting.ts";
import { reweightings } from "./queries/reweightings.ts";
import { weights } from "./queries/weights.ts";
import { refusals } from "./refusals.ts";
import { baskets, components, reweightRecords } from "./tables.ts";

export const basket = defineModule({
  name: "basket",
  version: 1,
  summary: "The basket that a fixed number of KDG stands for: quantities, value, and exact reweighting.",
  after: ["oracle", "authority"],
  tables: { baskets, components, reweightRecords },
  messages: { addComponent },
  queries: { current, components: componentList, reweightings, reweighting, weights },
  events,
  refusals,
  parameters,
  invariants: { basketIsOfKnownComponents, reweightsRecompute, basketFollowsReweights },
  genesis,
});
