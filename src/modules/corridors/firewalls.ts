// The firewalls: which counters a payment moves, what room their caps leave, and no currency with too large a share.
import type { Account } from "#src/core/account.ts";
import { divideDown } from "#src/core/arithmetic.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import type { Payment } from "./payment.ts";
import { refusals } from "./refusals.ts";
import { borderFlow } from "./rules.ts";
import type { Caps, Flow, RuleBook, Scope } from "./schemas.ts";
import { corridorFlows, participantFlows, positionFlows, volumeFlows, zoneFlows } from "./tables.ts";
import {
  capOf,
  type Exposure,
  emptyFlow,
  exposureOf,
  levelOf,
  plus,
  type Sums,
  sumsAt,
  usedBp,
  wholeBp,
  windows,
} from "./windows.ts";
import { limitsOf, requireZone } from "./zones.ts";

/** What a payment adds to one counter, and what bounds it. */
export interface Move {
  readonly scope: Scope;
  readonly flow: Stored<Flow>;
  readonly added: Sums;
  readonly caps: Stored<Caps>;
  readonly timeMs: number;
}

export interface Worths {
  readonly payerHome: string;
  readonly payeeHome: string;
  readonly sourceNano: bigint;
  readonly destinationNano: bigint;
}

const measures: readonly (keyof Exposure)[] = ["gross", "net"];
/** The part of a rule book's caps that a counter is held to. */
export const capsOn = (caps: Stored<Caps>, measure: keyof Exposure): Caps => {
  const of = ({ netMost, grossMost }: Stored<Caps>["hour"]) =>
    measure === "net"
      ? { ...(netMost === undefined ? {} : { netMost }) }
      : { ...(grossMost === undefined ? {} : { grossMost }) };
  return { hour: of(caps.hour), day: of(caps.day), month: of(caps.month), year: of(caps.year) };
};

/** Every counter that the payment moves: zones, participants, the corridor, and the positions of both homes in it. */
export function movesOf(state: StateReader, payment: Payment, ruleBook: Stored<RuleBook>, worths: Worths): Move[] {
  const { corridor, payer, payee, source, destination } = payment;
  const { timeMs } = state;
  const { payerHome, payeeHome, sourceNano, destinationNano } = worths;
  const ofParticipant = (currency: string, account: Account, added: Sums): Move => ({
    scope: { kind: "participant", currency, account },
    flow: participantFlows.get(state, currency, account) ?? emptyFlow,
    added,
    caps: limitsOf(requireZone(state, currency), state.height).participantCaps,
    timeMs,
  });
  const ofPosition = (currency: string, added: Sums): Move => ({
    scope: { kind: "position", currency },
    flow: positionFlows.get(state, corridor, currency) ?? emptyFlow,
    added,
    caps: capsOn(ruleBook.caps, "net"),
    timeMs,
  });
  return [
    ...borderMoves(state, payment, payerHome, payeeHome),
    ofParticipant(source.currency, payer, { inflow: 0n, outflow: source.amount }),
    ofParticipant(destination.currency, payee, { inflow: destination.amount, outflow: 0n }),
    {
      scope: { kind: "corridor" },
      flow: corridorFlows.get(state, corridor) ?? emptyFlow,
      added: { inflow: destinationNano, outflow: sourceNano },
      caps: capsOn(ruleBook.caps, "gross"),
      timeMs,
    },
    ofPosition(payerHome, { inflow: 0n, outflow: sourceNano }),
    ofPosition(payeeHome, { inflow: destinationNano, outflow: 0n }),
  ];
}

/** Who exchanges counts as from abroad: only payer and payee can be residents. */
function borderMoves(state: StateReader, payment: Payment, payerHome: string, payeeHome: string): Move[] {
  const { source, destination, via } = payment;
  const [isPayerHome, isPayeeHome] = [payerHome === source.currency, payeeHome === destination.currency];
  const legs =
    source.currency === destination.currency
      ? [{ ...source, added: borderFlow(isPayerHome, isPayeeHome, source.amount) }]
      : [
          { ...source, added: borderFlow(isPayerHome, false, source.amount) },
          ...(via === undefined ? [] : [{ ...via, added: borderFlow(false, false, via.amount) }]),
          { ...destination, added: borderFlow(false, isPayeeHome, destination.amount) },
        ];
  return legs.map(({ currency, added }) => ({
    scope: { kind: "zone", currency },
    flow: zoneFlows.get(state, currency) ?? emptyFlow,
    added,
    caps: limitsOf(requireZone(state, currency), state.height).caps,
    timeMs: state.timeMs,
  }));
}

/** Refuses beyond a cap, at the level `stop`, and at the level `slow` what takes too much of the rest. */
export function requireRoom({ scope, flow, added, caps, timeMs }: Move, ruleBook: Stored<RuleBook>): void {
  for (const { window } of windows) {
    const sums = sumsAt(flow, window, timeMs);
    const [before, after] = [exposureOf(sums), exposureOf(plus(sums, added))];
    for (const measure of measures) {
      // What brings a net position down is welcome at any level.
      if (after[measure] <= before[measure]) continue;
      const cap = capOf(caps, window, measure);
      const said = { kind: scope.kind, currency: scope.currency ?? "", window, measure };
      if (after[measure] > cap) throw refusals.capExceeded({ ...said, cap, after: after[measure] });
      const level = levelOf(usedBp(before[measure], cap), ruleBook.levels);
      if (level === "stop") throw refusals.flowStopped({ ...said, cap });
      if (level !== "slow") continue;
      const most = divideDown((cap - before[measure]) * BigInt(ruleBook.slowPartBp), wholeBp);
      if (after[measure] - before[measure] > most) throw refusals.flowSlowed({ ...said, most });
    }
  }
}

/** The volume of each currency that a payment has sides in. */
export function volumeOf(
  payment: Payment,
  { sourceNano, destinationNano }: Worths | { sourceNano: bigint; destinationNano: bigint },
) {
  const [source, destination] = [payment.source.currency, payment.destination.currency];
  return source === destination
    ? [{ currency: source, added: { inflow: destinationNano, outflow: sourceNano } }]
    : [
        { currency: source, added: { inflow: 0n, outflow: sourceNano } },
        { currency: destination, added: { inflow: destinationNano, outflow: 0n } },
      ];
}

/** Above the floor a payment may leave no share beyond its cap, unless it makes that share smaller. */
export function requireConcentration(
  state: StateReader,
  payment: Payment,
  { concentrationBp, concentrationFloorNano }: Stored<RuleBook>,
  worths: Worths,
): void {
  const { corridor } = payment;
  const before = exposureOf(sumsAt(corridorFlows.get(state, corridor) ?? emptyFlow, "month", state.timeMs)).gross;
  const after = before + worths.sourceNano + worths.destinationNano;
  if (after <= concentrationFloorNano || after === 0n) return;
  const mostBp = concentrationBp === undefined ? parameters.concentrationBp.get(state) : BigInt(concentrationBp);
  for (const { currency, added } of volumeOf(payment, worths)) {
    const sums = sumsAt(volumeFlows.get(state, corridor, currency) ?? emptyFlow, "month", state.timeMs);
    const [partBefore, partAfter] = [exposureOf(sums).gross, exposureOf(plus(sums, added)).gross];
    const isShrinking = partAfter * before < partBefore * after;
    if (!isShrinking && partAfter * wholeBp > mostBp * after) {
      throw refusals.concentrationTooHigh({ currency, shareBp: divideDown(partAfter * wholeBp, after), mostBp });
    }
  }
}
