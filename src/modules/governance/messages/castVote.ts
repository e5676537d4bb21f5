// A member votes on a proposal, once.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { charterOf, requireWeight } from "../councils.ts";
import { events } from "../events.ts";
import { conclude, requireOpen } from "../proposing.ts";
import { refusals } from "../refusals.ts";
import { isDecided } from "../rules.ts";
import { choiceSchema, proposalNumberSchema, proposalStateSchema } from "../schemas.ts";
import { proposals, votes } from "../tables.ts";

export const castVote = defineMessage({
  summary: "Votes on an open proposal, finally; a vote that decides the outcome closes it.",
  actors: "anyone",
  schema: z.strictObject({ proposal: proposalNumberSchema, choice: choiceSchema }),
  result: z.strictObject({ state: proposalStateSchema }),
  // It may be the one that decides, and then does what the proposal says.
  work: 200,
  handle({ state, actor, emit }, { proposal: number, choice }) {
    const proposal = requireOpen(state, number);
    const charter = charterOf(state, proposal.council, proposal.revision);
    const weight = requireWeight(charter, proposal.council, actor);
    if (votes.has(state, number, actor)) throw refusals.alreadyVoted({ proposal: number });

    const tally = { ...proposal.tally, [choice]: proposal.tally[choice] + weight };
    votes.put(state, number, actor, { choice, weight });
    proposals.put(state, number, { ...proposal, tally });
    emit(events.voteCounted({ proposal: number, member: actor, choice, weight }));
    if (isDecided(tally, charter)) conclude(state, number);
    return { state: proposals.get(state, number)?.state ?? "open" };
  },
});
