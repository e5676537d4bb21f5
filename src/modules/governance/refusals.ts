// Refusals of the module `governance`: numbers 1060 to 1089.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("governance", {
  unknownCouncil: refusal<{ council: string }>(1060, "unknown", "There is no such council."),
  councilExists: refusal<{ council: string }>(1061, "conflict", "A council of this name was founded before."),
  memberTwice: refusal<{ account: string }>(1062, "invalid", "An account is a member of a council once."),
  notMember: refusal<{ council: string; account: string }>(
    1063,
    "unauthorised",
    "The actor is not a member of the council, or was none when the proposal was opened.",
  ),
  parameterTwice: refusal<{ parameter: string }>(1064, "invalid", "A proposal changes a parameter once."),
  tooManyOpen: refusal<{ most: number }>(
    1065,
    "limit",
    "The member has as many open proposals in this council as it may.",
  ),
  unknownProposal: refusal<{ proposal: number }>(1066, "unknown", "There is no such proposal."),
  proposalClosed: refusal<{ proposal: number; state: string }>(1067, "conflict", "The proposal is not open any more."),
  votingEnded: refusal<{ endsMs: number }>(1068, "conflict", "The time to vote on the proposal has ended."),
  alreadyVoted: refusal<{ proposal: number }>(1069, "conflict", "The member has voted; a vote is final."),
  notProposer: refusal<{ proposal: number }>(1070, "unauthorised", "Only who opened a proposal may withdraw it."),
  charterReplaced: refusal<{ council: string; revision: number }>(
    1071,
    "conflict",
    "The council has another charter than when the proposal was opened.",
  ),
  unknownRevision: refusal<{ council: string; revision: number }>(
    1073,
    "unknown",
    "The council has had no such charter; the details name the one in force.",
  ),
  notVoted: refusal<{ proposal: number }>(1072, "unknown", "The account has not voted on this proposal."),
});
