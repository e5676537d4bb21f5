// What a node is started with: command line first, then environment, then defaults.
import { parseArgs } from "node:util";
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";

/** A scheme, a host and perhaps a port, as browsers send them: no path, and no wildcard. */
const originPattern = /^https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/;

const configSchema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535).default(8420).describe("Where HTTP is served; 0 for any free port"),
  host: z.string().min(1).default("127.0.0.1").describe("The address on which HTTP is served"),
  data: z.string().min(1).default(".kedge").describe("The data directory: one node's own, made when it is absent"),
  genesis: z.string().min(1).optional().describe("A genesis file; without one, an empty directory becomes a devnet"),
  engine: z
    .enum(["single", "cometbft"])
    .default("single")
    .describe("Who orders transactions: this process alone, or the CometBFT that it serves"),
  abci: z
    .string()
    .regex(/^(unix:\/\/\/.+|tcp:\/\/[^/]+:\d+)$/)
    .default("tcp://127.0.0.1:26658")
    .describe("Where CometBFT reaches the application: unix:///path or tcp://127.0.0.1:port"),
  cometRpc: z
    .url({ protocol: /^http$/ })
    .default("http://127.0.0.1:26657")
    .describe("Where the application reaches that CometBFT's RPC"),
  restore: z.string().min(1).optional().describe("A backup to begin from, when the directory is empty"),
  blockIntervalMs: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(200)
    .describe("The least time between two blocks that have work"),
  heartbeatMs: z.coerce
    .number()
    .int()
    .min(50)
    .max(5_000)
    .default(5_000)
    .describe("The longest time without a block; block time is never staler than this"),
  snapshotIntervalBlocks: z.coerce
    .number()
    .int()
    .min(0)
    .default(1_000)
    .describe("A snapshot for nodes that join is made every so many blocks; 0 for never"),
  snapshotsKept: z.coerce.number().int().min(1).max(16).default(2).describe("How many of them are kept"),
  retainBlocks: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe("Blocks that CometBFT keeps at least, once snapshots cover those before; 0 for all"),
  archive: z.stringbool().default(false).describe("Keep the state of every height instead of the last hour"),
  replayPrices: z
    .stringbool()
    .default(true)
    .describe("Whether a devnet's node replays price history as quotes of its feeders"),
  rateLimit: z.coerce
    .number()
    .int()
    .min(0)
    .default(limits.requestsPerMinuteMax)
    .describe("Requests a minute from one address of another machine; 0 for no limit"),
  corsOrigin: z
    .string()
    .default("")
    .transform((text) => (text === "" ? [] : text.split(",")))
    .pipe(z.array(z.string().regex(originPattern)).max(limits.corsOriginsMax))
    .describe(
      "An origin of web pages that may use this node, such as https://wallet.example; several, or divided by commas",
    ),
  readScopes: z
    .enum(["open", "enforced"])
    .default("open")
    .describe("Whether everyone reads everything, or each row is read by its parties and their supervisors alone"),
  readers: z.string().min(1).optional().describe("A file of the keys and certificates by which readers are known"),
  tlsCert: z.string().min(1).optional().describe("A certificate chain in PEM: with it and its key, HTTPS is served"),
  tlsKey: z.string().min(1).optional().describe("The secret key of that certificate, in PEM"),
  tlsClientCa: z
    .string()
    .min(1)
    .optional()
    .describe("Who issues client certificates, in PEM: clients are asked for one"),
  tlsClients: z
    .enum(["optional", "required"])
    .default("optional")
    .describe("Whether a client without a certificate may connect at all"),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info").describe("What is logged"),
});

export type NodeConfig = z.output<typeof configSchema>;

export interface NodeSetting {
  readonly name: string;
  /** The flag `--block-interval-ms` and the variable `KEDGE_BLOCK_INTERVAL_MS` both set `blockIntervalMs`. */
  readonly flag: string;
  readonly variable: string;
  readonly description: string;
  /** What holds when nothing is said, as one would type it; undefined where nothing does. */
  readonly fallback: string | undefined;
  /** Whether it may be said several times. */
  readonly isList: boolean;
}

/** Every setting: the one list from which flags, variables and help follow. */
export const nodeSettings: readonly NodeSetting[] = Object.entries(configSchema.shape).map(([name, schema]) => {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const fallback = schema.safeParse(undefined).data;
  return {
    name,
    flag,
    variable: `KEDGE_${flag.replaceAll("-", "_").toUpperCase()}`,
    description: present(schema.description, `${name} is described`),
    fallback: fallback === undefined || Array.isArray(fallback) ? undefined : String(fallback),
    isList: Array.isArray(fallback),
  };
});

type Texts = Readonly<Record<string, string | undefined>>;
/** A flag that was given several times has several texts. */
type Flags = Readonly<Record<string, string | readonly string[] | undefined>>;

export function readConfig(args: readonly string[], environment: Texts): NodeConfig {
  const options = Object.fromEntries(
    nodeSettings.map(({ flag }) => [flag, { type: "string" as const, multiple: true }]),
  );
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  return configOf(values, environment);
}

/** `flags` by their names, such as `block-interval-ms`. */
export function configOf(flags: Flags, environment: Texts): NodeConfig {
  const given: Record<string, string> = {};
  for (const { name, flag, variable, isList } of nodeSettings) {
    const said = [flags[flag] ?? []].flat();
    const value = (isList && said.length > 0 ? said.join(",") : said.at(-1)) ?? environment[variable];
    if (value !== undefined) given[name] = value;
  }
  return configSchema.parse(given);
}
