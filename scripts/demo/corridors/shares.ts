// Which step of the ladder has settled how much: the ledger's totals beside the sums of its events.
import type { LedgerEvent } from "#src/sdk/definitions.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { shown } from "./setting.ts";
import { type Settled, settledBy, steps, type Totals, totalsOf } from "./totals.ts";

/** All legs that were settled, added up by `currency step`. */
function sumsOf(events: readonly LedgerEvent[]): Totals {
  const sums: Totals = new Map();
  for (const event of events) {
    if (event.type !== "netting/itemSettled") continue;
    for (const { currency, amount } of event.content.legs) {
      const key = `${currency} ${event.content.step}`;
      const { legs, amount: sum } = sums.get(key) ?? { legs: 0, amount: 0n };
      sums.set(key, { legs: legs + 1, amount: sum + BigInt(amount) });
    }
  }
  return sums;
}

const cell = ({ legs, amount }: Settled, all: bigint): string =>
  legs === 0 ? "-" : `${legs} ${legs === 1 ? "leg" : "legs"} ${(Number((amount * 1_000n) / all) / 10).toFixed(1)} %`;

export async function showShares(cast: Cast, story: Story, events: readonly LedgerEvent[]): Promise<void> {
  story.chapter("Which step has settled how much");
  const sums = sumsOf(events);
  const currencies = [...new Set([...sums.keys()].map((key) => key.split(" ")[0] ?? ""))].sort();
  const totals = await totalsOf(cast, currencies);
  const line = (cells: readonly string[]) =>
    cells.map((each, at) => (at === 0 ? each.padEnd(5) : each.padStart(at === 1 ? 20 : 16))).join("");
  story.say(`    ${line(["", "settled", ...steps])}`);
  for (const currency of currencies) {
    const settled = steps.map((step) => settledBy(new Map(), totals, currency, step));
    const all = settled.reduce((sum, { amount }) => sum + amount, 0n);
    story.say(`    ${line([currency, shown(all, currency).slice(0, -4), ...settled.map((each) => cell(each, all))])}`);
    const shares = settled.map(({ amount }) => Number((amount * 1_000n) / all) / 10);
    story.fact(`shares${currency}`, Object.fromEntries(steps.map((step, at) => [step, shares[at]])));
  }
  const isSame = currencies.every((currency) =>
    steps.every((step) => {
      const [said, summed] = [settledBy(new Map(), totals, currency, step), settledBy(new Map(), sums, currency, step)];
      return said.legs === summed.legs && said.amount === summed.amount;
    }),
  );
  story.check(`in ${currencies.length} currencies the ledger's totals are the sums of its events`, isSame);
  const used = steps.filter((step) => currencies.some((currency) => sums.has(`${currency} ${step}`)));
  story.checkEqual("the steps that have settled something", used.join(", "), steps.join(", "));
}
