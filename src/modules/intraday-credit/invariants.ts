// Promises of the module `intraday-credit`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { collateralBook } from "./books.ts";
import type { Credit } from "./schemas.ts";
import {
  currencyDebtors,
  debtorCounts,
  debtorPlaces,
  debtors,
  debts,
  dues,
  exposures,
  lineCounts,
  lines,
} from "./tables.ts";

/** Every open draw of credit, with whose it is. */
async function* openCredit(
  state: StateScanner,
): AsyncGenerator<{ readonly place: string; readonly debt: Stored<Credit> }> {
  for await (const { parts, value } of debts.scan(state)) {
    for (const debt of value) if (debt.kind === "credit") yield { place: parts.join("/"), debt };
  }
}

function addTo(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

/** What was made is what open draws owe, the book holds what they have left as collateral, and the totals say the same. */
export const exposuresEqualDebts = defineInvariant(async ({ state }) => {
  const [lent, left] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for await (const { place, debt } of openCredit(state)) {
    addTo(lent, place.split("/")[0] ?? "", debt.amount);
    if (debt.collateral !== undefined) addTo(left, debt.collateral.currency, debt.collateral.amount);
  }
  return accounts.currencyCodes(state).flatMap((currency) => {
    const sums = `${lent.get(currency) ?? 0n} lent, ${left.get(currency) ?? 0n} held`;
    const total = exposures.get(state, currency) ?? { lent: 0n, collateral: 0n };
    const says = `${total.lent} lent, ${total.collateral} held`;
    const held = accounts.balance(state, currency, collateralBook);
    if (sums !== says) return [`${currency}: draws have ${sums}, and totals ${says}`];
    return held === total.collateral ? [] : [`${currency}: the book holds ${held} of ${total.collateral}`];
  });
});

/** Each line says what its open draws owe, nobody is beyond its limit, and lines are counted. */
export const linesEqualDebts = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const drawn = new Map<string, bigint>();
  for await (const { place, debt } of openCredit(state)) addTo(drawn, place, debt.amount);
  const counts = new Map<string, bigint>();
  for await (const { key, parts, value } of lines.scan(state)) {
    const place = parts.join("/");
    if (value.drawn !== (drawn.get(place) ?? 0n))
      broken.push(`${key} says ${value.drawn}, and draws ${drawn.get(place)}`);
    if (value.drawn > value.limit) broken.push(`${key} is beyond its limit`);
    if (value.isEnded && value.drawn === 0n) broken.push(`${key} has ended and nothing is drawn`);
    drawn.delete(place);
    addTo(counts, parts[0] ?? "", 1n);
  }
  for (const place of drawn.keys()) broken.push(`${place} has drawn without a line`);
  for await (const { key, parts, value } of lineCounts.scan(state)) {
    if (counts.get(parts[0] ?? "") !== BigInt(value)) broken.push(`${key} counts ${value} lines`);
    counts.delete(parts[0] ?? "");
  }
  for (const currency of counts.keys()) broken.push(`the lines in ${currency} are not counted`);
  return broken;
});

/** Who owes is listed once, and nobody else is. */
export const debtorsAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let owing = 0;
  const byCurrency = new Map<string, bigint>();
  for await (const { key, parts, value } of debts.scan(state)) {
    owing += 1;
    addTo(byCurrency, parts[0] ?? "", 1n);
    const [currency, account] = parts;
    const at = debtorPlaces.get(state, currency ?? "", account ?? "");
    const listed = at === undefined ? undefined : debtors.get(state, at);
    if (listed?.currency !== currency || listed?.account !== account) broken.push(`${key} is not listed`);
    if (value.length === 0) broken.push(`${key} owes nothing`);
  }
  if ((debtorCounts.get(state) ?? 0) !== owing) broken.push(`${owing} owe, against their count`);
  for await (const { key, parts, value } of currencyDebtors.scan(state)) {
    if (byCurrency.get(parts[0] ?? "") !== BigInt(value)) broken.push(`${key} counts ${value} banks`);
    byCurrency.delete(parts[0] ?? "");
  }
  for (const currency of byCurrency.keys()) broken.push(`who owes in ${currency} is not counted`);
  let places = 0;
  for await (const _ of debtorPlaces.scan(state)) places += 1;
  return places === owing ? broken : [...broken, `${places} places are listed, and ${owing} owe`];
});

/** Every secured draw falls due at the end of its grace, and every draw that is lent on is one of the bank that owes it. */
export const debtsFallDue = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const waiting = new Set<number>();
  for await (const { value } of dues.tables.entries.scan(state)) waiting.add(value.item.draw);
  for await (const { key, parts, value } of debts.scan(state)) {
    for (const debt of value) {
      if (debt.kind === "credit") {
        if (debt.collateral !== undefined && !waiting.has(debt.draw))
          broken.push(`${key}: draw ${debt.draw} is never seized`);
        continue;
      }
      const draw = swapLines.onwardDraw(state, debt.line, debt.draw);
      const isOwn = draw === undefined || (draw.onward?.bank === parts[1] && draw.lent.currency === parts[0]);
      if (!isOwn) broken.push(`${key}: draw ${debt.draw} on line ${debt.line} is another's`);
    }
  }
  return broken;
});
