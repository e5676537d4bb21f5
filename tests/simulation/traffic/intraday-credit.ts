// Traffic of the module `intraday-credit`: lines for those who queue payments, draws, and what becomes of debts.
import { accountsOf, balanceOf } from "../model/accounts/book.ts";
import { creditOf, creditsAt, drawnAt } from "../model/intraday-credit/book.ts";
import { linesOf } from "../model/swap-lines/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The priced ones mostly, in which payments are queued. */
const currencies = ["CNY", "USD", "CNY", "USD", "KZT", "KDG"];

const bank = (world: World): string =>
  world.random.percent(85) ? world.cast.account(world.random.pick(["alice", "bob", "carol"])) : world.anybody();

function grantLine(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const currency = random.pick(currencies);
  const issuer = accountsOf(model).currencies.get(currency)?.issuer;
  const actor = random.percent(95) ? issuer : world.someone();
  if (actor === undefined) return undefined;
  const other = random.pick(currencies);
  const collateral = { currency: random.percent(80) ? other : currency, haircutBp: random.below(2_000) };
  const content = {
    currency,
    bank: random.percent(96) ? bank(world) : actor,
    limit: random.bigBetween(1n, random.pick([1_000n, 2_000_000n, 100_000_000n])),
    expiresMs: timeMs + (random.percent(95) ? random.between(1, 200) * dayMs : random.pick([0, 400 * dayMs])),
    freeMs: random.pick([0, hourMs, 6 * hourMs, dayMs]),
    penaltyBp: random.below(4_000),
    ...(random.percent(45) ? {} : { collateral }),
  };
  return { actor, content };
}

/** Some place that has a line, mostly. */
function somePlace(world: World): readonly [currency: string, account: string] {
  const { random, model } = world;
  const found = random.percent(92) ? random.pickMaybe(creditOf(model).lines.keys()) : undefined;
  const [currency, account] = found?.split("/") ?? [];
  return [currency ?? random.pick(currencies), account ?? world.someone()];
}

function closeLine(world: World): Draft | undefined {
  const { random, model } = world;
  // Lines are few: most stay.
  if (random.percent(40)) return undefined;
  const [currency, account] = somePlace(world);
  const issuer = accountsOf(model).currencies.get(currency)?.issuer;
  return {
    actor: random.percent(75) && issuer !== undefined ? issuer : world.someone(),
    content: { currency, bank: account },
  };
}

function drawCredit(world: World): Draft {
  const { random, model } = world;
  const [currency, actor] = somePlace(world);
  const line = creditOf(model).lines.get(`${currency}/${actor}`);
  const left = (line?.limit ?? 1_000n) - drawnAt(model, `${currency}/${actor}`);
  const amount = random.percent(90) ? left / random.bigBetween(1n, 8n) || 1n : left + 1n;
  return { actor, content: { currency, amount } };
}

function repayDebts(world: World): Draft | undefined {
  const { random, model } = world;
  const heldAt = (place: string) => balanceOf(model, place.split("/")[0] ?? "", place.split("/")[1] ?? "");
  // At the end of a block all is taken that may be: what is left is drawn in this one, earmarked, or frozen.
  const able = creditOf(model)
    .debts.keys()
    .filter((place) => heldAt(place) > 0n);
  const late = able.filter((place) => creditsAt(model, place).some(({ dueMs }) => world.timeMs > dueMs));
  const found = random.percent(93) ? random.pickMaybe(late.length > 0 ? late : able) : somePlace(world).join("/");
  if (found === undefined) return undefined;
  const [currency, actor = ""] = found.split("/");
  const held = heldAt(found);
  const amount = random.percent(88) ? held / random.bigBetween(1n, 4n) || 1n : held + 1n;
  return { actor, content: { currency, amount } };
}

function setAutomaticDraws(world: World): Draft {
  const { random, model } = world;
  const banks = linesOf(model).banks.keys();
  const found = random.percent(50) ? random.pickMaybe(banks) : undefined;
  if (found !== undefined) {
    const [line, currency, actor = ""] = found.split("/");
    const credit = creditOf(model).lines.has(`${currency}/${actor}`) && random.percent(60);
    return { actor, content: { currency, credit, swapLine: Number(line) } };
  }
  const [currency, actor] = somePlace(world);
  const credit = random.percent(85);
  return { actor, content: { currency, credit, ...(random.percent(4) ? { swapLine: random.between(1, 9) } : {}) } };
}

export const traffic: Traffic = {
  grantLine: { weight: 6, draft: grantLine },
  closeLine: { weight: 2, draft: closeLine },
  drawCredit: { weight: 6, draft: drawCredit },
  repayDebts: { weight: 7, draft: repayDebts },
  setAutomaticDraws: { weight: 8, draft: setAutomaticDraws },
};
