// The shapes of councils, their charters, proposals and votes.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  councilIdSchema,
  countSchema,
  heightSchema,
  noteSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { parameterNameSchema } from "#src/modules/parameters/access.ts";

export const proposalNumberSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const revisionSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
/** What a council or a proposal is for, in a sentence. */
export const purposeSchema = noteSchema.min(1);

export const memberSchema = z.strictObject({
  account: accountSchema,
  weight: z.int().min(1).max(limits.councilWeightMax),
});

const charterShape = {
  members: z.array(memberSchema).min(1).max(limits.councilMembersMax),
  /** The part of all weight that must vote, abstentions included: a third at the least. */
  quorumBp: z.int().min(3_334).max(10_000),
  /** The part of the weight for or against that must be for: more than half. */
  approvalBp: z.int().min(5_001).max(10_000),
  /** How long a proposal can be voted on. */
  votingMs: z.int().min(limits.votingMsMin).max(limits.votingMsMax),
} as const;

/** Who votes in a council, and what it takes. */
export const charterSchema = z.strictObject(charterShape);
export type Charter = z.output<typeof charterSchema>;

export const councilSchema = z.strictObject({
  purpose: purposeSchema,
  foundedMs: timeMsSchema,
  /** Which of its charters is in force. */
  revision: revisionSchema,
});

export const newCouncilSchema = z.strictObject({ council: councilIdSchema, purpose: purposeSchema, ...charterShape });

export const changeSchema = z.strictObject({
  parameter: parameterNameSchema,
  value: signedAmountSchema,
  /** Absent, or earlier than the notice allows once the proposal has passed: as soon as it allows. */
  fromHeight: heightSchema.optional(),
});

/** What is done if the proposal passes. */
export const actionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("parameters"),
    changes: z.array(changeSchema).min(1).max(limits.changesPerProposalMax),
  }),
  z.strictObject({ kind: z.literal("charter"), charter: charterSchema }),
]);
export type Action = z.output<typeof actionSchema>;

export const proposalStateSchema = z.enum(["open", "passed", "rejected", "lapsed", "failed", "withdrawn"]);
export type ProposalState = z.output<typeof proposalStateSchema>;

export const choiceSchema = z.enum(["approve", "reject", "abstain"]);
export type Choice = z.output<typeof choiceSchema>;

/** The weight of the votes cast. */
export const tallySchema = z.strictObject({ approve: countSchema, reject: countSchema, abstain: countSchema });
export type Tally = z.output<typeof tallySchema>;

export const proposalSchema = z.strictObject({
  council: councilIdSchema,
  /** The charter by which it is voted on: the one in force when it was opened. */
  revision: revisionSchema,
  proposer: accountSchema,
  purpose: purposeSchema,
  action: actionSchema,
  openedMs: timeMsSchema,
  /** From this block time on nobody votes. */
  endsMs: timeMsSchema,
  tally: tallySchema,
  state: proposalStateSchema,
  closedMs: timeMsSchema.optional(),
  /** Why what was passed could not be done any more: the code of the refusal. */
  failure: z.string().max(64).optional(),
});
export type Proposal = z.output<typeof proposalSchema>;

export const voteSchema = z.strictObject({ choice: choiceSchema, weight: countSchema });
