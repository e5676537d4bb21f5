// The module `governance`: councils of partners that vote on the parameters they own.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  charterOfEveryRevision,
  openProposalsFallDue,
  proposalsAreListed,
  talliesEqualVotes,
  votedChangesPassed,
} from "./invariants.ts";
import { castVote } from "./messages/castVote.ts";
import { foundCouncil } from "./messages/foundCouncil.ts";
import { proposeChanges } from "./messages/proposeChanges.ts";
import { proposeCharter } from "./messages/proposeCharter.ts";
import { withdrawProposal } from "./messages/withdrawProposal.ts";
import { charter } from "./queries/charter.ts";
import { council } from "./queries/council.ts";
import { councils as allCouncils } from "./queries/councils.ts";
import { proposal } from "./queries/proposal.ts";
import { proposals as listedProposals } from "./queries/proposals.ts";
import { vote } from "./queries/vote.ts";
import { votes as allVotes } from "./queries/votes.ts";
import { refusals } from "./refusals.ts";
import { charters, councils, deadlines, listed, nextProposals, openCounts, proposals, votes } from "./tables.ts";

export const governance = defineModule({
  name: "governance",
  version: 1,
  summary: "Councils of partners that vote, by weight and quorum, on the parameters they own and on their charters.",
  after: ["accounts", "authority", "parameters"],
  tables: {
    councils,
    charters,
    proposals,
    nextProposals,
    listed,
    openCounts,
    votes,
    deadlineSizes: deadlines.tables.sizes,
    deadlineEntries: deadlines.tables.entries,
  },
  messages: { foundCouncil, proposeChanges, proposeCharter, castVote, withdrawProposal },
  queries: {
    council,
    councils: allCouncils,
    charter,
    proposal,
    proposals: listedProposals,
    vote,
    votes: allVotes,
  },
  events,
  refusals,
  invariants: {
    charterOfEveryRevision,
    talliesEqualVotes,
    proposalsAreListed,
    openProposalsFallDue,
    votedChangesPassed,
  },
  genesis,
  blocks,
});
