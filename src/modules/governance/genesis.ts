// The councils that a network begins with.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { found } from "./councils.ts";
import { newCouncilSchema } from "./schemas.ts";

/** More than the applications of a young network; later ones are founded by message. */
const firstCouncilsMax = 64;
/** Ten minutes: a devnet's user waits for them. */
const devnetVotingMs = 600_000;

export const genesis = defineGenesis({
  schema: z.strictObject({ councils: z.array(newCouncilSchema).max(firstCouncilsMax) }),
  initialise(state, { councils }) {
    for (const { council, purpose, ...charter } of councils) found(state, council, purpose, charter);
  },
  /** The participant bank and two of the banks that issue partner currencies: any two that include the first decide. */
  devnet: ({ account }) => ({
    councils: [
      {
        council: "applications",
        purpose: "Rules that users of settlement, energy and compute live by.",
        members: [
          { account: account("participant-bank"), weight: 2 },
          { account: account("cny-issuer"), weight: 1 },
          { account: account("kzt-issuer"), weight: 1 },
        ],
        quorumBp: 5_000,
        approvalBp: 6_667,
        votingMs: devnetVotingMs,
      },
    ],
  }),
});
