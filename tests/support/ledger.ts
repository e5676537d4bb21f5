// A whole ledger in memory for tests: real genesis, real signed transactions, real blocks; only the disk is missing.

import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { encodeCbor } from "#src/core/cbor/value.ts";
import { compareText } from "#src/core/order.ts";
import { sign, verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { BlockInput, BlockResult, TransactionResult } from "#src/machine/block.ts";
import { type Genesis, networkOf } from "#src/machine/genesis.ts";
import { Machine } from "#src/machine/machine.ts";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { nativeSha256, nativeVerifier } from "#src/node/nativeCrypto.ts";
import { Journal } from "#src/state/journal.ts";
import type { StateEvent, StateScanner } from "#src/state/view.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";

export interface TestLedgerOptions {
  /** What the program has. */
  readonly modules: readonly ModuleDefinition[];
  /** What the network begins with: by default the newest version of each module. */
  readonly beginsWith?: readonly ModuleDefinition[];
  readonly genesis?: (genesis: Genesis) => Genesis;
}

/** A message to send: whose, which, what. */
export interface Sent {
  readonly actor: string;
  readonly type: string;
  readonly content: unknown;
}

export interface Outcome {
  readonly code: number;
  /** `module/condition` of the refusal, if any. */
  readonly refused: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** The answers of the messages, in order. */
  readonly answers: readonly unknown[];
  readonly answer: unknown;
  readonly events: readonly StateEvent[];
  readonly id: Uint8Array;
}

export const testGenesisTimeMs = Date.UTC(2026, 0, 1);

export function createTestLedger({ modules, beginsWith, genesis: change = (same) => same }: TestLedgerOptions) {
  const rows = new Map<string, Uint8Array>();
  const journal = new Journal({ readRow: (key) => rows.get(key) });
  const versions = new ModuleVersions(modules);
  const registry = beginsWith === undefined ? versions.newest() : versions.registryOf(beginsWith);
  const genesis = change(devnetGenesis(registry, testGenesisTimeMs));
  const faults: unknown[] = [];
  const network = networkOf(registry, genesis);
  const machine = new Machine({
    versions,
    journal,
    network,
    sha256: nativeSha256,
    verifyInBlock: verifyInBlock(nativeVerifier),
    onFault: (fault) => faults.push(fault),
  });
  let height = 0;
  let timeMs = genesis.timeMs;
  let salt = 0;
  const names = devnetNames(registry, testGenesisTimeMs);

  const seal = () => {
    for (const { key, after } of journal.seal()) {
      if (after === undefined) rows.delete(key);
      else rows.set(key, after);
    }
  };
  machine.initialise(genesis);
  seal();

  const executeBlock = (transactions: readonly Uint8Array[], input: Partial<BlockInput> = {}): BlockResult => {
    height += 1;
    timeMs = Math.max(timeMs + 1, input.timeMs ?? 0);
    const neutral = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] };
    const result = machine.executeBlock({ ...neutral, ...input, height, timeMs, transactions });
    machine.guard.takeBlockRow();
    seal();
    return result;
  };

  const head = () => {
    salt += 1;
    const saltBytes = new Uint8Array(8);
    new DataView(saltBytes.buffer).setUint32(4, salt);
    return { network, validUntilMs: timeMs + 60_000, salt: saltBytes };
  };
  const signed = (kind: "transaction" | "batch", body: Uint8Array, aliases: readonly string[]) =>
    encodeEnvelope(
      kind,
      body,
      [...new Set(aliases)].map((alias) => ({
        publicKey: names.publicKey(alias),
        signature: sign(devnetSecretKey(alias), signingBytes(kind, body)),
      })),
    );

  /** The bytes of a signed transaction of several messages; `signers` replaces the actors' own keys. */
  const transaction = (messages: readonly Sent[], signers?: readonly string[]): Uint8Array => {
    const addressed = messages.map(({ actor, type, content }) => ({ type, content, actor: names.account(actor) }));
    const body = encodeTransactionBody(contentWriters(machine.registry), { ...head(), messages: addressed });
    return signed("transaction", body, signers ?? messages.map(({ actor }) => actor));
  };
  const batch = (actor: string, type: string, items: readonly unknown[]): Uint8Array =>
    signed(
      "batch",
      encodeBatchBody(contentWriters(machine.registry), { ...head(), actor: names.account(actor), type, items }),
      [actor],
    );

  const outcomeOf = (bytes: Uint8Array, result: TransactionResult): Outcome => {
    const envelope = machine.prepare(bytes);
    const answers =
      result.code === 0 && envelope.kind === "transaction" ? answersOf(envelope.messages, result.data) : [];
    return {
      code: result.code,
      refused: result.refusal?.code,
      details: result.refusal?.details,
      answers,
      answer: answers[0],
      events: result.events,
      id: envelope.id,
    };
  };
  const execute = (bytes: Uint8Array): Outcome => {
    const [result] = executeBlock([bytes]).results;
    return outcomeOf(bytes, present(result, "one transaction has one result"));
  };
  const scanner: StateScanner = {
    get height() {
      return height;
    },
    get timeMs() {
      return timeMs;
    },
    getRow: (key, codec) => journal.getRow(key, codec),
    async *scanRows({ prefix, after, limit = Number.POSITIVE_INFINITY, reverse = false }) {
      const keys = [...rows.keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
      if (reverse) keys.reverse();
      let left = limit;
      for (const key of keys) {
        if (left <= 0) return;
        if (after !== undefined && (reverse ? key >= after : key <= after)) continue;
        left -= 1;
        yield { key, value: present(rows.get(key), "a listed row") };
      }
    },
  };

  return {
    machine,
    network,
    genesis,
    faults,
    state: scanner,
    account: (alias: string): Account => names.account(alias),
    publicKey: (alias: string): Uint8Array => names.publicKey(alias),
    transaction,
    batch,
    execute,
    executeBlock,
    outcomeOf,
    /** Signs and executes one message in a block of its own. */
    send: (actor: string, type: string, content: unknown): Outcome => execute(transaction([{ actor, type, content }])),
    sendAll: (messages: readonly Sent[]): Outcome => execute(transaction(messages)),
    /** Makes an empty block so much later. */
    advance: (ms: number): BlockResult => executeBlock([], { timeMs: timeMs + ms }),
    async query(name: string, params: unknown = {}): Promise<unknown> {
      const { definition } = present(machine.registry.queries.get(name), `no query ${name}`);
      return await definition.answer({ state: scanner }, definition.params.parse(params));
    },
    /** Every invariant of every module; a sentence for each that is broken. */
    async audit(): Promise<string[]> {
      const broken: string[] = [];
      for (const { name, invariants = {} } of machine.registry.modules) {
        for (const [claim, check] of Object.entries(invariants)) {
          for (const sentence of await check({ state: scanner })) broken.push(`${name}/${claim}: ${sentence}`);
        }
      }
      return broken;
    },
    /** A digest of all rows but those that remember transactions and quotas: equal before and after a refusal. */
    digest(): string {
      const kept = [...rows].filter(
        ([key]) => !key.startsWith("machine/remembered") && !key.startsWith("accounts/quota"),
      );
      kept.sort(([left], [right]) => compareText(left, right));
      return bytesToHex(sha256(encodeCbor(kept.map(([key, value]) => [key, value]))));
    },
  };
}

export type TestLedger = ReturnType<typeof createTestLedger>;

function answersOf(messages: readonly { readonly route: { readonly result: unknown } }[], data: Uint8Array): unknown[] {
  const reader = new CborReader(data);
  z.literal(messages.length).parse(reader.arrayLength());
  return messages.map(({ route }) => {
    const codec = route.result as { read(reader: CborReader): unknown } | undefined;
    if (codec === undefined) return reader.takeNull() ? undefined : undefined;
    return codec.read(reader);
  });
}
