// What a node is started with: command line first, then environment, then defaults.
import { parseArgs } from "node:util";
import { z } from "zod";
import { limits } from "#src/core/limits.ts";

const configSchema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535).default(8420),
  host: z.string().min(1).default("127.0.0.1"),
  /** The data directory: one node's own, made when it is absent. */
  data: z.string().min(1).default(".kedge"),
  /** A genesis file; without one, an empty directory becomes a devnet. */
  genesis: z.string().min(1).optional(),
  /** Who orders transactions: this process alone, or the CometBFT that it serves. */
  engine: z.enum(["single", "cometbft"]).default("single"),
  /** Where CometBFT reaches the application: `unix:///path` or `tcp://127.0.0.1:port`. */
  abci: z
    .string()
    .regex(/^(unix:\/\/\/.+|tcp:\/\/[^/]+:\d+)$/)
    .default("tcp://127.0.0.1:26658"),
  /** Where the application reaches that CometBFT's RPC. */
  cometRpc: z.url({ protocol: /^http$/ }).default("http://127.0.0.1:26657"),
  /** A backup to begin from, when the directory is empty. */
  restore: z.string().min(1).optional(),
  /** The least time between two blocks that have work. */
  blockIntervalMs: z.coerce.number().int().min(10).max(60_000).default(200),
  /** The longest time without a block; block time is never staler than this. */
  heartbeatMs: z.coerce.number().int().min(50).max(5_000).default(5_000),
  /** Keeps the state of every height instead of the last hour. */
  archive: z.stringbool().default(false),
  /** Whether a devnet's node replays price history as quotes of its feeders. */
  replayPrices: z.stringbool().default(true),
  /** Requests a minute from one address of another machine; 0 for no limit. */
  rateLimit: z.coerce.number().int().min(0).default(limits.requestsPerMinuteMax),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

export type NodeConfig = z.output<typeof configSchema>;

/** The flag `--block-interval-ms` and the variable `KEDGE_BLOCK_INTERVAL_MS` both set `blockIntervalMs`. */
export function readConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): NodeConfig {
  const names = Object.keys(configSchema.shape);
  const flags = Object.fromEntries(names.map((name) => [kebabOf(name), { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false });
  const given: Record<string, unknown> = {};
  for (const name of names) {
    const value = values[kebabOf(name)] ?? environment[`KEDGE_${kebabOf(name).replaceAll("-", "_").toUpperCase()}`];
    if (value !== undefined) given[name] = value;
  }
  return configSchema.parse(given);
}

function kebabOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
