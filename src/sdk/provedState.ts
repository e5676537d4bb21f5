// State with proof: what a node answers is believed only as far as a verified header vouches for it.
import { z } from "zod";
import { validatorSet } from "#src/comet/validators.ts";
import { type CborValue, decodeCbor } from "#src/core/cbor/value.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import type { ParamsOf, QueryName } from "./definitions.ts";
import { MalformedAnswerError } from "./errors.ts";
import { Http, type HttpOptions, parsed } from "./http.ts";
import { apiHeaderSource, type HeaderSource } from "./light/headerSource.ts";
import { LightClient } from "./light/lightClient.ts";
import type { TrustedStore } from "./light/trustedStore.ts";
import { contract } from "./messages.ts";
import type { Currency, Money } from "./money.ts";
import { provedKeyOf } from "./provedKey.ts";
import { searchOf } from "./queries.ts";

/** What the user had from somebody trusted, and not from the node that is asked. */
export type Trust =
  | { readonly height: number /** Of the header, in hex. */; readonly hash: string }
  | { readonly validators: readonly { readonly publicKey: string; readonly power: string }[] };

export interface ProofOptions {
  readonly trust: Trust;
  /** Nodes of others, at least one of which must confirm every new header. */
  readonly witnesses?: readonly string[];
  /** Well below the time in which validators can be held to account; two weeks unless said otherwise. */
  readonly trustingPeriodMs?: number;
  /** Where verified headers are kept; in memory unless said otherwise. */
  readonly store?: TrustedStore;
}

/** What the ledger stores under a key after a height, or that it stores nothing. */
export type ProvedRow =
  | { readonly key: string; readonly height: number; readonly present: true; readonly value: CborValue }
  | { readonly key: string; readonly height: number; readonly present: false };

/** The light client looks into it. */
const proofSchema = z.object({ proof: z.unknown() });

const trustingPeriodMsDefault = 14 * 86_400_000;

export class ProvedState {
  readonly #http: Http;
  readonly #now: () => number;
  readonly #trust: Trust;
  readonly #light: LightClient;
  #begun: Promise<unknown> | undefined;

  constructor(http: Http, network: string, options: ProofOptions, connection: HttpOptions & { now: () => number }) {
    const { trust, witnesses = [], trustingPeriodMs = trustingPeriodMsDefault, store } = options;
    // A token shown to a witness could be used by it.
    const { token: _, ...strangers } = connection;
    this.#http = http;
    this.#now = connection.now;
    this.#trust = trust;
    this.#light = new LightClient({
      primary: sourceOf(http),
      witnesses: witnesses.map((url) => sourceOf(new Http(url, strangers))),
      rules: { chainId: network, trustingPeriodMs },
      ...(store && { store }),
    });
  }

  /** The row under a key, now or after a height that the node keeps. Throws a LightError when it is not proved. */
  async row(key: string, height?: number): Promise<ProvedRow> {
    await this.#begin();
    const path = `/v1/proof${searchOf({ key, height })}`;
    const { proof } = parsed(this.#http.baseUrl + path, proofSchema, (await this.#http.send({ path })).json);
    const proved = await this.#light.verifyStateProof(proof, { key }, this.#now());
    if (!proved.present) return { key, ...proved };
    return { key, height: proved.height, present: true, value: decodeCbor(proved.value) };
  }

  /** The row that a query shows; a RangeError for the few queries that show none, or more than one. */
  async rowOf<Name extends QueryName>(name: Name, params: ParamsOf<Name>, height?: number): Promise<ProvedRow> {
    const pattern = contract.provedKeys[name];
    if (pattern === undefined) throw new RangeError(`${name} does not show one row`);
    return this.row(provedKeyOf(pattern, params), height);
  }

  /** What an account holds; nothing stored means that it holds nothing. */
  async balance<Code extends string>(account: string, currency: Currency<Code>, height?: number): Promise<Money<Code>> {
    const row = await this.rowOf("accounts/balance", { account, currency: currency.code }, height);
    if (!row.present) return currency.units(0n);
    const { amount } = row.value as { readonly amount?: CborValue };
    if (typeof amount !== "bigint") throw new MalformedAnswerError(this.#http.baseUrl, "a balance without an amount");
    return currency.units(amount);
  }

  /** Once; after a failure the next one tries again. */
  async #begin(): Promise<void> {
    this.#begun ??= this.#trustAtFirst().catch((reason: unknown) => {
      this.#begun = undefined;
      throw reason;
    });
    await this.#begun;
  }

  async #trustAtFirst(): Promise<void> {
    const trust = this.#trust;
    if ("hash" in trust) {
      await this.#light.trustHeader(trust.height, hexToBytes(trust.hash));
      return;
    }
    const members = trust.validators.map(({ publicKey, power }) => ({
      publicKey: hexToBytes(publicKey),
      power: BigInt(power),
    }));
    await this.#light.trustValidators(validatorSet(members));
  }
}

function sourceOf(http: Http): HeaderSource {
  return apiHeaderSource(http.baseUrl, async (path) => (await http.send({ path })).json);
}
