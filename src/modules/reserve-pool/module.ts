// The module `reserve-pool`: central banks that lend each other out of what all of them have pledged.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { collateralEqualsDraws, membersEqualDraws, openDrawsFallDue, poolsCountMembers } from "./invariants.ts";
import { attestProgramme } from "./messages/attestProgramme.ts";
import { castVote } from "./messages/castVote.ts";
import { joinPool } from "./messages/joinPool.ts";
import { leavePool } from "./messages/leavePool.ts";
import { proposePool } from "./messages/proposePool.ts";
import { renewDraw } from "./messages/renewDraw.ts";
import { repayDraw } from "./messages/repayDraw.ts";
import { requestDraw } from "./messages/requestDraw.ts";
import { setOptOut } from "./messages/setOptOut.ts";
import { withdrawProgramme } from "./messages/withdrawProgramme.ts";
import { withdrawRequest } from "./messages/withdrawRequest.ts";
import { parameters } from "./parameters.ts";
import { allowance } from "./queries/allowance.ts";
import { draw } from "./queries/draw.ts";
import { draws } from "./queries/draws.ts";
import { member } from "./queries/member.ts";
import { pool } from "./queries/pool.ts";
import { pools } from "./queries/pools.ts";
import { request } from "./queries/request.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const reservePool = defineModule({
  name: "reserve-pool",
  version: 1,
  summary: "Pools of central banks: quotas and multiples, votes, draws funded in proportion, and programmes.",
  after: ["accounts", "basket", "swap-lines"],
  tables: {
    pools: tables.pools,
    nextPools: tables.nextPools,
    proposedCounts: tables.proposedCounts,
    members: tables.members,
    requests: tables.requests,
    draws: tables.draws,
    collaterals: tables.collaterals,
    dueSizes: tables.dues.tables.sizes,
    dueEntries: tables.dues.tables.entries,
  },
  messages: {
    proposePool,
    joinPool,
    leavePool,
    setOptOut,
    attestProgramme,
    withdrawProgramme,
    requestDraw,
    castVote,
    withdrawRequest,
    repayDraw,
    renewDraw,
  },
  queries: { pool, pools, member, allowance, request, draw, draws },
  events,
  refusals,
  parameters,
  invariants: { collateralEqualsDraws, membersEqualDraws, poolsCountMembers, openDrawsFallDue },
  genesis,
  blocks,
});
