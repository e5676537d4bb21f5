// A vault loses its attestation: coverage turns red, minting stops, all who leave get one rate, and recovery.
import { devnetMonthAt, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import type { ResultOf } from "#src/sdk/definitions.ts";
import { messages } from "#src/sdk/messages.ts";
import { micro, nano, percent, type Story } from "../account.ts";
import { epochRateNano, worthNano } from "../arithmetic.ts";
import { silverBars } from "../barList.ts";
import type { Cast } from "../cast.ts";
import { quote } from "../feeders.ts";
import { coverage, metalFigures } from "../figures.ts";
import { attest } from "./issue.ts";

const month = devnetMonthAt(devnetMonthIndex("2008-11"));

const { depositBars, withdrawAttestation } = messages["metal-reserve"];
type Epoch = ResultOf<"issuance/epoch">;
type Redemption = ResultOf<"issuance/redemption">;

export async function withdrawAndRecover(cast: Cast, story: Story): Promise<void> {
  story.chapter("The auditor of Zurich withdraws its attestation");
  await cast.send("auditor", withdrawAttestation({ vault: "zurich", reason: "seals found broken" }));
  const red = await coverage(cast);
  story.checkEqual("the zone", red.zone, "red");
  story.say(`    total coverage ${percent(BigInt(red.totalCoverageBp ?? 0))}: Zurich's metal does not count`);
  story.fact("redCoverageBp", red.totalCoverageBp);
  await requireMintRefused(cast, story);

  story.chapter("Two holders redeem in the red, at one shared rate");
  const requests: number[] = [];
  for (const [alias, amountMicroKdg] of [
    ["carol", 20_000_000_000n],
    ["bob", 10_000_000_000n],
  ] as const) {
    const { answer } = await cast.send(alias, messages.issuance.requestRedemption({ amountMicroKdg, metal: "CU" }));
    requests.push(answer.request);
    story.say(`    ${alias} locks ${micro(amountMicroKdg)} KDG in epoch ${answer.epoch}`);
  }
  const redemptions = await settleEpoch(cast, requests);
  const epoch = await cast.ledger.query("issuance/epoch", { epoch: redemptions[0]?.epoch ?? 0 });
  checkRate(story, red, epoch);
  for (const redemption of redemptions) checkSums(story, redemption);

  story.chapter("Zurich is counted again and attested");
  await attest(cast, "zurich", "auditor");
  const green = await coverage(cast);
  story.checkEqual("the zone", green.zone, "green");
  story.check(
    `coverage is ${percent(BigInt(green.totalCoverageBp ?? 0))}, and minting is allowed again`,
    green.mint.allowed && BigInt(green.totalCoverageBp ?? 0) > BigInt(red.totalCoverageBp ?? 0),
  );
  story.fact("recoveredCoverageBp", green.totalCoverageBp);
}

async function requireMintRefused(cast: Cast, story: Story): Promise<void> {
  const bars = silverBars("ARGENTUM", 1);
  const deposit = depositBars({ vault: "shanghai", depositor: cast.account("carol"), metal: "AG", bars });
  const { answer } = await cast.send("custodian-2", deposit);
  await attest(cast, "shanghai", "auditor-2");
  const mint = messages.issuance.mint({ certificateIds: answer.certificateIds });
  const refused = await cast.refusalOf(cast.send("carol", mint));
  story.check(`minting is refused (${refused})`, refused === "issuance/zoneNotGreen");
}

/** Waits until the epoch has closed, quotes once more, and waits until the requests are settled. */
async function settleEpoch(cast: Cast, requests: readonly number[]): Promise<Redemption[]> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const answers = await Promise.all(requests.map((request) => cast.ledger.query("issuance/redemption", { request })));
    if (answers.every(({ state }) => state === "settled")) return answers;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await quote(cast, month.priceNano);
  }
  throw new Error("the epoch was not settled");
}

/**
 * The rate is computed again. Prices widen with every second, so what the reserve held is known to a ten-thousandth; what
 * follows from it is known to the last unit.
 */
function checkRate(story: Story, before: Awaited<ReturnType<typeof coverage>>, { pricing }: Epoch): void {
  if (pricing === undefined) throw new Error("the epoch has no price");
  const distributable = BigInt(pricing.distributableNano);
  const apart = worthNano(metalFigures(before));
  const isNear = (distributable > apart ? distributable - apart : apart - distributable) * 10_000n < apart;
  story.check(`Shanghai's metal, ${nano(distributable)} USD, is all that can be distributed`, isNear);
  const rate = epochRateNano(BigInt(pricing.lowNano), distributable, BigInt(pricing.supplyMicroKdg));
  story.checkEqual("the one rate of the epoch, in billionths of a dollar per KDG,", BigInt(pricing.rateNano), rate);
  story.check(
    `it lies below R: ${nano(rate)} against ${nano(BigInt(pricing.lowNano))} USD`,
    rate < BigInt(pricing.lowNano),
  );
  story.fact("redRateNano", rate);
}

function checkSums(story: Story, redemption: Redemption): void {
  const { amountMicroKdg, burntMicroKdg, feeMicroKdg, returnedMicroKdg, paidMetals } = redemption;
  const sum = BigInt(burntMicroKdg) + BigInt(feeMicroKdg) + BigInt(returnedMicroKdg);
  const paid = paidMetals
    .map(({ metal, fineWeightMg }) => `${BigInt(fineWeightMg) / 1_000_000n} kg ${metal}`)
    .join(", ");
  story.check(
    `${micro(BigInt(burntMicroKdg))} KDG burnt for ${paid || "nothing"}, ${micro(BigInt(returnedMicroKdg))} returned: the sum is what was locked`,
    sum === BigInt(amountMicroKdg),
  );
}
