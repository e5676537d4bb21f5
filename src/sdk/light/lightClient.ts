// The light client: from one header or validator set that the user trusts to any height, and to proved state.
import { type ValidatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { present } from "#src/core/assert.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import {
  fetchLightBlock,
  isSameBlock,
  type StepRules,
  stepBackwards,
  stepForward,
  stepsMaxDefault,
} from "./bisection.ts";
import { detectDivergence, requireConfirmed, type WitnessVerdict } from "./divergence.ts";
import type { HeaderSource } from "./headerSource.ts";
import { type LightBlock, lightBlockHash } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";
import { type ProofExpectation, type ProvedState, parseStateProof, verifyStateProof } from "./stateProof.ts";
import { MemoryTrustedStore, type TrustedStore } from "./trustedStore.ts";
import { defaultRules, isExpired, requireSoundRules, requireWhole, verifyAlone } from "./verifyHeader.ts";

export interface LightClientParts {
  readonly primary: HeaderSource;
  /** Sources run by others than the primary. Without any, a primary with the keys of old validators can deceive. */
  readonly witnesses?: readonly HeaderSource[];
  readonly store?: TrustedStore;
  readonly rules: Pick<StepRules, "chainId" | "trustingPeriodMs"> & Partial<StepRules>;
  /** Told what each witness said, also when all is well. */
  readonly onWitnesses?: (verdicts: readonly WitnessVerdict[]) => void;
}

export class LightClient {
  readonly #primary: HeaderSource;
  readonly #witnesses: readonly HeaderSource[];
  readonly #store: TrustedStore;
  readonly #rules: StepRules;
  readonly #onWitnesses: (verdicts: readonly WitnessVerdict[]) => void;

  constructor({ primary, witnesses = [], store, rules, onWitnesses = () => undefined }: LightClientParts) {
    this.#primary = primary;
    this.#witnesses = witnesses;
    this.#store = store ?? new MemoryTrustedStore();
    this.#rules = { ...defaultRules, stepsMax: stepsMaxDefault, ...rules };
    this.#onWitnesses = onWitnesses;
    requireSoundRules(this.#rules);
  }

  /** Begins from a header whose hash the user had from somebody trusted. */
  async trustHeader(height: number, hash: Uint8Array): Promise<LightBlock> {
    return this.#begin(height, (block) => bytesEqual(lightBlockHash(block), hash));
  }

  /** Begins from the validators that the genesis file names; `height` is the first block that the source keeps. */
  async trustValidators(validators: ValidatorSet, height = 1): Promise<LightBlock> {
    const hash = validatorSetHash(validators);
    return this.#begin(height, ({ header }) => bytesEqual(header.validatorsHash, hash));
  }

  /** The verified block of a height, or the newest one. Throws a LightError. */
  async verifyToHeight(height: number | "latest", nowMs: number): Promise<LightBlock> {
    if (height === "latest") return this.#verifyLatest(nowMs);
    return (await this.#store.get(height)) ?? this.#verifyFrom(height, undefined, nowMs);
  }

  /** Checks an answer to `?prove=true` end to end: the header of the height after it is verified first. */
  async verifyStateProof(proofJson: unknown, expected: ProofExpectation, nowMs: number): Promise<ProvedState> {
    const { height } = parseStateProof(proofJson);
    const { header } = await this.verifyToHeight(height + 1, nowMs);
    return verifyStateProof(header, proofJson, expected);
  }

  async #begin(height: number, isTrusted: (block: LightBlock) => boolean): Promise<LightBlock> {
    const block = await fetchLightBlock(this.#primary, height);
    verifyAlone(block, this.#rules);
    if (!isTrusted(block)) throw new LightError("light/wrongTrustRoot", { height });
    await this.#store.put(block);
    return block;
  }

  async #verifyLatest(nowMs: number): Promise<LightBlock> {
    const latest = await fetchLightBlock(this.#primary, "latest");
    requireWhole(latest, this.#rules.chainId);
    const known = await this.#store.get(latest.header.height);
    if (known === undefined) return this.#verifyFrom(latest.header.height, latest, nowMs);
    if (isSameBlock(known, latest)) return known;
    verifyAlone(latest, this.#rules);
    throw new LightError(
      "light/diverged",
      { height: latest.header.height, source: this.#primary.name },
      { blocks: [known, latest] },
    );
  }

  async #verifyFrom(height: number, fetched: LightBlock | undefined, nowMs: number): Promise<LightBlock> {
    const [below, above] = await Promise.all([this.#store.atOrBelow(height), this.#store.atOrAbove(height)]);
    const isBelowUsable = below !== undefined && !isExpired(below.header, this.#rules, nowMs);
    if (above !== undefined && !isBelowUsable) {
      const block = await stepBackwards(this.#primary, above, height, this.#rules, nowMs);
      await this.#store.put(block);
      return block;
    }
    if (below === undefined) throw new LightError("light/nothingTrusted", { height });
    const target = fetched ?? (await fetchLightBlock(this.#primary, height));
    const verified = await stepForward(this.#primary, below, target, this.#rules, nowMs);
    await this.#requireConfirmed(below, target, nowMs);
    // Nothing is kept before the witnesses are heard: a way that leads to a forgery is forged as a whole.
    for (const block of verified) await this.#store.put(block);
    return present(verified.at(-1), "the target was verified");
  }

  async #requireConfirmed(trusted: LightBlock, verified: LightBlock, nowMs: number): Promise<void> {
    if (this.#witnesses.length === 0) return;
    const verdicts = await detectDivergence(trusted, verified, this.#witnesses, this.#rules, nowMs);
    this.#onWitnesses(verdicts);
    requireConfirmed(verified, verdicts);
  }
}
