// Delivery rights: power and compute of a month to come cover money until then, and leave in one of three ways.
import { monthEndMs, monthOf, monthStartMs } from "#src/core/month.ts";
import { messages } from "#src/sdk/messages.ts";
import { micro, nano, percent, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs, type Clock, until } from "../clock.ts";
import { quote } from "../feeders.ts";
import { coverage } from "../figures.ts";
import type { Metal, MetalOwner } from "./deposits.ts";
import { dayMs, priceNano } from "./figures.ts";

const { pledgeDelivery, buyBackRight, bidForRight } = messages.issuance;
const bank = "participant-bank";
const leadMs = 15 * dayMs;
const promisedWh = 1_000_000_000n;
const promisedScuHours = 8_000n;
/** A right counts no more than its bond: five bars are worth more than a gigawatt-hour, both after haircuts. */
const barsPerBond = 5;
/** A third more than in the month whose prices these are: the basket is dearer by what metal does not cover. */
const dearerPower = { ...priceNano, ELEC: (priceNano.ELEC * 4n) / 3n };

/** Numbers of the rights, by what becomes of them. */
interface Rights {
  readonly month: string;
  readonly sold: number;
  readonly kept: number;
  readonly failed: number;
}

export async function pledgeRights(
  cast: Cast,
  story: Story,
  metal: Readonly<Record<MetalOwner, Metal>>,
): Promise<Rights> {
  story.chapter("Power gets dearer, coverage falls, and delivery rights raise it again");
  const month = monthToCome(await blockTimeMs(cast.ledger.url));
  await quote(cast, dearerPower);
  const before = await totalBp(cast);
  story.say(`    coverage ${percent(before)}: R rose with power, metal did not; pledged now is ${month}`);
  const solar = { device: "ciso-sun", wattHours: promisedWh };
  const wind = { device: "ciso-wnd", wattHours: promisedWh };
  const bars = metal[bank].AG;
  const sold = await pledge(cast, story, bank, {
    month,
    energy: solar,
    bond: { certificateIds: bars.slice(0, barsPerBond) },
  });
  const failed = await pledge(cast, story, bank, {
    month,
    energy: wind,
    bond: { certificateIds: bars.slice(barsPerBond, 2 * barsPerBond) },
  });
  const capacity = messages.compute.commitCapacity({
    ...{ site: "steady", workload: "infer", month, gradeFloor: {} },
    microScuHours: promisedScuHours * 1_000_000n,
    certificateIds: [...metal.carol.CU],
  });
  const { certificateId } = (await cast.send("carol", capacity)).answer;
  const bond = { certificateIds: metal.carol.AG.slice(1, 3) };
  const kept = await pledge(cast, story, "carol", { month, capacityIds: [certificateId], bond });
  const after = await coverage(cast);
  const [hard, total] = [Number(after.hardCoverageBp ?? 0), Number(after.totalCoverageBp ?? 0)];
  story.check(`rights raised total coverage from ${percent(before)} to ${percent(total)}`, total > before);
  story.check(`hard coverage, by metal alone, is ${percent(hard)}`, hard < total && hard >= 8_000);
  story.fact("coverageWithRightsBp", total);
  return { month, sold, kept, failed };
}

async function pledge(
  cast: Cast,
  story: Story,
  provider: MetalOwner,
  content: Parameters<typeof pledgeDelivery>[0],
): Promise<number> {
  const { answer } = await cast.send(provider, pledgeDelivery(content));
  const { energy } = content;
  const what = energy === undefined ? `${promisedScuHours} SCU-hours` : `${energy.wattHours} Wh of ${energy.device}`;
  story.say(`    right ${answer.right}, ${what}: ${micro(BigInt(answer.mintedMicroKdg))} KDG for ${provider}`);
  return answer.right;
}

export async function endRights(cast: Cast, story: Story, clock: Clock, rights: Rights): Promise<void> {
  const { month, sold, kept, failed } = rights;
  story.chapter("Before the month: one right is bought back, one is bid for, and one is left to its bond");
  const room = await roomNow(cast);
  await clock.advance(cast, monthStartMs(month) - 2 * dayMs - (await blockTimeMs(cast.ledger.url)));
  await checkDecay(cast, story, room);
  const minted = new Map<number, bigint>();
  for (const right of [sold, kept, failed]) minted.set(right, await mintedOn(cast, right));
  await moveKdg(cast, "bob", "carol", 100_000_000n);
  await cast.send("carol", buyBackRight({ right: kept }));
  story.say(`    carol burns ${micro(minted.get(kept) ?? 0n)} KDG: right ${kept} is hers again`);
  const bidMicroKdg = (minted.get(sold) ?? 0n) + 250_000_000n;
  await cast.send("bob", bidForRight({ right: sold, bidMicroKdg }));
  story.say(`    bob bids ${micro(bidMicroKdg)} KDG for right ${sold}`);
  const supply = await supplyNow(cast);

  story.chapter(`The month ${month} begins: the bid is burnt, and the bond of what nobody wanted pays`);
  // Prices are fresh when the month begins: a bond pays by them, and waits where there are none.
  const halfHourMs = 1_800_000;
  await clock.advance(cast, monthStartMs(month) - halfHourMs - (await blockTimeMs(cast.ledger.url)));
  await quote(cast, dearerPower);
  const silver = await reserveSilverMg(cast);
  await clock.advance(cast, halfHourMs + 60_000);
  await until("all rights have ended", async () => (await stateOf(cast, failed)) !== "held");
  const states = await Promise.all([sold, kept, failed].map((right) => stateOf(cast, right)));
  story.checkEqual("what became of the rights", states.join(", "), "auctioned, boughtBack, defaulted");
  story.checkEqual("the bid was burnt: the supply, in micro-KDG,", await supplyNow(cast), supply - bidMicroKdg);
  const { right } = await cast.ledger.query("issuance/right", { right: failed });
  const { owedNano = "0", paidNano = "0" } = right.default ?? {};
  story.check(
    `the bond owed ${nano(BigInt(owedNano))} USD and paid ${nano(BigInt(paidNano))} in whole bars`,
    BigInt(paidNano) >= BigInt(owedNano),
  );
  const gained = (await reserveSilverMg(cast)) - silver;
  story.check(`the reserve holds ${gained / 1_000_000n} kg of silver more`, gained > 0n);
  const { zone, totalCoverageBp } = await coverage(cast);
  story.checkEqual(`the zone, at ${percent(BigInt(totalCoverageBp ?? 0))},`, zone, "green");
  story.fact("coverageAfterRightsBp", totalCoverageBp);
}

/** A proof's room falls in a straight line over a year. */
async function checkDecay(cast: Cast, story: Story, before: { roomMicroKdg: bigint; timeMs: number }): Promise<void> {
  const after = await roomNow(cast);
  const { support } = await cast.ledger.query("value-support/proof", { proof: 1 });
  const leftBefore = BigInt(support.endMs - before.timeMs);
  const expected = (before.roomMicroKdg * BigInt(support.endMs - after.timeMs)) / leftBefore;
  const difference = expected > after.roomMicroKdg ? expected - after.roomMicroKdg : after.roomMicroKdg - expected;
  // The two proofs were made a moment apart, and their ends differ as much.
  story.check(
    `room decayed from ${micro(before.roomMicroKdg)} to ${micro(after.roomMicroKdg)} KDG, in a straight line`,
    difference * 100_000n < expected && after.roomMicroKdg < before.roomMicroKdg,
  );
}

async function roomNow(cast: Cast): Promise<{ roomMicroKdg: bigint; timeMs: number }> {
  const { roomMicroKdg } = await cast.ledger.query("value-support/room", {});
  return { roomMicroKdg: BigInt(roomMicroKdg), timeMs: await blockTimeMs(cast.ledger.url) };
}

/** The first whole month for which there is time to sell a right. */
function monthToCome(nowMs: number): string {
  const current = monthOf(nowMs + leadMs);
  const next = current === undefined ? undefined : monthOf(monthEndMs(current));
  if (next === undefined) throw new Error("there is no such month");
  return next;
}

async function moveKdg(cast: Cast, from: string, to: string, amount: bigint): Promise<void> {
  const pay = { to: cast.account(to), currency: "KDG", amount: amount.toString() };
  await cast.send(from, messages.settlement.pay(pay));
}

const totalBp = async (cast: Cast) => Number((await coverage(cast)).totalCoverageBp ?? 0);
const supplyNow = async (cast: Cast) => BigInt((await coverage(cast)).supplyMicroKdg);
const stateOf = async (cast: Cast, right: number) => (await cast.ledger.query("issuance/right", { right })).right.state;
const mintedOn = async (cast: Cast, right: number) =>
  BigInt((await cast.ledger.query("issuance/right", { right })).right.mintedMicroKdg);

async function reserveSilverMg(cast: Cast): Promise<bigint> {
  const { metals } = await coverage(cast);
  const silver = metals.find(({ metal }) => metal === "AG");
  return BigInt(silver?.attestedFineWeightMg ?? 0);
}
