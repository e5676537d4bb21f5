// Whether one light block follows from another that is trusted: the rules of CometBFT's light client.

import { blockProtocol, type Header, headerHash } from "#src/comet/header.ts";
import type { Timestamp } from "#src/comet/timestamp.ts";
import { validatorAddressLength, validatorSetHash } from "#src/comet/validators.ts";
import { type CommitFault, signedPowerOf, verifyCommit } from "#src/comet/verifyCommit.ts";
import { type SignatureVerifier, verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { sha256Length } from "#src/crypto/sha256.ts";
import type { LightBlock, TrustedBlock } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";

/** The share of the trusted validators' power that must have signed what is believed because of them. */
export interface TrustLevel {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** More than a third: then at least one honest validator signed, as long as less than a third is dishonest. */
export const defaultTrustLevel: TrustLevel = { numerator: 1n, denominator: 3n };

export interface TrustRules {
  readonly chainId: string;
  /** How long a header is trusted after its time; well below the time in which validators can be held to account. */
  readonly trustingPeriodMs: number;
  /** How far clocks may differ: a header may be this much ahead of the caller's clock. */
  readonly clockDriftMs: number;
  readonly trustLevel: TrustLevel;
  readonly verify: SignatureVerifier;
}

export const defaultRules = {
  clockDriftMs: 10_000,
  trustLevel: defaultTrustLevel,
  verify: verifyZip215,
} as const;

/** Throws a LightError unless the rules protect whoever follows them. */
export function requireSoundRules({ trustingPeriodMs, clockDriftMs, trustLevel }: TrustRules): void {
  const { numerator, denominator } = trustLevel;
  const isLevelSound = denominator > 0n && 3n * numerator >= denominator && numerator <= denominator;
  if (!isLevelSound) throw new LightError("light/invalidOptions", { option: "trustLevel" });
  if (!Number.isSafeInteger(trustingPeriodMs) || trustingPeriodMs <= 0) {
    throw new LightError("light/invalidOptions", { option: "trustingPeriodMs" });
  }
  if (!Number.isSafeInteger(clockDriftMs) || clockDriftMs < 0) {
    throw new LightError("light/invalidOptions", { option: "clockDriftMs" });
  }
}

/** The next height: its validators are exactly those that the trusted header announced. */
export function verifyAdjacent(trusted: TrustedBlock, block: LightBlock, rules: TrustRules, nowMs: number): void {
  if (block.header.height !== trusted.header.height + 1) throw wrongHeight(trusted.header, block.header);
  requireFollowing(trusted, block, rules, nowMs);
  if (!bytesEqual(block.header.validatorsHash, trusted.header.nextValidatorsHash)) {
    throw new LightError("light/wrongValidators", { height: block.header.height });
  }
  requireFinal(block, rules);
}

/** A height further on: enough of the trusted validators signed it, and two thirds of its own. */
export function verifyNonAdjacent(trusted: TrustedBlock, block: LightBlock, rules: TrustRules, nowMs: number): void {
  if (block.header.height <= trusted.header.height + 1) throw wrongHeight(trusted.header, block.header);
  requireFollowing(trusted, block, rules, nowMs);
  const hash = validatorSetHash(trusted.validators);
  const { validatorsHash, nextValidatorsHash, height } = trusted.header;
  if (!bytesEqual(hash, validatorsHash) && !bytesEqual(hash, nextValidatorsHash)) {
    throw new LightError("light/wrongValidators", { height });
  }
  // Most of the trusted validators are in the new set too: their signatures are checked once.
  const once = { ...rules, verify: rememberingVerifier(rules.verify) };
  requireTrusted(trusted, block, once);
  requireFinal(block, once);
}

/** Either of the two, as the heights ask for. */
export function verifyLightBlock(trusted: TrustedBlock, block: LightBlock, rules: TrustRules, nowMs: number): void {
  if (block.header.height === trusted.header.height + 1) verifyAdjacent(trusted, block, rules, nowMs);
  else verifyNonAdjacent(trusted, block, rules, nowMs);
}

/** The height before: the trusted header names it by its hash, so no signature is needed. */
export function verifyBackwards(trusted: Header, header: Header): void {
  requireSoundHeader(header, trusted.chainId);
  if (header.height !== trusted.height - 1) throw wrongHeight(trusted, header);
  if (nanosOf(header.time) >= nanosOf(trusted.time)) throw timeNotLater(header.height);
  if (!bytesEqual(headerHash(header), trusted.lastBlockId.hash)) {
    throw new LightError("light/brokenChain", { height: header.height });
  }
}

/** The light block agrees with itself: its own validators made its own header final. */
export function verifyAlone(block: LightBlock, rules: TrustRules): void {
  requireWhole(block, rules.chainId);
  requireFinal(block, rules);
}

/** The light block is about one header and one validator set; who signed is not asked yet. */
export function requireWhole({ header, commit, validators }: LightBlock, chainId: string): void {
  requireSoundHeader(header, chainId);
  const { height } = header;
  if (commit.height !== height) throw invalidCommit(height, "wrongHeight");
  if (!bytesEqual(commit.blockId.hash, headerHash(header))) throw invalidCommit(height, "wrongBlock");
  if (!bytesEqual(validatorSetHash(validators), header.validatorsHash)) {
    throw new LightError("light/wrongValidators", { height });
  }
}

export function isExpired({ time }: Header, { trustingPeriodMs }: TrustRules, nowMs: number): boolean {
  return nanosOf(time) + nanosOfMs(trustingPeriodMs) <= nanosOfMs(nowMs);
}

export function requireUnexpired(header: Header, rules: TrustRules, nowMs: number): void {
  if (isExpired(header, rules, nowMs)) throw new LightError("light/trustExpired", { height: header.height });
}

function requireFollowing(trusted: TrustedBlock, block: LightBlock, rules: TrustRules, nowMs: number): void {
  const { header } = block;
  if (trusted.header.chainId !== rules.chainId) throw new LightError("light/wrongChain", { height: header.height });
  requireUnexpired(trusted.header, rules, nowMs);
  requireWhole(block, rules.chainId);
  if (nanosOf(header.time) <= nanosOf(trusted.header.time)) throw timeNotLater(header.height);
  if (nanosOf(header.time) >= nanosOfMs(nowMs) + nanosOfMs(rules.clockDriftMs)) {
    throw new LightError("light/headerFromTheFuture", { height: header.height });
  }
}

function requireTrusted({ validators }: TrustedBlock, { header, commit }: LightBlock, rules: TrustRules): void {
  const { numerator, denominator } = rules.trustLevel;
  const verdict = signedPowerOf(commit, { chainId: rules.chainId, validators }, rules.verify);
  if ("fault" in verdict) throw invalidCommit(header.height, verdict.fault, verdict.signatureIndex);
  if (verdict.signedPower * denominator <= validators.totalPower * numerator) {
    throw new LightError("light/notEnoughTrust", { height: header.height });
  }
}

function requireFinal({ header, commit, validators }: LightBlock, { chainId, verify }: TrustRules): void {
  const { height } = header;
  const verdict = verifyCommit(commit, { chainId, height, blockId: commit.blockId, validators }, verify);
  if (!verdict.final) throw invalidCommit(height, verdict.fault, verdict.signatureIndex);
}

function requireSoundHeader(header: Header, chainId: string): void {
  const { height } = header;
  if (header.chainId !== chainId) throw new LightError("light/wrongChain", { height });
  const unsound = (field: string) => new LightError("light/invalidHeader", { height, field });
  if (header.version.block !== blockProtocol) throw unsound("version");
  if (!Number.isSafeInteger(height) || height < 1) throw unsound("height");
  const { validatorsHash, nextValidatorsHash, consensusHash, lastCommitHash, dataHash } = header;
  const { lastResultsHash, evidenceHash, lastBlockId, proposerAddress } = header;
  for (const [field, hash] of Object.entries({ validatorsHash, nextValidatorsHash, consensusHash })) {
    if (hash.length !== sha256Length) throw unsound(field);
  }
  const lastBlockHash = lastBlockId.hash;
  const mayBeEmpty = { lastCommitHash, dataHash, lastResultsHash, evidenceHash, lastBlockHash };
  for (const [field, hash] of Object.entries(mayBeEmpty)) {
    if (hash.length !== sha256Length && hash.length !== 0) throw unsound(field);
  }
  if (proposerAddress.length !== validatorAddressLength) throw unsound("proposerAddress");
}

function rememberingVerifier(verify: SignatureVerifier): SignatureVerifier {
  const answers = new Map<string, boolean>();
  return (message, signature, publicKey) => {
    const question = [publicKey, signature, message].map(bytesToHex).join(" ");
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = verify(message, signature, publicKey);
    answers.set(question, answer);
    return answer;
  };
}

function invalidCommit(height: number, fault: CommitFault, signatureIndex?: number): LightError {
  return new LightError("light/invalidCommit", {
    height,
    fault,
    ...(signatureIndex === undefined ? {} : { signatureIndex }),
  });
}

function wrongHeight(trusted: Header, header: Header): LightError {
  return new LightError("light/wrongHeight", { height: header.height, trustedHeight: trusted.height });
}

function timeNotLater(height: number): LightError {
  return new LightError("light/timeNotLater", { height });
}

function nanosOf({ seconds, nanos }: Timestamp): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}

function nanosOfMs(ms: number): bigint {
  return BigInt(ms) * 1_000_000n;
}
