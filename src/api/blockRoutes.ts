// Blocks by height, and the newest one.
import { z } from "zod";
import { commitJson, headerJson, validatorJson } from "#src/comet/rpcJson.ts";
import { heightSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { blockSchema, lightBlockSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { commonProblems, jsonAnswer, type RouteDocument } from "./routeDocument.ts";
import type { DecidedBlock, LightBlock } from "./service.ts";

const blockPath = z.strictObject({ height: heightSchema });
const noQuery = z.strictObject({});
type JsonAnswer = ReturnType<typeof jsonAnswer>;
const wholeAnswer = jsonAnswer("The block, its header, and the signatures over it.", blockSchema);
const lightAnswer = jsonAnswer("The header, the signatures over it, and who may sign it.", lightBlockSchema);

export function blockRoutes(context: ApiContext) {
  const { service } = context;
  const unknownBlock = (height: number) =>
    httpProblems.unknownBlock({ details: { height, latest: service.head().height } });
  const blockAt = async (height: number) => {
    const block = await service.block(height);
    if (block === undefined) throw unknownBlock(height);
    return blockJson(block);
  };
  const lightBlockAt = async (height: number) => {
    const block = await service.lightBlock(height);
    if (block === undefined) throw unknownBlock(height);
    return lightBlockJson(block);
  };
  const document = (operationId: string, summary: string, answer: JsonAnswer = wholeAnswer): RouteDocument => ({
    operationId,
    summary,
    tag: "ledger",
    answers: { 200: answer },
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
    api.get("/v1/blocks/latest/light", {
      schema: { querystring: noQuery },
      config: { document: document("latestLightBlock", "What a light client needs of the newest block.", lightAnswer) },
      handler: async (_, reply) => reply.send(await lightBlockAt(service.head().height)),
    });
    api.get("/v1/blocks/:height/light", {
      schema: { querystring: noQuery, params: blockPath },
      config: {
        document: {
          ...document("lightBlock", "What a light client needs of one block.", lightAnswer),
          path: blockPath,
        },
      },
      handler: async (request, reply) => reply.send(await lightBlockAt(request.params.height)),
    });
  };
}

function lightBlockJson({ header, commit, validators }: LightBlock) {
  return {
    signed_header: { header: headerJson(header), commit: commitJson(commit) },
    validators: validators.members.map(validatorJson),
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
