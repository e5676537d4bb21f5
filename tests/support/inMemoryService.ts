// The ledger behind the API for tests: real transactions, blocks, proofs and headers over a ledger in memory.

import { jsonFormOf } from "#src/api/jsonForm.ts";
import type {
  DecidedBlock,
  DecidedTransaction,
  LedgerService,
  LightBlock,
  PlacedEvent,
  StateProof,
  Submission,
} from "#src/api/service.ts";
import { noBlockId } from "#src/comet/blockId.ts";
import { type Commit, commitSigner, noCommit, signCommit } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import { blockIdOf } from "#src/comet/partSet.ts";
import { timestampOfMs } from "#src/comet/timestamp.ts";
import { type ValidatorSet, validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { compareText } from "#src/core/order.ts";
import { sign, verifyAtDoor } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { requireSignatures } from "#src/machine/admission.ts";
import type { TransactionResult } from "#src/machine/block.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { refusals as machineRefusals } from "#src/machine/refusals.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { devnetValidatorKey } from "#src/node/devnet.ts";
import { nativeSha256, nativeVerifier } from "#src/node/nativeCrypto.ts";
import { encodeCommitmentProof } from "#src/proofs/proofBytes.ts";
import { refusals as stateRefusals } from "#src/state/refusals.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { StateTree } from "#src/state/tree/stateTree.ts";
import type { StateScanner } from "#src/state/view.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { createTestLedger, type TestLedger } from "./ledger.ts";

type Rows = ReadonlyMap<string, Uint8Array>;

export interface InMemoryOptions {
  /** A ledger in which things have happened already; their blocks are not kept. */
  readonly ledger?: TestLedger;
  readonly modules?: readonly ModuleDefinition[];
  readonly devnet?: boolean;
  /** The oldest height whose events and state are kept. */
  readonly keptFrom?: number;
}

interface StoredBlock extends DecidedBlock {
  readonly rows: Rows;
  readonly events: readonly PlacedEvent[];
}

export class InMemoryService implements LedgerService {
  readonly engine = "single";
  readonly advanceClock = undefined;
  readonly ledger: TestLedger;
  readonly #blocks: StoredBlock[] = [];
  readonly #decided = new Map<string, DecidedTransaction>();
  readonly #keptFrom: number;
  readonly #devnet: boolean;
  #listeners: (() => void)[] = [];
  /** While set, transactions are taken and not decided. */
  #isHeld = false;
  #held: (() => Promise<void>)[] = [];
  /** What waits while blocks are held back: the same bytes again are the same submission. */
  readonly #waiting = new Map<string, Submission>();
  /** Blocks are made one after the other, however many transactions come at once. */
  #lastBlock: Promise<void> = Promise.resolve();
  #isReady = true;

  private constructor({ ledger, modules = [accounts, authority], devnet = true, keptFrom = 0 }: InMemoryOptions) {
    this.ledger = ledger ?? createTestLedger({ modules, genesis: (genesis) => ({ ...genesis, devnet }) });
    this.#blocks.length = this.ledger.state.height;
    this.#devnet = devnet;
    this.#keptFrom = keptFrom;
  }

  /** A ledger whose first block is made. */
  static async start(options: InMemoryOptions = {}): Promise<InMemoryService> {
    const service = new InMemoryService(options);
    await service.makeBlock([]);
    return service;
  }

  get network(): string {
    return this.ledger.network;
  }

  get genesis(): Genesis {
    return this.ledger.genesis;
  }

  get devnetSigner() {
    if (!this.#devnet) return undefined;
    const aliases = new Map(this.genesis.aliases.map(({ alias, account }) => [account as string, alias]));
    return {
      sign: (account: string, bytes: Uint8Array) => {
        const alias = aliases.get(account);
        if (alias === undefined) return undefined;
        return { publicKey: this.ledger.publicKey(alias), signature: sign(devnetSecretKey(alias), bytes) };
      },
    };
  }

  registry() {
    return this.ledger.machine.registry;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  setReady(isReady: boolean): void {
    this.#isReady = isReady;
  }

  /** Stops deciding; `release` decides what was taken meanwhile. */
  hold(): void {
    this.#isHeld = true;
  }

  async release(): Promise<void> {
    this.#isHeld = false;
    for (const decide of this.#held.splice(0)) await decide();
  }

  head() {
    return present(this.#blocks.at(-1), "the first block is made at once");
  }

  async submit(bytes: Uint8Array): Promise<Submission> {
    const { machine } = this.ledger;
    const envelope = machine.prepare(bytes);
    const known = this.#decided.get(envelope.idHex);
    if (known !== undefined) return { id: envelope.id, decided: Promise.resolve(known) };
    const waiting = this.#waiting.get(envelope.idHex);
    if (waiting !== undefined) return waiting;
    requireSignatures(envelope, verifyAtDoor(nativeVerifier));
    machine.check(envelope);
    const decide = async () => {
      await this.makeBlock([bytes]);
      return present(this.#decided.get(bytesToHex(envelope.id)), "the block decided it");
    };
    if (!this.#isHeld) return { id: envelope.id, decided: decide() };
    const decided = new Promise<DecidedTransaction>((resolve) => {
      this.#held.push(async () => {
        resolve(await decide());
        this.#waiting.delete(envelope.idHex);
      });
    });
    const submission = { id: envelope.id, decided };
    this.#waiting.set(envelope.idHex, submission);
    return submission;
  }

  async transaction(id: Uint8Array): Promise<DecidedTransaction | undefined> {
    return this.#decided.get(bytesToHex(id));
  }

  async block(height: number): Promise<DecidedBlock | undefined> {
    return this.#blocks[height - 1];
  }

  async lightBlock(height: number): Promise<LightBlock | undefined> {
    const block = this.#blocks[height - 1];
    const validators = validatorSet(this.genesis.validators);
    return block === undefined ? undefined : { header: block.header, commit: block.commit, validators };
  }

  async reader(height = this.head().height): Promise<StateScanner> {
    const block = this.#requireBlock(height);
    return scannerOf(block.rows, block.height, block.timeMs);
  }

  async prove(key: string, height = this.head().height): Promise<StateProof> {
    const { rows, root } = this.#requireBlock(height);
    if (height === this.head().height) await this.makeBlock([]);
    const { header, commit } = this.#requireBlock(height + 1);
    const value = rows.get(key);
    const keyHash = sha256(new TextEncoder().encode(key));
    const commitmentProof = proveIn(rows, keyHash, value);
    const bytes = value ?? new Uint8Array();
    return { height, present: value !== undefined, key, keyHash, value: bytes, root, commitmentProof, header, commit };
  }

  async *events(
    after: { height: number; index: number } | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<PlacedEvent> {
    if (after !== undefined && after.height < this.#keptFrom) throw this.#notKept(after.height);
    let height = after?.height ?? this.head().height + 1;
    let from = after === undefined ? 0 : after.index + 1;
    while (!signal.aborted) {
      const block = this.#blocks[height - 1];
      if (block === undefined) {
        await this.#nextBlock(signal);
        continue;
      }
      yield* block.events.slice(from);
      height += 1;
      from = 0;
    }
  }

  async *backup(): AsyncGenerator<Uint8Array> {
    for (const [key, value] of this.head().rows) yield new TextEncoder().encode(`${key} ${bytesToHex(value)}\n`);
  }

  /** Executes a block and seals it with a header and a commit, as an engine would. */
  makeBlock(transactions: readonly Uint8Array[]): Promise<void> {
    this.#lastBlock = this.#lastBlock.then(() => this.#makeBlock(transactions));
    return this.#lastBlock;
  }

  /** An empty block so much later than the one before. */
  passTime(ms: number): Promise<void> {
    this.#lastBlock = this.#lastBlock.then(() => this.#makeBlock([], ms));
    return this.#lastBlock;
  }

  async #makeBlock(transactions: readonly Uint8Array[], laterMs = 0): Promise<void> {
    const { results, blockEvents } = this.ledger.executeBlock(transactions, {
      timeMs: this.ledger.state.timeMs + laterMs,
    });
    const { height, timeMs } = this.ledger.state;
    const rows = new Map<string, Uint8Array>();
    for await (const { key, value } of this.ledger.state.scanRows({ prefix: "" })) rows.set(key, value);
    const ids = transactions.map((bytes) => this.ledger.machine.prepare(bytes).id);
    const events: PlacedEvent[] = [];
    const place = (content: { type: string; content: unknown }, transactionId?: Uint8Array): PlacedEvent => {
      const placed = { height, index: events.length, type: content.type, content: jsonFormOf(content.content) };
      events.push(transactionId === undefined ? placed : { ...placed, transactionId });
      return present(events.at(-1), "it was just added");
    };
    for (const [index, result] of results.entries()) {
      const id = present(ids[index], "one id a result");
      const bytes = present(transactions[index], "one transaction a result");
      const placed = result.events.map((event) => place(event, id));
      this.#decided.set(bytesToHex(id), this.#decidedOf(bytes, result, { height, timeMs, index, events: placed }));
    }
    for (const event of blockEvents) place(event);
    const { header, commit } = this.#headerAndCommit(height, timeMs, transactions);
    const codes = results.map(({ code }, index) => ({ id: present(ids[index], "one id a result"), code }));
    this.#blocks.push({ height, timeMs, root: rootOf(rows), header, commit, transactions: codes, rows, events });
    for (const wake of this.#listeners.splice(0)) wake();
  }

  #decidedOf(
    bytes: Uint8Array,
    result: TransactionResult,
    place: { height: number; timeMs: number; index: number; events: readonly PlacedEvent[] },
  ): DecidedTransaction {
    const { id, answers } = this.ledger.outcomeOf(bytes, result);
    const { kind } = this.ledger.machine.prepare(bytes);
    const { code, workUsed, refusal, itemRefusals } = result;
    return {
      ...place,
      id,
      kind,
      code,
      workUsed,
      answers: answers.map((answer) => (answer === undefined ? null : jsonFormOf(answer))),
      ...(refusal && { refusal }),
      ...(kind === "batch" && code === 0 && { itemCodes: itemCodesOf(result.data) }),
      ...(itemRefusals && {
        itemRefusals: [...itemRefusals].map(([index, refused]) => ({ index, refusal: refused })),
      }),
    };
  }

  #headerAndCommit(height: number, timeMs: number, transactions: readonly Uint8Array[]) {
    const last = this.#blocks.at(-1);
    const set = validatorSet(this.genesis.validators);
    const header: Header = {
      version: { block: 11, app: 1 },
      chainId: this.network,
      height,
      time: timestampOfMs(timeMs),
      lastBlockId: last?.commit.blockId ?? noBlockId,
      ...hashesOf(set),
      appHash: last?.root ?? sha256(new Uint8Array()),
    };
    const block = { header, transactions, lastCommit: last?.commit ?? noCommit };
    return { header, commit: commitTo(block, set) };
  }

  #requireBlock(height: number): StoredBlock {
    const block = height < this.#keptFrom ? undefined : this.#blocks[height - 1];
    if (block === undefined) {
      throw stateRefusals.heightNotKept({ height, earliest: this.#keptFrom, latest: this.head().height });
    }
    return block;
  }

  #notKept(height: number) {
    return machineRefusals.eventsNotKept({ height });
  }

  #nextBlock(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#listeners.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

function hashesOf(set: ValidatorSet) {
  const empty = sha256(new Uint8Array());
  const validatorsHash = validatorSetHash(set);
  return {
    lastCommitHash: empty,
    dataHash: empty,
    validatorsHash,
    nextValidatorsHash: validatorsHash,
    consensusHash: empty,
    lastResultsHash: empty,
    evidenceHash: empty,
    proposerAddress: present(set.members[0], "a network has a validator").address,
  };
}

function commitTo(block: Parameters<typeof blockIdOf>[0], validators: ValidatorSet): Commit {
  const { chainId, height, time } = block.header;
  const signers = [commitSigner(devnetValidatorKey())];
  return signCommit({ chainId, height, round: 0, blockId: blockIdOf(block), time, validators, signers });
}

function itemCodesOf(data: Uint8Array): number[] {
  const reader = new CborReader(data);
  return Array.from({ length: reader.arrayLength() }, () => reader.integer());
}

function treeOf(rows: Rows): StateTree {
  const tree = new StateTree(portableSha256Into);
  tree.update([...rows].map(([key, value]) => ({ keyHash: hashOfKey(key), valueHash: nativeSha256(value) })));
  return tree;
}

function rootOf(rows: Rows): Uint8Array {
  return treeOf(rows).root;
}

function hashOfKey(key: string): Uint8Array {
  return nativeSha256(new TextEncoder().encode(key));
}

function proveIn(rows: Rows, keyHash: Uint8Array, value: Uint8Array | undefined): Uint8Array {
  const tree = treeOf(rows);
  if (value !== undefined)
    return encodeCommitmentProof({ exist: present(tree.proveExistence(keyHash, value), "a leaf") });
  const values = new Map([...rows].map(([key, bytes]) => [bytesToHex(hashOfKey(key)), bytes]));
  const answer = tree.proveAbsence(keyHash, (hash) => values.get(bytesToHex(hash)));
  return encodeCommitmentProof({
    nonexist: present(answer.kind === "proved" ? answer.proof : undefined, "an absence"),
  });
}

function scannerOf(rows: Rows, height: number, timeMs: number): StateScanner {
  return {
    height,
    timeMs,
    getRow: (key, codec) => {
      const bytes = rows.get(key);
      return bytes === undefined ? undefined : (codec.decode(bytes) as never);
    },
    async *scanRows({ prefix, after, limit = Number.POSITIVE_INFINITY, reverse = false }) {
      const keys = [...rows.keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
      if (reverse) keys.reverse();
      const wanted = keys.filter((key) => after === undefined || (reverse ? key < after : key > after));
      for (const key of wanted.slice(0, limit)) yield { key, value: present(rows.get(key), "a listed row") };
    },
  };
}
