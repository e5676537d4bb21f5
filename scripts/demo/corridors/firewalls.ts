// Firewalls: caps with their levels, a breaker in one zone, a kill switch of one central bank, and everybody else who settles on.
import type { LedgerEvent } from "#src/sdk/definitions.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Outcome } from "#src/sdk/transactions.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { feeOf } from "./exchangeApart.ts";
import { issuerOf, operator, shown, untilHeight } from "./setting.ts";

const corridor = "south-sea";
/** A million baht an hour, in satang. */
const cap = 100_000_000n;
const levels = { informBp: 7_000, warnBp: 8_500, slowBp: 9_500, stopBp: 9_800 } as const;

interface Payment {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

function pay(cast: Cast, { from, to, currency, amount }: Payment): Promise<Outcome<"corridors/sendPayment">> {
  const terms = { corridor, kind: "interbank", purpose: "TREA" } as const;
  return cast.send(from, messages.corridors.sendPayment({ ...terms, to: cast.account(to), currency, amount }));
}

const baht = (amount: bigint): Payment => ({ from: "thb-bank", to: "idr-bank", currency: "THB", amount });

/** Levels by the demo's own arithmetic: the part of the cap that is used, rounded down. */
function levelOf(used: bigint): string {
  const usedBp = (used * 10_000n) / cap;
  if (usedBp >= BigInt(levels.stopBp)) return "stop";
  if (usedBp >= BigInt(levels.slowBp)) return "slow";
  if (usedBp >= BigInt(levels.warnBp)) return "warn";
  return usedBp >= BigInt(levels.informBp) ? "inform" : "clear";
}

const levelSaid = (events: readonly LedgerEvent[]): string =>
  events
    .flatMap((event) =>
      event.type === "corridors/levelReached" && event.content.kind === "zone" ? [event.content.level] : [],
    )
    .join();

/** The refusal of the payment that the story keeps for its status report. */
export interface Refused extends Payment {
  readonly code: string;
}

export async function showFirewalls(cast: Cast, story: Story): Promise<Refused> {
  story.chapter("A breaker trips in one zone, and the others settle on");
  const revision = await announceLevels(cast, story);
  await tighten(cast, story);
  const beyond = baht(cap + 1n);
  const code = await cast.refusalOf(pay(cast, beyond));
  story.check(
    `${shown(cap + 1n, "THB")}, a satang beyond the cap, is refused (${code})`,
    code === "corridors/capExceeded",
  );
  let used = 0n;
  for (const amount of [60_000_000n, 10_000_000n, 15_000_000n, 10_000_000n])
    used = await step(cast, story, used, amount, revision);
  const most = (cap - used) / 4n;
  const slowed = await cast.refusalOf(pay(cast, baht(most + 1n)));
  story.check(
    `at slow a payment takes a quarter of what is left at most (${slowed})`,
    slowed === "corridors/flowSlowed",
  );
  while (levelOf(used) !== "stop") used = await step(cast, story, used, (cap - used) / 4n, revision);
  const stopped = await cast.refusalOf(pay(cast, baht(1n)));
  story.check(`at stop not one satang passes (${stopped})`, stopped === "corridors/flowStopped");
  const { counters } = await cast.ledger.query("corridors/counters", { currency: "THB" });
  story.checkEqual("what the hour's counter has, in satang,", counters[0]?.gross, used.toString());
  await settleOn(cast, story, { from: "sgd-bank", to: "myr-bank", currency: "SGD", amount: 250_000n });
  await settleOn(cast, story, { from: "cny-bank", to: "idr-bank", currency: "CNY", amount: 800_000n });
  story.fact("thbUsed", used);
  return { ...beyond, code };
}

/** The operator lets breakers trip a little before the cap: a new revision of its rule book, after notice. */
async function announceLevels(cast: Cast, story: Story): Promise<number> {
  const { revision } = await cast.ledger.query("corridors/corridor", { corridor });
  const { ruleBook } = await cast.ledger.query("corridors/ruleBook", { corridor, revision });
  const next = messages.corridors.publishRuleBook({ corridor, ruleBook: { ...ruleBook, levels } });
  const { answer } = await cast.send(operator, next);
  story.say(
    `    the operator's rule book ${answer.revision}: inform at 70 %, warn at 85 %, slow at 95 %, stop at 98 %`,
  );
  await untilHeight(cast, answer.fromHeight);
  return answer.revision;
}

async function tighten(cast: Cast, story: Story): Promise<void> {
  const { limits } = await cast.ledger.query("corridors/zone", { currency: "THB" });
  const { netMost: _, ...hour } = limits.caps.hour;
  const tighter = { ...limits, caps: { ...limits.caps, hour: { ...hour, grossMost: cap.toString() } } };
  const { answer } = await cast.send("thb-issuer", messages.corridors.setLimits({ currency: "THB", limits: tighter }));
  story.checkEqual(
    "the central bank's cap for an hour holds at once, in satang:",
    answer.limits.caps.hour.grossMost,
    cap.toString(),
  );
}

/** One payment, and what its event says that it was judged by. */
async function step(cast: Cast, story: Story, used: bigint, amount: bigint, revision: number): Promise<bigint> {
  const { answer, events } = await pay(cast, baht(amount));
  const after = used + amount;
  const counter = answer.judged.counters.find(({ kind, currency }) => kind === "zone" && currency === "THB");
  const [was, is] = [levelOf(used), levelOf(after)];
  story.check(
    `${shown(amount, "THB")}: ${(Number((after * 1_000n) / cap) / 10).toFixed(1)} % used, level ${is}`,
    counter?.grossBefore === used.toString() &&
      counter.grossAfter === after.toString() &&
      counter.level === is &&
      levelSaid(events) === (was === is ? "" : is) &&
      answer.judged.revision === revision &&
      BigInt(answer.fee) === feeOf(amount),
  );
  return after;
}

async function settleOn(cast: Cast, story: Story, payment: Payment): Promise<void> {
  const { from, to, currency, amount } = payment;
  const before = await cast.balance(to, currency);
  await pay(cast, payment);
  story.checkEqual(
    `${shown(amount, currency)} from ${from} to ${to} settle: the payee's gain`,
    (await cast.balance(to, currency)) - before,
    amount,
  );
}

export async function showKillSwitch(cast: Cast, story: Story): Promise<void> {
  story.chapter("One central bank pulls its kill switch");
  const reference = "Incident 7 of the demo";
  await cast.send(issuerOf("MYR"), messages.corridors.stopZone({ currency: "MYR", reference }));
  const ringgit = { from: "myr-bank", to: "sgd-bank", currency: "MYR", amount: 1_000_000n };
  const stopped = await cast.refusalOf(pay(cast, ringgit));
  story.check(`ringgit cross no border (${stopped})`, stopped === "corridors/zoneStopped");
  const into = await cast.refusalOf(pay(cast, { ...ringgit, from: "sgd-bank", to: "myr-bank", currency: "SGD" }));
  story.check(`and nobody pays into that zone in another currency (${into})`, into === "corridors/zoneStopped");
  await settleOn(cast, story, { from: "sgd-bank", to: "idr-bank", currency: "SGD", amount: 500_000n });
  await settleOn(cast, story, { from: "cny-bank-2", to: "sgd-bank", currency: "CNY", amount: 700_000n });
  const other = await cast.refusalOf(cast.send(issuerOf("SGD"), messages.corridors.resumeZone({ currency: "MYR" })));
  story.check(`nobody else lifts it (${other})`, other === "corridors/notCentralBank");
  const { answer, height } = await cast.send(issuerOf("MYR"), messages.corridors.resumeZone({ currency: "MYR" }));
  const noticed = await cast.refusalOf(pay(cast, ringgit));
  story.check(
    `lifted in block ${height}, it holds until block ${answer.fromHeight} (${noticed})`,
    noticed === "corridors/zoneStopped" && answer.fromHeight === height + 10,
  );
  await untilHeight(cast, answer.fromHeight);
  await settleOn(cast, story, ringgit);
}
