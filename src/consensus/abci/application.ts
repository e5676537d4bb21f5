// The ledger as CometBFT's application: ABCI 2.0 answered from the machine and the store; snapshots have a door of their own.

import type { DeepPartial } from "cosmjs-types/helpers";
import type { Request, RequestFinalizeBlock, RequestInitChain, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { type ValidatorSet, validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { type BlockRecord, blockRowsOf, type DecidedBlockRecord, resultsRecordOf } from "#src/consensus/records.ts";
import { applicationVersion, hashOfResults } from "#src/consensus/results.ts";
import { Fault, present } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { TransactionResult } from "#src/machine/block.ts";
import type { Machine } from "#src/machine/machine.ts";
import type { BlockRow } from "#src/state/store/blockWrites.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { blockInputOf } from "./blockInput.ts";
import { encodeBundleResults } from "./bundle.ts";
import { attempt, type BundleMemory, type KnownBundle } from "./bundleMemory.ts";
import type { MempoolDoor } from "./mempoolDoor.ts";
import { chooseBundles, envelopeId, isAcceptable } from "./proposals.ts";

export interface ApplicationParts {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly memory: BundleMemory;
  readonly door: MempoolDoor;
  readonly validators: ValidatorSet;
  readonly sha256: Sha256;
  /** Called once a block is durable, and before the engine hears of it. */
  readonly onDecided: (decided: DecidedBlockRecord) => void;
  /** The first block that the engine must keep; 0 for all. Asked once a block is durable. */
  readonly retainHeight: () => number;
}

/** What was executed and sealed, and waits for the engine's Commit. */
interface SealedBlock extends DecidedBlockRecord {
  readonly hash: Uint8Array;
  readonly answer: Response;
  readonly rows: readonly BlockRow[];
  readonly bundles: readonly KnownBundle[];
}

export class Application {
  readonly #parts: ApplicationParts;
  #sealed: SealedBlock | undefined;

  constructor(parts: ApplicationParts) {
    this.#parts = parts;
  }

  handle(request: Request): Response | Promise<Response> {
    const { echo, checkTx, finalizeBlock, prepareProposal, processProposal, initChain } = request;
    if (checkTx !== undefined)
      return this.#parts.door.check(checkTx.tx).then((reply) => responseOf({ checkTx: reply }));
    if (finalizeBlock !== undefined) return this.#finalizeBlock(finalizeBlock);
    if (request.commit !== undefined) return this.#commit();
    if (prepareProposal !== undefined) {
      const { memory, machine } = this.#parts;
      const bytesMax = Number(prepareProposal.maxTxBytes);
      return responseOf({ prepareProposal: { txs: chooseBundles(prepareProposal.txs, bytesMax, memory, machine) } });
    }
    if (processProposal !== undefined) return this.#processProposal(processProposal.txs);
    if (echo !== undefined) return responseOf({ echo });
    if (request.flush !== undefined) return responseOf({ flush: {} });
    if (request.info !== undefined) return responseOf({ info: this.#info() });
    if (initChain !== undefined) return responseOf({ initChain: this.#initChain(initChain) });
    return this.#answerRest(request);
  }

  /** What this application has no use for: it votes without extensions, and proves its state over HTTP. */
  #answerRest({ query, extendVote, verifyVoteExtension }: Request): Response {
    if (query !== undefined) return responseOf({ query: { code: 1, log: "state is read and proved over HTTP" } });
    if (extendVote !== undefined) return responseOf({ extendVote: {} });
    if (verifyVoteExtension !== undefined) {
      const { ACCEPT } = types.ResponseVerifyVoteExtension_VerifyStatus;
      return responseOf({ verifyVoteExtension: { status: ACCEPT } });
    }
    throw new Fault("the engine asks something that ABCI 2.0 does not have");
  }

  #info() {
    const { height, root } = this.#head();
    return {
      data: this.#parts.machine.network,
      appVersion: BigInt(applicationVersion),
      lastBlockHeight: BigInt(height),
      lastBlockAppHash: root,
    };
  }

  /** The engine must begin the very network that our genesis describes. */
  #initChain({ chainId, validators, initialHeight }: RequestInitChain) {
    const { machine, sha256 } = this.#parts;
    if (chainId !== machine.network)
      throw new Fault(`the engine begins ${chainId}, and the genesis is ${machine.network}`);
    if (initialHeight !== 1n) throw new Fault("a chain begins at height 1");
    const keys = validators.map(({ pubKey, power }) => ({
      publicKey: present(pubKey.ed25519, "a validator's key is an Ed25519 key"),
      power,
    }));
    const given = validatorSetHash(validatorSet(keys), sha256);
    if (!bytesEqual(given, validatorSetHash(this.#parts.validators, sha256))) {
      throw new Fault("the engine begins with other validators than the genesis");
    }
    return { appHash: this.#head().root };
  }

  async #processProposal(bundles: readonly Uint8Array[]): Promise<Response> {
    const { memory, machine, door } = this.#parts;
    const { ACCEPT, REJECT } = types.ResponseProcessProposal_ProposalStatus;
    const isGood = isAcceptable(bundles, memory, machine);
    // What came to other nodes alone is verified while the votes travel.
    if (isGood) void door.verifyAhead(bundles).catch(() => undefined);
    return responseOf({ processProposal: { status: isGood ? ACCEPT : REJECT } });
  }

  async #finalizeBlock(request: RequestFinalizeBlock): Promise<Response> {
    const sealed = this.#sealed;
    if (sealed === undefined) {
      await this.#parts.door.verifyAhead(request.txs);
      return this.#execute(request);
    }
    // An engine that was killed before its Commit asks for the decided block again.
    if (!bytesEqual(sealed.hash, request.hash)) throw new Fault(`the engine decides block ${request.height} twice`);
    return sealed.answer;
  }

  #execute(request: RequestFinalizeBlock): Response {
    const { machine, store, memory, sha256 } = this.#parts;
    const bundles = request.txs.map((bytes) => attempt(() => memory.read(bytes)));
    const known = bundles.filter((bundle): bundle is KnownBundle => !(bundle instanceof Refusal));
    const input = blockInputOf(
      request,
      known.flatMap(({ envelopes }) => envelopes),
    );
    const result = machine.executeBlock(input);
    const transactionIds = input.transactions.map((bytes) => envelopeId(bytes, machine, sha256));
    const { root } = store.seal();
    const resultsHash = hashOfResults(result.results, sha256);
    const record: BlockRecord = { ...input, root, resultsHash, transactionIds };
    const results = resultsRecordOf(machine.registry, result);
    const rows = blockRowsOf(record, results, machine.guard.takeBlockRow());
    const answer = responseOf({
      finalizeBlock: {
        txResults: bundleResults(bundles, result.results),
        validatorUpdates: result.validatorUpdates.map(({ publicKey, power }) => ({
          pubKey: { ed25519: publicKey },
          power,
        })),
        appHash: root,
      },
    });
    this.#sealed = { record, results, rows, bundles: known, hash: request.hash.slice(), answer };
    return answer;
  }

  /** The one place where a block becomes durable. */
  async #commit(): Promise<Response> {
    const { store, memory, onDecided, retainHeight } = this.#parts;
    const { record, results, rows, bundles } = present(this.#sealed, "a block is executed before it is committed");
    await store.persist(rows);
    this.#sealed = undefined;
    for (const bundle of bundles) memory.forget(bundle);
    onDecided({ record, results });
    return responseOf({ commit: { retainHeight: BigInt(retainHeight()) } });
  }

  #head() {
    return present(this.#parts.store.head, "genesis is durable before the engine is served");
  }
}

/** Absent fields are filled with what protobuf takes them for. */
function responseOf(partial: DeepPartial<Response>): Response {
  return types.Response.fromPartial(partial as Response);
}

/** One result a bundle; what is no bundle is refused whole. */
function bundleResults(bundles: readonly (KnownBundle | Refusal)[], results: readonly TransactionResult[]) {
  let first = 0;
  return bundles.map((bundle) => {
    if (bundle instanceof Refusal)
      return { code: bundle.definition.number, data: new Uint8Array(0), gasWanted: 0n, gasUsed: 0n };
    const own = results.slice(first, first + bundle.envelopes.length);
    first += own.length;
    const work = BigInt(own.reduce((sum, { workUsed }) => sum + workUsed, 0));
    return { code: 0, data: encodeBundleResults(own), gasWanted: work, gasUsed: work };
  });
}
