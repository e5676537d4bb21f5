// Exchange across a corridor: tiers of two providers, both kinds of quote, routes by a third currency, and what is refused.
import type { ParamsOf, ResultOf } from "#src/sdk/definitions.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs, until } from "../clock.ts";
import { type Exchange, feeOf, type Published, waysOf } from "./exchangeApart.ts";
import { decimalsOf, type Issued, operator, shown, together } from "./setting.ts";

type Hops = ResultOf<"fx/bestQuote">["hops"];
const million = 100_000_000n;
const tier = (baseMost: bigint, bidNano: bigint, askNano: bigint) => ({ baseMost, bidNano, askNano });

/** In billionths of a whole unit of the second currency; made up, near the worth that the devnet's corridors count with. */
export const rates: readonly Published[] = [
  {
    ...{ provider: "cny-bank", base: "KZT", quote: "RUB" },
    tiers: [tier(5n * million, 166_000_000n, 167_300_000n), tier(50n * million, 165_500_000n, 167_900_000n)],
  },
  {
    ...{ provider: "cny-bank-2", base: "KZT", quote: "RUB" },
    tiers: [tier(5n * million, 165_800_000n, 167_600_000n), tier(50n * million, 165_700_000n, 167_600_000n)],
  },
  {
    ...{ provider: "cny-bank", base: "KZT", quote: "UZS" },
    tiers: [tier(50n * million, 24_000_000_000n, 26_000_000_000n)],
  },
  {
    ...{ provider: "cny-bank-2", base: "CNY", quote: "KZT" },
    tiers: [tier(5n * million, 69_900_000_000n, 70_100_000_000n)],
  },
  {
    ...{ provider: "cny-bank", base: "CNY", quote: "UZS" },
    tiers: [tier(5n * million, 1_748_000_000_000n, 1_752_000_000_000n)],
  },
  { ...{ provider: "myr-bank", base: "IDR", quote: "SGD" }, tiers: [tier(100_000n * million, 76_000n, 80_000n)] },
  { ...{ provider: "kdg-bank", base: "IDR", quote: "KDG" }, tiers: [tier(100_000n * million, 59_900n, 60_100n)] },
  {
    ...{ provider: "kdg-bank", base: "KDG", quote: "SGD" },
    tiers: [tier(10_000n * million, 1_297_500_000n, 1_299_900_000n)],
  },
];

/** What central banks issue to providers of other zones. */
const given = [
  ["KZT", "cny-bank", 60n * million],
  ["KZT", "cny-bank-2", 60n * million],
  ["UZS", "cny-bank", 100n * million],
  ["IDR", "myr-bank", 500n * million],
  ["IDR", "kdg-bank", 500n * million],
] as const;

export interface Asking {
  readonly payer: string;
  readonly payee: string;
  readonly corridor: string;
  readonly source: string;
  readonly destination: string;
  readonly fixed: "source" | "destination";
  readonly amount: bigint;
}

const small: Asking = {
  ...{ payer: "rub-bank", payee: "kzt-bank", corridor: "silk-road", source: "RUB", destination: "KZT" },
  ...{ fixed: "source", amount: 10_000_000n },
};
const large: Asking = { ...small, fixed: "destination", amount: 10n * million };
export const viaYuan: Asking = {
  ...{ payer: "kzt-bank", payee: "uzs-bank", corridor: "silk-road", source: "KZT", destination: "UZS" },
  ...{ fixed: "source", amount: million },
};
export const viaKdg: Asking = {
  ...{ payer: "sgd-bank", payee: "idr-bank", corridor: "south-sea", source: "SGD", destination: "IDR" },
  ...{ fixed: "source", amount: 1_000_000n },
};

const terms = { kind: "interbank", purpose: "FREX" } as const;
function asked(cast: Cast, { payer: _, payee, ...rest }: Asking): Omit<ParamsOf<"fx/bestQuote">, "payer"> {
  return { ...rest, ...terms, amount: rest.amount.toString(), payee: cast.account(payee) };
}

export async function publishRates(cast: Cast, story: Story, issued: Issued): Promise<void> {
  story.chapter("Providers publish rates by amount, and the better one wins");
  await together(given, ([currency, bank, amount]) => issued.issue(currency, bank, amount));
  const validUntilMs = (await blockTimeMs(cast.ledger.url)) + 3_600_000;
  await together(rates, ({ provider, ...rate }) =>
    cast.send(provider, messages.fx.publishRate({ ...rate, validUntilMs })),
  );
  story.say(`    ${rates.length} rates of ${new Set(rates.map(({ provider }) => provider)).size} providers`);
  const first = await showBest(cast, story, small, ["cny-bank"]);
  const second = await showBest(cast, story, large, ["cny-bank-2"]);
  story.fact("bestForSource", first);
  story.fact("bestForDestination", second);
  await showBest(cast, story, viaYuan, ["cny-bank-2", "cny-bank"]);
  await showBest(cast, story, viaKdg, ["kdg-bank", "kdg-bank"]);
  const nothing = await cast.refusalOf(
    cast.send("kzt-bank", messages.fx.takeQuote(asked(cast, { ...viaYuan, destination: "CNY", amount: 1n }))),
  );
  story.check(
    `0.01 KZT is worth less than a fen, and nobody pays for nothing (${nothing})`,
    nothing === "fx/deliversNothing",
  );
}

const hopText = (cast: Cast, hops: Hops) =>
  hops
    .map(
      ({ provider, paid, spread, delivered }) =>
        `${provider} ${paid.currency} ${paid.amount} ${spread} ${delivered.amount}`,
    )
    .join("; ")
    .replaceAll(
      /kdg1\w+/g,
      (account) => rates.find(({ provider }) => cast.account(provider) === account)?.provider ?? account,
    );
const wayText = (way: readonly Exchange[]) =>
  way
    .map(({ provider, from, paid, spread, delivered }) => `${provider} ${from} ${paid} ${spread} ${delivered}`)
    .join("; ");

/** The ledger's best beside the demo's, which tries them all. */
async function showBest(cast: Cast, story: Story, asking: Asking, winners: readonly string[]): Promise<string> {
  const { source, destination, fixed, amount, payer } = asking;
  const best = await cast.ledger.query("fx/bestQuote", { payer: cast.account(payer), ...asked(cast, asking) });
  const [way = [], ...others] = waysOf(rates, asking, decimalsOf);
  const via = way.length > 1 ? ` by ${way[0]?.to}` : "";
  story.say(
    `    ${payer} ${fixed === "source" ? "pays" : "must deliver"} ${shown(amount, fixed === "source" ? source : destination)}: ` +
      `${shown(BigInt(best.paid), source)} for ${shown(BigInt(best.delivered), destination)}${via}, of ${winners.join(" and ")}`,
  );
  for (const other of others) {
    const sum =
      fixed === "source" ? shown(other.at(-1)?.delivered ?? 0n, destination) : shown(other[0]?.paid ?? 0n, source);
    story.say(`        other way${other.length > 1 ? ` by ${other[0]?.to}` : ", directly"}: ${sum}`);
  }
  story.checkEqual("who wins", way.map(({ provider }) => provider).join(), winners.join());
  story.check("amounts and spreads as computed apart", hopText(cast, best.hops) === wayText(way));
  story.checkEqual("the fee in the smallest unit", BigInt(best.fee), feeOf(way[0]?.paid ?? 0n));
  return `${best.paid} ${source} for ${best.delivered} ${destination}`;
}

async function take(cast: Cast, asking: Asking) {
  const { answer } = await cast.send(asking.payer, messages.fx.takeQuote(asked(cast, asking)));
  return answer;
}

/** A quote that nobody executes, to come back to when its time is over. */
export async function takeAndForget(cast: Cast, story: Story): Promise<{ quote: number; expiresMs: number }> {
  const before = await cast.balance("cny-bank", "KZT");
  const { quote, hops, expiresMs } = await take(cast, { ...small, amount: 5_000_000n });
  const aside = BigInt(hops[0]?.delivered.amount ?? 0);
  story.say(`    rub-bank takes quote ${quote} and forgets it`);
  story.checkEqual(
    "what its provider can spend has gone down by",
    before - (await cast.balance("cny-bank", "KZT")),
    aside,
  );
  return { quote, expiresMs };
}

export async function showExpired(
  cast: Cast,
  story: Story,
  { quote, expiresMs }: { readonly quote: number; readonly expiresMs: number },
): Promise<void> {
  await until("the quote has expired", async () => (await blockTimeMs(cast.ledger.url)) >= expiresMs);
  const late = await cast.refusalOf(cast.send("rub-bank", messages.fx.executeQuote({ quote })));
  // The block that comes at its expiry refuses it as expired, and releases it at its end.
  story.check(
    `quote ${quote} of before has expired and is refused (${late})`,
    /^fx\/quote(Expired|Closed)$/.test(late),
  );
  const { amount } = await cast.ledger.query("fx/reserved", { currency: "KZT" });
  story.checkEqual("what is still set aside of KZT", amount, "0");
}

export async function executeQuotes(cast: Cast, story: Story): Promise<void> {
  story.chapter("A quote is taken and executed: all legs together");
  for (const asking of [large, viaYuan, viaKdg]) await execute(cast, story, asking);
}

/** Takes, executes, and follows the money of everybody who has part in it. */
async function execute(cast: Cast, story: Story, asking: Asking): Promise<void> {
  const { payer, payee, source, destination } = asking;
  const [way = []] = waysOf(rates, asking, decimalsOf);
  const fee = feeOf(way[0]?.paid ?? 0n);
  const moves = new Map<string, bigint>();
  const note = (who: string, currency: string, amount: bigint) =>
    moves.set(`${who} ${currency}`, (moves.get(`${who} ${currency}`) ?? 0n) + amount);
  for (const { provider, from, to, paid, delivered } of way) {
    note(provider, from, paid);
    note(provider, to, -delivered);
  }
  note(payer, source, -(way[0]?.paid ?? 0n) - fee);
  note(payee, destination, way.at(-1)?.delivered ?? 0n);
  note(operator, source, fee);
  const balances = () =>
    Promise.all([...moves.keys()].map((key) => cast.balance(...(key.split(" ") as [string, string]))));
  const before = await balances();
  const { quote } = await take(cast, asking);
  const { answer } = await cast.send(payer, messages.fx.executeQuote({ quote }));
  const names = new Map(
    [payer, payee, operator, ...way.map(({ provider }) => provider)].map((alias) => [cast.account(alias), alias]),
  );
  for (const { kind, from, to, currency, amount } of answer.legs) {
    story.say(`    ${kind.padEnd(9)} ${names.get(from)} to ${names.get(to)}: ${shown(BigInt(amount), currency)}`);
  }
  const sum = (kind: string) =>
    answer.legs
      .filter((leg) => leg.kind === kind)
      .map(({ amount }) => amount)
      .join();
  story.checkEqual("the exchange at the middle", sum("exchange"), way.map(({ paid, spread }) => paid - spread).join());
  story.checkEqual("the spread", sum("spread"), way.map(({ spread }) => spread).join());
  story.checkEqual("the delivery", sum("delivery"), String(way.at(-1)?.delivered));
  story.checkEqual("the fee", sum("fee"), String(fee));
  const after = await balances();
  story.check(
    `${moves.size} balances moved by exactly that`,
    [...moves.values()].every((moved, at) => (after[at] ?? 0n) - (before[at] ?? 0n) === moved),
  );
  story.fact(`exchanged${source}${destination}`, {
    paid: String(way[0]?.paid),
    delivered: sum("delivery"),
    spread: sum("spread"),
    fee: sum("fee"),
  });
}
