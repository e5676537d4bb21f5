// Who may sign blocks, in CometBFT's order, with the hash that headers carry of them.
import { assert } from "#src/core/assert.ts";
import { publicKeyLength } from "#src/crypto/ed25519.ts";
import { compareBytes } from "#src/crypto/hex.ts";
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { merkleRoot } from "./merkle.ts";
import { WireWriter } from "./wire.ts";

export const validatorAddressLength = 20;

/** CometBFT's own bound, an eighth of the largest int64: sums and products of powers stay inside an int64. */
export const totalPowerMax = (2n ** 63n - 1n) / 8n;

export interface Validator {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

export interface ValidatorSetMember extends Validator {
  readonly address: Uint8Array;
}

/** Made by `validatorSet` alone: the order decides both the hash and which signature of a commit is whose. */
export interface ValidatorSet {
  readonly members: readonly ValidatorSetMember[];
  readonly totalPower: bigint;
}

export function validatorAddress(publicKey: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  return hash(publicKey).slice(0, validatorAddressLength);
}

/** The validators with most power first, and by address where power is equal. */
export function validatorSet(validators: readonly Validator[], hash: Sha256 = sha256): ValidatorSet {
  const members = validators
    .map(({ publicKey, power }) => ({ publicKey, power, address: validatorAddress(publicKey, hash) }))
    .sort((a, b) => comparePowersDown(a.power, b.power) || compareBytes(a.address, b.address));
  let totalPower = 0n;
  for (const [index, member] of members.entries()) {
    assert(member.publicKey.length === publicKeyLength, "a validator's key is an Ed25519 key");
    assert(member.power > 0n, "a validator has power");
    const before = members[index - 1];
    assert(before === undefined || compareBytes(before.address, member.address) !== 0, "a validator is listed once");
    totalPower += member.power;
  }
  assert(totalPower <= totalPowerMax, "the validators' total power fits CometBFT's bound");
  return { members, totalPower };
}

export function validatorSetHash(validators: ValidatorSet, hash: Sha256 = sha256): Uint8Array {
  return merkleRoot(validators.members.map(encodeValidator), hash);
}

function encodeValidator({ publicKey, power }: Validator): Uint8Array {
  const key = new WireWriter().embedded(1, publicKey).finish();
  return new WireWriter().embedded(1, key).integer(2, power).finish();
}

function comparePowersDown(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
