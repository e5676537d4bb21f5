// Traffic of the module `exchange-pools`: pools opened, consented to, filled, used and emptied again.
import { accountsOf, balanceOf, isFrozen } from "../model/accounts/book.ts";
import { corridorsOf, zonesIn } from "../model/corridors/book.ts";
import { isBook } from "../model/encoding.ts";
import { allShares, amountsIn, codesOf, type Pool, poolsOf } from "../model/exchange-pools/book.ts";
import { oracleOf } from "../model/oracle/book.ts";
import { priceOf } from "../model/oracle/prices.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { purposeOf } from "./corridors.ts";
import { withFeeMost } from "./fx.ts";

interface Numbered {
  readonly number: number;
  readonly pool: Pool;
}

/** Some pool that is wanted; another one seldom. */
function somePool({ random, model }: World, isWanted: (found: Numbered) => boolean): Numbered | undefined {
  const all = poolsOf(model)
    .pools.entries()
    .map(([number, pool]) => ({ number, pool }));
  const wanted = all.filter(isWanted);
  return random.pickMaybe(random.percent(94) ? wanted : all);
}

/** A pool that everybody consents to, while its prices are sound. */
const isReady =
  ({ model }: World) =>
  ({ pool }: Numbered) =>
    pool.reserves.every(({ currency, hasConsent }) => hasConsent && priceOf(model, currency)?.status === "sound");
const isFilled = (world: World) => (found: Numbered) =>
  isReady(world)(found) && allShares(world.model, found.number) > 0n;
const operatorOf = ({ model }: World, corridor: string) => corridorsOf(model).corridors.get(corridor)?.operator;

function openPool(world: World): Draft | undefined {
  const { random, model } = world;
  const { corridors } = corridorsOf(model);
  const { feeds } = oracleOf(model);
  const priced = (corridor: string) => zonesIn(model, corridor).filter((currency) => feeds.has(currency));
  const able = corridors.keys().filter((corridor) => priced(corridor).length > 1);
  const corridor = random.percent(96) ? random.pickMaybe(able) : random.pick([...corridors.keys(), "nowhere"]);
  if (corridor === undefined) return undefined;
  const codes = random.percent(92) ? priced(corridor) : accountsOf(model).codes.value;
  const some = random.shuffle(codes).slice(0, random.pick([2, 2, 2, 3, 3, 4]));
  if (some.length < 2) return undefined;
  const currencies = random.percent(95) ? [...some].sort() : [...some].sort().reverse();
  const terms = {
    amplification: random.pick([1, 10, 100, 100, 1_000]),
    feeBp: random.pick([0, 4, 20]),
    impactBp: random.pick([50, 50, 1_000]),
    bandBp: random.pick([200, 1_000, 1_000, 1_000]),
  };
  const actor = random.percent(95) ? operatorOf(world, corridor) : world.someone();
  return actor === undefined ? undefined : { actor, content: { corridor, currencies, terms } };
}

function closePool(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, ({ number }) => allShares(model, number) === 0n);
  // Pools are few: most of them stay.
  if (found === undefined || random.percent(85)) return undefined;
  const actor = random.percent(94) ? operatorOf(world, found.pool.corridor) : world.someone();
  const { value } = poolsOf(model).given;
  const pool = random.percent(94) ? found.number : random.between(1, value + 1);
  return actor === undefined ? undefined : { actor, content: { pool } };
}

/** Something that the central bank of one of a pool's currencies says. */
function consent(world: World, hasConsent: boolean): Draft | undefined {
  const { random, model } = world;
  const lacks = ({ pool }: Numbered) => pool.reserves.some((reserve) => reserve.hasConsent === hasConsent);
  const found = somePool(world, lacks);
  if (found === undefined || (hasConsent && random.percent(90))) return undefined;
  const { reserves } = found.pool;
  const fit = reserves.filter((reserve) => reserve.hasConsent === hasConsent);
  const { currency } = random.pick(fit.length > 0 ? fit : reserves);
  const issuer = accountsOf(model).currencies.get(currency)?.issuer ?? "";
  const actor = random.percent(5) ? world.someone() : isBook(issuer) ? world.officer("issuer") : issuer;
  return actor === undefined ? undefined : { actor, content: { pool: found.number, currency } };
}

/** Members of a corridor that may use currencies and can act. */
function banksFor({ model }: World, corridor: string, currencies: readonly string[]): string[] {
  const { members, participants } = corridorsOf(model);
  const all = members.keys().flatMap((key) => (key.startsWith(`${corridor}/`) ? [key.slice(corridor.length + 1)] : []));
  const mayUse = (bank: string) => currencies.every((currency) => participants.has(`${currency}/${bank}`));
  return all.filter((bank) => mayUse(bank) && !isFrozen(model, bank));
}

/** As much worth of each currency, by the oracle, as a part of what the bank has of the scarcest. */
function balancedAmounts(world: World, { pool }: Numbered, bank: string): bigint[] {
  const { random, model } = world;
  const codes = codesOf(pool);
  const prices = codes.map((code) => priceOf(model, code)?.range.mid ?? 1n);
  const worths = codes.map((code, at) => balanceOf(model, code, bank) * (prices[at] ?? 1n));
  const least = worths.reduce((found, worth) => (worth < found ? worth : found));
  const worth = least / random.bigBetween(2n, 20n);
  return prices.map((price) => worth / price);
}

function addLiquidity(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, isReady(world));
  if (found === undefined) return undefined;
  const codes = codesOf(found.pool);
  const able = banksFor(world, found.pool.corridor, codes);
  const rich = able.filter((bank) => codes.every((code) => balanceOf(model, code, bank) > 0n));
  const actor = random.percent(95) ? random.pickMaybe(rich.length > 0 ? rich : able) : world.someone();
  if (actor === undefined) return undefined;
  const reserves = amountsIn(found.pool);
  const part = random.bigBetween(3n, 2_000n);
  const isFirst = allShares(model, found.number) === 0n;
  const whole = isFirst ? balancedAmounts(world, found, actor) : reserves.map((amount) => amount / part);
  const single = random.percent(isFirst ? 3 : 35) ? random.below(codes.length) : undefined;
  const amounts = codes.flatMap((currency, at) => {
    const amount = random.percent(3) ? 1n : (whole[at] ?? 0n);
    return amount > 0n && (single === undefined || single === at) ? [{ currency, amount }] : [];
  });
  if (amounts.length === 0) return undefined;
  const sharesLeast = random.percent(95) ? 1n : 10n ** 20n;
  return { actor, content: { pool: found.number, amounts, sharesLeast } };
}

function removeLiquidity(world: World): Draft | undefined {
  const { random, model } = world;
  const { shares } = poolsOf(model);
  const [key, held] = random.pickMaybe(shares.entries()) ?? [];
  if (key === undefined || held === undefined) return undefined;
  const [number = "", owner = ""] = key.split("/");
  const part = random.percent(25) ? held : random.percent(5) ? held + 1n : held / random.bigBetween(1n, 50n) || 1n;
  const { currency } = random.pick(poolsOf(model).pools.at(Number(number)).reserves);
  const least = random.percent(8) ? { amountsLeast: [{ currency, amount: random.pick([1n, 10n ** 15n]) }] } : {};
  const actor = random.percent(95) ? owner : world.someone();
  return { actor, content: { pool: Number(number), shares: part, ...least } };
}

/** An owner, mostly of a pool that some central bank left. */
function payOwnerOut(world: World): Draft | undefined {
  const { random, model } = world;
  const { pools, shares } = poolsOf(model);
  const owned = shares.keys().map((key) => {
    const [number = "", account = ""] = key.split("/");
    return { number: Number(number), account };
  });
  const isLeft = ({ number }: { number: number }) => pools.at(number).reserves.some(({ hasConsent }) => !hasConsent);
  const found = random.pickMaybe(random.percent(90) ? owned.filter(isLeft) : owned);
  if (found === undefined) return undefined;
  const actor = random.percent(90) ? operatorOf(world, pools.at(found.number).corridor) : world.someone();
  const account = random.percent(92) ? found.account : world.someone();
  return actor === undefined ? undefined : { actor, content: { pool: found.number, account } };
}

function payThroughPool(world: World): Draft | undefined {
  const { random, model } = world;
  const found = somePool(world, isFilled(world));
  if (found === undefined) return undefined;
  const { number, pool } = found;
  const [source = "", destination = ""] = random.shuffle(codesOf(pool));
  const payers = banksFor(world, pool.corridor, [source]).filter((bank) => balanceOf(model, source, bank) > 0n);
  const payer = random.percent(96) ? random.pickMaybe(payers) : world.someone();
  if (payer === undefined) return undefined;
  const { homes } = corridorsOf(model);
  const abroad = banksFor(world, pool.corridor, [destination]).filter((bank) => homes.get(bank) !== homes.get(payer));
  const payee = random.percent(97) ? random.pickMaybe(abroad) : world.anybody();
  if (payee === undefined) return undefined;
  const fixed = random.pick(["source", "destination"]);
  const reserve = (code: string) => pool.reserves.find(({ currency }) => currency === code)?.amount ?? 0n;
  const of = reserve(fixed === "source" ? source : destination);
  const fine = of / random.bigBetween(50n, 50_000n) || 1n;
  const amount = random.percent(85) ? fine : random.percent(30) ? 1n : random.pick([of / 3n, of, of * 2n]) || 1n;
  const easy = fixed === "source" ? 1n : 10n ** 22n;
  const limit = random.percent(93) ? easy : fixed === "source" ? 10n ** 22n : 1n;
  const terms = { payee, kind: random.pick(["customer", "interbank"]), purpose: purposeOf(world, pool.corridor) };
  const to = random.percent(98) ? destination : source;
  const draft = { actor: payer, content: { pool: number, ...terms, source, destination: to, fixed, amount, limit } };
  return random.percent(95) ? draft : withFeeMost(world, draft);
}

export const traffic: Traffic = {
  openPool: { weight: 2, draft: openPool },
  closePool: { weight: 1, draft: closePool },
  grantConsent: { weight: 6, draft: (world) => consent(world, false) },
  withdrawConsent: { weight: 1, draft: (world) => consent(world, true) },
  addLiquidity: { weight: 5, draft: addLiquidity },
  removeLiquidity: { weight: 2, draft: removeLiquidity },
  payOwnerOut: { weight: 1, draft: payOwnerOut },
  payThroughPool: { weight: 8, draft: payThroughPool },
};
