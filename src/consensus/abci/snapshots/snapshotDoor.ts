// The four requests of ABCI about snapshots: lists and hands out those that are kept, and takes one in where a node joins.
import type { DeepPartial } from "cosmjs-types/helpers";
import type {
  Request,
  RequestApplySnapshotChunk,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  Response,
} from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { Fault, present } from "#src/core/assert.ts";
import { snapshotFormat } from "#src/state/store/snapshot/manifest.ts";
import type { Joining } from "./joining.ts";
import type { SnapshotShelf } from "./snapshotShelf.ts";

/** Headers after a snapshot's that the engine of a joiner asks for; until they are there, it would reject the snapshot. */
const headersAfter = 3;

export interface SnapshotDoorParts {
  readonly shelf: SnapshotShelf;
  readonly joining: Joining;
  readonly headHeight: () => number;
  /** Whether no block was executed here that a snapshot would take away. */
  readonly mayJoin: () => boolean;
}

export class SnapshotDoor {
  readonly #parts: SnapshotDoorParts;

  constructor(parts: SnapshotDoorParts) {
    this.#parts = parts;
  }

  /** Undefined for a request that is not about snapshots. */
  handle(request: Request): Response | Promise<Response> | undefined {
    const { listSnapshots, loadSnapshotChunk, offerSnapshot, applySnapshotChunk } = request;
    if (listSnapshots !== undefined) return this.#list();
    if (loadSnapshotChunk !== undefined) return this.#load(loadSnapshotChunk);
    if (offerSnapshot !== undefined) return this.#offer(offerSnapshot);
    if (applySnapshotChunk !== undefined) return this.#apply(applySnapshotChunk);
    return undefined;
  }

  #list(): Response {
    const { shelf, headHeight } = this.#parts;
    const ready = shelf.list().filter(({ height }) => height + headersAfter <= headHeight());
    const snapshots = ready.map(({ height, chunks, hash, manifest }) => ({
      height: BigInt(height),
      format: snapshotFormat,
      chunks,
      hash,
      metadata: manifest,
    }));
    return responseOf({ listSnapshots: { snapshots } });
  }

  async #load({ height, format, chunk }: RequestLoadSnapshotChunk): Promise<Response> {
    const isKnown = format === snapshotFormat;
    const bytes = isKnown ? await this.#parts.shelf.loadChunk(Number(height), chunk) : undefined;
    // Without bytes the engine tells the joiner that the chunk is missing.
    return responseOf({ loadSnapshotChunk: bytes === undefined ? {} : { chunk: bytes } });
  }

  async #offer({ snapshot, appHash }: RequestOfferSnapshot): Promise<Response> {
    const { joining, mayJoin, headHeight } = this.#parts;
    if (!mayJoin()) {
      throw new Fault(
        `the engine has no blocks and asks for a snapshot, but the ledger has executed blocks up to ${headHeight()}: ` +
          "give the engine its own data back, or begin with an empty data directory",
      );
    }
    const { height, format, chunks, hash, metadata } = present(snapshot, "an offer names a snapshot");
    const offered = { height: Number(height), format, chunks, hash, metadata, trustedRoot: appHash };
    const verdict = await joining.offer(offered);
    const { ACCEPT, REJECT, REJECT_FORMAT } = types.ResponseOfferSnapshot_Result;
    const result = { accepted: ACCEPT, rejected: REJECT, formatUnknown: REJECT_FORMAT }[verdict];
    return responseOf({ offerSnapshot: { result } });
  }

  async #apply({ index, chunk, sender }: RequestApplySnapshotChunk): Promise<Response> {
    const verdict = await this.#parts.joining.take(index, chunk);
    const { ACCEPT, RETRY, REJECT_SNAPSHOT } = types.ResponseApplySnapshotChunk_Result;
    const result = { accepted: ACCEPT, altered: RETRY, rejected: REJECT_SNAPSHOT }[verdict];
    const isAltered = verdict === "altered";
    const refetchChunks = isAltered ? [index] : [];
    const rejectSenders = isAltered && sender !== "" ? [sender] : [];
    return responseOf({ applySnapshotChunk: { result, refetchChunks, rejectSenders } });
  }
}

function responseOf(partial: DeepPartial<Response>): Response {
  return types.Response.fromPartial(partial as Response);
}
