// Blocks by height, and the newest one.
import { z } from "zod";
import { commitJson, headerJson } from "#src/comet/rpcJson.ts";
import { heightSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { blockSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { commonProblems, jsonAnswer, type RouteDocument } from "./routeDocument.ts";
import type { DecidedBlock } from "./service.ts";

const blockPath = z.strictObject({ height: heightSchema });
const noQuery = z.strictObject({});

export function blockRoutes(context: ApiContext) {
  const { service } = context;
  const blockAt = async (height: number) => {
    const block = await service.block(height);
    if (block === undefined) throw httpProblems.unknownBlock({ details: { height, latest: service.head().height } });
    return blockJson(block);
  };
  const document = (operationId: string, summary: string): RouteDocument => ({
    operationId,
    summary,
    tag: "ledger",
    answers: { 200: jsonAnswer("The block, its header, and the signatures over it.", blockSchema) },
    problems: [...commonProblems, httpProblems.unknownBlock.definition.status],
  });

  return async (api: Api): Promise<void> => {
    api.get("/v1/blocks/latest", {
      schema: { querystring: noQuery },
      config: { document: document("latestBlock", "The newest block.") },
      handler: async (_, reply) => reply.send(await blockAt(service.head().height)),
    });
    api.get("/v1/blocks/:height", {
      schema: { querystring: noQuery, params: blockPath },
      config: { document: { ...document("block", "One block."), path: blockPath } },
      handler: async (request, reply) => reply.send(await blockAt(request.params.height)),
    });
  };
}

function blockJson({ height, timeMs, root, transactions, header, commit }: DecidedBlock) {
  return {
    height,
    timeMs,
    root: bytesToHex(root),
    transactions: transactions.map(({ id, code }) => ({ id: bytesToHex(id), code })),
    header: headerJson(header),
    commit: commitJson(commit),
  };
}
