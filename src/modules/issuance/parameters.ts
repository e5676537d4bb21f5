// Parameters of the module `issuance`.
import { defineParameters, type Parameter } from "#src/machine/parameter.ts";

const owner = { owner: "issuer", noticeBlocks: 10 } as const;
const hourMs = 3_600_000n;
const dayMs = 24n * hourMs;
const kdg = 1_000_000n;

/** Defaults from the worst quarters of 1990 to 2025: what a metal lost at most while it could not be sold. */
function haircut(name: string, standard: bigint) {
  return {
    summary: `What is taken off the value of ${name} held, in coverage and at mint.`,
    unit: "basis points",
    default: standard,
    least: 500n,
    most: 10_000n,
    ...owner,
  };
}

/** Herfindahl's index in ten-thousandths: 10,000 is all in one place; 6,250 three quarters and one quarter in two. */
function hhi(places: string) {
  return {
    summary: `The highest concentration (HHI) of the metals held over ${places} after a mint, unless it has not risen.`,
    unit: "HHI in ten-thousandths",
    default: 6_250n,
    least: 1_000n,
    most: 10_000n,
    ...owner,
  };
}

export const parameters = defineParameters("issuance", {
  mintCoverageBp: {
    summary: "Value of metal after haircut for one KDG minted at the high reference value; above the green line.",
    unit: "basis points",
    default: 11_500n,
    least: 10_000n,
    most: 100_000n,
    ...owner,
  },
  greenBp: {
    summary: "Total coverage from which money is minted.",
    unit: "basis points",
    default: 11_000n,
    least: 10_000n,
    most: 100_000n,
    ...owner,
  },
  amberBp: {
    summary: "Total coverage below which the zone is red.",
    unit: "basis points",
    default: 10_000n,
    least: 10_000n,
    most: 100_000n,
    ...owner,
  },
  hardFloorBp: {
    summary: "The least coverage by metal and currency alone after a mint.",
    unit: "basis points",
    default: 8_000n,
    least: 0n,
    most: 100_000n,
    ...owner,
  },
  bandBp: {
    summary: "How far a metal's share of the metals held may lie from its share of the basket's metals.",
    unit: "basis points",
    default: 1_000n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  vaultShareBpMost: {
    summary: "The most of the metals held that may lie in one vault after a mint; a young reserve has one vault.",
    unit: "basis points",
    default: 10_000n,
    least: 1_000n,
    most: 10_000n,
    ...owner,
  },
  countryShareBpMost: {
    summary: "The most of the metals held that may lie in one country after a mint.",
    unit: "basis points",
    default: 10_000n,
    least: 1_000n,
    most: 10_000n,
    ...owner,
  },
  vaultHhiMost: hhi("vaults"),
  countryHhiMost: hhi("countries of vaults"),
  custodianHhiMost: hhi("custodians"),
  haircutAgBp: haircut("silver", 3_000n),
  haircutCuBp: haircut("copper", 3_000n),
  haircutAuBp: haircut("gold", 1_500n),
  haircutAlBp: haircut("aluminium", 3_000n),
  haircutNiBp: haircut("nickel", 4_000n),
  haircutLi2co3Bp: haircut("lithium carbonate", 6_000n),
  haircutNdprBp: haircut("neodymium-praseodymium", 5_500n),
  haircutOtherBp: haircut("any other metal", 10_000n),
  supplyCapMicroKdg: {
    summary: "The most KDG there may be: stands in for the room that proofs of green power will open.",
    unit: "micro-KDG",
    default: 1_000_000_000n * kdg,
    least: 0n,
    most: 10n ** 24n,
    ...owner,
  },
  mintFeeBp: {
    summary: "The part of a mint that goes to the surplus.",
    unit: "basis points",
    default: 10n,
    least: 0n,
    most: 1_000n,
    ...owner,
  },
  redemptionFeeBp: {
    summary:
      "The part of a redemption that goes to the surplus for a metal at its target share; up to twice as much below.",
    unit: "basis points",
    default: 20n,
    least: 0n,
    most: 1_000n,
    ...owner,
  },
  redemptionMicroKdgLeast: {
    summary: "The least amount of a redemption: a request takes up state and a place in the queue.",
    unit: "micro-KDG",
    default: kdg,
    least: 1n,
    most: 10n ** 12n * kdg,
    ...owner,
  },
  issuanceMicroKdgPerHour: {
    summary: "What may always be minted in an hour, however small the supply.",
    unit: "micro-KDG an hour",
    default: 2_000_000n * kdg,
    least: kdg,
    most: 10n ** 24n,
    ...owner,
  },
  issuanceBpPerHour: {
    summary: "The part of the supply that may be minted in an hour.",
    unit: "basis points an hour",
    default: 500n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  redemptionMicroKdgPerHour: {
    summary: "What may always be redeemed in an hour; more than is minted, so that a way out stays open.",
    unit: "micro-KDG an hour",
    default: 5_000_000n * kdg,
    least: kdg,
    most: 10n ** 24n,
    ...owner,
  },
  redemptionBpPerHour: {
    summary: "The part of the supply that may be redeemed in an hour.",
    unit: "basis points an hour",
    default: 1_250n,
    least: 1n,
    most: 10_000n,
    ...owner,
  },
  roomActivationHeight: {
    summary:
      "From this height on the supply stays within the room that value-support proofs open, and the cap is gone.",
    unit: "height",
    default: 10n ** 15n,
    least: 0n,
    most: 10n ** 15n,
    ...owner,
  },
  proversFeeBp: {
    summary: "The part of mint fees that goes to those who proved the energy behind the room.",
    unit: "basis points",
    default: 2_000n,
    least: 0n,
    most: 5_000n,
    ...owner,
  },
  haircutElecBp: haircut("rights on clean energy", 3_000n),
  haircutComputeBp: haircut("rights on compute", 3_000n),
  computeObsolescenceBpPerMonth: {
    summary:
      "What a right on compute loses for each month until its delivery; a spot H100 lost 4.8 % a month from May to December 2024, an A100 gained 1.2 %.",
    unit: "basis points a month",
    default: 500n,
    least: 0n,
    most: 2_000n,
    ...owner,
  },
  rightsCapBp: {
    summary: "The most that all delivery rights may be of what covers the supply.",
    unit: "basis points",
    default: 2_000n,
    least: 0n,
    most: 10_000n,
    ...owner,
  },
  promisedOutputBp: {
    summary: "The most of its nameplate's output that a generator may promise for a month; wind makes about a third.",
    unit: "basis points",
    default: 3_000n,
    least: 0n,
    most: 10_000n,
    ...owner,
  },
  rightMicroKdgLeast: {
    summary: "The least that a right must mint: the reserve holds 64 at once, and dust must not take their places.",
    unit: "micro-KDG",
    default: 1_000n * kdg,
    least: 1n,
    most: 10n ** 15n,
    ...owner,
  },
  rightLeadMs: {
    summary: "How long before its month a right must be taken: there must be time to sell it.",
    unit: "ms",
    default: 14n * dayMs,
    least: dayMs,
    most: 366n * dayMs,
    ...owner,
  },
  auctionMs: {
    summary: "How long before its month bids for a right are taken.",
    unit: "ms",
    default: 7n * dayMs,
    least: 60_000n,
    most: 366n * dayMs,
    ...owner,
  },
  epochMs: {
    summary: "How long a redemption epoch stays open after its first request.",
    unit: "ms",
    default: hourMs,
    least: 1_000n,
    most: 30n * dayMs,
    ...owner,
  },
  pricingPatienceMs: {
    summary: "How long a closed epoch waits for a sound price before its requests go back.",
    unit: "ms",
    default: 7n * dayMs,
    least: 60_000n,
    most: 366n * dayMs,
    ...owner,
  },
  distributionBufferBp: {
    summary: "Coverage above green that stays when junior units are paid.",
    unit: "basis points",
    default: 500n,
    least: 0n,
    most: 100_000n,
    ...owner,
  },
  distributionIntervalMs: {
    summary: "The least time between two payments on junior units.",
    unit: "ms",
    default: hourMs,
    least: 1_000n,
    most: 366n * dayMs,
    ...owner,
  },
});

const haircuts: Readonly<Record<string, Parameter>> = {
  AG: parameters.haircutAgBp,
  CU: parameters.haircutCuBp,
  AU: parameters.haircutAuBp,
  AL: parameters.haircutAlBp,
  NI: parameters.haircutNiBp,
  LI2CO3: parameters.haircutLi2co3Bp,
  NDPR: parameters.haircutNdprBp,
};

/** The haircut of a metal; one that nobody has judged counts nothing. */
export function haircutOf(metal: string): Parameter {
  return haircuts[metal] ?? parameters.haircutOtherBp;
}
