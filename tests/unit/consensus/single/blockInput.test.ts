// What a single validator tells the machine about itself with each block.
import { expect, it } from "vitest";
import { validatorAddress, validatorSet } from "#src/comet/validators.ts";
import { blockInputOf } from "#src/consensus/single/blockInput.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { buildSigners, hashOfText } from "#tests/support/cometBlocks.ts";

const publicKey = buildSigners(1).map((signer) => signer.publicKey)[0] ?? hashOfText("no key");
const network = { chainId: "chain", validators: validatorSet([{ publicKey, power: 10n }]), hash: sha256 };
const address = validatorAddress(publicKey);

it("proposes every block itself, and took part in the commit of the block before with all power", () => {
  const transactions = [new Uint8Array([1])];
  expect(blockInputOf(2, 1_000, transactions, network)).toEqual({
    height: 2,
    timeMs: 1_000,
    transactions,
    proposerAddress: address,
    misbehaviour: [],
    lastCommit: [{ validatorAddress: address, power: 10n, signed: true }],
  });
});

it("knows of no commit before the first block", () => {
  expect(blockInputOf(1, 1_000, [], network).lastCommit).toEqual([]);
});
