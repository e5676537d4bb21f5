// The ladder's last steps: urgent payments that no queue can meet draw the least on a line of credit or a swap line.
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs, until } from "../clock.ts";
import { expiry } from "./gridlock.ts";
import { collateralFor, keptOf } from "./lendingApart.ts";
import type { Leg } from "./queueApart.ts";
import { shown } from "./setting.ts";
import { haircutBp, supplyOf } from "./swapLine.ts";
import { queuedLegs, settledBy, totalsOf } from "./totals.ts";

const { grantLine, setAutomaticDraws } = messages["intraday-credit"];
const currency = "CNY";

async function urge(cast: Cast, { from, to, amount }: Leg): Promise<void> {
  const terms = { priority: "urgent", expiresMs: await expiry(cast) } as const;
  await cast.send(from, messages.netting.queuePayment({ to: cast.account(to), currency, amount, ...terms }));
}

/** What a bank's queue may spend for urgent items. */
async function spendable(cast: Cast, bank: string): Promise<bigint> {
  const { balance, earmarked } = await cast.ledger.query("netting/position", { currency, account: cast.account(bank) });
  return BigInt(balance) - BigInt(earmarked.direct);
}

async function debtsOf(cast: Cast, bank: string) {
  return (await cast.ledger.query("intraday-credit/debts", { currency, account: cast.account(bank) })).debts;
}

const untilSettled = (cast: Cast) =>
  until("nothing waits in yuan", async () => (await queuedLegs(cast, currency)) === 0);

async function payTo(cast: Cast, from: string, to: string, amount: bigint): Promise<void> {
  await cast.send(from, messages.settlement.pay({ currency, to: cast.account(to), amount }));
}

export async function showLadder(cast: Cast, story: Story, line: number): Promise<void> {
  story.chapter("Credit, then a swap line, for what the queues lack");
  await showCredit(cast, story);
  await showSwap(cast, story, line);
}

/** A line of the central bank in its own currency: what lacks is drawn, and the next inflow repays it. */
async function showCredit(cast: Cast, story: Story): Promise<void> {
  const [bank, lacks, rest] = ["uzs-bank", 5_000_000n, 1_000_000n];
  const line = { limit: 20_000_000n, freeMs: 3_600_000, penaltyBp: 200 } as const;
  const collateral = { currency: "UZS", haircutBp: 300 } as const;
  const expiresMs = (await blockTimeMs(cast.ledger.url)) + 86_400_000;
  await cast.send("cny-issuer", grantLine({ currency, bank: cast.account(bank), ...line, expiresMs, collateral }));
  await cast.send(bank, setAutomaticDraws({ currency, credit: true }));
  const [supply, held, before] = await Promise.all([
    supplyOf(cast, currency),
    cast.balance(bank, "UZS"),
    totalsOf(cast, [currency]),
  ]);
  const amount = (await spendable(cast, bank)) + lacks;
  await urge(cast, { from: bank, to: "myr-bank", currency, amount });
  await untilSettled(cast);
  story.say(`    ${bank} owes ${shown(amount, currency)} urgently and lacks ${shown(lacks, currency)}`);
  const [debt, ...others] = await debtsOf(cast, bank);
  const pledged = collateralFor(lacks, "CNY", "UZS", BigInt(collateral.haircutBp));
  story.check(
    `it draws exactly that on its line, against ${shown(pledged, "UZS")}`,
    others.length === 0 &&
      debt?.kind === "credit" &&
      BigInt(debt.amount) === lacks &&
      BigInt(debt.collateral?.amount ?? 0) === pledged &&
      held - (await cast.balance(bank, "UZS")) === pledged &&
      (await supplyOf(cast, currency)) - supply === lacks,
  );
  const after = await totalsOf(cast, [currency]);
  story.checkEqual("settled by the step credit, in fen,", settledBy(before, after, currency, "credit").amount, amount);
  await payTo(cast, "myr-bank", bank, lacks + rest);
  await until("the credit is repaid", async () => (await debtsOf(cast, bank)).length === 0);
  story.check(
    `${shown(lacks + rest, currency)} come in: the credit is repaid first, for nothing, and ${shown(rest, currency)} are left`,
    (await spendable(cast, bank)) === rest &&
      (await cast.balance(bank, "UZS")) === held &&
      (await supplyOf(cast, currency)) === supply,
  );
  story.fact("creditDrawn", { lacked: String(lacks), collateral: String(pledged) });
}

const bank = "thb-bank";
const [there, back] = [230_000_000n, 140_000_000n];

/** A swap line of the bank's central bank: what comes back is counted in before anything is drawn. */
async function showSwap(cast: Cast, story: Story, line: number): Promise<void> {
  const onward = { line, currency, bank: cast.account(bank), limit: 120_000_000n };
  await cast.send("thb-issuer", messages["swap-lines"].setOnwardLimit(onward));
  await cast.send(bank, setAutomaticDraws({ currency, credit: false, swapLine: line }));
  const before = await totalsOf(cast, [currency]);
  const held = {
    yuan: await spendable(cast, bank),
    baht: await cast.balance(bank, "THB"),
    lender: await cast.balance("cny-issuer", currency),
    supplies: await Promise.all([supplyOf(cast, "CNY"), supplyOf(cast, "THB")]),
  };
  await urge(cast, { from: "kzt-bank", to: bank, currency, amount: back });
  story.checkEqual(
    "legs that wait: kzt-bank cannot pay thb-bank, and has no line;",
    await queuedLegs(cast, currency),
    1,
  );
  await urge(cast, { from: bank, to: "kzt-bank", currency, amount: there });
  await untilSettled(cast);
  const lacks = there - back - held.yuan;
  story.say(
    `    ${bank} owes ${shown(there, currency)} and is owed ${shown(back, currency)}, both urgently; it has ${shown(held.yuan, currency)}`,
  );
  const collateral = collateralFor(lacks, "CNY", "THB", BigInt(haircutBp));
  const drawn = await swapDrawOf(cast);
  story.check(
    `it draws what then lacks, ${shown(lacks, currency)}, on line ${line}, against ${shown(collateral, "THB")}`,
    drawn.lent === lacks && drawn.collateral === collateral && (await spendable(cast, bank)) === 0n,
  );
  story.check(
    "made newly, and left behind by the bank",
    (await supplyOf(cast, "CNY")) - (held.supplies[0] ?? 0n) === lacks &&
      held.baht - (await cast.balance(bank, "THB")) === collateral,
  );
  const after = await totalsOf(cast, [currency]);
  const settled = (step: "swap" | "multilateral") => settledBy(before, after, currency, step).amount;
  story.checkEqual("settled by the step swap, in fen,", settled("swap"), there);
  story.checkEqual("and together with it, of a bank that drew nothing,", settled("multilateral"), back);
  await repayFirst(cast, story, { lacks, collateral, held });
  story.fact("swapDrawn", { lacked: String(lacks), collateral: String(collateral), owed: String(there - back) });
}

/** The one draw that a swap line has open for the bank. */
async function swapDrawOf(cast: Cast): Promise<{ readonly lent: bigint; readonly collateral: bigint }> {
  const [debt, ...others] = await debtsOf(cast, bank);
  if (debt?.kind !== "swap" || others.length > 0) throw new Error("wrong: the bank has one draw on a swap line");
  const { lent, collateral, interestNow } = await cast.ledger.query("swap-lines/draw", {
    ...{ line: debt.line, draw: debt.draw },
  });
  if (BigInt(interestNow) !== 0n) throw new Error("wrong: within its free hours a draw costs nothing");
  return { lent: BigInt(lent.amount), collateral: BigInt(collateral) };
}

interface Drawn {
  readonly lacks: bigint;
  readonly collateral: bigint;
  readonly held: {
    readonly baht: bigint;
    readonly lender: bigint;
    readonly supplies: readonly bigint[];
  };
}

/** Two inflows: the first goes into the debt whole, and of the second what is left of it. */
async function repayFirst(cast: Cast, story: Story, { lacks, collateral, held }: Drawn): Promise<void> {
  const [first, rest] = [20_000_000n, 5_000_000n];
  await payTo(cast, "cny-bank", bank, first);
  const kept = keptOf(collateral, lacks - first, lacks);
  const reduced = await swapDrawOf(cast);
  story.check(
    `${shown(first, currency)} come in and go into the draw whole; ${shown(collateral - kept, "THB")} of collateral return`,
    reduced.lent === lacks - first &&
      reduced.collateral === kept &&
      (await spendable(cast, bank)) === 0n &&
      held.baht - (await cast.balance(bank, "THB")) === kept,
  );
  await payTo(cast, "cny-bank", bank, lacks - first + rest);
  story.check(
    `the next inflow repays what was left, and ${shown(rest, currency)} stay; the collateral is back`,
    (await debtsOf(cast, bank)).length === 0 &&
      (await spendable(cast, bank)) === rest &&
      (await cast.balance(bank, "THB")) === held.baht,
  );
  story.check(
    "within its free hours it cost nothing, and the supplies of both currencies are as before",
    (await cast.balance("cny-issuer", currency)) === held.lender &&
      String(await Promise.all([supplyOf(cast, "CNY"), supplyOf(cast, "THB")])) === String(held.supplies),
  );
}
