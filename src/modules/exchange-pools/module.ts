// The module `exchange-pools`: currencies of a corridor in one pool, shares of it, and payments exchanged by its curve.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { bookEqualsReserves, corridorsListPools, sharesAddUp } from "./invariants.ts";
import { addLiquidity } from "./messages/addLiquidity.ts";
import { closePool } from "./messages/closePool.ts";
import { grantConsent } from "./messages/grantConsent.ts";
import { openPool } from "./messages/openPool.ts";
import { payOwnerOut } from "./messages/payOwnerOut.ts";
import { payThroughPool } from "./messages/payThroughPool.ts";
import { removeLiquidity } from "./messages/removeLiquidity.ts";
import { withdrawConsent } from "./messages/withdrawConsent.ts";
import { parameters } from "./parameters.ts";
import { bestExchange } from "./queries/bestExchange.ts";
import { pool } from "./queries/pool.ts";
import { poolQuote } from "./queries/poolQuote.ts";
import { pools } from "./queries/pools.ts";
import { reserve } from "./queries/reserve.ts";
import { share } from "./queries/share.ts";
import { shares } from "./queries/shares.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const exchangePools = defineModule({
  name: "exchange-pools",
  version: 1,
  summary:
    "Pools of a corridor's currencies: shared liquidity, a curve around the oracle's rates, and payments exchanged by it.",
  after: ["accounts", "corridors", "oracle", "fx"],
  tables: {
    pools: tables.pools,
    nextPools: tables.nextPools,
    corridorPools: tables.corridorPools,
    shares: tables.shares,
    reserveTotals: tables.reserveTotals,
  },
  messages: {
    ...{ openPool, closePool, grantConsent, withdrawConsent },
    ...{ addLiquidity, removeLiquidity, payOwnerOut, payThroughPool },
  },
  queries: { pool, pools, share, shares, reserve, poolQuote, bestExchange },
  events,
  refusals,
  parameters,
  invariants: { bookEqualsReserves, sharesAddUp, corridorsListPools },
  genesis,
});
