// Makes transactions and batches as clients do, sound ones and spoilt ones, with what they mean beside the bytes.

import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { workOf } from "#src/machine/message.ts";
import type { Registry } from "#src/machine/registry.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import type { Cast, Key } from "./cast.ts";
import { accountsOf, keyNames } from "./model/accounts/book.ts";
import { hash, hex } from "./model/encoding.ts";
import type { Sent, SentMessage } from "./model/ledger.ts";
import type { Model } from "./model/model.ts";
import { parameterNumber } from "./model/parameters/book.ts";
import type { Random } from "./random.ts";

/** Ways in which a transaction is spoilt after its messages were chosen. */
export const flaws = [
  "other network",
  "expired",
  "valid for too long",
  "signature missing",
  "stranger's signature",
  "signature twice",
  "forged signature",
  "flipped byte",
  "cut off",
  "too long",
] as const;
export type Flaw = (typeof flaws)[number];

interface Head {
  readonly network: string;
  readonly validUntilMs: number;
  readonly salt: Uint8Array;
}

interface Signature {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

export class Envelopes {
  readonly #registry: Registry;
  readonly #cast: Cast;
  readonly #random: Random;

  /** `registry` knows every message of every version. */
  constructor(registry: Registry, cast: Cast, random: Random) {
    this.#registry = registry;
    this.#cast = cast;
    this.#random = random;
  }

  /** Undefined where the content cannot even be written. */
  make(model: Model, kind: Sent["kind"], messages: readonly SentMessage[], flaw?: Flaw): Sent | undefined {
    const head = this.#head(model, flaw);
    const body = this.#body(kind, head, messages);
    if (body === undefined) return undefined;
    const actors = [...new Set(messages.map(({ actor }) => actor))];
    const signatures = this.#signed(kind, body, this.#signers(model, actors), flaw);
    const whole = encodeEnvelope(
      kind,
      body,
      signatures.map(({ entry }) => entry),
    );
    const bytes = this.#damaged(whole, flaw);
    return {
      bytes,
      kind,
      messages,
      isSound: bytes === whole && messages.every((message) => this.#isReadable(message)),
      id: hex(hash(body)),
      network: head.network,
      validUntilMs: head.validUntilMs,
      actors,
      work: messages.reduce((sum, { type, content }) => sum + this.#workOf(type, content), 0),
      signatures: signatures.map(({ name, isGood }) => ({ publicKey: name, isGood })),
    };
  }

  #head(model: Model, flaw: Flaw | undefined): Head {
    const random = this.#random;
    const mostMs = parameterNumber(model, "machine.validityMs");
    const aheadMs = random.percent(10) ? random.pick([1, mostMs]) : random.between(1, mostMs);
    const whenFlawed =
      flaw === "expired" ? -random.spread(0, 100_000) : flaw === "valid for too long" ? mostMs + 1 : aheadMs;
    return {
      network: flaw === "other network" ? `elsewhere-${"0".repeat(16)}` : model.network,
      validUntilMs: model.timeMs + whenFlawed,
      salt: random.bytes(random.between(8, 16)),
    };
  }

  #body(kind: Sent["kind"], head: Head, messages: readonly SentMessage[]): Uint8Array | undefined {
    try {
      const first = present(messages[0], "a transaction has a message");
      const addressed = messages.map((message) => ({ ...message, actor: message.actor as Account }));
      if (kind === "transaction")
        return encodeTransactionBody(contentWriters(this.#registry), { ...head, messages: addressed });
      const items = messages.map(({ content }) => content);
      return encodeBatchBody(contentWriters(this.#registry), {
        ...head,
        actor: first.actor as Account,
        type: first.type,
        items,
      });
    } catch {
      return undefined;
    }
  }

  #isReadable({ type, content }: SentMessage): boolean {
    return this.#registry.messages.get(type)?.content.check(content) === true;
  }

  #workOf(type: string, content: unknown): number {
    const route = present(this.#registry.messages.get(type), `there is a message ${type}`);
    return this.#isReadable({ type, content, actor: "" }) ? workOf(route.definition, content as never) : 0;
  }

  /** As many keys as each actor's policy asks for; some key for whoever has no policy. */
  #signers(model: Model, actors: readonly string[]): Key[] {
    const names = new Set<string>();
    for (const actor of actors) {
      const policy = accountsOf(model).records.get(actor)?.policy;
      if (policy === undefined || policy === null) continue;
      const known = keyNames(policy).filter((name) => this.#cast.hasKey(name));
      const chosen = this.#random.shuffle(known).slice(0, policy.threshold);
      for (const name of chosen) names.add(name);
    }
    if (names.size === 0) names.add(this.#random.pick(this.#cast.pool).name);
    return [...names].map((name) => this.#cast.key(name));
  }

  #signed(kind: Sent["kind"], body: Uint8Array, signers: readonly Key[], flaw: Flaw | undefined) {
    const random = this.#random;
    const bytes = signingBytes(kind, body);
    const make = (key: Key, isGood = true): { entry: Signature; name: string; isGood: boolean } => {
      const signature = key.sign(bytes);
      const entry = { publicKey: key.publicKey, signature: isGood ? signature : flipped(signature, random) };
      return { entry, name: key.name, isGood };
    };
    const all = signers.map((key) => make(key));
    const at = random.below(all.length);
    const one = present(signers[at], "somebody signs");
    if (flaw === "forged signature") return all.with(at, make(one, false));
    if (flaw === "signature twice") return [...all, make(one)];
    if (flaw === "signature missing" && all.length > 1) return all.toSpliced(at, 1);
    const isOwn = (key: Key) => signers.some(({ name }) => name === key.name);
    const stranger = random.pick(this.#cast.pool.filter((key) => !isOwn(key)));
    if (flaw === "signature missing") return [make(stranger)];
    return flaw === "stranger's signature" ? [...all, make(stranger)] : all;
  }

  #damaged(bytes: Uint8Array, flaw: Flaw | undefined): Uint8Array {
    const random = this.#random;
    if (flaw === "flipped byte") return flipped(bytes, random);
    if (flaw === "cut off") return bytes.slice(0, random.below(bytes.length));
    return flaw === "too long" ? Uint8Array.from([...bytes, random.bits() & 0xff]) : bytes;
  }
}

function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
}
