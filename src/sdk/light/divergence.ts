// Asks other sources for a verified height: two headers that both verify are an attack, which one source alone can hide.
import { fetchLightBlock, isSameBlock, type StepRules, stepForward } from "./bisection.ts";
import type { HeaderSource } from "./headerSource.ts";
import type { LightBlock } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";
import { requireWhole } from "./verifyHeader.ts";

export type WitnessVerdict =
  | { readonly source: string; readonly verdict: "agrees" }
  /** It has no such block, or does not answer, or not in the form of an answer. */
  | { readonly source: string; readonly verdict: "silent"; readonly reason: LightError }
  /** It showed another header, which does not verify: the witness is broken or lies. */
  | { readonly source: string; readonly verdict: "lies"; readonly block: LightBlock; readonly reason: LightError }
  /** It showed another header, which verifies from the same trusted block: an attack on the chain. */
  | { readonly source: string; readonly verdict: "diverges"; readonly block: LightBlock };

/** `trusted` is what the block was verified from. Witnesses are asked at once, and none can make the others unheard. */
export function detectDivergence(
  trusted: LightBlock,
  verified: LightBlock,
  witnesses: readonly HeaderSource[],
  rules: StepRules,
  nowMs: number,
): Promise<WitnessVerdict[]> {
  return Promise.all(witnesses.map((witness) => askWitness(trusted, verified, witness, rules, nowMs)));
}

/** Throws for an attack, with both blocks as its evidence, and where no witness confirms. */
export function requireConfirmed(verified: LightBlock, verdicts: readonly WitnessVerdict[]): void {
  const { height } = verified.header;
  for (const verdict of verdicts) {
    if (verdict.verdict !== "diverges") continue;
    throw new LightError("light/diverged", { height, source: verdict.source }, { blocks: [verified, verdict.block] });
  }
  if (verdicts.length > 0 && !verdicts.some(({ verdict }) => verdict === "agrees")) {
    throw new LightError("light/notConfirmed", { height, witnesses: verdicts.length });
  }
}

async function askWitness(
  trusted: LightBlock,
  verified: LightBlock,
  witness: HeaderSource,
  rules: StepRules,
  nowMs: number,
): Promise<WitnessVerdict> {
  const source = witness.name;
  let block: LightBlock;
  try {
    block = await fetchLightBlock(witness, verified.header.height);
  } catch (reason) {
    return { source, verdict: "silent", reason: lightErrorOf(reason) };
  }
  try {
    requireWhole(block, rules.chainId);
    if (isSameBlock(block, verified)) return { source, verdict: "agrees" };
    await stepForward(witness, trusted, block, rules, nowMs);
    return { source, verdict: "diverges", block };
  } catch (reason) {
    return { source, verdict: "lies", block, reason: lightErrorOf(reason) };
  }
}

function lightErrorOf(reason: unknown): LightError {
  if (reason instanceof LightError) return reason;
  throw reason;
}
