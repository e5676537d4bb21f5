// From audited metal to money: prices, deposit, attestation, mint.
import { devnetMonthAt, devnetMonthIndex, devnetPriceSource, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { micro, nano, percent, type Story } from "../account.ts";
import { mintedMicroKdg } from "../arithmetic.ts";
import { copperLots, type DemoBar, silverBars } from "../barList.ts";
import type { Client } from "../client.ts";
import { quote } from "../feeders.ts";
import { coverage, mgPerUnit } from "../figures.ts";

/** Two vaults: the larger part in Zurich, so that losing its attestation matters. */
const deposits = [
  { vault: "zurich", custodian: "custodian", depositor: "alice", silver: 24, copper: 2, refiner: "HELVETIA" },
  { vault: "shanghai", custodian: "custodian-2", depositor: "bob", silver: 12, copper: 1, refiner: "JIANGXI" },
] as const;

export async function issue(client: Client, story: Story): Promise<void> {
  await showPrices(client, story);
  const certificates = await depositAndAttest(client, story);
  story.chapter("Title passes to the reserve, and money is issued");
  for (const [owner, certificateIds] of certificates) await mint(client, story, owner, certificateIds);
  const after = await coverage(client);
  story.checkEqual("the zone after the first issues", after.zone, "green");
  story.say(
    `    supply ${micro(BigInt(after.supplyMicroKdg))} KDG, total coverage ${percent(BigInt(after.totalCoverageBp ?? 0))}`,
  );
  story.fact("supplyMicroKdg", after.supplyMicroKdg);
}

async function showPrices(client: Client, story: Story): Promise<void> {
  story.chapter(`Feeders quote the prices of ${devnetStartMonth}`);
  story.say(`    source: ${devnetPriceSource.text} (${devnetPriceSource.licence})`);
  const month = devnetMonthAt(devnetMonthIndex(devnetStartMonth));
  await quote(client, month.priceNano);
  const { referenceNano } = await coverage(client);
  story.say(`    silver ${nano(month.priceNano.AG)} USD a gram, copper ${nano(month.priceNano.CU)} USD a kilogram`);
  story.say(`    one KDG stands for ${nano(BigInt(referenceNano.mid))} USD`);
  story.check("one KDG stands for a dollar, give or take a tenth of a per cent", isAboutOne(BigInt(referenceNano.mid)));
}

function isAboutOne(valueNano: bigint): boolean {
  return valueNano > 999_000_000n && valueNano < 1_001_000_000n;
}

async function depositAndAttest(client: Client, story: Story): Promise<Map<string, number[]>> {
  story.chapter("Custodians take metal in, bar by bar");
  const certificates = new Map<string, number[]>();
  for (const { vault, custodian, depositor, silver, copper, refiner } of deposits) {
    const lists: [string, DemoBar[]][] = [
      ["AG", silverBars(refiner, silver)],
      ["CU", copperLots(refiner, copper)],
    ];
    const ids: number[] = [];
    for (const [metal, bars] of lists) {
      const answer = await client.must(custodian, "metal-reserve/depositBars", { vault, depositor, metal, bars });
      ids.push(...(answer.certificateIds as number[]));
    }
    certificates.set(depositor, ids);
    story.say(`    ${vault}: ${silver} bars of silver and ${copper} lots of copper for ${depositor}`);
  }
  const again = await client.send("custodian", "metal-reserve/depositBars", {
    vault: "zurich",
    depositor: "alice",
    metal: "AG",
    bars: silverBars("HELVETIA", 1),
  });
  story.checkEqual("a bar deposited twice", again.refused, "metal-reserve/barKnown");
  const early = await client.send("alice", "issuance/mint", { certificateIds: certificates.get("alice") });
  story.check(`metal that no auditor attested mints nothing (${early.refused})`, early.code !== 0);

  story.chapter("Independent auditors attest both vaults");
  for (const [vault, auditor] of [
    ["zurich", "auditor"],
    ["shanghai", "auditor-2"],
  ] as const) {
    await attest(client, vault, auditor);
    story.say(`    ${vault} attested by ${auditor}`);
  }
  return certificates;
}

/** The auditor counts the vault and attests what its bar list says. */
export async function attest(client: Client, vault: string, auditor: string): Promise<void> {
  const list = await client.ask<{ listHash: string; counts: unknown }>("metal-reserve/barList", { vault });
  const documentHash = "5a".repeat(32);
  await client.must(auditor, "metal-reserve/attestVault", {
    vault,
    listHash: list.listHash,
    documentHash,
    counts: list.counts,
  });
}

/** What the ledger says that a mint used; prices widen with every second, so they are those of its very block. */
interface UsedPrice {
  readonly metal: string;
  readonly lowNano: string;
  readonly haircutBp: number;
  readonly fineWeightMg: string;
}

async function mint(client: Client, story: Story, owner: string, certificateIds: readonly number[]): Promise<void> {
  const { metals } = await coverage(client);
  const weights = await weightsOf(client, certificateIds);
  const { answer, events } = await client.mustSend(owner, "issuance/mint", { certificateIds });
  const minted = BigInt(String(answer.mintedMicroKdg));
  const received = BigInt(String(answer.receivedMicroKdg));
  story.say(`    ${owner} passes ${certificateIds.length} certificates and receives ${micro(received)} KDG`);
  const event = events.find(({ type }) => type === "issuance/kdgMinted")?.content ?? {};
  const prices = (event.prices ?? []) as readonly UsedPrice[];
  for (const { metal, lowNano, haircutBp, fineWeightMg } of prices) {
    const shown = metals.find((each) => each.metal === metal);
    const isShown = shown?.haircutBp === haircutBp && isNear(BigInt(shown.lowNano), BigInt(lowNano));
    story.check(`${metal} counted at its low price, ${nano(BigInt(lowNano))} USD, less ${haircutBp / 100} %`, isShown);
    story.checkEqual(`the fine weight of ${metal}, in mg,`, BigInt(fineWeightMg), weights.get(metal));
  }
  const figures = prices.map(({ metal, lowNano, haircutBp, fineWeightMg }) => ({
    fineWeightMg: BigInt(fineWeightMg),
    mgPerUnit: mgPerUnit[metal] ?? 1n,
    lowNano: BigInt(lowNano),
    haircutBp: BigInt(haircutBp),
  }));
  const [highNano, basketKdg] = [BigInt(String(event.valueHighNano)), BigInt(String(event.basketKdg))];
  const expected = mintedMicroKdg(figures, highNano, basketKdg, 11_500n);
  story.check(`minted ${micro(minted)} KDG, as computed apart`, expected - minted <= 1n && expected >= minted);
  story.checkEqual(`${owner} holds, in micro-KDG,`, await client.balance(owner, "KDG"), received);
}

async function weightsOf(client: Client, certificateIds: readonly number[]): Promise<Map<string, bigint>> {
  const weights = new Map<string, bigint>();
  for (const certificateId of certificateIds) {
    const { certificate } = await client.ask<Certificate>("metal-reserve/certificate", { certificateId });
    const { metal, fineWeightMg } = certificate;
    weights.set(metal, (weights.get(metal) ?? 0n) + BigInt(fineWeightMg));
  }
  return weights;
}

interface Certificate {
  readonly certificate: { readonly metal: string; readonly fineWeightMg: string };
}

/** Within a hundredth of a per cent. */
function isNear(left: bigint, right: bigint): boolean {
  return (left > right ? left - right : right - left) * 10_000n <= right;
}
