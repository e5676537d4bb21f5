// An ABCI application that accepts everything and keeps nothing: what the engine reaches when an application costs nothing.
import type { Request, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { SocketServer } from "#src/consensus/abci/socketServer.ts";
import { present } from "#src/core/assert.ts";

const { Response: form } = types;
const root = new Uint8Array(32);
const accepted = { code: 0 };

function handle(request: Request): Response {
  const { checkTx, finalizeBlock, prepareProposal, processProposal, echo } = request;
  if (checkTx !== undefined) return form.fromPartial({ checkTx: accepted });
  if (finalizeBlock !== undefined) {
    const txResults = finalizeBlock.txs.map(() => accepted);
    return form.fromPartial({ finalizeBlock: { txResults, appHash: root } });
  }
  if (prepareProposal !== undefined) return form.fromPartial({ prepareProposal: { txs: prepareProposal.txs } });
  if (processProposal !== undefined) {
    return form.fromPartial({ processProposal: { status: types.ResponseProcessProposal_ProposalStatus.ACCEPT } });
  }
  if (echo !== undefined) return form.fromPartial({ echo });
  if (request.flush !== undefined) return form.fromPartial({ flush: {} });
  if (request.commit !== undefined) return form.fromPartial({ commit: {} });
  if (request.initChain !== undefined) return form.fromPartial({ initChain: { appHash: root } });
  if (request.info !== undefined) return form.fromPartial({ info: {} });
  throw new Error(`the engine asked ${Object.keys(request).join(", ")}`);
}

const address = present(process.argv[2], "the socket on which to serve the engine");
await new SocketServer({
  address,
  handle,
  onFault: (fault) => {
    process.stderr.write(`${String(fault)}\n`);
    process.exit(1);
  },
}).listen();
