// What CometBFT says of a decided block, in the machine's words.
import types from "cosmjs-types/tendermint/abci/types";
import { expect, it } from "vitest";
import { blockInputOf } from "#src/consensus/abci/blockInput.ts";

const [one, two] = [new Uint8Array(20).fill(1), new Uint8Array(20).fill(2)];

it("time is rounded down, who was heard has signed, and misbehaviour keeps its kind and place", () => {
  const request = types.RequestFinalizeBlock.fromPartial({
    height: 9n,
    time: { seconds: 1_700_000_000n, nanos: 123_999_999 },
    proposerAddress: one,
    decidedLastCommit: {
      round: 0,
      votes: [
        { validator: { address: one, power: 10n }, blockIdFlag: 2 },
        { validator: { address: two, power: 7n }, blockIdFlag: 1 },
      ],
    },
    misbehavior: [
      {
        type: 1,
        validator: { address: two, power: 7n },
        height: 5n,
        time: { seconds: 1_600_000_000n, nanos: 1_000_000 },
        totalVotingPower: 17n,
      },
    ],
  });
  const transactions = [Uint8Array.of(3)];
  expect(blockInputOf(request, transactions)).toEqual({
    height: 9,
    timeMs: 1_700_000_000_123,
    transactions,
    proposerAddress: one,
    lastCommit: [
      { validatorAddress: one, power: 10n, signed: true },
      { validatorAddress: two, power: 7n, signed: false },
    ],
    misbehaviour: [{ kind: "duplicate-vote", validatorAddress: two, power: 7n, height: 5, timeMs: 1_600_000_000_001 }],
  });
});
