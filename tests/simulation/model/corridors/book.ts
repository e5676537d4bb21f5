// Zones, banks and corridors as the model keeps them; flows are kept as what happened when, and put in buckets when shown.
import { accountsOf } from "../accounts/book.ts";
import { hasRole } from "../authority/book.ts";
import { cbor, hash, isBook } from "../encoding.ts";
import type { Grounds, Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export const windowNames = ["hour", "day", "month", "year"] as const;
export type WindowName = (typeof windowNames)[number];

/** The length of an interval, and how many of them a window has besides the one under way. */
export const intervalsOf: Readonly<Record<WindowName, readonly [ms: number, count: number]>> = {
  hour: [300_000, 12],
  day: [3_600_000, 24],
  month: [86_400_000, 30],
  year: [2_635_200_000, 12],
};

export interface Cap {
  readonly netMost?: bigint;
  readonly grossMost?: bigint;
}
export type Caps = Readonly<Record<WindowName, Cap>>;

export interface Limits {
  readonly singleMost?: bigint;
  readonly caps: Caps;
  readonly participantCaps: Caps;
}

export interface Calendar {
  readonly offsetMinutes: number;
  readonly opensMinute: number;
  readonly cutOffMinute: number;
  readonly closesMinute: number;
  readonly weekendDays: readonly number[];
  readonly holidays: readonly string[];
}

export interface Zone {
  readonly name: string;
  readonly openedMs: number;
  readonly calendar: Calendar;
  readonly nextCalendar?: { readonly calendar: Calendar; readonly fromHeight: number };
  readonly limits: Limits;
  readonly nextLimits?: { readonly limits: Limits; readonly fromHeight: number };
  readonly stop?: { readonly reference: string; readonly sinceMs: number; readonly untilHeight?: number };
}

export interface Participant {
  readonly bic: string;
  readonly lei?: string;
  readonly admittedMs: number;
  readonly fromHeight: number;
  readonly isResident: boolean;
}

export interface RuleBook {
  readonly stage: string;
  readonly purposes: readonly string[];
  readonly feeBp: number;
  readonly singleNanoMost: bigint;
  readonly caps: Caps;
  readonly levels: Readonly<Record<"informBp" | "warnBp" | "slowBp" | "stopBp", number>>;
  readonly slowPartBp: number;
  readonly concentrationBp?: number;
  readonly concentrationFloorNano: bigint;
  readonly rates: readonly { readonly currency: string; readonly unitNano: bigint }[];
}

export interface Corridor {
  readonly name: string;
  readonly operator: string;
  readonly openedMs: number;
  readonly revision: number;
  readonly next?: { readonly revision: number; readonly fromHeight: number };
  readonly lastRevision: number;
}

/** One thing that went in or out. */
export interface Passage {
  readonly atMs: number;
  readonly inflow: bigint;
  readonly outflow: bigint;
}

const makeBook = (log: UndoLog) => ({
  zones: new UndoMap<string, Zone>(log),
  /** By `currency/account`. */
  participants: new UndoMap<string, Participant>(log),
  homes: new UndoMap<string, string>(log),
  corridors: new UndoMap<string, Corridor>(log),
  /** By `corridor/revision`. */
  ruleBooks: new UndoMap<string, RuleBook>(log),
  /** By `corridor/currency`. */
  joined: new UndoMap<string, true>(log),
  /** By `corridor/account`. */
  members: new UndoMap<string, true>(log),
  /** By the key of the flow's row. */
  flows: new UndoMap<string, readonly Passage[]>(log),
});

export const corridorsOf = (model: Model) => model.book(makeBook);

/** Whoever decides about a zone. */
export function isCentralBank(model: Model, actor: string, currency: string): boolean {
  const known = accountsOf(model).currencies.get(currency);
  if (known === undefined) return false;
  return isBook(known.issuer) ? hasRole(model, actor, "issuer") : known.issuer === actor;
}

export function judgeCentralBank(model: Model, actor: string, currency: string, grounds: Grounds): void {
  const isKnown = accountsOf(model).currencies.has(currency);
  grounds.when(!isKnown, "accounts/unknownCurrency");
  grounds.when(isKnown && !isCentralBank(model, actor, currency), "corridors/notCentralBank");
}

export const afterNotice = (model: Model): number => model.height + parameterNumber(model, "corridors.noticeBlocks");

export const calendarNow = (model: Model, { calendar, nextCalendar }: Zone): Calendar =>
  (nextCalendar?.fromHeight ?? Number.POSITIVE_INFINITY) <= model.height
    ? (nextCalendar?.calendar ?? calendar)
    : calendar;

export const limitsNow = (model: Model, { limits, nextLimits }: Zone): Limits =>
  (nextLimits?.fromHeight ?? Number.POSITIVE_INFINITY) <= model.height ? (nextLimits?.limits ?? limits) : limits;

export const isStopped = (model: Model, { stop }: Zone): boolean =>
  stop !== undefined && (stop.untilHeight ?? Number.POSITIVE_INFINITY) > model.height;

export const revisionNow = (model: Model, { revision, next }: Corridor): number =>
  next !== undefined && next.fromHeight <= model.height ? next.revision : revision;

export function ruleBookNow(model: Model, corridor: string): RuleBook | undefined {
  const { corridors, ruleBooks } = corridorsOf(model);
  const row = corridors.get(corridor);
  return row === undefined ? undefined : ruleBooks.get(`${corridor}/${revisionNow(model, row)}`);
}

export const zonesIn = (model: Model, corridor: string): string[] =>
  corridorsOf(model)
    .joined.keys()
    .flatMap((key) => (key.startsWith(`${corridor}/`) ? [key.slice(corridor.length + 1)] : []));

export const hashOf = (corridor: string, revision: number, ruleBook: RuleBook): Uint8Array =>
  hash("kedge/rule-book/1\n", cbor({ corridor, revision, ruleBook }));

/** The local time of a zone, read off the platform's UTC clock. */
const localDate = ({ offsetMinutes }: Calendar, timeMs: number) => new Date(timeMs + offsetMinutes * 60_000);

export function hoursNow(calendar: Calendar, timeMs: number): "open" | "interbank" | "shut" {
  const local = localDate(calendar, timeMs);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const isFree =
    calendar.weekendDays.includes(local.getUTCDay() || 7) ||
    calendar.holidays.includes(local.toISOString().slice(0, 10));
  if (isFree || minute < calendar.opensMinute || minute >= calendar.closesMinute) return "shut";
  return minute >= calendar.cutOffMinute ? "interbank" : "open";
}

export function judgeCalendar(calendar: Calendar, grounds: Grounds): void {
  const { opensMinute, cutOffMinute, closesMinute, weekendDays, holidays } = calendar;
  const isRising = holidays.join() === [...new Set(holidays)].sort().join();
  const exist = holidays.every((day) => {
    const ms = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
  });
  const isInOrder = opensMinute < cutOffMinute && cutOffMinute <= closesMinute;
  const isOnce = new Set(weekendDays).size === weekendDays.length;
  grounds.when(!(isRising && exist && isInOrder && isOnce), "corridors/calendarUnsound");
}

/** Lower numbers are tighter, and none is the loosest. */
function lower(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  if (left === undefined) return right;
  return right === undefined || left < right ? left : right;
}

export const withoutHoles = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;

function lowerCaps(left: Caps, right: Caps): Caps {
  const of = (name: WindowName): Cap =>
    withoutHoles({
      netMost: lower(left[name].netMost, right[name].netMost),
      grossMost: lower(left[name].grossMost, right[name].grossMost),
    } as Cap);
  return { hour: of("hour"), day: of("day"), month: of("month"), year: of("year") };
}

export const lowerLimits = (left: Limits, right: Limits): Limits =>
  withoutHoles({
    singleMost: lower(left.singleMost, right.singleMost),
    caps: lowerCaps(left.caps, right.caps),
    participantCaps: lowerCaps(left.participantCaps, right.participantCaps),
  } as Limits);

export const isSame = (left: unknown, right: unknown): boolean => cbor(left).join() === cbor(right).join();

/** What a window counts now: everything since the interval began that lies so many intervals back. */
export function countedIn(passages: readonly Passage[], name: WindowName, nowMs: number) {
  const [ms, count] = intervalsOf[name];
  const sinceMs = (Math.floor(nowMs / ms) - count) * ms;
  const within = passages.filter(({ atMs }) => atMs >= sinceMs);
  return {
    inflow: within.reduce((total, { inflow }) => total + inflow, 0n),
    outflow: within.reduce((total, { outflow }) => total + outflow, 0n),
  };
}

/** The row of a flow: it was last written when something last passed. */
export function bucketsOf(passages: readonly Passage[]): object {
  const lastMs = passages.at(-1)?.atMs ?? 0;
  const of = (name: WindowName) => {
    const [ms, count] = intervalsOf[name];
    const first = Math.floor(lastMs / ms) - count;
    const buckets = new Map<number, { inflow: bigint; outflow: bigint }>();
    for (const { atMs, inflow, outflow } of passages) {
      const at = Math.floor(atMs / ms);
      if (at < first) continue;
      const before = buckets.get(at) ?? { inflow: 0n, outflow: 0n };
      buckets.set(at, { inflow: before.inflow + inflow, outflow: before.outflow + outflow });
    }
    return [...buckets].map(([at, sums]) => ({ at, ...sums }));
  };
  return { hour: of("hour"), day: of("day"), month: of("month"), year: of("year") };
}

export const passagesOf = (model: Model, key: string): readonly Passage[] => corridorsOf(model).flows.get(key) ?? [];
