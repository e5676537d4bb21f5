// State of the module `governance`.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { charterSchema, councilSchema, proposalNumberSchema, proposalSchema, voteSchema } from "./schemas.ts";

/** One council, and which of its charters is in force. */
export const councils = defineTable("governance/council/{council}", councilSchema);

/** One charter of a council: written once and kept, because proposals are voted on by the one they were opened under. */
export const charters = defineTable("governance/charter/{council}/{revision}", charterSchema);

/** One proposal, kept for ever. */
export const proposals = defineTable("governance/proposal/{proposal}", proposalSchema);

/** The number that the next proposal gets. */
export const nextProposals = defineTable("governance/next-proposal", proposalNumberSchema);

/** One proposal of a council under the state that it is in. */
export const listed = defineTable("governance/listed/{council}/{state}/{proposal}", z.strictObject({}));

/** How many open proposals an account has in a council; no row while there are none. */
export const openCounts = defineTable("governance/open/{council}/{member}", countSchema);

/** One member's vote on one proposal. */
export const votes = defineTable("governance/vote/{proposal}/{member}", voteSchema);

/** Proposals by the end of their vote. The entry of one that was closed earlier is skipped when it falls due. */
export const deadlines = defineDueQueue("governance/deadline", proposalNumberSchema);
