// Traffic of the module `fx`: rates around the market, quotes taken, executed, given up or forgotten.
import { balanceOf, isFrozen } from "../model/accounts/book.ts";
import { corridorsOf, ruleBookNow, zonesIn } from "../model/corridors/book.ts";
import { fxOf, type Quote } from "../model/fx/book.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { purposeOf } from "./corridors.ts";

const minuteMs = 60_000;

/** Banks that may use two currencies of a corridor and own one of them. */
function providing(world: World): { readonly provider: string; readonly pair: readonly [string, string] } | undefined {
  const { random, model } = world;
  const { participants, members, corridors } = corridorsOf(model);
  const corridor = random.pick(corridors.keys());
  const zones = zonesIn(model, corridor);
  const banks = members
    .keys()
    .flatMap((key) => (key.startsWith(`${corridor}/`) ? [key.slice(corridor.length + 1)] : []));
  const able = banks.filter((bank) => !isFrozen(model, bank));
  const provider = random.percent(96) ? random.pickMaybe(able) : world.someone();
  if (provider === undefined) return undefined;
  const usable = zones.filter((currency) => participants.has(`${currency}/${provider}`));
  const owned = usable.filter((currency) => balanceOf(model, currency, provider) > 10_000n);
  const one = random.pickMaybe(owned);
  const other = random.pickMaybe((random.percent(96) ? usable : zones).filter((currency) => currency !== one));
  return one === undefined || other === undefined ? undefined : { provider, pair: [one, other] };
}

/** The worth of a unit, as corridors count it. */
function unitNano(world: World, currency: string): bigint {
  const books = corridorsOf(world.model)
    .corridors.keys()
    .map((corridor) => ruleBookNow(world.model, corridor));
  const found = books.flatMap((book) => book?.rates ?? []).find((rate) => rate.currency === currency);
  return found?.unitNano ?? 1_000_000_000n;
}

function publishRate(world: World): Draft | undefined {
  const { random, timeMs } = world;
  const found = providing(world);
  if (found === undefined) return undefined;
  const [base = "", quote = ""] = random.percent(97) ? [...found.pair].sort() : [...found.pair].sort().reverse();
  const middle = (unitNano(world, base) * 1_000_000_000n) / unitNano(world, quote) || 1n;
  const price = (bp: bigint) => (middle * bp) / 10_000n || 1n;
  const count = random.between(2, 3);
  const tiers = Array.from({ length: count }, (_, at) => {
    const [bidNano, askNano] = [price(random.bigBetween(9_800n, 10_000n)), price(random.bigBetween(10_000n, 10_200n))];
    const baseMost = 10n ** BigInt(random.percent(98) ? 8 + 4 * at : 10);
    return random.percent(98) ? { baseMost, bidNano, askNano } : { baseMost, bidNano: askNano + 1n, askNano };
  });
  const lifeMs = random.percent(95) ? random.between(minuteMs, 1_440 * minuteMs) : random.pick([0, 1_441 * minuteMs]);
  return { actor: found.provider, content: { base, quote, tiers, validUntilMs: timeMs + lifeMs } };
}

function withdrawRate(world: World): Draft | undefined {
  const key = world.random.pickMaybe(fxOf(world.model).rates.keys());
  // Rates are few: most of them stay.
  if (key === undefined || world.random.percent(60)) return undefined;
  const [base = "", quote = "", provider = ""] = key.split("/");
  return { actor: world.random.percent(92) ? provider : world.someone(), content: { base, quote } };
}

/** A payment that the provider of some valid rate could serve, mostly. */
function takeQuote(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const { rates } = fxOf(model);
  const valid = rates.entries().flatMap(([key, { validUntilMs }]) => (validUntilMs > timeMs ? [key] : []));
  const [base, quote, provider] = (random.pickMaybe(valid) ?? "").split("/");
  if (base === undefined || quote === undefined || provider === undefined) return undefined;
  const { members, homes } = corridorsOf(model);
  const corridors = members.keys().flatMap((key) => (key.endsWith(`/${provider}`) ? [key.split("/")[0] ?? ""] : []));
  const corridor = random.percent(98) ? random.pickMaybe(corridors) : "nowhere";
  if (corridor === undefined) return undefined;
  const banks = members
    .keys()
    .flatMap((key) => (key.startsWith(`${corridor}/`) ? [key.slice(corridor.length + 1)] : []));
  const others = banks.filter((bank) => bank !== provider && !isFrozen(model, bank));
  const rich = (currency: string) => balanceOf(model, currency, provider);
  const [destination, near] = rich(base) > rich(quote) ? [base, quote] : [quote, base];
  const source = random.percent(80) ? near : random.pickMaybe([...zonesIn(model, corridor), destination]);
  if (source === undefined) return undefined;
  const payers = others.filter((bank) => balanceOf(model, source, bank) > 0n);
  const payer = random.percent(90) ? random.pickMaybe(payers) : random.pickMaybe(others);
  if (payer === undefined) return undefined;
  const abroad = others.filter((bank) => homes.get(bank) !== homes.get(payer));
  const payee = random.percent(96) ? random.pickMaybe(abroad) : world.anybody();
  if (payee === undefined) return undefined;
  const fixed = random.pick(["source", "destination"]);
  const of = fixed === "source" ? balanceOf(model, source, payer) : rich(destination);
  const amount = random.percent(85)
    ? of / random.bigBetween(100n, 20_000n) || 1n
    : random.percent(40)
      ? 1n
      : world.amount(of);
  const limit = random.percent(15) ? { limit: random.pick([1n, amount, 10n ** 12n]) } : {};
  const kind = random.pick(["customer", "interbank"]);
  const terms = { corridor, payee, kind, purpose: purposeOf(world, corridor), source, destination };
  return { actor: payer, content: { ...terms, fixed, amount, ...limit } };
}

function openQuote(world: World): (Quote & { readonly number: number }) | undefined {
  const all = fxOf(world.model).quotes.entries();
  const open = world.random.percent(92) ? all.filter(([, { boundTo }]) => boundTo === undefined) : all;
  const due = open.filter(([, { expiresMs }]) => expiresMs === world.timeMs);
  const found = world.random.pickMaybe(due.length > 0 ? due : open);
  return found === undefined ? undefined : { ...found[1], number: found[0] };
}

function ofQuote(world: World): Draft | undefined {
  const { random, model } = world;
  const found = openQuote(world);
  const { value } = fxOf(model).given;
  if (random.percent(4)) return { actor: world.someone(), content: { quote: random.between(1, value + 1) } };
  if (found === undefined) return undefined;
  return { actor: random.percent(95) ? found.payer : world.someone(), content: { quote: found.number } };
}

/** What the corridor may take at most: enough, or nothing. */
export function withFeeMost({ random }: World, draft: Draft): Draft {
  const feeMost = random.pick([0n, 10n ** 15n, 10n ** 15n]);
  return { ...draft, content: { ...(draft.content as object), feeMost } };
}

function execution(world: World): Draft | undefined {
  const draft = ofQuote(world);
  if (draft === undefined || world.random.percent(80)) return draft;
  return withFeeMost(world, draft);
}

export const traffic: Traffic = {
  publishRate: { weight: 7, draft: publishRate },
  withdrawRate: { weight: 1, draft: withdrawRate },
  takeQuote: { weight: 8, draft: takeQuote },
  cancelQuote: { weight: 1, draft: ofQuote },
  executeQuote: { weight: 5, draft: execution },
};
