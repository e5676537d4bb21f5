// Promises of the module `swap-lines`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { collateralBook } from "./books.ts";
import { pairOf } from "./lending.ts";
import { draws, dues, exposures, lines, onwardCounts, onwardLimits, pairs } from "./tables.ts";

/** The book holds what open draws have left as collateral, and the totals say the same of it and of what is lent. */
export const exposuresEqualDraws = defineInvariant(async ({ state }) => {
  const lent = new Map<string, bigint>();
  const left = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, currency: string, amount: bigint) =>
    sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  for await (const { value } of draws.scan(state)) {
    add(lent, value.lent.currency, value.lent.amount);
    add(left, value.counter.currency, value.collateral);
  }
  return accounts.currencyCodes(state).flatMap((currency) => {
    const sums = { lent: lent.get(currency) ?? 0n, collateral: left.get(currency) ?? 0n };
    const total = exposures.get(state, currency) ?? { lent: 0n, collateral: 0n };
    const held = accounts.balance(state, currency, collateralBook);
    const isEqual = total.lent === sums.lent && total.collateral === sums.collateral && held === sums.collateral;
    return isEqual
      ? []
      : [
          `${currency}: draws say ${sums.lent} and ${sums.collateral}, totals ${total.lent} and ${total.collateral}, the book ${held}`,
        ];
  });
});

/** What each side has drawn, its late calls and the count of draws are those of open draws, and no use passes its limit. */
export const usesEqualDraws = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value: line } of lines.scan(state)) {
    const sums = { proposer: { drawn: 0n, late: 0 }, acceptor: { drawn: 0n, late: 0 } };
    let [count, onward] = [0, 0];
    for await (const { value } of draws.scan(state, { within: [Number(parts[0])] })) {
      const side = sums[value.drawer === line.proposer.centralBank ? "proposer" : "acceptor"];
      side.drawn += value.lent.amount;
      side.late += value.call?.isLate === true ? 1 : 0;
      count += 1;
      onward += value.onward === undefined ? 0 : 1;
    }
    for (const name of ["proposer", "acceptor"] as const) {
      const { drawn, limit, lateCalls } = line[name];
      if (drawn !== sums[name].drawn)
        broken.push(`${key}: the ${name} drew ${sums[name].drawn}, the line says ${drawn}`);
      if (lateCalls !== sums[name].late) broken.push(`${key}: the ${name} has ${sums[name].late} late calls`);
      if (drawn > limit) broken.push(`${key}: the ${name} is beyond its limit`);
    }
    if (onward !== line.onwardDraws) broken.push(`${key} has ${onward} draws for banks, and says ${line.onwardDraws}`);
    if (count !== line.openDraws) broken.push(`${key} has ${count} draws, and says ${line.openDraws}`);
  }
  return broken;
});

/** Every line is the one of its pair, and a line that closes has draws. */
export const pairsHaveOneLine = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let count = 0;
  for await (const { key, parts, value } of lines.scan(state)) {
    count += 1;
    const [first, second] = pairOf(value.proposer.currency, value.acceptor.currency);
    if (pairs.get(state, first, second) !== Number(parts[0])) broken.push(`${key} is not the line of its pair`);
    if (value.status === "closing" && value.openDraws === 0) broken.push(`${key} closes and has no draws`);
  }
  for await (const _ of pairs.scan(state)) count -= 1;
  return count === 0 ? broken : [...broken, "there are pairs without a line"];
});

/** Every open draw waits for its review and the end of its grace, and every call that is not late for its due time. */
export const openDrawsFallDue = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const waiting = new Set<string>();
  const reviewed = new Set<string>();
  for await (const { value } of dues.tables.entries.scan(state)) {
    const { line, draw, kind } = value.item;
    waiting.add(`${line} ${draw} ${kind} ${value.dueMs}`);
    if (kind === "review") reviewed.add(`${line} ${draw}`);
  }
  for await (const { key, parts, value } of draws.scan(state)) {
    const of = `${Number(parts[0])} ${Number(parts[1])}`;
    const { call, graceEndsMs } = value;
    // What a bank has drawn ends within days: its haircut stands for what a rate does until then.
    if (value.onward === undefined && !reviewed.has(of)) broken.push(`${key} is not reviewed`);
    if (!waiting.has(`${of} seizure ${graceEndsMs}`)) broken.push(`${key} is never seized`);
    if (call !== undefined && !call.isLate && !waiting.has(`${of} call ${call.dueMs}`)) {
      broken.push(`${key} has a call that nobody waits for`);
    }
  }
  return broken;
});

/** What each bank has drawn on a line is that of its open draws, within its limit, and the banks of a line are counted. */
export const onwardLimitsHold = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const drawn = new Map<string, bigint>();
  for await (const { parts, value } of draws.scan(state)) {
    if (value.onward === undefined) continue;
    const place = `${Number(parts[0])}/${value.lent.currency}/${value.onward.bank}`;
    drawn.set(place, (drawn.get(place) ?? 0n) + value.lent.amount);
  }
  const counts = new Map<string, number>();
  for await (const { key, parts, value } of onwardLimits.scan(state)) {
    const [line, currency, bank] = [Number(parts[0]), parts[1] ?? "", parts[2] ?? ""];
    const place = `${line}/${currency}/${bank}`;
    const sum = drawn.get(place) ?? 0n;
    drawn.delete(place);
    if (value.drawn !== sum) broken.push(`${key}: draws say ${sum}, and the limit ${value.drawn}`);
    if (value.drawn > value.limit) broken.push(`${key} is beyond its limit`);
    counts.set(`${line}/${currency}`, (counts.get(`${line}/${currency}`) ?? 0) + 1);
  }
  for (const place of drawn.keys()) broken.push(`${place} has drawn without a limit`);
  for await (const { key, parts, value } of onwardCounts.scan(state)) {
    const place = `${Number(parts[0])}/${parts[1]}`;
    if (counts.get(place) !== value) broken.push(`${key} counts ${value}, and there are ${counts.get(place) ?? 0}`);
    counts.delete(place);
  }
  for (const place of counts.keys()) broken.push(`the banks of ${place} are not counted`);
  return broken;
});
