// Steps from a trusted block to a higher or lower one, fetching as few blocks between them as trust allows.

import { present } from "#src/core/assert.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { HeaderSource } from "./headerSource.ts";
import { type LightBlock, lightBlockHash } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";
import { requireUnexpired, requireWhole, type TrustRules, verifyBackwards, verifyLightBlock } from "./verifyHeader.ts";

export interface StepRules extends TrustRules {
  /** Blocks looked at on one way: a source must not keep a client busy for ever. */
  readonly stepsMax: number;
}

/** A thousand blocks: half an hour of every header, or any distance along validators who change slowly. */
export const stepsMaxDefault = 1_000;

/** The light block of a height; a source that does not have it, or answers another, is refused by code. */
export async function fetchLightBlock(source: HeaderSource, height: number | "latest"): Promise<LightBlock> {
  const block = await source.lightBlockAt(height).catch((cause: unknown) => {
    if (cause instanceof LightError) throw cause;
    throw new LightError("light/unavailable", { source: source.name, height }, { cause });
  });
  if (height !== "latest" && block.header.height !== height) {
    throw new LightError("light/wrongHeight", { source: source.name, height, answered: block.header.height });
  }
  return block;
}

/** The blocks verified on the way to the target, which is the last of them. */
export async function stepForward(
  source: HeaderSource,
  from: LightBlock,
  target: LightBlock,
  rules: StepRules,
  nowMs: number,
): Promise<LightBlock[]> {
  const verified: LightBlock[] = [];
  let trusted = from;
  /** Blocks that wait for trust, the nearest last. */
  const waiting = [target];
  for (let step = 0; step < rules.stepsMax; step += 1) {
    const candidate = present(waiting.at(-1), "the target waits until it is verified");
    if (isVerifiedFrom(trusted, candidate, rules, nowMs)) {
      trusted = candidate;
      verified.push(candidate);
      waiting.pop();
      if (waiting.length === 0) return verified;
      continue;
    }
    const distance = candidate.header.height - trusted.header.height;
    waiting.push(await fetchLightBlock(source, trusted.header.height + Math.floor(distance / 2)));
  }
  throw new LightError("light/tooManySteps", { height: target.header.height, stepsMax: rules.stepsMax });
}

/** Follows the chain of hashes down to a height; every header on the way is fetched. */
export async function stepBackwards(
  source: HeaderSource,
  from: LightBlock,
  height: number,
  rules: StepRules,
  nowMs: number,
): Promise<LightBlock> {
  requireUnexpired(from.header, rules, nowMs);
  if (from.header.height - height > rules.stepsMax) {
    throw new LightError("light/tooManySteps", { height, stepsMax: rules.stepsMax });
  }
  let trusted = from;
  while (trusted.header.height > height) {
    const block = await fetchLightBlock(source, trusted.header.height - 1);
    verifyBackwards(trusted.header, block.header);
    requireWhole(block, rules.chainId);
    trusted = block;
  }
  return trusted;
}

export function isSameBlock(a: LightBlock, b: LightBlock): boolean {
  return bytesEqual(lightBlockHash(a), lightBlockHash(b));
}

/** False where a block between the two may help; everything else that is wrong is thrown. */
function isVerifiedFrom(trusted: LightBlock, candidate: LightBlock, rules: StepRules, nowMs: number): boolean {
  try {
    verifyLightBlock(trusted, candidate, rules, nowMs);
    return true;
  } catch (fault) {
    if (fault instanceof LightError && fault.code === "light/notEnoughTrust") return false;
    throw fault;
  }
}
