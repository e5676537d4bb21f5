// Chains of light blocks whose validators change from height to height, and sources that answer them.
import type { BlockId } from "#src/comet/blockId.ts";
import { noBlockId } from "#src/comet/blockId.ts";
import { type CommitSigner, commitSigner, signCommit } from "#src/comet/commit.ts";
import { type Header, headerHash } from "#src/comet/header.ts";
import { timestampOfMs } from "#src/comet/timestamp.ts";
import { type ValidatorSet, validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { present } from "#src/core/assert.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { nativeVerifier } from "#src/node/nativeCrypto.ts";
import type { HeaderSource } from "#src/sdk/light/headerSource.ts";
import type { LightBlock } from "#src/sdk/light/lightBlock.ts";
import { defaultRules } from "#src/sdk/light/verifyHeader.ts";
import { buildHeader, hashOfText } from "./cometBlocks.ts";

export const chainId = "light-test";
export const genesisMs = 1_700_000_000_000;
export const blockMs = 1_000;
export const dayMs = 86_400_000;

/** Rules with a native verifier, so that many chains are checked in little time. */
export const rules = {
  ...defaultRules,
  chainId,
  trustingPeriodMs: 14 * dayMs,
  stepsMax: 1_000,
  verify: verifyInBlock(nativeVerifier),
};

const signers = new Map<string, CommitSigner>();

/** The signer of a name, which is always the same. */
export function signerNamed(name: string): CommitSigner {
  const known = signers.get(name) ?? commitSigner(hashOfText(`light ${name}`));
  signers.set(name, known);
  return known;
}

/** Powers by name. */
export type Powers = Readonly<Record<string, number>>;

export function setOf(powers: Powers): ValidatorSet {
  return validatorSet(
    Object.entries(powers).map(([name, power]) => ({ publicKey: signerNamed(name).publicKey, power: BigInt(power) })),
  );
}

export interface SealRequest {
  readonly header: Header;
  readonly powers: Powers;
  /** Who signs; everybody unless said. */
  readonly signedBy?: readonly string[];
}

/** The light block of a header, signed. */
export function seal({ header, powers, signedBy = Object.keys(powers) }: SealRequest): LightBlock {
  const validators = setOf(powers);
  const { height, time } = header;
  const blockId: BlockId = { hash: headerHash(header), partSetHeader: { total: 1, hash: hashOfText("parts") } };
  const request = { chainId: header.chainId, height, round: 0, blockId, time, validators };
  return { header, validators, commit: signCommit({ ...request, signers: signedBy.map(signerNamed) }) };
}

/** The chain in which the validators of height h are `powers[h - 1]`, for all but the last, who only come next. */
export function chainOf(powers: readonly Powers[], fields: Partial<Header> = {}): LightBlock[] {
  const blocks: LightBlock[] = [];
  for (const [index, current] of powers.slice(0, -1).entries()) {
    const last = blocks.at(-1);
    const header = buildHeader({
      chainId,
      height: index + 1,
      time: timestampOfMs(genesisMs + index * blockMs),
      lastBlockId: last?.commit.blockId ?? noBlockId,
      validatorsHash: validatorSetHash(setOf(current)),
      nextValidatorsHash: validatorSetHash(setOf(present(powers[index + 1], "the next set"))),
      appHash: hashOfText(`root ${index}`),
      ...fields,
    });
    blocks.push(seal({ header, powers: current }));
  }
  return blocks;
}

/** Powers that stay the same for so many heights. */
export function steady(powers: Powers, heights: number): Powers[] {
  return Array.from({ length: heights + 1 }, () => powers);
}

/** Five of equal power, of whom one is replaced at each height. */
export function churning(heights: number): Powers[] {
  return Array.from({ length: heights + 1 }, (_, height) =>
    Object.fromEntries([0, 1, 2, 3, 4].map((offset) => [`v${height + offset}`, 10])),
  );
}

export interface CountingSource extends HeaderSource {
  /** Heights in the order in which they were asked for. */
  readonly asked: (number | "latest")[];
}

export function sourceOf(blocks: readonly LightBlock[], name = "primary"): CountingSource {
  const asked: (number | "latest")[] = [];
  return {
    name,
    asked,
    async lightBlockAt(height) {
      asked.push(height);
      const block = height === "latest" ? blocks.at(-1) : blocks.find(({ header }) => header.height === height);
      if (block === undefined) throw new Error(`no block at ${height}`);
      return block;
    },
  };
}

export function at(blocks: readonly LightBlock[], height: number): LightBlock {
  return present(
    blocks.find(({ header }) => header.height === height),
    "a block of the chain",
  );
}

/** A little after the newest block. */
export function nowAfter(blocks: readonly LightBlock[]): number {
  return genesisMs + blocks.length * blockMs;
}
