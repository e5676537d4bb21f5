// A member votes on another's request; the vote that decides it funds it, or ends it.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { fund } from "../funding.ts";
import { endRequest, mayStillDraw, putRequest, requireMembership, requireRequest } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { outcomeOf } from "../rules.ts";
import { drawNumberSchema, poolNumberSchema } from "../schemas.ts";

export const castVote = defineMessage({
  summary: "Votes on a request with the weight of the sender's quota: two thirds of the others fund it at once.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, drawer: accountSchema, approves: z.boolean() }),
  result: z.strictObject({
    outcome: z.enum(["open", "approved", "rejected"]),
    /** When it is approved and anybody could contribute. */
    draw: drawNumberSchema.optional(),
  }),
  work: 900,
  handle({ state, actor, emit }, { pool, drawer, approves }) {
    const request = requireRequest(state, pool, drawer);
    const { quota } = requireMembership(state, pool, actor);
    if (actor === drawer) throw refusals.ownRequest({});
    if (request.voters.includes(actor)) throw refusals.alreadyVoted({});

    const yes = request.yes + (approves ? quota : 0n);
    const no = request.no + (approves ? 0n : quota);
    const outcome = outcomeOf({ weight: request.weight, yes, no });
    emit(events.voteCounted({ pool, drawer, voter: actor, approves, weight: quota }));
    if (outcome === "open") {
      putRequest(state, pool, drawer, { ...request, yes, no, voters: [...request.voters, actor] });
      return { outcome };
    }
    const isFundable = outcome === "approved" && mayStillDraw(state, pool, drawer);
    const draw = isFundable ? fund(state, pool, drawer, request) : undefined;
    if (draw !== undefined) {
      putRequest(state, pool, drawer, undefined);
      return { outcome, draw };
    }
    endRequest(state, pool, drawer);
    emit(events.requestEnded({ pool, drawer, end: outcome === "approved" ? "unfunded" : "rejected" }));
    return { outcome };
  },
});
