// The module `value-support`: clean energy used for signed compute, proved hour by hour, as room for money.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { feesAreHeld, proofsEqualTheirDays, roomIsThatOfProofs, sumsEqualProofs } from "./invariants.ts";
import { claimFees } from "./messages/claimFees.ts";
import { proveSupport } from "./messages/proveSupport.ts";
import { parameters } from "./parameters.ts";
import { day } from "./queries/day.ts";
import { proof } from "./queries/proof.ts";
import { proofs } from "./queries/proofs.ts";
import { room } from "./queries/room.ts";
import { supportedBy } from "./queries/supportedBy.ts";
import { supportOf } from "./queries/supportOf.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const valueSupport = defineModule({
  name: "value-support",
  version: 1,
  summary: "Clean energy used for signed compute, proved hour by hour: the room within which money may be issued.",
  after: ["accounts", "compute", "energy"],
  tables: {
    proofs: tables.proofs,
    provedDays: tables.provedDays,
    liveProofs: tables.liveProofs,
    sums: tables.sums,
    endSizes: tables.ends.tables.sizes,
    endEntries: tables.ends.tables.entries,
  },
  messages: { claimFees, proveSupport },
  queries: { day, proof, proofs, room, supportedBy, supportOf },
  events,
  refusals,
  parameters,
  invariants: { sumsEqualProofs, roomIsThatOfProofs, proofsEqualTheirDays, feesAreHeld },
  genesis,
  blocks,
});
