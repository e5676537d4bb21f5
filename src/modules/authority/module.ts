// The module `authority`: roles, and who grants them.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { holderCountsEqualGrants } from "./invariants.ts";
import { grantRole } from "./messages/grantRole.ts";
import { revokeRole } from "./messages/revokeRole.ts";
import { grant } from "./queries/grant.ts";
import { holders } from "./queries/holders.ts";
import { refusals } from "./refusals.ts";
import { grants, holderCounts } from "./tables.ts";

export const authority = defineModule({
  name: "authority",
  version: 1,
  summary: "Roles, granted and revoked by their grantors.",
  after: [],
  tables: { grants, holderCounts },
  messages: { grantRole, revokeRole },
  queries: { grant, holders },
  events,
  refusals,
  invariants: { holderCountsEqualGrants },
  genesis,
});
