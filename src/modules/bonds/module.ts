// The module `bonds`: metal and partner currency staked on promises, which pay when a promise is broken.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { cashEqualsBonds, metalIsPledged, ownersListTheirBonds } from "./invariants.ts";
import { topUpBond } from "./messages/topUpBond.ts";
import { parameters } from "./parameters.ts";
import { bond } from "./queries/bond.ts";
import { ownerBonds } from "./queries/ownerBonds.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const bonds = defineModule({
  name: "bonds",
  version: 1,
  summary: "Metal and partner currency staked on promises of delivery; they pay when a promise is broken.",
  after: ["accounts", "basket", "metal-reserve", "oracle"],
  tables: {
    bonds: tables.bonds,
    lastBonds: tables.lastBonds,
    ownerBonds: tables.ownerBonds,
    cashTotals: tables.cashTotals,
  },
  messages: { topUpBond },
  queries: { bond, ownerBonds },
  events,
  refusals,
  parameters,
  invariants: { cashEqualsBonds, metalIsPledged, ownersListTheirBonds },
  genesis,
});
