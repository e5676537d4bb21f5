// The schedule of rebalances: announced, executed when its notice is over and nothing is in the way, else put off or lapsed.
import { assert, present } from "#src/core/assert.ts";
import { read as basket, move as basketMove, type Plan } from "#src/modules/basket/access.ts";
import { read as issuance } from "#src/modules/issuance/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { events } from "./events.ts";
import { slotOf } from "./observing.ts";
import { parameters } from "./parameters.ts";
import { requireStanding, rulingPolicy } from "./policies.ts";
import { proposalOf } from "./proposing.ts";
import type { Obstacle, Policy, Rebalance } from "./schemas.ts";
import { rebalances, standings } from "./tables.ts";

/** Announces new weights at the first block of each interval; one at a time, and none without a policy. */
export function announceWhenDue(state: State): void {
  const intervalMs = Number(parameters.rebalanceIntervalMs.get(state));
  const slot = slotOf(state.timeMs, intervalMs);
  const standing = requireStanding(state);
  const isSameLength = standing.announcedIntervalMs === intervalMs;
  if (isSameLength && slot <= standing.announcedSlot) return;
  standings.put(state, { ...standing, announcedSlot: slot, announcedIntervalMs: intervalMs });
  const policy = rulingPolicy(state);
  if (isSameLength && policy !== undefined && standing.live === undefined) announce(state, policy);
}

function announce(state: State, policy: Stored<Policy>): void {
  const standing = requireStanding(state);
  const number = standing.rebalances + 1;
  assert(!rebalances.has(state, number), "rebalances are numbered in their order");
  const opened = { number, announcedMs: state.timeMs, announcedHeight: state.height };
  const proposal = proposalOf(state, policy);
  if ("why" in proposal) {
    standings.put(state, { ...standing, rebalances: number });
    rebalances.put(state, number, { ...opened, state: "skipped", obstacle: proposal, closedMs: state.timeMs });
    state.emit(events.rebalanceSkipped({ number, obstacle: proposal }));
    return;
  }
  const fromMs = state.timeMs + Number(parameters.noticeMs.get(state));
  const endsMs = fromMs + Number(parameters.executionWindowMs.get(state));
  standings.put(state, { ...standing, rebalances: number, live: number });
  rebalances.put(state, number, { ...opened, state: "announced", proposal, fromMs, endsMs });
  const weights = proposal.lines.map(({ component, weightPpm }) => ({ component, weightPpm }));
  state.emit(events.rebalanceAnnounced({ number, weights, fromMs, endsMs }));
}

/** Executes the announced rebalance at the prices of this block, or keeps what is in the way; at the end it lapses. */
export function executeWhenDue(state: State): void {
  const { live, ...standing } = requireStanding(state);
  if (live === undefined) return;
  const rebalance = present(rebalances.get(state, live), "the live rebalance is there") as Rebalance;
  const { number, fromMs = 0, endsMs = 0 } = rebalance;
  if (state.timeMs < fromMs) return;
  // After a halt of the ledger the window may be over before the first block that looks: old weights are not made new then.
  const planned = state.timeMs > endsMs ? { why: "tooLate" as const } : planFor(state, rebalance);
  if (!("why" in planned)) {
    const reweighting = basketMove.carryOut(state, planned);
    const { obstacle: _, ...rest } = rebalance;
    rebalances.put(state, number, { ...rest, state: "executed", closedMs: state.timeMs, reweighting });
    standings.put(state, standing);
    state.emit(events.rebalanceExecuted({ number, reweighting }));
    return;
  }
  if (state.timeMs >= endsMs) {
    rebalances.put(state, number, { ...rebalance, state: "lapsed", closedMs: state.timeMs, obstacle: planned });
    standings.put(state, standing);
    state.emit(events.rebalanceLapsed({ number, obstacle: planned }));
    return;
  }
  const { why, component } = rebalance.obstacle ?? {};
  if (why === planned.why && component === planned.component) return;
  rebalances.put(state, number, { ...rebalance, obstacle: planned });
  state.emit(events.rebalanceHeld({ number, obstacle: planned }));
}

function planFor(state: StateReader, { proposal }: Rebalance): Plan | Obstacle {
  const lines = present(proposal, "an announced rebalance has a proposal").lines;
  const planned = basket.planOf(
    state,
    lines.map(({ component, weightPpm }) => ({ component, weightPpm })),
  );
  if ("why" in planned) return planned;
  const metals = planned.lines.filter(({ feed }) => oracle.unit(state, feed).measure === "mg");
  const worths = new Map(
    metals.map(({ component, quantityAfter, priceNano }) => [component, quantityAfter * priceNano]),
  );
  const unable = issuance.findUnableToFollow(state, worths);
  return unable === undefined ? planned : { why: "metalsCannotFollow", component: unable };
}
