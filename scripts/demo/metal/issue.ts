// From audited metal to money: prices, deposit, attestation, mint.
import { devnetMonthAt, devnetMonthIndex, devnetPriceSource, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { messages } from "#src/sdk/messages.ts";
import { micro, nano, percent, type Story } from "../account.ts";
import { mintedMicroKdg } from "../arithmetic.ts";
import { copperLots, type DemoBar, silverBars } from "../barList.ts";
import type { Cast } from "../cast.ts";
import { quote } from "../feeders.ts";
import { coverage, mgPerUnit } from "../figures.ts";

const { depositBars, attestVault } = messages["metal-reserve"];

/** Two vaults: the larger part in Zurich, so that losing its attestation matters. */
const deposits = [
  { vault: "zurich", custodian: "custodian", depositor: "alice", silver: 24, copper: 2, refiner: "HELVETIA" },
  { vault: "shanghai", custodian: "custodian-2", depositor: "bob", silver: 12, copper: 1, refiner: "JIANGXI" },
] as const;

export async function issue(cast: Cast, story: Story): Promise<void> {
  await showPrices(cast, story);
  const certificates = await depositAndAttest(cast, story);
  story.chapter("Title passes to the reserve, and money is issued");
  for (const [owner, certificateIds] of certificates) await mint(cast, story, owner, certificateIds);
  const after = await coverage(cast);
  story.checkEqual("the zone after the first issues", after.zone, "green");
  story.say(
    `    supply ${micro(BigInt(after.supplyMicroKdg))} KDG, total coverage ${percent(BigInt(after.totalCoverageBp ?? 0))}`,
  );
  story.fact("supplyMicroKdg", after.supplyMicroKdg);
}

async function showPrices(cast: Cast, story: Story): Promise<void> {
  story.chapter(`Feeders quote the prices of ${devnetStartMonth}`);
  story.say(`    source: ${devnetPriceSource.text} (${devnetPriceSource.licence})`);
  const month = devnetMonthAt(devnetMonthIndex(devnetStartMonth));
  await quote(cast, month.priceNano);
  const { referenceNano } = await coverage(cast);
  const midNano = BigInt(referenceNano?.mid ?? 0);
  story.say(`    silver ${nano(month.priceNano.AG)} USD a gram, copper ${nano(month.priceNano.CU)} USD a kilogram`);
  story.say(`    one KDG stands for ${nano(midNano)} USD`);
  story.check("one KDG stands for a dollar, give or take a tenth of a per cent", isAboutOne(midNano));
}

function isAboutOne(valueNano: bigint): boolean {
  return valueNano > 999_000_000n && valueNano < 1_001_000_000n;
}

async function depositAndAttest(cast: Cast, story: Story): Promise<Map<string, number[]>> {
  story.chapter("Custodians take metal in, bar by bar");
  const certificates = new Map<string, number[]>();
  for (const { vault, custodian, depositor, silver, copper, refiner } of deposits) {
    const lists: [string, DemoBar[]][] = [
      ["AG", silverBars(refiner, silver)],
      ["CU", copperLots(refiner, copper)],
    ];
    const ids: number[] = [];
    for (const [metal, bars] of lists) {
      const deposit = depositBars({ vault, depositor: cast.account(depositor), metal, bars });
      const { answer } = await cast.send(custodian, deposit);
      ids.push(...answer.certificateIds);
    }
    certificates.set(depositor, ids);
    story.say(`    ${vault}: ${silver} bars of silver and ${copper} lots of copper for ${depositor}`);
  }
  const bars = silverBars("HELVETIA", 1);
  const twice = depositBars({ vault: "zurich", depositor: cast.account("alice"), metal: "AG", bars });
  const again = await cast.refusalOf(cast.send("custodian", twice));
  story.checkEqual("a bar deposited twice", again, "metal-reserve/barKnown");
  const unattested = messages.issuance.mint({ certificateIds: certificates.get("alice") ?? [] });
  const early = await cast.refusalOf(cast.send("alice", unattested));
  story.check(
    `metal that no auditor attested mints nothing (${early})`,
    early === "metal-reserve/certificateUnattested",
  );

  story.chapter("Independent auditors attest both vaults");
  for (const [vault, auditor] of [
    ["zurich", "auditor"],
    ["shanghai", "auditor-2"],
  ] as const) {
    await attest(cast, vault, auditor);
    story.say(`    ${vault} attested by ${auditor}`);
  }
  return certificates;
}

/** The auditor counts the vault and attests what its bar list says. */
export async function attest(cast: Cast, vault: string, auditor: string): Promise<void> {
  const { listHash, counts } = await cast.ledger.query("metal-reserve/barList", { vault });
  const documentHash = "5a".repeat(32);
  await cast.send(auditor, attestVault({ vault, listHash, documentHash, counts }));
}

async function mint(cast: Cast, story: Story, owner: string, certificateIds: readonly number[]): Promise<void> {
  const { metals } = await coverage(cast);
  const weights = await weightsOf(cast, certificateIds);
  const { answer, events } = await cast.send(owner, messages.issuance.mint({ certificateIds }));
  const minted = BigInt(answer.mintedMicroKdg);
  const received = BigInt(answer.receivedMicroKdg);
  story.say(`    ${owner} passes ${certificateIds.length} certificates and receives ${micro(received)} KDG`);
  // Prices widen with every second, so they are those of its very block, as the ledger itself announced them.
  const event = events.find((each) => each.type === "issuance/kdgMinted")?.content;
  if (event === undefined) throw new Error("the mint was not announced");
  const { prices } = event;
  for (const { metal, lowNano, haircutBp, fineWeightMg } of prices) {
    const shown = metals.find((each) => each.metal === metal);
    const isShown = shown?.haircutBp === haircutBp && isNear(BigInt(shown.lowNano ?? 0), BigInt(lowNano));
    story.check(`${metal} counted at its low price, ${nano(BigInt(lowNano))} USD, less ${haircutBp / 100} %`, isShown);
    story.checkEqual(`the fine weight of ${metal}, in mg,`, BigInt(fineWeightMg), weights.get(metal));
  }
  const figures = prices.map(({ metal, lowNano, haircutBp, fineWeightMg }) => ({
    fineWeightMg: BigInt(fineWeightMg),
    mgPerUnit: mgPerUnit[metal] ?? 1n,
    lowNano: BigInt(lowNano),
    haircutBp: BigInt(haircutBp),
  }));
  const [highNano, basketKdg] = [BigInt(event.valueHighNano), BigInt(event.basketKdg)];
  const expected = mintedMicroKdg(figures, highNano, basketKdg, 11_500n);
  story.check(`minted ${micro(minted)} KDG, as computed apart`, expected - minted <= 1n && expected >= minted);
  story.checkEqual(`${owner} holds, in micro-KDG,`, await cast.balance(owner, "KDG"), received);
}

async function weightsOf(cast: Cast, certificateIds: readonly number[]): Promise<Map<string, bigint>> {
  const weights = new Map<string, bigint>();
  for (const certificateId of certificateIds) {
    const { certificate } = await cast.ledger.query("metal-reserve/certificate", { certificateId });
    const { metal, fineWeightMg } = certificate;
    weights.set(metal, (weights.get(metal) ?? 0n) + BigInt(fineWeightMg));
  }
  return weights;
}

/** Within a hundredth of a per cent. */
function isNear(left: bigint, right: bigint): boolean {
  return (left > right ? left - right : right - left) * 10_000n <= right;
}
