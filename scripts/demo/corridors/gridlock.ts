// Queues: what settles alone, two banks that owe each other, an item passed by a later one, and a dozen banks in gridlock.
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs, until } from "../clock.ts";
import { aloneOf, boundOf, grossOf, type Leg, netOf } from "./queueApart.ts";
import { banks, type Issued, shown, together } from "./setting.ts";
import { queuedLegs, settledBy, steps, type Totals, totalsOf } from "./totals.ts";

/** In gridlock: yuan one way round, dirhams the other (each pair a payment versus payment), Singapore dollars beside them. */
const ringCurrencies = ["CNY", "AED", "SGD"] as const;
/** What each bank lets its queue spend of each, and what it owes at the least. */
const spendable = 30_000_000n;
const owedLeast = 100_000_000n;
const owedStep = 2_500_000n;

/** What the central bank of the euro issues for the first part. */
const given = [
  ["thb-bank", 100_000n],
  ["kzt-bank", 2_000_000n],
  ["uzs-bank", 1_500_000n],
  ["sgd-bank", 5_000_000n],
  ["sar-bank", 60_000_000n],
] as const;

export async function expiry(cast: Cast): Promise<number> {
  return (await blockTimeMs(cast.ledger.url)) + 3_600_000;
}

async function queue(cast: Cast, { from, to, currency, amount }: Leg) {
  const terms = { priority: "normal", expiresMs: await expiry(cast) } as const;
  const { answer } = await cast.send(
    from,
    messages.netting.queuePayment({ to: cast.account(to), currency, amount, ...terms }),
  );
  return answer;
}

export async function showQueues(cast: Cast, story: Story, issued: Issued): Promise<void> {
  story.chapter("Queues: alone, by twos, and past one that waits");
  const before = await totalsOf(cast, ["EUR", ...ringCurrencies]);
  await together(given, ([bank, amount]) => issued.issue("EUR", bank, amount));
  const alone = { from: "thb-bank", to: "myr-bank", currency: "EUR", amount: 40_000n };
  story.check("400.00 EUR that the payer has settle at once", (await queue(cast, alone)).settled);

  const there = { from: "kzt-bank", to: "uzs-bank", currency: "EUR", amount: 10_000_000n };
  const back = { from: "uzs-bank", to: "kzt-bank", currency: "EUR", amount: 9_500_000n };
  const first = await queue(cast, there);
  story.check("kzt-bank owes uzs-bank 100,000.00 EUR and has 20,000.00: it waits", !first.settled);
  story.check(
    "uzs-bank owes 95,000.00 and has 15,000.00: it cannot be paid at once either",
    !(await queue(cast, back)).settled,
  );
  await until("both are settled", async () => (await queuedLegs(cast, "EUR")) === 0);
  story.checkEqual("kzt-bank then has, in cents,", await cast.balance("kzt-bank", "EUR"), 2_000_000n - 500_000n);

  const stuck = { from: "sgd-bank", to: "idr-bank", currency: "EUR", amount: 50_000_000n };
  const later = { from: "sgd-bank", to: "aed-bank", currency: "EUR", amount: 4_000_000n };
  const { item } = await queue(cast, stuck);
  const behind = await queue(cast, later);
  story.check("sgd-bank's 500,000.00 EUR wait, and 40,000.00 behind them may not pass at once", !behind.settled);
  await until("the later one has passed", async () => (await queuedLegs(cast, "EUR")) === 1);
  await cast.send("sgd-bank", messages.netting.cancelItem({ item }));
  story.checkEqual("after it is cancelled there wait, in EUR,", await queuedLegs(cast, "EUR"), 0);

  const after = await totalsOf(cast, ["EUR", ...ringCurrencies]);
  const expected = {
    entry: alone.amount,
    bilateral: there.amount + back.amount,
    multilateral: 0n,
    bypass: later.amount,
    credit: 0n,
    swap: 0n,
  };
  for (const step of steps) {
    story.checkEqual(
      `settled in EUR by ${step}, in cents,`,
      settledBy(before, after, "EUR", step).amount,
      expected[step],
    );
  }
  story.fact("eurSettledBy", Object.fromEntries(steps.map((step) => [step, String(expected[step])])));
}

/** What a bank owes the next one: never the same twice in a row, so that all of them end up or down a little. */
const owedBy = (at: number, offset: number): bigint => owedLeast + owedStep * BigInt((at * 7 + offset) % banks.length);
const bankAt = (at: number): string => banks[at % banks.length] ?? "";

function bundleLegs(at: number): Leg[] {
  const [bank, next] = [bankAt(at), bankAt(at + 1)];
  const legs = [
    { from: bank, to: next, currency: "CNY", amount: owedBy(at, 0) },
    { from: next, to: bank, currency: "AED", amount: owedBy(at, 4) },
  ];
  // The last one holds the three rings together.
  const isLast = at === banks.length - 1;
  return isLast ? [...legs, { from: bank, to: next, currency: "SGD", amount: owedBy(at, 9) }] : legs;
}

const bundles: Leg[][] = banks.map((_, at) => bundleLegs(at));
const payments: Leg[] = banks
  .slice(0, -1)
  .map((bank, at) => ({ from: bank, to: bankAt(at + 1), currency: "SGD", amount: owedBy(at, 9) }));

/** Each bank may spend the same through its queues: who has less is given some, and who has more keeps the rest back. */
async function fund(cast: Cast, issued: Issued): Promise<void> {
  for (const currency of ringCurrencies) {
    const held = await Promise.all(banks.map((bank) => cast.balance(bank, currency)));
    const short = banks.flatMap((bank, at) => ((held[at] ?? 0n) < spendable ? [{ bank, held: held[at] ?? 0n }] : []));
    await together(short, (one) => issued.issue(currency, one.bank, spendable - one.held));
    const rich = banks.flatMap((bank, at) => ((held[at] ?? 0n) > spendable ? [{ bank, held: held[at] ?? 0n }] : []));
    await together(rich, (one) => {
      const direct = one.held - spendable;
      return cast.send(one.bank, messages.netting.setEarmarks({ currency, direct, urgent: 0n }));
    });
  }
}

async function propose(cast: Cast, legs: readonly Leg[], expiresMs: number): Promise<string> {
  const named = legs.map(({ from, to, ...rest }) => ({ ...rest, from: cast.account(from), to: cast.account(to) }));
  const terms = { legs: named, priority: "normal", expiresMs, endToEndId: "PVP-OF-THE-DEMO" } as const;
  return (await cast.send(legs[0]?.from ?? "", messages.netting.proposeBundle(terms))).answer.bundle;
}

export async function showGridlock(cast: Cast, story: Story, issued: Issued): Promise<readonly Leg[]> {
  story.chapter("Gridlock: a dozen banks, three currencies, nobody can move");
  await fund(cast, issued);
  const before = await totalsOf(cast, ["EUR", ...ringCurrencies]);
  const all = [...payments, ...bundles.flat()];
  const balances = () =>
    Promise.all([...netOf(all).keys()].map((key) => cast.balance(...(key.split(" ").reverse() as [string, string]))));
  const held = await balances();
  const expiresMs = await expiry(cast);
  const outcomes = await Promise.all(payments.map((payment) => queue(cast, payment)));
  const ids = await Promise.all(bundles.map((legs) => propose(cast, legs, expiresMs)));
  const confirm = (at: number) => cast.send(bankAt(at + 1), messages.netting.confirmBundle({ bundle: ids[at] ?? "" }));
  const early = banks.slice(0, -1);
  const confirmed = await Promise.all(early.map((_, at) => confirm(at)));
  story.check(
    `${payments.length} payments and ${early.length} bundles of two payers are in, and not one could be paid at once`,
    outcomes.every(({ settled }) => !settled) && confirmed.every(({ answer }) => !answer.settled),
  );
  await showStuck(cast, story, before, [...payments, ...bundles.slice(0, -1).flat()], held, balances);

  const last = await confirm(banks.length - 1);
  story.say(`    ${bankAt(banks.length)} confirms the twelfth bundle in block ${last.height}`);
  await until("the queues are empty", async () => {
    const counts = await Promise.all(ringCurrencies.map((currency) => queuedLegs(cast, currency)));
    return counts.every((count) => count === 0);
  });
  const after = await balances();
  const nets = [...netOf(all).values()];
  story.check(
    `all ${nets.length} balances moved by what each bank owes and is owed, net`,
    nets.every((net, at) => (after[at] ?? 0n) - (held[at] ?? 0n) === net),
  );
  const settled = await totalsOf(cast, ["EUR", ...ringCurrencies]);
  story.say(
    `    ${["", "legs", "gross", "alone, in order", "money used", "at the least"].map((cell, at) => (at === 0 ? cell.padEnd(4) : cell.padStart(18))).join("")}`,
  );
  const used = (currency: string) =>
    [...netOf(all).keys()].reduce((sum, key, at) => {
      const fallen = (held[at] ?? 0n) - (after[at] ?? 0n);
      return key.startsWith(currency) && fallen > 0n ? sum + fallen : sum;
    }, 0n);
  for (const currency of ringCurrencies) showSaving(story, all, before, settled, currency, used(currency));
  return all;
}

/** Every bank that waits owes more than it may spend, and nothing has moved. */
async function showStuck(
  cast: Cast,
  story: Story,
  before: Totals,
  waiting: readonly Leg[],
  held: readonly bigint[],
  balances: () => Promise<bigint[]>,
): Promise<void> {
  for (const currency of ringCurrencies) {
    const expected = waiting.filter((leg) => leg.currency === currency).length;
    story.checkEqual(`legs that wait in ${currency}`, await queuedLegs(cast, currency), expected);
  }
  const now = await totalsOf(cast, ["EUR", ...ringCurrencies]);
  const isUnchanged = [...now].every(([key, { legs }]) => legs === before.get(key)?.legs);
  story.check("none has settled", isUnchanged && String(await balances()) === String(held));
  const owing = [...new Set(waiting.map(({ from, currency }) => `${currency} ${from}`))];
  const positions = await Promise.all(
    owing.map((key) => {
      const [currency = "", bank = ""] = key.split(" ");
      return cast.ledger.query("netting/position", { currency, account: cast.account(bank) });
    }),
  );
  const isShort = positions.every(
    ({ balance, earmarked, queuedOut }) => BigInt(balance) - BigInt(earmarked.direct) < BigInt(queuedOut),
  );
  story.check(`in all ${owing.length} queues more is owed than may be spent`, isShort);
}

function showSaving(
  story: Story,
  all: readonly Leg[],
  before: Totals,
  settled: Totals,
  currency: string,
  used: bigint,
): void {
  const [gross, bound, alone] = [grossOf(all, currency), boundOf(all, currency), aloneOf(all, currency)];
  const { legs, amount } = settledBy(before, settled, currency, "multilateral");
  const cells = [String(legs), ...[gross, alone, used, bound].map((each) => shown(each, currency).slice(0, -4))];
  story.say(`    ${currency.padEnd(4)}${cells.map((cell) => cell.padStart(18)).join("")}`);
  story.checkEqual(`what the greatest set settled in ${currency}`, amount, gross);
  story.check(
    `${shown(used, currency)} moved ${shown(gross, currency)}, ${Number((used * 1_000n) / gross) / 10} % of it, and nobody could do with less`,
    used === bound,
  );
  story.fact(`gridlock${currency}`, {
    legs,
    gross: String(gross),
    alone: String(alone),
    used: String(used),
    bound: String(bound),
  });
}
