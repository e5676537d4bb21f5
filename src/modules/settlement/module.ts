// The module `settlement`: final payments, groups of them, and locks.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { lockedFundsEqualTotals, lockedTotalsEqualLocks, locksAreListed, openLocksFallDue } from "./invariants.ts";
import { cancelLock } from "./messages/cancelLock.ts";
import { fulfilLock } from "./messages/fulfilLock.ts";
import { lockFunds } from "./messages/lockFunds.ts";
import { pay } from "./messages/pay.ts";
import { settleLegs } from "./messages/settleLegs.ts";
import { parameters } from "./parameters.ts";
import { lock } from "./queries/lock.ts";
import { lockedTotal } from "./queries/lockedTotal.ts";
import { lockedTotals as totals } from "./queries/lockedTotals.ts";
import { locksByPayee } from "./queries/locksByPayee.ts";
import { locksByPayer } from "./queries/locksByPayer.ts";
import { refusals } from "./refusals.ts";
import { expiries, lockedTotals, locks, nextLocks, payeeLocks, payerLocks } from "./tables.ts";

export const settlement = defineModule({
  name: "settlement",
  version: 1,
  summary: "Final payments, atomic groups of payments, and money locked until it is fulfilled or expires.",
  after: ["accounts"],
  tables: {
    locks,
    nextLocks,
    payerLocks,
    payeeLocks,
    lockedTotals,
    expirySizes: expiries.tables.sizes,
    expiryEntries: expiries.tables.entries,
  },
  messages: { pay, settleLegs, lockFunds, fulfilLock, cancelLock },
  queries: { lock, locksByPayer, locksByPayee, lockedTotal, lockedTotals: totals },
  events,
  refusals,
  parameters,
  invariants: { lockedTotalsEqualLocks, lockedFundsEqualTotals, locksAreListed, openLocksFallDue },
  genesis,
  blocks,
});
