// Traffic of the module `swap-lines`: lines between a few central banks, draws on them, and what becomes of those.
import { accountsOf } from "../model/accounts/book.ts";
import { type Draw as Drawn, dayMs, drawnBy, type Line, linesOf } from "../model/swap-lines/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const hourMs = 3_600_000;
const tenors = [1, 7, 30, 90, 365];

const issuerOf = ({ model }: World, currency: string) => accountsOf(model).currencies.get(currency)?.issuer;

function proposeLine(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const priced = random.percent(75);
  const [own, other] = priced
    ? random.shuffle(["CNY", "USD"])
    : [random.pick(accountsOf(model).codes.value), random.pick(accountsOf(model).codes.value)];
  const actor = issuerOf(world, own ?? "");
  if (actor === undefined) return undefined;
  const rising = tenors.filter((days) => days === 1 || random.percent(60));
  const terms = {
    expiresMs: timeMs + (random.percent(95) ? random.between(30, 1_800) * dayMs : random.pick([0, 2_000 * dayMs])),
    tenorsDays: random.percent(97) ? rising : [7, 1],
    baseBp: random.below(600),
    marginBp: random.below(400),
    ladder: random.percent(97) ? { middleBp: 25, upperBp: 50 } : { middleBp: 50, upperBp: 25 },
    haircutBp: random.between(0, 1_500),
    thresholdBp: random.pick([1, 1, 1, 20]),
    callMs: random.pick([hourMs, 24 * hourMs]),
    rolloversMost: random.pick([0, 3, 12]),
    ...(random.percent(75) ? { intradayFreeMs: random.pick([0, hourMs, 6 * hourMs]) } : {}),
  };
  const limit = () => (random.percent(90) ? random.bigBetween(1_000n, 100_000_000n) : 0n);
  return { actor, content: { own, other, ownLimit: limit(), otherLimit: limit(), terms } };
}

/** Some line, and one of its parties, mostly. */
function someLine(
  world: World,
  statuses: readonly string[],
): { readonly number: number; readonly line: Line } | undefined {
  const fit = linesOf(world.model)
    .lines.entries()
    .filter(([, { status }]) => statuses.includes(status));
  const found = world.random.pickMaybe(fit);
  return found === undefined ? undefined : { number: found[0], line: found[1] };
}

function acceptLine(world: World): Draft | undefined {
  const found = someLine(world, world.random.percent(95) ? ["proposed"] : ["open", "closing"]);
  if (found === undefined) return undefined;
  const { acceptor } = found.line;
  return { actor: world.random.percent(95) ? acceptor.centralBank : world.someone(), content: { line: found.number } };
}

function closeLine(world: World): Draft | undefined {
  const { random, model } = world;
  const found = someLine(world, ["proposed", "open", "closing"]);
  if (found === undefined) return undefined;
  const { proposer, acceptor, terms } = found.line;
  const isOver = terms.expiresMs <= world.timeMs || proposer.defaults + acceptor.defaults > 0;
  // Lines are few: those that are of use stay.
  if (!isOver && random.percent(80)) return undefined;
  const { value } = linesOf(model).given;
  const line = random.percent(95) ? found.number : random.between(1, value + 1);
  const actor = random.percent(95) ? random.pick([proposer, acceptor]).centralBank : world.someone();
  return { actor, content: { line } };
}

function drawLine(world: World): Draft | undefined {
  const { random, model } = world;
  const found = someLine(world, random.percent(96) ? ["open"] : ["proposed", "closing"]);
  if (found === undefined) return undefined;
  const { proposer, acceptor, terms } = found.line;
  const side = random.pick([proposer, acceptor]);
  const left = side.limit - drawnBy(model, found.number, side.centralBank);
  const amount = random.percent(92) ? left / random.bigBetween(1n, 6n) || 1n : left + 1n;
  const tenorDays = random.percent(96) ? random.pick(terms.tenorsDays) : random.pick(tenors);
  const actor = random.percent(96) ? side.centralBank : world.someone();
  return { actor, content: { line: found.number, amount, tenorDays } };
}

function someDraw(
  world: World,
  isWanted: (draw: Drawn) => boolean,
): { readonly drawer: string; readonly named: object } | undefined {
  const { random, model } = world;
  const open = linesOf(model).draws.entries();
  const wanted = open.filter(([, draw]) => isWanted(draw));
  if (random.percent(4)) {
    const { value } = linesOf(model).given;
    return { drawer: world.someone(), named: { line: random.between(1, value + 1), draw: random.between(1, 12) } };
  }
  const found = random.pickMaybe(random.percent(90) ? wanted : open);
  if (found === undefined) return undefined;
  const [line, draw] = found[0].split("/").map(Number);
  return { drawer: random.percent(96) ? found[1].drawer : world.someone(), named: { line, draw } };
}

function repayDraw(world: World): Draft | undefined {
  const found = someDraw(world, ({ dueMs }) => dueMs <= world.timeMs || world.random.percent(5));
  return found === undefined ? undefined : { actor: found.drawer, content: found.named };
}

function rollOverDraw(world: World): Draft | undefined {
  const { timeMs, random } = world;
  const found = someDraw(world, ({ dueMs }) => timeMs < dueMs && dueMs <= timeMs + dayMs);
  const tenorDays = random.percent(70) ? 1 : random.pick(tenors);
  return found === undefined ? undefined : { actor: found.drawer, content: { ...found.named, tenorDays } };
}

function answerMarginCall(world: World): Draft | undefined {
  const found = someDraw(world, ({ call }) => call !== undefined);
  return found === undefined ? undefined : { actor: found.drawer, content: found.named };
}

/** Those who queue payments may draw, mostly. */
function setOnwardLimit(world: World): Draft | undefined {
  const { random, model } = world;
  const ended = random.percent(12) ? random.pickMaybe(linesOf(model).banks.entries()) : undefined;
  if (ended !== undefined) {
    const [line, currency, bank] = ended[0].split("/");
    const actor = random.percent(90) ? ended[1].centralBank : world.someone();
    return { actor, content: { line: Number(line), currency, bank, limit: 0n } };
  }
  const found = someLine(world, random.percent(95) ? ["open"] : ["proposed", "closing"]);
  if (found === undefined) return undefined;
  const { proposer, acceptor } = found.line;
  const [side, other] = random.shuffle([proposer, acceptor]);
  if (side === undefined || other === undefined) return undefined;
  const people = ["alice", "bob", "carol"].map((alias) => world.cast.account(alias));
  const bank = random.percent(90) ? random.pick(people) : random.percent(50) ? side.centralBank : world.anybody();
  const limit = random.percent(96) ? random.bigBetween(1n, 50_000_000n) : 0n;
  const content = { line: found.number, currency: random.percent(95) ? other.currency : side.currency, bank, limit };
  return { actor: random.percent(95) ? side.centralBank : world.someone(), content };
}

export const traffic: Traffic = {
  setOnwardLimit: { weight: 6, draft: setOnwardLimit },
  proposeLine: { weight: 4, draft: proposeLine },
  acceptLine: { weight: 5, draft: acceptLine },
  closeLine: { weight: 2, draft: closeLine },
  drawLine: { weight: 16, draft: drawLine },
  repayDraw: { weight: 3, draft: repayDraw },
  rollOverDraw: { weight: 3, draft: rollOverDraw },
  answerMarginCall: { weight: 4, draft: answerMarginCall },
};
