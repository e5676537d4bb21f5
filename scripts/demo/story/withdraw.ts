// A vault loses its attestation: coverage turns red, minting stops, all who leave get one rate, and recovery.
import { devnetMonthAt, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import { micro, nano, percent, type Story } from "../account.ts";
import { epochRateNano, worthNano } from "../arithmetic.ts";
import { silverBars } from "../barList.ts";
import type { Client } from "../client.ts";
import { quote } from "../feeders.ts";
import { coverage, metalFigures } from "../figures.ts";
import { attest } from "./issue.ts";

const month = devnetMonthAt(devnetMonthIndex("2008-11"));

interface Epoch {
  readonly state: string;
  readonly closesMs: number;
  readonly pricing?: {
    readonly rateNano: string;
    readonly lowNano: string;
    readonly distributableNano: string;
    readonly supplyMicroKdg: string;
  };
}

interface Redemption {
  readonly state: string;
  readonly epoch: number;
  readonly amountMicroKdg: string;
  readonly burntMicroKdg: string;
  readonly feeMicroKdg: string;
  readonly returnedMicroKdg: string;
  readonly paidMetals: readonly { readonly metal: string; readonly fineWeightMg: string }[];
}

export async function withdrawAndRecover(client: Client, story: Story): Promise<void> {
  story.chapter("The auditor of Zurich withdraws its attestation");
  await client.must("auditor", "metal-reserve/withdrawAttestation", { vault: "zurich", reason: "seals found broken" });
  const red = await coverage(client);
  story.checkEqual("the zone", red.zone, "red");
  story.say(`    total coverage ${percent(BigInt(red.totalCoverageBp ?? 0))}: Zurich's metal does not count`);
  story.fact("redCoverageBp", red.totalCoverageBp);
  await requireMintRefused(client, story);

  story.chapter("Two holders redeem in the red, at one shared rate");
  const requests: number[] = [];
  for (const [alias, amountMicroKdg] of [
    ["carol", 20_000_000_000n],
    ["bob", 10_000_000_000n],
  ] as const) {
    const answer = await client.must(alias, "issuance/requestRedemption", { amountMicroKdg, metal: "CU" });
    requests.push(answer.request as number);
    story.say(`    ${alias} locks ${micro(amountMicroKdg)} KDG in epoch ${answer.epoch}`);
  }
  const redemptions = await settleEpoch(client, requests);
  const epoch = await client.ask<Epoch>("issuance/epoch", { epoch: redemptions[0]?.epoch ?? 0 });
  checkRate(story, red, epoch);
  for (const redemption of redemptions) checkSums(story, redemption);

  story.chapter("Zurich is counted again and attested");
  await attest(client, "zurich", "auditor");
  const green = await coverage(client);
  story.checkEqual("the zone", green.zone, "green");
  story.check(
    `coverage is ${percent(BigInt(green.totalCoverageBp ?? 0))}, and minting is allowed again`,
    green.mint.allowed && BigInt(green.totalCoverageBp ?? 0) > BigInt(red.totalCoverageBp ?? 0),
  );
  story.fact("recoveredCoverageBp", green.totalCoverageBp);
}

async function requireMintRefused(client: Client, story: Story): Promise<void> {
  const bars = silverBars("ARGENTUM", 1);
  const deposited = await client.must("custodian-2", "metal-reserve/depositBars", {
    vault: "shanghai",
    depositor: "carol",
    metal: "AG",
    bars,
  });
  await attest(client, "shanghai", "auditor-2");
  const refused = await client.send("carol", "issuance/mint", { certificateIds: deposited.certificateIds });
  story.check(
    `minting is refused (${refused.refused})`,
    refused.code !== 0 && (refused.refused ?? "").startsWith("issuance/"),
  );
}

/** Waits until the epoch has closed, quotes once more, and waits until the requests are settled. */
async function settleEpoch(client: Client, requests: readonly number[]): Promise<Redemption[]> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const answers = await Promise.all(
      requests.map((request) => client.ask<Redemption>("issuance/redemption", { request })),
    );
    if (answers.every(({ state }) => state === "settled")) return answers;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await quote(client, month.priceNano);
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
