// A swap line: two central banks agree it, and one of them draws and repays it by message, with interest.
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs } from "../clock.ts";
import { feeders, quote } from "../feeders.ts";
import { collateralFor, interestOf, pricesNano, rateBpOf } from "./lendingApart.ts";
import { type Issued, shown, together } from "./setting.ts";

const { proposeLine, acceptLine, drawLine, repayDraw } = messages["swap-lines"];
const hourMs = 3_600_000;
export const haircutBp = 500;

/** What Thailand may draw of the yuan, and China of the baht, in their smallest units. */
const limits = { CNY: 150_000_000n, THB: 700_000_000n } as const;
const drawn = 100_000_000n;

const rate = { baseBp: 150, marginBp: 50, ladder: { middleBp: 25, upperBp: 50 } } as const;
const terms = {
  ...{ ...rate, tenorsDays: [1, 7], haircutBp, thresholdBp: 500, callMs: 24 * hourMs, rolloversMost: 2 },
  intradayFreeMs: 3 * hourMs,
};

const rules = {
  market: "continuous",
  ...{ maxAgeMs: hourMs, confidenceMultiplierBp: 10_000, ageWideningPpm: 37, gateBp: 1_000 },
  ...{ holdMs: 0, minPublishers: 2, sampleMs: 1_000 },
} as const;

/** Feeds named after currencies, each quoted by the devnet's three feeders. */
async function priceCurrencies(cast: Cast, story: Story): Promise<void> {
  const described = { measure: "minor", measuresPerUnit: 100n, frequency: "fast", label: "made up" } as const;
  const named = feeders.map((feeder) => cast.account(feeder));
  await together(Object.keys(pricesNano), (feed) =>
    cast.send("governor", messages.oracle.registerFeed({ feed, unit: feed, ...described, rules, feeders: named })),
  );
  await quote(cast, pricesNano);
  const prices = Object.entries(pricesNano).map(([currency, nano]) => `${currency} ${Number(nano) / 1e9}`);
  story.say(`    three feeders quote in dollars: ${prices.join(", ")}`);
}

export const supplyOf = async (cast: Cast, currency: string): Promise<bigint> =>
  BigInt((await cast.ledger.query("accounts/supply", { currency })).value);

/** Agrees the line, draws it, and answers with its number. */
export async function showSwapLine(cast: Cast, story: Story, issued: Issued): Promise<number> {
  story.chapter("Two central banks agree a swap line, and one draws it");
  await priceCurrencies(cast, story);
  const expiresMs = (await blockTimeMs(cast.ledger.url)) + 90 * 24 * hourMs;
  const offer = proposeLine({
    ...{ own: "THB", other: "CNY", ownLimit: limits.CNY, otherLimit: limits.THB },
    terms: { ...terms, expiresMs },
  });
  const { line } = (await cast.send("thb-issuer", offer)).answer;
  const early = await cast.refusalOf(cast.send("thb-issuer", drawLine({ line, amount: drawn, tenorDays: 7 })));
  story.check(`nothing is drawn before the other has agreed (${early})`, early === "swap-lines/lineNotOpen");
  await cast.send("cny-issuer", acceptLine({ line }));
  story.say(
    `    line ${line}: thb-issuer may draw ${shown(limits.CNY, "CNY")}, cny-issuer ${shown(limits.THB, "THB")}`,
  );
  await drawAndRepay(cast, story, issued, line);
  return line;
}

async function drawAndRepay(cast: Cast, story: Story, issued: Issued, line: number): Promise<void> {
  const collateral = collateralFor(drawn, "CNY", "THB", BigInt(haircutBp));
  const rateBp = rateBpOf(rate, drawn, limits.CNY);
  const interest = interestOf(drawn, rateBp, 1n);
  // A central bank makes its own money; what it owes in the other's, somebody must have given it.
  await issued.issue("THB", "thb-issuer", collateral);
  await issued.issue("CNY", "thb-issuer", interest);
  const state = async () => ({
    yuan: await supplyOf(cast, "CNY"),
    baht: await supplyOf(cast, "THB"),
    drawerYuan: await cast.balance("thb-issuer", "CNY"),
    drawerBaht: await cast.balance("thb-issuer", "THB"),
    lenderYuan: await cast.balance("cny-issuer", "CNY"),
  });
  const before = await state();
  const { answer } = await cast.send("thb-issuer", drawLine({ line, amount: drawn, tenorDays: 7 }));
  story.say(`    thb-issuer draws ${shown(drawn, "CNY")} for seven days`);
  story.checkEqual("its collateral with five per cent on top, in satang,", BigInt(answer.collateral), collateral);
  story.checkEqual("its rate at two thirds of the limit, in basis points,", answer.rateBp, rateBp);
  const during = await state();
  story.check(
    `there is ${shown(drawn, "CNY")} more than before, and thb-issuer has it`,
    during.yuan - before.yuan === drawn && during.drawerYuan - before.drawerYuan === drawn,
  );
  story.checkEqual("what thb-issuer has left behind, in satang,", before.drawerBaht - during.drawerBaht, collateral);
  const stranger = await cast.refusalOf(cast.send("cny-issuer", repayDraw({ line, draw: answer.draw })));
  story.check(`nobody else repays it (${stranger})`, stranger === "swap-lines/notDrawer");
  const repaid = await cast.send("thb-issuer", repayDraw({ line, draw: answer.draw }));
  story.checkEqual("a day's interest when it is repaid, in fen,", BigInt(repaid.answer.interest), interest);
  const after = await state();
  story.checkEqual("what cny-issuer earned by it, in fen,", after.lenderYuan - before.lenderYuan, interest);
  story.check(
    "the collateral is back, and the supplies of both currencies are as before",
    after.drawerBaht === before.drawerBaht && after.yuan === before.yuan && after.baht === before.baht,
  );
  story.fact("swapByMessage", {
    ...{ line, drawn: String(drawn), collateral: String(collateral), rateBp, interest: String(interest) },
  });
}
