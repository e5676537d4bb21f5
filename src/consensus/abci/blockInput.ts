// What CometBFT says of a decided block, as the machine takes it.
import type { Misbehavior, RequestFinalizeBlock, VoteInfo } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { msOfTimestamp } from "#src/comet/timestamp.ts";
import type { BlockInput, CommitParticipation, Misbehaviour } from "#src/machine/block.ts";

/** The number of `BlockIDFlagAbsent`: the validator was not heard in time. */
const absentFlag = 1;

/** Times are rounded down to a millisecond; CometBFT's block times are at least one apart. */
export function blockInputOf(request: RequestFinalizeBlock, transactions: readonly Uint8Array[]): BlockInput {
  return {
    height: Number(request.height),
    timeMs: timeMsOf(request.time),
    transactions,
    proposerAddress: request.proposerAddress,
    misbehaviour: request.misbehavior.flatMap(misbehaviourOf),
    lastCommit: request.decidedLastCommit.votes.map(participationOf),
  };
}

function participationOf({ validator, blockIdFlag }: VoteInfo): CommitParticipation {
  return { validatorAddress: validator.address, power: validator.power, signed: Number(blockIdFlag) !== absentFlag };
}

function misbehaviourOf({ type, validator, height, time }: Misbehavior): Misbehaviour[] {
  const kind = kindOf(type);
  if (kind === undefined) return [];
  const { address, power } = validator;
  return [{ kind, validatorAddress: address, power, height: Number(height), timeMs: timeMsOf(time) }];
}

function kindOf(type: Misbehavior["type"]): Misbehaviour["kind"] | undefined {
  if (type === types.MisbehaviorType.DUPLICATE_VOTE) return "duplicate-vote";
  return type === types.MisbehaviorType.LIGHT_CLIENT_ATTACK ? "light-client-attack" : undefined;
}

function timeMsOf({ seconds, nanos }: { readonly seconds: bigint; readonly nanos: number }): number {
  return msOfTimestamp({ seconds: Number(seconds), nanos });
}
