// The RPC of the local CometBFT: bundles go in there, and headers, commits and validator sets come from there.
import { Agent, request } from "node:http";
import { base64 } from "@scure/base";
import { z } from "zod";
import type { SignedHeader } from "#src/comet/commit.ts";
import { parseCommitJson, parseHeaderJson, parseValidatorsJson } from "#src/comet/rpcJsonReader.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import { limits } from "#src/core/limits.ts";

/** Requests under way at once: the engine checks the bundles of each connection one after the other. */
const connectionsMax = 16;
const answerMsMax = 10_000;
/** A page of the validator set: the engine's own bound. */
const pageSize = 100;
/** An answer with the largest validator set and its signatures. */
const answerBytesMax = 1024 * 1024;

/** Proofs ask for the newest headers, again and again. */
const headersKeptMax = 64;

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string(), data: z.string().optional() }).optional(),
});
const sentSchema = z.object({ code: z.number(), log: z.string() });
const commitSchema = z.object({ signed_header: z.object({ header: z.unknown(), commit: z.unknown() }) });
const validatorsSchema = z.object({ validators: z.array(z.unknown()).max(pageSize), total: z.coerce.number() });
const statusSchema = z.object({
  sync_info: z.object({ latest_block_height: z.coerce.number(), catching_up: z.boolean() }),
});

/** The engine understood and said no: its own words. */
export class EngineRefusal extends Error {}

export interface EngineStatus {
  readonly height: number;
  readonly isCatchingUp: boolean;
}

export class EngineRpc {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });

  /** In order of arrival: the oldest is forgotten first. */
  readonly #headers = new Map<number, SignedHeader>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Hands a transaction to the mempool; answers once it was checked there. */
  async broadcast(bytes: Uint8Array): Promise<{ readonly code: number; readonly log: string }> {
    return sentSchema.parse(await this.#call("broadcast_tx_sync", { tx: base64.encode(bytes) }));
  }

  async signedHeader(height: number): Promise<SignedHeader> {
    const known = this.#headers.get(height);
    if (known !== undefined) return known;
    const answer = commitSchema.parse(await this.#call("commit", { height: String(height) }));
    const { header, commit } = answer.signed_header;
    const signed = { header: parseHeaderJson(header), commit: parseCommitJson(commit) };
    this.#headers.set(height, signed);
    const [oldest] = this.#headers.keys();
    if (this.#headers.size > headersKeptMax && oldest !== undefined) this.#headers.delete(oldest);
    return signed;
  }

  async validators(height: number): Promise<ValidatorSet> {
    const members: unknown[] = [];
    const pagesMax = Math.ceil(limits.validatorsMax / pageSize);
    for (let page = 1; page <= pagesMax; page += 1) {
      const params = { height: String(height), page: String(page), per_page: String(pageSize) };
      const { validators, total } = validatorsSchema.parse(await this.#call("validators", params));
      members.push(...validators);
      if (members.length >= total) break;
    }
    return parseValidatorsJson(members);
  }

  async status(): Promise<EngineStatus> {
    const { sync_info } = statusSchema.parse(await this.#call("status", {}));
    return { height: sync_info.latest_block_height, isCatchingUp: sync_info.catching_up };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #call(method: string, params: Readonly<Record<string, string>>): Promise<unknown> {
    const answer = answerSchema.parse(
      JSON.parse(await this.#post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))),
    );
    if (answer.error !== undefined) throw new EngineRefusal(`${answer.error.message}: ${answer.error.data ?? ""}`);
    return answer.result;
  }

  #post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const options = { method: "POST", agent: this.#agent, headers, timeout: answerMsMax };
      const sent = request(this.#url, options, (response) => {
        const pieces: Buffer[] = [];
        let length = 0;
        response.on("data", (piece: Buffer) => {
          length += piece.length;
          if (length > answerBytesMax) sent.destroy(new Error("the engine answers with more than it may"));
          else pieces.push(piece);
        });
        response.on("end", () => resolve(Buffer.concat(pieces).toString("utf8")));
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error("the engine does not answer")));
      sent.on("error", reject);
      sent.end(body);
    });
  }
}
