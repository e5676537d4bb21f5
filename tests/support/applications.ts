// An application for CometBFT over a ledger, without the engine: tests hand it requests as the engine would.
import type { Request, RequestFinalizeBlock, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { Application } from "#src/consensus/abci/application.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { MempoolDoor } from "#src/consensus/abci/mempoolDoor.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { requireSignatures } from "#src/machine/admission.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { genesisNetworkOf, type OpenLedger } from "#src/node/openLedger.ts";
import { chainGenesisTimeMs } from "./chains.ts";

export function applicationOn(
  { machine, store, genesis }: OpenLedger,
  onDecided: (block: DecidedBlockRecord) => void = () => undefined,
  retainHeight = () => 0,
): Application {
  const memory = new BundleMemory(nativeSha256);
  const door = new MempoolDoor({
    machine,
    memory,
    requireSignatures: async (envelope) => requireSignatures(envelope, verifyZip215),
  });
  const { validators } = genesisNetworkOf(machine.network, genesis);
  return new Application({
    machine,
    store,
    memory,
    door,
    validators,
    sha256: nativeSha256,
    onDecided,
    retainHeight,
  });
}

/** What answers requests of ABCI. */
export interface Answering {
  handle(request: Request): Response | Promise<Response> | undefined;
}

/** A request as it arrives over the wire. */
export async function ask(application: Answering, request: Partial<Request>): Promise<Response> {
  const sent = types.Request.encode(types.Request.fromPartial(request as Request)).finish();
  const answer = await application.handle(types.Request.decode(sent));
  if (answer === undefined) throw new Error("nobody answers this request");
  return answer;
}

/** A decided block of these bundles, a second after the block before, signed by the one validator of a devnet. */
export function blockOf(height: number, txs: Uint8Array[], { genesis }: OpenLedger): RequestFinalizeBlock {
  const { validators } = genesisNetworkOf("", genesis);
  const validator = { address: validators.members[0]?.address ?? new Uint8Array(20), power: 10n };
  return types.RequestFinalizeBlock.fromPartial({
    txs,
    height: BigInt(height),
    time: { seconds: BigInt(chainGenesisTimeMs / 1_000 + height), nanos: 123_456_789 },
    decidedLastCommit: { round: 0, votes: height === 1 ? [] : [{ validator, blockIdFlag: 2 }] },
    proposerAddress: validator.address,
  });
}

/** Executes a block and makes it durable. */
export async function decideBlock(application: Answering, ledger: OpenLedger, height: number, txs: Uint8Array[]) {
  const { finalizeBlock } = await ask(application, { finalizeBlock: blockOf(height, txs, ledger) });
  await ask(application, { commit: {} });
  return finalizeBlock;
}
