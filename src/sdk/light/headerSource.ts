// Where light blocks come from: a node's own API, or CometBFT's RPC; nothing that a source says is believed.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { type LightBlock, parseLightBlockJson, refusingMalformed } from "./lightBlock.ts";

export interface HeaderSource {
  /** Names the source in errors and reports. */
  readonly name: string;
  /**
   * The light block of a height, or the newest one; throws when there is none, or none that can be read. A source bounds
   * its own time: the client waits for it.
   */
  lightBlockAt(height: number | "latest"): Promise<LightBlock>;
}

/** Answers the parsed body of a path, and throws unless the status is 200. */
export type GetJson = (path: string) => Promise<unknown>;

/** Asks a Kedge node of either engine. */
export function apiHeaderSource(name: string, getJson: GetJson): HeaderSource {
  return { name, lightBlockAt: async (height) => parseLightBlockJson(await getJson(`/v1/blocks/${height}/light`)) };
}

/** CometBFT's own bound on a page of validators. */
const pageMembersMax = 100;
const pagesMax = Math.ceil(limits.validatorsMax / pageMembersMax);

const countTextSchema = z.string().regex(/^[1-9][0-9]{0,15}$/);
const rpcShape = { jsonrpc: z.literal("2.0"), id: z.number() };
const commitAnswerSchema = z.strictObject({
  ...rpcShape,
  result: z.strictObject({
    signed_header: z.strictObject({ header: z.looseObject({ height: countTextSchema }), commit: z.unknown() }),
    /** Whether the commit is the one that the next block carries. */
    canonical: z.boolean(),
  }),
});
const validatorsAnswerSchema = z.strictObject({
  ...rpcShape,
  result: z.strictObject({
    block_height: countTextSchema,
    validators: z.array(z.unknown()).max(pageMembersMax),
    count: countTextSchema,
    total: countTextSchema,
  }),
});

/** Asks the RPC of a CometBFT node, of ours or of another application's. */
export function cometHeaderSource(name: string, getJson: GetJson): HeaderSource {
  return {
    name,
    async lightBlockAt(height) {
      const commitAnswer = await getJson(height === "latest" ? "/commit" : `/commit?height=${height}`);
      const { signed_header } = refusingMalformed(() => commitAnswerSchema.parse(commitAnswer)).result;
      const members: unknown[] = [];
      for (let page = 1; page <= pagesMax; page += 1) {
        const path = `/validators?height=${signed_header.header.height}&page=${page}&per_page=${pageMembersMax}`;
        const answer = await getJson(path);
        const { validators, total } = refusingMalformed(() => validatorsAnswerSchema.parse(answer)).result;
        members.push(...validators);
        if (members.length >= Number(total)) break;
      }
      return parseLightBlockJson({ signed_header, validators: members });
    },
  };
}
