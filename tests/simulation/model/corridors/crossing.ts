// Payments across a corridor in the model: every ground that stands against one, what it is judged by, and what it counts.
import { accountsOf } from "../accounts/book.ts";
import { apart, ceiling, floor } from "../arithmetic.ts";
import type { Grounds, Model } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import {
  type Caps,
  calendarNow,
  corridorsOf,
  countedIn,
  hashOf,
  hoursNow,
  isStopped,
  limitsNow,
  passagesOf,
  type RuleBook,
  revisionNow,
  ruleBookNow,
  type WindowName,
  windowNames,
  withoutHoles,
} from "./book.ts";

export interface Side {
  readonly currency: string;
  readonly amount: bigint;
}

export interface Crossing {
  readonly corridor: string;
  readonly kind: string;
  readonly purpose: string;
  readonly payer: string;
  readonly payee: string;
  readonly source: Side;
  readonly destination: Side;
  readonly via?: Side | undefined;
}

interface Counter {
  readonly key: string;
  readonly name: object;
  readonly inflow: bigint;
  readonly outflow: bigint;
  readonly caps: Caps;
}

const most = 2n ** 96n - 1n;
const noCaps: Caps = { hour: {}, day: {}, month: {}, year: {} };

function worthOf(model: Model, { rates }: RuleBook, { currency, amount }: Side): bigint {
  const { unitNano } = rates.find((rate) => rate.currency === currency) ?? { unitNano: 0n };
  const decimals = accountsOf(model).currencies.get(currency)?.decimals ?? 0;
  return ceiling(amount * unitNano, 10n ** BigInt(decimals));
}

const caps = (all: Caps, which: "netMost" | "grossMost"): Caps => {
  const of = (name: WindowName) => withoutHoles({ [which]: all[name][which] });
  return { hour: of("hour"), day: of("day"), month: of("month"), year: of("year") };
};

/** Everything that the crossing is counted in, with what goes in and out there. */
function countersOf(model: Model, crossing: Crossing, book: RuleBook): Counter[] {
  const { corridor, payer, payee, source, destination, via } = crossing;
  const { zones, homes } = corridorsOf(model);
  const [payerHome = "", payeeHome = ""] = [homes.get(payer), homes.get(payee)];
  const limits = (currency: string) => {
    const zone = zones.get(currency);
    return zone === undefined ? { caps: noCaps, participantCaps: noCaps } : limitsNow(model, zone);
  };
  const zone = ({ currency, amount }: Side, fromHome: boolean, toHome: boolean): Counter => ({
    key: `corridors/zone-flow/${currency}`,
    name: { kind: "zone", currency },
    inflow: fromHome ? 0n : amount,
    outflow: toHome ? 0n : amount,
    caps: limits(currency).caps,
  });
  const isOne = source.currency === destination.currency;
  const toHome = payeeHome === destination.currency;
  const bank = (account: string, { currency }: Side, inflow: bigint, outflow: bigint): Counter => ({
    key: `corridors/participant-flow/${currency}/${account}`,
    name: { kind: "participant", currency, account },
    inflow,
    outflow,
    caps: limits(currency).participantCaps,
  });
  const position = (currency: string, inflow: bigint, outflow: bigint): Counter => ({
    key: `corridors/position-flow/${corridor}/${currency}`,
    name: { kind: "position", currency },
    inflow,
    outflow,
    caps: caps(book.caps, "netMost"),
  });
  const [outflow, inflow] = [worthOf(model, book, source), worthOf(model, book, destination)];
  const name = { kind: "corridor" };
  return [
    zone(source, payerHome === source.currency, isOne && toHome),
    ...(via === undefined ? [] : [zone(via, false, false)]),
    ...(isOne ? [] : [zone(destination, false, toHome)]),
    bank(payer, source, 0n, source.amount),
    bank(payee, destination, destination.amount, 0n),
    { key: `corridors/corridor-flow/${corridor}`, name, inflow, outflow, caps: caps(book.caps, "grossMost") },
    position(payerHome, 0n, outflow),
    position(payeeHome, inflow, 0n),
  ];
}

const usedBp = (value: bigint, cap: bigint) => (cap === 0n ? 10_000n : floor(value * 10_000n, cap));
const levelNames = ["clear", "inform", "warn", "slow", "stop"];
function levelAt(used: bigint, { informBp, warnBp, slowBp, stopBp }: RuleBook["levels"]): string {
  const reached = [informBp, warnBp, slowBp, stopBp].filter((mark) => used >= BigInt(mark)).length;
  return levelNames[reached] ?? "stop";
}

/** Net and gross of a counter, before and after, with their caps, in one window. */
function exposures(model: Model, { key, inflow, outflow, caps: all }: Counter, name: WindowName) {
  const before = countedIn(passagesOf(model, key), name, model.timeMs);
  const after = { inflow: before.inflow + inflow, outflow: before.outflow + outflow };
  return {
    net: [apart(before.inflow, before.outflow), apart(after.inflow, after.outflow), all[name].netMost ?? most] as const,
    gross: [before.inflow + before.outflow, after.inflow + after.outflow, all[name].grossMost ?? most] as const,
  };
}

function judgeRoom(model: Model, counter: Counter, book: RuleBook, grounds: Grounds): void {
  for (const name of windowNames) {
    for (const [before, after, cap] of Object.values(exposures(model, counter, name))) {
      if (after <= before) continue;
      grounds.when(after > cap, "corridors/capExceeded");
      const level = levelAt(usedBp(before, cap), book.levels);
      grounds.when(level === "stop", "corridors/flowStopped");
      const rest = cap > before ? floor((cap - before) * BigInt(book.slowPartBp), 10_000n) : 0n;
      grounds.when(level === "slow" && after - before > rest, "corridors/flowSlowed");
    }
  }
}

/** What each currency's sides come to. */
function volumes(model: Model, { source, destination }: Crossing, book: RuleBook) {
  const [outflow, inflow] = [worthOf(model, book, source), worthOf(model, book, destination)];
  if (source.currency === destination.currency) return [{ currency: source.currency, inflow, outflow }];
  return [
    { currency: source.currency, inflow: 0n, outflow },
    { currency: destination.currency, inflow, outflow: 0n },
  ];
}

function judgeShares(model: Model, crossing: Crossing, book: RuleBook, grounds: Grounds): void {
  const { corridor } = crossing;
  const sides = volumes(model, crossing, book);
  const grossOf = (key: string) => {
    const { inflow, outflow } = countedIn(passagesOf(model, key), "month", model.timeMs);
    return inflow + outflow;
  };
  const before = grossOf(`corridors/corridor-flow/${corridor}`);
  const after = sides.reduce((total, { inflow, outflow }) => total + inflow + outflow, before);
  if (after <= book.concentrationFloorNano || after === 0n) return;
  const bound =
    book.concentrationBp === undefined ? parameter(model, "corridors.concentrationBp") : BigInt(book.concentrationBp);
  for (const { currency, inflow, outflow } of sides) {
    const part = grossOf(`corridors/volume-flow/${corridor}/${currency}`);
    const partAfter = part + inflow + outflow;
    const isSmaller = partAfter * before < part * after;
    grounds.when(!isSmaller && partAfter * 10_000n > bound * after, "corridors/concentrationTooHigh");
  }
}

function judgeZones(model: Model, crossing: Crossing, homes: readonly string[], grounds: Grounds): void {
  const { source, destination, via } = crossing;
  const own = [source, destination, ...(via === undefined ? [] : [via])].map(({ currency }) => currency);
  judgeOpenZones(model, crossing, new Set([...homes, ...own]), grounds);
}

function judgeOpenZones(
  model: Model,
  { corridor, kind }: Pick<Crossing, "corridor" | "kind">,
  touched: Iterable<string>,
  grounds: Grounds,
): void {
  const { zones, joined } = corridorsOf(model);
  for (const currency of touched) {
    grounds.when(!joined.has(`${corridor}/${currency}`), "corridors/notJoined");
    const zone = zones.get(currency);
    if (zone === undefined) continue;
    grounds.when(isStopped(model, zone), "corridors/zoneStopped");
    const hours = hoursNow(calendarNow(model, zone), model.timeMs);
    grounds.when(hours === "shut", "corridors/zoneShut");
    grounds.when(hours === "interbank" && kind === "customer", "corridors/cutOffPassed");
  }
}

/** What keeps banks from moving currencies of a corridor among themselves. */
export function judgeOpen(model: Model, corridor: string, currencies: readonly string[], grounds: Grounds): void {
  grounds.when(ruleBookNow(model, corridor)?.stage === "closed", "corridors/corridorClosed");
  judgeOpenZones(model, { corridor, kind: "interbank" }, currencies, grounds);
}

function judgeBank(model: Model, currency: string, account: string, grounds: Grounds): void {
  const participant = corridorsOf(model).participants.get(`${currency}/${account}`);
  grounds.when(participant === undefined, "corridors/unknownParticipant");
  grounds.when(participant !== undefined && participant.fromHeight > model.height, "corridors/notYetAdmitted");
}

/** A home that a bank has accepted begins when its admission does. */
export function judgeHome(model: Model, account: string, grounds: Grounds): void {
  const home = corridorsOf(model).homes.get(account);
  grounds.when(home === undefined, "corridors/homeMissing");
  if (home !== undefined) judgeBank(model, home, account, grounds);
}

export function judgeCrossing(model: Model, crossing: Crossing, grounds: Grounds): void {
  const { corridor, payer, payee, source, destination, kind, purpose } = crossing;
  const { zones, homes, members } = corridorsOf(model);
  const book = ruleBookNow(model, corridor);
  if (grounds.when(book === undefined, "corridors/unknownCorridor") || book === undefined) return;
  grounds.when(book.stage === "closed", "corridors/corridorClosed");
  grounds.when(book.stage === "pilot" && kind === "customer", "corridors/customersNotAdmitted");
  grounds.when(book.stage !== "open" && !book.purposes.includes(purpose), "corridors/purposeNotPermitted");
  for (const account of [payer, payee]) {
    grounds.when(!members.has(`${corridor}/${account}`), "corridors/notMember");
    judgeHome(model, account, grounds);
  }
  const [payerHome, payeeHome] = [homes.get(payer), homes.get(payee)];
  if (payerHome === undefined || payeeHome === undefined) return;
  grounds.when(payerHome === payeeHome, "corridors/sameZone");
  judgeZones(model, crossing, [payerHome, payeeHome], grounds);
  judgeBank(model, source.currency, payer, grounds);
  judgeBank(model, destination.currency, payee, grounds);
  for (const side of [source, destination, ...(crossing.via === undefined ? [] : [crossing.via])]) {
    const zone = zones.get(side.currency);
    const isRated = book.rates.some(({ currency }) => currency === side.currency);
    grounds.when(!isRated, "corridors/currencyUnrated");
    const single = zone === undefined ? undefined : limitsNow(model, zone).singleMost;
    grounds.when(single !== undefined && side.amount > single, "corridors/singleTooLarge");
    grounds.when(isRated && worthOf(model, book, side) > book.singleNanoMost, "corridors/singleTooLarge");
  }
  for (const counter of countersOf(model, crossing, book)) judgeRoom(model, counter, book, grounds);
  judgeShares(model, crossing, book, grounds);
}

function stampOf(model: Model, counter: Counter, { levels }: RuleBook): object {
  const readings = windowNames.map((window) => {
    const { net, gross } = exposures(model, counter, window);
    const [netUsed, grossUsed] = [usedBp(net[1], net[2]), usedBp(gross[1], gross[2])];
    return { window, net, gross, used: netUsed > grossUsed ? netUsed : grossUsed };
  });
  const highest = readings.map(({ used }) => used).reduce((found, used) => (used > found ? used : found));
  const nearest = readings.find(({ used }) => used === highest);
  if (nearest === undefined) throw new Error("there are four windows");
  const { window, net, gross } = nearest;
  return {
    ...counter.name,
    ...{ window, netBefore: net[0], netAfter: net[1], grossBefore: gross[0], grossAfter: gross[1] },
    level: levelAt(highest, levels),
  };
}

function pass(model: Model, key: string, inflow: bigint, outflow: bigint): void {
  const { flows } = corridorsOf(model);
  flows.set(key, [...(flows.get(key) ?? []), { atMs: model.timeMs, inflow, outflow }]);
}

/** Counts a crossing that was made; returns what it was judged by. */
export function countCrossing(model: Model, crossing: Crossing): object {
  const { corridor } = crossing;
  const book = ruleBookNow(model, corridor);
  if (book === undefined) throw new Error("a crossing has a corridor");
  const counters = countersOf(model, crossing, book);
  const stamps = counters.map((counter) => stampOf(model, counter, book));
  for (const { key, inflow, outflow } of counters) pass(model, key, inflow, outflow);
  for (const { currency, inflow, outflow } of volumes(model, crossing, book)) {
    pass(model, `corridors/volume-flow/${corridor}/${currency}`, inflow, outflow);
  }
  const revision = revisionNow(model, corridorsOf(model).corridors.at(corridor));
  return { corridor, revision, ruleBookHash: hashOf(corridor, revision, book), counters: stamps };
}

/** What the operator takes of an amount. */
export function feeFor(
  model: Model,
  corridor: string,
  amount: bigint,
): { readonly fee: bigint; readonly operator: string } {
  const { feeBp = 0 } = ruleBookNow(model, corridor) ?? {};
  const { operator = "" } = corridorsOf(model).corridors.get(corridor) ?? {};
  return { fee: ceiling(amount * BigInt(feeBp), 10_000n), operator };
}
